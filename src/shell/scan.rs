//! From a folder to a snapshot: what there is, and what is in it.
//!
//! Looking comes before reading, so that a site which nobody touched since its last build is known by
//! its files' times and sizes alone. [`survey`] looks once, for a build; a [`Scan`] looks again and again.
//! Must not know: what the files mean beyond which are text; who says that a file has changed.

mod again;
mod kept;
mod stat;
#[cfg(test)]
pub(super) mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::{Digest, SitePath};
use crate::source::{Broken, File, LARGEST, ROOT, SETTINGS, Snapshot, is_data, is_text};

pub(crate) use kept::Scan;
pub(super) use walk::{Tree, is_ignored};

use stat::{Stat, now};
pub(super) use walk::reason;
use walk::{absent, no_file};

/// The folders in a site's root.
pub(crate) const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// A site's folder could not be looked at.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ScanError {
    #[error("there is no folder `{0}`: name the site's folder with `--root`")]
    NoRoot(PathBuf),
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
}

/// Where something may have changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// At these places, relative to the site's root: at a file, or at a folder with all that lies in it.
    At(BTreeSet<PathBuf>),
    Everywhere,
}

/// What there is in a site's folder, unread. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Survey {
    root: Arc<Path>,
    found: Arc<BTreeMap<SitePath, Found>>,
    /// When the look began, in nanoseconds since 1970.
    begun: i128,
}

#[derive(Clone)]
enum Found {
    File(Stat),
    Broken(Broken),
}

/// Looks at a site's folder.
pub(crate) fn survey(root: &Path) -> Result<Survey, ScanError> {
    let mut survey = Survey { root: root.into(), found: Arc::default(), begun: now() };
    survey.found = Arc::new(survey.look(&everywhere())?);
    Ok(survey)
}

/// The places that together are the whole site.
fn everywhere() -> BTreeSet<String> {
    FOLDERS.iter().chain(&ROOT).map(|&place| place.to_owned()).collect()
}

/// That there is a site's folder at all.
fn check(root: &Path) -> Result<(), ScanError> {
    match fs::metadata(root) {
        Ok(meta) if meta.is_dir() => Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(ScanError::Unreadable(root.to_owned(), error))
        }
        _ => Err(ScanError::NoRoot(root.to_owned())),
    }
}

impl Survey {
    /// What there is at some places now.
    fn look(&self, places: &BTreeSet<String>) -> Result<BTreeMap<SitePath, Found>, ScanError> {
        check(&self.root)?;
        let mut found = BTreeMap::new();
        for place in places {
            match Tree::at(&self.root, place) {
                Some(tree) => tree.walk(place, |path, met| {
                    if let Some((path, new)) = self.met(path, met) {
                        insert(&mut found, path, new);
                    }
                }),
                None => found.extend(self.of_root(place)),
            }
        }
        Ok(found)
    }

    /// A file that lies in the root itself.
    fn of_root(&self, name: &str) -> Option<(SitePath, Found)> {
        let (path, on_disk) = (SitePath::new(name), self.root.join(name));
        let found = match fs::metadata(&on_disk) {
            Ok(meta) if meta.is_file() => file(&path, &meta),
            Ok(meta) => Found::Broken(no_file(&meta)),
            Err(error) => Found::Broken(absent(&on_disk, &error)?),
        };
        Some((path, found))
    }

    /// What the walk met. A folder is nothing to say of, unless it has the name of a page.
    fn met(&self, path: &Path, met: Result<&walkdir::DirEntry, Broken>) -> Option<(SitePath, Found)> {
        let site_path = site_path(&self.root, path)?;
        let found = match met.map(walkdir::DirEntry::metadata) {
            Ok(Ok(meta)) if meta.is_file() => file(&site_path, &meta),
            Ok(Ok(meta)) if meta.is_dir() && !is_page(&site_path) => return None,
            Ok(Ok(meta)) => Found::Broken(no_file(&meta)),
            Ok(Err(error)) => Found::Broken(walk::lost(path, &error)?),
            Err(broken) => Found::Broken(broken),
        };
        Some((site_path, found))
    }

