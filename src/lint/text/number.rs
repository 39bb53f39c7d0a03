//! Quantities in running English: `$50 billion`, `40%`, `1,234`, `96 million`, `two-thirds`, `doubled`.
//!
//! A quantity has been counted or measured. Dates, years, ages, ordinals, clock times, the numbers in
//! names (G-20, Article 5) and in formulas are none, nor is what a sentence denies, supposes or defines. Must not know: whether anything is cited for it.

mod context;
mod spelled;

pub(super) use spelled::parse_small_number;

use std::ops::Range;

use context::{NumberCx, Unit};

/// A number that was counted or measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// Its bytes, with the currency sign before it and the unit after it.
    pub(crate) range: Range<usize>,
    /// Equal for equal quantities, however they are written: `2 million` for `two million`.
    pub(crate) worth: String,
}

/// Scales, each with the words that multiply the number before them by it.
const SCALES: [(&str, &[&str]); 5] = [
    ("hundred", &["hundred"]),
    ("thousand", &["thousand", "k"]),
    ("million", &["million", "mn"]),
    ("billion", &["billion", "bn"]),
    ("trillion", &["trillion", "tn"]),
];
const CURRENCIES: [&str; 14] = [
    "dollars", "euros", "pounds", "yuan", "rubles", "roubles", "rupees", "yen", "won", "francs", "pesos",
    "cents", "tenge", "rand",
];
/// Units that are written without a space.
const GLUED_UNITS: [&str; 10] = ["km", "kg", "cm", "mm", "ft", "mph", "kph", "gw", "mw", "x"];
/// Words before a number that is only a label: `Article 12`.
const LABELLED: [&str; 48] = [
    "article", "section", "chapter", "page", "pages", "paragraph", "paragraphs", "para", "paras", "p", "pp",
    "figure", "table", "no", "nos", "number", "numbers", "rule", "act", "volume", "vol", "issue",
    "resolution", "clause", "part", "line", "step", "item", "question", "day", "grade", "room", "channel",
    "route", "flight", "top", "category", "phase", "level", "version", "model", "phone", "telephone", "tel",
    "call", "dial", "extension", "postcode",
];
/// Words after four figures that are no year: `1500 people`.
const COUNTED_NOUNS: [&str; 20] = [
    "people", "men", "women", "troops", "soldiers", "workers", "members", "deaths", "jobs", "tons", "tonnes",
    "km", "kilometers", "kilometres", "miles", "meters", "metres", "feet", "acres", "hectares",
];
const TIME_UNITS: [&str; 12] = [
    "years", "year", "months", "month", "weeks", "week", "days", "day", "hours", "minutes", "decades", "hour",
];

/// Finds the quantities of a text, in order. `dates` are the byte ranges of its dates, in order.
pub(crate) fn find_quantities(text: &str, dates: &[Range<usize>]) -> Vec<Quantity> {
    let cx = NumberCx::new(text, dates);
    let mut found: Vec<Quantity> = Vec::new();
    for at in 0..cx.tokens.len() {
        let is_taken = found.last().is_some_and(|last| last.range.end > cx.start(at));
        if is_taken || cx.is_in_date(at) || cx.is_in_formula(at) {
            continue;
        }
        let in_figures = cx.tokens.word(at).starts_with(|letter: char| letter.is_ascii_digit());
        found.extend(if in_figures { quantity_in_figures(&cx, at) } else { spelled::quantity(&cx, at) });
    }
    found
}

/// Reads the quantity that begins with the number `at`.
fn quantity_in_figures(cx: &NumberCx<'_>, at: usize) -> Option<Quantity> {
    let word = cx.tokens.word(at);
    let digits = word.trim_end_matches(char::is_alphabetic);
    if digits.contains('/') {
        return is_fraction(digits).then(|| cx.quantity(at, cx.end(at), digits.to_owned()));
    }
    let currency = cx.currency_sign(at);
    let unit = match &word[digits.len()..] {
        "" => cx.unit(at),
        "m" if currency.is_some() => Unit { end: cx.end(at), name: " million".to_owned() },
        suffix => Unit { end: cx.end(at), name: glued_unit(suffix)? },
    };
    let is_measured = currency.is_some() || !unit.name.is_empty();
    if !is_number(digits) || !is_measured && !is_count(cx, at, digits) {
        return None;
    }
    // A sum of money or thousands of people in such a sentence are an estimate, which has a source.
    let is_supposed = !is_measured && digits.len() < 3 && cx.is_before_would(at);
    if is_supposed || cx.is_denied_or_supposed(at) || cx.is_definition(at, digits) || cx.is_phone_number(at) {
        return None;
    }
    let mut worth = digits.replace(|letter: char| !letter.is_ascii_digit() && letter != '.', "");
    worth.push_str(&unit.name);
    let mut quantity = cx.quantity(at, unit.end, worth);
    if let Some(start) = currency {
        quantity.range.start = start;
    }
    Some(quantity)
}

/// Reads the letters right after a number as a unit or a scale; `14th`, `1990s` and `5G` have none.
fn glued_unit(suffix: &str) -> Option<String> {
    let is_short_form = |word: &&str| word.len() <= 2 && suffix.eq_ignore_ascii_case(word);
    let scale = SCALES.iter().find(|(_, words)| words.iter().any(is_short_form));
    let unit = GLUED_UNITS.iter().find(|unit| suffix.eq_ignore_ascii_case(unit));
    scale.map(|(scale, _)| format!(" {scale}")).or(unit.map(|unit| (*unit).to_owned()))
}

/// Checks whether figures with a slash are a fraction such as `1/3`; `9/11` and `24/7` are none.
fn is_fraction(digits: &str) -> bool {
    digits.split_once('/').is_some_and(|(numerator, denominator)| {
        let parts = (numerator.parse::<u8>(), denominator.parse::<u8>());
        matches!(parts, (Ok(numerator), Ok(denominator @ (2..=6 | 8 | 10 | 100))) if numerator < denominator)
    })
}

/// Checks whether figures and marks are one number such as `1,234.5`; versions (`1.2.3`) and times are none.
fn is_number(digits: &str) -> bool {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_separator = |letter: char| matches!(letter, ',' | '\u{a0}' | '\u{202f}');
    let is_whole = whole.chars().all(|letter| letter.is_ascii_digit() || is_separator(letter));
    let mut groups = whole.split(is_separator);
    let has_first = groups.next().is_some_and(|first| !first.is_empty());
    let is_fraction = fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_whole && has_first && groups.all(|group| group.len() == 3) && is_fraction
}

/// Checks whether a bare number counts something: it has two digits or more, and is no year, label or time.
fn is_count(cx: &NumberCx<'_>, at: usize, digits: &str) -> bool {
    if cx.is_label(at, &LABELLED) || cx.is_item_number(at) {
        return false;
    }
    if digits.len() > 4 || digits.contains('.') {
        return !digits.starts_with("00");
    }
    let value: u32 = digits.parse().unwrap_or(0);
    let is_year = (1000..2100).contains(&value) && !cx.is_followed_by(at, &COUNTED_NOUNS);
    // `24 hours a day` was not counted by anyone.
    let is_whole_day = value == 24 && cx.is_followed_by(at, &["hours", "hour"]);
    value >= 10 && !is_year && !is_whole_day && !digits.starts_with('0') && !cx.is_time(at)
}

#[cfg(test)]
mod tests;
