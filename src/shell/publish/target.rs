//! Refuses output folders that no site may be built into: the disk's root, a home, the site's own sources.
//!
//! Must not know: what is in the folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Target;
use super::error::{DiskError, FolderError, Operation, Refusal, Unsuitable};

/// The folders of the site that people edit.
const SOURCES: [&str; 6] = ["content", "locales", "templates", "static", "src", ".git"];

/// The output folder's path without links. Fails if no site may be built there.
pub(super) fn check(target: &Target<'_>) -> Result<PathBuf, FolderError> {
    let folder = match resolve_links(target.folder) {
        Err(error) if error.source.kind() == io::ErrorKind::NotADirectory => {
            return Err(Refusal::Unsuitable(target.folder.into(), Unsuitable::NotAFolder).into());
        }
        path => path?,
    };
    let site = resolve_links(target.site)?;
    match find_defect(&folder, &site) {
        Some(defect) => Err(Refusal::Unsuitable(folder, defect).into()),
        None => Ok(folder),
    }
}

fn find_defect(folder: &Path, site: &Path) -> Option<Unsuitable> {
    if folder.parent().is_none() {
        Some(Unsuitable::Root)
    } else if site.starts_with(folder) {
        Some(Unsuitable::HoldsSite)
    } else if home().is_some_and(|home| home.starts_with(folder)) {
        Some(Unsuitable::Home)
    } else if let Some(name) = SOURCES.iter().find(|name| overlaps(folder, &site.join(name))) {
        Some(Unsuitable::Source(name))
    } else {
        fs::symlink_metadata(folder).is_ok_and(|found| !found.is_dir()).then_some(Unsuitable::NotAFolder)
    }
}

/// Returns whether one folder is in the other. `content` may be a symbolic link into the output folder.
fn overlaps(folder: &Path, source: &Path) -> bool {
    let source = resolve_links(source).unwrap_or_else(|_| source.into());
    folder.starts_with(&source) || source.starts_with(folder)
}

fn home() -> Option<PathBuf> {
    let home = std::env::home_dir().filter(|home| home.is_absolute())?;
    resolve_links(&home).ok()
}

/// The path with all symbolic links resolved, as far as it exists.
fn resolve_links(path: &Path) -> Result<PathBuf, DiskError> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match (parent_folder(path), path.file_name()) {
                (Some(parent), Some(name)) => Ok(resolve_links(parent)?.join(name)),
                _ => Err(DiskError { operation: Operation::Read, path: path.into(), source: error }),
            }
        }
        result => result.map_err(DiskError::on(Operation::Read, path)),
    }
}

/// As `Path::parent`, but `.` instead of an empty path.
fn parent_folder(path: &Path) -> Option<&Path> {
    path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
}
