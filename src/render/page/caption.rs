//! What is said below a block of data, as `caption` of `parts/components.html` prints it.
//!
//! Must not know: what the data is.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::view::DateView;
use super::Room;
use crate::base::SitePath;
use crate::parse::block::Caption;

#[derive(JsonSchema, Serialize)]
pub(super) struct CaptionView<'s> {
    html: Option<String>,
    /// The sources' marks, ready to be put into the page.
    pub(super) marks: Option<String>,
    as_of: Option<DateView<'s>>,
}

impl<'s> Room<'s> {
    pub(super) fn caption(&mut self, path: &SitePath, caption: &'s Caption) -> CaptionView<'s> {
        CaptionView {
            html: caption.text.as_ref().map(|text| self.prose(path, text)),
            marks: self.marks(path, caption.source.as_ref()),
            as_of: DateView::of(caption.as_of.as_ref(), &self.site.catalogue),
        }
    }
}
