//! The watched folders, and what a name in one of them is called in the site.
//!
//! A folder that links lead to is watched once and has several names. What a link leads through is
//! watched too, so that the link's place is named when its target changes. Must not know: what has
//! happened to a name.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use notify::{EventHandler, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::super::scan::{FOLDERS, SourceFolder, is_ignored};
use super::Trouble;
use crate::source::ROOT;

/// Links upon links that are followed; the system follows no more either.
const HOPS: usize = 40;

/// A watched folder by its path without links, under which the system names what happens in it.
type Folder = PathBuf;

pub(super) struct Watches {
    root: PathBuf,
    system: RecommendedWatcher,
    top: Folder,
    /// What each watched folder is called in the site.
    names: BTreeMap<Folder, BTreeSet<PathBuf>>,
    folders: BTreeMap<PathBuf, Folder>,
    /// The links that lead through a name in a folder.
    ways: BTreeMap<Folder, BTreeMap<OsString, BTreeSet<PathBuf>>>,
}

impl Watches {
    /// A watch on the site's root alone.
    pub(super) fn new(root: &Path, news: impl EventHandler) -> Result<Self, Trouble> {
        let mut system = notify::recommended_watcher(news).map_err(|_| Trouble::Instances)?;
        let top = fs::canonicalize(root).map_err(|_| Trouble::Gone)?;
        system.watch(&top, RecursiveMode::NonRecursive).map_err(|error| trouble(&error))?;
        let names = BTreeMap::from([(top.clone(), BTreeSet::from([PathBuf::new()]))]);
        let root = root.to_owned();
        Ok(Self { root, system, top, names, folders: BTreeMap::new(), ways: BTreeMap::new() })
    }

    pub(super) fn is_root(&self, path: &Path) -> bool {
        path == self.top
    }

    pub(super) fn on_disk(&self, place: &Path) -> PathBuf {
        self.root.join(place)
    }

    /// The places of the site that a path stands for.
    pub(super) fn places(&self, path: &Path) -> Vec<PathBuf> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return vec![] };
        let names = self.names.get(folder).into_iter().flatten();
        let own = names.map(|folder| folder.join(name)).filter(|place| is_of_site(place));
        let led = self.ways.get(folder).and_then(|ways| ways.get(name)).into_iter().flatten();
        own.chain(led.cloned()).collect()
    }

    /// Watches the site as it is now.
    pub(super) fn renew_all(&mut self) -> Result<(), Trouble> {
        FOLDERS.into_iter().chain(ROOT).try_for_each(|place| self.renew(Path::new(place)))
    }

    /// Watches what stands at a place now, and below it. Each folder is watched before it is read, so
    /// that nothing can come to it unseen.
    pub(super) fn renew(&mut self, place: &Path) -> Result<(), Trouble> {
        self.forget(place);
        // What has another name is not looked at.
        let Some(name) = place.to_str() else {
            return Ok(());
        };
        let root = self.root.clone();
        let mut links = Vec::new();
        let mut done = Ok(());
        match SourceFolder::containing(&root, name) {
            Some(tree) => tree.walk(name, |path, met| {
                if met.as_ref().is_ok_and(|entry| entry.file_type().is_dir()) && done.is_ok() {
                    done = self.watch(path);
                }
                if met.map_or(true, walkdir::DirEntry::path_is_symlink) {
                    links.push(path.to_owned());
                }
            }),
            None => links.push(root.join(name)),
        }
        done.and_then(|()| links.iter().try_for_each(|link| self.watch_way(link)))
    }

    /// Watches nothing any more that stood at a place or below it.
    fn forget(&mut self, place: &Path) {
        let below =
            self.folders.range(place.to_owned()..).take_while(|(folder, _)| folder.starts_with(place));
        let gone: Vec<_> = below.map(|(folder, _)| folder.clone()).collect();
        for folder in gone {
            let Some(watch) = self.folders.remove(&folder) else { continue };
            let Some(names) = self.names.get_mut(&watch) else { continue };
            names.remove(&folder);
            if names.is_empty() {
                self.names.remove(&watch);
                if !self.ways.contains_key(&watch) {
                    // It may have ended with its folder.
                    let _ = self.system.unwatch(&watch);
                }
            }
        }
    }

    fn watch(&mut self, path: &Path) -> Result<(), Trouble> {
        if let Some(watch) = self.add(path)?
            && let Ok(name) = path.strip_prefix(&self.root)
        {
            self.names.entry(watch.clone()).or_default().insert(name.to_owned());
            self.folders.insert(name.to_owned(), watch);
        }
        Ok(())
    }

    /// Watches all that a link leads through.
    fn watch_way(&mut self, link: &Path) -> Result<(), Trouble> {
        let Ok(place) = link.strip_prefix(&self.root).map(Path::to_owned) else {
            return Ok(());
        };
        for hop in hops(link) {
            for step in hop.ancestors() {
                let (Some(folder), Some(name)) = (step.parent(), step.file_name()) else { continue };
                if let Some(watch) = self.add(folder)? {
                    let ways = self.ways.entry(watch).or_default();
                    ways.entry(name.to_owned()).or_default().insert(place.clone());
                }
            }
        }
        Ok(())
    }

    /// A folder that is not there or closed to us has no watch; the one above it tells when that changes.
    fn add(&mut self, folder: &Path) -> Result<Option<Folder>, Trouble> {
        let Ok(folder) = fs::canonicalize(folder) else { return Ok(None) };
        match self.system.watch(&folder, RecursiveMode::NonRecursive).map_err(|error| trouble(&error)) {
            Ok(()) => Ok(Some(folder)),
            Err(Trouble::Watches) => Err(Trouble::Watches),
            Err(_) => Ok(None),
        }
    }
}

fn trouble(error: &notify::Error) -> Trouble {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => Trouble::Watches,
        notify::ErrorKind::Io(error) if error.kind() == io::ErrorKind::StorageFull => Trouble::Watches,
        notify::ErrorKind::PathNotFound => Trouble::Gone,
        _ => Trouble::System(error.to_string()),
    }
}

/// Whether a scan would look at a place.
fn is_of_site(place: &Path) -> bool {
    let mut names = place.iter().map(OsStr::to_string_lossy);
    match names.next() {
        Some(first) if FOLDERS.contains(&&*first) => !names.any(|name| is_ignored(&first, &name)),
        Some(first) => ROOT.contains(&&*first) && names.next().is_none(),
        None => false,
    }
}

/// All paths that a link leads to: what it says, and what is meant by that where there are links on the
/// way.
fn hops(link: &Path) -> BTreeSet<PathBuf> {
    let mut hops = BTreeSet::new();
    let mut news: Vec<PathBuf> = next(link, Path::new("")).into_iter().collect();
    while let Some(hop) = news.pop() {
        if hops.len() < HOPS && hops.insert(hop.clone()) {
            let rest = |step| hop.strip_prefix(step).unwrap_or(Path::new(""));
            news.extend(hop.ancestors().filter_map(|step| next(step, rest(step))));
        }
    }
    hops
}

/// What a path means of which a link is the first part.
fn next(link: &Path, rest: &Path) -> Option<PathBuf> {
    let target = fs::read_link(link).ok()?;
    Some(link.parent()?.join(target).join(rest).components().collect())
}
