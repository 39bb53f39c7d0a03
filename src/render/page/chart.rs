//! `chart` as its template sees it: a picture, and its data in words.
//!
//! Must not know: how it is drawn.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::chart::picture;
use super::super::markdown::{Surroundings, side_by_side};
use super::super::view::text;
use super::Room;
use super::caption::CaptionView;
use super::table::DataView;
use crate::base::SitePath;
use crate::model::Resolved;
use crate::parse::Placed;
use crate::parse::block::{Chart, Data};
use crate::parse::prose::Title;

/// `block` of `blocks/chart.html`.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct ChartBlock<'s> {
    title: Option<&'s Title>,
    caption: CaptionView<'s>,
    src: Option<String>,
    width: u32,
    height: u32,
    /// What it shows, for those who do not see it.
    description: &'s str,
    data: Option<DataView<'s>>,
}

impl<'s> Room<'s> {
    pub(super) fn chart(&mut self, path: &SitePath, (placed, chart): (&Placed, &'s Chart)) -> ChartBlock<'s> {
        let picture = picture(self.page, (path, chart), &self.site.catalogue);
        let mut caption = self.caption(path, &chart.caption);
        caption.marks = self.with_facts(path, chart, caption.marks);
        ChartBlock {
            title: chart.title.as_ref(),
            caption,
            src: self.drawing(placed),
            width: picture.width,
            height: picture.height,
            description: text(chart.description.as_ref()).unwrap_or_default(),
            data: chart.data.as_ref().and_then(|data| self.data(path, data)),
        }
    }

    /// The marks of the chart's own sources, with those of its facts.
    fn with_facts(&self, path: &SitePath, chart: &Chart, own: Option<String>) -> Option<String> {
        let Some(Data::Facts(ids)) = &chart.data else { return own };
        let mut marks: Vec<String> = own.into_iter().collect();
        let mut seen = vec![];
        for id in ids {
            let Some(Resolved::Fact { uses, .. }) = self.page.references.at(path, id.span.start).first()
            else {
                continue;
            };
            for (source, usage) in uses {
                match marks.last_mut() {
                    // A second mark of one source would say the same; but the source leads back to it.
                    Some(last) if seen.contains(source) => {
                        last.push_str(&format!("<span id=\"u:{}-{usage}\"></span>", source + 1));
                    }
                    _ => marks.push(self.citation(*source, *usage)),
                }
                seen.push(*source);
            }
        }
        (!marks.is_empty()).then(|| side_by_side(&marks))
    }
}
