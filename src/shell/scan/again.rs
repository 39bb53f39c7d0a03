//! Where to look again when somebody says that a place has changed.
//!
//! A hint is believed only as far as the way to it is what it was: where a folder above is new, closed,
//! a link or no folder at all, that folder is looked at instead. Must not know: who gives the hints.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Bound;
use std::path::{Component, Path};

use super::{FOLDERS, Found, Look, Survey, everywhere, walk};
use crate::base::SitePath;
use crate::source::ROOT;

impl Survey {
    /// The places to look at, none within another.
    pub(super) fn places(&self, look: &Look) -> BTreeSet<String> {
        let Look::At(paths) = look else {
            return everywhere();
        };
        let places: BTreeSet<String> =
            paths.iter().filter_map(|path| place(path)).map(|place| self.made_sure(place)).collect();
        let within = |place: &String| above(place).any(|above| places.contains(above));
        places.iter().filter(|place| !within(place)).cloned().collect()
    }

    /// The place, or the uppermost folder on the way to it that is not what it was.
    fn made_sure(&self, place: String) -> String {
        let mut way: Vec<&str> = above(&place).collect();
        way.reverse();
        let other = way.into_iter().find(|folder| !self.is_as_it_was(folder)).map(str::to_owned);
        other.unwrap_or(place)
    }

    fn is_as_it_was(&self, folder: &str) -> bool {
        let on_disk = self.root.join(folder);
        let is_top = FOLDERS.contains(&folder);
        let is_link = || fs::symlink_metadata(&on_disk).is_ok_and(|meta| meta.is_symlink());
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let is_ignored = || walk::is_ignored(folder.split('/').next().unwrap_or(folder), name);
        !self.found.contains_key(&SitePath::new(folder))
            && below(&self.found, folder).next().is_some()
            && (is_top || !is_link() && !is_ignored())
            && fs::read_dir(&on_disk).is_ok()
    }
}

/// A path as a place of the site; none when it is of no concern. A name that is not UTF-8 is not told
/// from others like it, so its folder is meant.
fn place(path: &Path) -> Option<String> {
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
fn above(place: &str) -> impl Iterator<Item = &str> {
    place.rmatch_indices('/').map(|(slash, _)| &place[..slash])
}

fn below<'a>(
    all: &'a BTreeMap<SitePath, Found>,
    folder: &str,
) -> impl Iterator<Item = (&'a SitePath, &'a Found)> + use<'a> {
    let folder = SitePath::new(&format!("{folder}/"));
    all.range((Bound::Excluded(folder.clone()), Bound::Unbounded))
        .take_while(move |(path, _)| path.as_str().starts_with(folder.as_str()))
}

/// What was found at a place and below it.
pub(super) fn at<'a>(
    all: &'a BTreeMap<SitePath, Found>,
    place: &str,
) -> impl Iterator<Item = (&'a SitePath, &'a Found)> + use<'a> {
    all.get_key_value(&SitePath::new(place)).into_iter().chain(below(all, place))
}
