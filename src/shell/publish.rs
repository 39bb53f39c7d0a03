//! Puts the site into its output folder so that nothing is lost, ever.
//!
//! ```text
//! ground ──▶ survey ──▶ stage ──▶ commit
//! may we     what is    all that   journal, rename, remove, manifest:
//! at all?    there?     is new     each step leaves every file whole
//! ```
//!
//! Until the whole stage stands, nothing of the last build has changed. From then on a journal in
//! the stage says which places are ours, so that a killed build is completed by the next.
//! Must not know: what a page is, or why its key changed.

mod commit;
pub(super) mod disk;
mod ground;
mod lock;
mod past;
mod stage;
mod survey;
#[cfg(test)]
mod tests;
pub(super) mod trouble;
mod wanted;

use std::path::{Path, PathBuf};

use crate::base::Digest;

use disk::Disk;
use past::Past;
use stage::Stage;
use survey::Survey;

pub(crate) use super::manifest::{Manifest, Notes, is_unchanged};
pub(crate) use trouble::PublishError;

/// One file of the output.
#[derive(Clone)]
pub(crate) struct Output {
    /// `about/index.html`: relative to the folder, with `/` between names.
    pub(crate) file: String,
    /// Of all that its bytes depend on.
    pub(crate) key: Digest,
    pub(crate) content: Content,
}

/// Where a file's bytes come from.
#[derive(Clone)]
pub(crate) enum Content {
    /// From the callback.
    Rendered,
    /// From the callback, and if that gives no bytes there is no such file.
    Derived,
    /// From an absolute path on disk.
    Copied(PathBuf),
}

/// Where the site goes.
pub(crate) struct Target<'a> {
    /// The output folder, made when it is not there.
    pub(crate) folder: &'a Path,
    /// The root of the site, whose sources no output may touch.
    pub(crate) site: &'a Path,
    /// The digest of all inputs, for [`is_unchanged`]; `None` when the next build must run whatever
    /// the inputs are, since this one had warnings to show again.
    pub(crate) stamp: Option<Digest>,
    /// What the folder's manifest is to remember besides its files.
    pub(crate) notes: Notes,
}

impl<'a> Target<'a> {
    /// A folder for a site, of which nothing more is known.
    pub(crate) fn new(folder: &'a Path, site: &'a Path) -> Self {
        Self { folder, site, stamp: None, notes: Notes::default() }
    }
}

/// What a build did to the folder. Each output was either written or kept.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Published {
    pub(crate) rendered: usize,
    pub(crate) written: usize,
    pub(crate) removed: usize,
    pub(crate) kept: usize,
}

/// Makes the folder hold the outputs, beside whatever in it is not ours.
pub(crate) fn publish<E: Send>(
    target: &Target<'_>,
    outputs: &[Output],
    render: Render<'_, E>,
) -> Result<Published, PublishError<E>> {
    publish_by(&Disk::default(), target, outputs, render)
}

/// The bytes of the output at an index, asked for from many threads, in any order.
pub(crate) type Render<'a, E> = &'a (dyn Fn(usize) -> Result<Vec<u8>, E> + Sync);

fn publish_by<E: Send>(
    disk: &Disk,
    target: &Target<'_>,
    outputs: &[Output],
    render: Render<'_, E>,
) -> Result<Published, PublishError<E>> {
    let folder = ground::firm(target)?;
    let past = Past::read(&folder);
    let survey = Survey::of(&folder, &past, outputs)?;
    if survey.is_idle() && past.is_current(&folder, target) {
        return Ok(Published { kept: outputs.len(), ..Published::default() });
    }
    let stage = Stage::open(disk, &folder, &past)?;
    let result = stage
        .fill(&survey, render)
        .and_then(|made| commit::commit(&stage, &survey, &made, target).map_err(PublishError::Disk));
    match result {
        Ok(_) => stage.close(),
        Err(_) => stage.abandon(),
    }
    result
}
