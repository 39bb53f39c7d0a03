//! Compares the outputs with what is in the output folder, and plans what happens to each file.
//!
//! Reads, and changes nothing. Symbolic links are never followed: their targets are outside our folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::Path;

use rayon::prelude::*;

use super::super::manifest::{FileStamp, MANIFEST, ManifestEntry, STAGE, STATE, is_valid_name};
use super::error::{Conflict, FolderError, Occupant, Refusal};
use super::lock::Lock;
use super::previous_build::PreviousBuild;
use super::{Content, Output};
use crate::shell::{FileError, folders_above, unless_absent};

pub(super) struct PublishPlan<'a> {
    pub(super) previous: &'a PreviousBuild,
    pub(super) outputs: &'a [Output],
    pub(super) names: OutputNames<'a>,
    /// An action for each output, in the same order.
    pub(super) actions: Vec<FileAction<'a>>,
    /// Files of ours that must be removed before outputs can take their places.
    pub(super) obstacles: Vec<&'a str>,
    /// Other files of ours that the site no longer has.
    pub(super) leftovers: Vec<&'a str>,
    folder_states: FolderStates<'a>,
}

/// The names of the outputs and of the folders that they need.
pub(super) struct OutputNames<'a> {
    files: BTreeSet<&'a str>,
    pub(super) folders: BTreeSet<&'a str>,
}

impl<'a> OutputNames<'a> {
    /// Refuses names that cannot be in one folder: two that are the same, a file where another needs a folder, one
    /// that is outside the folder or reserved.
    fn new(outputs: &'a [Output]) -> Result<Self, Refusal> {
        let names = outputs.iter().map(|output| output.file.as_str());
        let folders: BTreeSet<&str> = names.clone().flat_map(folders_above).collect();
        let mut files = BTreeSet::new();
        let mut refused: Vec<&str> =
            names.filter(|file| !is_valid_name(file) || !files.insert(*file)).collect();
        refused.extend(files.intersection(&folders));
        if refused.is_empty() {
            Ok(Self { files, folders })
        } else {
            Err(Refusal::Names(refused.into_iter().map(str::to_owned).collect()))
        }
    }
}

/// The folder that a file is in, "" for the output folder.
fn parent(file: &str) -> &str {
    folders_above(file).next_back().unwrap_or("")
}

/// The action on the file of an output.
#[derive(Clone, Copy)]
pub(super) enum FileAction<'a> {
    /// The file is as it must be.
    Keep(FileStamp, &'a ManifestEntry),
    /// The key has changed, so the bytes may have. The file is as the last build left it.
    Update(FileStamp, &'a ManifestEntry),
    /// There is no file, or not the one that the last build left.
    Create,
    /// There is no file, and there will be none.
    None,
}

/// The state of the place of a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FolderState {
    /// Nothing, or a file of ours that will be removed.
    Free,
    Folder,
    /// Something that is not ours, here or above.
    Blocked,
}

/// The state of every folder that an output or a file of ours is in; "" is the output folder.
type FolderStates<'a> = BTreeMap<&'a str, FolderState>;

impl<'a> PublishPlan<'a> {
    pub(super) fn new(
        folder: &'a Path,
        previous: &'a PreviousBuild,
        outputs: &'a [Output],
        adopt: bool,
    ) -> Result<Self, FolderError> {
        let names = OutputNames::new(outputs)?;
        let owned = previous.manifest.files.keys().map(String::as_str);
        let stale: Vec<&str> = owned.filter(|file| !names.files.contains(file)).collect();
        let mut inspection =
            Inspection { folder, previous, adopt, folder_states: FolderStates::new(), conflicts: Vec::new() };
        inspection.inspect_own_files()?;
        inspection.inspect_folders(&names, &stale)?;
        // A file that cannot be examined may still be there: it is reported before anything changes, and stays on the list.
        for file in &stale {
            inspection.metadata(file)?;
        }
        let actions = inspection.inspect_files(outputs)?;
        let Inspection { folder_states, conflicts, .. } = inspection;
        if !conflicts.is_empty() {
            return Err(refusal(folder, previous, conflicts));
        }
        // A stale file behind a link is not in our folder. One that is missing may have left an empty folder, if a
        // killed build did not come to remove it.
        let (obstacles, leftovers) = stale
            .into_iter()
            .filter(|file| folder_states.get(parent(file)) != Some(&FolderState::Blocked))
            .partition(|file| {
                names.folders.contains(file) || folders_above(file).any(|above| names.files.contains(above))
            });
        Ok(Self { previous, outputs, names, actions, obstacles, leftovers, folder_states })
    }

