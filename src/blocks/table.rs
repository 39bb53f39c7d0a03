//! `table`: rows of data under a caption.
//!
//! Must not know: which columns the data has.

use super::caption::{Caption, caption};
use super::data::{COLUMN_KINDS, ColumnKind, Data, data};
use super::empty;
use crate::parse::csv::Rows;
use crate::parse::front_matter::optional_title;
use crate::parse::prose::Title;
use crate::parse::table::{Fields, Text};

/// Rows of data under a caption.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) title: Option<Title>,
    pub(crate) caption: Caption,
    pub(crate) data: Option<Data>,
    /// The columns that are shown, in this order; all if it is empty.
    pub(crate) columns: Vec<Text>,
    pub(crate) said: Vec<Column>,
}

/// What is said of a column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: Text,
    pub(crate) title: Option<Title>,
    pub(crate) kind: Option<ColumnKind>,
    pub(crate) unit: Option<Text>,
}

pub(super) fn table(fields: &mut Fields<'_, '_>, inside: Option<Rows>) -> Table {
    let table = Table {
        title: optional_title(fields, "title"),
        caption: caption(fields),
        data: data(fields, inside),
        columns: fields.texts("columns"),
        said: fields.tables("column", "a column", column).into_iter().flatten().collect(),
    };
    if table.data.is_none() {
        empty(fields, "table", "`data = \"file.csv\"`, or rows behind a line of `---`");
    }
    table
}

pub(super) fn column(fields: &mut Fields<'_, '_>) -> Option<Column> {
    let name = fields.needed_text("name");
    let title = optional_title(fields, "title");
    let (kind, unit) = (fields.word("type", &COLUMN_KINDS), fields.text("unit"));
    Some(Column { name: name?, title, kind, unit })
}
