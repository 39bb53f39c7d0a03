//! What can be wrong with a date.
//!
//! Must not know: where the date was written, or how it is told to an author.

use super::Edtf;

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
