//! What the system says of a file without a look into it, and how far that can be believed.
//!
//! Must not know: where the file lies, or what is in it.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::time::SystemTime;

use serde::Serialize;

/// What tells that a file may have changed: size, times of content and of the file itself, and number.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Stat(u64, i64, i64, i64, i64, u64);

const MILLISECOND: i128 = 1_000_000;

/// So long after its last change nobody is about to write the rest of a file.
const CALM: i128 = 20 * MILLISECOND;

impl Stat {
    pub(super) fn of(meta: &Metadata) -> Self {
        Self(meta.len(), meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec(), meta.ino())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// The time of the file's last change of any kind, which no program can set.
    fn changed(&self) -> i128 {
        i128::from(self.3) * 1000 * MILLISECOND + i128::from(self.4)
    }

    /// Whether a further change would have given another time. A file system's clock is no finer than
    /// its tick, and some count in seconds.
    pub(super) fn is_settled(&self, at: i128) -> bool {
        let tick = if self.4 == 0 { 2000 } else { 50 };
        self.changed() + tick * MILLISECOND < at
    }

    /// Whether somebody may be writing it just now.
    pub(super) fn is_young(&self, at: i128) -> bool {
        at < self.changed() + CALM
    }
}

/// The time in nanoseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "compared with files' times, and in no output")]
pub(super) fn now() -> i128 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| i128::try_from(since.as_nanos()).unwrap_or(i128::MAX))
}
