//! Writes the outputs of a site into its output folder. A failed or killed build loses no file.
//!
//! ```text
//! target ──▶ plan ──────▶ stage ─────▶ commit
//! may it     what is      write all    journal, rename, remove, manifest:
//! be used?   there now?   new files    each step leaves every file whole
//! ```
//!
//! Nothing of the last build changes before all new files are staged. From then on a journal in the stage names the
//! files that are ours, so that the next build can complete one that was killed. The disk is flushed before the first
//! file moves and before the manifest does, so that all this holds after a power cut too.
//! Must not know: what a page is, or why its key changed.

mod commit;
pub(super) mod disk;
pub(super) mod error;
mod lock;
mod plan;
mod previous_build;
mod stage;
mod target;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::base::Digest;

use disk::Disk;
use plan::PublishPlan;
use previous_build::PreviousBuild;
use stage::Stage;

pub(crate) use super::manifest::{Manifest, Notes, is_unchanged};
pub(crate) use error::{FolderError, PublishError};

/// One file of the output.
#[derive(Clone)]
pub(crate) struct Output {
    /// `about/index.html`: relative to the folder, with `/` between names.
    pub(crate) file: String,
    /// The digest of all that its bytes depend on.
    pub(crate) key: Digest,
    /// Outputs with the same number are rendered in a row, by one renderer.
    pub(crate) group: usize,
    pub(crate) content: Content,
}

/// The source of a file's bytes.
#[derive(Clone)]
pub(crate) enum Content {
    /// Rendered by the caller.
    Rendered,
    /// Rendered by the caller; if there are no bytes, there is no such file.
    Derived,
    /// Copied from an absolute path on disk.
    Copied(PathBuf),
}

/// The folder that a site is published into.
pub(crate) struct Target<'a> {
    /// The output folder, made if it is missing.
    pub(crate) folder: &'a Path,
    /// The root of the site, whose sources no output may touch.
    pub(crate) site: &'a Path,
    /// The digest of all inputs, for [`is_unchanged`]; `None` if the next build must not be skipped, so that it shows
    /// the warnings again.
    pub(crate) stamp: Option<Digest>,
    /// Recorded in the folder's manifest.
    pub(crate) notes: Notes,
    /// Makes files ours that no build of ours has written, where the site's own belong.
    pub(crate) adopt: bool,
}

impl<'a> Target<'a> {
    /// A target without a stamp and notes, whose foreign files are left alone.
    pub(crate) fn new(folder: &'a Path, site: &'a Path) -> Self {
        Self { folder, site, stamp: None, notes: Notes::default(), adopt: false }
    }
}

/// The numbers of files that a build rendered, wrote, removed and kept. Each output was either written or kept.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Published {
    pub(crate) rendered: usize,
    pub(crate) written: usize,
    pub(crate) removed: usize,
    pub(crate) kept: usize,
}

/// Makes the folder hold the outputs. Files that no build of ours has written are left alone.
pub(crate) fn publish<E: Send>(
    target: &Target<'_>,
    outputs: &[Output],
    renderers: Renderers<'_, E>,
) -> Result<Published, PublishError<E>> {
    publish_on(&Disk::default(), target, outputs, renderers)
}

/// Renders the output at an index.
pub(crate) type Renderer<'a, E> = Box<dyn FnMut(usize) -> Result<Vec<u8>, E> + 'a>;

/// Makes a renderer for each group of outputs. Called from many threads, in any order.
pub(crate) type Renderers<'a, E> = &'a (dyn Fn() -> Renderer<'a, E> + Sync);

fn publish_on<E: Send>(
    disk: &Disk,
    target: &Target<'_>,
    outputs: &[Output],
    renderers: Renderers<'_, E>,
) -> Result<Published, PublishError<E>> {
    let folder = target::check(target)?;
    let previous = PreviousBuild::read(&folder).map_err(FolderError::Disk)?;
    let plan = PublishPlan::new(&folder, &previous, outputs, target.adopt)?;
    if plan.is_idle() && previous.is_current(&folder, target) {
        return Ok(Published { kept: outputs.len(), ..Published::default() });
    }
    let stage = Stage::open(disk, &folder, &previous)?;
    let result = stage
        .write_outputs(&plan, renderers)
        .and_then(|staged| Ok(commit::commit(&stage, &plan, &staged, target)?));
    match result {
        Ok(_) => stage.close(),
        Err(_) => stage.abandon(),
    }
    result
}
