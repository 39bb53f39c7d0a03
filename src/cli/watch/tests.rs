//! Warm is cold: after any change to a site, a watch has the findings, the served bytes and the written bytes of a build
//! from scratch.
//!
//! `NUTGRAF_STEPS` says how many changes each seed makes; `tests/run` asks for 2,000 in all.

mod author;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::super::verify::{describe_output, drawn_findings};
use crate::base::{Digest, UrlPath};
use crate::pipeline::Compiled;
use crate::render::Key;
use crate::shell::build::build_site;
use crate::shell::project::{Project, ProjectOptions, Revision};
use crate::shell::publish::{PublishError, Target};
use crate::shell::scan::ScanScope;
use author::Author;

const SEEDS: [u64; 4] = [1, 22, 333, 4444];

#[test]
#[expect(clippy::disallowed_methods, reason = "how much is tested is no matter of the site's")]
fn warm_is_cold_after_any_change() {
    let steps = std::env::var("NUTGRAF_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(10);
    let whole: usize = SEEDS.par_iter().map(|seed| live_through(*seed, steps)).sum();
    let all = SEEDS.len() * steps;
    assert!(
        (all / 4..=all * 3 / 4).contains(&whole),
        "{whole} of {all} sites were whole: the author is too careful or too careless"
    );
}

/// How many of the sites were whole.
fn live_through(seed: u64, steps: usize) -> usize {
    // In memory, where the system has such a disk: some hundred files are written for each change.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let mut author = Author::new(folder.path().join("site"), seed);
    let mut watch = Warm::new(&author.root);
    watch.agree("before any change");
    let mut whole = 0;
    for step in 0..steps {
        let (what, touched) = author.change();
        watch.project.rescan(&ScanScope::Places(touched)).expect("the site is there");
        whole += usize::from(watch.agree(&format!("seed {seed}, step {step}: {what}")));
    }
    whole
}

/// A watch at work, and all that it has shown and written.
struct Warm {
    root: PathBuf,
    project: Project,
    shown: BTreeMap<UrlPath, (Key, Digest)>,
    written: Tree,
}

type Tree = BTreeMap<String, Vec<u8>>;

impl Warm {
    fn new(root: &Path) -> Self {
        let options = ProjectOptions {
            root: root.to_owned(),
            today: Some("2026-11-24".parse().expect("a date")),
            ..ProjectOptions::default()
        };
        let project = Project::open(options).expect("the site is there");
        Self { root: root.to_owned(), project, shown: BTreeMap::new(), written: Tree::new() }
    }

    /// Compares what the watch makes of the site with what a build makes of it. Gives whether that was written.
    fn agree(&mut self, when: &str) -> bool {
        let cold_revision = self.project.reopen().expect("the site is there").compile();
        let warm_revision = self.project.compile();
        let (warm, cold) = (&warm_revision.compiled, &cold_revision.compiled);
        assert_eq!(drawn_findings(warm), drawn_findings(cold), "findings, {when}");
        assert!(warm.urls().eq(cold.urls()), "addresses, {when}");
        let urls: Vec<_> = cold.urls().collect();
        let shown: BTreeMap<_, _> =
            urls.into_par_iter().map(|url| (url.clone(), same(warm, cold, url, when))).collect();
        self.keys_hold(&shown, when);
        self.shown = shown;
        self.written_alike(&warm_revision, &cold_revision, when)
    }

    /// Bytes differ only where keys do.
    fn keys_hold(&self, shown: &BTreeMap<UrlPath, (Key, Digest)>, when: &str) {
        for (url, (key, bytes)) in shown {
            if let Some((last_key, last_bytes)) = self.shown.get(url).filter(|(last_key, _)| last_key == key)
            {
                assert_eq!((last_key, last_bytes), (key, bytes), "{url} changed under its key, {when}");
            }
        }
    }

    /// Compares the folder that the watch writes with a new one that a build writes.
    fn written_alike(&mut self, warm: &Revision, cold: &Revision, when: &str) -> bool {
        let (kept, fresh) = (self.root.with_file_name("kept"), self.root.with_file_name("fresh"));
        let ended = write(warm, &self.root, &kept);
        assert_eq!(ended, write(cold, &self.root, &fresh), "how writing ended, {when}");
        let now = tree(&kept);
        if ended {
            assert_same_tree(&now, &tree(&fresh), when);
        } else {
            assert_same_tree(&now, &self.written, &format!("nothing may be written, {when}"));
        }
        if fresh.exists() {
            fs::remove_dir_all(&fresh).expect("ours");
        }
        self.written = now;
        ended
    }
}

/// Compares the output at an address, warm and cold.
fn same(warm: &Compiled, cold: &Compiled, url: &UrlPath, when: &str) -> (Key, Digest) {
    let text_now = describe_output(warm, url);
    assert_eq!(text_now, describe_output(cold, url), "{url}, {when}");
    assert_eq!(warm.key(url), cold.key(url), "the key of {url}, {when}");
    (warm.key(url).expect("it is planned"), Digest::of(text_now.as_bytes()))
}

/// Returns whether the site was fit to be written.
fn write(revision: &Revision, site: &Path, folder: &Path) -> bool {
    let target = Target::new(folder, site);
    match (!revision.compiled.has_errors()).then(|| build_site(revision, false, &target)) {
        Some(Ok(_)) => true,
        None | Some(Err(PublishError::Pages(_))) => false,
        Some(Err(PublishError::Folder(error))) => panic!("{error}"),
    }
}

/// All files that a reader can get.
fn tree(folder: &Path) -> Tree {
    let files =
        walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned();
        (name, fs::read(entry.path()).expect("a file"))
    });
    named.filter(|(name, _)| !name.starts_with(".nutgraf")).collect()
}

fn assert_same_tree(now: &Tree, wanted: &Tree, when: &str) {
    let names: Vec<_> =
        now.keys().chain(wanted.keys()).filter(|name| now.get(*name) != wanted.get(*name)).collect();
    assert!(names.is_empty(), "written files differ: {names:?}, {when}");
}
