//! A file's size and times, and how far they can be trusted to show a change.
//!
//! Must not know: where the file is, or what is in it.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::time::SystemTime;

use serde::Serialize;

/// If any of these differs, the file may have changed.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct FileStat {
    size: u64,
    modified_seconds: i64,
    modified_nanos: i64,
    /// The time of the last change of any kind, which no program can set.
    changed_seconds: i64,
    changed_nanos: i64,
    inode: u64,
}

const MILLISECOND: i128 = 1_000_000;

/// A file that has not changed for so long is not being written.
const WRITING: i128 = 20 * MILLISECOND;

impl FileStat {
    pub(super) fn new(meta: &Metadata) -> Self {
        Self {
            size: meta.len(),
            modified_seconds: meta.mtime(),
            modified_nanos: meta.mtime_nsec(),
            changed_seconds: meta.ctime(),
            changed_nanos: meta.ctime_nsec(),
            inode: meta.ino(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.size == 0
    }

    fn changed(&self) -> i128 {
        i128::from(self.changed_seconds) * 1000 * MILLISECOND + i128::from(self.changed_nanos)
    }

    /// Returns whether a change after `at`, in nanoseconds since 1970, is sure to give another time. A file that is not
    /// settled is racy: it can change twice within one tick of the file system's clock.
    pub(super) fn is_settled(&self, at: i128) -> bool {
        // Some file systems count in seconds.
        let tick = if self.changed_nanos == 0 { 2000 } else { 50 };
        self.changed() + tick * MILLISECOND < at
    }

    /// Returns whether a program may be writing the file at this time.
    pub(super) fn may_be_in_writing(&self, at: i128) -> bool {
        at < self.changed() + WRITING
    }
}

/// The time in nanoseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "compared with files' times, and in no output")]
pub(super) fn unix_nanos() -> i128 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| i128::try_from(since.as_nanos()).unwrap_or(i128::MAX))
}
