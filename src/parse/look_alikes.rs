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
    /// The number of the line, from 0.
    pub(super) line: usize,
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

/// Finds the look-alikes in a TOML text with errors at some bytes, line by line.
pub(super) fn find_look_alikes(toml: &str, errors: &[usize]) -> Vec<LookAlikeLine> {
    let signs = scan::scan(toml);
    if signs.is_empty() {
        return vec![];
    }
    let all: Vec<&Change> = signs.iter().flat_map(|sign| &sign.changes).collect();
    let failing = lines_with_errors(&with_changes(toml, &all));
    let mut lines: Vec<LookAlikeLine> = Vec::new();
    for group in signs.chunk_by(|a, b| line_of(toml, a.range.start) == line_of(toml, b.range.start)) {
        let line = line_of(toml, group[0].range.start);
        let is_certain = !failing.contains(&line) && group.iter().all(|sign| !sign.changes.is_empty());
        // Where the line is wrong in another way too, only what the parser stumbles over is worth a word.
        let told = match group.iter().find(|sign| sign.is_quote) {
            _ if is_certain => group.first(),
            Some(quote) => errors.iter().any(|error| line_of(toml, *error) == line).then_some(quote),
            None => group.iter().find(|sign| errors.contains(&sign.range.start)),
        };
        if let Some(Sign { range, problem, .. }) = told {
            let changes = group.iter().filter(|_| is_certain).flat_map(|sign| sign.changes.clone());
            let (range, problem, changes) = (range.clone(), problem.clone(), changes.collect());
            lines.push(LookAlikeLine { line, range, problem, changes });
        }
    }
    lines
}

/// The number of the line that a byte is in, from 0.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count()
}

fn with_changes(toml: &str, changes: &[&Change]) -> String {
    let mut text = toml.to_owned();
    for change in changes.iter().rev() {
        text.replace_range(change.range.clone(), &change.new);
    }
    text
}

fn lines_with_errors(toml: &str) -> BTreeSet<usize> {
    let (_, errors) = DeTable::parse_recoverable(toml);
    errors.iter().map(|error| line_of(toml, error.span().map_or(0, |span| span.start))).collect()
}

#[cfg(test)]
mod tests;
