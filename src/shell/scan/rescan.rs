//! A listing that is kept up to date: only files that differ are read again.
//!
//! After every rescan the snapshot is the one that a new scan would read. A hint that a place has changed is trusted only
//! if the folders above it are as they were: where one of them is new, closed, a link or no folder at all, that folder is
//! listed instead. Must not know: where hints come from, or what is done with a snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::file_stat::{FileStat, unix_nanos};
use super::{Entry, FOLDERS, ScanError, SiteFiles, all_places, is_ignored};
use crate::base::SitePath;
use crate::base::printable::is_unprintable;
use crate::shell::folders_above;
use crate::source::{Broken, File, Snapshot, root_files};

/// How long a rescan waits for programs that are writing a file.
const PATIENCE: Duration = Duration::from_millis(100);

/// The pause between two looks at a file that is being written.
const PAUSE: Duration = Duration::from_millis(5);

/// The part of a site that may have changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ScanScope {
    /// These places, relative to the site's root: each a file, or a folder with all that is in it.
    Places(BTreeSet<PathBuf>),
    Everything,
}

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
            let count = unread.len();
            let read = self.listing.read(unread);
            let are_gone = read.len() < count;
            self.store(read, &entries, read_at);
            if are_gone {
                let contents = &self.contents;
                Arc::make_mut(&mut self.listing.entries).retain(|path, _| contents.contains_key(path));
            }
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
        change.new.values().all(|entry| match entry {
            Entry::File(stat, on_disk) => {
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
                (Entry::File(before, _), Some(Entry::File(now, _)))
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
        let is_named = |on_disk: &Path| match scope {
            ScanScope::Places(paths) => {
                on_disk.strip_prefix(&self.listing.root).is_ok_and(|path| paths.contains(path))
            }
            ScanScope::Everything => false,
        };
        let now = unix_nanos();
        change.new.iter().any(|(path, entry)| {
            let Entry::File(stat, on_disk) = entry else { return false };
            let before = match self.listing.entries.get(path) {
                Some(Entry::File(before, _)) => Some(before),
                _ => None,
            };
            let is_emptied = stat.is_empty() && before.is_some_and(|before| !before.is_empty());
            let is_changed = before != Some(stat);
            is_emptied || stat.may_be_in_writing(now) && is_changed && !is_named(on_disk)
        })
    }

    fn apply(&mut self, change: ListingChange, read: Vec<(SitePath, File)>, read_at: i128) -> bool {
        let ListingChange { mut new, mut gone } = change;
        // What is gone by now was not there.
        let is_read = |path: &SitePath| read.binary_search_by_key(&path, |(path, _)| path).is_ok();
        gone.extend(new.extract_if(.., |path, _| !is_read(path)).map(|(path, _)| path));
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
            let is_settled = matches!(&entries[&path], Entry::File(stat, _) if stat.is_settled(read_at));
            if is_settled && !matches!(file, File::Broken(Broken::Unreadable(_) | Broken::ReadFailed(_))) {
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

impl SiteFiles {
    /// The places to list, none within another.
    pub(super) fn places_in(&self, scope: &ScanScope) -> BTreeSet<String> {
        let ScanScope::Places(paths) = scope else {
            return all_places();
        };
        let hints = paths.iter().filter_map(|path| place_of_site(path));
        let places: BTreeSet<String> = hints.map(|place| self.trusted_place(place)).collect();
        let mut outermost = places.clone();
        outermost.retain(|place| !folders_above(place).any(|above| places.contains(above)));
        outermost
    }

    /// The place, or the uppermost folder on the way to it that is not as it was.
    fn trusted_place(&self, place: String) -> String {
        let changed = folders_above(&place).find(|folder| !self.is_known_folder(folder)).map(str::to_owned);
        changed.unwrap_or(place)
    }

    /// Returns whether a folder that was listed is one still.
    fn is_known_folder(&self, folder: &str) -> bool {
        let on_disk = self.root.join(folder);
        let was_listed = !self.entries.contains_key(&SitePath::new(folder))
            && entries_in(&self.entries, folder).next().is_some();
        // One of the site's own folders may be a link.
        let is_walked = match (folder.split_once('/'), folder.rsplit_once('/')) {
            (Some((top, _)), Some((_, name))) => !is_ignored(top, name) && !on_disk.is_symlink(),
            _ => true,
        };
        was_listed && is_walked && fs::read_dir(&on_disk).is_ok()
    }
}

/// A path as a place of the site; `None` if it is outside. A name that is not UTF-8 or not printable looks the same as
/// others like it, so its folder is meant.
fn place_of_site(path: &Path) -> Option<String> {
    let mut names = Vec::new();
    for component in path.components() {
        let Component::Normal(name) = component else {
            return None;
        };
        match name.to_str() {
            Some(name) if !name.contains(|c| c == char::REPLACEMENT_CHARACTER || is_unprintable(c)) => {
                names.push(name);
            }
            _ => break,
        }
    }
    match names.first() {
        Some(first) if root_files().any(|file| file == *first) => Some((*first).to_owned()),
        Some(first) if FOLDERS.contains(first) => Some(names.join("/")),
        _ => None,
    }
}

fn entries_in<'a>(
    entries: &'a BTreeMap<SitePath, Entry>,
    folder: &str,
) -> impl Iterator<Item = (&'a SitePath, &'a Entry)> + use<'a> {
    let folder = SitePath::new(&format!("{folder}/"));
    entries
        .range((Bound::Excluded(folder.clone()), Bound::Unbounded))
        .take_while(move |(path, _)| path.as_str().starts_with(folder.as_str()))
}

/// The entries at a place and in it.
fn entries_at<'a>(
    entries: &'a BTreeMap<SitePath, Entry>,
    place: &str,
) -> impl Iterator<Item = (&'a SitePath, &'a Entry)> + use<'a> {
    entries.get_key_value(&SitePath::new(place)).into_iter().chain(entries_in(entries, place))
}
