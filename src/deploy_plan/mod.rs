//! The order in which a site's files are uploaded and removed, computed from the state of the destination and the
//! files that the site has now.
//!
//! A bucket changes one object at a time, and readers use it meanwhile. If these hold before a deploy, they hold at
//! every moment of it:
//!
//! - A file at the destination refers only to files that are there. So new files are uploaded before those that refer
//!   to them: pictures before pages, a page before the list that links to it. A file is removed only after all that
//!   refer to it.
//! - New pages that refer to each other in a cycle cannot each be first. They are uploaded while no page that a reader
//!   can reach refers to any of them; pages that link to them follow when the cycle is complete. Pages of a cycle are
//!   removed when no remaining page refers to them.
//! - Files of others are neither overwritten nor removed. A file is ours if the recorded [`DeployState`] has it and,
//!   when the site no longer has it, if it was not modified since. The state is written before each batch and marks
//!   the files of that batch as unconfirmed, so the next deploy completes one that was interrupted. Only files that
//!   were unconfirmed may have broken references until then.
//!
//! A file that changes at its address changes at once: a page may for a moment show a newer picture than the one it was
//! written with, since pictures are uploaded first. Must not know: the destination, the disk, the network.

mod diff;
mod order;
mod references;
mod state;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use diff::{Change, Diff, Listing, StoredObject, UploadReason};
pub(crate) use order::{Batch, plan_batches, uncompressed_name};
pub(crate) use references::find_references;
pub(crate) use state::{DeployState, DeployedFile};

/// For each file, by its path from the site's root, the files of the site that it refers to.
pub(crate) type References = BTreeMap<String, BTreeSet<String>>;

/// A file of the site that is to be deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SiteFile {
    /// Digest of the bytes that the build wrote, before compression.
    pub(crate) digest: String,
    /// Size of those bytes.
    pub(crate) size: u64,
    /// Digest of the response headers: media type, encoding and caching. Empty for a folder, which has none.
    pub(crate) headers: String,
}
