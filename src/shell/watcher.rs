//! Waits until a site's folder may have changed, and says which part to rescan.
//!
//! The rescan decides what has changed. A hint may come without a change, but no change comes without a rescan that
//! begins after it. Must not know: what is in a file, now or before.

mod notify_watcher;
mod pending;
#[cfg(test)]
mod tests;
mod watched_folders;

use std::path::Path;
use std::thread::{self, JoinHandle, sleep};
use std::time::Duration;

use super::scan::ScanScope;
use notify_watcher::NotifyWatcher;

/// The pause between two rescans if the system reports no changes.
const INTERVAL: Duration = Duration::from_millis(300);

/// Watches a site's folder.
pub(crate) struct Watcher {
    mode: Mode,
    notice: Option<String>,
}

enum Mode {
    /// The watches are being set on another thread, while the site is already read.
    Starting(JoinHandle<Result<NotifyWatcher, WatchError>>),
    Notify(Box<NotifyWatcher>),
    /// Everything is rescanned again and again. The rescan finds the changes, so a poller that compares files itself
    /// would do the same work twice.
    Polling,
}

/// Why the system does not report changes in a folder.
#[derive(Debug, thiserror::Error)]
enum WatchError {
    #[error(
        "the site has more folders than the system lets a user watch: raise `fs.inotify.max_user_watches`, for example with `sudo sysctl fs.inotify.max_user_watches=524288`"
    )]
    WatchLimit,
    #[error(
        "the system does not let a user run another watch: raise `fs.inotify.max_user_instances`, for example with `sudo sysctl fs.inotify.max_user_instances=1024`"
    )]
    InstanceLimit,
    #[error("the site's folder has been moved or removed")]
    Gone,
    #[error("the system does not report changed files: {0}")]
    System(String),
}

impl Watcher {
    /// Begins to watch a site's folder, without waiting until the watches are set. It polls if it is asked to, and if
    /// the system cannot report changes.
    pub(crate) fn new(root: &Path, poll: bool) -> Self {
        if poll {
            return Self { mode: Mode::Polling, notice: None };
        }
        let root = root.to_owned();
        let starting = thread::spawn(move || NotifyWatcher::start(&root));
        Self { mode: Mode::Starting(starting), notice: None }
    }

    /// Blocks until something may have changed. The first scope is everything, for changes before the watches were set.
    pub(crate) fn wait(&mut self) -> ScanScope {
        let result = match std::mem::replace(&mut self.mode, Mode::Polling) {
            Mode::Polling => {
                sleep(INTERVAL);
                return ScanScope::Everything;
            }
            Mode::Starting(thread) => {
                let started =
                    thread.join().unwrap_or_else(|_| Err(WatchError::System("it panicked".to_owned())));
                started.map(|watcher| (Box::new(watcher), ScanScope::Everything))
            }
            Mode::Notify(mut watcher) => watcher.wait().map(|scope| (watcher, scope)),
        };
        match result {
            Ok((watcher, scope)) => {
                self.mode = Mode::Notify(watcher);
                scope
            }
            Err(error) => {
                self.notice = Some(format!("{error}; nutgraf checks all files three times a second instead"));
                ScanScope::Everything
            }
        }
    }

    /// The reason why it polls without having been asked to; given once.
    pub(crate) fn take_notice(&mut self) -> Option<String> {
        self.notice.take()
    }
}
