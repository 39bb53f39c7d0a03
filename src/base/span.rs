//! Byte ranges, and byte ranges in a file.
//!
//! Spans come from parsers and are never searched for afterwards. Must not know: lines and columns,
//! which only a drawing needs.

use std::ops::Range;

use super::SitePath;

/// A range of bytes in one file, `start..end`. Files are below 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    /// The span of a range. One that ends before it starts is empty.
    pub(crate) fn new(range: Range<usize>) -> Self {
        let saturate = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: saturate(range.start), end: saturate(range.end.max(range.start)) }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same span, counted from a point `by` bytes earlier.
    pub(crate) fn shifted(self, by: u32) -> Self {
        Self { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }
}

/// A span and the file it is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) path: SitePath,
    pub(crate) span: Span,
}

impl Place {
    pub(crate) fn new(path: &SitePath, span: Span) -> Self {
        Self { path: path.clone(), span }
    }
}
