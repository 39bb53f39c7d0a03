//! Announced counts: `five questions`, `3 key points`.
//!
//! Must not know: what follows them.

use std::ops::Range;

use super::number::parse_small_number;
use super::word::hyphenated_words;

/// The announcement that so many things follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CountPromise {
    pub(crate) count: usize,
    /// The bytes of the number and of what it counts.
    pub(crate) range: Range<usize>,
    /// The text of `range`.
    pub(crate) text: String,
}

/// Nouns that a writer counts before listing them.
const THINGS: [&str; 22] = [
    "answers", "aims", "arguments", "causes", "conditions", "facts", "goals", "ideas", "issues", "lessons",
    "myths", "points", "principles", "questions", "reasons", "scenarios", "steps", "stops", "takeaways",
    "things", "tips", "ways",
];

/// Words before a number that leave it open, or make it a share or part of something mentioned before.
const QUALIFIERS: [&str; 21] = [
    "about", "above", "almost", "another", "around", "first", "last", "least", "most", "nearly", "next",
    "of", "other", "over", "past", "roughly", "some", "than", "these", "those", "to",
];

/// Finds the count that a text promises; `None` also if there is more than one.
pub(crate) fn find_count_promise(text: &str) -> Option<CountPromise> {
    let words = hyphenated_words(text);
    let mut promises = (0..words.len()).filter_map(|at| promise_at(text, &words, at));
    promises.next().filter(|_| promises.next().is_none())
}

/// Reads the promise whose number is the word `at`.
fn promise_at(text: &str, words: &[Range<usize>], at: usize) -> Option<CountPromise> {
    let lower = |at: usize| words.get(at).map(|word| text[word.clone()].to_lowercase());
    let word = lower(at)?;
    // In words from 2 to 20, in figures from 2 to 30.
    let in_words = parse_small_number(&word).filter(|count| (2..=20).contains(count));
    let count = in_words.or_else(|| word.parse().ok().filter(|count| (2..=30).contains(count)))?;
    let before = at.checked_sub(1).and_then(lower).unwrap_or_default();
    let is_share = before == "the" && at.checked_sub(2).and_then(lower).as_deref() == Some("of");
    if is_share || QUALIFIERS.contains(&&*before) {
        return None;
    }
    // Up to two adjectives may come between: `three simple questions`.
    let noun = (at + 1..=at + 3).find(|at| lower(*at).is_some_and(|word| THINGS.contains(&&*word)))?;
    let range = words[at].start..words[noun].end;
    let is_unbroken =
        text[range.clone()].chars().all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-'));
    let has_adjectives_only =
        (at + 1..noun).filter_map(lower).all(|word| !matches!(&*word, "of" | "and" | "to" | "in" | "or"));
    let text = text[range.clone()].to_owned();
    (is_unbroken && has_adjectives_only).then_some(CountPromise { count, range, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_things_is_a_promise() {
        let read = |text| find_count_promise(text).map(|promise| (promise.count, promise.text));
        assert_eq!(read("Five questions about it"), Some((5, "Five questions".to_owned())));
        assert_eq!(read("What are the 3 key points?"), Some((3, "3 key points".to_owned())));
        assert_eq!(read("three simple, good reasons"), None);
        for text in [
            "At least three reasons",
            "two of the three reasons",
            "all of the three reasons",
            "these two questions",
            "Two leaders, one question",
            "two questions and three answers",
            "one reason",
            "20 years of good reasons",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
