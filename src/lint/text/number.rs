//! Quantities in running English: `$50 billion`, `40%`, `1,234`, `96 million`, `two-thirds`, `doubled`.
//!
//! A quantity is what somebody must have counted or measured. Dates, years, ages, ordinals, clock times, and the
//! figures of names (G-20, Article 5) are none. Must not know: whether anything is cited for it.

mod line;
mod spelled;

pub(super) use spelled::in_words;

use std::ops::Range;

use line::Line;

/// What somebody has counted or measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// With its sign of currency before it, and its unit behind it.
    pub(crate) range: Range<usize>,
    /// The same for the same quantity, however it is written: `2 million` for `two million`.
    pub(crate) worth: String,
}

/// Words that multiply the number before them, and their short forms.
const SCALES: [(&str, &str); 9] = [
    ("hundred", "hundred"),
    ("thousand", "thousand"),
    ("million", "million"),
    ("billion", "billion"),
    ("trillion", "trillion"),
    ("bn", "billion"),
    ("tn", "trillion"),
    ("mn", "million"),
    ("k", "thousand"),
];
const CURRENCIES: [&str; 14] = [
    "dollars", "euros", "pounds", "yuan", "rubles", "roubles", "rupees", "yen", "won", "francs", "pesos",
    "cents", "tenge", "rand",
];
/// Units that are written right behind a figure.
const GLUED: [&str; 10] = ["km", "kg", "cm", "mm", "ft", "mph", "kph", "gw", "mw", "x"];
/// What a figure stands behind that only tells things apart.
const NUMBERED: [&str; 38] = [
    "article",
    "section",
    "chapter",
    "page",
    "pages",
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "pp",
    "figure",
    "table",
    "no",
    "nos",
    "number",
    "numbers",
    "rule",
    "act",
    "volume",
    "vol",
    "issue",
    "resolution",
    "clause",
    "part",
    "line",
    "step",
    "item",
    "question",
    "day",
    "grade",
    "room",
    "channel",
    "route",
    "flight",
    "top",
    "category",
    "phase",
    "level",
];
/// What four figures stand before that are no year.
const MEASURED: [&str; 20] = [
    "people",
    "men",
    "women",
    "troops",
    "soldiers",
    "workers",
    "members",
    "deaths",
    "jobs",
    "tons",
    "tonnes",
    "km",
    "kilometers",
    "kilometres",
    "miles",
    "meters",
    "metres",
    "feet",
    "acres",
    "hectares",
];
const SPANS: [&str; 12] = [
    "years", "year", "months", "month", "weeks", "week", "days", "day", "hours", "minutes", "decades", "hour",
];

/// The quantities of a text, in order; `dates` are where it names dates.
pub(crate) fn quantities(text: &str, dates: &[Range<usize>]) -> Vec<Quantity> {
    let line = Line::new(text, dates);
    let mut found: Vec<Quantity> = Vec::new();
    for at in 0..line.words.len() {
        let free = found.last().is_none_or(|last| last.range.end <= line.words[at].range.start);
        if free && !line.is_date(at) {
            let figure = line.words[at].text.starts_with(|letter: char| letter.is_ascii_digit());
            found.extend(if figure { figures(&line, at) } else { spelled::quantity(&line, at) });
        }
    }
    found
}

/// The quantity that begins with a figure.
fn figures(line: &Line<'_>, at: usize) -> Option<Quantity> {
    let word = &line.words[at];
    let digits = word.text.trim_end_matches(char::is_alphabetic);
    let (mut end, mut unit) = (word.range.end, String::new());
    if digits.contains('/') {
        return fraction(digits).then(|| line.quantity(at, end, digits.to_owned()));
    }
    let money = line.symbol(at);
    match &word.text[digits.len()..] {
        "" => (end, unit) = line.unit(at),
        "m" if money.is_some() => unit.push_str(" million"),
        suffix => unit.push_str(glued(suffix)?),
    }
    let plain: String = digits.chars().filter(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    let counts = money.is_some() || !unit.is_empty();
    if !is_number(digits) || !counts && !is_count(line, at, digits) {
        return None;
    }
    let mut quantity = line.quantity(at, end, plain + &unit);
    quantity.range.start = money.unwrap_or(quantity.range.start);
    Some(quantity)
}

/// What is written right behind a figure, as a unit; nothing for `14th`, `1990s`, `5G`.
fn glued(suffix: &str) -> Option<&'static str> {
    let scale = SCALES.iter().find(|(short, _)| short.len() <= 2 && suffix.eq_ignore_ascii_case(short));
    let unit = || GLUED.iter().find(|unit| suffix.eq_ignore_ascii_case(unit)).copied();
    match scale {
        Some((_, "billion")) => Some(" billion"),
        Some((_, "trillion")) => Some(" trillion"),
        Some((_, "million")) => Some(" million"),
        Some(_) => Some(" thousand"),
        None => unit(),
    }
}

/// `1/3`; no `9/11` and no `24/7`.
fn fraction(digits: &str) -> bool {
    let parts =
        digits.split_once('/').and_then(|(a, b)| Some((a.parse::<u8>().ok()?, b.parse::<u8>().ok()?)));
    parts.is_some_and(|(above, below)| above < below && matches!(below, 2..=6 | 8 | 10 | 100))
}

/// `1,234.5`; no `1.2.3`, and nothing with a clock's colon.
fn is_number(digits: &str) -> bool {
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split([',', '\u{a0}', '\u{202f}']);
    let first = groups.next().is_some_and(|first| !first.is_empty());
    let of_figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole =
        whole.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '\u{a0}' | '\u{202f}'));
    first && is_whole && groups.all(|group| group.len() == 3) && rest.is_none_or(of_figures)
}

/// Whether a bare figure counts something: it has two digits or more, and is no part of anything else.
fn is_count(line: &Line<'_>, at: usize, digits: &str) -> bool {
    if line.is_named(at, &NUMBERED) || line.is_listed(at) {
        return false;
    }
    if digits.len() > 4 || digits.contains('.') {
        return !digits.starts_with("00");
    }
    let measured = line.follows(at, &MEASURED);
    let value: u32 = digits.parse().unwrap_or(0);
    let is_year = (1000..2100).contains(&value) && !measured;
    let is_whole_day = value == 24 && line.follows(at, &["hours", "hour"]);
    let apart = is_year || is_whole_day || digits.starts_with('0') || line.is_other_than_count(at);
    value >= 10 && !apart
}

#[cfg(test)]
mod tests;
