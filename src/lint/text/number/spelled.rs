//! Quantities in words: `two million`, `three times as many`, `two-thirds`, `one in five`, `doubled`.
//!
//! A small number alone is none: `two leaders` were counted by nobody. Must not know: figures.

use super::{Line, Quantity};

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const PARTS: [&str; 16] = [
    "third", "thirds", "quarter", "quarters", "fifth", "fifths", "sixth", "sixths", "seventh", "sevenths",
    "eighth", "eighths", "ninth", "ninths", "tenth", "tenths",
];
/// What multiplies by itself, and by how much.
const MULTIPLES: [(&str, &str); 10] = [
    ("doubled", "2x"),
    ("doubling", "2x"),
    ("tripled", "3x"),
    ("tripling", "3x"),
    ("trebled", "3x"),
    ("quadrupled", "4x"),
    ("quadrupling", "4x"),
    ("quintupled", "5x"),
    ("halved", "1/2"),
    ("halving", "1/2"),
];
/// `doubled back` multiplies nothing.
const MOVES: [&str; 5] = ["back", "over", "down", "up", "as"];
const MORE: [&str; 13] = [
    "as", "more", "the", "higher", "larger", "bigger", "greater", "faster", "less", "its", "their", "that",
    "likelier",
];

/// The number that a word in small letters is: nought to nineteen, and twenty.
pub(in super::super) fn in_words(word: &str) -> Option<usize> {
    SMALL.iter().chain(&TENS[..1]).position(|small| *small == word)
}

/// The quantity that begins with a word.
pub(super) fn quantity(line: &Line<'_>, at: usize) -> Option<Quantity> {
    let word = &line.words[at];
    let first = word.text.chars().next()?;
    if "½⅓⅔¼¾⅕⅛".contains(first) {
        return Some(line.quantity(at, word.range.end, word.text.to_owned()));
    }
    match first.to_ascii_lowercase() {
        'a' | 'h' if word.is_one_of(&["a", "half"]) => part(line, at),
        'd' | 'h' | 'q' => multiple(line, at),
        't' => multiple(line, at).or_else(|| counted(line, at)),
        'o' | 'f' | 's' | 'e' | 'n' => counted(line, at),
        _ => None,
    }
}

/// `doubled`, `twice as many`.
fn multiple(line: &Line<'_>, at: usize) -> Option<Quantity> {
    let word = &line.words[at];
    if word.is("twice") {
        let more = line.follows(at, &["as", "the"]);
        return more.then(|| line.quantity(at, word.range.end, "2x".to_owned()));
    }
    let (_, worth) = MULTIPLES.iter().find(|(multiple, _)| word.is(multiple))?;
    (!line.follows(at, &MOVES)).then(|| line.quantity(at, word.range.end, (*worth).to_owned()))
}

/// `a third of`, `half a million`, `more than half`.
fn part(line: &Line<'_>, at: usize) -> Option<Quantity> {
    let next = line.next(at)?;
    if line.words[at].is("a") {
        let whole = line.follows(at + 1, &["of"]) && !line.follows(at + 2, &["a", "an"]);
        return (next.is_one_of(&PARTS) && whole)
            .then(|| line.quantity(at, next.range.end, format!("1 {}", parts(next.text))));
    }
    let (end, scale) = line.unit(at + 1);
    if next.is("a") && !scale.is_empty() {
        return Some(line.quantity(at, end, format!("0.5{scale}")));
    }
    let least =
        line.previous(at).is_some_and(|word| word.is_one_of(&["than", "over", "nearly", "almost", "about"]));
    let amount = least && !next.is_one_of(&["a", "an", "way"]);
    amount.then(|| line.quantity(at, line.words[at].range.end, "1/2".to_owned()))
}

/// A number in words, and what makes a quantity of it.
fn counted(line: &Line<'_>, at: usize) -> Option<Quantity> {
    let word = &line.words[at];
    if let Some(number) = word.text.to_ascii_lowercase().strip_suffix("fold") {
        let times = small(number)?;
        return Some(line.quantity(at, word.range.end, format!("{times}x")));
    }
    let (last, number) = cardinal(line, at)?;
    let next = line.next(last)?;
    let (end, unit) = line.unit(last);
    if unit.len() > 1 || unit == "%" {
        return Some(line.quantity(at, end, format!("{number}{unit}")));
    }
    let times = next.is("times") && line.follows(last + 1, &MORE) || next.is("fold");
    if times {
        return Some(line.quantity(at, next.range.end, format!("{number}x")));
    }
    if next.is_one_of(&PARTS) && (number == 1) != next.text.ends_with('s') {
        return Some(line.quantity(at, next.range.end, format!("{number} {}", parts(next.text))));
    }
    ratio(line, (at, last), number)
}

/// `one in five`.
fn ratio(line: &Line<'_>, (at, last): (usize, usize), number: usize) -> Option<Quantity> {
    let next = line.next(last)?;
    let behind = match next {
        word if word.is("in") => last + 2,
        word if word.is("out") && line.follows(last + 1, &["of"]) => last + 3,
        _ => return None,
    };
    line.next(behind - 1)?;
    let (end, whole) = cardinal(line, behind)?;
    (number < whole).then(|| line.quantity(at, line.words[end].range.end, format!("{number}/{whole}")))
}

/// The number that begins with a word, and its last word.
fn cardinal(line: &Line<'_>, at: usize) -> Option<(usize, usize)> {
    let word = line.words.get(at)?;
    if let Some(tens) = TENS.iter().position(|tens| word.is(tens)) {
        let ones = line.next(at).and_then(|next| small(next.text)).filter(|ones| (1..10).contains(ones));
        return Some((at + usize::from(ones.is_some()), (tens + 2) * 10 + ones.unwrap_or(0)));
    }
    small(word.text).map(|number| (at, number))
}

fn small(word: &str) -> Option<usize> {
    SMALL.iter().position(|small| word.eq_ignore_ascii_case(small))
}

fn parts(word: &str) -> String {
    word.to_ascii_lowercase().trim_end_matches('s').to_owned()
}
