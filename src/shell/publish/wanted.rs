//! The names of the outputs and of the folders that they need.
//!
//! Must not know: the disk.

use std::collections::BTreeSet;

use super::super::manifest::is_sound;
use super::Output;
use super::trouble::Refusal;

pub(super) struct Wanted<'a> {
    files: BTreeSet<&'a str>,
    pub(super) folders: BTreeSet<&'a str>,
}

impl<'a> Wanted<'a> {
    /// Refuses names that cannot stand in one folder: twice the same, a file where another needs a
    /// folder, one that leaves the folder or is reserved.
    pub(super) fn of(outputs: &'a [Output]) -> Result<Self, Refusal> {
        let names = || outputs.iter().map(|output| output.file.as_str());
        let (mut files, mut folders) = (BTreeSet::new(), BTreeSet::new());
        let mut unfit: Vec<&str> = names().filter(|file| !is_sound(file) || !files.insert(*file)).collect();
        for file in names() {
            add_folders(file, &mut folders);
        }
        unfit.extend(files.intersection(&folders));
        if unfit.is_empty() {
            Ok(Self { files, folders })
        } else {
            Err(Refusal::Names(unfit.into_iter().map(str::to_owned).collect()))
        }
    }

    pub(super) fn has(&self, file: &str) -> bool {
        self.files.contains(file)
    }

    /// Whether an unwanted file stands where an output or its folder must.
    pub(super) fn is_hindered_by(&self, file: &str) -> bool {
        self.folders.contains(file) || ancestors(file).any(|folder| self.files.contains(folder))
    }
}

/// Adds the folders that a file stands in. Where one is known, so are those above it.
pub(super) fn add_folders<'a>(file: &'a str, folders: &mut BTreeSet<&'a str>) {
    for folder in ancestors(file) {
        if !folders.insert(folder) {
            break;
        }
    }
}

/// The folders that a file stands in, the nearest first, without the output folder itself.
pub(super) fn ancestors(file: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(file), |path| Some(path.rsplit_once('/')?.0)).skip(1)
}

/// The folder that a file stands in, "" for the output folder.
pub(super) fn parent(file: &str) -> &str {
    ancestors(file).next().unwrap_or("")
}
