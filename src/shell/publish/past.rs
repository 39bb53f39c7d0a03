//! What earlier builds left in the folder, the last one that was killed included.
//!
//! Must not know: what the next build wants.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::super::manifest::{Entry, MANIFEST, Manifest, Notes, STAGE, STATE, Seen, State, is_at_rest};
use super::{Output, Target};
use crate::base::Digest;

/// The journal: the manifest to come, written before the first file moves and renamed to be the
/// manifest after the last. So a place is ours when the manifest or the journal names it.
pub(super) const JOURNAL: &str = "manifest.json";

pub(super) struct Past {
    /// All that is ours, whichever build wrote it.
    pub(super) manifest: Manifest,
    pub(super) state: State,
    /// Whether a build of ours was ever here.
    pub(super) known: bool,
    /// Whether a build was killed between its journal and its manifest.
    pub(super) interrupted: bool,
    text: Texts,
}

/// The bytes of the manifest and the journal, to know whether another build has been here since.
#[derive(PartialEq, Eq)]
struct Texts([Option<Vec<u8>>; 2]);

impl Past {
    pub(super) fn read(folder: &Path) -> Self {
        let text = Texts::read(folder);
        let [last, journal] = text.0.each_ref().map(|text| Manifest::parse(text.as_deref()?));
        let (known, interrupted) = (last.is_some() || journal.is_some(), journal.is_some());
        let mut manifest = last.unwrap_or_else(|| Manifest::new([].into(), Notes::default()));
        if let Some(journal) = journal {
            adopt(folder, &mut manifest, journal);
        }
        let state = if interrupted { None } else { state_of(folder) };
        let state = state.unwrap_or_default();
        Self { manifest, state, known, interrupted, text }
    }

    /// Whether nobody has built here since this was read. For the holder of the lock.
    pub(super) fn still_holds(&self, folder: &Path) -> bool {
        Texts::read(folder) == self.text
    }

    /// Whether the manifest in the folder is exactly this.
    pub(super) fn holds(&self, bytes: &[u8]) -> bool {
        !self.interrupted && self.text.0[0].as_deref() == Some(bytes)
    }

    /// Whether a build that changes no file would leave the folder's memory as it is.
    pub(super) fn is_current(&self, folder: &Path, target: &Target<'_>) -> bool {
        self.known
            && is_at_rest(folder)
            && self.manifest.is_current()
            && self.manifest.notes == target.notes
            && self.state.stamp == target.stamp.as_ref().map(Digest::to_string)
    }

    /// The names of all files that are ours.
    pub(super) fn files(&self) -> impl ExactSizeIterator<Item = &str> {
        self.manifest.files.keys().map(String::as_str)
    }

    /// How many outputs the last build had, those that turned out to be none among them.
    pub(super) fn count(&self) -> usize {
        self.manifest.files.len() + self.manifest.without.len()
    }

    /// Whether an output turned out to be none, and would again.
    pub(super) fn is_none(&self, output: &Output) -> bool {
        self.manifest.without.get(&output.file) == Some(&output.key.to_string())
    }

    pub(super) fn entry(&self, file: &str) -> Option<&Entry> {
        self.manifest.files.get(file)
    }

    pub(super) fn owns(&self, file: &str) -> bool {
        self.manifest.files.contains_key(file)
    }

    pub(super) fn left(&self, file: &str) -> Option<&Seen> {
        self.state.files.get(file)
    }
}

/// Makes ours what a killed build has moved into place: what it had planned, where exactly that
/// stands. A file that somebody else put there since is not ours.
fn adopt(folder: &Path, manifest: &mut Manifest, journal: Manifest) {
    let moved = |(file, entry): &(String, Entry)| {
        let path = folder.join(file);
        Seen::at(&path).is_some_and(|seen| entry.is_intact(&path, seen, None))
    };
    let moved: Vec<_> = journal.files.into_par_iter().filter(moved).collect();
    manifest.files.extend(moved);
}

/// The state, if it speaks of the manifest that is there: beside another, brought back from
/// somewhere, it would vouch for files that hold something else.
fn state_of(folder: &Path) -> Option<State> {
    let state = State::read(folder)?;
    let manifest = Seen::at(&manifest_path(folder))?;
    (state.files.get(MANIFEST) == Some(&manifest)).then_some(state)
}

impl Texts {
    fn read(folder: &Path) -> Self {
        let paths = [manifest_path(folder), folder.join(STAGE).join(JOURNAL)];
        Self(paths.map(|path| fs::read(path).ok()))
    }
}

/// Where the folder's memory stands.
pub(super) fn manifest_path(folder: &Path) -> PathBuf {
    folder.join(MANIFEST)
}

pub(super) fn state_path(folder: &Path) -> PathBuf {
    folder.join(STATE)
}
