//! Where to list again after a hint that some place has changed.
//!
//! A hint is trusted only if the folders above it are as they were: where one of them is new, closed, a link or no
//! folder at all, that folder is listed instead. Must not know: where hints come from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};

use super::{Entry, FOLDERS, SiteFiles, all_places, is_ignored};
use crate::base::SitePath;
use crate::source::ROOT;

/// The part of a site that may have changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ScanScope {
    /// These places, relative to the site's root: each a file, or a folder with all that is in it.
    Places(BTreeSet<PathBuf>),
    Everything,
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
        let mut folders: Vec<&str> = folders_above(&place).collect();
        folders.reverse();
        let changed = folders.into_iter().find(|folder| !self.is_known_folder(folder)).map(str::to_owned);
        changed.unwrap_or(place)
    }

    /// Returns whether a folder that was listed is one still.
    fn is_known_folder(&self, folder: &str) -> bool {
        let on_disk = self.root.join(folder);
        let was_listed = !self.entries.contains_key(&SitePath::new(folder))
            && entries_in(&self.entries, folder).next().is_some();
        was_listed
            && (FOLDERS.contains(&folder) || !is_link_or_ignored(&on_disk, folder))
            && fs::read_dir(&on_disk).is_ok()
    }
}

fn is_link_or_ignored(on_disk: &Path, folder: &str) -> bool {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let top = folder.split('/').next().unwrap_or(folder);
    is_ignored(top, name) || fs::symlink_metadata(on_disk).is_ok_and(|meta| meta.is_symlink())
}

/// A path as a place of the site; `None` if it is outside. A name that is not UTF-8 cannot be told from others like
/// it, so its folder is meant.
fn place_of_site(path: &Path) -> Option<String> {
    let mut names = Vec::new();
    for component in path.components() {
        let Component::Normal(name) = component else {
            return None;
        };
        match name.to_str() {
            Some(name) if !name.contains(char::REPLACEMENT_CHARACTER) => names.push(name),
            _ => break,
        }
    }
    match names.first() {
        Some(first) if ROOT.contains(first) => Some((*first).to_owned()),
        Some(first) if FOLDERS.contains(first) => Some(names.join("/")),
        _ => None,
    }
}

/// The folders above a place, the nearest first.
fn folders_above(place: &str) -> impl Iterator<Item = &str> {
    place.rmatch_indices('/').map(|(slash, _)| &place[..slash])
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
pub(super) fn entries_at<'a>(
    entries: &'a BTreeMap<SitePath, Entry>,
    place: &str,
) -> impl Iterator<Item = (&'a SitePath, &'a Entry)> + use<'a> {
    entries.get_key_value(&SitePath::new(place)).into_iter().chain(entries_in(entries, place))
}
