//! Changes files and folders. Each change is one call, and its error names the path.
//!
//! In tests it can stop after any step, as a killed process does or a power cut, or fail once. Must not know: what the
//! files are.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
#[cfg(test)]
use std::sync::Mutex;
#[cfg(test)]
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::manifest::{FileStamp, digest_of_stream};
use crate::shell::FileError;

#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(in crate::shell) struct Disk {
    /// The number of the step that fails, counted down; 0 for none.
    #[cfg(test)]
    life: AtomicUsize,
    #[cfg(test)]
    recovers: bool,
    /// The files that have not been flushed, if they are lost when it stops.
    #[cfg(test)]
    unflushed: Option<Mutex<Vec<File>>>,
}

impl Disk {
    /// Writes a new file, and makes its folders if they are missing. It is tried without them first, since that is
    /// cheaper than to look.
    pub(in crate::shell) fn write(&self, path: &Path, bytes: &[u8]) -> Result<FileStamp, FileError> {
        self.create(path)
            .and_then(|mut file| {
                self.step()?;
                file.write_all(bytes)?;
                Ok(FileStamp::new(&file.metadata()?))
            })
            .map_err(FileError::on("write", path))
    }

    /// Copies a file, and returns the digest of its bytes. The copy has the permissions of any new file: a picture
    /// from a locked folder must be readable by the server.
    pub(super) fn copy(&self, source: &Path, path: &Path) -> Result<(String, FileStamp), FileError> {
        let reader = File::open(source).map_err(FileError::on("read", source))?;
        let mut file = self.create(path).map_err(FileError::on("write", path))?;
        let mut full = None;
        let digest = digest_of_stream(reader, |bytes| {
            self.step()?;
            file.write_all(bytes).inspect_err(|error| full = Some(error.kind()))
        });
        let digest = match full {
            Some(_) => digest.map_err(FileError::on("write", path))?,
            None => digest.map_err(FileError::on("read", source))?,
        };
        let metadata = file.metadata().map_err(FileError::on("write", path))?;
        Ok((digest, FileStamp::new(&metadata)))
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        self.step()?;
        let file = match (File::create(path), path.parent()) {
            (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(parent)?;
                File::create(path)
            }
            (result, _) => result,
        }?;
        #[cfg(test)]
        if let Some(unflushed) = &self.unflushed {
            crate::shell::lock(unflushed).push(file.try_clone()?);
        }
        Ok(file)
    }

    /// Waits until all that was written and moved is on the disk that a folder is on: after a power cut a file may
    /// otherwise have its name and no bytes.
    pub(in crate::shell) fn flush(&self, folder: &Path) -> Result<(), FileError> {
        self.step().and_then(|()| flush(folder)).map_err(FileError::on("flush", folder))?;
        #[cfg(test)]
        if let Some(unflushed) = &self.unflushed {
            crate::shell::lock(unflushed).clear();
        }
        Ok(())
    }

    /// Makes a folder, unless it exists.
    pub(in crate::shell) fn make_folder(&self, path: &Path) -> Result<(), FileError> {
        let made = self.step().and_then(|()| fs::create_dir(path));
        match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.map_err(FileError::on("create the folder", path)),
        }
    }

    pub(in crate::shell) fn rename(&self, from: &Path, to: &Path) -> Result<(), FileError> {
        self.step().and_then(|()| fs::rename(from, to)).map_err(FileError::on("move a file to", to))
    }

    pub(in crate::shell) fn remove(&self, path: &Path) -> Result<(), FileError> {
        self.step().and_then(|()| fs::remove_file(path)).map_err(FileError::on("remove", path))
    }

    /// Removes a folder if it is empty.
    pub(in crate::shell) fn remove_if_empty(&self, path: &Path) -> Result<(), FileError> {
        use io::ErrorKind::{DirectoryNotEmpty, NotADirectory, NotFound, ResourceBusy};
        match self.step().and_then(|()| fs::remove_dir(path)) {
            Err(error) if matches!(error.kind(), DirectoryNotEmpty | NotADirectory | NotFound) => Ok(()),
            // Another disk is mounted at it.
            Err(error) if error.kind() == ResourceBusy => Ok(()),
            removed => removed.map_err(FileError::on("remove", path)),
        }
    }

    pub(in crate::shell) fn remove_all(&self, path: &Path) -> Result<(), FileError> {
        self.step().and_then(|()| fs::remove_dir_all(path)).map_err(FileError::on("remove", path))
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "in tests this can fail")]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    pub(in crate::shell) fn dying_after(steps: usize) -> Self {
        Self { life: AtomicUsize::new(steps + 1), ..Self::default() }
    }

    #[cfg(test)]
    pub(in crate::shell) fn failing_after(steps: usize) -> Self {
        Self { life: AtomicUsize::new(steps + 1), recovers: true, ..Self::default() }
    }

    /// Dies as if the power was cut: files that have not been flushed are empty, wherever they are by now.
    #[cfg(test)]
    pub(in crate::shell) fn cut_off_after(steps: usize) -> Self {
        Self { unflushed: Some(Mutex::default()), ..Self::dying_after(steps) }
    }

    /// Returns whether the step that fails is still to come.
    #[cfg(test)]
    pub(in crate::shell) fn is_fresh(&self) -> bool {
        self.life.load(Ordering::SeqCst) > 1
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        let next = |life: usize| (life > 1 || life == 1 && self.recovers).then(|| life - 1);
        match self.life.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next) {
            Ok(1) | Err(1) => {
                let unflushed =
                    self.unflushed.iter().flat_map(|files| std::mem::take(&mut *crate::shell::lock(files)));
                unflushed.into_iter().try_for_each(|file| file.set_len(0))?;
                Err(io::Error::other("killed"))
            }
            _ => Ok(()),
        }
    }
}

/// One call flushes all files: one a file would wait for the disk as often.
#[cfg(target_os = "linux")]
fn flush(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn flush(folder: &Path) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(folder) {
        File::open(entry?.path())?.sync_all()?;
    }
    Ok(())
}
