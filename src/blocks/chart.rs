//! `chart`: figures that are drawn.
//!
//! Must not know: how it is drawn, which `render::chart` does; where its rows are from.

use super::data::{ColumnKind, Data, DataView, parse_data};
use super::table::{Column, parse_column};
use super::*;
use crate::base::words::{Choice, nearest};
use crate::model::{Cell, Columns, DataProblems, Grid, GridRequest, Value, label};
use crate::render::chart::{Picture, picture};
use crate::render::markdown::{Surroundings, side_by_side};

pub(super) static TYPE: BlockType = BlockType {
    name: "chart",
    noun: "a chart",
    about: "A chart of numbers: bars, lines, dots or stacked bars.",
    example: r#"kind = "bar"
title = "How far calendars run from the Sun"
description = "The Gregorian calendar drifts by a third of a day in a thousand years, the Julian by eight."
caption = "Days in a thousand years."
unit = "days"
mark = "Gregorian"
source = "usno"
---
calendar,drift
Egyptian,242.2
Julian,7.8
Gregorian,0.3
"#,
    keys: &[
        ("a chart", "kind", "The kind of chart."),
        ("a chart", "description", "What the chart shows, for readers who cannot see it."),
        ("a chart", "unit", "The unit of the numbers."),
        ("a chart", "x", "The column along the axis, such as names or dates; the first by default."),
        ("a chart", "y", "The columns with the numbers; all others by default."),
        ("a chart", "mark", "The row or column to highlight: a row's label, or a column's name."),
        ("a chart", "facts", "The ids of facts, instead of rows."),
    ],
    takes_rows: true,
    parse: |fields, rows| Arc::new(parse_chart(fields, rows)),
    view: schema::<ChartView<'_>>,
    drawing: Some(schema::<Picture>),
};

/// Figures that are drawn.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// None if the author's word for it is unknown.
    pub(crate) kind: Option<ChartKind>,
    pub(crate) title: Option<Title>,
    /// Describes the chart for readers who cannot see it.
    pub(crate) description: Option<Text>,
    pub(crate) caption: Caption,
    pub(crate) unit: Option<Text>,
    pub(crate) data: Option<Data>,
    /// The column of the labels, dates or numbers along which the figures stand; the first, if none is named.
    pub(crate) x: Option<Text>,
    /// The columns of the figures; all others, if none is named.
    pub(crate) y: Vec<Text>,
    pub(crate) described: Vec<Column>,
    /// The one that matters: a row's label, or a column.
    pub(crate) mark: Option<Text>,
}

/// The form in which figures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChartKind {
    Bar,
    Line,
    Dot,
    Stacked,
}

const KINDS: [(&str, ChartKind); 4] = [
    ("bar", ChartKind::Bar),
    ("line", ChartKind::Line),
    ("dot", ChartKind::Dot),
    ("stacked", ChartKind::Stacked),
];

impl ChartKind {
    fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("chart", |(name, _)| name)
    }

    /// The most rows that can be drawn legibly.
    fn most_rows(self) -> usize {
        if self == Self::Line { 1000 } else { 40 }
    }
}

fn parse_chart(fields: &mut Fields<'_, '_>, inside: Option<Rows>) -> Chart {
    let chart = Chart {
        kind: fields.needed_word("kind", &KINDS),
        title: optional_title(fields, "title"),
        description: fields.needed_text("description"),
        caption: parse_caption(fields),
        unit: fields.text("unit"),
        data: match (parse_data(fields, inside), fields.texts("facts")) {
            (rows, facts) if facts.is_empty() => rows,
            (None, facts) => Some(Data::Facts(facts)),
            (Some(_), facts) => {
                fields.report(facts[0].span, Problem::TwoData { other: "rows of data" });
                None
            }
        },
        x: fields.text("x"),
        y: fields.texts("y"),
        described: fields.tables("column", "a column", parse_column).into_iter().flatten().collect(),
        mark: fields.text("mark"),
    };
    if chart.data.is_none() {
        report_empty(
            fields,
            "chart",
            "`data = \"file.csv\"`, `facts = [\"id\", …]`, or rows after a line of `---`",
        );
    }
    chart
}

/// `block` of `blocks/chart.html`.
#[derive(JsonSchema, Serialize)]
struct ChartView<'s> {
    title: Option<&'s Title>,
    caption: CaptionView<'s>,
    src: Option<String>,
    width: u32,
    height: u32,
    /// What it shows, for those who do not see it.
    description: &'s str,
    data: Option<DataView<'s>>,
}

impl Chart {
    /// The marks of the chart's own sources, with those of its facts.
    fn source_marks(&self, renderer: &PageRenderer<'_, '_>, path: &SitePath) -> Option<String> {
        let own = renderer.source_marks(path, self.caption.source.as_ref());
        let Some(Data::Facts(ids)) = &self.data else { return own };
        let mut marks: Vec<String> = own.into_iter().collect();
        let mut seen = vec![];
        for id in ids {
            let Some(Resolved::Fact { uses, .. }) = renderer.page.references.at(path, id.span.start).first()
            else {
                continue;
            };
            for (source, usage) in uses {
                match marks.last_mut() {
                    // A second mark of one source would say the same; but the source leads back to it.
                    Some(last) if seen.contains(source) => {
                        last.push_str(&format!("<span id=\"u:{}-{usage}\"></span>", source + 1));
                    }
                    _ => marks.push(renderer.citation(*source, *usage)),
                }
                seen.push(*source);
            }
        }
        (!marks.is_empty()).then(|| side_by_side(&marks))
    }
}

