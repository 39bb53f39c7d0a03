//! The errors of publishing, and their messages.
//!
//! Must not know: when they happen.

use std::io;
use std::path::PathBuf;

use crate::base::words::Count;
use crate::shell::{FileError, list_lines, printable_path};

/// Why the site is not in its folder.
#[derive(Debug)]
pub(crate) enum PublishError<E> {
    /// The errors of all pages, in the order of the outputs. Nothing has changed.
    Pages(Vec<E>),
    Folder(FolderError),
}

impl<E> PublishError<E> {
    /// Returns whether it lasts only until another build in the folder has ended.
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(self, Self::Folder(FolderError::Refused(Refusal::Busy(_))))
    }

    /// Returns whether a file of the site is gone that was there when the site was listed.
    pub(crate) fn is_of_vanished_source(&self) -> bool {
        matches!(self, Self::Folder(FolderError::Disk(error)) if error.is_of_vanished_source())
    }
}

impl<E> From<FolderError> for PublishError<E> {
    fn from(error: FolderError) -> Self {
        Self::Folder(error)
    }
}

/// An error that is not one of a page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    /// The folder must not be written. Nothing has changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nothing has changed.
    #[error("{}\nhelp: {}; nothing in the output folder has changed", .0, remedy(.0.source.kind()))]
    Disk(#[from] FileError),
    /// Every file is whole, and the next build completes this one.
    #[error(
        "{}\nhelp: {}. Until then the output folder is half new: each file is whole, but some are those of the last \
         build and some are this one's. The next build completes it",
        .0, remedy(.0.source.kind())
    )]
    Commit(FileError),
}

fn remedy(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space and build again",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "check who may write there, or give another folder with --out"
        }
        _ => "fix this and build again",
    }
}

/// Why the folder is not touched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// No site may be built there.
    #[error(
        "cannot build into `{}`: it {}\nhelp: give a separate folder with --out, such as `public`",
        printable_path(.0), .1
    )]
    Unsuitable(PathBuf, Unsuitable),
    /// Files that are not ours are where those of the site must be.
    #[error(
        "cannot build into `{}`: the site would replace {} that\nnutgraf did not write:\n{}{}",
        printable_path(.folder), Count(.conflicts.len(), "item"), list_lines(.conflicts), .manifest_state.remedy()
    )]
    Occupied { folder: PathBuf, conflicts: Vec<Conflict>, manifest_state: ManifestState },
    /// The outputs cannot be in one folder.
    #[error(
        "cannot build: these outputs conflict with each other or have a reserved name:\n{}\
         help: rename their sources",
        list_lines(.0)
    )]
    Names(Vec<String>),
    /// Another build is writing into it.
    #[error(
        "another nutgraf is building into `{}`\n\
         help: wait until it is done, or stop it; or give another folder with --out",
        printable_path(.0)
    )]
    Busy(PathBuf),
}

/// What is known of the files in the folder that are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ManifestState {
    Whole,
    Missing,
    /// It is empty, cut off or of another version.
    Damaged,
}

impl ManifestState {
    fn remedy(self) -> &'static str {
        match self {
            Self::Whole => "help: move them out of the folder, or give another one with --out",
            Self::Missing => {
                "help: the folder has no manifest of nutgraf. If an earlier build made it and nothing else is in it, \
                 delete it and build again, or let `nutgraf build --adopt` replace these files; if not, give \
                 another one with --out"
            }
            Self::Damaged => {
                "help: `.nutgraf-manifest.json`, which says which files are nutgraf's, is empty, damaged or of another \
                 version. Let `nutgraf build --adopt` replace these files. Files that the site no longer has stay: \
                 remove them yourself. If nothing else is in the folder, delete it and build again"
            }
        }
    }
}

/// Why a folder cannot be an output folder, whatever is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unsuitable {
    #[error("is the root of the disk")]
    Root,
    #[error("is or holds your home folder")]
    Home,
    #[error("is or holds the site's own folder")]
    HoldsSite,
    /// It is, contains or is in this folder of the site's sources.
    #[error("shares files with the site's `{0}`")]
    Source(&'static str),
    #[error("is not a folder")]
    NotAFolder,
}

/// Something that no build of ours has written, where an output must be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("`{place}`: {occupant}")]
pub(crate) struct Conflict {
    pub(super) place: String,
    pub(super) occupant: Occupant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub(crate) enum Occupant {
    #[error("a file")]
    File,
    #[error("a file, where a folder is needed")]
    FileForFolder,
    #[error("a folder, where a file is needed")]
    FolderForFile,
    #[error("a symbolic link")]
    Link,
    /// A socket, a pipe, a device.
    #[error("neither a file nor a folder")]
    Other,
}
