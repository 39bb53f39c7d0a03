//! `figure`: a picture with what must be said of it.
//!
//! Must not know: where the picture's file is.

use crate::parse::prose::{Prose, prose};
use crate::parse::table::{Fields, Text};

/// A picture with what must be said of it.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// A path relative to the file, or from the site's root.
    pub(crate) src: Option<Text>,
    /// What the picture shows, for those who do not see it.
    pub(crate) alt: Option<Text>,
    pub(crate) caption: Option<Prose>,
    pub(crate) credit: Option<Text>,
    pub(crate) licence: Option<Text>,
}

pub(crate) fn figure(fields: &mut Fields<'_, '_>) -> Figure {
    let src = fields.needed_text("src");
    fields.need_unless("alt", "decorative");
    Figure {
        src,
        alt: fields.text("alt"),
        caption: fields.text("caption").map(|text| prose(fields, text)),
        credit: fields.text("credit"),
        licence: fields.text("licence"),
    }
}
