//! `known` as its template sees it.
//!
//! Must not know: how the two lists are set.

use schemars::JsonSchema;
use serde::Serialize;

use super::Room;
use super::caption::CaptionView;
use crate::base::SitePath;
use crate::parse::block::Known;
use crate::parse::prose::Title;

/// `block` of `blocks/known.html`.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct KnownBlock<'s> {
    title: Option<&'s Title>,
    known: Vec<String>,
    unknown: Vec<String>,
    caption: CaptionView<'s>,
}

impl<'s> Room<'s, '_> {
    pub(super) fn known(&mut self, path: &SitePath, known: &'s Known) -> KnownBlock<'s> {
        KnownBlock {
            title: known.title.as_ref(),
            known: self.proses(path, &known.known),
            unknown: self.proses(path, &known.unknown),
            caption: self.caption(path, &known.caption),
        }
    }
}
