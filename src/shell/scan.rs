//! Lists and reads a site's folder.
//!
//! Files are listed before they are read: a site that has not changed since its last build is recognised by the sizes
//! and times of its files alone. [`SiteFiles`] is one listing; a [`Scan`] lists and reads again and again.
//! Must not know: what the files mean, beyond which of them are text; who noticed that a file changed.

mod file_stat;
mod rescan;
#[cfg(test)]
pub(super) mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::printable::escape_controls;
use crate::base::{Digest, SitePath};
use crate::shell::printable_path;
use crate::source::{Broken, File, LARGEST, LOCALES, SETTINGS, is_data, is_text, root_files};

pub(crate) use rescan::{Scan, ScanScope};
pub(super) use walk::{SourceFolder, UNPRINTABLE_NAME, io_reason, is_ignored, not_a_file};

use file_stat::{FileStat, unix_nanos};
use walk::{broken_entry, broken_unless_missing, may_lead_to};

/// The folders in a site's root.
pub(crate) const FOLDERS: [&str; 4] = ["content", LOCALES, "templates", "static"];

/// A site's folder could not be listed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ScanError {
    #[error("there is no folder `{}`: give the site's folder with `--root`", printable_path(.0))]
    NoRoot(PathBuf),
    #[error("`{}` cannot be read: {}", printable_path(.0), .1)]
    Unreadable(PathBuf, io::Error),
}

/// The files of a site, listed and not yet read. Cheap to clone.
#[derive(Clone)]
pub(crate) struct SiteFiles {
    root: Arc<Path>,
    entries: Arc<BTreeMap<SitePath, Entry>>,
    /// When the listing began, in nanoseconds since 1970.
    listed_at: i128,
}

#[derive(Clone)]
enum Entry {
    /// With its path on disk, which may be in another normal form.
    File(FileStat, Arc<Path>),
    Broken(Broken),
}

impl SiteFiles {
    pub(crate) fn list(root: &Path) -> Result<Self, ScanError> {
        let mut files = Self { root: root.into(), entries: Arc::default(), listed_at: unix_nanos() };
        files.entries = Arc::new(files.list_places(&all_places())?);
        Ok(files)
    }

    /// Lists what is at some places now, each relative to the root: a file, or a folder with all that is in it.
    fn list_places(&self, places: &BTreeSet<String>) -> Result<BTreeMap<SitePath, Entry>, ScanError> {
        check_root(&self.root)?;
        let mut entries = BTreeMap::new();
        for place in places {
            match SourceFolder::containing(&self.root, place) {
                Some(folder) => folder.walk(place, |path, met| {
                    let Some((path, entry)) = self.walked_entry(path, met) else { return };
                    // Two names become one path where one of them is not UTF-8, or where they differ in their normal
                    // form: that is reported.
                    let entry = match (entries.get(&path), entry) {
                        (Some(Entry::File(..)), Entry::File(..)) => Entry::Broken(Broken::TwoForms),
                        (Some(Entry::Broken(_)), Entry::File(..)) => return,
                        (_, entry) => entry,
                    };
                    entries.insert(path, entry);
                }),
                None => entries.extend(self.root_entry(place)),
            }
        }
        Ok(entries)
    }

    /// A file in the root itself.
    fn root_entry(&self, name: &str) -> Option<(SitePath, Entry)> {
        let path = SitePath::new(name);
        let on_disk = self.root.join(name);
        let entry = match fs::metadata(&on_disk) {
            Ok(_) if !may_lead_to(&self.root, &on_disk) => Entry::Broken(Broken::LinkOut),
            Ok(meta) if meta.is_file() => file_entry(&path, &on_disk, &meta),
            Ok(meta) => Entry::Broken(not_a_file(&meta)),
            Err(error) => Entry::Broken(broken_unless_missing(&on_disk, &error)?),
        };
        Some((path, entry))
    }

    /// Something that a walk came to. A folder is no entry, unless it has the name of a page.
    fn walked_entry(
        &self,
        path: &Path,
        met: Result<&walkdir::DirEntry, Broken>,
    ) -> Option<(SitePath, Entry)> {
        let site_path = site_path(&self.root, path)?;
        let entry = match met.map(walkdir::DirEntry::metadata) {
            Ok(Ok(meta)) if meta.is_file() => file_entry(&site_path, path, &meta),
            Ok(Ok(meta)) if meta.is_dir() && !has_page_name(&site_path) => return None,
            Ok(Ok(meta)) => Entry::Broken(not_a_file(&meta)),
            Ok(Err(error)) => Entry::Broken(broken_entry(path, &error)?),
            Err(broken) => Entry::Broken(broken),
        };
        Some((site_path, entry))
    }

