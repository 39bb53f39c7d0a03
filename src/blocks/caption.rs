//! What is said below a block of data: what to see in it, where it comes from, when it was so.
//!
//! Must not know: what the data is.

use crate::parse::origin::{Origin, origin};
use crate::parse::prose::{Prose, prose};
use crate::parse::table::{Fields, SpannedDate};

/// The keys that every block of data may have.
#[derive(Clone, Debug)]
pub(crate) struct Caption {
    pub(crate) text: Option<Prose>,
    pub(crate) source: Option<Origin>,
    /// When the data was so.
    pub(crate) as_of: Option<SpannedDate>,
}

pub(super) fn caption(fields: &mut Fields<'_, '_>) -> Caption {
    Caption {
        text: fields.text("caption").map(|text| prose(fields, text)),
        source: origin(fields, "source"),
        as_of: fields.date("as_of"),
    }
}
