//! Reads the folder of another generator's site, and writes the new site's, whole or not at all.
//!
//! Must not know: what the files of either mean.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::FileError;
use super::publish::disk::Disk;
use super::scan::{UNPRINTABLE_NAME, io_reason, not_a_file};
use super::{printable_path, threads};
use crate::base::SitePath;
use crate::base::printable::{escape_controls, is_unprintable};
use crate::import::{ImportedFile, ReadMode, is_skipped, old_file, read_mode};
use crate::source::{Broken, File, LARGEST, Snapshot};

/// Why a site was not read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportDirError {
    #[error("there is no folder `{}`: give the one that has the old site's settings in it", printable_path(.0))]
    NoFolder(PathBuf),
    #[error("`{}` exists and is not empty\nhelp: give a new folder with --out", printable_path(.0))]
    Occupied(PathBuf),
    #[error("`{}` cannot be read: {}", printable_path(.0), .1)]
    Unreadable(PathBuf, io::Error),
    #[error("`{}` cannot be written: {}; it was removed again", printable_path(.0), .1)]
    Unwritable(PathBuf, io::Error),
    #[error(transparent)]
    Unflushed(#[from] FileError),
}

/// The folder of another generator's site.
pub(crate) struct OldFolder {
    pub(crate) snapshot: Snapshot,
    on_disk: BTreeMap<SitePath, PathBuf>,
}

/// Reads a folder, without those that no author writes in.
pub(crate) fn read_site(root: &Path) -> Result<OldFolder, ImportDirError> {
    threads::start();
    let root = match fs::canonicalize(root) {
        Ok(real) if real.is_dir() => real,
        _ => return Err(ImportDirError::NoFolder(root.to_owned())),
    };
    let walk = WalkDir::new(&root).min_depth(1).into_iter();
    let walk =
        walk.filter_entry(|entry| site_path(&root, entry.path()).is_some_and(|path| !is_skipped(&path)));
    let mut found = BTreeMap::new();
    for entry in walk {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(&root).to_owned();
            ImportDirError::Unreadable(path, error.into())
        })?;
        if !entry.file_type().is_dir() {
            found.extend(site_path(&root, entry.path()).map(|path| (path, entry.into_path())));
        }
    }
    let files = found.par_iter().map(|(path, on_disk)| (path.clone(), read_file(&root, path, on_disk)));
    let snapshot = Snapshot::new(files.collect::<BTreeMap<_, _>>());
    Ok(OldFolder { snapshot, on_disk: found })
}

fn site_path(root: &Path, path: &Path) -> Option<SitePath> {
    let names: Option<Vec<_>> = path.strip_prefix(root).ok()?.iter().map(|name| name.to_str()).collect();
    Some(SitePath::new(&escape_controls(&names?.join("/"))))
}

fn read_file(root: &Path, path: &SitePath, on_disk: &Path) -> File {
    let meta = match fs::canonicalize(on_disk).and_then(|real| Ok((fs::metadata(&real)?, real))) {
        Ok((_, real)) if !real.starts_with(root) => return File::Broken(Broken::LinkOut),
        Ok((meta, _)) if !meta.is_file() => return File::Broken(not_a_file(&meta)),
        Ok((meta, _)) => meta,
        Err(error) => return File::Broken(Broken::Unreadable(io_reason(&error))),
    };
    let place = on_disk.strip_prefix(root).unwrap_or(on_disk).to_string_lossy();
    if place.contains(is_unprintable) {
        return File::Broken(Broken::Unreadable(UNPRINTABLE_NAME.to_owned()));
    }
    let mode = read_mode(path);
    if mode == ReadMode::NameOnly {
        return old_file(path, b"");
    }
    if mode == ReadMode::Text && meta.len() > LARGEST {
        return File::Broken(Broken::TooLarge { bytes: meta.len() });
    }
    match fs::read(on_disk) {
        Ok(bytes) => old_file(path, &bytes),
        Err(error) => File::Broken(Broken::Unreadable(io_reason(&error))),
    }
}

/// Fails if there is something at the place of the new folder.
pub(crate) fn check_vacant(new: &Path) -> Result<(), ImportDirError> {
    match fs::read_dir(new).map(Iterator::count) {
        Ok(0) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        _ => Err(ImportDirError::Occupied(new.to_owned())),
    }
}

/// The new folder under a temporary name. It is removed when this is dropped, unless it was moved into place.
pub(crate) struct Stage {
    folder: PathBuf,
}

impl Stage {
    /// Writes and copies the files, beside the place of the new folder.
    pub(crate) fn write(
        old: &OldFolder,
        new: &Path,
        files: &BTreeMap<SitePath, ImportedFile>,
    ) -> Result<Self, ImportDirError> {
        let name = new.file_name().unwrap_or_default().to_string_lossy();
        let stage = Self { folder: new.with_file_name(format!(".{name}.nutgraf-{}", std::process::id())) };
        for (path, made) in files {
            let to = stage.folder.join(path.as_str());
            write_file(old, &to, made)
                .map_err(|error| ImportDirError::Unwritable(new.join(path.as_str()), error))?;
        }
        if !files.is_empty() {
            Disk::default().flush(&stage.folder)?;
        }
        Ok(stage)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Moves the folder into place.
    pub(crate) fn move_into_place(self, new: &Path) -> Result<(), ImportDirError> {
        check_vacant(new)?;
        let removed = match fs::remove_dir(new) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
        let moved = removed.and_then(|()| fs::rename(&self.folder, new));
        moved.map_err(|error| ImportDirError::Unwritable(new.to_owned(), error))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // After a move it is no longer there, and the error is ignored.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn write_file(old: &OldFolder, to: &Path, made: &ImportedFile) -> io::Result<()> {
    to.parent().map_or(Ok(()), fs::create_dir_all)?;
    match made {
        ImportedFile::Written(text) => fs::write(to, text),
        // `fs::copy` would copy the permissions too, and a server must be able to read the file.
        ImportedFile::Copied(path) => {
            let on_disk = old.on_disk.get(path).ok_or(io::ErrorKind::NotFound)?;
            let mut from = fs::File::open(on_disk)?;
            io::copy(&mut from, &mut fs::File::create_new(to)?).map(drop)
        }
    }
}
