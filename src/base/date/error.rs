//! What can be wrong with a date, as data and in an author's words.
//!
//! Must not know: where the date was written.

use std::fmt;

use super::words::{Year, name};
use super::{Edtf, days_in_month};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DateError {
    /// No EDTF at all; with the date that was certainly meant.
    Form(Option<Edtf>),
    Month(i8),
    Day {
        year: i64,
        month: i8,
        day: i8,
    },
    Time {
        day: Edtf,
    },
    /// More digits after `Y` than we count.
    LongYear,
    /// `?`, `~` or `%` inside a date.
    Qualifier,
    /// `X` where level 1 has none.
    Unspecified,
    /// An interval from nowhere to nowhere.
    NoDate,
    Backwards {
        start: Edtf,
        end: Edtf,
    },
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(Some(meant)) => write!(f, "this date is written {}", meant.edtf()),
            Self::Form(None) => {
                f.write_str("a date is written 2022-09-15, 2022-09 or 2022; months and days have two digits")
            }
            Self::Month(month @ 25..) => {
                write!(f, "there is no month {month}; spring to winter are 21 to 24")
            }
            Self::Month(month) => write!(f, "there is no month {month:02}"),
            Self::Day { day: 0, .. } => f.write_str("there is no day 00"),
            &Self::Day { year, month, day } => no_such_day(f, year, month, day),
            Self::Time { day } => write!(f, "a day is enough: {}, without a time", day.edtf()),
            Self::LongYear => f.write_str("a year has at most 18 digits"),
            Self::Qualifier => f.write_str("?, ~ and % stand at the end of a date: 2022-09?"),
            Self::Unspecified => {
                f.write_str("X stands for last digits only: 201X, 20XX, 2022-XX, 2022-09-XX, 2022-XX-XX")
            }
            Self::NoDate => f.write_str("an interval has a date at one end at least: 2022/.."),
            Self::Backwards { start, end } => {
                write!(f, "an interval ends before it starts: {} is before {}", end.words(), start.words())
            }
        }
    }
}

impl std::error::Error for DateError {}

fn no_such_day(f: &mut fmt::Formatter<'_>, year: i64, month: i8, day: i8) -> fmt::Result {
    let (name, year, days) = (name(month), Year(year), days_in_month(year, month));
    write!(f, "{day} {name} does not exist: {name} {year} has {days} days")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERRORS: &[(&str, &str)] = &[
        ("2022-02-30", "30 February does not exist: February 2022 has 28 days"),
        ("2000-02-30", "30 February does not exist: February 2000 has 29 days"),
        ("2022-09-31/2022-10-01", "31 September does not exist: September 2022 has 30 days"),
        ("2022-09-00", "there is no day 00"),
        ("2022-13", "there is no month 13"),
        ("2022-00-15", "there is no month 00"),
        ("2022-25", "there is no month 25; spring to winter are 21 to 24"),
        ("1985-04-12T23:20:30", "a day is enough: 1985-04-12, without a time"),
        ("1985-04-12T23:20:30Z", "a day is enough: 1985-04-12, without a time"),
        ("1985-04-12T23:20:30-04", "a day is enough: 1985-04-12, without a time"),
        ("1985-04-12T23:20:30+04:30", "a day is enough: 1985-04-12, without a time"),
        ("1985-04-12 23:20", "a day is enough: 1985-04-12, without a time"),
        ("1985-04-31T23:20:30Z", "31 April does not exist: April 1985 has 30 days"),
        ("Y9999999999999999999", "a year has at most 18 digits"),
        ("2004?-06", "?, ~ and % stand at the end of a date: 2022-09?"),
        ("2004-XX-15", "X stands for last digits only: 201X, 20XX, 2022-XX, 2022-09-XX, 2022-XX-XX"),
        ("../..", "an interval has a date at one end at least: 2022/.."),
        ("2023/2022-09", "an interval ends before it starts: September 2022 is before 2023"),
        ("soon", "a date is written 2022-09-15, 2022-09 or 2022; months and days have two digits"),
        ("15.09.2022", "this date is written 2022-09-15"),
    ];

    #[test]
    fn an_error_says_what_is_wrong_in_plain_words() {
        for (text, expected) in ERRORS {
            let error = Edtf::parse(text).map_err(|error| error.to_string());
            assert_eq!(error, Err((*expected).to_owned()), "{text}");
        }
    }
}
