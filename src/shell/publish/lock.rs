//! One build at a time in a folder: a lock on a file in the stage.
//!
//! Must not know: what a build does.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::super::manifest::STAGE;
use super::disk::Disk;
use super::trouble::{DiskError, Doing, Refusal, Trouble};

pub(super) const LOCK: &str = "lock";

/// Held until it is dropped, or its process ends in whatever way.
pub(super) struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl Lock {
    /// Makes the stage, if it is not there, and locks it.
    pub(super) fn take(disk: &Disk, folder: &Path) -> Result<Self, Trouble> {
        let path = path(folder);
        loop {
            disk.make_folder(&folder.join(STAGE))?;
            let file = match File::options().write(true).create(true).truncate(false).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                file => file.map_err(DiskError::on(Doing::Lock, &path))?,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Refusal::Busy(folder.into()).into()),
                // Some network disks have no locks. To build without one is better than not at all.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => Err(DiskError::on(Doing::Lock, &path)(error))?,
            }
            // A build removes its lock file when it ends, perhaps just after we opened it. Then we
            // hold a lock that nobody else would find.
            if is_at(&file, &path) {
                return Ok(Self(file));
            }
        }
    }

    /// Whether a build is at work in the folder.
    pub(super) fn is_held(folder: &Path) -> bool {
        let held = |file: File| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
        File::open(path(folder)).is_ok_and(held)
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(STAGE).join(LOCK)
}

/// Whether the open file is the one at the path.
fn is_at(file: &File, path: &Path) -> bool {
    let [Ok(open), Ok(there)] = [file.metadata(), fs::symlink_metadata(path)] else { return false };
    (open.dev(), open.ino()) == (there.dev(), there.ino())
}
