//! The only hand that changes a folder: each change is one call, and its error names its path.
//!
//! In tests it can die after any step, as a killed process does, or fail once. Must not know: what
//! it moves.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
#[cfg(test)]
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::manifest::{Seen, digest_of_stream};
use super::trouble::{DiskError, Doing};

#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(in crate::shell) struct Disk {
    /// Steps up to the one that fails; 0 is never.
    #[cfg(test)]
    life: AtomicUsize,
    #[cfg(test)]
    recovers: bool,
}

impl Disk {
    /// A new file with these bytes. Its folders are made when they are not there: to try first is
    /// cheaper than to ask.
    pub(in crate::shell) fn write(&self, path: &Path, bytes: &[u8]) -> Result<Seen, DiskError> {
        self.create(path)
            .and_then(|mut file| {
                self.step()?;
                file.write_all(bytes)?;
                Ok(Seen::of(&file.metadata()?))
            })
            .map_err(DiskError::on(Doing::Write, path))
    }

    /// A new file with the bytes of another, read once. Its permissions are those of any new file,
    /// whatever the source's are: a picture from a locked folder must be readable by the server.
    pub(super) fn copy(&self, source: &Path, path: &Path) -> Result<(String, Seen), DiskError> {
        let reader = File::open(source).map_err(DiskError::on(Doing::Read, source))?;
        let mut file = self.create(path).map_err(DiskError::on(Doing::Write, path))?;
        let mut full = None;
        let digest = digest_of_stream(reader, |bytes| {
            self.step()?;
            file.write_all(bytes).inspect_err(|error| full = Some(error.kind()))
        });
        let at_fault = if full.is_some() { (Doing::Write, path) } else { (Doing::Read, source) };
        let digest = digest.map_err(DiskError::on(at_fault.0, at_fault.1))?;
        let metadata = file.metadata().map_err(DiskError::on(Doing::Write, path))?;
        Ok((digest, Seen::of(&metadata)))
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        self.step()?;
        match (File::create(path), path.parent()) {
            (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(parent)?;
                File::create(path)
            }
            (result, _) => result,
        }
    }

    /// The folder; that it is there already is well.
    pub(in crate::shell) fn make_folder(&self, path: &Path) -> Result<(), DiskError> {
        let made = self.step().and_then(|()| fs::create_dir(path));
        match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.map_err(DiskError::on(Doing::Create, path)),
        }
    }

    pub(in crate::shell) fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.step().and_then(|()| fs::rename(from, to)).map_err(DiskError::on(Doing::Move, to))
    }

    pub(in crate::shell) fn remove(&self, path: &Path) -> Result<(), DiskError> {
        self.step().and_then(|()| fs::remove_file(path)).map_err(DiskError::on(Doing::Remove, path))
    }

    /// The folder, if nothing is in it: the disk knows best, so it is asked by trying.
    pub(in crate::shell) fn remove_if_empty(&self, path: &Path) -> Result<(), DiskError> {
        use io::ErrorKind::{DirectoryNotEmpty, NotADirectory, NotFound, ResourceBusy};
        match self.step().and_then(|()| fs::remove_dir(path)) {
            Err(error) if matches!(error.kind(), DirectoryNotEmpty | NotADirectory | NotFound) => Ok(()),
            // Another disk is mounted there.
            Err(error) if error.kind() == ResourceBusy => Ok(()),
            removed => removed.map_err(DiskError::on(Doing::Remove, path)),
        }
    }

    pub(in crate::shell) fn remove_all(&self, path: &Path) -> Result<(), DiskError> {
        self.step().and_then(|()| fs::remove_dir_all(path)).map_err(DiskError::on(Doing::Remove, path))
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "tests can die here")]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    pub(in crate::shell) fn dying_after(steps: usize) -> Self {
        Self { life: AtomicUsize::new(steps + 1), recovers: false }
    }

    #[cfg(test)]
    pub(in crate::shell) fn failing_after(steps: usize) -> Self {
        Self { life: AtomicUsize::new(steps + 1), recovers: true }
    }

    /// Whether the step that fails is still to come.
    #[cfg(test)]
    pub(in crate::shell) fn is_fresh(&self) -> bool {
        self.life.load(Ordering::SeqCst) > 1
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        let next = |life: usize| (life > 1 || life == 1 && self.recovers).then(|| life - 1);
        match self.life.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next) {
            Ok(1) | Err(1) => Err(io::Error::other("killed")),
            _ => Ok(()),
        }
    }
}
