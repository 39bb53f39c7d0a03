//! Markdown as an import reads and writes it: events of an old text, changes of it that are collected first and applied
//! at once, and text to be shown literally in a new one.
//!
//! Must not know: why anything is changed.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::parse::markdown::{self, Brackets, Events};
use crate::parse::prose;

/// Parses a text with nutgraf's extensions, but none of its references.
pub(super) fn parse(text: &str) -> Events<'_, 'static> {
    markdown::events(text, Brackets::Text)
}

/// Returns all events with their byte ranges.
pub(super) fn events(text: &str) -> Vec<(Event<'_>, Range<usize>)> {
    parse(text).collect()
}

/// Byte ranges that are not prose.
#[derive(Debug, Default)]
pub(super) struct Regions {
    /// Code blocks and inline code.
    pub(super) code: Vec<Range<usize>>,
    /// HTML blocks and inline tags, comments too.
    pub(super) html: Vec<Range<usize>>,
}

impl Regions {
    pub(super) fn find(events: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut regions = Self::default();
        for (event, range) in events {
            match event {
                Event::Code(_)
                | Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
                    regions.code.push(range.clone());
                }
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) | Event::End(TagEnd::HtmlBlock) => {
                    regions.html.push(range.clone());
                }
                _ => {}
            }
        }
        regions
    }

    pub(super) fn is_code(&self, range: &Range<usize>) -> bool {
        self.code.iter().any(|code| contains(code, range))
    }

    pub(super) fn is_html(&self, range: &Range<usize>) -> bool {
        self.html.iter().any(|html| contains(html, range))
    }
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Returns the text of a line before an offset.
pub(super) fn line_start(text: &str, at: usize) -> &str {
    text[..at].rsplit('\n').next().unwrap_or("")
}

/// Returns whether a range has only white space beside it in its lines.
pub(super) fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let after = text[range.end..].split('\n').next().unwrap_or("");
    line_start(text, range.start).trim().is_empty() && after.trim().is_empty()
}

/// Replaces a range by as many `x`, so that Markdown does not parse it. A range that is alone ends with an empty line:
/// otherwise what follows could make a heading of it.
pub(super) fn mask(text: &mut [u8], range: &Range<usize>, is_alone: bool) {
    text[range.clone()].fill(b'x');
    if is_alone {
        text[range.end - 1] = b'\n';
    }
}

/// Returns inline code that shows a text on one line.
pub(super) fn inline_code(text: &str) -> String {
    let text = collapse_whitespace(text);
    let longest_run = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Returns a comment for the author of the new page.
pub(super) fn todo_comment(note: &str) -> String {
    let mut note = note.replace(['|', '>', '<'], " ");
    while note.contains("--") {
        note = note.replace("--", "- -");
    }
    format!("<!-- todo: {} -->", collapse_whitespace(&note).trim_end_matches(['-', ' ']))
}

pub(super) fn collapse_whitespace(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns Markdown that shows a text of front matter, which may have been Markdown or not: inline code stays code, all
/// else is escaped.
pub(super) fn escape_markdown(text: &str) -> String {
    let text = collapse_whitespace(text);
    if is_plain(&text) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, letter) in text.char_indices() {
        // Titles are searched for the starts of citations, facts and footnotes even where they are escaped.
        let starts_reference = "@=^".contains(letter) && text[..at].ends_with('[');
        if starts_reference || "\\*_[]<>#~&|".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    if is_plain(&escaped) { escaped } else { prose::escape_markdown(&text) }
}

/// Returns whether Markdown shows a line of text as words and code only.
fn is_plain(text: &str) -> bool {
    let mut paragraphs = 0;
    for (event, _) in parse(text) {
        match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::End(TagEnd::Paragraph) | Event::Text(_) | Event::Code(_) => {}
            _ => return false,
        }
    }
    // A bracket that is not escaped may begin a name, a citation or a fact.
    let has_bracket = text.match_indices('[').any(|(at, _)| !text[..at].ends_with('\\'));
    paragraphs <= 1 && !has_bracket
}

/// Ranges of a text, and what replaces them.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, range: Range<usize>, replacement: impl Into<String>) {
        self.0.push((range, replacement.into()));
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Returns whether an edit changes a part of a range.
    pub(super) fn overlap(&self, range: &Range<usize>) -> bool {
        self.0.iter().any(|(changed, _)| changed.start < range.end && range.start < changed.end)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the changed text. Of overlapping edits the first one wins, and the wider one if they begin together.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, !range.is_empty(), std::cmp::Reverse(range.end)));
        let mut changed = String::with_capacity(text.len());
        let mut at = 0;
        for (range, replacement) in self.0 {
            if range.start < at {
                continue;
            }
            changed.push_str(&text[at..range.start]);
            changed.push_str(&replacement);
            at = range.end;
        }
        changed.push_str(&text[at..]);
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_code_has_more_backticks_than_its_text() {
        assert_eq!(inline_code("a"), "`a`");
        assert_eq!(inline_code("`a``b`"), "``` `a``b` ```");
        assert_eq!(inline_code("a\n  b"), "`a b`");
    }

    #[test]
    fn a_comment_cannot_end_early() {
        assert_eq!(todo_comment("a --> b ---"), "<!-- todo: a - - b -->");
    }

    #[test]
    fn escaped_text_is_shown_literally() {
        assert_eq!(escape_markdown("What’s `new`?"), "What’s `new`?");
        assert_eq!(escape_markdown("[RFC] a *b*"), "\\[RFC\\] a \\*b\\*");
        assert_eq!(escape_markdown("[@a]"), "\\[\\@a\\]");
        assert_eq!(escape_markdown("2022. A year"), "2022\\. A year");
        assert_eq!(escape_markdown("a\n  b <i>"), "a b \\<i\\>");
    }

    #[test]
    fn edits_apply_in_order_and_the_first_of_overlapping_ones_wins() {
        let mut edits = Edits::default();
        edits.replace(4..5, "E");
        edits.remove(0..2);
        edits.replace(1..3, "lost");
        edits.insert(4, "+");
        assert_eq!(edits.apply("abcdef"), "cd+Ef");
    }
}
