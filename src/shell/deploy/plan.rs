//! Plans a deploy: compares the built site with the destination, and orders the changes. Changes nothing.
//!
//! Must not know: how changes are made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;

use rayon::prelude::*;

use super::destination::Destination;
use super::error::DeployError;
use super::headers::{belongs_in_bucket, headers_digest};
use super::lock::LOCK_FILE;
use super::state_file::STATE_FILE;
use super::{DeployRequest, Progress, folder, objects};
use crate::base::printable::escape_controls;
use crate::base::serving::is_text_file;
use crate::base::words::Count;
use crate::deploy_plan::{
    Batch, Change, DeployState, Diff, References, SiteFile, UploadReason, find_references, plan_batches,
    uncompressed_name,
};
use crate::model::history::{NewExplainers, PreviousUrls};
use crate::shell::FileError;
use crate::shell::manifest::{MANIFEST, Manifest};

/// The changes that a deploy has to make, in order.
pub(crate) struct DeployPlan {
    pub(super) files: BTreeMap<String, SiteFile>,
    pub(super) references: References,
    pub(super) diff: Diff,
    pub(super) batches: Vec<Batch>,
    /// The progress when all is done.
    pub(crate) total: Progress,
    /// The destination before the deploy.
    state: DeployState,
}

impl DeployPlan {
    pub(super) async fn create(
        destination: &Destination,
        request: &DeployRequest<'_>,
        state: &DeployState,
    ) -> Result<Self, DeployError> {
        let base_url = request.base_url.as_str();
        if let Some(deployed) = state.other_site(base_url).filter(|_| !request.adopt) {
            let deployed = deployed.to_owned();
            return Err(DeployError::OtherSite { deployed, ours: base_url.to_owned() });
        }
        let files = site_files(destination, request)?;
        let listing = objects::list_objects(destination).await?;
        let mut diff = Diff::compute(state, &listing, &files);
        let mut obstacles = None;
        match &destination.folder {
            Some(folder) => {
                let places = diff.uploads().chain([STATE_FILE, LOCK_FILE]);
                let links = folder::links_at(folder, places)?;
                if !links.is_empty() {
                    return Err(DeployError::Links(links));
                }
                let mut ours = BTreeSet::new();
                for file in &diff.overwritten {
                    if request.adopt || folder::has_deployed_bytes(folder, file, state)? {
                        ours.insert(file.clone());
                    }
                }
                diff.remove_if_ours(|file| ours.contains(file));
                obstacles = folder::remove_obstacles(&mut diff, &listing);
            }
            None => diff.remove_if_ours(|_| request.adopt),
        }
        if !diff.conflicts.is_empty() && !request.adopt {
            return Err(DeployError::Conflicts(diff.conflicts));
        }
        let is_known = |file: &str| files.contains_key(file) || state.files.contains_key(file);
        let references = references_of_uploads(request, &diff, is_known)?;
        let mut batches = plan_batches(&diff, state, &listing, &references);
        if let Some(obstacles) = obstacles {
            for batch in &mut batches {
                batch.files.retain(|file| !obstacles.files.contains(file));
            }
            batches.retain(|batch| !batch.files.is_empty());
            batches.insert(0, obstacles);
        }
        let sizes = diff.uploads().filter_map(|path| files.get(path)).map(|file| file.size);
        let total = Progress { files: diff.changes.len(), bytes: sizes.sum() };
        Ok(Self { files, references, diff, batches, total, state: state.clone() })
    }

    /// Returns the URLs that readers know: those of the files deployed before.
    pub(crate) fn previous_urls(&self) -> PreviousUrls {
        let files = self.state.files.keys().cloned().collect();
        // What was deployed may have been seen at once.
        PreviousUrls { files, lost: self.state.lost.clone(), new: NewExplainers::new() }
    }
}

