//! A listing that is kept up to date: only files that differ are read again.
//!
//! After every rescan the snapshot is the one that a new scan would read. Must not know: who asks for a rescan, or
//! what is done with a snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::file_stat::{FileStat, unix_nanos};
use super::scope::entries_at;
use super::{Entry, ScanError, ScanScope, SiteFiles};
use crate::base::SitePath;
use crate::source::{Broken, File, Snapshot};

/// How long a rescan waits for programs that are writing a file.
const PATIENCE: Duration = Duration::from_millis(100);

/// The pause between two looks at a file that is being written.
const PAUSE: Duration = Duration::from_millis(5);

/// The files of a site: listed, read when a snapshot is first asked for, and rescanned.
pub(crate) struct Scan {
    listing: SiteFiles,
    /// The contents of the listed files, as far as they have been read.
    contents: BTreeMap<SitePath, File>,
    /// Files that can change without a sign: read so shortly after a change that another one could have the same
    /// time, or not readable at all. They are read again at each rescan.
    racy: BTreeSet<SitePath>,
    /// [`PATIENCE`], but for tests.
    pub(super) patience: Duration,
}

/// How a listing differs from the one before.
struct ListingChange {
    new: BTreeMap<SitePath, Entry>,
    gone: Vec<SitePath>,
}

impl Scan {
    /// Lists a site, and reads none of its files.
    pub(crate) fn new(root: &Path) -> Result<Self, ScanError> {
        let listing = SiteFiles::list(root)?;
        Ok(Self { listing, contents: BTreeMap::new(), racy: BTreeSet::new(), patience: PATIENCE })
    }

    pub(crate) fn files(&self) -> &SiteFiles {
        &self.listing
    }

    /// The site's files with their contents; those are read that have not been.
    pub(crate) fn snapshot(&mut self) -> Snapshot {
        if self.contents.len() < self.listing.entries.len() {
            let entries = self.listing.entries.clone();
            let unread: Vec<_> =
                entries.iter().filter(|(path, _)| !self.contents.contains_key(*path)).collect();
            let read_at = unix_nanos();
            let read = self.listing.read(unread);
            self.store(read, &entries, read_at);
        }
        Snapshot::new(self.contents.clone())
    }

    /// Lists a part of the site again, reads what differs, and returns whether any content does.
    pub(crate) fn rescan(&mut self, scope: &ScanScope) -> Result<bool, ScanError> {
        let begun = Instant::now();
        loop {
            let change = self.list_change(scope)?;
            let is_last = begun.elapsed() >= self.patience;
            if is_last || !self.may_be_in_writing(scope, &change) {
                let read_at = unix_nanos();
                let read = self.listing.read(&change.new);
                if is_last || self.is_unchanged_since_listing(&change) {
                    return Ok(self.apply(change, read, read_at));
                }
            }
            sleep(PAUSE);
        }
    }

    /// Returns whether no file has changed while it was read.
    fn is_unchanged_since_listing(&self, change: &ListingChange) -> bool {
        change.new.iter().all(|(path, entry)| match entry {
            Entry::File(stat) => {
                let on_disk = self.listing.root.join(path.as_str());
                fs::metadata(on_disk).is_ok_and(|meta| FileStat::new(&meta) == *stat)
            }
            Entry::Broken(_) => true,
        })
    }

    fn list_change(&mut self, scope: &ScanScope) -> Result<ListingChange, ScanError> {
        if *scope == ScanScope::Everything {
            self.listing.listed_at = unix_nanos();
        }
        let places = self.listing.places_in(scope);
        let mut new = self.listing.list_places(&places)?;
        let mut gone = Vec::new();
        for (path, before) in places.iter().flat_map(|place| entries_at(&self.listing.entries, place)) {
            match (before, new.get(path)) {
                (_, None) => gone.push(path.clone()),
                (Entry::File(before), Some(Entry::File(now)))
                    if before == now && self.contents.contains_key(path) && !self.racy.contains(path) =>
                {
                    new.remove(path);
                }
                _ => {}
            }
        }
        Ok(ListingChange { new, gone })
    }

    /// Returns whether a program may not have finished writing one of the files. A place in the scope was named because
    /// its writer had finished, but some programs empty a file first and then write it.
    fn may_be_in_writing(&self, scope: &ScanScope, change: &ListingChange) -> bool {
        let is_named = |path: &SitePath| match scope {
            ScanScope::Places(paths) => paths.contains(Path::new(path.as_str())),
            ScanScope::Everything => false,
        };
        let now = unix_nanos();
        change.new.iter().any(|(path, entry)| {
            let Entry::File(stat) = entry else { return false };
            let before = match self.listing.entries.get(path) {
                Some(Entry::File(before)) => Some(before),
                _ => None,
            };
            let is_emptied = stat.is_empty() && before.is_some_and(|before| !before.is_empty());
            let is_changed = before != Some(stat);
            is_emptied || stat.may_be_in_writing(now) && is_changed && !is_named(path)
        })
    }

    fn apply(&mut self, change: ListingChange, read: Vec<(SitePath, File)>, read_at: i128) -> bool {
        let ListingChange { new, gone } = change;
        if new.is_empty() && gone.is_empty() {
            return false;
        }
        let mut differs = false;
        for path in &gone {
            differs |= self.contents.remove(path).is_some();
            self.racy.remove(path);
        }
        differs |= self.store(read, &new, read_at);
        let entries = Arc::make_mut(&mut self.listing.entries);
        for path in &gone {
            entries.remove(path);
        }
        entries.extend(new);
        differs
    }

    /// Stores what was read at a time, and returns whether any of it differs from what was stored.
    fn store(
        &mut self,
        read: Vec<(SitePath, File)>,
        entries: &BTreeMap<SitePath, Entry>,
        read_at: i128,
    ) -> bool {
        let mut differs = false;
        for (path, file) in read {
            let is_settled = matches!(&entries[&path], Entry::File(stat) if stat.is_settled(read_at));
            if is_settled && !matches!(file, File::Broken(Broken::Unreadable(_))) {
                self.racy.remove(&path);
            } else {
                self.racy.insert(path.clone());
            }
            if self.contents.get(&path) != Some(&file) {
                differs = true;
                self.contents.insert(path, file);
            }
        }
        differs
    }
}
