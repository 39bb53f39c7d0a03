//! The words of a text: runs of letters and figures, each with its place.
//!
//! Must not know: what a word means.

use std::ops::Range;

/// Where a text has runs of letters that join, as `joins` says.
pub(crate) fn letter_runs(text: &str, joins: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices() {
        match (joins(letter), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs.extend(start.map(|from| from..text.len()));
    runs
}

/// Where a text has words; a hyphen joins two.
pub(crate) fn hyphenated_words(text: &str) -> Vec<Range<usize>> {
    letter_runs(text, |letter| letter.is_alphanumeric() || letter == '-')
}

/// A text and its words, for whoever looks at several in a row.
pub(crate) struct Tokens<'t> {
    pub(crate) text: &'t str,
    words: Vec<Range<usize>>,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, words: letter_runs(text, char::is_alphanumeric) }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// A word; nothing is written where there is none.
    pub(crate) fn word(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |range| &self.text[range.clone()])
    }

    /// Whether a word is one of these, in small letters or with a capital.
    pub(crate) fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(at).eq_ignore_ascii_case(word))
    }

    /// The same, of the word so many places before.
    pub(crate) fn is_preceded_by(&self, at: usize, by: usize, words: &[&str]) -> bool {
        at.checked_sub(by).is_some_and(|at| self.is_one_of(at, words))
    }

    /// What stands between two words; nothing, where one of them is not there.
    pub(crate) fn text_between(&self, left: usize, right: usize) -> Option<&'t str> {
        let (left, right) = (self.words.get(left)?, self.words.get(right)?);
        self.text.get(left.end..right.start)
    }

    /// Whether a word and the next have nothing but white space between them.
    pub(crate) fn touches_next(&self, at: usize) -> bool {
        self.text_between(at, at + 1).is_some_and(|gap| gap.chars().all(char::is_whitespace))
    }

    /// Whether a word and the one before it have nothing but white space between them.
    pub(crate) fn touches_previous(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.touches_next(before))
    }

    /// Where words stand, from the first to the last.
    pub(crate) fn range(&self, first: usize, last: usize) -> Range<usize> {
        self.words[first].start..self.words[last].end
    }

    /// Whether a word has a capital in the middle of a sentence: then it is a name's.
    pub(crate) fn is_name(&self, at: usize) -> bool {
        let capital = self.word(at).starts_with(char::is_uppercase);
        let opens = |gap: &str| gap.contains(['.', '!', '?', ':', '“', '‘', '«', '(']);
        capital
            && at
                .checked_sub(1)
                .and_then(|before| self.text_between(before, at))
                .is_some_and(|gap| !opens(gap))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_figures() {
        let tokens = Tokens::new("Xi’s 69, he");
        let words: Vec<_> = (0..tokens.len()).map(|at| tokens.word(at)).collect();
        assert_eq!(words, ["Xi", "s", "69", "he"]);
        assert_eq!((tokens.text_between(2, 3), tokens.text_between(3, 4)), (Some(", "), None));
        assert_eq!(tokens.word(9), "");
    }

    #[test]
    fn a_capital_in_a_sentence_is_a_names() {
        let tokens = Tokens::new("Today he is. Today on Today");
        let names: Vec<_> = (0..tokens.len()).map(|at| tokens.is_name(at)).collect();
        assert_eq!(names, [false, false, false, false, false, true]);
    }
}
