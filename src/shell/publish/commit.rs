//! Moves the staged files into place and removes old ones, in an order that leaves every file whole.
//!
//! Must not know: how an output was rendered.

use std::collections::{BTreeMap, BTreeSet};

use super::super::manifest::{FileStamp, MANIFEST, Manifest, STATE, State, json_line};
use super::error::FolderError;
use super::plan::PublishPlan;
use super::previous_build::JOURNAL;
use super::stage::{Stage, StagedFile, StagedOutput};
use super::{Published, Target};
use crate::shell::{FileError, folders_above};

/// Commits the staged outputs, given in the order of the plan's.
pub(super) fn commit(
    stage: &Stage<'_>,
    plan: &PublishPlan<'_>,
    staged: &[StagedOutput],
    target: &Target<'_>,
) -> Result<Published, FolderError> {
    let manifest = new_manifest(plan, staged, target);
    let journal = json_line(&manifest);
    let is_new = !plan.previous.has_manifest(&journal);
    let manifest_stamp = if is_new {
        Some(stage.write_journal(&journal)?)
    } else {
        FileStamp::at(&stage.folder.join(MANIFEST))?
    };
    let removed = change_files(stage, plan, staged, &manifest).map_err(FolderError::Commit)?;
    let mut stamps: BTreeMap<_, _> =
        present(plan, staged).map(|(name, file)| (name.to_owned(), file.stamp)).collect();
    stamps.extend(manifest_stamp.map(|stamp| (MANIFEST.to_owned(), stamp)));
    let state = State::new(target.stamp.as_ref(), stamps);
    write_records(stage, &state, is_new).map_err(FolderError::Commit)?;
    Ok(count_files(staged, removed))
}

/// Moves the staged files into place and removes old ones. Gives the number of files removed.
fn change_files(
    stage: &Stage<'_>,
    plan: &PublishPlan<'_>,
    staged: &[StagedOutput],
    manifest: &Manifest,
) -> Result<usize, FileError> {
    // The order matters: a file can be in the way of a new folder, and an old folder is empty only at the end.
    let mut removed = remove_files(stage, plan, &plan.obstacles)?;
    stage.move_into_place(plan, staged)?;
    removed += remove_files(stage, plan, &plan.leftovers)?;
    let absent = manifest.without.keys().map(String::as_str);
    let no_longer_there: Vec<&str> =
        absent.filter(|file| plan.previous.manifest.files.contains_key(*file)).collect();
    Ok(removed + remove_files(stage, plan, &no_longer_there)?)
}

/// Puts the state into its place, then the journal, as the manifest, if it says anything new.
fn write_records(stage: &Stage<'_>, state: &State, is_new: bool) -> Result<(), FileError> {
    let staged = stage.path("state");
    stage.disk.write(&staged, &json_line(state))?;
    stage.disk.rename(&staged, &stage.folder.join(STATE))?;
    if is_new {
        // Until here the folder's files may be the last build's or this one's, as the journal says. It must not be gone
        // from the disk before they have moved there.
        stage.flush()?;
        stage.disk.rename(&stage.path(JOURNAL), &stage.folder.join(MANIFEST))?;
    }
    Ok(())
}

fn new_manifest(plan: &PublishPlan<'_>, staged: &[StagedOutput], target: &Target<'_>) -> Manifest {
    let entries = present(plan, staged).map(|(name, file)| (name.to_owned(), file.entry.clone()));
    let mut manifest = Manifest::new(entries.collect(), target.notes.clone());
    for (output, staged) in plan.outputs.iter().zip(staged) {
        if staged.file.is_none() {
            manifest.without.insert(output.file.clone(), output.key.to_string());
        }
    }
    manifest
}

/// The outputs that are files, by name.
fn present<'a>(
    plan: &'a PublishPlan<'_>,
    staged: &'a [StagedOutput],
) -> impl Iterator<Item = (&'a str, &'a StagedFile)> {
    let pairs = plan.outputs.iter().zip(staged);
    pairs.filter_map(|(output, staged)| Some((output.file.as_str(), staged.file.as_ref()?)))
}

/// Removes those of the paths that are files, and the folders that this leaves empty. Gives the number of files.
fn remove_files(stage: &Stage<'_>, plan: &PublishPlan<'_>, files: &[&str]) -> Result<usize, FileError> {
    let mut removed = 0;
    let mut folders = BTreeSet::new();
    for file in files {
        let path = stage.folder.join(file);
        if FileStamp::at(&path)?.is_some() {
            stage.disk.remove(&path)?;
            removed += 1;
        }
        folders.extend(folders_above(file));
    }
    // Children sort after their parents, so in reverse they go first.
    for folder in folders.iter().rev().filter(|folder| !plan.names.folders.contains(*folder)) {
        stage.disk.remove_if_empty(&stage.folder.join(folder))?;
    }
    Ok(removed)
}

fn count_files(staged: &[StagedOutput], removed: usize) -> Published {
    let present = staged.iter().filter_map(|output| output.file.as_ref());
    let written = present.clone().filter(|file| file.is_staged).count();
    Published {
        rendered: staged.iter().filter(|output| output.was_rendered).count(),
        written,
        removed,
        kept: present.count() - written,
    }
}
