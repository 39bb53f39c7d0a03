//! Walks one of a site's folders, or a part of it, and leaves out what is ignored.
//!
//! A part is walked by the same rules as the whole folder, and one rule, [`may_lead_to`], says which symbolic links are
//! followed: for files, folders, the site's own folders and the files in its root. Must not know: what the caller does with the entries.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::FOLDERS;
use crate::base::printable::is_unprintable;
use crate::shell::is_absent;
use crate::source::Broken;

/// Why a file is not read in whose name there is a control character.
pub(in crate::shell) const UNPRINTABLE_NAME: &str = "its name has an invisible control character";

const DEAD_LINK: &str = "the symbolic link points to nothing";

/// One of the folders in a site's root.
pub(in crate::shell) struct SourceFolder<'a> {
    root: &'a Path,
    name: &'static str,
    on_disk: PathBuf,
}

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
                Ok(meta) if meta.is_dir() && may_lead_to(self.root, &self.on_disk) => None,
                Ok(meta) if meta.is_dir() => Some(Broken::LinkOut),
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
        let walk = WalkDir::new(&start).follow_links(true).into_iter();
        let mut walk = walk.filter_entry(|entry| !self.is_ignored(entry.path()));
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) => match self.rejection(&entry) {
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

    /// Returns whether a file is an editor's or a system's own, by its name.
    fn is_ignored(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path != self.on_disk && is_ignored(self.name, &name)
    }

    /// Why an entry is not listed, nor anything in it.
    fn rejection(&self, entry: &DirEntry) -> Option<Broken> {
        let path = entry.path();
        if path == self.on_disk {
            return None;
        }
        match entry.file_name().to_str() {
            None => return Some(Broken::Unreadable("its name is not UTF-8".to_owned())),
            // It would be in addresses, where nobody sees it, and in every message about the file.
            Some(name) if name.contains(is_unprintable) => {
                return Some(Broken::Unreadable(UNPRINTABLE_NAME.to_owned()));
            }
            Some(_) => {}
        }
        if !entry.path_is_symlink() {
            return None;
        }
        let own = || fs::canonicalize(&self.on_disk).unwrap_or_else(|_| self.on_disk.clone());
        match fs::canonicalize(path) {
            Ok(target) if own().starts_with(&target) => Some(Broken::LinkLoop),
            Ok(target) if self.is_above(&target, path) => Some(Broken::LinkLoop),
            Ok(_) if may_lead_to(self.root, path) => None,
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

/// Returns whether a path of the site, with all links on its way followed, ends in the site and in nothing hidden there:
/// who sends in a change must not get at what a build machine has besides the site, nor at `.env` or `.git`.
pub(super) fn may_lead_to(root: &Path, path: &Path) -> bool {
    let [Ok(root), Ok(target)] = [root, path].map(fs::canonicalize) else { return false };
    let Ok(place) = target.strip_prefix(root) else { return false };
    let names: Vec<_> = place.iter().map(|name| name.to_string_lossy()).collect();
    let folder = names.first().map_or("", |first| &**first);
    names.iter().all(|name| !is_hidden(folder, name))
}

/// Files and folders of systems and programs, in lower case. Vim makes and removes `4913` to see whether it may write.
const LITTER: [&str; 8] =
    ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "$recycle.bin", "node_modules", "4913"];

/// The endings of backups, of what a merge left, and of files that are still being written or loaded, in lower case.
const TEMPORARY: [&str; 8] = ["~", ".tmp", ".bak", ".orig", ".rej", ".swp", ".part", ".crdownload"];

/// Returns whether a name in one of the site's folders is an editor's or a system's own. Windows and macOS do not tell
/// capitals from small letters.
pub(in crate::shell) fn is_ignored(folder: &str, name: &str) -> bool {
    let lower = name.to_lowercase();
    is_hidden(folder, name)
        || (name.starts_with('#') && name.ends_with('#'))
        // Office's, with the name of the user who has the document open.
        || name.starts_with("~$")
        || LITTER.contains(&&*lower)
        || TEMPORARY.iter().any(|ending| lower.ends_with(ending))
        || is_conflicted_copy(&lower)
        || is_random_name(name)
}

fn is_hidden(folder: &str, name: &str) -> bool {
    let is_published = folder == "static" && (name.starts_with(".well-known") || name.starts_with(".ht"));
    name.starts_with('.') && !is_published
}

/// Returns whether a service that synchronizes folders made a file, since two people had changed it: `a (Anna's
/// conflicted copy 2026-11-30).md` or `a.sync-conflict-20261130-101500-ABCDEFG.md`.
fn is_conflicted_copy(lower: &str) -> bool {
    let in_brackets = lower.rsplit_once(" (").and_then(|(_, rest)| rest.split_once(')'));
    in_brackets.is_some_and(|(inside, _)| inside.contains("conflicted copy"))
        || lower.contains(".sync-conflict-")
}

/// Returns whether a program made a name up for a file that is renamed once it is whole: `sedAb3dEf`, or
/// `a.md.1a2b3c`. Letters alone may be a word.
fn is_random_name(name: &str) -> bool {
    let is_random = |text: &str, is_mark: fn(char) -> bool| {
        text.len() >= 6 && text.chars().all(|letter| letter.is_ascii_alphanumeric()) && text.contains(is_mark)
    };
    let of_sed = name.strip_prefix("sed").filter(|rest| rest.len() == 6);
    let of_page = name.split_once(".md.").or_else(|| name.split_once(".toml."));
    of_sed.is_some_and(|rest| is_random(rest, |letter| !letter.is_ascii_lowercase()))
        || of_page.is_some_and(|(_, rest)| is_random(rest, |letter| letter.is_ascii_digit()))
}

/// An entry that could not be listed: a loop of links, a dead link, a folder that may not be read.
pub(super) fn broken_entry(path: &Path, error: &walkdir::Error) -> Option<Broken> {
    match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => Some(Broken::LinkLoop),
        (None, Some(error)) => broken_unless_missing(path, error),
        (None, None) => Some(Broken::ReadFailed(String::new())),
    }
}

/// Why a file cannot be read; `None` if there is none. A link to nothing is there, and broken.
pub(super) fn broken_unless_missing(path: &Path, error: &io::Error) -> Option<Broken> {
    match error.kind() {
        io::ErrorKind::NotFound if is_absent(path) => None,
        io::ErrorKind::NotFound => Some(Broken::Unreadable(DEAD_LINK.to_owned())),
        // Such as a link to itself.
        _ if path.is_symlink() => Some(Broken::Unreadable(io_reason(error))),
        _ => Some(Broken::ReadFailed(io_reason(error))),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OWN: [&str; 14] = [
        "Thumbs.db",
        "ehthumbs.db",
        "Desktop.ini",
        "Icon\r",
        "__MACOSX",
        "node_modules",
        "4913",
        "~$report.docx",
        "report (Bo's conflicted copy 2026-11-30).md",
        "report.sync-conflict-20261130-101500-ABCDEFG.md",
        "sedk3Xw9a",
        "report.md.0f3a9c",
        ".goutputstream-XYZ123",
        "#report.md#",
    ];

    const OF_AUTHORS: [&str; 12] = [
        "sediment1.md",
        "sedentary",
        "sedation",
        "thumbs.md",
        "report.md",
        "49130",
        "tmp.md",
        "part.svg",
        "conflicted-copy.md",
        "report.md.gz",
        "report.toml.example",
        "icon",
    ];

    proptest! {
        #[test]
        fn litter_is_ignored_in_any_letters(name in prop::sample::select(&OWN[..7]), capitals in any::<bool>()) {
            let name = if capitals { name.to_uppercase() } else { name.to_lowercase() };
            for folder in FOLDERS {
                prop_assert!(is_ignored(folder, &name));
            }
        }

        #[test]
        fn what_is_temporary_is_ignored_whatever_it_is_called(
            name in "[a-zA-Z0-9 ]{1,9}([.](md|svg))?",
            ending in prop::sample::select(&TEMPORARY[..]),
        ) {
            for folder in FOLDERS {
                let name = format!("{name}{ending}");
                prop_assert!(is_ignored(folder, &name) && is_ignored(folder, &name.to_uppercase()));
            }
        }
    }

    #[test]
    fn a_name_that_an_author_may_give_is_not_ignored() {
        assert_eq!(OWN.map(|name| is_ignored("content", name)), [true; 14]);
        assert_eq!(OF_AUTHORS.map(|name| is_ignored("content", name)), [false; 12]);
    }
}