    /// Returns whether the folder has exactly the site's files already.
    pub(super) fn is_idle(&self) -> bool {
        let last = &self.previous.manifest;
        self.outputs.len() == last.files.len() + last.without.len()
            && self.outputs.iter().zip(&self.actions).all(|(output, action)| match action {
                FileAction::Keep(stamp, _) => self.previous.state.files.get(&output.file) == Some(stamp),
                FileAction::None => true,
                FileAction::Update(..) | FileAction::Create => false,
            })
    }

    /// The outermost folder of a file that does not exist yet: it can be moved into place as a whole.
    pub(super) fn outermost_new_folder<'f>(&self, file: &'f str) -> Option<&'f str> {
        folders_above(file).find(|folder| self.folder_states.get(folder) == Some(&FolderState::Free))
    }
}

/// The inspection of a folder, from the outside in.
struct Inspection<'a> {
    folder: &'a Path,
    previous: &'a PreviousBuild,
    adopt: bool,
    folder_states: FolderStates<'a>,
    conflicts: Vec<Conflict>,
}

/// Why there is no action for an output.
enum PlaceError {
    Conflict(Occupant),
    Disk(FileError),
}

impl<'a> Inspection<'a> {
    /// Inspects the places of the manifest, the state and the stage.
    fn inspect_own_files(&mut self) -> Result<(), FileError> {
        for (place, must_be_folder) in [(MANIFEST, false), (STATE, false), (STAGE, true)] {
            let Some(metadata) = self.metadata(place)? else { continue };
            if metadata.is_symlink() {
                self.add_conflict(place, Occupant::Link);
            } else if metadata.is_dir() != must_be_folder {
                let occupant = if must_be_folder { Occupant::FileForFolder } else { Occupant::FolderForFile };
                self.add_conflict(place, occupant);
            }
        }
        Ok(())
    }

