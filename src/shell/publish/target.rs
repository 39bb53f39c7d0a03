//! Refuses output folders that no site may be built into: the disk's root, a home, the site's own sources.
//!
//! Must not know: what is in the folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Target;
use super::error::{FolderError, Refusal, Unsuitable};
use crate::shell::{FileError, resolve_links};

/// The folders of the site that people edit.
const SOURCES: [&str; 6] = ["content", "locales", "templates", "static", "src", ".git"];

/// The output folder's path without links. Fails if no site may be built there.
pub(super) fn check(target: &Target<'_>) -> Result<PathBuf, FolderError> {
    let folder = match resolve_links(target.folder) {
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Refusal::Unsuitable(target.folder.into(), Unsuitable::NotAFolder).into());
        }
        path => path.map_err(FileError::on("read", target.folder))?,
    };
    let site = resolve_links(target.site).map_err(FileError::on("read", target.site))?;
    match find_defect(&folder, &site) {
        Some(defect) => Err(Refusal::Unsuitable(folder, defect).into()),
        None => Ok(folder),
    }
}

fn find_defect(folder: &Path, site: &Path) -> Option<Unsuitable> {
    let home =
        std::env::home_dir().filter(|home| home.is_absolute()).and_then(|home| resolve_links(&home).ok());
    if folder.parent().is_none() {
        Some(Unsuitable::Root)
    } else if site.starts_with(folder) {
        Some(Unsuitable::HoldsSite)
    } else if home.is_some_and(|home| home.starts_with(folder)) {
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
