//! In which order a site goes to a place that readers look at all the while: a value, made of what stands there and
//! what is wanted.
//!
//! A bucket changes one object at a time. What holds at every moment of a rollout, if it held before it:
//!
//! - A file that stands names only files that stand. So what is new goes up before whatever names it: pictures before
//!   pages, a new page before the list that leads to it; and a file is taken away only after all that names it.
//! - New pages that name each other in a circle cannot each be first. They go up while nothing that a reader could
//!   come from names any of them, and what leads to them follows when the whole circle stands. Pages that go, and name
//!   each other, go when nothing that stays leads to them.
//! - What is not ours is neither written over nor taken away. Ours is what the memory of an earlier rollout names,
//!   and nobody else has written since, if the site has it no more: [`Standing`], which is written before each wave and says of which files it is not sure. So a rollout that was
//!   cut short at any point is completed by the next. What it left in doubt may lack something until then; what
//!   surely was whole stays so.
//!
//! A file that changes at the same address changes at once, so a page may for a moment show a newer picture than it
//! was written with; the pictures go first. Must not know: the place, the disk, the network.

mod diff;
mod names;
mod order;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use diff::{Change, Diff, Found, Present, Reason, diff};
pub(crate) use names::names;
pub(crate) use order::{Wave, unpacked, waves};
pub(crate) use standing::{Entry, Standing};

/// One file as it shall stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Of its bytes, as the site made them.
    pub(crate) digest: String,
    pub(crate) size: u64,
    /// Digest of how it is served: its media type, encoding, and for how long it may be kept.
    pub(crate) served: String,
}

/// What a rollout leads to.
pub(crate) struct Goal<'a> {
    pub(crate) wanted: &'a BTreeMap<String, Wanted>,
    /// What each file that is put names.
    pub(crate) names: &'a BTreeMap<String, BTreeSet<String>>,
}

impl Goal<'_> {
    fn named_by(&self, file: &str) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.names.get(file).unwrap_or(&NONE)
    }
}
