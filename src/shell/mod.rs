//! Meets the machine for the core: folders, the network, the clock.
//!
//! Must not know: what is on a page; what a command is called.

pub(crate) mod build;
pub(crate) mod compress;
#[cfg(feature = "deploy")]
pub(crate) mod deploy;
pub(crate) mod fetch;
pub(crate) mod fonts;
pub(crate) mod image_cache;
pub(crate) mod import_dir;
pub(crate) mod manifest;
pub(crate) mod preview;
pub(crate) mod project;
pub(crate) mod publish;
pub(crate) mod rewrite;
pub(crate) mod scan;
mod threads;
pub(crate) mod watcher;
pub(crate) mod write_new;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::base::printable::escape_controls;

/// A failed operation on a file or a folder of this machine.
#[derive(Debug, thiserror::Error)]
#[error("cannot {operation} `{}`: {source}", printable_path(.path))]
pub(crate) struct FileError {
    /// A verb, with what else comes before the path.
    operation: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl FileError {
    /// Returns whether a file is gone that was there before.
    pub(crate) fn is_of_vanished_source(&self) -> bool {
        self.operation == "read" && self.source.kind() == io::ErrorKind::NotFound
    }

    /// Returns a function for `map_err`.
    fn on(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self { operation, path: path.to_owned(), source }
    }
}

/// A path of this machine in a message, in one line.
pub(crate) fn printable_path(path: &Path) -> String {
    escape_controls(&path.to_string_lossy()).into_owned()
}

/// Turns the error that nothing is there into `None`. Any other error, of a drive that fails or a folder that is locked,
/// tells nothing about what is there.
fn unless_absent<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        result => result.map(Some),
    }
}

/// Returns whether nothing is at a path, not even a link to nothing.
fn is_absent(path: &Path) -> bool {
    matches!(unless_absent(fs::symlink_metadata(path)), Ok(None))
}

/// Formats the first items for a message, each in a line of its own, and how many more there are.
fn list_lines<T: fmt::Display>(items: &[T]) -> String {
    const MOST: usize = 20;
    let mut lines: String =
        items.iter().take(MOST).map(|item| format!("  {}\n", escape_controls(&item.to_string()))).collect();
    if items.len() > MOST {
        lines += &format!("  … and {} more\n", items.len() - MOST);
    }
    lines
}

/// Resolves symbolic links in the part of a path that exists.
fn resolve_links(path: &Path) -> io::Result<PathBuf> {
    match (fs::canonicalize(path), path.parent()) {
        (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            let parent = resolve_links(parent)?;
            // Without a name it is `..` in a folder that does not exist, so that will not be a link.
            Ok(path
                .file_name()
                .map_or_else(|| parent.parent().unwrap_or(&parent).to_owned(), |name| parent.join(name)))
        }
        (resolved, _) => resolved,
    }
}

/// Returns the folders that a path with `/` between names is in, the outermost first.
fn folders_above(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}

/// Locks a mutex, even one that a panicking thread has poisoned: what our mutexes guard is never left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
