//! Dates in running English: `Thursday, 15 September 2022`, `Sept. 14`, `September 2022`, `2022-09-14`.
//!
//! The name of a month alone is a date only after a preposition: it may be a verb or a person. Must not know:
//! which year is meant if none is written.

use std::ops::Range;

use jiff::civil::{Date, Weekday};

use super::word::Tokens;
use crate::parse::table::SpannedDate;

/// A date that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateMention {
    /// Its bytes, with the weekday.
    pub(crate) range: Range<usize>,
    pub(crate) weekday: Option<Weekday>,
    /// The day, or the first of a range of days.
    pub(crate) day: Option<i8>,
    /// The last of a range of days.
    pub(crate) until: Option<i8>,
    pub(crate) month: i8,
    pub(crate) year: Option<i16>,
}

/// A year in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YearMention {
    pub(crate) range: Range<usize>,
    pub(crate) year: i16,
}

const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Finds the dates of a text, in order.
pub(crate) fn find_dates(tokens: &Tokens<'_>) -> Vec<DateMention> {
    let mut found: Vec<DateMention> = Vec::new();
    for at in 0..tokens.len() {
        if found.last().is_some_and(|last| last.range.end > tokens.range(at, at).start) {
            continue;
        }
        found.extend(match parse_month(tokens.word(at)) {
            Some(month) => date_around_month(tokens, at, month),
            None => iso_date(tokens, at),
        });
    }
    found
}

/// Marks between the first day of a range and the last.
const DASHES: [&str; 3] = ["–", "-", "—"];

/// Reads the date around the name of a month.
fn date_around_month(tokens: &Tokens<'_>, at: usize, month: i8) -> Option<DateMention> {
    let days = days_before_month(tokens, at).or_else(|| days_after_month(tokens, at));
    let first = days.as_ref().map_or(at, |days| days.first.min(at));
    let mut last = days.as_ref().map_or(at, |days| days.last.max(at));
    let year = parse_year(tokens.word(last + 1))
        .filter(|_| is_joined(tokens, last, last + 1, &[" ", ", ", ". ", "\u{a0}"]));
    if year.is_some() {
        last += 1;
    }
    let weekday = first
        .checked_sub(1)
        .filter(|before| is_joined(tokens, *before, first, &[" ", ", ", ", the "]))
        .and_then(|before| parse_weekday(tokens.word(before)));
    if days.is_none() && year.is_none() && !is_lone_month(tokens, at) {
        return None;
    }
    Some(DateMention {
        range: tokens.range(if weekday.is_some() { first - 1 } else { first }, last),
        weekday,
        day: days.as_ref().map(|days| days.day),
        until: days.and_then(|days| days.until),
        month,
        year,
    })
}

/// The days beside the name of a month, and the indices of the first and the last word that name them.
struct MonthDays {
    first: usize,
    last: usize,
    day: i8,
    until: Option<i8>,
}

/// Reads the days before a month: `15 September`, `15–16 September`, `15 to 16 September`.
fn days_before_month(tokens: &Tokens<'_>, month: usize) -> Option<MonthDays> {
    let last = month.checked_sub(1)?;
    let day = parse_day(tokens.word(last)).filter(|_| is_joined(tokens, last, month, &[" ", "\u{a0}"]))?;
    let Some(first) = range_start(tokens, last) else {
        return Some(MonthDays { first: last, last, day, until: None });
    };
    Some(MonthDays { first, last, day: parse_day(tokens.word(first))?, until: Some(day) })
}

/// Reads the days after a month: `September 15`, `September 15–16`.
fn days_after_month(tokens: &Tokens<'_>, month: usize) -> Option<MonthDays> {
    let first = month + 1;
    let joints = [" ", ". ", "\u{a0}"];
    let day = parse_day(tokens.word(first)).filter(|_| is_joined(tokens, month, first, &joints))?;
    let until = parse_day(tokens.word(first + 1)).filter(|_| is_joined(tokens, first, first + 1, &DASHES));
    Some(MonthDays { first, last: if until.is_some() { first + 1 } else { first }, day, until })
}

