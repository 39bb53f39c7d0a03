//! The days from one to another.
//!
//! Must not know: what happened on them.

use jiff::civil::Date;

use crate::parse::table::SpannedDate;

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
