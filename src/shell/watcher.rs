//! Waits until a site's folder may have changed, and says where to look.
//!
//! What it says are hints: a look decides what has changed. Hints are early, never late: whatever
//! changes is followed by a look that begins after the change. Must not know: what is in a file; what
//! was there before.

mod live;
mod pending;
#[cfg(test)]
mod tests;
mod watches;

use std::path::Path;
use std::thread::{self, JoinHandle, sleep};
use std::time::Duration;

use super::scan::ScanScope;
use live::Live;

/// How often all files are looked at where the system gives no news.
const INTERVAL: Duration = Duration::from_millis(300);

/// Follows a site's folder.
pub(crate) struct Watcher {
    source: Source,
    notice: Option<String>,
}

enum Source {
    /// The watches are being set, while the site is already read.
    Starting(JoinHandle<Result<Live, Trouble>>),
    Live(Box<Live>),
    /// The simplest polling there is: what has changed is found by the look itself, so a poller with a
    /// memory of its own could only disagree with it.
    Polling,
}

/// Why there is no news of a folder.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(
        "the site has more folders than the system lets a user watch: raise `fs.inotify.max_user_watches`, as by `sudo sysctl fs.inotify.max_user_watches=524288`"
    )]
    Watches,
    #[error(
        "the system lets a user run no further watch: raise `fs.inotify.max_user_instances`, as by `sudo sysctl fs.inotify.max_user_instances=1024`"
    )]
    Instances,
    #[error("the site's folder has been moved or removed")]
    Gone,
    #[error("the system gives no news of changed files: {0}")]
    System(String),
}

impl Watcher {
    /// Begins to follow a site's folder, without waiting until the watches are set. Never fails: in
    /// trouble, or when it is asked to poll, all files are looked at again and again.
    pub(crate) fn new(root: &Path, poll: bool) -> Self {
        let root = root.to_owned();
        let start = || Source::Starting(thread::spawn(move || Live::start(&root)));
        Self { source: if poll { Source::Polling } else { start() }, notice: None }
    }

    /// Blocks until there is reason to look. The first look is everywhere, at what changed before the
    /// watches were set.
    pub(crate) fn wait(&mut self) -> ScanScope {
        match std::mem::replace(&mut self.source, Source::Polling) {
            Source::Starting(thread) => {
                let live = thread.join().unwrap_or_else(|_| Err(Trouble::System("it panicked".to_owned())));
                self.go_on(live.map(|live| (Box::new(live), ScanScope::Everything)))
            }
            Source::Live(mut live) => {
                let look = live.wait();
                self.go_on(look.map(|look| (live, look)))
            }
            Source::Polling => {
                sleep(INTERVAL);
                ScanScope::Everything
            }
        }
    }

    /// Why all files are looked at again and again, if nobody asked for that: once, when it begins.
    pub(crate) fn take_notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    fn go_on(&mut self, live: Result<(Box<Live>, ScanScope), Trouble>) -> ScanScope {
        match live {
            Ok((live, look)) => {
                self.source = Source::Live(live);
                look
            }
            Err(trouble) => {
                self.notice =
                    Some(format!("{trouble}; all files are looked at three times a second instead"));
                ScanScope::Everything
            }
        }
    }
}
