//! What the table says of a code when there is no finding at hand: its English, with a gap where each finding
//! has a name or a number of its own.
//!
//! Must not know: what any code means.

use super::TEXTS;

/// What stands in a gap.
const GAP: &str = "…";

/// The message of a code, and what it says one can do, in as many ways as it can say it.
pub(crate) fn template(code: &str) -> Option<(String, Vec<String>)> {
    let (_, message, help) = TEXTS.iter().find(|(known, ..)| *known == code)?;
    let near =
        help.contains("did_you_mean").then(|| "take the nearest name, where one is offered".to_owned());
    let written = literals(help).into_iter().map(|text| with_gaps(&text));
    let mut ways: Vec<_> = near.into_iter().chain(written.filter(|text| !text.is_empty())).collect();
    if ways.is_empty() {
        ways.push("do as each finding says: it differs from case to case".to_owned());
    }
    Some((with_gaps(message), ways))
}

/// The texts in a piece of Rust.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match (letter, &mut open) {
            ('"', Some(text)) => {
                found.push(std::mem::take(text));
                open = None;
            }
            ('"', None) => open = Some(String::new()),
            ('\\', Some(text)) => text.extend(letters.next()),
            (letter, Some(text)) => text.push(letter),
            (_, None) => {}
        }
    }
    found
}

/// A format string with gaps for its arguments.
fn with_gaps(format: &str) -> String {
    let mut text = String::new();
    let mut letters = format.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if letters.next_if_eq(&letter).is_some() => text.push(letter),
            '{' => {
                letters.by_ref().find(|letter| *letter == '}');
                text.push_str(GAP);
            }
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::CODES;
    use super::*;

    #[test]
    fn names_and_numbers_are_gaps() {
        let (message, ways) = template("C001").unwrap_or_default();
        assert_eq!(message, "there is no source `…`");
        assert_eq!(
            ways,
            [
                "take the nearest name, where one is offered",
                "describe it in `sources.toml`: `[…]`, `title = \"…\"`"
            ]
        );
        assert_eq!(with_gaps("{{ a }} {b}"), "{ a } …");
    }

    #[test]
    fn every_code_says_what_is_wrong_and_what_to_do() {
        for code in CODES {
            let (message, ways) = template(code.code).unwrap_or_default();
            assert!(!message.is_empty() && !ways.is_empty(), "{}", code.code);
        }
    }
}
