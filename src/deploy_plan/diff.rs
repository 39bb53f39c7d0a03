//! What is to be done with each file, in no order yet.
//!
//! Must not know: which file names which.

use std::collections::BTreeMap;

use super::{Entry, Standing, Wanted};

/// What the place itself says is there, whoever put it there.
pub(crate) type Present = BTreeMap<String, Found>;

/// One object, as a list of the place has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) size: u64,
    pub(crate) tag: Option<String>,
}

/// Why a file is put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    New,
    Changed,
    /// The same bytes, to be served otherwise.
    Served,
    /// Ours, and gone or written over by somebody.
    Touched,
    /// A rollout was cut short.
    Unsure,
    /// Not ours so far.
    Adopted,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Put(Reason),
    Remove,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Diff {
    pub(crate) changes: BTreeMap<String, Change>,
    /// Ours by memory, wanted no more, and gone: to be forgotten.
    pub(crate) gone: Vec<String>,
    /// Ours by memory, wanted no more, and written over by somebody: left as they are, and to be forgotten.
    pub(crate) altered: Vec<String>,
    /// What is in the way, and not ours.
    pub(crate) occupied: Vec<String>,
    /// How many stay as they are.
    pub(crate) kept: usize,
}

/// Compares what is wanted with what stands.
pub(crate) fn diff(standing: &Standing, present: &Present, wanted: &BTreeMap<String, Wanted>) -> Diff {
    let mut diff = Diff::default();
    for (file, wanted) in wanted {
        let (known, found) = (standing.files.get(file), present.get(file));
        if known.is_none() && found.is_some() {
            diff.occupied.push(file.clone());
        }
        match reason(wanted, known, found) {
            Some(reason) => drop(diff.changes.insert(file.clone(), Change::Put(reason))),
            None => diff.kept += 1,
        }
    }
    for (file, known) in standing.files.iter().filter(|(file, _)| !wanted.contains_key(*file)) {
        match present.get(file) {
            None => diff.gone.push(file.clone()),
            // Of one that was on its way up when a rollout was cut short nobody knows what stands there.
            Some(found) if (known.sure || known.tag.is_some()) && is_altered(known, found) => {
                diff.altered.push(file.clone());
            }
            Some(_) => drop(diff.changes.insert(file.clone(), Change::Remove)),
        }
    }
    diff
}

impl Diff {
    /// Removes after all what seemed to be written over by somebody, and turns out to be ours.
    pub(crate) fn reclaim(&mut self, is_ours: impl Fn(&str) -> bool) {
        let altered = std::mem::take(&mut self.altered).into_iter();
        let (ours, altered): (Vec<_>, Vec<_>) = altered.partition(|file| is_ours(file));
        self.altered = altered;
        self.changes.extend(ours.into_iter().map(|file| (file, Change::Remove)));
    }
}

/// Whether a file is not as we left it.
fn is_altered(known: &Entry, found: &Found) -> bool {
    let tags = known.tag.as_ref().zip(found.tag.as_ref());
    known.stored != found.size || tags.is_some_and(|(ours, theirs)| ours != theirs)
}

/// Why a file must be put there; nothing, when it stands as it is wanted.
fn reason(wanted: &Wanted, known: Option<&Entry>, found: Option<&Found>) -> Option<Reason> {
    let (known, found) = match (known, found) {
        (None, None) => return Some(Reason::New),
        (None, Some(_)) => return Some(Reason::Adopted),
        (Some(known), None) => {
            return Some(if known.sure { Reason::Touched } else { Reason::Unsure });
        }
        (Some(known), Some(found)) => (known, found),
    };
    if !known.sure {
        Some(Reason::Unsure)
    } else if known.wanted.digest != wanted.digest {
        Some(Reason::Changed)
    } else if known.wanted.served != wanted.served {
        Some(Reason::Served)
    } else if is_altered(known, found) {
        Some(Reason::Touched)
    } else {
        None
    }
}
