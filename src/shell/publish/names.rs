//! The names of the outputs and of the folders that they need.
//!
//! Must not know: the disk.

use std::collections::BTreeSet;

use super::super::manifest::is_valid_name;
use super::Output;
use super::error::Refusal;

pub(super) struct OutputNames<'a> {
    files: BTreeSet<&'a str>,
    pub(super) folders: BTreeSet<&'a str>,
}

impl<'a> OutputNames<'a> {
    /// Refuses names that cannot be in one folder: two that are the same, a file where another needs a folder, one
    /// that is outside the folder or reserved.
    pub(super) fn new(outputs: &'a [Output]) -> Result<Self, Refusal> {
        let names = || outputs.iter().map(|output| output.file.as_str());
        let mut files = BTreeSet::new();
        let mut folders = BTreeSet::new();
        let mut refused: Vec<&str> =
            names().filter(|file| !is_valid_name(file) || !files.insert(*file)).collect();
        for file in names() {
            add_folders(file, &mut folders);
        }
        refused.extend(files.intersection(&folders));
        if refused.is_empty() {
            Ok(Self { files, folders })
        } else {
            Err(Refusal::Names(refused.into_iter().map(str::to_owned).collect()))
        }
    }

    pub(super) fn contains(&self, file: &str) -> bool {
        self.files.contains(file)
    }

    /// Returns whether a file that is no output is where an output or its folder must be.
    pub(super) fn is_blocked_by(&self, file: &str) -> bool {
        self.folders.contains(file) || ancestors(file).any(|folder| self.files.contains(folder))
    }
}

/// Adds the folders that a file is in. If one is known, so are those above it.
pub(super) fn add_folders<'a>(file: &'a str, folders: &mut BTreeSet<&'a str>) {
    for folder in ancestors(file) {
        if !folders.insert(folder) {
            break;
        }
    }
}

/// The folders that a file is in, the nearest first, without the output folder itself.
pub(super) fn ancestors(file: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(file), |path| Some(path.rsplit_once('/')?.0)).skip(1)
}

/// The folder that a file is in, "" for the output folder.
pub(super) fn parent(file: &str) -> &str {
    ancestors(file).next().unwrap_or("")
}
