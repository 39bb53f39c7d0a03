//! What is different in a folder: a name cannot be of a file and of a folder at once, and some folders are the site's.
//!
//! Must not know: buckets.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::deploy_plan::{Change, Diff, Present, Standing, Wave};
use crate::shell::manifest::digest_of_stream;

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
    let Some(parent) = path.parent() else { return path.to_owned() };
    let parent = true_path(if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    match path.file_name() {
        Some(name) => parent.join(name),
        // Of a folder that is not there yet: it will be no link.
        None => parent.parent().unwrap_or(&parent).to_owned(),
    }
}

/// The folders that a file stands in.
fn above(file: &str) -> impl DoubleEndedIterator<Item = &str> {
    file.match_indices('/').map(|(slash, _)| &file[..slash])
}

/// What must be out of the way before anything: files of ours that are to become folders, or the other way round.
/// Adds what is not ours and in the way to what the place is occupied by.
pub(super) fn obstacles(diff: &mut Diff, present: &Present) -> Option<Wave> {
    let puts = || {
        diff.changes.iter().filter(|(_, change)| **change != Change::Remove).map(|(file, _)| file.as_str())
    };
    let folders: BTreeSet<&str> = puts().flat_map(above).collect();
    let files: BTreeSet<&str> = puts().collect();
    let hinders =
        |file: &&String| folders.contains(file.as_str()) || above(file).any(|folder| files.contains(folder));
    let (files, theirs): (Vec<String>, Vec<String>) =
        present.keys().filter(hinders).cloned().partition(|file| diff.changes.contains_key(file));
    diff.occupied.extend(theirs);
    (!files.is_empty()).then_some(Wave { files, is_removal: true })
}

/// Whether a folder holds the very bytes that we put there, whatever their time says: it may have been copied or
/// checked out since.
pub(super) fn holds(folder: Option<&Path>, (file, standing): (&str, &Standing)) -> bool {
    let known = standing.files.get(file).map(|entry| &entry.wanted.digest);
    let found = folder.and_then(|folder| File::open(folder.join(file)).ok());
    let found = found.and_then(|found| digest_of_stream(found, |_| Ok(())).ok());
    found.is_some() && found.as_ref() == known
}

/// Removes the folders that a file stood in, as far as they are empty.
pub(super) fn prune(folder: &Path, file: &str) {
    // One that holds anything is not removed, nor is what holds it.
    let _ = above(file).rev().try_for_each(|above| fs::remove_dir(folder.join(above)));
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
        assert!(own("/gone/../s/why/public") && own("/gone/deep/../../s/why/content"));
        assert!(!own("/srv/www") && !own("/s/why/www") && !own("/s/other"));
    }
}
