//! What can go wrong while publishing, as data, and all the English for it.
//!
//! Must not know: when it goes wrong.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::words::Count;

/// Why the site is not in its folder.
#[derive(Debug)]
pub(crate) enum PublishError<E> {
    /// All errors of all pages, in the order of the outputs. Nothing has changed.
    Pages(Vec<E>),
    /// The folder is not ours to write. Nothing has changed.
    Refused(Refusal),
    /// The disk would not. Every file is whole, and the next build completes this one.
    Disk(DiskError),
}

impl<E> PublishError<E> {
    /// Whether it lasts only until another build in the folder has ended.
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(self, Self::Refused(Refusal::Busy(_)))
    }
}

/// Why we do not touch the folder.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// No site belongs there.
    Unfit(PathBuf, Unfit),
    /// What is not ours stands where the site wants its own.
    Occupied { folder: PathBuf, conflicts: Vec<Conflict>, manifest: bool },
    /// The outputs themselves cannot stand in one folder.
    Names(Vec<String>),
    /// Another build is at work in it.
    Busy(PathBuf),
}

/// What is wrong with a folder, whatever is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    Root,
    Home,
    HoldsSite,
    /// It is, or lies in, or holds this folder of the site's sources.
    Source(&'static str),
    NotAFolder,
}

/// Something that is not ours, at a place that the site wants.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Conflict {
    pub(super) place: String,
    pub(super) found: Found,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Found {
    File,
    FileForFolder,
    FolderForFile,
    Link,
    /// A socket, a pipe, a device.
    Other,
}

/// What the disk would not do, to which path.
#[derive(Debug)]
pub(crate) struct DiskError {
    pub(super) doing: Doing,
    pub(super) path: PathBuf,
    pub(super) source: io::Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Read,
    Write,
    Create,
    Move,
    Remove,
    Lock,
}

impl DiskError {
    /// What the disk would not do, and why.
    pub(in crate::shell) fn fact(&self) -> String {
        let doing = match self.doing {
            Doing::Read => "read",
            Doing::Write => "write",
            Doing::Create => "create the folder",
            Doing::Move => "move a file to",
            Doing::Remove => "remove",
            Doing::Lock => "lock",
        };
        format!("cannot {doing} `{}`: {}", self.path.display(), self.source)
    }

    /// For `map_err`.
    pub(super) fn on(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self { doing, path: path.into(), source }
    }
}

/// What goes wrong without any page being wrong.
#[derive(Debug)]
pub(super) enum Trouble {
    Refused(Refusal),
    Disk(DiskError),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DiskError> for Trouble {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

impl<E> From<Trouble> for PublishError<E> {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Refused(refusal) => Self::Refused(refusal),
            Trouble::Disk(error) => Self::Disk(error),
        }
    }
}

impl<E: fmt::Display> fmt::Display for PublishError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pages(errors) => lines(f, errors),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfit(folder, unfit) => {
                writeln!(f, "cannot build into `{}`: it {unfit}", folder.display())?;
                write!(f, "help: name a folder of its own with --out, such as `public`")
            }
            Self::Occupied { folder, conflicts, manifest } => {
                let files = Count(conflicts.len(), "place");
                writeln!(f, "cannot build into `{}`: the site needs {files} that", folder.display())?;
                writeln!(f, "nutgraf did not write:")?;
                listed(f, conflicts)?;
                f.write_str(if *manifest { MOVE_THEM } else { NO_MANIFEST })
            }
            Self::Names(names) => {
                writeln!(f, "cannot build: these outputs are in each other's way or take a reserved name:")?;
                listed(f, names)?;
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

impl fmt::Display for Unfit {
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
        let found = match self.found {
            Found::File => "a file",
            Found::FileForFolder => "a file, where a folder is needed",
            Found::FolderForFile => "a folder, where a file is needed",
            Found::Link => "a symbolic link",
            Found::Other => "neither a file nor a folder",
        };
        write!(f, "`{}`: {found}", self.place)
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.fact())?;
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

/// More lines than these tell a reader nothing new.
const LISTED: usize = 20;

fn listed<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    items.iter().take(LISTED).try_for_each(|item| writeln!(f, "  {item}"))?;
    match items.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => writeln!(f, "  … and {more} more"),
    }
}

fn lines<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    items.iter().enumerate().try_for_each(|(at, item)| {
        let between = if at == 0 { "" } else { "\n" };
        write!(f, "{between}{item}")
    })
}
