//! Where a text tells of something as still to come: `will`, `is due`, `is expected to`, `plans to`.
//!
//! Must not know: when that is.

use std::ops::Range;

use super::word::Tokens;

/// The words that put a statement into the future, in order.
pub(crate) fn futures(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..tokens.len() {
        let free = found.last().is_none_or(|last| last.end <= tokens.range(at, at).start);
        let read = [will, is_to, plans].into_iter().find_map(|read| read(tokens, at));
        found.extend(read.filter(|_| free));
    }
    found
}

/// Behind these, a will or plans are things.
const OWNED: [&str; 20] = [
    "the",
    "a",
    "an",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "your",
    "s",
    "free",
    "good",
    "ill",
    "political",
    "of",
    "own",
    "at",
    "any",
    "these",
];
/// No verb begins with these.
const NOUNS: [&str; 12] =
    ["the", "a", "an", "its", "his", "her", "their", "this", "that", "date", "blame", "power"];

fn will(tokens: &Tokens<'_>, at: usize) -> Option<Range<usize>> {
    let verb = tokens.word(at + 1).starts_with(char::is_lowercase) && tokens.touches_next(at);
    let is = tokens.is_one_of(at, &["will"])
        && !tokens.is_name(at)
        && verb
        && !tokens.is_preceded_by(at, 1, &OWNED);
    is.then(|| tokens.range(at, at))
}

/// `is due`, `are expected to`, `is also scheduled for`, `is to visit`
fn is_to(tokens: &Tokens<'_>, at: usize) -> Option<Range<usize>> {
    if !tokens.is_one_of(at, &["is", "are"]) {
        return None;
    }
    let adverb = ["also", "now", "still", "not", "currently", "widely", "then", "reportedly", "soon"];
    let word = at + 1 + usize::from(tokens.is_one_of(at + 1, &adverb));
    let verb = |to: usize| {
        tokens.is_one_of(to, &["to"]) && !tokens.is_one_of(to + 1, &NOUNS) && tokens.touches_next(to)
    };
    let place = |to: usize| tokens.is_one_of(to, &["in", "on", "for", "at"]);
    let last = match tokens.word(word) {
        "to" if verb(word) && !tokens.is_preceded_by(word, 1, &["not"]) => word,
        "due" | "scheduled" | "slated" | "expected" | "planned" if verb(word + 1) => word + 1,
        "due" | "scheduled" | "slated" | "expected" | "planned" if place(word + 1) => word,
        "set" | "poised" | "going" if verb(word + 1) => word + 1,
        _ => return None,
    };
    (at..last).all(|at| tokens.touches_next(at)).then(|| tokens.range(at, last))
}

/// `plans to`
fn plans(tokens: &Tokens<'_>, at: usize) -> Option<Range<usize>> {
    let is = tokens.is_one_of(at, &["plans", "plan", "intends", "intend"])
        && !tokens.is_preceded_by(at, 1, &OWNED);
    let verb = tokens.is_one_of(at + 1, &["to"])
        && !tokens.is_one_of(at + 2, &NOUNS)
        && tokens.touches_next(at)
        && tokens.touches_next(at + 1);
    let noun = tokens.is_preceded_by(at, 1, &["and", "with", "no", "on", "for"]);
    (is && verb && !noun).then(|| tokens.range(at, at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        futures(&Tokens::new(text)).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_is_still_to_come_is_told_so() {
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
