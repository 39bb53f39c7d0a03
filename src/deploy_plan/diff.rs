//! The changes that a deploy has to make, in no order.
//!
//! Must not know: references between files.

use std::collections::BTreeMap;

use super::{DeployState, DeployedFile, SiteFile};

/// All objects at the destination by path, ours and others.
pub(crate) type Listing = BTreeMap<String, StoredObject>;

/// An object as the destination stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredObject {
    /// Size in bytes, after compression.
    pub(crate) size: u64,
    pub(crate) etag: Option<String>,
}

/// Why a file is uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UploadReason {
    New,
    Changed,
    /// Same bytes, other response headers.
    HeadersChanged,
    /// Deployed by us, then removed or overwritten by others.
    ModifiedRemotely,
    /// An earlier deploy was interrupted while it uploaded this file.
    Interrupted,
    /// Written by others, and taken over with `--adopt`.
    Adopted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Upload(UploadReason),
    Remove,
}

/// The difference between the destination and the site, each file by its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Diff {
    pub(crate) changes: BTreeMap<String, Change>,
    /// Files of ours that the site no longer has and that are already removed: only their records go.
    pub(crate) already_removed: Vec<String>,
    /// Files of ours that the site no longer has and that were overwritten: they stay, and their records go.
    pub(crate) overwritten: Vec<String>,
    /// Objects of others at paths where the site's files belong.
    pub(crate) conflicts: Vec<String>,
    /// Number of files that need no change.
    pub(crate) unchanged: usize,
}

impl Diff {
    /// Compares the site's files with the recorded state and with what the destination lists.
    pub(crate) fn compute(
        state: &DeployState,
        listing: &Listing,
        files: &BTreeMap<String, SiteFile>,
    ) -> Self {
        let mut diff = Self::default();
        for (path, file) in files {
            let deployed = state.files.get(path);
            let object = listing.get(path);
            if deployed.is_none() && object.is_some() {
                diff.conflicts.push(path.clone());
            }
            match upload_reason(file, deployed, object) {
                Some(reason) => drop(diff.changes.insert(path.clone(), Change::Upload(reason))),
                None => diff.unchanged += 1,
            }
        }
        for (path, deployed) in state.files.iter().filter(|(path, _)| !files.contains_key(*path)) {
            // An unconfirmed upload has no ETag yet: whatever bytes are there may be ours.
            let has_bytes = deployed.confirmed || deployed.etag.is_some();
            match listing.get(path) {
                None => diff.already_removed.push(path.clone()),
                Some(object) if has_bytes && is_modified(deployed, object) => {
                    diff.overwritten.push(path.clone());
                }
                Some(_) => drop(diff.changes.insert(path.clone(), Change::Remove)),
            }
        }
        diff
    }

    /// Plans the removal of files that looked overwritten but satisfy `is_ours`.
    pub(crate) fn remove_if_ours(&mut self, is_ours: impl Fn(&str) -> bool) {
        let (ours, overwritten): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.overwritten).into_iter().partition(|file| is_ours(file));
        self.overwritten = overwritten;
        self.changes.extend(ours.into_iter().map(|file| (file, Change::Remove)));
    }

    /// Paths of the files to upload.
    pub(crate) fn uploads(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter(|(_, change)| **change != Change::Remove).map(|(file, _)| file.as_str())
    }

    /// Paths of the files to remove.
    pub(crate) fn removals(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter(|(_, change)| **change == Change::Remove).map(|(file, _)| file.as_str())
    }

    /// Returns whether a deploy has nothing to change, not even in the recorded files.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.already_removed.is_empty() && self.overwritten.is_empty()
    }
}

/// Returns whether an object differs from what we uploaded.
fn is_modified(deployed: &DeployedFile, object: &StoredObject) -> bool {
    let etags_differ =
        deployed.etag.as_ref().zip(object.etag.as_ref()).is_some_and(|(ours, theirs)| ours != theirs);
    deployed.stored_size != object.size || etags_differ
}

/// Returns why a file has to be uploaded; `None` if the destination has it already.
fn upload_reason(
    file: &SiteFile,
    deployed: Option<&DeployedFile>,
    object: Option<&StoredObject>,
) -> Option<UploadReason> {
    let Some(deployed) = deployed else {
        return Some(if object.is_none() { UploadReason::New } else { UploadReason::Adopted });
    };
    match object {
        _ if !deployed.confirmed => Some(UploadReason::Interrupted),
        None => Some(UploadReason::ModifiedRemotely),
        Some(_) if deployed.file.digest != file.digest => Some(UploadReason::Changed),
        Some(_) if deployed.file.headers != file.headers => Some(UploadReason::HeadersChanged),
        Some(object) => is_modified(deployed, object).then_some(UploadReason::ModifiedRemotely),
    }
}
