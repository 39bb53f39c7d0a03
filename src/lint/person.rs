//! The age of a person on a day, and the person whose age a text gives.
//!
//! If a birthday is known to the month or the year only, an age is one of several. Must not know: what day it
//! is.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::EntityMention;
use super::text::{Age, DayRange, NamePosition, Passage};
use crate::parse::data::EntityKind;
use crate::parse::table::SpannedDate;

/// The ages that a person can have on some days, from the youngest to the oldest.
pub(super) fn possible_ages(born: &SpannedDate, days: DayRange) -> RangeInclusive<i16> {
    age_on(born.date.latest(), days.first)..=age_on(born.date.earliest(), days.last)
}

fn age_on(born: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year() - born.year() - i16::from(!had_birthday)
}

/// The days on which a person can have an age; `None` if a date is out of range.
pub(super) fn days_of_age(born: &SpannedDate, age: i16) -> Option<DayRange> {
    let first = birthday(born.date.earliest(), age)?;
    let last = birthday(born.date.latest(), age + 1)?.yesterday().ok()?;
    Some(DayRange { first, last })
}

fn birthday(born: Date, age: i16) -> Option<Date> {
    let year = born.year().checked_add(age)?;
    // People born on February 29 are a year older on March 1.
    Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).ok()
}

/// The person of whom an age is given, among the entities that the passage names.
pub(super) fn person_of_age<'s, 'm>(
    age: &Age,
    mentions: &'m [EntityMention<'s>],
) -> Option<&'m EntityMention<'s>> {
    let is_person = |mention: &&EntityMention<'_>| mention.entity.kind == EntityKind::Person;
    match &age.name {
        NamePosition::EndsAt(end) => {
            let at = mentions.partition_point(|mention| mention.range.end < *end);
            mentions.get(at).filter(|mention| mention.range.end == *end).filter(is_person)
        }
        NamePosition::Within(range) => {
            let at = mentions.partition_point(|mention| mention.range.start < range.start);
            let mut within = mentions[at..].iter().take_while(|mention| mention.range.start < range.end);
            within.find(is_person)
        }
    }
}

/// Checks whether an age is given for another day than the text's: `then 69`, `69 when he left`.
pub(super) fn is_of_another_day(passage: &Passage<'_>, age: &Age) -> bool {
    let before = passage.text[..age.range.start].split_whitespace().next_back().unwrap_or_default();
    let after = passage.text[age.range.end..].trim_start();
    before.eq_ignore_ascii_case("then")
        || ["at the time", "when ", "at his", "at her"].iter().any(|words| after.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ages_on(born: &str, day: &str) -> RangeInclusive<i16> {
        possible_ages(&SpannedDate::nowhere(born), DayRange::day(day.parse().expect("a day")))
    }

    #[test]
    fn an_age_changes_on_the_birthday() {
        assert_eq!(ages_on("1953-06-15", "2022-06-14"), 68..=68);
        assert_eq!(ages_on("1953-06-15", "2022-06-15"), 69..=69);
        assert_eq!(ages_on("2000-02-29", "2023-02-28"), 22..=22);
        assert_eq!(ages_on("2000-02-29", "2023-03-01"), 23..=23);
    }

    #[test]
    fn a_birthday_without_its_day_leaves_two_ages() {
        assert_eq!(ages_on("1953", "2022-06-15"), 68..=69);
        assert_eq!(ages_on("1953-06", "2022-06-15"), 68..=69);
        assert_eq!(ages_on("1953-06", "2022-07-15"), 69..=69);
    }

    #[test]
    fn an_age_holds_from_one_birthday_to_the_next() {
        let days = |born: &str| {
            let days = days_of_age(&SpannedDate::nowhere(born), 69).expect("some days");
            format!("{} {}", days.first, days.last)
        };
        assert_eq!(days("1953-06-15"), "2022-06-15 2023-06-14");
        assert_eq!(days("1953"), "2022-01-01 2023-12-30");
    }
}