/// Returns the files that the build wrote, as they are served at the destination.
fn site_files(
    destination: &Destination,
    request: &DeployRequest<'_>,
) -> Result<BTreeMap<String, SiteFile>, DeployError> {
    let path = request.output_dir.join(MANIFEST);
    let bytes = fs::read(&path).map_err(FileError::on("read", &path))?;
    let manifest = Manifest::parse(&bytes).ok_or_else(|| DeployError::OutputChanged(MANIFEST.to_owned()))?;
    let is_bucket = destination.is_bucket();
    let mut files = BTreeMap::new();
    for (path, entry) in &manifest.files {
        if is_bucket && !belongs_in_bucket(path, |path| manifest.files.contains_key(path)) {
            continue;
        }
        let headers = if is_bucket { headers_digest(path, request.coding) } else { String::new() };
        files.insert(path.clone(), SiteFile { digest: entry.digest.clone(), size: entry.size, headers });
    }
    Ok(files)
}

/// Finds the references of all files to upload, to files that satisfy `is_known`.
fn references_of_uploads(
    request: &DeployRequest<'_>,
    diff: &Diff,
    is_known: impl Fn(&str) -> bool + Sync,
) -> Result<References, DeployError> {
    let read = |upload: &str| {
        // A compressed copy refers to what the original refers to.
        let original = uncompressed_name(upload);
        let file = if request.output_dir.join(original).is_file() { original } else { upload };
        let mut references = BTreeSet::new();
        if is_text_file(file) {
            let path = request.output_dir.join(file);
            let bytes = fs::read(&path).map_err(FileError::on("read", &path))?;
            references = find_references(file, &bytes, &request.base_url);
            references.retain(|file| is_known(file));
        }
        Ok((upload.to_owned(), references))
    };
    let uploads: Vec<&str> = diff.uploads().collect();
    uploads.into_par_iter().map(read).collect()
}

/// Draws the plan for `--dry-run`, a line for each file in order.
impl fmt::Display for DeployPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for path in self.batches.iter().flat_map(|batch| &batch.files) {
            let (verb, reason) = match self.diff.changes.get(path) {
                None => continue,
                Some(Change::Remove) => ("remove", "no longer in the site"),
                Some(Change::Upload(reason)) => match reason {
                    UploadReason::New => ("upload", "new"),
                    UploadReason::Changed => ("replace", "changed"),
                    UploadReason::HeadersChanged => ("replace", "same content, served differently"),
                    UploadReason::ModifiedRemotely => ("upload", "somebody changed or removed it there"),
                    UploadReason::Interrupted => ("upload", "a deploy was interrupted"),
                    UploadReason::Adopted => ("replace", "taken over"),
                },
            };
            let deployed = self.state.files.get(path).map(|deployed| &deployed.file);
            let size = self.files.get(path).or(deployed).map_or(0, |file| file.size);
            let path = escape_controls(path);
            writeln!(f, "{verb:<8} {:>9}  {path}  ({reason})", ByteSize(size).to_string())?;
        }
        for path in &self.diff.overwritten {
            let (path, reason) = (escape_controls(path), "somebody changed it there; --adopt removes it");
            writeln!(f, "{:<8} {:>9}  {path}  ({reason})", "leave", "")?;
        }
        writeln!(
            f,
            "{} to upload ({}), {} to remove, {} unchanged",
            Count(self.diff.uploads().count(), "file"),
            ByteSize(self.total.bytes),
            self.diff.removals().count(),
            self.diff.unchanged
        )
    }
}

/// A size as people write it: `1.5 kB`.
pub(crate) struct ByteSize(pub(crate) u64);

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(bytes) = *self;
        let (unit, name) = match bytes {
            0..1_000 => return write!(f, "{bytes} B"),
            1_000..1_000_000 => (1_000, "kB"),
            1_000_000..1_000_000_000 => (1_000_000, "MB"),
            _ => (1_000_000_000, "GB"),
        };
        write!(f, "{}.{} {name}", bytes / unit, bytes % unit * 10 / unit)
    }
}
