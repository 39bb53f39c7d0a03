//! Errors in the command line of a deploy.
//!
//! Messages never repeat the address: it may contain a password. Must not know: the destination.

use std::fmt;

/// Why an address, or an option for it, is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UsageError {
    InvalidAddress,
    UnknownScheme,
    NoBucket,
    NotAFolder,
    /// The address has a user name, a password or a query.
    Secret,
    /// The folder is one that the build reads or writes.
    SiteFolder,
    /// `--encoding` for a folder.
    EncodingInFolder,
    /// `--compress` for a bucket.
    CopiesInBucket,
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (message, help) = match self {
            Self::InvalidAddress => ("that is no address of a place to deploy to", FORMS),
            Self::UnknownScheme => ("nutgraf does not know how to deploy to such an address", FORMS),
            Self::NoBucket => ("the address names no bucket", FORMS),
            Self::NotAFolder => ("the address is not of a folder on this machine", FORMS),
            Self::Secret => (
                "the address has a name, a password or a query in it",
                "what opens a bucket belongs into the environment, where no list of processes shows it",
            ),
            Self::SiteFolder => (
                "the folder is the site's own: its output folder, its sources, or what holds them",
                "name the folder that a web server reads",
            ),
            Self::EncodingInFolder => (
                "--encoding is for buckets: a server of files chooses what a browser reads",
                "--compress puts a `.br` and a `.gz` beside each text, for servers that hand those on",
            ),
            Self::CopiesInBucket => (
                "--compress is for folders: a bucket cannot choose what a browser reads",
                "--encoding br or --encoding gzip uploads texts packed, for everybody",
            ),
        };
        write!(f, "{message}\nhelp: {help}")
    }
}

const FORMS: &str = "write s3://bucket/folder, gs://bucket/folder, az://container/folder or file:///folder, or the \
path of a folder: one that is not there yet begins with `/`, `./` or `../`";