    /// A digest that differs between any two states of the site, made without reading a file. `None` if a file
    /// changed so shortly before the listing that another change could go unnoticed, and if one is broken.
    pub(crate) fn stamp(&self) -> Option<Digest> {
        let mut stats = Vec::with_capacity(self.entries.len());
        for (path, entry) in self.entries.iter() {
            match entry {
                Entry::File(stat, _) if stat.is_settled(self.listed_at) => stats.push((path.as_str(), stat)),
                Entry::File(..) | Entry::Broken(_) => return None,
            }
        }
        Some(Digest::of_value(&stats))
    }

    /// The text of `site.toml`, which names the time zone and so the day; empty if there is none.
    pub(crate) fn settings_text(&self) -> String {
        let path = self.on_disk(&SitePath::new(SETTINGS));
        path.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default()
    }

    /// Reads some files. Those that are gone by now are left out: they were not there.
    fn read<'a>(
        &self,
        entries: impl IntoParallelIterator<Item = (&'a SitePath, &'a Entry)>,
    ) -> Vec<(SitePath, File)> {
        let read = |(path, entry): (&SitePath, &Entry)| {
            let file = match entry {
                Entry::Broken(broken) => File::Broken(broken.clone()),
                Entry::File(_, on_disk) => match fs::read(on_disk) {
                    Ok(bytes) => File::new(path, &bytes),
                    Err(error) => File::Broken(broken_unless_missing(on_disk, &error)?),
                },
            };
            Some((path.clone(), file))
        };
        entries.into_par_iter().filter_map(read).collect()
    }

    /// The path of a file on disk; `None` if a link on its way has come to point out of the site since the listing.
    pub(crate) fn on_disk_still(&self, path: &SitePath) -> Option<PathBuf> {
        self.on_disk(path).filter(|on_disk| may_lead_to(&self.root, on_disk))
    }

    /// The bytes of a file of the site, or the reason why it cannot be read.
    pub(crate) fn bytes(&self, path: &SitePath) -> Result<Vec<u8>, String> {
        let on_disk = self.on_disk_still(path).ok_or("it is gone")?;
        fs::read(on_disk).map_err(|error| io_reason(&error))
    }

    /// Returns whether anything is at a place of the site's folder, be it a file of the site or not.
    pub(crate) fn exists(&self, place: &str) -> bool {
        fs::symlink_metadata(self.root.join(place)).is_ok()
    }

    /// The path of a file on disk.
    pub(crate) fn on_disk(&self, path: &SitePath) -> Option<PathBuf> {
        match self.entries.get(path)? {
            Entry::File(_, on_disk) => Some(on_disk.to_path_buf()),
            Entry::Broken(_) => None,
        }
    }
}

/// The places that together are the whole site.
fn all_places() -> BTreeSet<String> {
    FOLDERS.into_iter().chain(root_files()).map(str::to_owned).collect()
}

fn check_root(root: &Path) -> Result<(), ScanError> {
    match fs::metadata(root) {
        Ok(meta) if meta.is_dir() => Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(ScanError::Unreadable(root.to_owned(), error))
        }
        _ => Err(ScanError::NoRoot(root.to_owned())),
    }
}

fn file_entry(path: &SitePath, on_disk: &Path, meta: &fs::Metadata) -> Entry {
    if is_text(path) && !is_data(path) && meta.len() > LARGEST {
        return Entry::Broken(Broken::TooLarge { bytes: meta.len() });
    }
    Entry::File(FileStat::new(meta), on_disk.into())
}

/// Returns whether something in `content` has a name that only a page or its data can have.
fn has_page_name(path: &SitePath) -> bool {
    path.as_str().starts_with("content/") && matches!(path.extension(), Some("md" | "toml"))
}

/// A path on disk, relative to the site's root and with `/` between names. Where a name is not printable, and so
/// reported, it is escaped.
fn site_path(root: &Path, path: &Path) -> Option<SitePath> {
    let names: Vec<_> = path.strip_prefix(root).ok()?.iter().map(|name| name.to_string_lossy()).collect();
    (!names.is_empty()).then(|| SitePath::new(&escape_controls(&names.join("/"))))
}
