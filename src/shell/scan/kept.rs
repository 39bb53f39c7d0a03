//! A scan that goes on: what was found and read is kept, and only what differs is read again.
//!
//! After every look the snapshot is the one that a fresh [`survey`] would read. Must not know: who says
//! where to look, or what is done with a snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::again::at;
use super::stat::{Stat, now};
use super::{Found, Look, ScanError, Survey, survey};
use crate::base::SitePath;
use crate::source::{Broken, File, Snapshot};

/// How long a look waits for writers to end.
const PATIENCE: Duration = Duration::from_millis(100);

/// How often it looks whether they have.
const PAUSE: Duration = Duration::from_millis(5);

/// A site's files, looked at again and again.
pub(crate) struct Scan {
    survey: Survey,
    files: BTreeMap<SitePath, File>,
    /// Files that could change once more without a sign: read so shortly after a change that a further
    /// one would have the same time, or not readable at all.
    unsure: BTreeSet<SitePath>,
    /// [`PATIENCE`], but for tests.
    pub(super) patience: Duration,
}

/// What a look found otherwise than before.
struct Difference {
    new: BTreeMap<SitePath, Found>,
    gone: Vec<SitePath>,
}

impl Scan {
    /// The first look at a site.
    pub(crate) fn new(root: &Path) -> Result<Self, ScanError> {
        let survey = survey(root)?;
        let (files, unsure) = (BTreeMap::new(), BTreeSet::new());
        let mut scan = Self { survey: survey.clone(), files, unsure, patience: PATIENCE };
        let read = scan.survey.read_these(survey.found.iter().collect());
        scan.keep(read, &survey.found, now());
        Ok(scan)
    }

    /// What there is, unread.
    pub(crate) fn survey(&self) -> &Survey {
        &self.survey
    }

    /// What there is, read.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.files.clone())
    }

    /// Looks again, and says whether anything differs from what was before.
    pub(crate) fn look(&mut self, look: &Look) -> Result<bool, ScanError> {
        let begun = Instant::now();
        loop {
            let difference = self.difference(look)?;
            let is_last = begun.elapsed() >= self.patience;
            if is_last || !self.is_doubtful(look, &difference) {
                let at = now();
                let read = self.survey.read_these(difference.new.iter().collect());
                if is_last || self.is_as_read(&difference) {
                    return Ok(self.take(difference, read, at));
                }
            }
            sleep(PAUSE);
        }
    }

    /// Whether no file has changed while it was read.
    fn is_as_read(&self, difference: &Difference) -> bool {
        difference.new.iter().all(|(path, found)| match found {
            Found::File(stat) => {
                let on_disk = self.survey.root.join(path.as_str());
                fs::metadata(on_disk).is_ok_and(|meta| Stat::of(&meta) == *stat)
            }
            Found::Broken(_) => true,
        })
    }

    fn difference(&mut self, look: &Look) -> Result<Difference, ScanError> {
        if *look == Look::Everywhere {
            self.survey.begun = now();
        }
        let places = self.survey.places(look);
        let mut new = self.survey.look(&places)?;
        let old = || places.iter().flat_map(|place| at(&self.survey.found, place));
        let gone = old().filter(|(path, _)| !new.contains_key(path)).map(|(path, _)| path.clone()).collect();
        for (path, was) in old() {
            let same = match (was, new.get(path)) {
                (Found::File(was), Some(Found::File(is))) => was == is && !self.unsure.contains(path),
                _ => false,
            };
            if same {
                new.remove(path);
            }
        }
        Ok(Difference { new, gone })
    }

    /// Whether a writer may not have ended yet. Of a file that a hint names we were told that it has,
    /// but some empty a file first and then write it.
    fn is_doubtful(&self, look: &Look, difference: &Difference) -> bool {
        let named = |path: &SitePath| match look {
            Look::At(paths) => paths.contains(Path::new(path.as_str())),
            Look::Everywhere => false,
        };
        let now = now();
        difference.new.iter().any(|(path, found)| match (found, self.survey.found.get(path)) {
            (Found::File(is), was) => {
                is_emptied(is, was) || is.is_young(now) && is_changed(is, was) && !named(path)
            }
            _ => false,
        })
    }

    fn take(&mut self, difference: Difference, read: Vec<(SitePath, File)>, at: i128) -> bool {
        let Difference { new, gone } = difference;
        if new.is_empty() && gone.is_empty() {
            return false;
        }
        let mut differs = false;
        for path in &gone {
            differs |= self.files.remove(path).is_some();
            self.unsure.remove(path);
        }
        differs |= self.keep(read, &new, at);
        let found = Arc::make_mut(&mut self.survey.found);
        for path in &gone {
            found.remove(path);
        }
        found.extend(new);
        differs
    }

    /// Keeps what was read at a time, and says whether any of it differs from what was read before.
    fn keep(&mut self, read: Vec<(SitePath, File)>, found: &BTreeMap<SitePath, Found>, at: i128) -> bool {
        let mut differs = false;
        for (path, file) in read {
            let settled = matches!(&found[&path], Found::File(stat) if stat.is_settled(at));
            if settled && !matches!(file, File::Broken(Broken::Unreadable(_))) {
                self.unsure.remove(&path);
            } else {
                self.unsure.insert(path.clone());
            }
            let was = self.files.get(&path);
            if was != Some(&file) {
                differs = true;
                self.files.insert(path, file);
            }
        }
        differs
    }
}

fn is_changed(is: &Stat, was: Option<&Found>) -> bool {
    !matches!(was, Some(Found::File(was)) if was == is)
}

fn is_emptied(is: &Stat, was: Option<&Found>) -> bool {
    is.is_empty() && matches!(was, Some(Found::File(was)) if !was.is_empty())
}
