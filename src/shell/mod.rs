//! Where the core meets the machine: folders, and later a network and a clock.
//!
//! Must not know: what is on a page; how a command is called.

pub(crate) mod manifest;
#[cfg_attr(not(test), expect(dead_code, reason = "watch calls it"))]
pub(crate) mod preview;
pub(crate) mod publish;
pub(crate) mod scan;
