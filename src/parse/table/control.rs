//! Characters that cannot be in a page or a feed.

use crate::diagnostics::Problem;

/// Tells what is not a character in XML (XML 1.0, section 2.2): parsers reject a feed with one.
pub(super) fn is_control(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

pub(super) fn problem(key: &str) -> Problem {
    Problem::ControlCharacter { key: key.to_owned() }
}
