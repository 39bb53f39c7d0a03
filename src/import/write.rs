//! The files of the new site: front matter and settings, as TOML.
//!
//! Must not know: what stood in the old ones.

use std::fmt::Write;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::parse::markdown::EXTENSIONS;
use crate::parse::prose::markdown;

/// A table of TOML as it grows: keys without a value are left out.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) text: String,
}

impl Table {
    pub(super) fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| is_seen(value)) {
            self.bare(key, &quoted(value.trim()));
        }
    }

    pub(super) fn texts<'t>(&mut self, key: &str, values: impl IntoIterator<Item = &'t str>) {
        let values: Vec<_> = values.into_iter().filter(|value| is_seen(value)).map(quoted).collect();
        if !values.is_empty() {
            self.bare(key, &format!("[{}]", values.join(", ")));
        }
    }

    /// A value that is written as it is: a date, a number, `true`.
    pub(super) fn bare(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    pub(super) fn table(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n[{name}]");
    }
}

/// Whether there is anything in a text that a reader sees.
fn is_seen(text: &str) -> bool {
    text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control())
}

/// A string of TOML (<https://toml.io/en/v1.0.0#string>), on one line. Control characters go: nobody sees them, and no
/// feed can hold them.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            letter if letter.is_control() => {}
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Words that were no Markdown, or of which nobody knows: Markdown that shows them. Code stays code.
pub(super) fn words(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_plain(&text) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, letter) in text.char_indices() {
        // A title is looked through for what begins a citation, a figure or a note, escaped or not.
        let begins = "@=^".contains(letter) && text[..at].ends_with('[');
        if begins || "\\*_[]<>#~&|".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    if is_plain(&escaped) { escaped } else { markdown(&text) }
}

/// Whether Markdown shows a line of text as words and code, with nothing of ours in it.
fn is_plain(text: &str) -> bool {
    let mut paragraphs = 0;
    let plain = Parser::new_ext(text, EXTENSIONS).all(|event| match event {
        Event::Start(Tag::Paragraph) => {
            paragraphs += 1;
            true
        }
        Event::End(TagEnd::Paragraph) | Event::Text(_) | Event::Code(_) => true,
        _ => false,
    });
    plain && paragraphs <= 1 && !has_bare_bracket(text)
}

/// A bracket may begin a name, a citation or a figure.
fn has_bare_bracket(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| *byte == b'[' && (at == 0 || bytes[at - 1] != b'\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_as_they_are() {
        assert_eq!(words("What’s `new`?"), "What’s `new`?");
        assert_eq!(words("[RFC] a *b*"), "\\[RFC\\] a \\*b\\*");
        assert_eq!(words("[@a]"), "\\[\\@a\\]");
        assert_eq!(words("2022. A year"), "2022\\. A year");
        assert_eq!(words("a\n  b <i>"), "a b \\<i\\>");
    }

    #[test]
    fn a_string_stands_on_one_line() {
        assert_eq!(quoted("a \"b\" \\ \n\u{1}"), "\"a \\\"b\\\" \\\\ \\n\"");
    }
}
