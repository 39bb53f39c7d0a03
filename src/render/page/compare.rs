//! `compare` as its template sees it.
//!
//! Must not know: how sides are set beside each other.

use schemars::JsonSchema;
use serde::Serialize;

use super::Room;
use super::caption::CaptionView;
use crate::base::SitePath;
use crate::parse::block::{Compare, Grid};
use crate::parse::prose::Title;

/// `block` of `blocks/compare.html`: sides with their points, or heads and rows.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct CompareBlock<'s> {
    title: Option<&'s Title>,
    sides: Vec<SideBlock<'s>>,
    heads: Vec<&'s Title>,
    rows: Vec<RowBlock<'s>>,
    caption: CaptionView<'s>,
}

#[derive(JsonSchema, Serialize)]
struct SideBlock<'s> {
    label: Option<&'s Title>,
    points: Vec<String>,
    /// The sources' marks, ready to be put into the page.
    marks: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct RowBlock<'s> {
    label: Option<&'s Title>,
    cells: Vec<String>,
}

impl<'s> Room<'s, '_> {
    pub(super) fn compare(&mut self, path: &SitePath, compare: &'s Compare) -> CompareBlock<'s> {
        let mut sides = Vec::with_capacity(compare.sides.len());
        for side in &compare.sides {
            sides.push(SideBlock {
                label: side.label(),
                points: self.proses(path, &side.points),
                marks: self.marks(path, side.source.as_ref()),
            });
        }
        CompareBlock {
            title: compare.title.as_ref(),
            sides,
            heads: compare.grid.sides().collect(),
            rows: self.rows(path, &compare.grid),
            caption: self.caption(path, &compare.caption),
        }
    }

    fn rows(&mut self, path: &SitePath, grid: &'s Grid) -> Vec<RowBlock<'s>> {
        let rows = grid.rows.iter();
        rows.map(|row| RowBlock { label: row.label.as_ref(), cells: self.proses(path, &row.cells) }).collect()
    }
}
