//! Names and texts that others have given, as a terminal or a log may show them.
//!
//! A control character in the name of a file could write a line of its own into a log, which a code host takes for a
//! command, or set the colours and the title of a terminal; a bidi control shows the letters in another order.
//! Must not know: what is printed.

use std::borrow::Cow;
use std::fmt::Write;

/// Says if a character is a control (C0, DEL or C1), a bidi control (Unicode, UAX 9) or a line separator.
pub(crate) fn is_unprintable(letter: char) -> bool {
    let is_bidi_or_line = matches!(letter,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter.is_control() || is_bidi_or_line
}

/// A name in a line: `\n`, `\x1b` or `\u{202e}` for each character that is not printable, line ends among them.
pub(crate) fn escape_controls(name: &str) -> Cow<'_, str> {
    if !name.contains(is_unprintable) {
        return name.into();
    }
    let mut escaped = String::with_capacity(name.len() + 8);
    for letter in name.chars() {
        // Writing to a string cannot fail.
        let _ = match letter {
            '\n' | '\r' | '\t' => write!(escaped, "{}", letter.escape_default()),
            letter if !is_unprintable(letter) => write!(escaped, "{letter}"),
            letter if u32::from(letter) < 0x100 => write!(escaped, "\\x{:02x}", u32::from(letter)),
            letter => write!(escaped, "{}", letter.escape_unicode()),
        };
    }
    escaped.into()
}

/// A text of several lines, with colours: `\u001b` for each character that is not printable, but for line ends, tabs
/// and the sequences that nutgraf writes itself. In a string of JSON that is the same character.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let is_whole = |letter: char| matches!(letter, '\n' | '\r' | '\t') || !is_unprintable(letter);
    if text.chars().all(is_whole) {
        return text.into();
    }
    let mut printed = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = own_sequence(rest).unwrap_or(letter.len_utf8());
        if is_whole(letter) || length > letter.len_utf8() {
            printed.push_str(&rest[..length]);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(printed, "\\u{:04x}", u32::from(letter));
        }
        rest = &rest[length..];
    }
    printed.into()
}

/// The length of the sequence at the beginning of a text that sets a colour or clears the rest of a line.
fn own_sequence(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\x1b[")?;
    let end = parameters.find(|letter: char| !matches!(letter, '0'..='9' | ';'))?;
    parameters[end..].starts_with(['m', 'K']).then_some(end + 3)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text with many characters that are not printable.
    fn text() -> impl Strategy<Value = String> {
        let control = prop::sample::select(vec![
            '\n', '\r', '\t', '\0', '\u{1b}', '\u{7f}', '\u{9b}', '\u{85}', '\u{202e}', '\u{2066}',
            '\u{200f}', '\u{2028}',
        ]);
        let letter = prop_oneof![3 => control, 2 => any::<char>(), 2 => prop::sample::select(vec!['[', '3', ';', 'm', 'K', ']'])];
        proptest::collection::vec(letter, 0..20).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn an_escaped_name_is_one_line_of_printable_letters(name in text()) {
            let escaped = escape_controls(&name);
            prop_assert!(!escaped.contains(is_unprintable), "{:?}", escaped);
            prop_assert!(name.contains(is_unprintable) || escaped == name);
        }

        #[test]
        fn a_printed_text_moves_nothing_but_lines_and_colours(text in text()) {
            let mut rest = &*printable(&text);
            while let Some(letter) = rest.chars().next() {
                let length = own_sequence(rest);
                prop_assert!(length.is_some() || matches!(letter, '\n' | '\r' | '\t') || !is_unprintable(letter), "{:?}", rest);
                rest = &rest[length.unwrap_or(letter.len_utf8())..];
            }
        }

        #[test]
        fn a_line_of_json_keeps_its_meaning(text in text()) {
            let line = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&printable(&line)).unwrap(), text);
        }
    }

    #[test]
    fn each_character_has_its_usual_escape() {
        assert_eq!(
            escape_controls("a\n::error b\x1b[31m\u{9b}\u{202e}é"),
            r"a\n::error b\x1b[31m\x9b\u{202e}é"
        );
        assert_eq!(
            printable("\x1b[1;31mred\x1b[0m\x1b[K\x1b]0;title\x07\n"),
            "\x1b[1;31mred\x1b[0m\x1b[K\\u001b]0;title\\u0007\n"
        );
    }
}
