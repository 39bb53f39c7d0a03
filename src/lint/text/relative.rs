//! Words that name a time relative to the day of writing: `last year`, `two weeks ago`, `on Friday`.
//!
//! Times relative to another day of the text are none: `the next day`, `his last year`. Must not know: when
//! the text was written.

use std::ops::Range;

use super::date::{parse_month, parse_weekday};
use super::word::Tokens;

/// A time relative to the day of writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RelativeTime {
    pub(crate) range: Range<usize>,
    pub(crate) shift: TimeShift,
}

/// The distance of a time from the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeShift {
    Days(i8),
    Months(i8),
    Years(i8),
    /// A weekday alone, as in `on Friday`: a date nearby may say which.
    Weekday,
    /// Too vague to be counted.
    Unknown,
}

/// Finds the relative times of a text, in order.
pub(crate) fn find_relative_times(tokens: &Tokens<'_>) -> Vec<RelativeTime> {
    let mut found: Vec<RelativeTime> = Vec::new();
    for at in 0..tokens.len() {
        let time = day_word(tokens, at)
            .or_else(|| named_period(tokens, at))
            .or_else(|| past_span(tokens, at))
            .or_else(|| time_ago(tokens, at))
            .or_else(|| lone_weekday(tokens, at));
        let end = found.last().map_or(0, |last| last.range.end);
        found.extend(time.filter(|time| end <= time.range.start));
    }
    found
}

/// Reads `yesterday`, `tonight` and `tomorrow`.
fn day_word(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    let days = match tokens.word(at).to_lowercase().as_str() {
        "yesterday" => -1,
        "tonight" => 0,
        "tomorrow" => 1,
        _ => return None,
    };
    // `the world of tomorrow`
    let is_figurative = tokens.is_name(at) || tokens.is_preceded_by(at, 1, &["of"]);
    (!is_figurative).then(|| RelativeTime { range: tokens.range(at, at), shift: TimeShift::Days(days) })
}

const PERIODS: [&str; 17] = [
    "week", "month", "year", "quarter", "decade", "weekend", "night", "morning", "afternoon", "evening",
    "spring", "summer", "autumn", "fall", "winter", "semester", "season",
];
/// Words before a period that is relative to something else: `his last year`.
const DETERMINERS: [&str; 20] = [
    "the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "s", "whose", "each", "every",
    "very", "any", "one", "and", "no", "second",
];

