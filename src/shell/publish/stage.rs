//! A folder inside the output folder, where all new files are written before an old one changes.
//!
//! Must not know: which files of the last build are removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::super::manifest::{FileStamp, MANIFEST, ManifestEntry, STAGE, json_line};
use super::disk::Disk;
use super::error::{FolderError, PublishError, Refusal};
use super::lock::{LOCK, Lock};
use super::plan::{FileAction, PublishPlan};
use super::previous_build::{JOURNAL, PreviousBuild};
use super::{Content, Renderer, Renderers};
use crate::base::Digest;
use crate::shell::{FileError, is_absent};

/// Holds the files whose folder is new, as a tree of folders that can each be moved as a whole.
const TREE: &str = "tree";
/// Holds the files whose folder exists, each named by the index of its output.
const LOOSE: &str = "loose";

pub(super) struct Stage<'a> {
    pub(super) disk: &'a Disk,
    pub(super) folder: &'a Path,
    path: PathBuf,
    /// The output folder and those above it, as far as we made them, the deepest first.
    created_folders: Vec<&'a Path>,
    lock: Option<Lock>,
}

/// An output that was rendered, copied, or kept from the last build.
pub(super) struct StagedOutput {
    /// `None` if the output turned out to be no file.
    pub(super) file: Option<StagedFile>,
    pub(super) was_rendered: bool,
}

pub(super) struct StagedFile {
    pub(super) entry: ManifestEntry,
    pub(super) stamp: FileStamp,
    /// True if the file is in the stage. If not, it is in its place already.
    pub(super) is_staged: bool,
}

impl<'a> Stage<'a> {
    /// Makes an empty stage. The files that a killed build had moved are recorded in the manifest first.
    pub(super) fn open(
        disk: &'a Disk,
        folder: &'a Path,
        previous: &PreviousBuild,
    ) -> Result<Self, FolderError> {
        let created_folders = folder.ancestors().take_while(|folder| is_absent(folder)).collect();
        let mut stage = Self { disk, folder, path: folder.join(STAGE), created_folders, lock: None };
        stage.prepare(previous).inspect_err(|_| stage.remove())?;
        Ok(stage)
    }

    fn prepare(&mut self, previous: &PreviousBuild) -> Result<(), FolderError> {
        for folder in self.created_folders.iter().rev() {
            self.disk.make_folder(folder)?;
        }
        self.lock = Some(Lock::take(self.disk, self.folder)?);
        if !previous.is_current_in(self.folder)? {
            return Err(Refusal::Busy(self.folder.into()).into());
        }
        if previous.was_interrupted {
            let recovered = self.path("recovered.json");
            self.disk.write(&recovered, &json_line(&previous.manifest))?;
            self.flush()?;
            self.disk.rename(&recovered, &self.folder.join(MANIFEST))?;
        }
        Ok(self.clear_except(&[LOCK])?)
    }

