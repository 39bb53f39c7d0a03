//! Which places are to be looked at, and which had better wait for a moment.
//!
//! A file that somebody writes is held back until the writer closes it, and something that has gone
//! until it can be told from something that is being replaced. Must not know: the disk, nor what an
//! event is called.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// So long nothing may be written to an open file until it is looked at all the same: some writers never
/// close.
pub(super) const QUIET: Duration = Duration::from_millis(100);

/// So long something must be gone. Some write by moving the old file away and making a new one.
pub(super) const GONE: Duration = Duration::from_millis(50);

/// Longer nothing is held back, whatever goes on.
const LONGEST: Duration = Duration::from_millis(500);

/// Places with news.
#[derive(Default)]
pub(super) struct Pending {
    ready: BTreeSet<PathBuf>,
    held: BTreeMap<PathBuf, Held>,
}

struct Held {
    since: Instant,
    until: Instant,
}

impl Pending {
    /// This place is as its writer wants it.
    pub(super) fn ready(&mut self, place: PathBuf) {
        self.held.remove(&place);
        self.ready.insert(place);
    }

    /// Something of this place has changed that does not show whether it is being written.
    pub(super) fn touched(&mut self, place: PathBuf) {
        if !self.held.contains_key(&place) {
            self.ready.insert(place);
        }
    }

    /// Something is going on at this place.
    pub(super) fn hold(&mut self, place: PathBuf, now: Instant, calm: Duration) {
        self.ready.remove(&place);
        let held = self.held.entry(place).or_insert(Held { since: now, until: now });
        held.until = (now + calm).min(held.since + LONGEST);
    }

    /// Whether a place is held back.
    pub(super) fn is_held(&self, place: &Path) -> bool {
        self.held.contains_key(place)
    }

    pub(super) fn is_calm(&self) -> bool {
        self.held.is_empty()
    }

    /// When the next of those held back is due.
    pub(super) fn next(&self) -> Option<Instant> {
        self.held.values().map(|held| held.until).min()
    }

    /// Takes what is due. A folder waits for the files in it.
    pub(super) fn due(&mut self, now: Instant) -> BTreeSet<PathBuf> {
        let due = self.held.extract_if(.., |_, held| held.until <= now);
        self.ready.extend(due.map(|(place, _)| place));
        let held = &self.held;
        let is_free = |place: &PathBuf| {
            !held.range(place.clone()..).next().is_some_and(|(held, _)| held.starts_with(place))
        };
        self.ready.extract_if(.., is_free).collect()
    }
}
