//! A site that is followed as `watch` follows it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::super::Watcher;
use crate::shell::scan::{Scan, ScanScope};
use crate::source::Snapshot;

/// Longer than anything may take on a machine that does much else.
const DEADLINE: Duration = Duration::from_secs(60);

/// A site, and the snapshots that following it gives.
pub(super) struct Followed {
    /// The site is in it, and so are the files beside the site.
    folder: TempDir,
    snapshots: Receiver<Snapshot>,
}

/// The rescans that the follower makes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Hints alone: a look everywhere, which would find what they leave out, is not taken.
    Hints,
    /// All looks that there are.
    AllLooks,
    Polling,
}

pub(super) const PAGE: &str = "content/a.md";

impl Followed {
    /// A site with some pages that is followed from now on.
    pub(super) fn new() -> Self {
        Self::made(|_| {})
    }

    /// A site that is made before it is followed.
    pub(super) fn made(make: impl FnOnce(&Path)) -> Self {
        Self::by(By::Hints, make)
    }

    pub(super) fn by(by: By, make: impl FnOnce(&Path)) -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().join("site");
        for place in ["site.toml", PAGE, "content/b.md", "content/d/c.md", "static/s.css"] {
            write(&root, place, "old");
        }
        make(&root);
        let (sender, snapshots) = channel();
        let (ready, begun) = channel();
        thread::spawn(move || follow(&root, by, &ready, &sender));
        begun.recv_timeout(DEADLINE).expect("the first look");
        Self { folder, snapshots }
    }

    pub(super) fn path(&self, place: &str) -> PathBuf {
        self.folder.path().join("site").join(place)
    }

    pub(super) fn write(&self, place: &str, text: &str) {
        write(&self.path(""), place, text);
    }

    pub(super) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    pub(super) fn link(&self, at: &str, to: &str) {
        std::os::unix::fs::symlink(to, self.path(at)).unwrap();
    }

    pub(super) fn remove(&self, place: &str) {
        let at = self.path(place);
        if at.is_dir() && !at.is_symlink() { fs::remove_dir_all(at) } else { fs::remove_file(at) }.unwrap();
    }

    /// Waits until the follower has caught up; gives all snapshots on the way.
    #[track_caller]
    pub(super) fn catches_up(&self) -> Vec<Snapshot> {
        let end = Instant::now() + DEADLINE;
        let mut seen: Vec<Snapshot> = Vec::new();
        let cold = self.cold();
        loop {
            match self.snapshots.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(snapshot) => seen.push(snapshot),
                Err(_) => panic!("not followed: {:?}\ninstead of: {cold:?}", seen.last().map(drawn)),
            }
            seen.extend(self.snapshots.try_iter());
            if seen.last().map(drawn).as_ref() == Some(&cold) {
                return seen;
            }
        }
    }

    /// The site as a new scan reads it.
    pub(super) fn cold(&self) -> String {
        drawn(&Scan::new(&self.path("")).unwrap().snapshot())
    }

    /// Asserts that nothing was reported since the last time: the next report is that of a probe.
    #[track_caller]
    pub(super) fn is_quiet(&self) {
        self.write("content/probe.md", "probe");
        let seen = self.catches_up();
        assert_eq!(seen.len(), 1, "{:?}", seen.iter().map(drawn).collect::<Vec<_>>());
        self.remove("content/probe.md");
        self.catches_up();
    }
}

/// As `watch` does.
fn follow(root: &Path, by: By, ready: &Sender<()>, snapshots: &Sender<Snapshot>) {
    let mut watcher = Watcher::new(root, by == By::Polling);
    let mut scan = Scan::new(root).unwrap();
    let mut is_first = true;
    loop {
        let look = watcher.wait();
        if look == ScanScope::Everything && by == By::Hints && !is_first {
            continue;
        }
        match scan.rescan(&look) {
            Ok(differs) if differs || is_first => {}
            Ok(_) => continue,
            Err(_) => return,
        }
        if is_first {
            assert_eq!(look, ScanScope::Everything);
            ready.send(()).unwrap();
        } else if snapshots.send(scan.snapshot()).is_err() {
            return;
        }
        is_first = false;
    }
}

pub(super) fn write(root: &Path, place: &str, text: &str) {
    let at = root.join(place);
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    fs::write(at, text).unwrap();
}

fn drawn(snapshot: &Snapshot) -> String {
    snapshot.files().iter().map(|(path, file)| format!("{path}: {file:?}\n")).collect()
}

/// The text of the page.
pub(super) fn page(snapshot: &Snapshot) -> Option<&str> {
    snapshot.text(&crate::base::SitePath::new(PAGE))
}

/// Runs one of these tests in a process of its own, begun in some other way.
pub(super) fn elsewhere(mut begin: Command, test: &str) -> std::io::Result<Output> {
    let name = format!("shell::watcher::tests::{test}");
    begin.arg(std::env::current_exe()?).args([&name, "--exact", "--ignored", "--nocapture"]).output()
}

pub(super) fn assert_passed(output: &Output) {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Says that a test does not prove anything here.
pub(super) fn skip(reason: &str) {
    let thread = thread::current();
    // Straight to the stream, since the test's own output is swallowed when it passes.
    let _ = writeln!(std::io::stderr(), "SKIPPED {}: {reason}", thread.name().unwrap_or("a_test"));
}
