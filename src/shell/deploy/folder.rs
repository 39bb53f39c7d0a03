//! What is different in a folder: a name cannot be of a file and of a folder at once, and some folders are the site's.
//!
//! Must not know: buckets.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::rollout::{Change, Diff, Present, Standing, Wave};

/// Folders of a site that a build reads.
const SOURCES: [&str; 3] = ["content", "templates", "static"];

/// Whether a folder is, holds, or lies in what a build reads or writes.
pub(super) fn is_own(folder: &Path, site: &Path, out: &Path) -> bool {
    let [folder, site, out] = [folder, site, out].map(true_path);
    let overlaps = |other: &Path| folder.starts_with(other) || other.starts_with(&folder);
    site.starts_with(&folder) || overlaps(&out) || SOURCES.iter().any(|name| overlaps(&site.join(name)))
}

/// The path with every symbolic link resolved, as far as it exists.
fn true_path(path: &Path) -> PathBuf {
    if let Ok(path) = fs::canonicalize(path) {
        return path;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            true_path(parent).join(name)
        }
        _ => path.to_owned(),
    }
}

/// The folders that a file stands in.
fn above(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').map(|(slash, _)| &file[..slash])
}

/// What must be out of the way before anything: files of ours that are to become folders, or the other way round.
/// Adds what is not ours and in the way to what the place is occupied by.
pub(super) fn obstacles(diff: &mut Diff, present: &Present, standing: &Standing) -> Option<Wave> {
    let puts = || {
        diff.changes.iter().filter(|(_, change)| **change != Change::Remove).map(|(file, _)| file.as_str())
    };
    let folders: BTreeSet<&str> = puts().flat_map(above).collect();
    let files: BTreeSet<&str> = puts().collect();
    let hinders =
        |file: &&String| folders.contains(file.as_str()) || above(file).any(|folder| files.contains(folder));
    let (ours, theirs): (Vec<String>, Vec<String>) =
        present.keys().filter(hinders).cloned().partition(|file| standing.files.contains_key(file));
    let removed = |file: &String| diff.changes.get(file) == Some(&Change::Remove);
    let files: Vec<_> = ours.into_iter().filter(removed).collect();
    diff.occupied.extend(theirs);
    (!files.is_empty()).then_some(Wave { files, is_removal: true })
}

/// Removes what a deploy that was killed has left half written (`object_store` writes beside a file, and renames).
pub(super) fn tidy(folder: &Path, standing: &Standing) {
    for (file, _) in standing.files.iter().filter(|(_, entry)| !entry.sure) {
        let _ = fs::remove_file(folder.join(format!("{file}#1")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sites_own_folders_are_known_however_they_are_written() {
        let own = |folder: &str| is_own(Path::new(folder), Path::new("/s/why"), Path::new("/s/why/public"));
        for folder in ["/", "/s", "/s/why", "/s/why/public", "/s/why/public/a", "/s/why/content/a"] {
            assert!(own(folder), "{folder}");
        }
        assert!(!own("/srv/www") && !own("/s/why/www") && !own("/s/other"));
    }
}