    /// Renders or copies all outputs that are not kept, in parallel. Each output's bytes are dropped once they are
    /// written, and an error in one page does not stop the others, so that one run reports the errors of all.
    pub(super) fn write_outputs<E: Send>(
        &self,
        plan: &PublishPlan<'_>,
        renderers: Renderers<'_, E>,
    ) -> Result<Vec<StagedOutput>, PublishError<E>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, output) in plan.outputs.iter().enumerate() {
            groups.entry(output.group).or_default().push(index);
        }
        let results = groups.into_par_iter().flat_map_iter(|(_, group)| {
            let mut render = renderers();
            group.into_iter().map(move |index| Ok((index, self.write_output(plan, index, &mut render)?)))
        });
        // A disk that is full for one page is full for the next: its first error ends the build.
        let mut results = results.collect::<Result<Vec<_>, _>>().map_err(FolderError::Disk)?;
        results.sort_unstable_by_key(|(index, _)| *index);
        let mut staged = Vec::with_capacity(results.len());
        let mut errors = Vec::new();
        for (_, result) in results {
            match result {
                Ok(output) => staged.push(output),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(staged) } else { Err(PublishError::Pages(errors)) }
    }

    fn write_output<E>(
        &self,
        plan: &PublishPlan<'_>,
        index: usize,
        render: &mut Renderer<'_, E>,
    ) -> Result<Result<StagedOutput, E>, FileError> {
        let output = &plan.outputs[index];
        let mut was_rendered = false;
        let file = match (plan.actions[index], &output.content) {
            (FileAction::Keep(stamp, entry), _) => {
                Some(StagedFile { entry: entry.clone(), stamp, is_staged: false })
            }
            (FileAction::None, _) => None,
            (_, Content::Copied(source)) => {
                let (digest, stamp) = self.disk.copy(source, &self.staged_path(plan, index))?;
                let entry = ManifestEntry { key: output.key.to_string(), digest, size: stamp.size() };
                Some(StagedFile { entry, stamp, is_staged: true })
            }
            (_, content) => {
                let bytes = match render(index) {
                    Ok(bytes) => bytes,
                    Err(error) => return Ok(Err(error)),
                };
                was_rendered = true;
                let is_absent = bytes.is_empty() && matches!(content, Content::Derived);
                if is_absent { None } else { Some(self.write(plan, index, &bytes)?) }
            }
        };
        Ok(Ok(StagedOutput { file, was_rendered }))
    }

    /// Writes an output's bytes, unless its file has them already.
    fn write(&self, plan: &PublishPlan<'_>, index: usize, bytes: &[u8]) -> Result<StagedFile, FileError> {
        let key = plan.outputs[index].key.to_string();
        let digest = Digest::of(bytes).to_string();
        let (stamp, is_staged) = match plan.actions[index] {
            FileAction::Update(stamp, last) if last.digest == digest => (stamp, false),
            _ => (self.disk.write(&self.staged_path(plan, index), bytes)?, true),
        };
        Ok(StagedFile { entry: ManifestEntry { key, digest, size: stamp.size() }, stamp, is_staged })
    }

    fn staged_path(&self, plan: &PublishPlan<'_>, index: usize) -> PathBuf {
        let file = &plan.outputs[index].file;
        match plan.outermost_new_folder(file) {
            Some(_) => self.path(TREE).join(file),
            None => self.path(LOOSE).join(index.to_string()),
        }
    }

    /// Renames all staged files into place, each new folder as a whole.
    pub(super) fn move_into_place(
        &self,
        plan: &PublishPlan<'_>,
        staged: &[StagedOutput],
    ) -> Result<(), FileError> {
        let mut moved = BTreeSet::new();
        for (index, (output, staged)) in plan.outputs.iter().zip(staged).enumerate() {
            if !staged.file.as_ref().is_some_and(|file| file.is_staged) {
                continue;
            }
            match plan.outermost_new_folder(&output.file) {
                Some(new) if moved.insert(new) => {
                    self.disk.rename(&self.path(TREE).join(new), &self.folder.join(new))?;
                }
                Some(_) => {}
                None => {
                    let to = self.folder.join(&output.file);
                    self.disk.rename(&self.staged_path(plan, index), &to)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the journal, whole or not at all, and flushes it with all staged files. If the power is cut before, they
    /// may be empty, but none has moved.
    pub(super) fn write_journal(&self, bytes: &[u8]) -> Result<FileStamp, FileError> {
        let path = self.path(JOURNAL);
        let written = self.disk.write(&path, bytes).and_then(|stamp| self.flush().map(|()| stamp));
        written.inspect_err(|_| drop(self.disk.remove(&path)))
    }

    /// Flushes what has been written, and what has moved out of the stage.
    pub(super) fn flush(&self) -> Result<(), FileError> {
        self.disk.flush(&self.path)
    }

    /// Removes the stage after a build that succeeded. The next build removes what cannot be removed now.
    pub(super) fn close(&self) {
        let _ = self.clear_except(&[LOCK]);
        self.remove();
    }

    /// Removes the stage after a build that failed, but for a journal: files may have moved, and the next build must
    /// know which.
    pub(super) fn abandon(&self) {
        let _ = self.clear_except(&[LOCK, JOURNAL]);
        self.remove();
    }

    fn clear_except(&self, kept: &[&str]) -> Result<(), FileError> {
        let entries = fs::read_dir(&self.path).map_err(FileError::on("read", &self.path))?;
        for entry in entries {
            let entry = entry.map_err(FileError::on("read", &self.path))?;
            if kept.iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.disk.remove_all(&entry.path())?,
                _ => self.disk.remove(&entry.path())?,
            }
        }
        Ok(())
    }

    /// Removes the stage and the folders that we made, as far as they are empty. Errors are ignored: the next build
    /// tries again.
    fn remove(&self) {
        // Only while we hold the lock: another build may take it the moment that its file is gone.
        if self.lock.is_some() {
            let _ = self.disk.remove(&self.path(LOCK));
        }
        let _ = self.disk.remove_if_empty(&self.path);
        for folder in &self.created_folders {
            let _ = self.disk.remove_if_empty(folder);
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}
