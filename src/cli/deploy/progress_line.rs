//! A line on a terminal that shows the progress of a deploy.
//!
//! Must not know: the destination.

use std::cell::Cell;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use super::{ByteSize, Progress, eprint};
use crate::base::words::Count;

pub(super) struct ProgressLine {
    is_terminal: bool,
    shown_at: Cell<Option<Instant>>,
}

/// More often than this makes no difference to the eye.
const REDRAW_INTERVAL: Duration = Duration::from_millis(80);

/// Clears the rest of the line.
const CLEAR: &str = "\x1b[K";

impl Default for ProgressLine {
    fn default() -> Self {
        Self { is_terminal: io::stderr().is_terminal(), shown_at: Cell::new(None) }
    }
}

impl ProgressLine {
    pub(super) fn show(&self, progress: Progress, total: Progress) {
        if self.is_terminal && self.shown_at.get().is_none_or(|shown| shown.elapsed() >= REDRAW_INTERVAL) {
            self.shown_at.set(Some(Instant::now()));
            eprint(&format!("\r{}{CLEAR}", text(progress, total)));
        }
    }

    pub(super) fn clear(&self) {
        if self.shown_at.get().is_some() {
            eprint(&format!("\r{CLEAR}"));
        }
    }
}

/// Formats the files and bytes done, of all.
fn text(done: Progress, total: Progress) -> String {
    let files = Count(total.files, "file");
    format!("{} of {files}, {} of {}", done.files, ByteSize(done.bytes), ByteSize(total.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shows_files_and_bytes_done_of_all() {
        let progress = Progress { files: 3, bytes: 1_234_567 };
        assert_eq!(
            text(progress, Progress { files: 1200, bytes: 42_000_000 }),
            "3 of 1200 files, 1.2 MB of 42.0 MB"
        );
        assert_eq!(text(Progress::default(), Progress { files: 1, bytes: 999 }), "0 of 1 file, 0 B of 999 B");
    }

    #[test]
    fn without_a_terminal_nothing_is_written() {
        let line = ProgressLine { is_terminal: false, shown_at: Cell::new(None) };
        line.show(Progress { files: 1, bytes: 9 }, Progress { files: 1, bytes: 9 });
        assert!(line.shown_at.get().is_none());
    }
}
