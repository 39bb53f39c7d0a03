//! Counts, lists of choices, slugs and "did you mean".
//!
//! Must not know: what is counted or listed.

use std::fmt;

use super::nfc;

/// `1 page`, `2 pages`: a number and its noun.
pub(crate) struct Count(pub(crate) usize, pub(crate) &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.0, self.1, if self.0 == 1 { "" } else { "s" })
    }
}

/// `` `a` ``, `` `a` or `b` ``, `` `a`, `b` or `c` ``: names to choose from.
pub(crate) struct Choice<T>(pub(crate) Vec<T>);

impl<T: fmt::Display> fmt::Display for Choice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.0.len().saturating_sub(1);
        for (at, word) in self.0.iter().enumerate() {
            let between = match at {
                0 => "",
                _ if at == last => " or ",
                _ => ", ",
            };
            write!(f, "{between}`{word}`")?;
        }
        Ok(())
    }
}

/// Finds the known word that `word` is most likely a misspelling of: at most a third of its letters differ, case
/// aside.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let allowed = (lower.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Makes the `id` of a heading or a topic: lower case, words joined by hyphens, no punctuation; letters of all
/// scripts stay. Empty if nothing is left.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in nfc(text).chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Counts the words of a text: what is between white space and has a letter or a digit in it.
pub(crate) fn count_words(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut words = 0;
    for start in std::iter::once(0).chain(memchr::memchr_iter(b' ', bytes).map(|space| space + 1)) {
        match bytes.get(start) {
            Some(byte) if byte.is_ascii_alphanumeric() => words += 1,
            None | Some(b' ') => {}
            Some(_) => return count_words_by_letters(text),
        }
    }
    match memchr::memchr3(b'\t', b'\n', b'\r', bytes) {
        Some(_) => count_words_by_letters(text),
        None => words,
    }
}

/// Counts the words of a text with other white space than ` `, or in which something may not be a word.
fn count_words_by_letters(text: &str) -> u32 {
    let words = text.split_ascii_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    u32::try_from(words.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_agree_with_their_numbers() {
        assert_eq!(Count(1, "error").to_string(), "1 error");
        assert_eq!(Count(0, "error").to_string(), "0 errors");
    }

    #[test]
    fn choices_read_as_a_sentence() {
        assert_eq!(Choice(vec!["a"]).to_string(), "`a`");
        assert_eq!(Choice(vec!["a", "b", "c"]).to_string(), "`a`, `b` or `c`");
    }

    #[test]
    fn a_near_word_is_offered_and_a_far_one_is_not() {
        assert_eq!(nearest("tilte", ["title", "dek"]), Some("title"));
        assert_eq!(nearest("Title", ["title"]), Some("title"));
        assert_eq!(nearest("summary", ["title", "dek"]), None);
    }

    #[test]
    fn a_word_has_a_letter_or_a_digit() {
        assert_eq!(count_words("Xi’s trip – the 1st since 2020 … *"), 6);
        assert_eq!(count_words(" — "), 0);
    }

    #[test]
    fn a_slug_keeps_letters_and_joins_words() {
        assert_eq!(slug("Why is Xi’s trip “important”?"), "why-is-xis-trip-important");
        assert_eq!(slug("Astana / Нур-Султан"), "astana-нур-султан");
        assert_eq!(slug("…"), "");
    }
}
