//! What becomes of the watcher where the system gives it no watch.

use std::process::Command;

use super::super::{Mode, Watcher};
use super::followed::{assert_passed, elsewhere, skip, write};
use crate::shell::scan::{Scan, ScanScope};

/// Runs a test as a user of its own, who may have no more of something.
fn limited(limit: &str, test: &str) {
    let mut user = Command::new("unshare");
    let lower = format!("echo {limit} && exec \"$@\"");
    user.args(["--user", "--map-root-user", "sh", "-c", &lower, "sh"]);
    match elsewhere(user, test) {
        Ok(output) if output.stdout.is_empty() => skip("users may not be made here"),
        Ok(output) => assert_passed(&output),
        Err(_) => skip("no `unshare`"),
    }
}

#[test]
fn without_enough_watches_files_are_polled_and_the_setting_is_named() {
    limited("3 > /proc/sys/user/max_inotify_watches", "limits::few_watches");
}

#[test]
fn without_an_instance_files_are_polled_and_the_setting_is_named() {
    limited("0 > /proc/sys/user/max_inotify_instances", "limits::no_instance");
}

#[test]
#[ignore = "run by a test before it, below the limit that it sets"]
fn few_watches() {
    polls("fs.inotify.max_user_watches");
}

#[test]
#[ignore = "run by a test before it, below the limit that it sets"]
fn no_instance() {
    polls("fs.inotify.max_user_instances");
}

fn polls(setting: &str) {
    let site = tempfile::TempDir::new().unwrap();
    for place in ["content/d/a.md", "content/e/a.md", "static/s.css"] {
        write(site.path(), place, "old");
    }
    let mut watcher = Watcher::new(site.path(), false);
    let mut scan = Scan::new(site.path()).unwrap();
    assert_eq!(watcher.wait(), ScanScope::Everything);
    let notice = watcher.take_notice().unwrap();
    assert!(notice.contains(setting), "{notice}");
    assert_eq!(watcher.take_notice(), None, "it is said once");
    assert!(matches!(watcher.mode, Mode::Polling));
    write(site.path(), "content/d/a.md", "new");
    assert!(scan.rescan(&watcher.wait()).unwrap());
}
