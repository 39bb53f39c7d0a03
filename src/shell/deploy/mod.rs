//! Deploys a built site to a bucket, or to a folder that a web server reads.
//!
//! ```text
//! open ──▶ lock ──▶ plan ──▶ approve ──▶ upload
//!          one      diff,    by the      batch after batch, each recorded
//!          at a     batches  caller      in the state file before it starts
//!          time
//! ```
//!
//! The order of changes, and what it guarantees to readers, is in [`crate::deploy_plan`]. Only files that the manifest
//! of the output folder lists are deployed. Must not know: pages.

mod address;
mod destination;
mod error;
mod folder;
mod headers;
mod http;
mod lock;
mod objects;
mod plan;
mod state_file;
mod uploader;

use std::path::Path;
use std::time::Duration;

use tokio::runtime;
use url::Url;

use crate::model::history::LostUrls;
use crate::shell::compress::Coding;

pub(crate) use address::DestinationAddress;
pub(crate) use error::DeployError;
use error::{LeftFiles, UsageError};
pub(crate) use lock::LockRequest;
pub(crate) use plan::{ByteSize, DeployPlan};

use destination::Destination;
use lock::{LOCK_FILE, Lock};
use state_file::StateFile;
use uploader::Uploader;

/// A site, its destination and the options of `nutgraf deploy`.
pub(crate) struct DeployRequest<'a> {
    pub(crate) address: &'a DestinationAddress,
    /// The folder that a build wrote.
    pub(crate) output_dir: &'a Path,
    pub(crate) base_url: Url,
    /// Of texts in a bucket.
    pub(crate) coding: Option<Coding>,
    /// Takes over files of others at the paths of the site's files, and a destination that has another site.
    pub(crate) adopt: bool,
    pub(crate) lock: LockRequest,
    /// How long a failing request is repeated.
    pub(crate) retry_timeout: Duration,
}

/// Files and bytes: those done so far, or all of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Files uploaded or removed.
    pub(crate) files: usize,
    /// Bytes uploaded, before compression.
    pub(crate) bytes: u64,
}

/// The changes that a deploy has made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeploySummary {
    pub(crate) uploaded: usize,
    pub(crate) removed: usize,
    pub(crate) unchanged: usize,
    pub(crate) bytes: u64,
    pub(crate) left: LeftFiles,
}

/// The caller's part in a deploy.
pub(crate) struct Observer<'a> {
    /// Called before anything is changed. Returns the URLs that the deploy breaks, to be recorded at the destination,
    /// or `None` to stop.
    pub(crate) approve: &'a dyn Fn(&DeployPlan) -> Option<LostUrls>,
    /// Called after each file.
    pub(crate) report_progress: &'a dyn Fn(Progress, &DeployPlan),
}

/// Returns what a deploy would do. Changes nothing, and ignores the locks of other deploys.
pub(crate) fn plan(request: &DeployRequest<'_>) -> Result<DeployPlan, DeployError> {
    runtime()?.block_on(plan_unlocked(request)).map(|(_, plan)| plan)
}

async fn plan_unlocked(request: &DeployRequest<'_>) -> Result<(StateFile, DeployPlan), DeployError> {
    let destination = Destination::open(request.address, request.retry_timeout).await?;
    read_and_plan(&destination, request).await
}

async fn read_and_plan(
    destination: &Destination,
    request: &DeployRequest<'_>,
) -> Result<(StateFile, DeployPlan), DeployError> {
    let state_file = StateFile::read(destination, &request.lock).await?;
    let plan = DeployPlan::create(destination, request, &state_file.state).await?;
    Ok((state_file, plan))
}

/// Deploys. Returns `None` if the observer did not approve.
pub(crate) fn deploy(
    request: &DeployRequest<'_>,
    observer: &Observer<'_>,
) -> Result<Option<DeploySummary>, DeployError> {
    runtime()?.block_on(async {
        // A folder keeps the file of its lock, so one that is refused must be refused before the lock is taken.
        let early = match request.address.folder() {
            Some(folder) if !folder.join(LOCK_FILE).exists() => Some(plan_unlocked(request).await?),
            _ => None,
        };
        request.address.create_folder()?;
        let destination = Destination::open(request.address, request.retry_timeout).await?;
        let lock = Lock::acquire(&destination, &request.lock).await?;
        // Every deploy to a folder leaves the file there. If it is new, there was no other deploy since we planned.
        let early = early.filter(|_| lock.is_new_file());
        let work = async {
            let (state_file, plan) = match early {
                Some(planned) => planned,
                None => read_and_plan(&destination, request).await?,
            };
            let Some(lost) = (observer.approve)(&plan) else { return Ok(None) };
            let uploader = Uploader { destination: &destination, request, plan: &plan, observer };
            uploader.run(state_file, lost).await.map(Some)
        };
        let result = tokio::select! {
            result = work => result,
            lost = lock.keep_alive(&destination) => Err(lost),
        };
        lock.release(&destination).await;
        result
    })
}

fn runtime() -> Result<runtime::Runtime, DeployError> {
    runtime::Builder::new_current_thread().enable_all().build().map_err(DeployError::Runtime)
}

/// Rejects a destination folder that a build of the site reads or writes.
pub(crate) fn check_folder(
    address: &DestinationAddress,
    site_dir: &Path,
    output_dir: &Path,
) -> Result<(), UsageError> {
    match address.folder() {
        Some(folder) if folder::overlaps_site(folder, site_dir, output_dir) => Err(UsageError::SiteFolder),
        _ => Ok(()),
    }
}

/// Rejects a way to compress text files that the destination cannot serve.
pub(crate) fn check_compression(
    address: &DestinationAddress,
    coding: Option<Coding>,
    compress: bool,
) -> Result<(), UsageError> {
    match address.folder() {
        Some(_) if coding.is_some() => Err(UsageError::EncodingInFolder),
        None if compress => Err(UsageError::CopiesInBucket),
        _ => Ok(()),
    }
}
