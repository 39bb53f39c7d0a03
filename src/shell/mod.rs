//! Meets the machine for the core: folders, the network, the clock.
//!
//! Must not know: what is on a page; what a command is called.

pub(crate) mod build;
pub(crate) mod compress;
#[cfg(feature = "deploy")]
pub(crate) mod deploy;
pub(crate) mod fetch;
pub(crate) mod fonts;
pub(crate) mod image_cache;
pub(crate) mod import_dir;
pub(crate) mod manifest;
pub(crate) mod preview;
pub(crate) mod project;
pub(crate) mod publish;
pub(crate) mod rewrite;
pub(crate) mod scan;
pub(crate) mod watcher;
pub(crate) mod write_new;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex, even one that a panicking thread has poisoned: what our mutexes guard is never left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