impl Drawing for Chart {
    fn drawing_view<'s>(&'s self, page: &Page, path: &SitePath, catalogue: &Catalogue) -> Box<dyn View + 's> {
        Box::new(picture(page, path, self, catalogue))
    }
}

impl Block for Chart {
    fn content(&self) -> BlockContent<'_> {
        let claims = match &self.data {
            Some(Data::File(_) | Data::Rows(_)) => vec![Claim { noun: "chart", texts: vec![] }],
            // Each fact has its source.
            Some(Data::Facts(_)) | None => vec![],
        };
        BlockContent {
            caption: Some(&self.caption),
            alt: self.description.as_ref().map(|text| Alt { text, caption: self.caption.text.as_ref() }),
            claims,
            drawing: Some(self),
            texts: vec![],
        }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        self.caption.resolve(resolver, path);
        let Some(data) = &self.data else { return };
        // A line has numbers or dates along it, other charts have names.
        let labels = (self.kind != Some(ChartKind::Line)).then_some(ColumnKind::Text);
        let columns = Columns::Series { x: self.x.as_ref(), y: &self.y, labels };
        let wanted = GridRequest { columns, described: &self.described };
        if let Some(mut read) = resolver.read_data(path, data, wanted) {
            check_figures(self, &read.grid, &mut read.found, resolver.catalogue);
            resolver.keep_data(path, data, read);
        }
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let picture = picture(renderer.page, place.path, self, &renderer.site.catalogue);
        let mut caption = self.caption.view(renderer, place.path);
        caption.marks = self.source_marks(renderer, place.path);
        Box::new(ChartView {
            title: self.title.as_ref(),
            caption,
            src: renderer.drawing_url(place),
            width: picture.width,
            height: picture.height,
            description: text(self.description.as_ref()).unwrap_or_default(),
            data: self.data.as_ref().and_then(|data| data.view(renderer, place.path)),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let alt = escape(text(self.description.as_ref()).unwrap_or_default());
        let picture = format!("![{alt}]({})\n\n", address(&exporter.drawing_url(place)));
        let rows = self.data.as_ref().map(|data| data.markdown(exporter, place.path)).unwrap_or_default();
        heading(self.title.as_ref()) + &picture + &rows
    }
}

/// Says so where a chart cannot be drawn of its data.
fn check_figures(chart: &Chart, grid: &Grid, found: &mut DataProblems, catalogue: &Catalogue) {
    if grid.series().next().is_none() {
        if let (true, true, Some(data)) = (found.block.is_empty(), found.data.is_empty(), &chart.data) {
            let needs = "a column of numbers beside the labels";
            found.block.push((data.span(), Problem::EmptyBlock { name: "chart", needs }));
        }
        return;
    }
    for (at, column) in grid.series() {
        let mut cells = grid.rows.iter().map(|row| &row[at]);
        let lost = grid.rows.is_empty() || cells.clone().any(|cell| is_torn(cell, found));
        if !lost && cells.all(|cell| matches!(cell.value, Value::Empty)) {
            found.data.push((column.span, Problem::EmptySeries { name: column.name.clone() }));
        }
    }
    // The most columns that readers can distinguish.
    let limit = if chart.kind == Some(ChartKind::Bar) { 4 } else { 6 };
    if let Some(kind) = chart.kind
        && let Some((_, surplus)) = grid.series().nth(limit)
    {
        let problem = Problem::TooManySeries { kind: kind.name(), found: grid.series().count(), limit };
        match chart.y.get(limit) {
            Some(name) => found.block.push((name.span, problem)),
            None => found.data.push((surplus.span, problem)),
        }
    }
    check_rows(chart, grid, found);
    let Some(mark) = &chart.mark else { return };
    let labels: Vec<String> = grid.rows.iter().filter_map(|row| label(&row[0].value, catalogue)).collect();
    let columns = || grid.series().map(|(_, column)| column.name.as_str());
    let all = || labels.iter().map(String::as_str).chain(columns());
    if !all().any(|known| known == mark.value.trim()) {
        let near = nearest(&mark.value, all()).map(str::to_owned);
        let known = Choice(columns().collect()).to_string();
        found.block.push((mark.span, Problem::UnknownMark { mark: mark.value.clone(), near, known }));
    }
}

/// Returns whether a problem was already found in a cell.
fn is_torn(cell: &Cell, found: &DataProblems) -> bool {
    found.data.iter().any(|(span, _)| *span == cell.span)
}

fn check_rows(chart: &Chart, grid: &Grid, found: &mut DataProblems) {
    for row in &grid.rows {
        if matches!(row[0].value, Value::Empty) && !is_torn(&row[0], found) {
            found.data.push((row[0].span, Problem::EmptyLabel {}));
        }
        for cell in &row[1..] {
            if chart.kind == Some(ChartKind::Stacked) && cell.number().is_some_and(|number| number < 0.0) {
                found.data.push((cell.span, Problem::NegativeInStack {}));
            }
        }
    }
    if let Some(kind) = chart.kind
        && let Some(surplus) = grid.rows.get(kind.most_rows())
    {
        let (kind, limit) = (kind.name(), kind.most_rows());
        found.data.push((surplus[0].span, Problem::TooManyRows { kind, found: grid.rows.len(), limit }));
    }
}
