//! Quantities in words: `two million`, `three times as many`, `two-thirds`, `one in five`, `doubled`.
//!
//! A small number alone is none: in `two leaders`, readers can count for themselves. Must not know: figures.

use super::{NumberCx, Quantity};

const SMALL: [&str; 20] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const PARTS: [&str; 16] = [
    "third", "thirds", "quarter", "quarters", "fifth", "fifths", "sixth", "sixths", "seventh", "sevenths",
    "eighth", "eighths", "ninth", "ninths", "tenth", "tenths",
];
/// Multiples, each with the verbs that multiply by it.
const MULTIPLES: [(&str, &[&str]); 5] = [
    ("2x", &["doubled", "doubling"]),
    ("3x", &["tripled", "tripling", "trebled"]),
    ("4x", &["quadrupled", "quadrupling"]),
    ("5x", &["quintupled"]),
    ("1/2", &["halved", "halving"]),
];
/// Words after which those verbs mean something else: `doubled back`.
const PARTICLES: [&str; 5] = ["back", "over", "down", "up", "as"];
/// Words after `three times` that compare.
const COMPARISONS: [&str; 13] = [
    "as", "more", "the", "higher", "larger", "bigger", "greater", "faster", "less", "its", "their", "that",
    "likelier",
];

/// Reads a number from zero to twenty, in words of lower case.
pub(in super::super) fn parse_small_number(word: &str) -> Option<usize> {
    SMALL.iter().chain(&TENS[..1]).position(|small| *small == word)
}

/// Reads the quantity that begins with the word `at`.
pub(super) fn quantity(cx: &NumberCx<'_>, at: usize) -> Option<Quantity> {
    let word = cx.tokens.word(at);
    let first = word.chars().next()?;
    if "½⅓⅔¼¾⅕⅛".contains(first) {
        return Some(cx.quantity(at, cx.end(at), word.to_owned()));
    }
    // Most words are none, and their first letter shows it.
    match first.to_ascii_lowercase() {
        'a' | 'h' if cx.tokens.is_one_of(at, &["a", "half"]) => share(cx, at),
        'd' | 'h' | 'q' => multiple(cx, at),
        't' => multiple(cx, at).or_else(|| cardinal_quantity(cx, at)),
        'o' | 'f' | 's' | 'e' | 'n' => cardinal_quantity(cx, at),
        _ => None,
    }
}

/// Reads `doubled` and `twice as many`.
fn multiple(cx: &NumberCx<'_>, at: usize) -> Option<Quantity> {
    if cx.tokens.is_one_of(at, &["twice"]) {
        return cx.is_followed_by(at, &["as", "the"]).then(|| cx.quantity(at, cx.end(at), "2x".to_owned()));
    }
    let (worth, _) = MULTIPLES.iter().find(|(_, verbs)| cx.tokens.is_one_of(at, verbs))?;
    (!cx.is_followed_by(at, &PARTICLES)).then(|| cx.quantity(at, cx.end(at), (*worth).to_owned()))
}

/// Reads `a third of`, `half a million` and `more than half`.
fn share(cx: &NumberCx<'_>, at: usize) -> Option<Quantity> {
    let next = cx.next_word(at)?;
    if cx.tokens.is_one_of(at, &["a"]) {
        // In `a quarter of an hour` nothing is shared.
        let has_whole = cx.is_followed_by(next, &["of"]) && !cx.is_followed_by(next + 1, &["a", "an"]);
        return (cx.tokens.is_one_of(next, &PARTS) && has_whole)
            .then(|| cx.quantity(at, cx.end(next), format!("1 {}", singular_part(cx, next))));
    }
    let scale = cx.unit(next);
    if cx.tokens.is_one_of(next, &["a"]) && !scale.name.is_empty() {
        return Some(cx.quantity(at, scale.end, format!("0.5{}", scale.name)));
    }
    let is_compared = cx.is_preceded_by(at, &["than", "over", "nearly", "almost", "about"]);
    let is_amount = is_compared && !cx.tokens.is_one_of(next, &["a", "an", "way"]);
    is_amount.then(|| cx.quantity(at, cx.end(at), "1/2".to_owned()))
}

/// Reads a cardinal in words with a unit, a part or a comparison after it.
fn cardinal_quantity(cx: &NumberCx<'_>, at: usize) -> Option<Quantity> {
    if let Some(number) = cx.tokens.word(at).to_ascii_lowercase().strip_suffix("fold") {
        let times = SMALL.iter().position(|small| *small == number)?;
        return Some(cx.quantity(at, cx.end(at), format!("{times}x")));
    }
    let (last, value) = cardinal(cx, at)?;
    let next = cx.next_word(last)?;
    let unit = cx.unit(last);
    if unit.name.len() > 1 || unit.name == "%" {
        return Some(cx.quantity(at, unit.end, format!("{value}{}", unit.name)));
    }
    let is_factor = cx.tokens.is_one_of(next, &["times"]) && cx.is_followed_by(next, &COMPARISONS)
        || cx.tokens.is_one_of(next, &["fold"]);
    if is_factor {
        return Some(cx.quantity(at, cx.end(next), format!("{value}x")));
    }
    let is_plural = cx.tokens.word(next).ends_with('s');
    if cx.tokens.is_one_of(next, &PARTS) && (value == 1) != is_plural {
        return Some(cx.quantity(at, cx.end(next), format!("{value} {}", singular_part(cx, next))));
    }
    // `one in five` and `one out of five`
    let preposition = if cx.tokens.is_one_of(next, &["in"]) {
        next
    } else if cx.tokens.is_one_of(next, &["out"]) && cx.is_followed_by(next, &["of"]) {
        next + 1
    } else {
        return None;
    };
    let (last, denominator) = cardinal(cx, cx.next_word(preposition)?)?;
    (value < denominator).then(|| cx.quantity(at, cx.end(last), format!("{value}/{denominator}")))
}

/// Reads a whole number below a hundred, in one word or two, that begins with the word `at`. Gives the index of its
/// last word, and its value.
fn cardinal(cx: &NumberCx<'_>, at: usize) -> Option<(usize, usize)> {
    let Some(tens) = TENS.iter().position(|tens| cx.tokens.is_one_of(at, &[tens])) else {
        return Some((at, small_number(cx, at)?));
    };
    let tens = (tens + 2) * 10;
    let ones = cx.next_word(at).and_then(|next| Some((next, small_number(cx, next)?)));
    Some(match ones {
        Some((last, ones @ 1..=9)) => (last, tens + ones),
        _ => (at, tens),
    })
}

/// Reads a number below twenty.
fn small_number(cx: &NumberCx<'_>, at: usize) -> Option<usize> {
    SMALL.iter().position(|small| cx.tokens.is_one_of(at, &[small]))
}

fn singular_part(cx: &NumberCx<'_>, at: usize) -> String {
    cx.tokens.word(at).to_ascii_lowercase().trim_end_matches('s').to_owned()
}
