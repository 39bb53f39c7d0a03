//! Rules for destinations that are folders: a path cannot be a file and a folder at once, and some folders belong to
//! the site.
//!
//! Must not know: buckets.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::deploy_plan::{Batch, DeployState, Diff, Listing};
use crate::shell::manifest::digest_of_file;
use crate::shell::scan::FOLDERS;
use crate::shell::{folders_above, resolve_links};

/// Returns whether a folder is, contains or is inside a folder that a build reads or writes.
pub(super) fn overlaps_site(folder: &Path, site_dir: &Path, output_dir: &Path) -> bool {
    let resolve = |path: &Path| resolve_links(path).unwrap_or_else(|_| path.to_owned());
    let folder = resolve(folder);
    let site_dir = resolve(site_dir);
    let overlaps = |other: &Path| folder.starts_with(other) || other.starts_with(&folder);
    site_dir.starts_with(&folder)
        || overlaps(&resolve(output_dir))
        || FOLDERS.iter().any(|name| overlaps(&site_dir.join(name)))
}

/// Returns a batch that removes files of ours whose paths become folders, or the other way round. Files of others in
/// the way are added to the conflicts of `diff`.
pub(super) fn remove_obstacles(diff: &mut Diff, listing: &Listing) -> Option<Batch> {
    let uploads: BTreeSet<&str> = diff.uploads().collect();
    let folders: BTreeSet<&str> = diff.uploads().flat_map(folders_above).collect();
    let is_obstacle =
        |file: &str| folders.contains(file) || folders_above(file).any(|folder| uploads.contains(folder));
    let (files, conflicts): (Vec<String>, Vec<String>) = listing
        .keys()
        .filter(|file| is_obstacle(file))
        .cloned()
        .partition(|file| diff.changes.contains_key(file));
    diff.conflicts.extend(conflicts);
    (!files.is_empty()).then_some(Batch { files, is_removal: true })
}

/// Returns whether a folder still has the bytes that we deployed. Its modification time does not tell: the folder may
/// have been copied or checked out since.
pub(super) fn has_deployed_bytes(folder: &Path, file: &str, state: &DeployState) -> bool {
    let Some(deployed) = state.files.get(file) else { return false };
    digest_of_file(&folder.join(file)).is_ok_and(|digest| digest == deployed.file.digest)
}

/// Removes the folders that contained a file, as far as they are empty.
pub(super) fn remove_empty_parents(folder: &Path, file: &str) {
    // `remove_dir` fails on the first one that is not empty.
    let _ = folders_above(file).rev().try_for_each(|parent| fs::remove_dir(folder.join(parent)));
}

/// Removes what a killed deploy has written partly: `object_store` writes to `FILE#1`, and renames that.
pub(super) fn remove_partial_files(folder: &Path, state: &DeployState) {
    for (file, _) in state.files.iter().filter(|(_, deployed)| !deployed.confirmed) {
        let _ = fs::remove_file(folder.join(format!("{file}#1")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sites_own_folders_are_recognized_however_they_are_written() {
        let overlaps =
            |folder: &str| overlaps_site(Path::new(folder), Path::new("/s/why"), Path::new("/s/why/public"));
        for folder in ["/", "/s", "/s/why", "/s/why/public", "/s/why/public/a", "/s/why/content/a"] {
            assert!(overlaps(folder), "{folder}");
        }
        assert!(overlaps("/gone/../s/why/public") && overlaps("/gone/deep/../../s/why/content"));
        assert!(!overlaps("/srv/www") && !overlaps("/s/why/www") && !overlaps("/s/other"));
    }
}
