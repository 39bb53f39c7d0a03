//! The same input, the same bytes; and where nothing changed, nothing is written.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use super::folder::{NUTGRAF, Site, assert_same, bytes, tree};

/// So long that no file counts as just changed.
pub(super) fn settle() {
    sleep(Duration::from_millis(200));
}

#[test]
fn the_own_site_builds_without_a_finding() {
    let site = Site::own(|_| {});
    let run = site.build().expect_status(0);
    assert_eq!(run.output, "");
    assert_eq!(run.messages.lines().count(), 1, "{}", run.messages);
    run.expect_messages(&["files in ", " written, 0 removed"]);
}

#[test]
fn a_second_build_says_that_nothing_changed_and_touches_nothing() {
    let site = Site::own(|_| {});
    settle();
    site.build().expect_status(0);
    let before = tree(&site.root());
    let run = site.build().expect_status(0);
    assert_eq!(run.messages, "nothing changed\n");
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn a_site_whose_files_have_only_new_times_is_not_written_again() {
    let site = Site::own(|_| {});
    site.build().expect_status(0);
    let before = tree(&site.public());
    site.write("content/about.md", fs::read(site.path("content/about.md")).unwrap());
    assert_eq!(site.build().expect_status(0).messages, "nothing changed\n");
    let outputs = |tree: std::collections::BTreeMap<String, _>| {
        tree.into_iter().filter(|(name, _)| !name.is_empty() && name != ".nutgraf-state").collect::<Vec<_>>()
    };
    assert_eq!(outputs(tree(&site.public())), outputs(before));
}

#[test]
fn an_edit_writes_only_the_pages_that_show_it() {
    let site = Site::small();
    site.build().expect_status(0);
    let before = tree(&site.public());
    site.write("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\n\nAll of us.\n");
    site.build().expect_status(0).expect_messages(&[": 1 written, 0 removed"]);
    let after = tree(&site.public());
    let renewed = before.iter().filter(|(name, found)| {
        found.bytes.is_some() && !name.starts_with('.') && after[*name].inode != found.inode
    });
    assert_eq!(renewed.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["about/index.html"]);
}

#[test]
fn the_bytes_depend_on_neither_folder_nor_order_nor_time_zone() {
    let first = Site::own(|files| files.sort()).built();
    for zone in ["Asia/Tokyo", "America/New_York"] {
        let second = Site::own(|files| files.reverse());
        second.end(second.command().env("TZ", zone).env("LC_ALL", "tr_TR.UTF-8")).expect_status(0);
        assert_same(&first, &bytes(&second.public()));
    }
}

#[test]
fn the_bytes_do_not_depend_on_where_nutgraf_is_called() {
    let site = Site::own(|_| {});
    let first = site.built();
    let mut command = site.around(NUTGRAF);
    command.current_dir("/").args(["build", super::folder::TODAY, "--root"]).arg(site.root());
    site.end(command.arg("--out").arg(site.path("elsewhere"))).expect_status(0);
    assert_same(&first, &bytes(&site.path("elsewhere")));
}

#[test]
fn the_bytes_do_not_depend_on_how_many_threads_there_are() {
    let first = Site::own(|_| {}).built();
    let second = Site::own(|_| {});
    second.end(second.command().env("RAYON_NUM_THREADS", "1")).expect_status(0);
    assert_same(&first, &bytes(&second.public()));
}

#[test]
fn source_date_epoch_means_the_day_in_the_sites_time_zone() {
    // 2026-11-23T23:30Z, which is the 24th in Berlin and the 23rd in New York.
    let epoch = "1795476600";
    let build = |zone: &str| {
        let site = Site::own(|_| {});
        let settings = site.read("site.toml").replace("time_zone = \"UTC\"", "time_zone = \"Europe/Berlin\"");
        site.write("site.toml", settings);
        let mut command = site.around(NUTGRAF);
        command.arg("build").env("SOURCE_DATE_EPOCH", epoch).env("TZ", zone);
        site.end(&mut command).expect_status(0);
        (bytes(&site.public()), site)
    };
    let (tokyo, site) = build("Asia/Tokyo");
    assert_same(&tokyo, &build("America/New_York").0);
    settle();
    let run = site.build().expect_status(0);
    assert_eq!(run.messages, "nothing changed\n");
    assert_same(&tokyo, &bytes(&site.public()));
}

#[test]
fn a_build_over_an_old_one_gives_the_bytes_of_a_clean_one() {
    let site = Site::small();
    site.build().expect_status(0);
    site.write("content/new.md", "+++\nkind = \"page\"\ntitle = \"New\"\n+++\n\nNew.\n");
    site.write("site.toml", "title = \"How\"\nbase_url = \"https://how.example/\"\n");
    site.remove("content/why/02-then.md");
    let warm = site.built();
    fs::remove_dir_all(site.public()).unwrap();
    assert_same(&warm, &site.built());
}
