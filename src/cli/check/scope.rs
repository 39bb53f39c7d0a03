//! The files and folders that a check is limited to.
//!
//! Must not know: what is in them.

use std::path::{Path, PathBuf};

/// A path on the command line that is not in the site's folder.
#[derive(Debug, thiserror::Error)]
#[error("there is no `{0}` in the site's folder")]
pub(super) struct OutsideSite(PathBuf);

/// The paths relative to the site's root, with `/` between names. They may be given relative to the current folder
/// or to the root.
pub(super) fn site_paths(root: &Path, paths: &[PathBuf]) -> Result<Vec<String>, OutsideSite> {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    paths.iter().map(|path| path_within(&root, path).ok_or_else(|| OutsideSite(path.clone()))).collect()
}

/// The site's root relative to the current folder, with a slash at its end; empty if it is that folder or not in it.
/// Code hosts run commands in the folder where they checked the site out, and their paths begin there.
pub(super) fn path_from_here(root: &Path) -> String {
    let here = Path::new(".").canonicalize().unwrap_or_default();
    match path_within(&here, root) {
        Some(path) if !path.is_empty() => path + "/",
        _ => String::new(),
    }
}

fn path_within(root: &Path, path: &Path) -> Option<String> {
    let candidates =
        [path.to_owned(), root.join(path)].into_iter().filter_map(|path| path.canonicalize().ok());
    let mut inside = candidates.filter_map(|path| Some(path.strip_prefix(root).ok()?.to_owned()));
    let names: Vec<_> = inside.next()?.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    Some(names.join("/"))
}
