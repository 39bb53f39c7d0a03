//! A picture, as templates see it.
//!
//! Must not know: how its copies are made.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::licence::{LicenceView, licence};
use super::super::picture;
use super::text;
use crate::base::catalogue::Catalogue;
use crate::blocks::Figure;
use crate::model::Image;

/// A picture with what must be said of it. As `block` of `blocks/figure.html` too.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct FigureView<'s> {
    pub(crate) src: String,
    pub(crate) alt: &'s str,
    /// The picture's smaller copies, as in `<img srcset>`.
    pub(crate) srcset: Option<String>,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    /// It is the first that a reader sees.
    pub(crate) leads: bool,
    /// HTML; in a key it is null, since the text's digest stands there.
    pub(crate) caption: Option<String>,
    pub(crate) credit: Option<&'s str>,
    pub(crate) licence: Option<LicenceView<'s>>,
}

impl<'s> FigureView<'s> {
    pub(crate) fn new(
        figure: &'s Figure,
        image: Option<&Image>,
        caption: Option<String>,
        catalogue: &'s Catalogue,
    ) -> Self {
        let pixels = image.and_then(|image| image.pixels);
        Self {
            src: image.map(|image| image.href.clone()).unwrap_or_default(),
            alt: text(figure.alt.as_ref()).unwrap_or_default(),
            srcset: image.and_then(picture::srcset),
            width: pixels.map(|(width, _)| width),
            height: pixels.map(|(_, height)| height),
            leads: false,
            caption,
            credit: text(figure.credit.as_ref()),
            licence: text(figure.licence.as_ref()).map(|text| licence(text, catalogue)),
        }
    }
}
