//! Makes addresses of questions.
//!
//! Must not know: which addresses are taken.

use crate::base::words::slug;

const MAX_WORDS: usize = 6;

/// Words that say little about a question.
const STOP_WORDS: [&str; 57] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does",
    "for", "from", "had", "has", "have", "how", "if", "in", "is", "it", "its", "many", "may", "might",
    "much", "of", "on", "or", "our", "should", "so", "such", "than", "that", "the", "their", "there", "they",
    "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with",
    "would",
];

/// Returns the main words of a question, joined by hyphens; its first words, if it has only stop words. May be empty.
pub(crate) fn question_slug(question: &str) -> String {
    let all = slug(question);
    let words: Vec<_> = all.split('-').filter(|word| !STOP_WORDS.contains(word)).take(MAX_WORDS).collect();
    if words.is_empty() { first_words(question) } else { words.join("-") }
}

/// Returns the first words of a text, joined by hyphens.
pub(super) fn first_words(text: &str) -> String {
    slug(text).split('-').take(MAX_WORDS).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_left_out_and_six_words_are_enough() {
        assert_eq!(question_slug("Why does the bridge at Öland matter?"), "bridge-öland-matter");
        assert_eq!(
            question_slug("Why did Xi Jinping’s 2022 Central Asia trip matter so much?"),
            "xi-jinpings-2022-central-asia-trip"
        );
        assert_eq!(question_slug("Что такое НАТО?"), "что-такое-нато");
    }

    #[test]
    fn a_question_of_stop_words_keeps_them_and_one_without_words_has_no_slug() {
        assert_eq!(question_slug("Who is who?"), "who-is-who");
        assert_eq!(question_slug("?!"), "");
    }

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP_WORDS.is_sorted());
    }
}
