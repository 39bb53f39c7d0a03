//! Data of a block: a CSV file beside the page, or rows in the fence itself.
//!
//! Must not know: what the rows mean.

use super::*;
use crate::model::{Cell, GridColumn, Value};
use crate::parse::csv::rows;
use crate::render::export::markdown_text::{in_cell, table};

/// The source of a block's rows.
#[derive(Clone, Debug)]
pub(crate) enum Data {
    /// A path relative to the file, or from the site's root.
    File(Text),
    Rows(Rows),
    /// Ids of facts.
    Facts(Vec<Text>),
}

impl Data {
    /// Its place in the page's file.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::File(path) => path.span,
            Self::Rows(rows) => rows.span,
            Self::Facts(ids) => ids.first().map(|id| id.span).unwrap_or_default(),
        }
    }
}

/// The type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    Number,
    Date,
}

pub(super) const COLUMN_KINDS: [(&str, ColumnKind); 3] =
    [("text", ColumnKind::Text), ("number", ColumnKind::Number), ("date", ColumnKind::Date)];

/// The data of a block; `inside` are rows in its fence.
pub(super) fn parse_data(fields: &mut Fields<'_, '_>, inside: Option<Rows>) -> Option<Data> {
    let file = fields.text("data");
    if let (Some(file), Some(_)) = (&file, &inside) {
        fields.report(file.span, Problem::TwoData { other: "rows in the block" });
        return None;
    }
    file.map(Data::File).or(inside.map(Data::Rows))
}

/// The TOML in the body of a `table` or `chart`, and the rows under it if there are any: behind a line of
/// `---`, or all of a body that does not begin as TOML does.
pub(crate) fn split(file: &str, body: Range<usize>) -> (Range<usize>, Option<Rows>) {
    let text = &file[body.clone()];
    let first = text.lines().map(str::trim).find(|line| !line.is_empty());
    if first.is_some_and(|line| !may_begin_toml(line)) {
        return (body.start..body.start, Some(rows(file, body)));
    }
    let mut at = body.start;
    for line in text.split_inclusive('\n') {
        if line.trim() == "---" {
            return (body.start..at, Some(rows(file, at + line.len()..body.end)));
        }
        at += line.len();
    }
    (body, None)
}

/// Checks whether a line may be the first of a TOML text, or of the line between it and the rows.
fn may_begin_toml(line: &str) -> bool {
    let key = line.split_once('=').map(|(key, _)| key);
    let assigns = key.is_some_and(|key| key.chars().all(|it| it.is_alphanumeric() || "_-.\"' ".contains(it)));
    assigns || line == "---" || line.starts_with(['[', '#'])
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

impl Data {
    /// Gives what a template sees of the data, if there is any.
    pub(super) fn view<'s>(
        &self,
        renderer: &mut PageRenderer<'s, '_>,
        path: &SitePath,
    ) -> Option<DataView<'s>> {
        let start = self.span().start;
        let references = &renderer.page.references;
        let grid = references.grids.get(&(path.clone(), start))?;
        let mut resolved = cell_references(references.at(path, start));
        let heading = grid.columns.iter().position(|column| column.kind == ColumnKind::Text);
        let mut rows = Vec::with_capacity(grid.rows.len());
        for row in &grid.rows {
            let mut cells = Vec::with_capacity(row.len());
            for (at, (cell, column)) in row.iter().zip(&grid.columns).enumerate() {
                let view = CellView::new(cell, column, &mut resolved, renderer);
                // What is read before each cell of a row must say something.
                let heads = Some(at) == heading && !matches!(cell.value, Value::Empty);
                cells.push(CellView { heading: heads, ..view });
            }
            rows.push(cells);
        }
        let columns = grid.columns.iter().map(|GridColumn { name, title, unit, kind, .. }| ColumnView {
            name,
            title: title.as_ref(),
            unit: unit.as_deref(),
            number: *kind == ColumnKind::Number,
        });
        Some(DataView { href: grid.href.as_deref(), columns: columns.collect(), rows })
    }

    /// Writes the rows as a table of Markdown.
    pub(super) fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, path: &SitePath) -> String {
        let start = self.span().start;
        let references = &exporter.page.references;
        let Some(grid) = references.grids.get(&(path.clone(), start)) else { return String::new() };
        let mut resolved = cell_references(references.at(path, start));
        let head = grid.columns.iter().map(|column| {
            let unit = column.unit.as_ref().map(|unit| format!(" ({})", escape(unit)));
            in_cell(&escape(column.words())) + &unit.unwrap_or_default()
        });
        let head: Vec<_> = head.collect();
        let numbers: Vec<_> = grid.columns.iter().map(|column| column.kind == ColumnKind::Number).collect();
        let mut rows = Vec::with_capacity(grid.rows.len());
        for row in &grid.rows {
            let cells = row.iter().zip(&grid.columns);
            let cells =
                cells.map(|(cell, column)| in_cell(&cell_text(cell, column, &mut resolved, exporter)));
            rows.push(cells.collect());
        }
        table(&head, &numbers, &rows)
    }
}