fn is_joined(tokens: &Tokens<'_>, left: usize, right: usize, joints: &[&str]) -> bool {
    tokens.text_between(left, right).is_some_and(|gap| joints.contains(&gap))
}

/// Checks whether the name of a month alone is a time: `in September`.
fn is_lone_month(tokens: &Tokens<'_>, at: usize) -> bool {
    let leads = ["in", "since", "until", "by", "during", "early", "late", "mid"];
    let is_unshortened = tokens.word(at).len() > 4 || tokens.word(at) == "May";
    let is_first_name = tokens.word(at + 1).starts_with(char::is_uppercase) && tokens.touches_next(at);
    is_unshortened
        && !is_first_name
        && tokens.is_preceded_by(at, 1, &leads)
        && !tokens.is_one_of(at + 1, &["of"])
}

/// The index of the first day of a range that ends at `last`: `15–16`, `15 to 16`, `15 and 16`.
fn range_start(tokens: &Tokens<'_>, last: usize) -> Option<usize> {
    let before_dash = last.checked_sub(1).filter(|first| is_joined(tokens, *first, last, &DASHES));
    let before_word = last.checked_sub(2).filter(|first| {
        tokens.is_preceded_by(last, 1, &["to", "and"])
            && tokens.touches_next(*first)
            && tokens.touches_next(*first + 1)
    });
    before_dash.or(before_word).filter(|first| parse_day(tokens.word(*first)).is_some())
}

/// Reads `2022-09-14`.
fn iso_date(tokens: &Tokens<'_>, at: usize) -> Option<DateMention> {
    let year = parse_year(tokens.word(at))?;
    let two_digits = |at: usize| tokens.word(at).parse::<i8>().ok().filter(|_| tokens.word(at).len() == 2);
    let month = two_digits(at + 1).filter(|month| (1..=12).contains(month))?;
    let day = two_digits(at + 2).filter(|day| (1..=31).contains(day))?;
    let is_whole = is_joined(tokens, at, at + 1, &["-"]) && is_joined(tokens, at + 1, at + 2, &["-"]);
    is_whole.then(|| DateMention {
        range: tokens.range(at, at + 2),
        weekday: None,
        day: Some(day),
        until: None,
        month,
        year: Some(year),
    })
}

/// Finds the years of a text, in order, those of dates among them: `2022`, `2022–23`, the `2010s`.
pub(crate) fn find_years(tokens: &Tokens<'_>) -> Vec<YearMention> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let Some(year) = parse_year(tokens.word(at).trim_end_matches('s')) else { continue };
        // Not those that are part of a longer number: `1,500`, `1.2022`.
        let continues = at.checked_sub(1).is_some_and(|before| {
            is_joined(tokens, before, at, &[",", "."])
                && tokens.word(before).ends_with(|letter: char| letter.is_ascii_digit())
        });
        if !continues && !is_joined(tokens, at, at + 1, &[","]) {
            found.push(YearMention { range: tokens.range(at, at), year });
        }
    }
    found
}

/// The first year of a text.
pub(crate) fn first_year(text: &str) -> Option<i16> {
    find_years(&Tokens::new(text)).first().map(|mention| mention.year)
}

impl DateMention {
    /// The days that it can mean, in `year` if it has none of its own.
    pub(crate) fn days(&self, year: Option<i16>) -> Option<DayRange> {
        let year = self.year.or(year)?;
        let first = Date::new(year, self.month, self.day.unwrap_or(1)).ok()?;
        let last = match (self.until, self.day) {
            (Some(until), _) => Date::new(year, self.month, until).unwrap_or(first),
            (None, Some(_)) => first,
            (None, None) => first.last_of_month(),
        };
        Some(DayRange { first, last: last.max(first) })
    }
}

/// Reads the name of a month, or its short form, as a number from 1 to 12. It needs its capital.
pub(crate) fn parse_month(word: &str) -> Option<i8> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let word = word.to_lowercase();
    let short = if word == "sept" { "sep" } else { &word };
    let at = MONTHS.iter().position(|month| *month == word || month[..3] == *short)?;
    i8::try_from(at + 1).ok()
}

