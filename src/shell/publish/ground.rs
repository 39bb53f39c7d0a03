//! Where no site may be built, whatever is there: the disk's root, a home, its own sources.
//!
//! Must not know: what the folder holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Target;
use super::trouble::{DiskError, Doing, Refusal, Trouble, Unfit};

/// The site's folders that people write in.
const SOURCES: [&str; 5] = ["content", "templates", "static", "src", ".git"];

/// The folder's true path, when a site may be built there.
pub(super) fn firm(target: &Target<'_>) -> Result<PathBuf, Trouble> {
    let folder = match true_path(target.folder) {
        Err(error) if error.source.kind() == io::ErrorKind::NotADirectory => {
            return Err(Refusal::Unfit(target.folder.into(), Unfit::NotAFolder).into());
        }
        path => path?,
    };
    let site = true_path(target.site)?;
    match unfit(&folder, &site) {
        Some(unfit) => Err(Refusal::Unfit(folder, unfit).into()),
        None => Ok(folder),
    }
}

fn unfit(folder: &Path, site: &Path) -> Option<Unfit> {
    if folder.parent().is_none() {
        Some(Unfit::Root)
    } else if site.starts_with(folder) {
        Some(Unfit::HoldsSite)
    } else if home().is_some_and(|home| home.starts_with(folder)) {
        Some(Unfit::Home)
    } else if let Some(name) = SOURCES.iter().find(|name| overlap(folder, &site.join(name))) {
        Some(Unfit::Source(name))
    } else {
        fs::symlink_metadata(folder).is_ok_and(|found| !found.is_dir()).then_some(Unfit::NotAFolder)
    }
}

/// Both ways: `content` may be a symbolic link into the output folder.
fn overlap(folder: &Path, source: &Path) -> bool {
    let source = true_path(source).unwrap_or_else(|_| source.into());
    folder.starts_with(&source) || source.starts_with(folder)
}

fn home() -> Option<PathBuf> {
    let home = std::env::home_dir().filter(|home| home.is_absolute())?;
    true_path(&home).ok()
}

/// The path with every symbolic link resolved; what does not exist yet stands as it is written.
fn true_path(path: &Path) -> Result<PathBuf, DiskError> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match (parent(path), path.file_name()) {
            (Some(parent), Some(name)) => Ok(true_path(parent)?.join(name)),
            _ => Err(DiskError { doing: Doing::Read, path: path.into(), source: error }),
        },
        result => result.map_err(DiskError::on(Doing::Read, path)),
    }
}

/// Of `public` it is the folder where we are, which `Path::parent` calls "".
fn parent(path: &Path) -> Option<&Path> {
    path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
}
