//! What `nutgraf import` does to a disk: a new folder that is whole, or none.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::folder::{NUTGRAF, Run, Site, bytes, tree};

/// An old site with a page, a file and nothing that is lost.
fn old() -> Site {
    let site = Site::empty();
    site.write("old/zola.toml", "base_url = \"https://old.example\"\ntitle = \"Old\"\n");
    site.write("old/content/a.md", "+++\ntitle = \"A\"\n+++\n\n[A](@/a.md)\n");
    site.write("old/static/deep/data.bin", b"\0\xff\x01");
    site.write("old/templates/page.html", "<html>");
    site.write("old/public/index.html", "<html>");
    site
}

fn import(site: &Site, arguments: &[&str]) -> Run {
    site.end(site.around(NUTGRAF).arg("import").args(arguments))
}

#[test]
fn a_tree_that_was_carried_over_whole_is_status_0_and_builds() {
    let site = old();
    let before = tree(&site.path("old"));
    let run = import(&site, &["old"]).expect_status(0);
    assert!(run.output.contains("from Zola: 1 page; 1 file copied"), "{}", run.output);
    assert_eq!(tree(&site.path("old")), before, "the old tree has changed");
    let new = bytes(&site.path("old-nutgraf"));
    let names: Vec<_> = new.keys().map(String::as_str).collect();
    assert_eq!(names, ["content/a.md", "site.toml", "static/deep/data.bin"]);
    assert_eq!(new["static/deep/data.bin"], b"\0\xff\x01");
    site.end(site.around(NUTGRAF).args(["build", "--root", "old-nutgraf"])).expect_status(0);
    assert!(site.path("old-nutgraf/public/a/index.html").is_file());
}

#[test]
fn what_was_left_is_drawn_and_is_status_1() {
    let site = old();
    site.write("old/content/b.md", "+++\ntitle = \"B\"\nweight = 1\n+++\n{{ youtube(id=\"x\") }}\n");
    let run = import(&site, &["old", "--out", "new"]).expect_status(1);
    let run = run.expect_messages(&["content/b.md:3:1", "I002", "content/b.md:5:1", "I001"]);
    assert!(run.output.contains("left:     1 shortcode (I001)"), "{}", run.output);
    assert!(site.path("new/content/b.md").is_file());
}

#[test]
fn a_folder_with_something_in_it_is_refused_and_an_empty_one_is_taken() {
    let site = old();
    site.write("new/mine.txt", "mine");
    let before = tree(&site.root());
    for new in ["new", "new/mine.txt"] {
        import(&site, &["old", "--out", new]).expect_status(2).expect_messages(&[new, "--out"]);
    }
    assert_eq!(tree(&site.root()), before);
    fs::create_dir(site.path("empty")).unwrap();
    import(&site, &["old", "--out", "empty"]).expect_status(0);
    import(&site, &["old", "--out", "a/b/c"]).expect_status(0);
    assert!(site.path("empty/site.toml").is_file() && site.path("a/b/c/site.toml").is_file());
}

#[test]
fn what_cannot_be_imported_is_status_2_and_leaves_nothing() {
    let site = old();
    site.write("none/notes.txt", "words");
    site.write("bad/hugo.yaml", "title: [open\n");
    site.write("bad/content/a.md", "words");
    let before = tree(&site.root());
    import(&site, &["nowhere", "--out", "new"]).expect_status(2).expect_messages(&["nowhere"]);
    import(&site, &["none", "--out", "new"]).expect_status(2).expect_messages(&["I016"]);
    import(&site, &["bad", "--out", "new"]).expect_status(2).expect_messages(&["hugo.yaml:", "I017"]);
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn a_file_that_cannot_be_copied_leaves_nothing_behind() {
    let site = old();
    fs::set_permissions(site.path("old/static/deep/data.bin"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(site.path("old/static/deep/data.bin")).is_ok() {
        return super::folder::skip("whoever runs it may read every file");
    }
    import(&site, &["old"]).expect_status(2).expect_messages(&["data.bin", "it was removed again"]);
    let left = fs::read_dir(site.root()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["old"]);
}

#[test]
fn a_link_out_of_the_tree_is_not_followed() {
    let site = old();
    site.write("secret.txt", "secret");
    site.link("old/static/out.txt", site.path("secret.txt"));
    site.link("old/content/out.md", site.path("secret.txt"));
    import(&site, &["old"]).expect_status(1).expect_messages(&["static/out.txt", "content/out.md"]);
    let new = bytes(&site.path("old-nutgraf"));
    assert!(new.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("secret")));
}
