//! What is ours at a place, and what is another's.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::super::bucket::Bucket;
use super::super::folder::{SETTINGS, Site, assert_same, tree};
use super::{built, deployed, for_a_bucket, page, served, to, to_folder};

/// A site that has nothing in common with the small one but its home page's address.
fn other() -> Site {
    let site = Site::empty();
    site.write("site.toml", SETTINGS.replace("why.example", "other.example"));
    site.write("content/index.md", "+++\ntitle = \"Other\"\n+++\n\nAnswers.\n");
    site
}

#[test]
fn a_folder_with_another_site_is_refused_before_anything_is_changed() {
    let (site, other) = (Site::small(), other());
    to_folder(&site, &[]).expect_status(0);
    let www = site.home().join("www");
    let (target, before) = (format!("file://{}", www.display()), tree(&www));
    let sites = ["https://why.example/", "https://other.example/", "nothing was changed", "--adopt"];
    to(&other, &target, &[]).expect_status(2).expect_messages(&sites);
    to(&other, &target, &["--dry-run"]).expect_status(2).expect_messages(&sites);
    assert_eq!(tree(&www), before);
    to_folder(&site, &[]).expect_status(0).expect_messages(&["is up to date"]);
    to(&other, &target, &["--adopt"]).expect_status(0);
    assert_same(&served(&site), &built(&other));
    to(&other, &target, &[]).expect_status(0).expect_messages(&["is up to date"]);
    to_folder(&site, &[])
        .expect_status(2)
        .expect_messages(&["the target has another site, https://other.example/"]);
}

#[test]
fn a_bucket_with_another_site_is_refused_before_anything_is_changed() {
    let (bucket, site) = deployed();
    let before = bucket.objects("");
    let run = bucket.deploy(&other(), &[]).expect_status(2);
    run.expect_messages(&["the target has another site, https://why.example/"]);
    assert_eq!(bucket.written(), Vec::<String>::new());
    assert_same(&bucket.objects(""), &before);
    bucket.deploy(&site, &["--base-url=https://new.example/", "--adopt"]).expect_status(0);
}

#[test]
fn a_state_file_without_a_site_is_accepted_and_gets_the_site() {
    let (bucket, site) = deployed();
    let memory = bucket.path("site/.nutgraf-deploy.json");
    let text = fs::read_to_string(&memory).unwrap();
    let old = text.replace("\"site\":\"https://why.example/\",", "");
    assert!(old.len() < text.len(), "{text}");
    fs::write(&memory, old).unwrap();
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["is up to date"]);
    assert_eq!(fs::read_to_string(&memory).unwrap(), text);
    site.write("content/about.md", page("About", "Others."));
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["1 file uploaded"]);
}

#[test]
fn an_overwritten_file_that_the_site_no_longer_has_is_left_and_reported_once() {
    let (bucket, site) = (Bucket::new(), Site::small());
    site.write("content/zz.md", page("Zz", "Ours."));
    site.write("content/yy.md", page("Yy", "Ours."));
    bucket.deploy(&site, &[]).expect_status(0);
    bucket.write("site/zz/index.html", "somebody else");
    site.remove("content/zz.md");
    site.remove("content/yy.md");
    let run = bucket.deploy(&site, &["--dry-run"]).expect_status(0);
    assert!(run.output.contains("leave ") && run.output.contains("  zz/index.html  (somebody"), "{run:?}");
    let run = bucket.deploy(&site, &[]).expect_status(0);
    run.expect_messages(&["warning: 1 file not removed", "\n  zz/index.html\nhelp: "]);
    let mut expected = for_a_bucket(&site);
    expected.insert("zz/index.html".to_owned(), b"somebody else".to_vec());
    assert_same(&bucket.objects("site"), &expected);
    let run = bucket.deploy(&site, &[]).expect_status(0);
    assert!(!run.messages.contains("zz/index.html"), "{run:?}");
    // It is somebody's now, so a page of that name is held up by it like by any other file.
    site.write("content/zz.md", page("Zz", "Ours again."));
    bucket
        .deploy(&site, &[])
        .expect_status(2)
        .expect_messages(&["1 file that nutgraf did not put there", "zz/index.html"]);
}

/// A site that was deployed to a folder, with a page that can go, and that folder.
fn in_a_folder() -> (Site, PathBuf) {
    let site = Site::small();
    site.write("content/zz.md", page("Zz", "Ours."));
    to_folder(&site, &[]).expect_status(0);
    let www = site.home().join("www");
    (site, www)
}

