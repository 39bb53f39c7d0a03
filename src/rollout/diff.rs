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
    for file in standing.files.keys().filter(|file| !wanted.contains_key(*file)) {
        if present.contains_key(file) {
            diff.changes.insert(file.clone(), Change::Remove);
        } else {
            diff.gone.push(file.clone());
        }
    }
    diff
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
    let tags = known.tag.as_ref().zip(found.tag.as_ref());
    if !known.sure {
        Some(Reason::Unsure)
    } else if known.wanted.digest != wanted.digest {
        Some(Reason::Changed)
    } else if known.wanted.served != wanted.served {
        Some(Reason::Served)
    } else if known.stored != found.size || tags.is_some_and(|(ours, theirs)| ours != theirs) {
        Some(Reason::Touched)
    } else {
        None
    }
}
