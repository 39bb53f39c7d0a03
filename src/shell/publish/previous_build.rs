//! What earlier builds left in the output folder, even one that was killed.
//!
//! Must not know: the outputs of the next build.

use std::path::Path;

use rayon::prelude::*;

use super::super::manifest::{FileStamp, MANIFEST, Manifest, ManifestEntry, Notes, STAGE, State, is_idle};
use super::Target;
use super::error::ManifestState;
use crate::base::Digest;
use crate::shell::FileError;

/// The journal is the next manifest, written before the first file moves and renamed after the last. So a file is ours
/// if the manifest or the journal names it.
pub(super) const JOURNAL: &str = "manifest.json";

pub(super) struct PreviousBuild {
    /// All files that are ours, whichever build wrote them.
    pub(super) manifest: Manifest,
    pub(super) state: State,
    pub(super) manifest_state: ManifestState,
    /// True if a build was killed after it had written its journal.
    pub(super) was_interrupted: bool,
    raw: RawManifests,
}

/// The bytes of the manifest and the journal. They differ after any other build.
type RawManifests = [Option<Vec<u8>>; 2];

impl PreviousBuild {
    pub(super) fn read(folder: &Path) -> Result<Self, FileError> {
        let raw = read_raw(folder)?;
        let [last, journal] = raw.each_ref().map(|bytes| Manifest::parse(bytes.as_deref()?));
        let was_interrupted = journal.is_some();
        let manifest_state = match (&raw[0], &last) {
            (Some(_), None) => ManifestState::Damaged,
            (None, _) if !was_interrupted => ManifestState::Missing,
            _ => ManifestState::Whole,
        };
        let mut manifest = last.unwrap_or_else(|| Manifest::new([].into(), Notes::default()));
        if let Some(journal) = journal {
            adopt_moved_files(folder, &mut manifest, journal)?;
        }
        let state = if was_interrupted { None } else { read_matching_state(folder)? };
        Ok(Self { manifest, state: state.unwrap_or_default(), manifest_state, was_interrupted, raw })
    }

    /// Returns whether no other build has been in the folder since this was read. Ask it while holding the lock.
    pub(super) fn is_current_in(&self, folder: &Path) -> Result<bool, FileError> {
        Ok(read_raw(folder)? == self.raw)
    }

    /// Returns whether the manifest in the folder has exactly these bytes.
    pub(super) fn has_manifest(&self, bytes: &[u8]) -> bool {
        !self.was_interrupted && self.raw[0].as_deref() == Some(bytes)
    }

    /// Returns whether a build that changes no file would write the same manifest and state.
    pub(super) fn is_current(&self, folder: &Path, target: &Target<'_>) -> bool {
        self.manifest_state == ManifestState::Whole
            && is_idle(folder)
            && self.manifest.is_current()
            && self.manifest.notes == target.notes
            && self.state.stamp == target.stamp.as_ref().map(Digest::to_string)
    }

    pub(super) fn owns(&self, file: &str) -> bool {
        self.manifest.files.contains_key(file)
    }
}

/// Adds the files that a killed build had moved into place: those of its journal that are there with the bytes that it
/// had planned. Others are not ours.
fn adopt_moved_files(folder: &Path, manifest: &mut Manifest, journal: Manifest) -> Result<(), FileError> {
    let is_moved = |(file, entry): &(String, ManifestEntry)| {
        let path = folder.join(file);
        let Some(stamp) = FileStamp::at(&path)? else { return Ok(false) };
        entry.is_intact(&path, stamp, None).map_err(FileError::on("read", &path))
    };
    let moved = journal.files.into_par_iter().filter_map(|file| match is_moved(&file) {
        Ok(is_moved) => is_moved.then_some(Ok(file)),
        Err(error) => Some(Err(error)),
    });
    manifest.files.extend(moved.collect::<Result<Vec<_>, _>>()?);
    Ok(())
}

/// Reads the state, if it was written with the manifest that is there. A manifest may have been restored from a backup,
/// and then the state's stamps are those of other files.
fn read_matching_state(folder: &Path) -> Result<Option<State>, FileError> {
    let manifest = FileStamp::at(&folder.join(MANIFEST))?;
    let state = State::read(folder);
    Ok(state.filter(|state| manifest.is_some() && state.files.get(MANIFEST) == manifest.as_ref()))
}

fn read_raw(folder: &Path) -> Result<RawManifests, FileError> {
    let journal = folder.join(STAGE).join(JOURNAL);
    Ok([Manifest::read_bytes(&folder.join(MANIFEST))?, Manifest::read_bytes(&journal)?])
}
