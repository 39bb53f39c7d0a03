//! The words that put a statement into the future: `will`, `is due`, `is expected to`, `plans to`.
//!
//! Must not know: when that is.

use std::ops::Range;

use super::word::Tokens;

/// Finds the words that put a statement into the future, in order.
pub(crate) fn find_futures(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..tokens.len() {
        if found.last().is_some_and(|last| last.end > tokens.range(at, at).start) {
            continue;
        }
        found.extend(
            will_verb(tokens, at).or_else(|| is_to_verb(tokens, at)).or_else(|| plans_to_verb(tokens, at)),
        );
    }
    found
}

/// Words before `will` and `plans` as nouns.
const DETERMINERS: [&str; 20] = [
    "the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "s", "free", "good", "ill",
    "political", "of", "own", "at", "any", "these",
];
/// Words after `to` and `will` that are no verbs.
const NO_VERBS: [&str; 12] =
    ["the", "a", "an", "its", "his", "her", "their", "this", "that", "date", "blame", "power"];

/// Reads `will` before a verb.
fn will_verb(tokens: &Tokens<'_>, at: usize) -> Option<Range<usize>> {
    let has_verb = tokens.touches_next(at) && tokens.word(at + 1).starts_with(char::is_lowercase);
    let is_future = tokens.is_one_of(at, &["will"])
        && has_verb
        && !tokens.is_name(at)
        && !tokens.is_preceded_by(at, 1, &DETERMINERS);
    is_future.then(|| tokens.range(at, at))
}

/// Reads `is due`, `are expected to`, `is also scheduled for` and `is to visit`.
fn is_to_verb(tokens: &Tokens<'_>, at: usize) -> Option<Range<usize>> {
    if !tokens.is_one_of(at, &["is", "are"]) {
        return None;
    }
    let adverbs = ["also", "now", "still", "not", "currently", "widely", "then", "reportedly", "soon"];
    let word = if tokens.is_one_of(at + 1, &adverbs) { at + 2 } else { at + 1 };
    let next = word + 1;
    let is_before_place = tokens.is_one_of(next, &["in", "on", "for", "at"]);
    let last = match tokens.word(word) {
        "to" if is_to_before_verb(tokens, word) && !tokens.is_preceded_by(word, 1, &["not"]) => word,
        "due" | "scheduled" | "slated" | "expected" | "planned" if is_to_before_verb(tokens, next) => next,
        "due" | "scheduled" | "slated" | "expected" | "planned" if is_before_place => word,
        "set" | "poised" | "going" if is_to_before_verb(tokens, next) => next,
        _ => return None,
    };
    (at..last).all(|at| tokens.touches_next(at)).then(|| tokens.range(at, last))
}

/// Reads `plans to`.
fn plans_to_verb(tokens: &Tokens<'_>, at: usize) -> Option<Range<usize>> {
    let is_noun = tokens.is_preceded_by(at, 1, &DETERMINERS)
        || tokens.is_preceded_by(at, 1, &["and", "with", "no", "on", "for"]);
    let is_future = tokens.is_one_of(at, &["plans", "plan", "intends", "intend"])
        && !is_noun
        && tokens.touches_next(at)
        && is_to_before_verb(tokens, at + 1);
    is_future.then(|| tokens.range(at, at + 1))
}

/// Checks whether a word is the `to` of an infinitive.
fn is_to_before_verb(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_one_of(at, &["to"]) && tokens.touches_next(at) && !tokens.is_one_of(at + 1, &NO_VERBS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        find_futures(&Tokens::new(text)).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_statement_about_what_is_still_to_come_is_a_future() {
        for (text, found) in [
            ("Xi will arrive.", "will"),
            ("Xi is to visit Samarkand.", "is to"),
            ("Xi is due in Samarkand.", "is due"),
            ("They are also expected to meet.", "are also expected to"),
            ("It is scheduled for Monday.", "is scheduled"),
            ("Xi plans to go.", "plans to"),
        ] {
            assert_eq!(read(text), [found], "{text}");
        }
    }

    #[test]
    fn other_wills_and_what_was_to_come_are_no_future() {
        for text in [
            "the will to win",
            "He met Will Smith.",
            "Xi was due there, and would come.",
            "It is due to the war.",
            "Who is to blame?",
            "He dropped his plans to go.",
            "of free will alone",
            "It is set in stone.",
            "It is not to be confused with others.",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