/// Reads the name of a weekday, in any case.
pub(crate) fn parse_weekday(word: &str) -> Option<Weekday> {
    let at = WEEKDAYS.iter().position(|name| word.eq_ignore_ascii_case(name))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// Reads `14` and `14th`.
fn parse_day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let is_ordinal = ["", "st", "nd", "rd", "th"].contains(&&word[digits.len()..]);
    let day: i8 = digits.parse().ok().filter(|_| digits.len() <= 2 && is_ordinal)?;
    (1..=31).contains(&day).then_some(day)
}

/// Reads a year of four digits.
fn parse_year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (1000..=2999).contains(year))
}

/// The days from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DayRange {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

impl DayRange {
    pub(crate) fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// All days of a year; `None` if there is no such year.
    pub(crate) fn year(year: i16) -> Option<Self> {
        Some(Self { first: Date::new(year, 1, 1).ok()?, last: Date::new(year, 12, 31).ok()? })
    }

    /// The days that a date of a file can mean.
    pub(crate) fn of(date: &SpannedDate) -> Self {
        Self { first: date.date.earliest(), last: date.date.latest() }
    }

    /// The shortest range that holds both.
    pub(crate) fn union(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    pub(crate) fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Fields<'t> = (&'t str, Option<Weekday>, Option<i8>, i8, Option<i16>);

    fn read(text: &str) -> Vec<Fields<'_>> {
        let shown = |it: DateMention| (&text[it.range], it.weekday, it.day, it.month, it.year);
        find_dates(&Tokens::new(text)).into_iter().map(shown).collect()
    }

    #[test]
    fn days_come_before_or_after_their_month() {
        let thursday = Some(Weekday::Thursday);
        for (text, weekday) in [
            ("15 September 2022", None),
            ("September 15, 2022", None),
            ("Sept. 15, 2022", None),
            ("15th September 2022", None),
            ("Thursday, 15 September 2022", thursday),
            ("Thursday September 15, 2022", thursday),
            ("15–16 September 2022", None),
            ("September 15–16, 2022", None),
        ] {
            let text = format!("It was on {text}.");
            assert_eq!(
                read(&text),
                [(&text[10..text.len() - 1], weekday, Some(15), 9, Some(2022))],
                "{text}"
            );
        }
    }

    #[test]
    fn a_date_may_lack_its_day_or_its_year() {
        assert_eq!(
            read("in June 2020, on 3 May."),
            [("June 2020", None, None, 6, Some(2020)), ("3 May", None, Some(3), 5, None)]
        );
        assert_eq!(read("They met in September."), [("September", None, None, 9, None)]);
    }

    #[test]
    fn a_date_may_be_written_as_data_are() {
        assert_eq!(read("on 2022-09-14."), [("2022-09-14", None, Some(14), 9, Some(2022))]);
        assert_eq!(read("2022-9-14, 2022-13-01, 2022-23"), []);
    }

    #[test]
    fn a_range_of_days_has_a_last() {
        for text in ["15–16 September", "September 15–16", "15 to 16 September", "15 and 16 September"] {
            let found = find_dates(&Tokens::new(text));
            assert_eq!((found[0].range.clone(), found[0].day), (0..text.len(), Some(15)), "{text}");
            assert_eq!(found[0].until, Some(16), "{text}");
        }
    }

    #[test]
    fn years_differ_from_other_numbers() {
        let read = |text: &str| {
            find_years(&Tokens::new(text)).into_iter().map(|mention| mention.year).collect::<Vec<_>>()
        };
        assert_eq!(read("In 2022, the 1990s and 2010–11"), [2022, 1990, 2010]);
        assert_eq!(read("1,500 men, 12000, 1.2022 and 4500"), [0; 0]);
    }

    #[test]
    fn the_name_of_a_month_alone_is_no_date() {
        for text in [
            "They may 3 times go.",
            "April came.",
            "by April Smith",
            "in March of 1953",
            "the March of 40,000",
            "32 June",
            "Mar-a-Lago",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
