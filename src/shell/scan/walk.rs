//! The way through one of a site's folders, or through a part of it, and what is passed by.
//!
//! A part is walked by the same rules as the whole, whatever lies above it. Must not know: what becomes
//! of what is met.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::FOLDERS;
use crate::source::Broken;

const DEAD_LINK: &str = "the symbolic link leads to nothing";

/// One of the folders of a site.
pub(in crate::shell) struct Tree<'a> {
    root: &'a Path,
    folder: &'static str,
    top: PathBuf,
}

/// Where links may lead: into the folder, whose own place may be a link to where the writers keep it,
/// and into the site.
type Bounds = [PathBuf; 2];

impl<'a> Tree<'a> {
    /// The folder that a place of the site belongs to.
    pub(in crate::shell) fn at(root: &'a Path, place: &str) -> Option<Self> {
        let first = place.split('/').next();
        let folder = FOLDERS.into_iter().find(|folder| Some(*folder) == first)?;
        Some(Self { root, folder, top: root.join(folder) })
    }

    /// Walks what lies at a place, and below it. Handed over is what is fit to be looked at, or why
    /// something is not.
    pub(in crate::shell) fn walk(&self, place: &str, mut meet: impl FnMut(&Path, Result<&DirEntry, Broken>)) {
        if place == self.folder
            && let Err(no_folder) = self.is_folder()
        {
            return no_folder.into_iter().for_each(|broken| meet(&self.top, Err(broken)));
        }
        let start = self.root.join(place);
        let bounds = self.bounds();
        let walk = WalkDir::new(&start).follow_links(true).into_iter();
        let mut walk = walk.filter_entry(|entry| !self.is_ignored(entry.path()));
        while let Some(entry) = walk.next() {
            match entry.map(|entry| (self.unfit(&entry, &bounds), entry)) {
                Ok((None, entry)) => meet(entry.path(), Ok(&entry)),
                Ok((Some(broken), entry)) => {
                    meet(entry.path(), Err(broken));
                    // What lies behind it may be a whole disk.
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(&start);
                    let broken = lost(path, &error).filter(|_| !self.is_ignored(path));
                    broken.into_iter().for_each(|broken| meet(path, Err(broken)));
                }
            }
        }
    }

    fn is_folder(&self) -> Result<(), Option<Broken>> {
        match fs::metadata(&self.top) {
            Ok(meta) if meta.is_dir() => Ok(()),
            Ok(_) => Err(Some(Broken::NotAFile("not a folder, as it must be".to_owned()))),
            Err(error) => Err(absent(&self.top, &error)),
        }
    }

    fn bounds(&self) -> Bounds {
        [&self.top, self.root].map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// Whether a link in the folder may lead there; `target` has no links on its way.
    pub(super) fn may_lead_to(&self, target: &Path) -> bool {
        is_within(target, &self.bounds())
    }

    /// Whether a file is an editor's or a system's own, by its name.
    fn is_ignored(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path != self.top && is_ignored(self.folder, &name)
    }

    /// Why something is not looked at, nor what lies in it.
    fn unfit(&self, entry: &DirEntry, bounds: &Bounds) -> Option<Broken> {
        let path = entry.path();
        if path == self.top {
            return None;
        }
        if entry.file_name().to_str().is_none() {
            return Some(Broken::Unreadable("its name is not UTF-8".to_owned()));
        }
        if !entry.path_is_symlink() {
            return None;
        }
        match fs::canonicalize(path) {
            Ok(target) if bounds[0].starts_with(&target) => Some(Broken::LinkLoop),
            Ok(target) if self.is_above(&target, path) => Some(Broken::LinkLoop),
            Ok(target) if is_within(&target, bounds) => None,
            _ => Some(Broken::LinkOut),
        }
    }

    /// Whether a link's target is a folder that the way to the link goes through. walkdir knows only the
    /// part of the way that it went itself.
    fn is_above(&self, target: &Path, link: &Path) -> bool {
        let way = link.ancestors().skip(1).take_while(|path| *path != self.top);
        way.into_iter().any(|path| fs::canonicalize(path).is_ok_and(|path| path == target))
    }
}

fn is_within(target: &Path, bounds: &Bounds) -> bool {
    bounds.iter().any(|bound| target.starts_with(bound))
}

/// Whether a name in one of the site's folders is an editor's or a system's own.
pub(in crate::shell) fn is_ignored(folder: &str, name: &str) -> bool {
    let ours = folder == "static" && (name.starts_with(".well-known") || name.starts_with(".ht"));
    let hidden = name.starts_with('.') && !ours;
    hidden || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// Something that could not be looked at: a loop of links, a dead link, a folder that is closed to us.
pub(super) fn lost(path: &Path, error: &walkdir::Error) -> Option<Broken> {
    match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => Some(Broken::LinkLoop),
        (None, Some(error)) => absent(path, error),
        (None, None) => Some(Broken::Unreadable(String::new())),
    }
}

/// What is simply not there is nothing to say of here; a link to nothing is.
pub(super) fn absent(path: &Path, error: &io::Error) -> Option<Broken> {
    match error.kind() {
        io::ErrorKind::NotFound if fs::symlink_metadata(path).is_err() => None,
        io::ErrorKind::NotFound => Some(Broken::Unreadable(DEAD_LINK.to_owned())),
        _ => Some(Broken::Unreadable(reason(error))),
    }
}

pub(super) fn no_file(meta: &fs::Metadata) -> Broken {
    let what = if meta.is_dir() { "a folder" } else { "a socket, a pipe or a device" };
    Broken::NotAFile(what.to_owned())
}

/// An error of the system in its own words, without the number.
pub(in crate::shell) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    words.to_lowercase()
}
