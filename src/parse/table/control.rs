//! Characters that no page and no feed can hold.

use crate::diagnostics::Problem;

/// What is no character in XML (XML 1.0, section 2.2): a feed with one is read by nobody.
pub(super) fn is_control(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

pub(super) fn problem(key: &str) -> Problem {
    Problem::ControlCharacter { key: key.to_owned() }
}