impl<'s> CellView<'s> {
    /// `resolved` is what the references in this cell and those behind it lead to.
    fn new(
        cell: &'s Cell,
        column: &GridColumn,
        resolved: &mut &'s [Resolved],
        renderer: &mut PageRenderer<'s, '_>,
    ) -> Self {
        let mut view =
            Self { html: None, date: None, number: column.kind == ColumnKind::Number, heading: false };
        match &cell.value {
            Value::Empty => {}
            Value::Text(prose) => {
                let (own, others) = resolved.split_at(prose.references.len().min(resolved.len()));
                *resolved = others;
                view.html = Some(renderer.parsed_html(&renderer.texts.cell(prose, own)));
            }
            Value::Title(title) => view.html = Some(title.html.clone()),
            Value::Number(number) if column.may_be_years => {
                view.html = Some(number.plain().replace('-', "−"));
            }
            Value::Number(number) => view.html = Some(number.words(&renderer.site.settings.language)),
            Value::Date(when) => view.date = Some(DateView::new(when, &renderer.site.catalogue)),
        }
        view
    }
}

/// A cell as Markdown; `resolved` is what the references in it and in those behind it lead to.
fn cell_text(
    cell: &Cell,
    column: &GridColumn,
    resolved: &mut &[Resolved],
    exporter: &mut MarkdownExporter<'_, '_>,
) -> String {
    match &cell.value {
        Value::Empty => "–".to_owned(),
        Value::Text(prose) => {
            let (own, others) = resolved.split_at(prose.references.len().min(resolved.len()));
            *resolved = others;
            exporter.resolved_text(prose, own)
        }
        Value::Title(title) => escape(&title.plain),
        Value::Number(number) if column.may_be_years => number.plain(),
        Value::Number(number) => number.words(&exporter.site.settings.language),
        Value::Date(date) => date.date.words(&exporter.site.catalogue),
    }
}

/// The resolved references of the cells: they follow the data's own entry.
fn cell_references(resolved: &[Resolved]) -> &[Resolved] {
    let data = resolved.iter().position(|resolved| matches!(resolved, Resolved::Data { .. }));
    data.map_or(&[], |at| &resolved[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> (&str, Option<&str>) {
        let (toml, rows) = split(body, 0..body.len());
        (&body[toml], rows.map(|rows| &body[rows.span.range()]))
    }

    #[test]
    fn rows_stand_alone_or_behind_a_line() {
        assert_eq!(parts("a = 1\n---\nx,y\n"), ("a = 1\n", Some("x,y\n")));
        assert_eq!(parts("a = 1\r\n---\r\nx,y\r\n"), ("a = 1\r\n", Some("x,y\r\n")));
        assert_eq!(parts("\nx,y\n1,2\n"), ("", Some("\nx,y\n1,2\n")));
        assert_eq!(parts("x, y = z\n"), ("", Some("x, y = z\n")));
        assert_eq!(parts("# note\n[[column]]\n"), ("# note\n[[column]]\n", None));
        assert_eq!(parts("---\nx\n"), ("", Some("x\n")));
        assert_eq!(parts(""), ("", None));
    }
}
