//! From a folder to a snapshot: what there is, and what is in it.
//!
//! Looking comes before reading, so that a site which nobody touched since its last build is known by
//! its files' times and sizes alone. Must not know: what the files mean beyond which are text.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::base::{Digest, SitePath};
use crate::source::{Broken, File, LARGEST, Snapshot, is_text};

/// The folders of a site.
const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// A site's folder could not be looked at.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ScanError {
    #[error("there is no folder `{0}`: name the site's folder with `--root`")]
    NoRoot(PathBuf),
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
}

/// What there is in a site's folder, unread.
pub(crate) struct Survey {
    found: BTreeMap<SitePath, Found>,
    /// The time of the latest change of any file, in nanoseconds since 1970.
    latest: i128,
    begun: i128,
}

enum Found {
    File { path: PathBuf, stat: Stat },
    Broken(Broken),
}

/// What tells that a file may have changed: size, times of content and of the file itself, and number.
type Stat = (u64, i64, i64, i64, i64, u64);

/// Looks at a site's folder.
pub(crate) fn survey(root: &Path) -> Result<Survey, ScanError> {
    match fs::metadata(root) {
        Ok(meta) if meta.is_dir() => {}
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(ScanError::Unreadable(root.to_owned(), error));
        }
        _ => return Err(ScanError::NoRoot(root.to_owned())),
    }
    let mut survey = Survey { found: BTreeMap::new(), latest: 0, begun: now() };
    survey.settings(root);
    for folder in FOLDERS {
        survey.folder(root, folder);
    }
    Ok(survey)
}

#[expect(clippy::disallowed_methods, reason = "compared with files' times, and in no output")]
fn now() -> i128 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| i128::try_from(since.as_nanos()).unwrap_or(i128::MAX))
}

impl Survey {
    fn settings(&mut self, root: &Path) {
        let (path, on_disk) = (SitePath::new("site.toml"), root.join("site.toml"));
        match fs::metadata(&on_disk) {
            Ok(meta) if meta.is_file() => self.file(path, on_disk, &meta),
            Ok(meta) => self.no_file(path, &meta),
            Err(error) => self.absent(path, &on_disk, &error),
        }
    }

    fn folder(&mut self, root: &Path, folder: &'static str) {
        let top = root.join(folder);
        match fs::metadata(&top) {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => {
                let what = "not a folder, as it must be".to_owned();
                return self.broken(SitePath::new(folder), Broken::NotAFile(what));
            }
            Err(error) => return self.absent(SitePath::new(folder), &top, &error),
        }
        // The folder itself may be a link to where the writers keep it; what lies in it stays in it.
        let bounds = [&top, root].map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
        let walk = WalkDir::new(&top).follow_links(true).into_iter();
        let mut walk = walk.filter_entry(|entry| entry.depth() == 0 || !is_ignored(entry, folder));
        while let Some(entry) = walk.next() {
            match entry.map(|entry| (unfit(&entry, &bounds), entry)) {
                Ok((None, entry)) => self.entry((&top, folder), &entry),
                Ok((Some(broken), entry)) => {
                    // What lies behind it may be a whole disk.
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                    let path = site_path(&top, folder, entry.path());
                    self.broken(path.unwrap_or_else(|| SitePath::new(folder)), broken);
                }
                Err(error) => self.lost((&top, folder), &error),
            }
        }
    }

    fn entry(&mut self, (top, folder): (&Path, &str), entry: &DirEntry) {
        let Some(path) = site_path(top, folder, entry.path()) else {
            return;
        };
        match entry.metadata() {
            Ok(meta) if meta.is_file() => self.file(path, entry.path().to_owned(), &meta),
            Ok(meta) if meta.is_dir() => self.directory(path, folder),
            Ok(meta) => self.no_file(path, &meta),
            Err(error) => self.lost((top, folder), &error),
        }
    }

    /// A folder is nothing to say of, unless it has the name of a page.
    fn directory(&mut self, path: SitePath, folder: &str) {
        if folder == "content" && matches!(path.extension(), Some("md" | "toml")) {
            self.broken(path, Broken::NotAFile("a folder".to_owned()));
        }
    }

    fn no_file(&mut self, path: SitePath, meta: &fs::Metadata) {
        let what = if meta.is_dir() { "a folder" } else { "a socket, a pipe or a device" };
        self.broken(path, Broken::NotAFile(what.to_owned()));
    }

    /// What is simply not there is nothing to say of here; a link to nothing is.
    fn absent(&mut self, path: SitePath, on_disk: &Path, error: &io::Error) {
        match error.kind() {
            io::ErrorKind::NotFound if fs::symlink_metadata(on_disk).is_err() => {}
            io::ErrorKind::NotFound => self.broken(path, Broken::Unreadable(DEAD_LINK.to_owned())),
            _ => self.broken(path, Broken::Unreadable(reason(error))),
        }
    }

