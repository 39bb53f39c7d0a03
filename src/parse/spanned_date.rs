//! A date at its place.
//!
//! Must not know: what happened then; how it is said in words.

use crate::base::Span;
use crate::base::date::{DateError, Edtf};

/// A date and its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpannedDate {
    pub(crate) date: Edtf,
    pub(crate) span: Span,
    /// The value for `<time datetime>`.
    pub(crate) datetime: Option<Box<str>>,
}

impl SpannedDate {
    /// Parses the date in a string or a cell.
    pub(crate) fn read(text: &str, span: Span) -> Result<Self, DateError> {
        Edtf::parse(text).map(|date| Self::new(date, span))
    }

    pub(super) fn new(date: Edtf, span: Span) -> Self {
        Self { date, span, datetime: date.datetime().map(Into::into) }
    }

    /// A date that is not from a file.
    #[cfg(test)]
    pub(crate) fn nowhere(date: &str) -> Self {
        Self::new(Edtf::parse(date).expect("a date"), Span::default())
    }
}
