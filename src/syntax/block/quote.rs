//! `quote`: somebody's words.
//!
//! Must not know: whether the speaker is an entity of the site.

use super::super::origin::{Origin, origin};
use super::super::prose::{Prose, prose};
use super::super::table::{Fields, Text, When};

/// Somebody's words.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    pub(crate) text: Option<Prose>,
    /// A name, or the id of an entity.
    pub(crate) speaker: Option<Text>,
    pub(crate) date: Option<When>,
    pub(crate) source: Option<Origin>,
}

pub(super) fn quote(fields: &mut Fields<'_, '_>) -> Quote {
    Quote {
        text: fields.needed_text("text").map(|text| prose(fields, text)),
        speaker: fields.needed_text("speaker"),
        date: fields.date("date"),
        source: origin(fields, "source"),
    }
}
