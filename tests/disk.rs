//! Runs of the real binary: what the core proves in memory holds on a real disk.
//!
//! A test that the machine does not allow says so in a line `SKIPPED name: reason`, which `tests/run`
//! counts; it does not pass in silence.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "disk/addresses.rs"]
mod addresses;
#[path = "disk/arguments.rs"]
mod arguments;
#[cfg(feature = "deploy")]
#[path = "disk/bucket.rs"]
mod bucket;
#[path = "disk/bytes.rs"]
mod bytes;
#[path = "disk/check.rs"]
mod check;
#[path = "disk/compressed.rs"]
mod compressed;
#[cfg(feature = "deploy")]
#[path = "disk/deploy.rs"]
mod deploy;
#[path = "disk/folder.rs"]
mod folder;
#[path = "disk/import.rs"]
mod import;
#[path = "disk/input.rs"]
mod input;
#[path = "disk/online.rs"]
mod online;
#[path = "disk/output.rs"]
mod output;
#[path = "disk/pages.rs"]
mod pages;
#[path = "disk/pictures.rs"]
mod pictures;
#[path = "disk/running.rs"]
mod running;
#[path = "disk/schema.rs"]
mod schema;
#[path = "disk/start.rs"]
mod start;
#[path = "disk/stopped.rs"]
mod stopped;
#[path = "disk/watch.rs"]
mod watch;