#[test]
fn an_overwritten_file_is_removed_with_adopt() {
    let (site, www) = in_a_folder();
    let zz = www.join("zz/index.html");
    fs::write(&zz, "somebody else").unwrap();
    site.remove("content/zz.md");
    site.write("static/zz", "a file, where a folder was");
    to_folder(&site, &[]).expect_status(2).expect_messages(&["nutgraf did not put there", "  zz/index.html"]);
    assert_eq!(fs::read_to_string(&zz).unwrap(), "somebody else");
    to_folder(&site, &["--adopt"]).expect_status(0);
    assert_same(&served(&site), &built(&site));
}

#[test]
fn a_copied_folder_is_recognized_by_its_bytes() {
    let (site, www) = in_a_folder();
    let file = File::options().write(true).open(www.join("zz/index.html")).unwrap();
    file.set_modified(std::time::UNIX_EPOCH).unwrap();
    site.remove("content/zz.md");
    let run = to_folder(&site, &[]).expect_status(0).expect_messages(&["2 removed"]);
    assert!(!run.messages.contains("file left"), "{run:?}");
    assert_same(&served(&site), &built(&site));
}

#[test]
fn a_killed_removal_leaves_no_empty_folder() {
    let (site, www) = in_a_folder();
    fs::remove_file(www.join("zz/index.html")).unwrap();
    fs::remove_file(www.join("about/index.html")).unwrap();
    fs::write(www.join("about/notes.txt"), "mine").unwrap();
    site.remove("content/zz.md");
    site.remove("content/about.md");
    site.write("content/why/01-first.md", "+++\ntitle = \"What came first?\"\n+++\nAn egg.\n");
    to_folder(&site, &[]).expect_status(0);
    assert!(!www.join("zz").exists());
    assert_eq!(fs::read_to_string(www.join("about/notes.txt")).unwrap(), "mine");
}

#[test]
fn a_deploy_to_a_folder_never_writes_through_a_link_in_it() {
    let link = |to: &Path, at: &Path| std::os::unix::fs::symlink(to, at).unwrap();
    for place in ["about", "about/index.html", "why", ".nutgraf-deploy.json", "feed.xml"] {
        for target in ["full", "empty", "gone"] {
            let site = Site::small();
            to_folder(&site, &[]).expect_status(0);
            let (beside, at) = (site.path("../beside"), www(&site).join(place));
            fs::create_dir_all(&beside).unwrap();
            // What is there now is moved, or made, elsewhere, and the place leads to it.
            let to = beside.join("x");
            match target {
                "full" => fs::rename(&at, &to).unwrap(),
                _ if at.is_dir() => fs::remove_dir_all(&at).unwrap(),
                _ => fs::remove_file(&at).unwrap(),
            }
            if target == "empty" {
                if place.contains('.') { fs::write(&to, "").unwrap() } else { fs::create_dir(&to).unwrap() }
            }
            link(&to, &at);
            let before = (tree(&beside), tree(&www(&site)));
            site.write("content/about.md", page("About", "Us, at length."));
            site.write("content/why/02-then.md", "+++\ntitle = \"What then?\"\n+++\n\nTwo hens.\n");
            for options in [&[][..], &["--adopt"]] {
                let run = to_folder(&site, options).expect_status(2);
                assert!(run.messages.contains(place), "{place} {target}: {}", run.messages);
                assert_eq!((tree(&beside), tree(&www(&site))), before, "{place} {target}");
            }
            fs::remove_file(&at).unwrap();
            to_folder(&site, &["--adopt"]).expect_status(0);
            assert_eq!(tree(&beside), before.0);
        }
    }
}

#[test]
fn what_is_behind_a_link_is_neither_removed_nor_pruned() {
    let site = Site::small();
    to_folder(&site, &[]).expect_status(0);
    fs::rename(www(&site).join("about"), site.path("../beside")).unwrap();
    fs::create_dir(site.path("../beside/empty")).unwrap();
    std::os::unix::fs::symlink(site.path("../beside"), www(&site).join("about")).unwrap();
    let before = tree(&site.path("../beside"));
    site.remove("content/about.md");
    site.write("content/why/01-first.md", "+++\ntitle = \"What came first?\"\n+++\n\nAn egg.\n");
    to_folder(&site, &[]).expect_status(0);
    assert_eq!(tree(&site.path("../beside")), before);
    // The folder itself may be a link.
    fs::rename(www(&site), site.home().join("really")).unwrap();
    std::os::unix::fs::symlink("really", www(&site)).unwrap();
    to_folder(&site, &[]).expect_status(0).expect_messages(&["is up to date"]);
}

/// The folder that the site is deployed to.
fn www(site: &Site) -> PathBuf {
    site.home().join("www")
}
