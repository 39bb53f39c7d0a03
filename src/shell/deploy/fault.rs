//! What can be wrong with what a deploy is asked, before anything is looked at.
//!
//! Not a word of the address is repeated: it may hold a password. Must not know: the place.

use std::fmt;

/// What is wrong with an address, or cannot be had at such a one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    NotAnAddress,
    UnknownKind,
    NoBucket,
    NotAFolder,
    Secret,
    /// A folder of the site's own.
    Own,
    /// Texts packed in their own place, in a folder.
    Packed,
    /// Packed texts beside the others, in a bucket.
    Beside,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, help) = match self {
            Self::NotAnAddress => ("that is no address of a place to deploy to", FORMS),
            Self::UnknownKind => ("nutgraf does not know how to deploy to such an address", FORMS),
            Self::NoBucket => ("the address names no bucket", FORMS),
            Self::NotAFolder => ("the address is not of a folder on this machine", FORMS),
            Self::Secret => ("the address has a name, a password or a query in it", SECRET),
            Self::Own => {
                ("the folder is the site's own: its output folder, its sources, or what holds them", OWN)
            }
            Self::Packed => {
                ("--encoding is for buckets: a server of files chooses what a browser reads", PACKED)
            }
            Self::Beside => {
                ("--compress is for folders: a bucket cannot choose what a browser reads", BESIDE)
            }
        };
        write!(f, "{what}\nhelp: {help}")
    }
}

const FORMS: &str = "write s3://bucket/folder, gs://bucket/folder, az://container/folder or file:///folder, or the \
path of a folder: one that is not there yet begins with `/`, `./` or `../`";

const SECRET: &str = "what opens a bucket belongs into the environment, where no list of processes shows it";

const OWN: &str = "name the folder that a web server reads";

const PACKED: &str = "--compress puts a `.br` and a `.gz` beside each text, for servers that hand those on";

const BESIDE: &str = "--encoding br or --encoding gzip uploads texts packed, for everybody";
