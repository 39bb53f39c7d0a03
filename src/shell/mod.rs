//! Where the core meets the machine: folders, a network, a clock.
//!
//! Must not know: what is on a page; how a command is called.

pub(crate) mod compress;
#[cfg(feature = "deploy")]
pub(crate) mod deploy;
pub(crate) mod fetch;
pub(crate) mod fonts;
pub(crate) mod image_cache;
pub(crate) mod import_dir;
pub(crate) mod lock_file;
pub(crate) mod manifest;
pub(crate) mod preview;
pub(crate) mod publish;
pub(crate) mod rewrite;
pub(crate) mod scan;
pub(crate) mod watcher;
pub(crate) mod write_new;
