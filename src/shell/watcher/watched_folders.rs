//! The watched folders, and the places of the site that a path in one of them belongs to.
//!
//! A folder that several links point to is watched once and has several places. The folders on the path of a link are
//! watched too, so that the link's place is known when its target changes. Must not know: the events.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use notify::{EventHandler, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::super::scan::{FOLDERS, SourceFolder, is_ignored};
use super::WatchError;
use crate::source::root_files;

/// How many links in a row are followed; the system follows no more either.
const MAX_HOPS: usize = 40;

/// A path without links: the system reports events with such paths.
type Folder = PathBuf;

pub(super) struct WatchedFolders {
    root: PathBuf,
    system: RecommendedWatcher,
    top: Folder,
    /// The places in the site that each watched folder is at.
    names: BTreeMap<Folder, BTreeSet<PathBuf>>,
    /// The same the other way round.
    folders: BTreeMap<PathBuf, Folder>,
    /// The places of the links whose path goes through a name in a folder.
    link_paths: BTreeMap<Folder, BTreeMap<OsString, BTreeSet<PathBuf>>>,
}

impl WatchedFolders {
    /// Watches the site's root, and nothing in it yet.
    pub(super) fn new(root: &Path, handler: impl EventHandler) -> Result<Self, WatchError> {
        let mut system = notify::recommended_watcher(handler).map_err(|_| WatchError::InstanceLimit)?;
        let top = fs::canonicalize(root).map_err(|_| WatchError::Gone)?;
        system.watch(&top, RecursiveMode::NonRecursive).map_err(|error| watch_error(&error))?;
        let names = BTreeMap::from([(top.clone(), BTreeSet::from([PathBuf::new()]))]);
        let root = root.to_owned();
        Ok(Self { root, system, top, names, folders: BTreeMap::new(), link_paths: BTreeMap::new() })
    }

    pub(super) fn is_root(&self, path: &Path) -> bool {
        path == self.top
    }

    pub(super) fn on_disk(&self, place: &Path) -> PathBuf {
        self.root.join(place)
    }

