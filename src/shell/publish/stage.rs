//! The folder in the output folder where all that is new is made before anything old changes.
//!
//! Must not know: what of the last build goes away.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::super::manifest::{Entry, STAGE, Seen};
use super::disk::Disk;
use super::lock::{LOCK, Lock};
use super::past::{JOURNAL, Past, manifest_path};
use super::survey::{Fate, Survey};
use super::trouble::{DiskError, Doing, PublishError, Refusal, Trouble};
use super::{Content, Output, Render};
use crate::base::Digest;

/// Files whose folder is not there yet, as the tree that they will be.
const TREE: &str = "tree";
/// Files whose folder is there, by the number of their output.
const LOOSE: &str = "loose";

pub(super) struct Stage<'a> {
    pub(super) disk: &'a Disk,
    pub(super) folder: &'a Path,
    path: PathBuf,
    /// Folders that we made to stand in, the deepest first.
    founded: Vec<&'a Path>,
    lock: Option<Lock>,
}

/// An output as it will be in the folder.
pub(super) struct Made {
    pub(super) entry: Entry,
    pub(super) seen: Seen,
    pub(super) rendered: bool,
    /// Whether it waits in the stage; if not, it stands in its place already.
    pub(super) staged: bool,
    /// Whether there is no such file.
    pub(super) absent: bool,
}

impl Made {
    /// An output that turned out to be none.
    fn none(output: &Output, rendered: bool) -> Self {
        let entry = Entry { key: output.key.to_string(), digest: String::new(), size: 0 };
        Self { entry, seen: Seen::from((0, 0)), rendered, staged: false, absent: true }
    }
}

impl<'a> Stage<'a> {
    /// An empty stage. What a killed build has left is made ours first, then swept.
    pub(super) fn open(disk: &'a Disk, folder: &'a Path, past: &Past) -> Result<Self, Trouble> {
        let missing = |folder: &&Path| fs::symlink_metadata(folder).is_err();
        let founded = folder.ancestors().take_while(missing).collect();
        let mut stage = Self { disk, folder, path: folder.join(STAGE), founded, lock: None };
        match stage.prepare(past) {
            Ok(()) => Ok(stage),
            Err(trouble) => {
                stage.leave();
                Err(trouble)
            }
        }
    }

    fn prepare(&mut self, past: &Past) -> Result<(), Trouble> {
        self.founded.iter().rev().try_for_each(|folder| self.disk.make_folder(folder))?;
        self.lock = Some(Lock::take(self.disk, self.folder)?);
        if !past.still_holds(self.folder) {
            return Err(Refusal::Busy(self.folder.into()).into());
        }
        if past.interrupted {
            let recovered = self.path("recovered.json");
            self.disk.write(&recovered, &past.manifest.bytes())?;
            self.disk.rename(&recovered, &manifest_path(self.folder))?;
        }
        Ok(self.sweep(&[LOCK])?)
    }

    /// Makes all outputs that are to be made, in parallel, and drops the bytes of each at once.
    /// Every page is tried, so that all errors are told in one run.
    pub(super) fn fill<E: Send>(
        &self,
        survey: &Survey<'_>,
        render: Render<'_, E>,
    ) -> Result<Vec<Made>, PublishError<E>> {
        let each = 0..survey.outputs.len();
        let made = each.into_par_iter().map(|at| self.make(survey, at, render));
        // A disk that is full for one page is full for the next: its first error ends the build.
        let made = made.collect::<Result<Vec<_>, _>>().map_err(PublishError::Disk)?;
        let mut errors = Vec::new();
        let made = made.into_iter().filter_map(|made| made.map_err(|error| errors.push(error)).ok());
        let made = made.collect();
        if errors.is_empty() { Ok(made) } else { Err(PublishError::Pages(errors)) }
    }

