//! The places to rescan, and those to hold back for a moment.
//!
//! A file that is being written is held until the writer closes it, and a missing one until it is clear that it is not
//! being replaced. Must not know: the disk; the names of events.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A file that was not written to for so long is rescanned although it is open: some writers never close it.
pub(super) const WRITE_PAUSE: Duration = Duration::from_millis(100);

/// A file must be missing for so long. Some programs move the old file away and make a new one.
pub(super) const REMOVAL_DELAY: Duration = Duration::from_millis(50);

/// The longest time that a place is held.
const MAX_HOLD: Duration = Duration::from_millis(500);

/// Places that have changed.
#[derive(Default)]
pub(super) struct Pending {
    ready: BTreeSet<PathBuf>,
    held: BTreeMap<PathBuf, HeldPlace>,
}

struct HeldPlace {
    since: Instant,
    until: Instant,
}

impl Pending {
    /// Adds a place that its writer has finished.
    pub(super) fn release(&mut self, place: PathBuf) {
        self.held.remove(&place);
        self.ready.insert(place);
    }

    /// Adds a place that has changed, unless it is being written.
    pub(super) fn mark_touched(&mut self, place: PathBuf) {
        if !self.held.contains_key(&place) {
            self.ready.insert(place);
        }
    }

    /// Holds a place until nothing more has happened there for some time.
    pub(super) fn hold(&mut self, place: PathBuf, now: Instant, pause: Duration) {
        self.ready.remove(&place);
        let held = self.held.entry(place).or_insert(HeldPlace { since: now, until: now });
        held.until = (now + pause).min(held.since + MAX_HOLD);
    }

    pub(super) fn is_held(&self, place: &Path) -> bool {
        self.held.contains_key(place)
    }

    pub(super) fn has_held(&self) -> bool {
        !self.held.is_empty()
    }

    /// When the next of the held places is due.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.held.values().map(|held| held.until).min()
    }

    /// Takes the places that are due. A folder waits for the files in it.
    pub(super) fn take_due(&mut self, now: Instant) -> BTreeSet<PathBuf> {
        let due = self.held.extract_if(.., |_, held| held.until <= now);
        self.ready.extend(due.map(|(place, _)| place));
        let held = &self.held;
        // Of the held places from this one on, the first is in it if any is.
        self.ready
            .extract_if(.., |place| {
                !held.range(place.clone()..).next().is_some_and(|(held, _)| held.starts_with(place))
            })
            .collect()
    }
}