    /// What tells this state of the site from another, without a look into the files. None when a file
    /// changed so shortly before that a further change could go unnoticed.
    pub(crate) fn stamp(&self) -> Option<Digest> {
        let files: Option<Vec<_>> = self
            .found
            .iter()
            .map(|(path, found)| match found {
                Found::File(stat) if stat.is_settled(self.begun) => Some((path.as_str(), stat)),
                Found::File(_) | Found::Broken(_) => None,
            })
            .collect();
        files.map(|files| Digest::of_value(&files))
    }

    /// `site.toml`, read ahead of all else: it says which day it is.
    pub(crate) fn settings_text(&self) -> String {
        let path = self.on_disk(&SitePath::new(SETTINGS));
        path.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default()
    }

    /// Reads what there is.
    pub(crate) fn read(&self) -> Snapshot {
        let files = self.read_these(self.found.iter().collect());
        Snapshot::new(files.into_iter().collect())
    }

    fn read_these(&self, found: Vec<(&SitePath, &Found)>) -> Vec<(SitePath, File)> {
        found.into_par_iter().map(|(path, found)| (path.clone(), read(&self.root, path, found))).collect()
    }

    /// Where a file in one of the site's folders lies on disk, unless a link has come to lead it out of the
    /// site since it was looked at.
    pub(crate) fn on_disk_still(&self, path: &SitePath) -> Option<PathBuf> {
        let on_disk = self.on_disk(path)?;
        let target = fs::canonicalize(&on_disk).ok()?;
        Tree::at(&self.root, path.as_str())?.may_lead_to(&target).then_some(on_disk)
    }

    /// The bytes of a file of the site, or why they cannot be had.
    pub(crate) fn bytes(&self, path: &SitePath) -> Result<Vec<u8>, String> {
        let on_disk = self.on_disk_still(path).ok_or("it is gone")?;
        fs::read(on_disk).map_err(|error| reason(&error))
    }

    /// Whether anything stands at a place of the site's folder, be it a file of the site or not.
    pub(crate) fn exists(&self, place: &str) -> bool {
        fs::symlink_metadata(self.root.join(place)).is_ok()
    }

    /// Where a file of the site lies on disk.
    pub(crate) fn on_disk(&self, path: &SitePath) -> Option<PathBuf> {
        match self.found.get(path)? {
            Found::File(_) => Some(self.root.join(path.as_str())),
            Found::Broken(_) => None,
        }
    }
}

/// Of two names that only a broken spelling told apart, the broken one is told of.
fn insert(all: &mut BTreeMap<SitePath, Found>, path: SitePath, found: Found) {
    match found {
        Found::File(_) => drop(all.entry(path).or_insert(found)),
        Found::Broken(_) => drop(all.insert(path, found)),
    }
}

fn file(path: &SitePath, meta: &fs::Metadata) -> Found {
    if is_text(path) && !is_data(path) && meta.len() > LARGEST {
        return Found::Broken(Broken::TooLarge { bytes: meta.len() });
    }
    Found::File(Stat::of(meta))
}

/// Whether something below `content` has a name that only a page or its data can have.
fn is_page(path: &SitePath) -> bool {
    path.as_str().starts_with("content/") && matches!(path.extension(), Some("md" | "toml"))
}

/// The path of something on disk, as the site calls it.
fn site_path(root: &Path, path: &Path) -> Option<SitePath> {
    let names: Vec<_> = path.strip_prefix(root).ok()?.iter().map(|name| name.to_string_lossy()).collect();
    (!names.is_empty()).then(|| SitePath::new(&names.join("/")))
}

fn read(root: &Path, path: &SitePath, found: &Found) -> File {
    if let Found::Broken(broken) = found {
        return File::Broken(broken.clone());
    }
    match fs::read(root.join(path.as_str())) {
        Ok(bytes) => File::new(path, &bytes),
        Err(error) => File::Broken(Broken::Unreadable(reason(&error))),
    }
}
