//! Promises of a number: `five questions`, `3 key points`.
//!
//! Must not know: what follows.

use std::ops::Range;

use super::number;
use super::word::hyphenated_words;

/// So many things are said to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CountPromise {
    pub(crate) count: usize,
    /// The number and what it counts.
    pub(crate) range: Range<usize>,
    pub(crate) words: String,
}

/// What a writer counts before listing it.
const THINGS: [&str; 22] = [
    "answers",
    "aims",
    "arguments",
    "causes",
    "conditions",
    "facts",
    "goals",
    "ideas",
    "issues",
    "lessons",
    "myths",
    "points",
    "principles",
    "questions",
    "reasons",
    "scenarios",
    "steps",
    "stops",
    "takeaways",
    "things",
    "tips",
    "ways",
];

/// Words before a number that leave it open, or that make it a share or a part of something told before.
const OPEN: [&str; 21] = [
    "about", "above", "almost", "another", "around", "first", "last", "least", "most", "nearly", "next",
    "of", "other", "over", "past", "roughly", "some", "than", "these", "those", "to",
];

/// The promise that a text makes; nothing, when it makes none, or more than one.
pub(crate) fn promise(text: &str) -> Option<CountPromise> {
    let words = hyphenated_words(text);
    let mut found = (0..words.len()).filter_map(|at| read(text, &words, at));
    found.next().filter(|_| found.next().is_none())
}

fn read(text: &str, words: &[Range<usize>], at: usize) -> Option<CountPromise> {
    let lower = |at: usize| words.get(at).map(|word| text[word.clone()].to_lowercase());
    let count = number(&lower(at)?)?;
    let before = at.checked_sub(1).and_then(lower);
    let the = before.as_deref() == Some("the");
    let share = the && at.checked_sub(2).and_then(lower).as_deref() == Some("of");
    if share || before.is_some_and(|before| OPEN.contains(&&*before)) {
        return None;
    }
    // An adjective or two may stand between: `three simple questions`.
    let thing = (at + 1..=at + 3).find(|at| lower(*at).is_some_and(|word| THINGS.contains(&&*word)))?;
    let range = words[at].start..words[thing].end;
    let joined =
        text[range.clone()].chars().all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-'));
    let between =
        (at + 1..thing).filter_map(lower).all(|word| !matches!(&*word, "of" | "and" | "to" | "in" | "or"));
    let words = text[range.clone()].to_owned();
    (joined && between).then_some(CountPromise { count, range, words })
}

fn number(word: &str) -> Option<usize> {
    let digits = || word.parse().ok().filter(|count| (2..=30).contains(count));
    number::in_words(word).filter(|count| (2..=20).contains(count)).or_else(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_things_is_a_promise() {
        let read = |text| promise(text).map(|promise| (promise.count, promise.words));
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
