//! `table`: rows of data under a caption.
//!
//! Must not know: which columns the data has; how a table is ruled.

use super::data::{COLUMN_KINDS, ColumnKind, Data, DataView, parse_data};
use super::*;
use crate::model::{Columns, GridRequest};

pub(super) static TYPE: BlockType = BlockType {
    name: "table",
    noun: "a table",
    about: "Rows of data under a caption.",
    example: r#"title = "Days that were left out"
caption = "The later a country changed, the more of them."
source = "usno"

[[column]]
name = "days"
title = "days left out"
type = "number"
---
country,changed,days
Spain,1582-10-15,10
Great Britain,1752-09-14,11
Russia,1918-02-14,13
"#,
    keys: &[
        (
            "*",
            "data",
            "A CSV file beside the page, or its path from the site's root; or write the rows in the block, after a line of `---`.",
        ),
        ("*", "column", "Settings of a column of the data."),
        ("a column", "name", "The column's name in the data."),
        ("a column", "title", "The heading to show instead of the name."),
        ("a column", "type", "The type of its cells; by default nutgraf finds out."),
        ("a column", "unit", "The unit of its numbers."),
        ("a table", "columns", "The columns to show, in this order; all by default."),
    ],
    takes_rows: true,
    parse: |fields, rows| {
        let table = Table {
            title: optional_title(fields, "title"),
            caption: parse_caption(fields),
            data: parse_data(fields, rows),
            columns: fields.texts("columns"),
            described: fields.tables("column", "a column", parse_column).into_iter().flatten().collect(),
        };
        if table.data.is_none() {
            report_empty(fields, "table", "`data = \"file.csv\"`, or rows after a line of `---`");
        }
        Arc::new(table)
    },
    view: schema::<TableView<'_>>,
    drawing: None,
};

/// Rows of data under a caption.
#[derive(Clone, Debug)]
struct Table {
    title: Option<Title>,
    caption: Caption,
    data: Option<Data>,
    /// The columns that are shown, in this order; all if it is empty.
    columns: Vec<Text>,
    described: Vec<Column>,
}

/// The description of a column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: Text,
    pub(crate) title: Option<Title>,
    pub(crate) kind: Option<ColumnKind>,
    pub(crate) unit: Option<Text>,
}

pub(super) fn parse_column(fields: &mut Fields<'_, '_>) -> Option<Column> {
    let name = fields.needed_text("name");
    let title = optional_title(fields, "title");
    let kind = fields.word("type", &COLUMN_KINDS);
    let unit = fields.text("unit");
    Some(Column { name: name?, title, kind, unit })
}

/// `block` of `blocks/table.html`.
#[derive(JsonSchema, Serialize)]
struct TableView<'s> {
    title: Option<&'s Title>,
    caption: CaptionView<'s>,
    data: Option<DataView<'s>>,
}

impl Block for Table {
    fn content(&self) -> BlockContent<'_> {
        BlockContent { caption: Some(&self.caption), texts: vec![], alt: None, claims: vec![], drawing: None }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        self.caption.resolve(resolver, path);
        let Some(data) = &self.data else { return };
        let wanted = GridRequest { columns: Columns::Named(&self.columns), described: &self.described };
        if let Some(read) = resolver.read_data(path, data, wanted) {
            resolver.keep_data(path, data, read);
        }
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        Box::new(TableView {
            title: self.title.as_ref(),
            caption: self.caption.view(renderer, place.path),
            data: self.data.as_ref().and_then(|data| data.view(renderer, place.path)),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let rows = self.data.as_ref().map(|data| data.markdown(exporter, place.path)).unwrap_or_default();
        heading(self.title.as_ref()) + &rows
    }
}
