//! Straight marks that are no quotation marks: inches, feet, minutes and seconds after a figure, and `'n'`.
//!
//! pulldown-cmark makes a quotation mark of every straight one. Must not know: the language of the text.

use pulldown_cmark::CowStr;

/// The quotation marks of a paragraph, while it is read.
#[derive(Default)]
pub(super) struct QuotationMarks {
    is_double_open: bool,
    is_single_open: bool,
    /// Whether a mark was one of inches. The parser took it for a quotation mark, so its pairs are wrong from there.
    has_inches: bool,
    /// The byte of the second mark of `'n'`.
    elision: Option<usize>,
}

/// What a quotation mark behind it opens a quotation after, besides white space.
const OPENING: [char; 5] = ['(', '[', '{', '—', '–'];

impl QuotationMarks {
    /// Typesets the mark at a byte of the text, which the parser made `parsed` of.
    pub(super) fn typeset<'t>(&mut self, text: &str, at: usize, parsed: CowStr<'t>) -> CowStr<'t> {
        let before = &text[..at];
        let behind = text.get(at + 1..).unwrap_or("");
        match (text.as_bytes()[at], &*parsed) {
            (b'"', "“" | "”") => self.double(before, behind, &parsed),
            (b'\'', "‘" | "’") => self.single(before, behind, parsed),
            _ => parsed,
        }
    }

    fn double(&mut self, before: &str, behind: &str, parsed: &str) -> CowStr<'static> {
        if ends_in_figure(before) && (!self.is_double_open || closes(behind)) {
            self.has_inches = true;
            return CowStr::Borrowed("\"");
        }
        let is_closing =
            if self.has_inches { self.is_double_open && is_closing(before) } else { parsed == "”" };
        self.is_double_open = !is_closing;
        CowStr::Borrowed(if is_closing { "”" } else { "“" })
    }

    fn single<'t>(&mut self, before: &str, behind: &str, parsed: CowStr<'t>) -> CowStr<'t> {
        let is_elision = matches!(behind.as_bytes(), [b'n' | b'N', b'\'', b' ', ..]) && before.ends_with(' ');
        if is_elision {
            self.elision = Some(before.len() + 2);
        }
        if is_elision || self.elision == Some(before.len()) {
            return CowStr::Borrowed("’");
        }
        if &*parsed == "‘" {
            self.is_single_open = true;
            return parsed;
        }
        // `1990's` has an apostrophe, and so has `1'000` where thousands are written so.
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let is_inside = behind.starts_with(char::is_alphabetic) || digits >= 3;
        let is_foot = ends_in_figure(before) && !self.is_single_open && !is_inside;
        self.is_single_open &= behind.starts_with(char::is_alphanumeric);
        if is_foot { CowStr::Borrowed("'") } else { parsed }
    }
}

fn ends_in_figure(before: &str) -> bool {
    before.ends_with(|letter: char| letter.is_ascii_digit())
}

/// Says if a mark after a text closes a quotation rather than opening one.
fn is_closing(before: &str) -> bool {
    !before.is_empty()
        && !before.ends_with(|letter: char| letter.is_whitespace() || OPENING.contains(&letter))
}

/// Says if the next mark in a paragraph that follows no figure closes a quotation: then it is open until there.
fn closes(behind: &str) -> bool {
    let paragraph = behind.split("\n\n").next().unwrap_or("");
    let mut marks = paragraph.match_indices('"').map(|(at, _)| &paragraph[..at]);
    marks.find(|before| !ends_in_figure(before)).is_some_and(|before| before.is_empty() || is_closing(before))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::parse::markdown::{Brackets, events, plain_text};

    fn typeset(text: &str) -> String {
        let events: Vec<_> = events(text, Brackets::Links).map(|(event, _)| event).collect();
        plain_text(&events)
    }

    #[test]
    fn a_mark_after_a_figure_opens_no_quotation() {
        for straight in
            ["a 27\" saw and a 6\" blade", "9' by 12'", "51°28'38\" N", "a 7\" x 9\" box", "6'2\" tall"]
        {
            assert_eq!(typeset(straight), straight);
        }
        assert_eq!(typeset("He wrote: \"It was 6'2\".\""), "He wrote: “It was 6'2\".”");
        assert_eq!(
            typeset("\"a 27\" saw and a 6\" blade\" cost \"little\""),
            "“a 27\" saw and a 6\" blade” cost “little”"
        );
    }

    #[test]
    fn quotations_that_end_in_a_figure_and_apostrophes_after_one_stay() {
        assert_eq!(typeset("\"in 1871\" and \"in 1914\", she said"), "“in 1871” and “in 1914”, she said");
        assert_eq!(
            typeset("'of 1871', the 1870's, the '70s, 'twas 12'500"),
            "‘of 1871’, the 1870’s, the ’70s, ’twas 12’500"
        );
    }

    #[test]
    fn a_shortened_and_has_two_apostrophes() {
        assert_eq!(typeset("salt 'n' pepper, fish'n'chips"), "salt ’n’ pepper, fish’n’chips");
        assert_eq!(typeset("'n' is a letter"), "‘n’ is a letter");
    }

    proptest! {
        #[test]
        fn typesetting_changes_marks_only(text in "[a0 \"'.(\n]{0,40}") {
            let straight = |text: &str| text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let single_dots = !text.contains("..");
            // No block begins in it, and no dots become an ellipsis.
            prop_assume!(single_dots && !text.contains("0.") && !text.contains("    "));
            prop_assert_eq!(words(&straight(&typeset(&text.replace('\n', " ")))), words(&text));
        }
    }
}
