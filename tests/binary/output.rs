//! nutgraf owns only what it wrote, and writes only where a site may be.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::folder::{NUTGRAF, Site, TODAY, bytes, skip, tree};
use super::input::powerless;

/// Expects that a build into this folder is refused for this reason, and that nothing has changed
/// anywhere, the home included.
#[track_caller]
fn refused(site: &Site, out: &Path, reason: &str) {
    let everything = site.path("../..");
    let before = tree(&everything);
    let run = site.build_with(&["--out".as_ref(), out.as_os_str()]).expect_status(2);
    assert_eq!(tree(&everything), before, "{}", run.messages);
    run.expect_messages(&["error: cannot ", reason]);
}

#[test]
fn a_folder_that_is_somebody_elses_is_no_output_folder() {
    let site = Site::small();
    site.write("templates/extra.html", "");
    refused(&site, &site.home(), "your home folder");
    refused(&site, Path::new("/"), "the root of the disk");
    refused(&site, Path::new("."), "the site's own folder");
    refused(&site, Path::new(".."), "the site's own folder");
    refused(&site, &site.path("../.."), "the site's own folder");
    for source in ["content", "templates", "static", "content/why", "static/new"] {
        refused(&site, Path::new(source), "shares files with");
    }
}

#[test]
fn a_link_to_a_folder_of_sources_is_no_output_folder() {
    let site = Site::small();
    site.link("public", "content");
    refused(&site, Path::new("public"), "`content`");
}

#[test]
fn a_file_is_no_output_folder() {
    let site = Site::small();
    site.write("public", "a file");
    refused(&site, Path::new("public"), "is not a folder");
    refused(&site, Path::new("public/below"), "");
}

#[test]
fn a_foreign_file_in_a_wanted_place_is_not_overwritten() {
    let site = Site::small();
    site.write("public/about/index.html", "mine");
    site.write("public/feed.xml", "mine too");
    refused(&site, Path::new("public"), "`about/index.html`: a file");
    refused(&site, Path::new("public"), "`feed.xml`: a file");
}

#[test]
fn a_renamed_pages_old_file_goes_and_a_foreign_file_stays() {
    let site = Site::small();
    site.write("public/CNAME", "why.example");
    site.build().expect_status(0);
    site.write("public/about/notes.txt", "mine");
    site.write("content/us.md", site.read("content/about.md"));
    site.remove("content/about.md");
    site.write("content/why/01-first.md", "+++\ntitle = \"What came first?\"\n+++\n\n[Us](../us.md)\n");
    site.build().expect_status(0).expect_messages(&["2 removed"]);
    assert!(site.path("public/us/index.html").is_file());
    // Its share card goes with it.
    assert!(!site.path("public/about/index.html").exists());
    assert_eq!(site.read("public/about/notes.txt"), "mine");
    assert_eq!(site.read("public/CNAME"), "why.example");
    fs::remove_dir_all(site.path("public/about")).unwrap();
}

#[test]
fn a_page_that_somebody_edited_or_deleted_in_the_output_is_made_again() {
    let site = Site::small();
    let clean = site.built();
    site.write("public/about/index.html", "edited");
    site.remove("public/feed.xml");
    assert_eq!(site.built(), clean);
}

#[test]
fn a_folder_that_may_not_be_written_is_status_2_and_stays() {
    let site = Site::small();
    let Some(mut command) = powerless(&site) else {
        return skip("root, and no `setpriv`");
    };
    command.args([NUTGRAF, "build", TODAY]);
    site.end(&mut command).expect_status(0);
    site.write("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\n\nNew.\n");
    fs::set_permissions(site.public(), fs::Permissions::from_mode(0o555)).unwrap();
    let before = tree(&site.public());
    let run = site.end(&mut command);
    let after = tree(&site.public());
    fs::set_permissions(site.public(), fs::Permissions::from_mode(0o755)).unwrap();
    run.expect_status(2).expect_messages(&["public", "Permission denied", "help: check who may write there"]);
    assert_eq!(after, before);
}

#[test]
fn a_full_disk_is_status_2_and_every_old_file_stays_whole() {
    let site = Site::small();
    site.write("big.png", vec![1; 2_000_000]);
    // The disk is one of this process and its children alone, and goes with them.
    let script = "mkdir public && mount -t tmpfs -o size=600k tmpfs public 2> /dev/null || exit 99\n\
        \"$@\" || exit 98\ncp -a public before\nmv big.png static/\necho new >> content/about.md\n\
        \"$@\"\nstatus=$?\ncp -a public after\nrm static/big.png\n\"$@\" || exit 97\ncp -a public healed\nexit $status";
    let mut command = site.around("unshare");
    command.args(["-rm", "sh", "-c", script, "sh", NUTGRAF, "build", TODAY]);
    let allowed = site.around("unshare").args(["-rm", "true"]).output().is_ok_and(|it| it.status.success());
    let run = if allowed {
        site.end(&mut command)
    } else {
        return skip("no `unshare -rm`");
    };
    if run.status == Some(99) {
        return skip("a small disk may not be mounted");
    }
    run.expect_status(2).expect_messages(&["No space left on device", "help: free some space"]);
    assert_eq!(bytes(&site.path("after")), bytes(&site.path("before")));
    fs::remove_dir(site.public()).unwrap();
    assert_eq!(bytes(&site.path("healed")), site.built());
}
