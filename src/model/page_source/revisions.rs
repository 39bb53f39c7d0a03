//! The history that a page gives of itself: when it last changed, and its corrections.
//!
//! Must not know: other pages; what day it is today.

use super::PageSource;
use crate::parse::front_matter::Correction;
use crate::parse::table::SpannedDate;

impl PageSource {
    /// The last substantive change, or the day of publication.
    pub(crate) fn changed(&self) -> Option<&SpannedDate> {
        let Some(front) = self.explainer() else { return self.plain()?.updated.as_ref() };
        let changes = front.changes.first().map(|change| &change.date);
        newest(front.updated.as_ref(), changes).or(front.published.as_ref())
    }

    /// The last change or correction: one record is enough for either.
    pub(crate) fn updated(&self) -> Option<&SpannedDate> {
        newest(self.changed(), self.corrections().first().map(|correction| &correction.date))
    }

    /// The newest first.
    pub(crate) fn corrections(&self) -> &[Correction] {
        self.explainer().map_or(&[], |front| &front.corrections)
    }

    pub(crate) fn is_corrected(&self) -> bool {
        !self.corrections().is_empty()
    }
}

fn newest<'w>(one: Option<&'w SpannedDate>, other: Option<&'w SpannedDate>) -> Option<&'w SpannedDate> {
    one.into_iter().chain(other).max_by_key(|when| when.date.earliest())
}