/// Reads `last year`, `next Friday` and `earlier this month`.
fn named_period(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    let distance = match tokens.word(at).to_lowercase().as_str() {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let word = tokens.word(at + 1);
    let is_weekday = word.starts_with(char::is_uppercase) && parse_weekday(word).is_some();
    let is_period = is_weekday || parse_month(word).is_some() || PERIODS.contains(&word);
    if !is_period || !tokens.touches_next(at) || tokens.is_name(at) {
        return None;
    }
    let is_bound = distance != 0 && tokens.is_preceded_by(at, 1, &DETERMINERS);
    let is_noun = word == "fall" && tokens.is_one_of(at + 2, &["in", "of", "short"]);
    if is_bound || is_noun || tokens.is_one_of(at + 2, &["of"]) {
        return None;
    }
    let shift = match word {
        "month" => TimeShift::Months(distance),
        "year" => TimeShift::Years(distance),
        "night" | "evening" | "morning" | "afternoon" if distance == 0 => TimeShift::Days(0),
        _ => TimeShift::Unknown,
    };
    let is_narrowed = distance == 0
        && tokens.is_preceded_by(at, 1, &["earlier", "later", "early", "late"])
        && tokens.touches_previous(at);
    let first = if is_narrowed { at - 1 } else { at };
    Some(RelativeTime { range: tokens.range(first, at + 1), shift })
}

const TIME_UNITS: [&str; 12] = [
    "day", "days", "week", "weeks", "month", "months", "year", "years", "decade", "decades", "hours",
    "weekend",
];
const PREPOSITIONS: [&str; 7] = ["in", "over", "during", "for", "within", "throughout", "across"];

/// Reads `over the past two years`.
fn past_span(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    let is_led = tokens.is_one_of(at, &["past", "last"])
        && tokens.is_preceded_by(at, 1, &["the"])
        && tokens.is_preceded_by(at, 2, &PREPOSITIONS);
    if !is_led {
        return None;
    }
    let unit = (at + 1..=at + 3).find(|unit| TIME_UNITS.contains(&tokens.word(*unit)))?;
    let is_whole = (at..unit).all(|at| tokens.touches_next(at));
    let is_bound = tokens.is_one_of(unit + 1, &["of", "before", "in", "s", "when", "that"]);
    (is_whole && !is_bound)
        .then(|| RelativeTime { range: tokens.range(at - 1, unit), shift: TimeShift::Unknown })
}

/// Numbers of years that are too large to go out of date.
const LARGE_NUMBERS: [&str; 7] =
    ["hundred", "thousand", "million", "billion", "hundreds", "thousands", "millions"];

/// Reads `two weeks ago`.
fn time_ago(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    if tokens.word(at) != "ago" {
        return None;
    }
    let unit = at
        .checked_sub(1)
        .filter(|unit| TIME_UNITS.contains(&tokens.word(*unit)) && tokens.touches_next(*unit))?;
    let number = unit.checked_sub(1).filter(|number| tokens.touches_next(*number));
    let is_large = tokens.is_preceded_by(unit, 1, &LARGE_NUMBERS)
        || tokens.is_preceded_by(unit, 1, &["of"])
        || number
            .and_then(|number| tokens.word(number).parse::<u32>().ok())
            .is_some_and(|years| years >= 100);
    // `a few years ago` begins with its article.
    let few = number.filter(|number| tokens.is_one_of(*number, &["few", "couple"]));
    let first = few.and_then(|few| few.checked_sub(1)).or(number).unwrap_or(unit);
    // `2,000 years ago`
    let is_grouped =
        first.checked_sub(1).is_some_and(|before| tokens.text_between(before, first) == Some(","));
    (!is_large && !is_grouped)
        .then(|| RelativeTime { range: tokens.range(first, at), shift: TimeShift::Unknown })
}

/// Reads `on Friday`.
fn lone_weekday(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    let is_led = tokens.is_one_of(at, &["on", "by", "until", "since"]) && tokens.touches_next(at);
    let word = tokens.word(at + 1);
    let is_weekday = is_led && word.starts_with(char::is_uppercase) && parse_weekday(word).is_some();
    let is_repeated = tokens.is_one_of(at + 2, &["mornings", "afternoons", "evenings", "nights", "the"]);
    (is_weekday && !is_repeated)
        .then(|| RelativeTime { range: tokens.range(at + 1, at + 1), shift: TimeShift::Weekday })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        find_relative_times(&Tokens::new(text)).into_iter().map(|it| &text[it.range]).collect()
    }

    #[test]
    fn a_time_may_be_relative_to_the_day_of_writing() {
        for (text, found) in [
            ("He left yesterday.", "yesterday"),
            ("Last year’s trade", "Last year"),
            ("It fell later this month.", "later this month"),
            ("It begins next Friday, he said.", "next Friday"),
            ("since last September", "last September"),
            ("He came two weeks ago.", "two weeks ago"),
            ("A few years ago he came.", "A few years ago"),
            ("It rose over the past two years.", "the past two years"),
            ("They meet on Friday.", "Friday"),
        ] {
            assert_eq!(read(text), [found], "{text}");
        }
    }

    #[test]
    fn a_time_relative_to_another_day_is_none() {
        for text in [
            "In 2020 he left, and the next year he came back.",
            "It was his last year in office.",
            "the world of tomorrow",
            "in the last year of his life",
            "on Friday evenings and on Fridays",
            "It fell 65 million years ago, and 2,000 years ago, and 500 years ago.",
            "He hosts This Week in Asia.",
            "this fall in prices",
            "Mao’s last year",
            "long ago, this time, at last, next to it",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_month_or_a_year_can_be_counted() {
        let shift = |text: &str| find_relative_times(&Tokens::new(text))[0].shift;
        assert_eq!(shift("this month"), TimeShift::Months(0));
        assert_eq!(shift("last year"), TimeShift::Years(-1));
        assert_eq!(shift("tomorrow"), TimeShift::Days(1));
        assert_eq!(shift("on Monday"), TimeShift::Weekday);
        assert_eq!(shift("next week"), TimeShift::Unknown);
    }
}
