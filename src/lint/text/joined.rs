//! The words and numbers of a text, each joined by the marks inside of it.
//!
//! A mark between two figures belongs to the number, an apostrophe between two letters to the word. A hyphen
//! parts. Must not know: what a word means.

use std::ops::Range;

/// A word or a number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    pub(crate) range: Range<usize>,
}

impl Word<'_> {
    /// Whether it is this word, in whatever case.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(crate) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let (mut before, mut letters) = (' ', text.char_indices().peekable());
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, letter)| *letter);
        if letter.is_alphanumeric() || joins(before, letter, after) {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            words.push(Word { text: &text[start..at], range: start..at });
        }
        before = letter;
    }
    words.extend(start.map(|start| Word { text: &text[start..], range: start..text.len() }));
    words
}

fn joins(before: char, mark: char, after: char) -> bool {
    match mark {
        ',' | '.' | ':' | '/' | '\u{a0}' | '\u{202f}' => before.is_ascii_digit() && after.is_ascii_digit(),
        '\'' | '’' => before.is_alphabetic() && after.is_alphabetic(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_inside_of_numbers_and_words_part_nothing() {
        let read = |text| words(text).into_iter().map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(read("In 2022, 1,234.5 people’s"), ["In", "2022", "1,234.5", "people’s"]);
        assert_eq!(read("10:30, 1/3; G-20 (it)."), ["10:30", "1/3", "G", "20", "it"]);
        assert_eq!(read(""), [""; 0]);
    }
}
