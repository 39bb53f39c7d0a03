//! Rules for destinations that are folders: a path cannot be a file and a folder at once, and some folders belong to
//! the site.
//!
//! Must not know: buckets.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::deploy_plan::{Batch, DeployState, Diff, Listing};
use crate::shell::manifest::digest_of_file;
use crate::shell::scan::FOLDERS;
use crate::shell::{FileError, folders_above, is_absent, resolve_links, unless_absent};

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

/// Lists the files in a folder, without those that are symbolic links or behind one, and without `FILE#1`, which
/// `object_store` keeps for itself.
pub(super) fn files_without_links(folder: &Path) -> Result<Vec<String>, FileError> {
    let mut files = Vec::new();
    if is_absent(folder) {
        return Ok(files);
    }
    // A link to the folder itself is followed.
    let root = fs::canonicalize(folder).map_err(FileError::on("read", folder))?;
    for entry in WalkDir::new(&root).min_depth(1) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(&root).to_owned();
            FileError::on("read", &path)(error.into())
        })?;
        let names = entry.path().strip_prefix(&root).ok().into_iter().flatten().map(OsStr::to_str);
        let is_partial = entry.file_name().to_string_lossy().split_once('#').is_some_and(|(_, number)| {
            !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
        });
        if entry.file_type().is_file()
            && !is_partial
            && let Some(names) = names.collect::<Option<Vec<_>>>()
        {
            files.push(names.join("/"));
        }
    }
    Ok(files)
}

/// Returns the symbolic links at some places of a folder or on the way to them.
pub(super) fn links_at<'a>(
    folder: &Path,
    places: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<String>, FileError> {
    let mut links = Vec::new();
    let all: BTreeSet<&str> =
        places.into_iter().flat_map(|place| folders_above(place).chain([place])).collect();
    for place in all {
        let path = folder.join(place);
        let there = unless_absent(fs::symlink_metadata(&path)).map_err(FileError::on("read", &path))?;
        if there.is_some_and(|there| there.is_symlink()) {
            links.push(place.to_owned());
        }
    }
    Ok(links)
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
pub(super) fn has_deployed_bytes(folder: &Path, file: &str, state: &DeployState) -> Result<bool, FileError> {
    let Some(deployed) = state.files.get(file) else { return Ok(false) };
    let path = folder.join(file);
    let digest = unless_absent(digest_of_file(&path)).map_err(FileError::on("read", &path))?;
    Ok(digest.as_ref() == Some(&deployed.file.digest))
}

/// Removes the folders that contained a file, as far as they are empty and not behind a link.
pub(super) fn remove_empty_parents(folder: &Path, file: &str) {
    if !links_at(folder, [file]).is_ok_and(|links| links.is_empty()) {
        return;
    }
    // `remove_dir` fails on the first one that is not empty.
    let _ = folders_above(file).rev().try_for_each(|parent| fs::remove_dir(folder.join(parent)));
}

/// Removes what a killed deploy has written partly: `object_store` writes to `FILE#1`, and renames that.
pub(super) fn remove_partial_files(folder: &Path, state: &DeployState) {
    for (file, _) in state.files.iter().filter(|(_, deployed)| !deployed.confirmed) {
        let partial = format!("{file}#1");
        if links_at(folder, [&*partial]).is_ok_and(|links| links.is_empty()) {
            let _ = fs::remove_file(folder.join(partial));
        }
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
