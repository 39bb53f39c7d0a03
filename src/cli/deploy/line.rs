//! One line that tells who sits before a terminal how far a deploy is.
//!
//! Must not know: the place.

use std::cell::Cell;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use super::{Bytes, Progress, say};
use crate::base::words::Count;

pub(super) struct Line {
    is_shown: bool,
    told: Cell<Option<Instant>>,
}

/// Less often than this no eye would notice.
const SHOWN: Duration = Duration::from_millis(80);

/// Takes away what stands in the line, and behind what is written in it.
const CLEAR: &str = "\x1b[K";

impl Default for Line {
    fn default() -> Self {
        Self { is_shown: io::stderr().is_terminal(), told: Cell::new(None) }
    }
}

impl Line {
    pub(super) fn show(&self, progress: Progress, work: (usize, u64)) {
        if self.is_shown && self.told.get().is_none_or(|told| told.elapsed() >= SHOWN) {
            self.told.set(Some(Instant::now()));
            say(&format!("\r{}{CLEAR}", text(progress, work)));
        }
    }

    pub(super) fn clear(&self) {
        if self.told.get().is_some() {
            say(&format!("\r{CLEAR}"));
        }
    }
}

/// What is done, of how many files and bytes.
fn text(Progress { files: done, bytes: sent }: Progress, (files, bytes): (usize, u64)) -> String {
    format!("{done} of {}, {} of {}", Count(files, "file"), Bytes(sent), Bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_many_files_and_bytes_are_done_of_how_many() {
        let progress = Progress { files: 3, bytes: 1_234_567 };
        assert_eq!(text(progress, (1200, 42_000_000)), "3 of 1200 files, 1.2 MB of 42.0 MB");
        assert_eq!(text(Progress::default(), (1, 999)), "0 of 1 file, 0 B of 999 B");
    }

    #[test]
    fn where_nobody_looks_nothing_is_said_and_nothing_cleared() {
        let line = Line { is_shown: false, told: Cell::new(None) };
        line.show(Progress { files: 1, bytes: 9 }, (1, 9));
        assert!(line.told.get().is_none());
    }
}
