//! The place of something in bytes, lines and columns.
//!
//! Lines and columns count from 1, columns in Unicode scalar values. An end is the place behind the last
//! character.

use serde::Serialize;

use super::floor;
use crate::base::{Place, Span};
use crate::source::Snapshot;

/// A range of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Region {
    /// In bytes, from 0.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) line: usize,
    pub(crate) col: usize,
    pub(crate) end_line: usize,
    pub(crate) end_col: usize,
}

impl Region {
    pub(crate) fn of(place: &Place, snapshot: &Snapshot) -> Self {
        Self::within(snapshot.text(&place.path).unwrap_or(""), place.span)
    }

    pub(crate) fn within(text: &str, span: Span) -> Self {
        let start = floor(text, span.start as usize);
        let end = floor(text, span.end as usize).max(start);
        let (line, col) = line_and_column(text, span);
        let between = &text[start..end];
        let end_col = match between.rfind('\n') {
            Some(last) => between[last + 1..].chars().count() + 1,
            None => col + between.chars().count(),
        };
        Self { start, end, line, col, end_line: line + between.matches('\n').count(), end_col }
    }
}

/// Gives the line and the column of a span's start: both from 1, columns in characters.
pub(crate) fn line_and_column(text: &str, span: Span) -> (usize, usize) {
    let before = &text[..floor(text, span.start as usize)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_an_end_is_behind_the_last() {
        let region = |range| Region::within("aé中b\ncd", Span::new(range));
        assert_eq!(region(1..6), Region { start: 1, end: 6, line: 1, col: 2, end_line: 1, end_col: 4 });
        assert_eq!(region(3..9), Region { start: 3, end: 9, line: 1, col: 3, end_line: 2, end_col: 2 });
        assert_eq!(region(9..99), Region { start: 9, end: 10, line: 2, col: 2, end_line: 2, end_col: 3 });
    }
}
