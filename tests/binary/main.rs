//! Runs of the real binary: what the core proves in memory holds on a real disk.
//!
//! A test that the machine does not allow says so in a line `SKIPPED name: reason`, which `tests/run`
//! counts; it does not pass in silence.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod addresses;
mod agreement;
mod arguments;
#[cfg(feature = "deploy")]
mod bucket;
mod bytes;
mod check;
mod compressed;
#[cfg(feature = "deploy")]
mod deploy;
mod docs;
mod folder;
mod import;
mod input;
mod limits;
mod online;
mod output;
mod pages;
mod pictures;
mod running;
mod schema;
mod start;
mod stopped;
mod watch;
