//! `map` as its template sees it.
//!
//! Must not know: the drawing, which has an address of its own.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::map::{Words, size};
use super::Room;
use super::caption::CaptionView;
use crate::base::SitePath;
use crate::parse::Placed;
use crate::parse::block::Map;
use crate::parse::prose::Title;

/// `block` of `blocks/map.html`.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct MapBlock<'s> {
    title: Option<&'s Title>,
    /// The drawing; a group's pattern alone is its view `#g1`, `#g2` and so on.
    src: String,
    width: u32,
    height: u32,
    /// All that the drawing says.
    words: Words<'s>,
    caption: CaptionView<'s>,
}

impl<'s> Room<'s, '_> {
    pub(super) fn map(&mut self, (path, placed): (&SitePath, &Placed), map: &'s Map) -> MapBlock<'s> {
        let (width, height) = size(map);
        MapBlock {
            title: map.title.as_ref(),
            src: self.drawing(placed).unwrap_or_default(),
            width,
            height,
            words: Words::new(map),
            caption: self.caption(path, &map.caption),
        }
    }
}
