//! Carries out a plan: batch after batch, several files of a batch at a time.
//!
//! Must not know: how the plan was made.

use futures_util::{StreamExt, stream};

use super::destination::Destination;
use super::error::{DeployError, LeftFiles};
use super::state_file::StateFile;
use super::{DeployPlan, DeployRequest, DeploySummary, Observer, Progress, folder, objects};
use crate::deploy_plan::{Batch, StoredObject};
use crate::model::history::LostUrls;

/// Files that are uploaded at the same time: enough to use a connection, few enough for any server.
const CONCURRENCY: usize = 8;

pub(super) struct Uploader<'a> {
    pub(super) destination: &'a Destination,
    pub(super) request: &'a DeployRequest<'a>,
    pub(super) plan: &'a DeployPlan,
    pub(super) observer: &'a Observer<'a>,
}

impl Uploader<'_> {
    /// Makes all changes of the plan, and records `lost` in the state file.
    pub(super) async fn run(
        &self,
        mut state_file: StateFile,
        lost: LostUrls,
    ) -> Result<DeploySummary, DeployError> {
        let diff = &self.plan.diff;
        let state = &mut state_file.state;
        let site = Some(self.request.base_url.to_string());
        if diff.is_empty() && state.site == site && state.lost == lost {
            return Ok(DeploySummary { unchanged: diff.unchanged, ..DeploySummary::default() });
        }
        state.site = site;
        state.lost = lost;
        if let Some(folder) = &self.destination.folder {
            folder::remove_partial_files(folder, state);
            // A killed deploy may have removed these files, but not their folders.
            for file in &diff.already_removed {
                folder::remove_empty_parents(folder, file);
            }
        }
        for file in diff.already_removed.iter().chain(&diff.overwritten) {
            state.files.remove(file);
        }
        let mut progress = Progress::default();
        for batch in &self.plan.batches {
            state_file.state.start_batch(batch, &self.plan.files, &self.plan.references);
            state_file.write(self.destination).await?;
            self.run_batch(batch, &mut state_file, &mut progress).await?;
        }
        state_file.write(self.destination).await?;
        let removals = self.plan.batches.iter().filter(|batch| batch.is_removal);
        let removed = removals.map(|batch| batch.files.len()).sum();
        Ok(DeploySummary {
            uploaded: progress.files - removed,
            removed,
            unchanged: diff.unchanged,
            bytes: progress.bytes,
            left: LeftFiles(diff.overwritten.clone()),
        })
    }

    async fn run_batch(
        &self,
        batch: &Batch,
        state_file: &mut StateFile,
        progress: &mut Progress,
    ) -> Result<(), DeployError> {
        let changes = batch.files.iter().map(|file| self.change_file(file, batch.is_removal));
        let mut changes = stream::iter(changes).buffer_unordered(CONCURRENCY);
        while let Some(changed) = changes.next().await {
            let (file, object) = changed?;
            progress.files += 1;
            match object {
                Some(object) => {
                    progress.bytes += self.plan.files.get(file).map_or(0, |file| file.size);
                    state_file.state.confirm_upload(file, object, &self.plan.references);
                }
                None => drop(state_file.state.files.remove(file)),
            }
            (self.observer.report_progress)(*progress, self.plan);
        }
        Ok(())
    }

    /// Uploads or removes a file. Returns its name, and the object if it was uploaded.
    async fn change_file<'f>(
        &self,
        path: &'f str,
        is_removal: bool,
    ) -> Result<(&'f str, Option<StoredObject>), DeployError> {
        match self.plan.files.get(path) {
            Some(file) if !is_removal => {
                let object = objects::upload_file(self.destination, self.request, path, file).await?;
                Ok((path, Some(object)))
            }
            _ => {
                objects::remove_file(self.destination, path).await?;
                Ok((path, None))
            }
        }
    }
}
