//! How wide a name is, near enough to keep names apart.
//!
//! The reader's typeface is not known. The widths are those of a wide humanist sans (Verdana is wider, all
//! others that the style sheet names are narrower), by classes of letters, in parts of the letters' size.
//! Must not know: where a name stands.

/// The width of a text whose letters have the size 1; `spacing` is added to each letter.
pub(super) fn text_width(text: &str, spacing: f64) -> f64 {
    let widths = text.chars().map(|letter| {
        let width = match letter {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' => 0.3,
            'f' | 'r' | 't' | 'J' | '(' | ')' | '-' | '/' => 0.4,
            'm' | 'w' | 'M' | 'W' | '—' | '@' | '%' => 0.92,
            _ if letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '–' => 0.58,
            _ if letter.is_ascii_uppercase() => 0.7,
            _ if letter.is_lowercase() => 0.6,
            // Han, kana, hangul and what is as wide as they are.
            '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'.. => 1.0,
            _ => 0.72,
        };
        width + spacing
    });
    widths.sum()
}

/// A name on one line, or on two that are as even as its words allow.
pub(super) fn two_lines(name: &str) -> Option<[&str; 2]> {
    let breaks = name.match_indices(' ').map(|(at, _)| [&name[..at], &name[at + 1..]]);
    let longer = |lines: &[&str; 2]| lines.map(|line| line.chars().count()).into_iter().max();
    breaks.min_by_key(longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_are_wider() {
        assert!(
            text_width("mm", 0.0) > text_width("nn", 0.0) && text_width("nn", 0.0) > text_width("ii", 0.0)
        );
        assert!(text_width("中国", 0.0) > text_width("cn", 0.0));
        assert!(text_width("ab", 0.1) > text_width("ab", 0.0));
    }

    #[test]
    fn two_lines_are_as_even_as_words_allow() {
        assert_eq!(two_lines("United Arab Emirates"), Some(["United Arab", "Emirates"]));
        assert_eq!(two_lines("Kazakhstan"), None);
    }
}
