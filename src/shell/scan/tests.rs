//! Looks again agree with a first look, whatever happened to the folder.

pub(in crate::shell) mod steps;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;
use tempfile::TempDir;

use super::{Scan, ScanError, ScanScope};
use crate::source::Snapshot;
use steps::{Step, step};

fn drawn(snapshot: &Snapshot) -> String {
    snapshot.files().iter().map(|(path, file)| format!("{path}: {file:?}\n")).collect()
}

/// A scan that has read its files, and does not wait for writers: nobody writes while a test scans.
fn scan(root: &Path) -> Scan {
    let mut scan = Scan::new(root).unwrap();
    scan.patience = Duration::ZERO;
    scan.snapshot();
    scan
}

/// Rescans, and expects what a new scan would read, and that a difference is reported.
fn rescan(scan: &mut Scan, scope: &ScanScope, root: &Path) -> Result<(), TestCaseError> {
    let before = drawn(&scan.snapshot());
    let differs = scan.rescan(scope).unwrap();
    let after = drawn(&scan.snapshot());
    prop_assert_eq!(&after, &drawn(&Scan::new(root).unwrap().snapshot()), "after {:?}", scope);
    prop_assert_eq!(differs, before != after, "after {:?}", scope);
    Ok(())
}

fn hints(paths: &[&str]) -> ScanScope {
    ScanScope::Places(paths.iter().map(PathBuf::from).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rescan_finds_what_a_new_scan_would(steps in prop::collection::vec(step(), 1..120)) {
        // What links lead to outside the site is this test's own.
        let folder = TempDir::new().unwrap();
        let root = &folder.path().join("site");
        fs::create_dir_all(root.join("content")).unwrap();
        let (mut told, mut untold) = (scan(root), scan(root));
        for step in &steps {
            let hints = step.take(root);
            rescan(&mut told, &ScanScope::Places(hints), root)?;
            rescan(&mut untold, &ScanScope::Everything, root)?;
        }
    }
}

/// A site with two pages, and a scan of it.
fn site() -> (TempDir, Scan) {
    let site = TempDir::new().unwrap();
    Step::write("content/a.md", "one").take(site.path());
    Step::write("content/d/b.md", "one").take(site.path());
    let scan = scan(site.path());
    (site, scan)
}

#[test]
fn a_rewrite_of_the_same_size_within_a_tick_is_seen() {
    let (site, mut scan) = site();
    let here = site.path().join("content/a.md");
    for round in 0..200 {
        fs::write(&here, format!("{round:03}")).unwrap();
        let everywhere = round % 2 == 0;
        let at = if everywhere { ScanScope::Everything } else { hints(&["content/a.md"]) };
        assert!(scan.rescan(&at).unwrap(), "round {round}");
    }
}

#[test]
fn a_file_that_is_gone_when_it_is_read_was_not_there() {
    let (site, _) = site();
    let mut scan = Scan::new(site.path()).unwrap();
    fs::remove_file(site.path().join("content/a.md")).unwrap();
    let read = drawn(&scan.snapshot());
    assert!(!read.contains("content/a.md") && read.contains("content/d/b.md"), "{read}");
    assert!(!scan.rescan(&ScanScope::Everything).unwrap());
}

#[test]
fn a_touch_is_no_change() {
    let (site, mut scan) = site();
    fs::write(site.path().join("content/a.md"), "one").unwrap();
    assert!(!scan.rescan(&hints(&["content/a.md"])).unwrap());
    assert!(!scan.rescan(&ScanScope::Everything).unwrap());
}

#[test]
fn only_what_is_hinted_at_is_looked_at() {
    let (site, mut scan) = site();
    fs::write(site.path().join("content/a.md"), "another").unwrap();
    fs::write(site.path().join("content/d/b.md"), "another").unwrap();
    assert!(!scan.rescan(&hints(&["content/c.md", "public/a.md", "../a", ".git"])).unwrap());
    assert!(scan.rescan(&hints(&["content/a.md"])).unwrap());
    assert!(scan.rescan(&hints(&["content/d"])).unwrap());
    assert!(!scan.rescan(&ScanScope::Everything).unwrap());
}

#[test]
fn a_file_in_a_new_folder_brings_the_folder_with_it() {
    let (site, mut scan) = site();
    Step::write("content/n/m/a.md", "one").take(site.path());
    Step::write("content/n/b.md", "one").take(site.path());
    assert!(scan.rescan(&hints(&["content/n/m/a.md"])).unwrap());
    assert!(!scan.rescan(&ScanScope::Everything).unwrap());
}

#[test]
fn a_file_just_emptied_is_waited_for() {
    let (site, mut scan) = site();
    scan.patience = Duration::from_secs(10);
    let here = site.path().join("content/a.md");
    for round in 0..10 {
        fs::write(&here, "").unwrap();
        let text = format!("text {round}");
        std::thread::scope(|scope| {
            scope.spawn(|| fs::write(&here, &text).unwrap());
            scan.rescan(&hints(&["content/a.md"])).unwrap();
        });
        scan.rescan(&hints(&["content/a.md"])).unwrap();
        assert!(drawn(&scan.snapshot()).contains(&text));
    }
    fs::write(&here, "").unwrap();
    assert!(scan.rescan(&hints(&["content/a.md"])).unwrap(), "an empty file is believed in the end");
}

#[test]
fn a_lock_of_emacs_is_no_dead_link() {
    let (site, mut scan) = site();
    std::os::unix::fs::symlink("me@here.1:2", site.path().join("content/.#a.md")).unwrap();
    assert!(!scan.rescan(&ScanScope::Everything).unwrap());
}

#[test]
fn a_site_that_is_gone_is_an_error_and_comes_back() {
    let (site, mut scan) = site();
    let aside = site.path().with_extension("aside");
    fs::rename(site.path(), &aside).unwrap();
    assert!(matches!(scan.rescan(&ScanScope::Everything), Err(ScanError::NoRoot(_))));
    fs::rename(&aside, site.path()).unwrap();
    assert!(!scan.rescan(&ScanScope::Everything).unwrap());
}

#[test]
fn places_within_places_are_looked_at_once() {
    let (_site, scan) = site();
    let hints = hints(&["content/d/b.md", "content/d", "content/d-e", "site.toml"]);
    let places = scan.files().places_in(&hints);
    let expected: BTreeSet<String> = ["content/d", "content/d-e", "site.toml"].map(str::to_owned).into();
    assert_eq!(places, expected);
}
