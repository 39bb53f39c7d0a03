//! Words that name a time by the day on which they are written: `last year`, `two weeks ago`, `on Friday`.
//!
//! What is reckoned from another day of the text is none: `the next day`, `his last year`. Must not know: when
//! the text was written.

use std::ops::Range;

use super::date::{month, weekday};
use super::word::Tokens;

/// A time that is told from the day of writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RelativeTime {
    pub(crate) range: Range<usize>,
    pub(crate) to: TimeShift,
}

/// Which time it is, seen from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeShift {
    Days(i8),
    Months(i8),
    Years(i8),
    /// A weekday alone, as in `on Friday`: a date nearby may say which.
    Weekday,
    /// Nobody can tell to the day.
    Other,
}

/// The relative times of a text, in order.
pub(crate) fn relatives(tokens: &Tokens<'_>) -> Vec<RelativeTime> {
    let mut found: Vec<RelativeTime> = Vec::new();
    for at in 0..tokens.len() {
        let read = [day, period, window, ago, bare].into_iter().find_map(|read| read(tokens, at));
        let free = |it: &RelativeTime| found.last().is_none_or(|last| last.range.end <= it.range.start);
        found.extend(read.filter(free));
    }
    found
}

/// `yesterday`
fn day(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    let word = tokens.word(at).to_lowercase();
    let days = match word.as_str() {
        "yesterday" => -1,
        "tonight" => 0,
        "tomorrow" => 1,
        _ => return None,
    };
    let named = tokens.is_name(at) || tokens.is_preceded_by(at, 1, &["of"]);
    (!named).then(|| RelativeTime { range: tokens.range(at, at), to: TimeShift::Days(days) })
}

const UNITS: [&str; 17] = [
    "week",
    "month",
    "year",
    "quarter",
    "decade",
    "weekend",
    "night",
    "morning",
    "afternoon",
    "evening",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "semester",
    "season",
];
/// Before these, a period is reckoned from something else.
const BOUND: [&str; 20] = [
    "the", "a", "an", "my", "your", "his", "her", "its", "our", "their", "s", "whose", "each", "every",
    "very", "any", "one", "and", "no", "second",
];

/// `last year`, `next Friday`, `earlier this month`
fn period(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    let by = match tokens.word(at).to_lowercase().as_str() {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let word = tokens.word(at + 1);
    let named = month(word).is_some() || word.starts_with(char::is_uppercase) && weekday(word).is_some();
    let is_period = named || UNITS.contains(&word);
    let bound = by != 0 && tokens.is_preceded_by(at, 1, &BOUND)
        || word == "fall" && tokens.is_one_of(at + 2, &["in", "of", "short"]);
    if !is_period
        || !tokens.touches_next(at)
        || bound
        || tokens.is_name(at)
        || tokens.is_one_of(at + 2, &["of"])
    {
        return None;
    }
    let to = match word {
        "month" => TimeShift::Months(by),
        "year" => TimeShift::Years(by),
        "night" | "evening" | "morning" | "afternoon" if by == 0 => TimeShift::Days(0),
        _ => TimeShift::Other,
    };
    let led = by == 0
        && tokens.is_preceded_by(at, 1, &["earlier", "later", "early", "late"])
        && tokens.touches_previous(at);
    Some(RelativeTime { range: tokens.range(at - usize::from(led), at + 1), to })
}

const SPANS: [&str; 12] = [
    "day", "days", "week", "weeks", "month", "months", "year", "years", "decade", "decades", "hours",
    "weekend",
];
const LEADS: [&str; 7] = ["in", "over", "during", "for", "within", "throughout", "across"];

/// `over the past two years`
fn window(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    if !tokens.is_one_of(at, &["past", "last"])
        || !tokens.is_preceded_by(at, 1, &["the"])
        || !tokens.is_preceded_by(at, 2, &LEADS)
    {
        return None;
    }
    let behind = (at + 1..=at + 3).find(|unit| SPANS.contains(&tokens.word(*unit)))?;
    let whole = (at..behind).all(|at| tokens.touches_next(at));
    let bound = tokens.is_one_of(behind + 1, &["of", "before", "in", "s", "when", "that"]);
    (whole && !bound).then(|| RelativeTime { range: tokens.range(at - 1, behind), to: TimeShift::Other })
}

/// Numbers of years behind which nobody counts the years since the writing.
const LONG: [&str; 7] = ["hundred", "thousand", "million", "billion", "hundreds", "thousands", "millions"];

/// `two weeks ago`
fn ago(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    let unit =
        at.checked_sub(1).filter(|unit| SPANS.contains(&tokens.word(*unit)) && tokens.touches_next(*unit))?;
    if tokens.word(at) != "ago" {
        return None;
    }
    let number = unit.checked_sub(1).filter(|number| tokens.touches_next(*number));
    let durable = tokens.is_preceded_by(unit, 1, &LONG) || tokens.is_preceded_by(unit, 1, &["of"]);
    let many =
        number.and_then(|number| tokens.word(number).parse::<u32>().ok()).is_some_and(|years| years >= 100);
    let article = number.filter(|number| tokens.is_one_of(*number, &["few", "couple"]));
    let first = article.and_then(|few| few.checked_sub(1)).or(number).unwrap_or(unit);
    let grouped = first.checked_sub(1).is_some_and(|before| tokens.text_between(before, first) == Some(","));
    (!durable && !many && !grouped)
        .then(|| RelativeTime { range: tokens.range(first, at), to: TimeShift::Other })
}

/// `on Friday`
fn bare(tokens: &Tokens<'_>, at: usize) -> Option<RelativeTime> {
    let leads = tokens.is_one_of(at, &["on", "by", "until", "since"]) && tokens.touches_next(at);
    let word = tokens.word(at + 1);
    let repeats = ["mornings", "afternoons", "evenings", "nights", "the"];
    let day = leads && word.starts_with(char::is_uppercase) && weekday(word).is_some();
    let fits = day && !tokens.is_one_of(at + 2, &repeats);
    fits.then(|| RelativeTime { range: tokens.range(at + 1, at + 1), to: TimeShift::Weekday })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        relatives(&Tokens::new(text)).into_iter().map(|it| &text[it.range]).collect()
    }

    #[test]
    fn a_time_may_be_told_from_the_day_of_writing() {
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
    fn what_is_reckoned_from_another_day_is_no_relative_time() {
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
    fn a_month_or_a_year_can_be_reckoned() {
        let shift = |text: &str| relatives(&Tokens::new(text))[0].to;
        assert_eq!(shift("this month"), TimeShift::Months(0));
        assert_eq!(shift("last year"), TimeShift::Years(-1));
        assert_eq!(shift("tomorrow"), TimeShift::Days(1));
        assert_eq!(shift("on Monday"), TimeShift::Weekday);
        assert_eq!(shift("next week"), TimeShift::Other);
    }
}