    fn make<E>(
        &self,
        survey: &Survey<'_>,
        at: usize,
        render: Render<'_, E>,
    ) -> Result<Result<Made, E>, DiskError> {
        let output = &survey.outputs[at];
        match (&output.content, survey.kept(at)) {
            (_, Some((entry, seen))) => {
                Ok(Ok(Made { entry: entry.clone(), seen, rendered: false, staged: false, absent: false }))
            }
            (Content::Derived, None) if survey.is_known_as_none(at) => Ok(Ok(Made::none(output, false))),
            (Content::Copied(source), None) => self.copy(survey, at, source).map(Ok),
            (Content::Rendered | Content::Derived, None) => match render(at) {
                Ok(bytes) if bytes.is_empty() && matches!(output.content, Content::Derived) => {
                    Ok(Ok(Made::none(output, true)))
                }
                Ok(bytes) => self.write(survey, at, &bytes).map(Ok),
                Err(error) => Ok(Err(error)),
            },
        }
    }

    fn copy(&self, survey: &Survey<'_>, at: usize, source: &Path) -> Result<Made, DiskError> {
        let (digest, seen) = self.disk.copy(source, &self.place(survey, at))?;
        let entry = Entry { key: survey.outputs[at].key.to_string(), digest, size: seen.size };
        Ok(Made { entry, seen, rendered: false, staged: true, absent: false })
    }

    fn write(&self, survey: &Survey<'_>, at: usize, bytes: &[u8]) -> Result<Made, DiskError> {
        let key = survey.outputs[at].key.to_string();
        let digest = Digest::of(bytes).to_string();
        let (seen, staged) = match survey.fates[at] {
            Fate::Renew(seen, last) if last.digest == digest => (seen, false),
            _ => (self.disk.write(&self.place(survey, at), bytes)?, true),
        };
        Ok(Made {
            entry: Entry { key, digest, size: seen.size },
            seen,
            rendered: true,
            staged,
            absent: false,
        })
    }

    fn place(&self, survey: &Survey<'_>, at: usize) -> PathBuf {
        let file = &survey.outputs[at].file;
        match survey.new_folder(file) {
            Some(_) => self.path(TREE).join(file),
            None => self.path(LOOSE).join(at.to_string()),
        }
    }

    /// Renames all that is staged into place: a folder that is new to the output as one.
    pub(super) fn empty(&self, survey: &Survey<'_>, made: &[Made]) -> Result<(), DiskError> {
        let mut moved = BTreeSet::new();
        for (at, output) in survey.outputs.iter().enumerate().filter(|(at, _)| made[*at].staged) {
            let (from, to) = match survey.new_folder(&output.file) {
                Some(new) if !moved.insert(new) => continue,
                Some(new) => (self.path(TREE).join(new), new),
                None => (self.place(survey, at), output.file.as_str()),
            };
            self.disk.rename(&from, &self.folder.join(to))?;
        }
        Ok(())
    }

    /// Writes the journal, whole or not at all.
    pub(super) fn journal(&self, bytes: &[u8]) -> Result<Seen, DiskError> {
        let path = self.path(JOURNAL);
        self.disk.write(&path, bytes).inspect_err(|_| drop(self.disk.remove(&path)))
    }

    /// After a build that is done. What cannot be removed is swept by the next.
    pub(super) fn close(&self) {
        let _ = self.sweep(&[LOCK]);
        self.leave();
    }

    /// After a build that failed. Where a journal is, files may have moved: it stays for the next.
    pub(super) fn abandon(&self) {
        let _ = self.sweep(&[LOCK, JOURNAL]);
        self.leave();
    }

    fn sweep(&self, but: &[&str]) -> Result<(), DiskError> {
        let entries = fs::read_dir(&self.path).map_err(DiskError::on(Doing::Read, &self.path))?;
        let goes = |entry: &fs::DirEntry| but.iter().all(|name| entry.file_name() != *name);
        for entry in entries.flatten().filter(goes) {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.disk.remove_all(&entry.path())?,
                _ => self.disk.remove(&entry.path())?,
            }
        }
        Ok(())
    }

    /// The lock file goes while we hold it; then the folders that we made, where they are empty.
    fn leave(&self) {
        if self.lock.is_some() {
            let _ = self.disk.remove(&self.path(LOCK));
        }
        let empty = |folder: &Path| drop(self.disk.remove_if_empty(folder));
        empty(&self.path);
        self.founded.iter().copied().for_each(empty);
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}
