//! What stands in the folder at each place that the site wants, and what becomes of it.
//!
//! Reads, and changes nothing. A symbolic link is never followed: behind it is not our folder.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::ErrorKind::{NotADirectory, NotFound};
use std::path::Path;

use rayon::prelude::*;

use super::super::manifest::{Entry, MANIFEST, STAGE, STATE, Seen};
use super::Output;
use super::lock::Lock;
use super::past::Past;
use super::trouble::{Conflict, DiskError, Doing, Found, Refusal, Trouble};
use super::wanted::{Wanted, add_folders, ancestors, parent};

pub(super) struct Survey<'a> {
    pub(super) past: &'a Past,
    pub(super) outputs: &'a [Output],
    pub(super) wanted: Wanted<'a>,
    /// Of each output.
    pub(super) fates: Vec<Fate<'a>>,
    /// Files of ours that must go before others can take their places.
    pub(super) obstacles: Vec<&'a str>,
    /// Files of ours that the site no longer has.
    pub(super) leftovers: Vec<&'a str>,
    standings: Standings<'a>,
}

/// What becomes of one output.
#[derive(Clone, Copy)]
pub(super) enum Fate<'a> {
    /// It stands there already.
    Keep(Seen, &'a Entry),
    /// It may have changed; its last version stands there, whole.
    Renew(Seen, &'a Entry),
    /// Its place is free, or what stands there is not what we left.
    Make,
    /// Its place is free, and stays so.
    None,
}

/// What stands at the place of a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nothing, or a file of ours that will be gone.
    Free,
    Folder,
    /// What is not ours, or something below that.
    Blocked,
}

/// Of every folder that an output or a file of ours stands in; "" is the output folder.
type Standings<'a> = BTreeMap<&'a str, Standing>;

impl<'a> Survey<'a> {
    pub(super) fn of(folder: &'a Path, past: &'a Past, outputs: &'a [Output]) -> Result<Self, Trouble> {
        let wanted = Wanted::of(outputs)?;
        let stale: Vec<&str> = past.files().filter(|file| !wanted.has(file)).collect();
        let mut look = Look { folder, past, standings: Standings::new(), conflicts: Vec::new() };
        look.at_memory()?;
        look.at_folders(&wanted, &stale)?;
        let fates = look.at_files(outputs)?;
        let Look { standings, conflicts, .. } = look;
        if !conflicts.is_empty() {
            return Err(refusal(folder, past, conflicts).into());
        }
        // Behind a link is not our folder. Where nothing is there may yet be an empty folder above,
        // which a killed build did not come to remove.
        let within = |file: &&str| standings.get(parent(file)) != Some(&Standing::Blocked);
        let (obstacles, leftovers) =
            stale.into_iter().filter(within).partition(|file| wanted.is_hindered_by(file));
        Ok(Self { past, outputs, wanted, fates, obstacles, leftovers, standings })
    }

    /// Whether the folder holds the site already, and nothing of ours beside it.
    pub(super) fn is_idle(&self) -> bool {
        let as_left = |(output, fate): (&Output, &Fate<'_>)| match fate {
            Fate::Keep(seen, _) => self.past.left(&output.file) == Some(seen),
            Fate::None => true,
            Fate::Renew(..) | Fate::Make => false,
        };
        self.outputs.len() == self.past.count() && self.outputs.iter().zip(&self.fates).all(as_left)
    }

    /// The output, if it stays as it stands there.
    pub(super) fn kept(&self, at: usize) -> Option<(&'a Entry, Seen)> {
        match self.fates[at] {
            Fate::Keep(seen, entry) => Some((entry, seen)),
            Fate::Renew(..) | Fate::Make | Fate::None => None,
        }
    }

    /// Whether the output turned out to be none the last time, and would again.
    pub(super) fn is_known_as_none(&self, at: usize) -> bool {
        matches!(self.fates[at], Fate::None)
    }

    /// The highest folder above the file that is not there yet: it can be moved into place whole.
    pub(super) fn new_folder<'f>(&self, file: &'f str) -> Option<&'f str> {
        ancestors(file).filter(|folder| self.standings.get(folder) == Some(&Standing::Free)).last()
    }
}

/// A survey at work.
struct Look<'a> {
    folder: &'a Path,
    past: &'a Past,
    standings: Standings<'a>,
    conflicts: Vec<Conflict>,
}

/// Why an output has no fate.
enum Snag {
    Conflict(Found),
    Disk(DiskError),
}

impl<'a> Look<'a> {
    /// At the places where the folder's memory is kept.
    fn at_memory(&mut self) -> Result<(), DiskError> {
        for (place, is_folder) in [(MANIFEST, false), (STATE, false), (STAGE, true)] {
            let found = self.found(place)?;
            let wrong = if is_folder { Found::FileForFolder } else { Found::FolderForFile };
            match found {
                Some(found) if found.is_symlink() => self.conflict(place, Found::Link),
                Some(found) if found.is_dir() != is_folder => self.conflict(place, wrong),
                _ => {}
            }
        }
        Ok(())
    }

