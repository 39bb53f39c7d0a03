//! Lets only one build at a time write into a folder, by a lock on a file in the stage.
//!
//! Must not know: what a build does.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::super::manifest::STAGE;
use super::disk::Disk;
use super::error::{FolderError, Refusal};
use crate::shell::FileError;

pub(super) const LOCK: &str = "lock";

/// Released when it is dropped, and when its process ends.
pub(super) struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl Lock {
    /// Makes the stage, if it is missing, and locks it.
    pub(super) fn take(disk: &Disk, folder: &Path) -> Result<Self, FolderError> {
        let path = lock_path(folder);
        loop {
            disk.make_folder(&folder.join(STAGE))?;
            let file = match File::options().write(true).create(true).truncate(false).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                file => file.map_err(FileError::on("lock", &path))?,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Refusal::Busy(folder.into()).into()),
                // Some network disks have no locks, and a build without one is better than none.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => Err(FileError::on("lock", &path)(error))?,
            }
            // A build removes its lock file when it ends, perhaps just after we opened it. Then our lock is on a
            // file that no other build can find.
            if is_same_file(&file, &path) {
                return Ok(Self(file));
            }
        }
    }

    /// Returns whether a build holds the lock.
    pub(super) fn is_held(folder: &Path) -> bool {
        match File::open(lock_path(folder)) {
            Ok(file) => matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)),
            Err(_) => false,
        }
    }
}

fn lock_path(folder: &Path) -> PathBuf {
    folder.join(STAGE).join(LOCK)
}

/// Returns whether the open file is the one at the path.
fn is_same_file(file: &File, path: &Path) -> bool {
    let [Ok(open), Ok(there)] = [file.metadata(), fs::symlink_metadata(path)] else { return false };
    (open.dev(), open.ino()) == (there.dev(), there.ino())
}
