//! Walks one of a site's folders, or a part of it, and leaves out what is ignored.
//!
//! A part is walked by the same rules as the whole folder. Must not know: what the caller does with the entries.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::FOLDERS;
use crate::source::Broken;

const DEAD_LINK: &str = "the symbolic link points to nothing";

/// One of the folders in a site's root.
pub(in crate::shell) struct SourceFolder<'a> {
    root: &'a Path,
    name: &'static str,
    on_disk: PathBuf,
}

/// The folders that links may point into: this one, which may itself be a link to where the writers keep it, and the
/// site. Both paths are free of links.
type LinkBounds = [PathBuf; 2];

impl<'a> SourceFolder<'a> {
    /// The folder that a place of the site is in; `None` for a file in the root.
    pub(in crate::shell) fn containing(root: &'a Path, place: &str) -> Option<Self> {
        let first = place.split('/').next();
        let name = FOLDERS.into_iter().find(|name| Some(*name) == first)?;
        Some(Self { root, name, on_disk: root.join(name) })
    }

    /// Calls `visit` with each entry at a place and in it, or with the reason why it cannot be listed.
    pub(in crate::shell) fn walk(
        &self,
        place: &str,
        mut visit: impl FnMut(&Path, Result<&DirEntry, Broken>),
    ) {
        if place == self.name {
            let broken = match fs::metadata(&self.on_disk) {
                Ok(meta) if meta.is_dir() => None,
                Ok(_) => Some(Broken::NotAFolder),
                Err(error) => match broken_unless_missing(&self.on_disk, &error) {
                    Some(broken) => Some(broken),
                    None => return,
                },
            };
            if let Some(broken) = broken {
                return visit(&self.on_disk, Err(broken));
            }
        }
        let start = self.root.join(place);
        let bounds = self.link_bounds();
        let walk = WalkDir::new(&start).follow_links(true).into_iter();
        let mut walk = walk.filter_entry(|entry| !self.is_ignored(entry.path()));
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) => match self.rejection(&entry, &bounds) {
                    None => visit(entry.path(), Ok(&entry)),
                    Some(broken) => {
                        visit(entry.path(), Err(broken));
                        // A whole disk may be behind it.
                        if entry.file_type().is_dir() {
                            walk.skip_current_dir();
                        }
                    }
                },
                Err(error) => {
                    let path = error.path().unwrap_or(&start);
                    if let Some(broken) = broken_entry(path, &error)
                        && !self.is_ignored(path)
                    {
                        visit(path, Err(broken));
                    }
                }
            }
        }
    }

    fn link_bounds(&self) -> LinkBounds {
        [&self.on_disk, self.root].map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// Returns whether a link in the folder may point to `target`, a path without links.
    pub(super) fn may_link_to(&self, target: &Path) -> bool {
        is_within(target, &self.link_bounds())
    }

    /// Returns whether a file is an editor's or a system's own, by its name.
    fn is_ignored(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path != self.on_disk && is_ignored(self.name, &name)
    }

    /// Why an entry is not listed, nor anything in it.
    fn rejection(&self, entry: &DirEntry, bounds: &LinkBounds) -> Option<Broken> {
        let path = entry.path();
        if path == self.on_disk {
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

    /// Returns whether a link's target is one of the folders that the link is in. walkdir checks this only for the
    /// folders that it has walked itself, and a walk may start below them.
    fn is_above(&self, target: &Path, link: &Path) -> bool {
        let above = link.ancestors().skip(1).take_while(|path| *path != self.on_disk);
        above.into_iter().any(|path| fs::canonicalize(path).is_ok_and(|path| path == target))
    }
}

fn is_within(target: &Path, bounds: &LinkBounds) -> bool {
    bounds.iter().any(|bound| target.starts_with(bound))
}

/// Returns whether a name in one of the site's folders is an editor's or a system's own.
pub(in crate::shell) fn is_ignored(folder: &str, name: &str) -> bool {
    let is_published = folder == "static" && (name.starts_with(".well-known") || name.starts_with(".ht"));
    let is_hidden = name.starts_with('.') && !is_published;
    is_hidden || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// An entry that could not be listed: a loop of links, a dead link, a folder that may not be read.
pub(super) fn broken_entry(path: &Path, error: &walkdir::Error) -> Option<Broken> {
    match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => Some(Broken::LinkLoop),
        (None, Some(error)) => broken_unless_missing(path, error),
        (None, None) => Some(Broken::Unreadable(String::new())),
    }
}

/// Why a file cannot be read; `None` if there is none. A link to nothing is there, and broken.
pub(super) fn broken_unless_missing(path: &Path, error: &io::Error) -> Option<Broken> {
    match error.kind() {
        io::ErrorKind::NotFound if fs::symlink_metadata(path).is_err() => None,
        io::ErrorKind::NotFound => Some(Broken::Unreadable(DEAD_LINK.to_owned())),
        _ => Some(Broken::Unreadable(io_reason(error))),
    }
}

/// Why something that is not a file cannot be read as one.
pub(in crate::shell) fn not_a_file(meta: &fs::Metadata) -> Broken {
    if meta.is_dir() { Broken::IsFolder } else { Broken::IsSpecialFile }
}

/// The system's message for an error, without its number.
pub(in crate::shell) fn io_reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    words.to_lowercase()
}
