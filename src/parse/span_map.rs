//! The places of a string's letters in a data file, and that of a date.
//!
//! An escape, a continued line and a Windows line ending are more bytes in the file than in the value, and
//! move all that follows. Must not know: what the string says.

use std::ops::Range;

use crate::base::Span;
use crate::base::date::{DateError, Edtf};

/// The place of each letter of a value in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SpanMap {
    /// Runs of letters that stand in the file as in the value: where each begins in the value, and in the file.
    Runs(Box<[(usize, usize)]>),
    /// Somewhere there: the value was made of it, and not letter by letter.
    Somewhere(Span),
}

impl SpanMap {
    /// A text that is in the file verbatim.
    pub(crate) fn at(start: usize) -> Self {
        Self::Runs([(0, start)].into())
    }

    /// The letters of a literal, quotes included, that begins at byte `start` of the file.
    pub(crate) fn of(value: &str, literal: &str, start: usize) -> Self {
        let quotes = match literal.chars().next() {
            Some('"' | '\'') if literal.starts_with("\"\"\"") || literal.starts_with("'''") => 3,
            Some('"' | '\'') => 1,
            // Where TOML is broken, words without quotes are taken for strings.
            _ => 0,
        };
        // TOML drops a line break right after three quotes.
        let skipped = match literal.get(quotes..).unwrap_or("") {
            _ if quotes < 3 => 0,
            inside if inside.starts_with("\r\n") => 2,
            inside => usize::from(inside.starts_with('\n')),
        };
        let first = quotes + skipped;
        let inside = literal.get(first..literal.len().saturating_sub(quotes)).unwrap_or("");
        if inside == value {
            return Self::at(start + first);
        }
        let escapes = literal.starts_with('"');
        runs(value, inside, start + first, |rest, letter| match rest.as_bytes()[0] {
            b'\\' if escapes => Some(escape(rest, letter)),
            b'\r' if letter == '\n' => Some((0, 1)),
            _ => None,
        })
    }

    /// The letters of a CSV cell in quotes, where a quote is written twice; it begins at byte `start` of the file,
    /// behind the first.
    pub(super) fn of_csv(value: &str, inside: &str, start: usize) -> Self {
        if !value.contains('"') && inside.starts_with(value) {
            return Self::at(start);
        }
        let mut quoted = true;
        runs(value, inside, start, |rest, _| match rest.as_bytes() {
            [b'"', b'"', ..] if quoted => Some((1, 2)),
            // Text behind the closing quotation mark has no escapes.
            [b'"', ..] if quoted => {
                quoted = false;
                Some((0, 1))
            }
            _ => None,
        })
    }

    /// The letters of a text that was made of this one: each run says where it begins there, and where here.
    pub(super) fn through(&self, runs: &[(usize, usize)]) -> Self {
        let Self::Runs(own) = self else { return self.clone() };
        let mut all: Vec<_> = runs.iter().map(|(new, old)| (*new, place(own, *old))).collect();
        for (old, file) in own {
            let next = runs.partition_point(|(_, start)| start <= old);
            let Some((new, start)) = next.checked_sub(1).map(|at| runs[at]) else { continue };
            let new = new + (old - start);
            // What was left out is nowhere.
            if runs.get(next).is_none_or(|(end, _)| new < *end) {
                all.push((new, *file));
            }
        }
        all.sort_unstable();
        Self::Runs(all.into())
    }

    /// Where bytes of the value stand in the file.
    pub(crate) fn span_of(&self, range: Range<usize>) -> Span {
        match self {
            Self::Runs(runs) => Span::new(place(runs, range.start)..place(runs, range.end)),
            Self::Somewhere(span) => *span,
        }
    }
}

fn place(runs: &[(usize, usize)], at: usize) -> usize {
    let run = runs.partition_point(|(value, _)| *value <= at).saturating_sub(1);
    let (value, file) = runs[run];
    file + (at - value)
}

/// Compares a value with the text between its quotes, letter by letter; `inside` begins at byte `start` of the file.
/// `step` says how many bytes are the next letter in the value and in the text, where they are not the same letter.
fn runs(
    value: &str,
    inside: &str,
    start: usize,
    mut step: impl FnMut(&str, char) -> Option<(usize, usize)>,
) -> SpanMap {
    let mut runs = vec![(0, start)];
    let mut in_value = 0;
    let mut at = 0;
    while let (Some(letter), Some(raw)) = (value[in_value..].chars().next(), inside[at..].chars().next()) {
        let same = (letter.len_utf8(), raw.len_utf8());
        let (letters, bytes) = step(&inside[at..], letter).unwrap_or(same);
        in_value += letters;
        at += bytes;
        if letters != bytes {
            runs.push((in_value, start + at));
        }
    }
    SpanMap::Runs(runs.into())
}

/// How many bytes an escape is in the value, where it gives `letter`, and in the file.
fn escape(raw: &str, letter: char) -> (usize, usize) {
    let long = match raw.as_bytes().get(1) {
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            let next = raw[1..].trim_start_matches([' ', '\t', '\r', '\n']);
            return (0, raw.len() - next.len());
        }
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        _ => 2,
    };
    (letter.len_utf8(), raw.floor_char_boundary(long.min(raw.len())))
}

/// A date and its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpannedDate {
    pub(crate) date: Edtf,
    pub(crate) span: Span,
    /// The value for `<time datetime>`.
    pub(crate) datetime: Option<Box<str>>,
}

impl SpannedDate {
    /// Parses the date in a string or a cell.
    pub(crate) fn read(text: &str, span: Span) -> Result<Self, DateError> {
        Edtf::parse(text).map(|date| Self::new(date, span))
    }

    pub(super) fn new(date: Edtf, span: Span) -> Self {
        Self { date, span, datetime: date.datetime().map(Into::into) }
    }

    /// A date that is not from a file.
    #[cfg(test)]
    pub(crate) fn nowhere(date: &str) -> Self {
        Self::new(Edtf::parse(date).expect("a date"), Span::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(literal: &'a str, value: &str, word: &str) -> &'a str {
        let at = value.find(word).expect("the word is in the value");
        &literal[SpanMap::of(value, literal, 0).span_of(at..at + word.len()).range()]
    }

    #[test]
    fn a_word_is_found_behind_what_moves_it() {
        assert_eq!(shown(r#""a\tb \u4e2d word""#, "a\tb 中 word", "word"), "word");
        assert_eq!(shown("\"\"\"\na \\\n   word\"\"\"", "a word", "word"), "word");
        assert_eq!(shown("'''\r\n\r\na\r\nword'''", "\r\na\nword", "word"), "word");
        assert_eq!(shown(r"'a\tword'", r"a\tword", "word"), "word");
        assert_eq!(shown(r#""a \" b""#, "a \" b", "\""), "\\\"");
    }
}
