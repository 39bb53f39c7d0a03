//! Finds characters in TOML that look like its own signs and are not: the quotation marks of word processors, spaces and
//! letters that nobody sees, dashes, full-width signs.
//!
//! It reads a text as its author meant it, so it is asked only where the parser has found an error. A change is offered
//! where the parser reads the line with it. Must not know: what any key means.

mod scan;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeTable;

use crate::diagnostics::Problem;
pub(super) use scan::invisible_name;

/// The look-alikes of one line.
#[derive(Debug)]
pub(super) struct LookAlikeLine {
    /// The first of them. Bytes of the TOML.
    pub(super) range: Range<usize>,
    pub(super) problem: Problem,
    /// The changes after which the line is TOML; empty if there are none that are certain.
    pub(super) changes: Vec<Change>,
}

/// A replacement of some bytes of the TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) range: Range<usize>,
    pub(super) new: String,
}

/// Something that is not TOML, where it is, and what it is taken for.
#[derive(Debug)]
struct Sign {
    range: Range<usize>,
    problem: Problem,
    /// Empty if it is not certain what was meant.
    changes: Vec<Change>,
    is_quote: bool,
}

/// Finds the look-alikes in a TOML text with errors at some bytes, which are in order, line by line.
pub(super) fn find_look_alikes(toml: &str, errors: &[usize]) -> Vec<LookAlikeLine> {
    let signs = scan::scan(toml);
    if signs.is_empty() {
        return vec![];
    }
    let all: Vec<&Change> = signs.iter().flat_map(|sign| &sign.changes).collect();
    let failing = lines_with_errors(&with_changes(toml, &all));
    let numbers = LineNumbers::new(toml);
    let error_lines: BTreeSet<usize> = errors.iter().map(|error| numbers.of(*error)).collect();
    let mut lines: Vec<LookAlikeLine> = Vec::new();
    for group in signs.chunk_by(|a, b| numbers.of(a.range.start) == numbers.of(b.range.start)) {
        let line = numbers.of(group[0].range.start);
        let is_certain = !failing.contains(&line) && group.iter().all(|sign| !sign.changes.is_empty());
        // Where the line is wrong in another way too, only what the parser stumbles over is worth a word.
        let told = match group.iter().find(|sign| sign.is_quote) {
            _ if is_certain => group.first(),
            Some(quote) => error_lines.contains(&line).then_some(quote),
            None => group.iter().find(|sign| errors.binary_search(&sign.range.start).is_ok()),
        };
        if let Some(Sign { range, problem, .. }) = told {
            let changes = group.iter().filter(|_| is_certain).flat_map(|sign| sign.changes.clone());
            let (range, problem, changes) = (range.clone(), problem.clone(), changes.collect());
            lines.push(LookAlikeLine { range, problem, changes });
        }
    }
    lines
}

/// The numbers of a text's lines, from 0.
struct LineNumbers {
    /// The bytes of its line breaks.
    breaks: Vec<usize>,
}

impl LineNumbers {
    fn new(text: &str) -> Self {
        Self { breaks: memchr::memchr_iter(b'\n', text.as_bytes()).collect() }
    }

    /// The number of the line that a byte is in.
    fn of(&self, at: usize) -> usize {
        self.breaks.partition_point(|line_break| *line_break < at)
    }
}

/// The text with changes, which are in order and do not overlap.
fn with_changes(toml: &str, changes: &[&Change]) -> String {
    let mut text = String::with_capacity(toml.len());
    let mut at = 0;
    for change in changes {
        text += &toml[at..change.range.start];
        text += &change.new;
        at = change.range.end;
    }
    text + &toml[at..]
}

fn lines_with_errors(toml: &str) -> BTreeSet<usize> {
    let (_, errors) = DeTable::parse_recoverable(toml);
    let numbers = LineNumbers::new(toml);
    errors.iter().map(|error| numbers.of(error.span().map_or(0, |span| span.start))).collect()
}

#[cfg(test)]
mod tests;