    fn inspect_folders(&mut self, names: &OutputNames<'a>, stale: &[&'a str]) -> Result<(), FileError> {
        let root = if self.metadata("")?.is_some() { FolderState::Folder } else { FolderState::Free };
        self.folder_states.insert("", root);
        let mut folders = names.folders.clone();
        folders.extend(stale.iter().flat_map(|file| folders_above(file)));
        // Parents sort before their children, so the state of each parent is known.
        for folder in folders {
            let state = match self.folder_states.get(parent(folder)) {
                Some(FolderState::Folder) => self.folder_state(folder, names)?,
                above => above.copied().unwrap_or(FolderState::Blocked),
            };
            self.folder_states.insert(folder, state);
        }
        Ok(())
    }

    fn folder_state(&mut self, folder: &str, names: &OutputNames<'_>) -> Result<FolderState, FileError> {
        let Some(metadata) = self.metadata(folder)? else { return Ok(FolderState::Free) };
        let occupant = match metadata.file_type() {
            kind if kind.is_dir() => return Ok(FolderState::Folder),
            kind if kind.is_file() && self.previous.owns(folder) => return Ok(FolderState::Free),
            kind if kind.is_file() => Occupant::FileForFolder,
            _ => special_occupant(&metadata),
        };
        if names.folders.contains(folder) {
            self.add_conflict(folder, occupant);
        }
        Ok(FolderState::Blocked)
    }

    fn inspect_files(&mut self, outputs: &[Output]) -> Result<Vec<FileAction<'a>>, FileError> {
        let results: Vec<_> = outputs.par_iter().map(|output| self.action(output)).collect();
        let mut actions = Vec::with_capacity(outputs.len());
        for (output, result) in outputs.iter().zip(results) {
            match result {
                Ok(action) => actions.push(action),
                Err(PlaceError::Conflict(occupant)) => self.add_conflict(&output.file, occupant),
                Err(PlaceError::Disk(error)) => return Err(error),
            }
        }
        Ok(actions)
    }

    fn action(&self, output: &Output) -> Result<FileAction<'a>, PlaceError> {
        let file = output.file.as_str();
        if self.folder_states.get(parent(file)) != Some(&FolderState::Folder) {
            return Ok(FileAction::Create);
        }
        match self.metadata(file).map_err(PlaceError::Disk)? {
            None => {
                // An output that turned out to be no file would again.
                let is_known_absent = matches!(output.content, Content::Derived)
                    && self.previous.manifest.without.get(file) == Some(&output.key.to_string());
                Ok(if is_known_absent { FileAction::None } else { FileAction::Create })
            }
            Some(metadata) if metadata.is_file() => self.action_on_file(output, FileStamp::new(&metadata)),
            Some(metadata) if metadata.is_dir() && self.has_only_our_files(file) => Ok(FileAction::Create),
            Some(metadata) if metadata.is_dir() => Err(PlaceError::Conflict(Occupant::FolderForFile)),
            Some(metadata) => Err(PlaceError::Conflict(special_occupant(&metadata))),
        }
    }

    /// The action for an output that has a file.
    fn action_on_file(&self, output: &Output, stamp: FileStamp) -> Result<FileAction<'a>, PlaceError> {
        let file = output.file.as_str();
        let Some(entry) = self.previous.manifest.files.get(file) else {
            return if self.adopt {
                Ok(FileAction::Create)
            } else {
                Err(PlaceError::Conflict(Occupant::File))
            };
        };
        // One of ours that cannot be read is written anew.
        if !entry
            .is_intact(&self.folder.join(file), stamp, self.previous.state.files.get(file))
            .unwrap_or(false)
        {
            return Ok(FileAction::Create);
        }
        let has_same_key = entry.key == output.key.to_string();
        Ok(if has_same_key { FileAction::Keep(stamp, entry) } else { FileAction::Update(stamp, entry) })
    }

    /// Returns whether nothing is in a folder but files of ours and folders for them. None of them can be an output,
    /// since an output is to take the folder's place.
    fn has_only_our_files(&self, folder: &str) -> bool {
        let Ok(mut entries) = fs::read_dir(self.folder.join(folder)) else { return false };
        self.folder_states.contains_key(folder)
            && entries.all(|entry| {
                let Ok(entry) = entry else { return false };
                let Ok(name) = entry.file_name().into_string() else { return false };
                let path = format!("{folder}/{name}");
                match entry.file_type() {
                    Ok(kind) if kind.is_file() => self.previous.owns(&path),
                    Ok(kind) if kind.is_dir() => self.has_only_our_files(&path),
                    _ => false,
                }
            })
    }

    fn metadata(&self, place: &str) -> Result<Option<Metadata>, FileError> {
        let path = self.folder.join(place);
        // A folder above may have been removed since it was inspected.
        unless_absent(fs::symlink_metadata(&path)).map_err(FileError::on("read", &path))
    }

    fn add_conflict(&mut self, place: &str, occupant: Occupant) {
        self.conflicts.push(Conflict { place: place.into(), occupant });
    }
}

/// The refusal for some conflicts. Files that another build has just moved into place are conflicts too, if we read the
/// manifest before.
fn refusal(folder: &Path, previous: &PreviousBuild, conflicts: Vec<Conflict>) -> FolderError {
    match previous.is_current_in(folder) {
        Err(error) => error.into(),
        Ok(is_current) if Lock::is_held(folder) || !is_current => Refusal::Busy(folder.into()).into(),
        Ok(_) => {
            let manifest_state = previous.manifest_state;
            Refusal::Occupied { folder: folder.into(), conflicts, manifest_state }.into()
        }
    }
}

/// The occupant of a place that is neither a file nor a folder.
fn special_occupant(metadata: &Metadata) -> Occupant {
    if metadata.is_symlink() { Occupant::Link } else { Occupant::Other }
}
