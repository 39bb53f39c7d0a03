//! The words of a text: runs of letters and figures, each with its byte range.
//!
//! Must not know: what a word means.

use std::ops::Range;

/// Finds the longest runs of characters for which `joins` holds, in order.
///
/// `joins` also gets the byte at which the character begins, so that it can look at the text around it.
pub(crate) fn runs(text: &str, joins: impl Fn(usize, char) -> bool) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices() {
        match (joins(at, letter), start) {
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

/// Finds the words of a text; a hyphen is part of a word.
pub(crate) fn hyphenated_words(text: &str) -> Vec<Range<usize>> {
    runs(text, |_, letter| letter.is_alphanumeric() || letter == '-')
}

/// The byte in `text` at which `part`, a slice of it, begins.
pub(crate) fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// Checks whether two texts have the same letters and figures in the same order, in any case.
pub(crate) fn has_same_letters(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// Returns whether a text has one of some words in it, in any case.
pub(crate) fn has_word(text: &str, words: &[&str]) -> bool {
    let mut words_of_text = text.split(|letter: char| !letter.is_alphanumeric());
    words_of_text.any(|word| words.iter().any(|it| word.eq_ignore_ascii_case(it)))
}

/// A text cut into words, for patterns that span several of them.
///
/// Words are addressed by their index. An index without a word gives an empty word.
pub(crate) struct Tokens<'t> {
    pub(crate) text: &'t str,
    words: Vec<Range<usize>>,
}

impl<'t> Tokens<'t> {
    /// Cuts a text at everything that is neither letter nor figure: `Xi’s` is two words.
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, words: runs(text, |_, letter| letter.is_alphanumeric()) }
    }

    /// Cuts a text, but keeps a mark between two figures and an apostrophe between two letters: `1,234.5`
    /// and `people’s` are one word each.
    pub(crate) fn with_inner_marks(text: &'t str) -> Self {
        let words = runs(text, |at, letter| letter.is_alphanumeric() || is_inner_mark(text, at, letter));
        Self { text, words }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn word(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |range| &self.text[range.clone()])
    }

    /// The index of the word that begins at a byte.
    pub(crate) fn index_of(&self, byte: usize) -> Option<usize> {
        self.words.binary_search_by_key(&byte, |word| word.start).ok()
    }

    /// Checks whether a word is one of `words`, whatever its case.
    pub(crate) fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(at).eq_ignore_ascii_case(word))
    }

    /// Checks whether the word `distance` words before this one is one of `words`, whatever its case.
    pub(crate) fn is_preceded_by(&self, at: usize, distance: usize, words: &[&str]) -> bool {
        at.checked_sub(distance).is_some_and(|before| self.is_one_of(before, words))
    }

    /// The text between two words; `None` if one of them does not exist.
    pub(crate) fn text_between(&self, left: usize, right: usize) -> Option<&'t str> {
        self.text.get(self.words.get(left)?.end..self.words.get(right)?.start)
    }

    /// The text between a word and the one before it, or the beginning.
    pub(crate) fn text_before(&self, at: usize) -> &'t str {
        let start = at.checked_sub(1).map_or(0, |before| self.words[before].end);
        &self.text[start..self.words[at].start]
    }

    /// The text between a word and the next, or the end.
    pub(crate) fn text_after(&self, at: usize) -> &'t str {
        let end = self.words.get(at + 1).map_or(self.text.len(), |next| next.start);
        &self.text[self.words[at].end..end]
    }

    /// Checks whether only white space separates a word from the next one.
    pub(crate) fn touches_next(&self, at: usize) -> bool {
        self.text_between(at, at + 1).is_some_and(|gap| gap.chars().all(char::is_whitespace))
    }

    /// Checks whether only white space separates a word from the one before it.
    pub(crate) fn touches_previous(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.touches_next(before))
    }

    /// The bytes from the first word to the last; both must exist.
    pub(crate) fn range(&self, first: usize, last: usize) -> Range<usize> {
        self.words[first].start..self.words[last].end
    }

    /// Checks whether a word is capitalized inside a sentence, as proper names are.
    pub(crate) fn is_name(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.text_between(before, at));
        let opens_sentence = |gap: &str| gap.contains(['.', '!', '?', ':', '“', '‘', '«', '(']);
        self.word(at).starts_with(char::is_uppercase) && before.is_some_and(|gap| !opens_sentence(gap))
    }
}

fn is_inner_mark(text: &str, at: usize, mark: char) -> bool {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at..].chars().nth(1).unwrap_or(' ');
    match mark {
        ',' | '.' | ':' | '/' | '\u{a0}' | '\u{202f}' => before.is_ascii_digit() && after.is_ascii_digit(),
        '\'' | '’' => before.is_alphabetic() && after.is_alphabetic(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<'t>(tokens: &Tokens<'t>) -> Vec<&'t str> {
        (0..tokens.len()).map(|at| tokens.word(at)).collect()
    }

    #[test]
    fn words_are_letters_and_figures() {
        let tokens = Tokens::new("Xi’s 69, he");
        assert_eq!(words(&tokens), ["Xi", "s", "69", "he"]);
        assert_eq!((tokens.text_between(2, 3), tokens.text_between(3, 4)), (Some(", "), None));
        assert_eq!(tokens.word(9), "");
    }

    #[test]
    fn marks_inside_numbers_and_words_are_kept() {
        let read = |text| words(&Tokens::with_inner_marks(text));
        assert_eq!(read("In 2022, 1,234.5 people’s"), ["In", "2022", "1,234.5", "people’s"]);
        assert_eq!(read("10:30, 1/3; G-20 (it)."), ["10:30", "1/3", "G", "20", "it"]);
        assert_eq!(read(""), [""; 0]);
    }

    #[test]
    fn a_capital_inside_a_sentence_is_a_name() {
        let tokens = Tokens::new("Today he is. Today on Today");
        let names: Vec<_> = (0..tokens.len()).map(|at| tokens.is_name(at)).collect();
        assert_eq!(names, [false, false, false, false, false, true]);
    }
}
