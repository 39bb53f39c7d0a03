//! A date at its place.
//!
//! Must not know: what happened then; how it is said in words.

use crate::base::Span;
use crate::base::date::{DateError, Edtf};

/// A date and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpannedDate {
    pub(crate) date: Edtf,
    pub(crate) span: Span,
    /// What `<time datetime>` may say of it.
    pub(crate) datetime: Option<Box<str>>,
}

impl SpannedDate {
    /// A date as it is written in a string or a cell.
    pub(crate) fn read(text: &str, span: Span) -> Result<Self, DateError> {
        Edtf::parse(text).map(|date| Self::new(date, span))
    }

    pub(super) fn new(date: Edtf, span: Span) -> Self {
        Self { date, span, datetime: date.datetime().map(Into::into) }
    }

    /// A date that stands in no file.
    #[cfg(test)]
    pub(crate) fn nowhere(date: &str) -> Self {
        Self::new(Edtf::parse(date).expect("a date"), Span::default())
    }
}
