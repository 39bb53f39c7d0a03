//! The files and folders that a check is asked about.
//!
//! Must not know: what is in them.

use std::path::{Path, PathBuf};

/// A path on the command line that is nothing of the site's.
#[derive(Debug, thiserror::Error)]
#[error("there is no `{0}` in the site's folder")]
pub(super) struct Stray(PathBuf);

/// The paths as the site calls them: from its root, with `/` between names. One may be written as seen from
/// here, or from the site's root.
pub(super) fn scope(root: &Path, paths: &[PathBuf]) -> Result<Vec<String>, Stray> {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    paths.iter().map(|path| within(&root, path).ok_or_else(|| Stray(path.clone()))).collect()
}

/// A folder as seen from here, with a slash at its end; nothing, when it is here or not below.
pub(super) fn from_here(root: &Path) -> String {
    let below = within(&here(), root).filter(|folder| !folder.is_empty());
    below.map(|folder| folder + "/").unwrap_or_default()
}

/// The folder that a code host's paths begin in: commands are run where it checked the site out.
fn here() -> PathBuf {
    Path::new(".").canonicalize().unwrap_or_default()
}

fn within(root: &Path, path: &Path) -> Option<String> {
    let there = [path.to_owned(), root.join(path)].into_iter().filter_map(|path| path.canonicalize().ok());
    let mut names = there.filter_map(|path| Some(path.strip_prefix(root).ok()?.to_owned()));
    let names: Vec<_> = names.next()?.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    Some(names.join("/"))
}
