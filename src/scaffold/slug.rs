//! The address of a question: its words that tell it from others; of one among its sections, the first words.
//!
//! Must not know: which addresses are taken.

use crate::base::words::slug;

/// How many words an address has.
const WORDS: usize = 6;

/// Words that questions have in common.
const COMMON: [&str; 57] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does",
    "for", "from", "had", "has", "have", "how", "if", "in", "is", "it", "its", "many", "may", "might",
    "much", "of", "on", "or", "our", "should", "so", "such", "than", "that", "the", "their", "there", "they",
    "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with",
    "would",
];

/// The first words of a question that are not common ones, joined by hyphens; all of them, where it has no
/// others. It may be empty.
pub(crate) fn short(question: &str) -> String {
    let all = slug(question);
    let telling: Vec<_> = all.split('-').filter(|word| !COMMON.contains(word)).take(WORDS).collect();
    if telling.is_empty() { first_words(question) } else { telling.join("-") }
}

/// The first words of a text, joined by hyphens.
pub(super) fn first_words(text: &str) -> String {
    slug(text).split('-').take(WORDS).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_left_out_and_six_are_enough() {
        assert_eq!(short("Why does the bridge at Öland matter?"), "bridge-öland-matter");
        assert_eq!(
            short("Why did Xi Jinping’s 2022 Central Asia trip matter so much?"),
            "xi-jinpings-2022-central-asia-trip"
        );
        assert_eq!(short("Что такое НАТО?"), "что-такое-нато");
    }

    #[test]
    fn a_question_of_common_words_keeps_them_and_one_of_none_has_no_address() {
        assert_eq!(short("Who is who?"), "who-is-who");
        assert_eq!(short("?!"), "");
    }

    #[test]
    fn the_common_words_are_in_order() {
        assert!(COMMON.is_sorted());
    }
}
