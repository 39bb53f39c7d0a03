//! The errors of publishing, and their messages.
//!
//! Must not know: when they happen.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::words::Count;

/// Why the site is not in its folder.
#[derive(Debug)]
pub(crate) enum PublishError<E> {
    /// The errors of all pages, in the order of the outputs. Nothing has changed.
    Pages(Vec<E>),
    /// The folder must not be written. Nothing has changed.
    Refused(Refusal),
    /// Every file is whole, and the next build completes this one.
    Disk(DiskError),
}

impl<E> PublishError<E> {
    /// Returns whether it lasts only until another build in the folder has ended.
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(self, Self::Refused(Refusal::Busy(_)))
    }
}

/// Why the folder is not touched.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// No site may be built there.
    Unsuitable(PathBuf, Unsuitable),
    /// Files that are not ours are where those of the site must be.
    Occupied { folder: PathBuf, conflicts: Vec<Conflict>, has_manifest: bool },
    /// The outputs cannot be in one folder.
    Names(Vec<String>),
    /// Another build is writing into it.
    Busy(PathBuf),
}

/// Why a folder cannot be an output folder, whatever is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsuitable {
    Root,
    Home,
    HoldsSite,
    /// It is, contains or is in this folder of the site's sources.
    Source(&'static str),
    NotAFolder,
}

/// Something that no build of ours has written, where an output must be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Conflict {
    pub(super) place: String,
    pub(super) occupant: Occupant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Occupant {
    File,
    FileForFolder,
    FolderForFile,
    Link,
    /// A socket, a pipe, a device.
    Other,
}

/// A failed operation on a path.
#[derive(Debug)]
pub(crate) struct DiskError {
    pub(super) operation: Operation,
    pub(super) path: PathBuf,
    pub(super) source: io::Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Read,
    Write,
    Create,
    Move,
    Remove,
    Lock,
}

impl DiskError {
    /// The operation, the path and the reason, in a line.
    pub(in crate::shell) fn summary(&self) -> String {
        let operation = match self.operation {
            Operation::Read => "read",
            Operation::Write => "write",
            Operation::Create => "create the folder",
            Operation::Move => "move a file to",
            Operation::Remove => "remove",
            Operation::Lock => "lock",
        };
        format!("cannot {operation} `{}`: {}", self.path.display(), self.source)
    }

    /// Makes the error of an operation on a path, for `map_err`.
    pub(super) fn on(operation: Operation, path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self { operation, path: path.into(), source }
    }
}

/// An error that is not one of a page.
#[derive(Debug)]
pub(super) enum FolderError {
    Refused(Refusal),
    Disk(DiskError),
}

impl From<Refusal> for FolderError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DiskError> for FolderError {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

impl<E> From<FolderError> for PublishError<E> {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Refused(refusal) => Self::Refused(refusal),
            FolderError::Disk(error) => Self::Disk(error),
        }
    }
}

impl<E: fmt::Display> fmt::Display for PublishError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pages(errors) => write_lines(f, errors),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsuitable(folder, defect) => {
                writeln!(f, "cannot build into `{}`: it {defect}", folder.display())?;
                write!(f, "help: name a folder of its own with --out, such as `public`")
            }
            Self::Occupied { folder, conflicts, has_manifest } => {
                let files = Count(conflicts.len(), "place");
                writeln!(f, "cannot build into `{}`: the site needs {files} that", folder.display())?;
                writeln!(f, "nutgraf did not write:")?;
                write_list(f, conflicts)?;
                f.write_str(if *has_manifest { MOVE_THEM } else { NO_MANIFEST })
            }
            Self::Names(names) => {
                writeln!(f, "cannot build: these outputs are in each other's way or take a reserved name:")?;
                write_list(f, names)?;
                write!(f, "help: rename their sources")
            }
            Self::Busy(folder) => {
                writeln!(f, "another nutgraf is building into `{}`", folder.display())?;
                write!(f, "help: wait until it is done, or stop it; or name another folder with --out")
            }
        }
    }
}

const MOVE_THEM: &str = "help: move them out of the folder, or name another one with --out";
const NO_MANIFEST: &str = "help: the folder has no manifest that nutgraf can read. If an earlier \
    build made it and nothing else is in it, delete it and build again; if not, name another one \
    with --out";

impl fmt::Display for Unsuitable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => write!(f, "is the root of the disk"),
            Self::Home => write!(f, "is or holds your home folder"),
            Self::HoldsSite => write!(f, "is or holds the site's own folder"),
            Self::Source(name) => write!(f, "shares files with the site's `{name}`"),
            Self::NotAFolder => write!(f, "is not a folder"),
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let occupant = match self.occupant {
            Occupant::File => "a file",
            Occupant::FileForFolder => "a file, where a folder is needed",
            Occupant::FolderForFile => "a folder, where a file is needed",
            Occupant::Link => "a symbolic link",
            Occupant::Other => "neither a file nor a folder",
        };
        write!(f, "`{}`: {occupant}", self.place)
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.summary())?;
        write!(f, "help: {}; no file of the last build is damaged", remedy(self.source.kind()))
    }
}

fn remedy(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space and build again",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "check who may write there, or name another folder with --out"
        }
        _ => "mend this and build again",
    }
}

/// The number of lines that a list shows.
const LISTED: usize = 20;

fn write_list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    items.iter().take(LISTED).try_for_each(|item| writeln!(f, "  {item}"))?;
    match items.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => writeln!(f, "  … and {more} more"),
    }
}

fn write_lines<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    items.iter().enumerate().try_for_each(|(at, item)| {
        let separator = if at == 0 { "" } else { "\n" };
        write!(f, "{separator}{item}")
    })
}
