//! How old a person is on a day, and whose age a text gives.
//!
//! A birthday may be known to the day, the month or the year: then an age is one of several. Must not know:
//! what day it is.

use jiff::civil::Date;

use super::Mentioned;
use super::text::{Age, NamePosition, Passage};
use crate::model::EntityEntry;
use crate::parse::data::EntityKind;
use crate::parse::table::SpannedDate;

/// The least and the most years that somebody can be old on any of these days.
pub(super) fn ages(born: &SpannedDate, (first, last): (Date, Date)) -> (i16, i16) {
    (years(born.date.latest(), first), years(born.date.earliest(), last))
}

fn years(born: Date, on: Date) -> i16 {
    let had = (on.month(), on.day()) >= (born.month(), born.day());
    on.year() - born.year() - i16::from(!had)
}

/// The first day and the last on which somebody is so old.
pub(super) fn days(born: &SpannedDate, age: i16) -> Option<(Date, Date)> {
    let birthday = |born: Date, years: i16| {
        let year = born.year().checked_add(years)?;
        // Who was born on February 29 is a year older on March 1.
        Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).ok()
    };
    let last = birthday(born.date.latest(), age + 1)?.yesterday().ok()?;
    Some((birthday(born.date.earliest(), age)?, last))
}

/// The person that an age is said of, and where the name stands.
pub(super) fn bearer<'s, 'm>(age: &Age, mentions: &'m [Mentioned<'s>]) -> Option<&'m Mentioned<'s>> {
    let found = match &age.of {
        NamePosition::EndsAt(end) => {
            let at = mentions.partition_point(|(name, _)| name.end < *end);
            mentions.get(at).filter(|(name, _)| name.end == *end)
        }
        NamePosition::In(range) => {
            let at = mentions.partition_point(|(name, _)| name.start < range.start);
            // Of the names in there, the first that is a person's.
            let inside = mentions[at..].iter().take_while(|(name, _)| name.start < range.end);
            inside.into_iter().find(|(_, named)| named.kind == EntityKind::Person)
        }
    };
    found.filter(|(_, named)| named.kind == EntityKind::Person)
}

/// Whether an age is said to be of another day than the text's: `then 69`, `69 when he left`.
pub(super) fn is_of_then(passage: &Passage<'_>, age: &Age) -> bool {
    let before = &passage.text[..age.range.start];
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let behind = passage.text[age.range.end..].trim_start();
    last.eq_ignore_ascii_case("then")
        || ["at the time", "when ", "at his", "at her"].iter().any(|it| behind.starts_with(it))
}

/// What a person is called in a message.
pub(super) fn born(entity: &EntityEntry) -> Option<&SpannedDate> {
    entity.born.as_ref().filter(|_| entity.died.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(born: &str, day: &str) -> (i16, i16) {
        let day = day.parse().expect("a day");
        ages(&SpannedDate::nowhere(born), (day, day))
    }

    #[test]
    fn an_age_changes_on_the_birthday() {
        assert_eq!(on("1953-06-15", "2022-06-14"), (68, 68));
        assert_eq!(on("1953-06-15", "2022-06-15"), (69, 69));
        assert_eq!(on("2000-02-29", "2023-02-28"), (22, 22));
        assert_eq!(on("2000-02-29", "2023-03-01"), (23, 23));
    }

    #[test]
    fn a_birthday_that_is_half_known_leaves_two_ages() {
        assert_eq!(on("1953", "2022-06-15"), (68, 69));
        assert_eq!(on("1953-06", "2022-06-15"), (68, 69));
        assert_eq!(on("1953-06", "2022-07-15"), (69, 69));
    }

    #[test]
    fn an_age_holds_from_one_birthday_to_the_next() {
        let days =
            |born: &str| days(&SpannedDate::nowhere(born), 69).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(days("1953-06-15").as_deref(), Some("2022-06-15 2023-06-14"));
        assert_eq!(days("1953").as_deref(), Some("2022-01-01 2023-12-30"));
    }
}