    /// The places of the site that a path is at.
    pub(super) fn places_at(&self, path: &Path) -> Vec<PathBuf> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return vec![] };
        let names = self.names.get(folder).into_iter().flatten();
        let own = names.map(|folder| folder.join(name)).filter(|place| is_of_site(place));
        let linked =
            self.link_paths.get(folder).and_then(|link_paths| link_paths.get(name)).into_iter().flatten();
        own.chain(linked.cloned()).collect()
    }

    /// Watches the site's present folders.
    pub(super) fn rewatch_all(&mut self) -> Result<(), WatchError> {
        for place in FOLDERS.into_iter().chain(root_files()) {
            self.rewatch(Path::new(place))?;
        }
        Ok(())
    }

    /// Watches what is at a place now, and in it. Each folder is watched before it is listed, so that no change in it
    /// goes unseen.
    pub(super) fn rewatch(&mut self, place: &Path) -> Result<(), WatchError> {
        self.unwatch_place(place);
        // A scan ignores names that are not UTF-8.
        let Some(name) = place.to_str() else {
            return Ok(());
        };
        let root = self.root.clone();
        let mut links = Vec::new();
        let mut result = Ok(());
        match SourceFolder::containing(&root, name) {
            Some(folder) => folder.walk(name, |path, met| {
                if met.as_ref().is_ok_and(|entry| entry.file_type().is_dir()) && result.is_ok() {
                    result = self.watch(path);
                }
                if met.map_or(true, walkdir::DirEntry::path_is_symlink) {
                    links.push(path.to_owned());
                }
            }),
            None => links.push(root.join(name)),
        }
        result?;
        for link in links {
            self.watch_link_path(&link)?;
        }
        Ok(())
    }

    /// Stops watching what was at a place or in it.
    fn unwatch_place(&mut self, place: &Path) {
        let below =
            self.folders.range(place.to_owned()..).take_while(|(folder, _)| folder.starts_with(place));
        let gone: Vec<_> = below.map(|(folder, _)| folder.clone()).collect();
        for folder in gone {
            let Some(watch) = self.folders.remove(&folder) else { continue };
            let Some(names) = self.names.get_mut(&watch) else { continue };
            names.remove(&folder);
            if names.is_empty() {
                self.names.remove(&watch);
                if !self.link_paths.contains_key(&watch) {
                    // This fails if the folder is gone, and its watch with it.
                    let _ = self.system.unwatch(&watch);
                }
            }
        }
    }

    fn watch(&mut self, path: &Path) -> Result<(), WatchError> {
        if let Some(watch) = self.add_watch(path)?
            && let Ok(name) = path.strip_prefix(&self.root)
        {
            self.names.entry(watch.clone()).or_default().insert(name.to_owned());
            self.folders.insert(name.to_owned(), watch);
        }
        Ok(())
    }

    /// Watches the folders on the path of a link.
    fn watch_link_path(&mut self, link: &Path) -> Result<(), WatchError> {
        let Ok(place) = link.strip_prefix(&self.root).map(Path::to_owned) else {
            return Ok(());
        };
        for hop in link_hops(link) {
            for step in hop.ancestors() {
                let (Some(folder), Some(name)) = (step.parent(), step.file_name()) else { continue };
                if let Some(watch) = self.add_watch(folder)? {
                    let link_paths = self.link_paths.entry(watch).or_default();
                    link_paths.entry(name.to_owned()).or_default().insert(place.clone());
                }
            }
        }
        Ok(())
    }

    /// Watches a folder; `None` if it is missing or may not be read. The folder above reports when that changes.
    fn add_watch(&mut self, folder: &Path) -> Result<Option<Folder>, WatchError> {
        let Ok(folder) = fs::canonicalize(folder) else { return Ok(None) };
        match self.system.watch(&folder, RecursiveMode::NonRecursive).map_err(|error| watch_error(&error)) {
            Ok(()) => Ok(Some(folder)),
            Err(WatchError::WatchLimit) => Err(WatchError::WatchLimit),
            Err(_) => Ok(None),
        }
    }
}

fn watch_error(error: &notify::Error) -> WatchError {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => WatchError::WatchLimit,
        notify::ErrorKind::Io(error) if error.kind() == io::ErrorKind::StorageFull => WatchError::WatchLimit,
        notify::ErrorKind::PathNotFound => WatchError::Gone,
        _ => WatchError::System(error.to_string()),
    }
}

/// Returns whether a scan lists a place.
fn is_of_site(place: &Path) -> bool {
    let mut names = place.iter().map(OsStr::to_string_lossy);
    match names.next() {
        Some(first) if FOLDERS.contains(&&*first) => !names.any(|name| is_ignored(&first, &name)),
        Some(first) => root_files().any(|file| file == first) && names.next().is_none(),
        None => false,
    }
}

/// All paths on the way from a link to its target, with each link on the way replaced by its own target.
fn link_hops(link: &Path) -> BTreeSet<PathBuf> {
    let mut hops = BTreeSet::new();
    let mut new: Vec<PathBuf> = follow_link(link, Path::new("")).into_iter().collect();
    while let Some(hop) = new.pop() {
        if hops.len() < MAX_HOPS && hops.insert(hop.clone()) {
            for step in hop.ancestors() {
                let rest = hop.strip_prefix(step).unwrap_or(Path::new(""));
                new.extend(follow_link(step, rest));
            }
        }
    }
    hops
}

/// The path that `link/rest` means; `None` if `link` is no link.
fn follow_link(link: &Path, rest: &Path) -> Option<PathBuf> {
    let target = fs::read_link(link).ok()?;
    Some(link.parent()?.join(target).join(rest).components().collect())
}