    fn at_folders(&mut self, wanted: &Wanted<'a>, stale: &[&'a str]) -> Result<(), DiskError> {
        let root = if self.folder.exists() { Standing::Folder } else { Standing::Free };
        self.standings.insert("", root);
        let mut folders = wanted.folders.clone();
        stale.iter().for_each(|file| add_folders(file, &mut folders));
        // Parents sort before their children, so each is known when it is asked for.
        for folder in folders {
            let standing = match self.standings.get(parent(folder)) {
                Some(Standing::Folder) => self.standing(folder, wanted)?,
                above => above.copied().unwrap_or(Standing::Blocked),
            };
            self.standings.insert(folder, standing);
        }
        Ok(())
    }

    fn standing(&mut self, folder: &str, wanted: &Wanted<'_>) -> Result<Standing, DiskError> {
        let found = match self.found(folder)? {
            None => return Ok(Standing::Free),
            Some(found) if found.is_dir() => return Ok(Standing::Folder),
            Some(found) if found.is_file() && self.past.owns(folder) => return Ok(Standing::Free),
            Some(found) if found.is_file() => Found::FileForFolder,
            Some(found) => strange(&found),
        };
        if wanted.folders.contains(folder) {
            self.conflict(folder, found);
        }
        Ok(Standing::Blocked)
    }

    fn at_files(&mut self, outputs: &[Output]) -> Result<Vec<Fate<'a>>, DiskError> {
        let looks: Vec<_> = outputs.par_iter().map(|output| self.fate(output)).collect();
        let mut fates = Vec::with_capacity(outputs.len());
        for (output, look) in outputs.iter().zip(looks) {
            match look {
                Ok(fate) => fates.push(fate),
                Err(Snag::Conflict(found)) => self.conflict(&output.file, found),
                Err(Snag::Disk(error)) => return Err(error),
            }
        }
        Ok(fates)
    }

    fn fate(&self, output: &Output) -> Result<Fate<'a>, Snag> {
        let file = output.file.as_str();
        if self.standings.get(parent(file)) != Some(&Standing::Folder) {
            return Ok(Fate::Make);
        }
        match self.found(file).map_err(Snag::Disk)? {
            None if self.past.is_none(output) => Ok(Fate::None),
            None => Ok(Fate::Make),
            Some(found) if found.is_file() => self.fate_of(output, Seen::of(&found)),
            Some(found) if found.is_dir() && self.is_all_stale(file) => Ok(Fate::Make),
            Some(found) if found.is_dir() => Err(Snag::Conflict(Found::FolderForFile)),
            Some(found) => Err(Snag::Conflict(strange(&found))),
        }
    }

    /// Of an output at whose place a file stands.
    fn fate_of(&self, output: &Output, now: Seen) -> Result<Fate<'a>, Snag> {
        let file = output.file.as_str();
        let entry = self.past.entry(file).ok_or(Snag::Conflict(Found::File))?;
        let intact = entry.is_intact(&self.folder.join(file), now, self.past.left(file));
        Ok(match (intact, entry.key == output.key.to_string()) {
            (true, true) => Fate::Keep(now, entry),
            (true, false) => Fate::Renew(now, entry),
            (false, _) => Fate::Make,
        })
    }

    /// Whether nothing is in a folder but files of ours and folders for them. None of them can be
    /// wanted, since a file is wanted in the folder's place.
    fn is_all_stale(&self, folder: &str) -> bool {
        let Ok(mut entries) = fs::read_dir(self.folder.join(folder)) else { return false };
        self.standings.contains_key(folder)
            && entries.all(|entry| {
                let Ok(entry) = entry else { return false };
                let Ok(name) = entry.file_name().into_string() else { return false };
                let path = format!("{folder}/{name}");
                match entry.file_type() {
                    Ok(kind) if kind.is_file() => self.past.owns(&path),
                    Ok(kind) if kind.is_dir() => self.is_all_stale(&path),
                    _ => false,
                }
            })
    }

    fn found(&self, place: &str) -> Result<Option<Metadata>, DiskError> {
        let path = self.folder.join(place);
        match fs::symlink_metadata(&path) {
            Ok(metadata) => Ok(Some(metadata)),
            // A folder above can have gone since it was looked at.
            Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
            Err(error) => Err(DiskError::on(Doing::Read, &path)(error)),
        }
    }

    fn conflict(&mut self, place: &str, found: Found) {
        self.conflicts.push(Conflict { place: place.into(), found });
    }
}

/// What a build at work has just moved into place looks foreign to one that read the manifest
/// before.
fn refusal(folder: &Path, past: &Past, conflicts: Vec<Conflict>) -> Refusal {
    if Lock::is_held(folder) || !past.still_holds(folder) {
        return Refusal::Busy(folder.into());
    }
    Refusal::Occupied { folder: folder.into(), conflicts, manifest: past.known }
}

fn strange(found: &Metadata) -> Found {
    if found.is_symlink() { Found::Link } else { Found::Other }
}
