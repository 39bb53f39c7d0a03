//! Changes of a text, made all at once, and text that Markdown must not read.
//!
//! Must not know: why anything is changed.

use std::ops::Range;

/// Changes of one text; each says which bytes go, and what comes in their place.
#[derive(Debug, Default)]
pub(super) struct Edits {
    edits: Vec<(Range<usize>, String)>,
}

impl Edits {
    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.edits.push((range, text.into()));
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Whether something in a range is changed already.
    pub(super) fn touches(&self, range: &Range<usize>) -> bool {
        self.edits.iter().any(|(other, _)| other.start < range.end && range.start < other.end)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The text with its changes. Of two that overlap the one that begins first is made, and the wider of two that
    /// begin together.
    pub(super) fn made(mut self, text: &str) -> String {
        self.edits.sort_by_key(|(range, _)| (range.start, !range.is_empty(), std::cmp::Reverse(range.end)));
        let mut made = String::with_capacity(text.len());
        let mut at = 0;
        for (range, new) in self.edits {
            if range.start < at {
                continue;
            }
            made.push_str(&text[at..range.start]);
            made.push_str(&new);
            at = range.end;
        }
        made.push_str(&text[at..]);
        made
    }
}

/// A text as inline code, which shows it as it is.
pub(super) fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut longest = 0;
    let mut run = 0;
    for letter in text.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A note for the author of the new page, which no reader sees.
pub(super) fn todo(note: &str) -> String {
    let mut note = note.replace(['|', '>', '<'], " ");
    while note.contains("--") {
        note = note.replace("--", "- -");
    }
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("<!-- todo: {} -->", note.trim_end_matches(['-', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_in_order_and_never_twice_at_one_place() {
        let mut edits = Edits::default();
        edits.replace(4..5, "E");
        edits.remove(0..2);
        edits.replace(1..3, "lost");
        edits.insert(4, "+");
        assert_eq!(edits.made("abcdef"), "cd+Ef");
    }

    #[test]
    fn code_has_more_backticks_than_what_is_in_it() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`a``b`"), "``` `a``b` ```");
        assert_eq!(code("a\n  b"), "`a b`");
    }

    #[test]
    fn a_note_ends_where_it_should() {
        assert_eq!(todo("a --> b ---"), "<!-- todo: a - - b -->");
    }
}