    fn file(&mut self, path: SitePath, on_disk: PathBuf, meta: &fs::Metadata) {
        let time = |seconds: i64, nanos: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        self.latest =
            self.latest.max(time(meta.ctime(), meta.ctime_nsec())).max(time(meta.mtime(), meta.mtime_nsec()));
        if is_text(&path) && meta.len() > LARGEST {
            return self.broken(path, Broken::TooLarge { bytes: meta.len() });
        }
        let stat = (meta.len(), meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec(), meta.ino());
        // Of two names that only a broken spelling told apart, the broken one is told of.
        self.found.entry(path).or_insert(Found::File { path: on_disk, stat });
    }

    fn broken(&mut self, path: SitePath, broken: Broken) {
        self.found.insert(path, Found::Broken(broken));
    }

    /// Something that could not be looked at: a loop of links, a dead link, a folder that is closed to us.
    fn lost(&mut self, (top, folder): (&Path, &str), error: &walkdir::Error) {
        let path = error.path().and_then(|path| site_path(top, folder, path));
        let path = path.unwrap_or_else(|| SitePath::new(folder));
        let broken = match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => Broken::LinkLoop,
            (None, Some(error)) if error.kind() == io::ErrorKind::NotFound => {
                Broken::Unreadable(DEAD_LINK.to_owned())
            }
            (None, error) => Broken::Unreadable(error.map_or_else(String::new, reason)),
        };
        self.broken(path, broken);
    }

    /// What tells this state of the site from another, without a look into the files. None when a file
    /// changed so shortly before that a further change could go unnoticed: a file system's clock is
    /// no finer than its tick.
    pub(crate) fn stamp(&self) -> Option<Digest> {
        const TICK: i128 = 50_000_000;
        let files: Option<Vec<_>> = self
            .found
            .iter()
            .map(|(path, found)| match found {
                Found::File { stat, .. } => Some((path.as_str(), stat)),
                Found::Broken(_) => None,
            })
            .collect();
        let settled = self.latest + TICK < self.begun;
        settled.then_some(files).flatten().map(|files| Digest::of_value(&files))
    }

    /// `site.toml`, read ahead of all else: it says which day it is.
    pub(crate) fn settings_text(&self) -> String {
        let path = self.on_disk(&SitePath::new("site.toml"));
        path.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default()
    }

    /// Reads what there is.
    pub(crate) fn read(&self) -> Snapshot {
        let found: Vec<_> = self.found.iter().collect();
        let files: Vec<_> =
            found.par_iter().map(|(path, found)| ((*path).clone(), read(path, found))).collect();
        Snapshot::new(files.into_iter().collect())
    }

    /// Where a file of the site lies on disk.
    pub(crate) fn on_disk(&self, path: &SitePath) -> Option<&Path> {
        match self.found.get(path)? {
            Found::File { path, .. } => Some(path),
            Found::Broken(_) => None,
        }
    }
}

const DEAD_LINK: &str = "the symbolic link leads to nothing";

/// Why something is not looked at, nor what lies in it. The first bound is the folder that is walked.
fn unfit(entry: &DirEntry, bounds: &[PathBuf; 2]) -> Option<Broken> {
    if entry.file_name().to_str().is_none() && entry.depth() > 0 {
        return Some(Broken::Unreadable("its name is not UTF-8".to_owned()));
    }
    if !entry.path_is_symlink() || entry.depth() == 0 {
        return None;
    }
    match fs::canonicalize(entry.path()) {
        Ok(target) if bounds[0].starts_with(&target) => Some(Broken::LinkLoop),
        Ok(target) if bounds.iter().any(|bound| target.starts_with(bound)) => None,
        _ => Some(Broken::LinkOut),
    }
}

/// The path of something below a folder, as the site calls it; none for the folder itself.
fn site_path(top: &Path, folder: &str, path: &Path) -> Option<SitePath> {
    let below = path.strip_prefix(top).ok()?;
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    (!names.is_empty()).then(|| SitePath::new(&format!("{folder}/{}", names.join("/"))))
}

/// Whether a file is an editor's or a system's own.
fn is_ignored(entry: &DirEntry, folder: &str) -> bool {
    let name = entry.file_name().to_string_lossy();
    let ours = folder == "static" && (name.starts_with(".well-known") || name.starts_with(".ht"));
    let hidden = name.starts_with('.') && !ours;
    hidden || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

fn read(path: &SitePath, found: &Found) -> File {
    let on_disk = match found {
        Found::Broken(broken) => return File::Broken(broken.clone()),
        Found::File { path, .. } => path,
    };
    match fs::read(on_disk) {
        Ok(bytes) => File::new(path, &bytes),
        Err(error) => File::Broken(Broken::Unreadable(reason(&error))),
    }
}

/// An error of the system in its own words, without the number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    words.to_lowercase()
}
