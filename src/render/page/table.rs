//! `table`, and the data under a chart, as their templates see them.
//!
//! Must not know: how a table is ruled.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::view::DateView;
use super::Room;
use super::caption::CaptionView;
use crate::base::SitePath;
use crate::model::{Cell, Grid, GridColumn, Resolved, Value};
use crate::parse::block::{ColumnKind, Data, Table};
use crate::parse::prose::Title;

/// `block` of `blocks/table.html`.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct TableBlock<'s> {
    title: Option<&'s Title>,
    caption: CaptionView<'s>,
    data: Option<DataView<'s>>,
}

/// Rows of data under their header.
#[derive(JsonSchema, Serialize)]
pub(super) struct DataView<'s> {
    /// The address of a file with them.
    href: Option<&'s str>,
    columns: Vec<ColumnView<'s>>,
    rows: Vec<Vec<CellView<'s>>>,
}

#[derive(JsonSchema, Serialize)]
struct ColumnView<'s> {
    name: &'s str,
    /// Stands in the name's place.
    title: Option<&'s Title>,
    unit: Option<&'s str>,
    number: bool,
}

#[derive(JsonSchema, Serialize)]
struct CellView<'s> {
    /// Null where nothing is known.
    html: Option<String>,
    date: Option<DateView<'s>>,
    number: bool,
    /// It says what its row is of.
    heading: bool,
}

impl<'s> Room<'s> {
    pub(super) fn table(&mut self, path: &SitePath, table: &'s Table) -> TableBlock<'s> {
        TableBlock {
            title: table.title.as_ref(),
            caption: self.caption(path, &table.caption),
            data: table.data.as_ref().and_then(|data| self.data(path, data)),
        }
    }

    /// The data of a block, if there is any.
    pub(super) fn data(&mut self, path: &SitePath, data: &Data) -> Option<DataView<'s>> {
        let page = self.page;
        let at = (path.clone(), data.span().start);
        let grid = page.references.grids.get(&at)?;
        let mut resolved = references(page.references.at(&at.0, at.1));
        let heading = grid.columns.iter().position(|column| column.kind == ColumnKind::Text);
        let rows = grid.rows.iter().map(|row| {
            let cells = row.iter().zip(&grid.columns).enumerate();
            let view = |(at, cell)| self.cell(cell, Some(at) == heading, &mut resolved);
            cells.map(view).collect()
        });
        let rows = rows.collect();
        Some(DataView { href: grid.href.as_deref(), columns: columns(grid), rows })
    }

    fn cell(
        &mut self,
        (cell, column): (&'s Cell, &GridColumn),
        heading: bool,
        resolved: &mut &'s [Resolved],
    ) -> CellView<'s> {
        let (mut html, mut date) = (None, None);
        match &cell.value {
            Value::Empty => {}
            Value::Text(prose) => {
                let (own, others) = resolved.split_at(prose.references.len().min(resolved.len()));
                *resolved = others;
                html = Some(self.led(prose, (own, &[])));
            }
            Value::Title(title) => html = Some(title.html.clone()),
            Value::Number(number) if column.may_be_years => html = Some(number.plain().replace('-', "−")),
            Value::Number(number) => {
                html = Some(number.words(&self.site.settings.language));
            }
            Value::Date(when) => date = Some(DateView::new(when, &self.site.catalogue)),
        }
        CellView { html, date, number: column.kind == ColumnKind::Number, heading }
    }
}

fn columns<'g>(grid: &'g Grid) -> Vec<ColumnView<'g>> {
    let view = |column: &'g GridColumn| {
        let GridColumn { name, title, unit, kind, .. } = column;
        let number = *kind == ColumnKind::Number;
        ColumnView { name, title: title.as_ref(), unit: unit.as_deref(), number }
    };
    grid.columns.iter().map(view).collect()
}

/// What the references in the cells lead to: it stands behind the data's own entry.
pub(in crate::render) fn references(resolved: &[Resolved]) -> &[Resolved] {
    let data = resolved.iter().position(|resolved| matches!(resolved, Resolved::Data { .. }));
    data.map_or(&[], |at| &resolved[at + 1..])
}
