//! Where the core meets the machine: folders, a network, a clock.
//!
//! Must not know: what is on a page; how a command is called.

pub(crate) mod compress;
pub(crate) mod darkroom;
#[cfg(feature = "deploy")]
pub(crate) mod deploy;
pub(crate) mod fetch;
pub(crate) mod lay;
pub(crate) mod lock_file;
pub(crate) mod manifest;
pub(crate) mod move_in;
pub(crate) mod preview;
pub(crate) mod publish;
pub(crate) mod rewrite;
pub(crate) mod scan;
pub(crate) mod typecase;
pub(crate) mod watcher;
