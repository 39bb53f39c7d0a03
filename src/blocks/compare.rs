//! `compare`: two sides, or three, of equal weight.
//!
//! There is one thing, a comparison of two or three named sides, and there are two ways to write it, by what the
//! author has. Where the points of one side do not answer those of the other (for and against), each side is a
//! table of its own: `[[side]]`, with its points and its source. Where the same is asked of every side (A and
//! B), each question is a table: `[[row]]`, with a cell for each of `sides`. A block that mixes the two would
//! leave open which point belongs to which question, so it is a finding. Neither way can order the sides, or
//! mark one: a comparison that has a winner is no comparison. Must not know: what stands on a phone below what.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use toml::de::DeValue;

use super::caption::{Caption, CaptionView, parse_caption};
use super::{Block, BlockContent, BlockPlace, BlockText, BlockType, Claim, report_empty};
use crate::base::SitePath;
use crate::base::Span;
use crate::diagnostics::Problem;
use crate::model::Resolver;
use crate::parse::front_matter::{optional_title, proses};
use crate::parse::origin::{Origin, origin};
use crate::parse::prose::{Prose, Title, title};
use crate::parse::table::{Fields, Text};
use crate::render::PageRenderer;
use crate::render::export::MarkdownExporter;
use crate::render::export::block::{heading, in_cell, table};
use crate::render::export::words::escape;
use crate::render::template_schema::schema;
use crate::render::theme::View;

pub(super) static TYPE: BlockType = BlockType {
    name: "compare",
    noun: "a comparison",
    about: "Two sides, or three, of equal weight. Where the same is asked of every side, use `sides` and `[[row]]`.",
    example: EXAMPLE,
    keys: &[
        (
            "a comparison",
            "side",
            "One of two or three sides, with its points: where the points of one do not answer those of the other.",
        ),
        ("a comparison", "sides", "The two or three sides, where the same is asked of each."),
        ("a comparison", "row", "What is asked of each side."),
        ("a side", "points", "What is said for it; Markdown."),
        ("a row", "label", "What is asked."),
        ("a row", "cells", "One answer for each of `sides`, in their order; Markdown."),
    ],
    takes_rows: false,
    parse: |fields, _| Arc::new(parse_compare(fields)),
    view: schema::<CompareView<'_>>,
    drawing: None,
};

const EXAMPLE: &str = r#"title = "Two calendars"
sides = ["Julian", "Gregorian"]

[[row]]
label = "Leap years"
cells = ["Every fourth.", "Every fourth, but of the full centuries only those that 400 divides.[@usno]"]

[[row]]
label = "Mean year"
cells = ["365.25 days.", "365.2425 days."]
"#;

/// Two sides, or three.
#[derive(Clone, Debug)]
struct Compare {
    title: Option<Title>,
    sides: Vec<Side>,
    grid: Grid,
    caption: Caption,
}

/// One side, with all that is said of it.
#[derive(Clone, Debug)]
struct Side {
    label: Option<Label>,
    points: Vec<Prose>,
    source: Option<Origin>,
    span: Span,
}

/// The sides as columns, and what is asked of each as rows.
#[derive(Clone, Debug)]
struct Grid {
    sides: Vec<Label>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    label: Option<Title>,
    /// One for each side.
    cells: Vec<Prose>,
    span: Span,
}

#[derive(Clone, Debug)]
struct Label {
    text: Text,
    title: Title,
}

/// Some, so that three columns can be read on a page, and two are there to compare.
const SIDES: std::ops::RangeInclusive<usize> = 2..=3;

impl Side {
    fn label(&self) -> Option<&Title> {
        self.label.as_ref().map(|label| &label.title)
    }
}

impl Grid {
    /// The headings of the columns.
    fn sides(&self) -> impl Iterator<Item = &Title> {
        self.sides.iter().map(|label| &label.title)
    }
}

fn parse_compare(fields: &mut Fields<'_, '_>) -> Compare {
    let title = optional_title(fields, "title");
    let sides = fields.tables("side", "a side", parse_side);
    let grid = parse_grid(fields);
    let by_side = !fields.lacks("side");
    let by_row = !fields.lacks("row") || !fields.lacks("sides");
    if !by_side {
        fields.need_beside("sides", "row");
        fields.need_beside("row", "sides");
    }
    if by_side && by_row {
        fields.report(fields.span(), Problem::CompareBothWays {});
    } else if by_side && !sides.is_empty() {
        let labels: Vec<_> = sides.iter().filter_map(|side| side.label.as_ref()).collect();
        check_distinct(fields, &labels);
        check_count(fields, &sides.iter().map(|side| side.span).collect::<Vec<_>>());
    } else if by_row {
        check_rows(fields, &grid);
    } else {
        report_empty(
            fields,
            "comparison",
            "`[[side]]`, `label = \"…\"` and `points = [\"…\"]`, or `sides = [\"…\", \"…\"]` and `[[row]]`",
        );
    }
    Compare { title, sides, grid, caption: parse_caption(fields) }
}

fn parse_side(fields: &mut Fields<'_, '_>) -> Side {
    let text = fields.needed_text("label");
    fields.need("points");
    if has_no_points(fields) {
        fields.report(fields.span(), Problem::SideWithoutPoints {});
    }
    Side {
        label: text.map(|text| parse_label(fields, text)),
        points: proses(fields, "points"),
        source: origin(fields, "source"),
        span: fields.span(),
    }
}

/// Tells if the list of points is empty. A value that is not a list is reported elsewhere.
fn has_no_points(fields: &mut Fields<'_, '_>) -> bool {
    let empty = |value: &DeValue<'_>| matches!(value, DeValue::Array(items) if items.is_empty());
    fields.keys().iter().any(|(key, value)| *key == "points" && empty(value.get_ref()))
}

fn parse_label(fields: &Fields<'_, '_>, text: Text) -> Label {
    Label { title: title(fields, &text), text }
}

fn parse_grid(fields: &mut Fields<'_, '_>) -> Grid {
    let sides = fields.texts("sides");
    Grid {
        sides: sides.into_iter().map(|text| parse_label(fields, text)).collect(),
        rows: fields.tables("row", "a row", parse_row),
    }
}

fn parse_row(fields: &mut Fields<'_, '_>) -> Row {
    let label = fields.needed_text("label").map(|text| title(fields, &text));
    fields.need("cells");
    Row { label, cells: proses(fields, "cells"), span: fields.span() }
}

/// Checks that a comparison by rows is complete: its columns have names, and each row fills them.
fn check_rows(fields: &mut Fields<'_, '_>, grid: &Grid) {
    if grid.sides.is_empty() {
        return;
    }
    check_distinct(fields, &grid.sides.iter().collect::<Vec<_>>());
    check_count(fields, &grid.sides.iter().map(|label| label.text.span).collect::<Vec<_>>());
    for row in grid.rows.iter().filter(|row| row.cells.len() != grid.sides.len()) {
        let cells = row.cells.len();
        let sides = grid.sides.len();
        fields.report(row.span, Problem::RowCells { cells, sides });
    }
}

/// A side too few stands out by the only one, a side too many by the first of those.
fn check_count(fields: &Fields<'_, '_>, sides: &[Span]) {
    let count = sides.len();
    let most = *SIDES.end();
    if count > most {
        fields.report(sides[most], Problem::TooManySides { count });
    } else if count < *SIDES.start() {
        fields.report(sides[count - 1], Problem::TooFewSides { count });
    }
}

fn check_distinct(fields: &Fields<'_, '_>, labels: &[&Label]) {
    for (at, label) in labels.iter().enumerate() {
        if labels[..at].iter().any(|other| other.title == label.title) {
            fields.report(label.text.span, Problem::SameSideTwice { label: label.text.value.clone() });
        }
    }
}

/// `block` of `blocks/compare.html`: sides with their points, or heads and rows.
#[derive(JsonSchema, Serialize)]
struct CompareView<'s> {
    title: Option<&'s Title>,
    sides: Vec<SideView<'s>>,
    heads: Vec<&'s Title>,
    rows: Vec<RowView<'s>>,
    caption: CaptionView<'s>,
}

#[derive(JsonSchema, Serialize)]
struct SideView<'s> {
    label: Option<&'s Title>,
    points: Vec<String>,
    /// The sources' marks, ready to be put into the page.
    marks: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct RowView<'s> {
    label: Option<&'s Title>,
    cells: Vec<String>,
}

impl Block for Compare {
    fn content(&self) -> BlockContent<'_> {
        let mut texts = Vec::new();
        let mut claims = Vec::new();
        for side in &self.sides {
            texts.extend(side.points.iter().map(BlockText::new));
            if side.source.is_none() {
                claims.extend(side.points.iter().map(|point| Claim::new("point", point)));
            }
        }
        for row in &self.grid.rows {
            texts.extend(row.cells.iter().map(BlockText::new));
            if !row.cells.is_empty() {
                claims.push(Claim { noun: "row", texts: row.cells.iter().collect() });
            }
        }
        BlockContent { texts, caption: Some(&self.caption), alt: None, claims, drawing: None }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        // Side by side, each with its sources, so that their numbers rise down the page.
        for side in &self.sides {
            resolver.resolve_texts(path, &side.points);
            resolver.resolve_sources(path, side.source.as_ref());
        }
        resolver.resolve_texts(path, self.grid.rows.iter().flat_map(|row| &row.cells));
        self.caption.resolve(resolver, path);
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let mut sides = Vec::with_capacity(self.sides.len());
        for side in &self.sides {
            sides.push(SideView {
                label: side.label(),
                points: renderer.texts_html(place.path, &side.points),
                marks: renderer.source_marks(place.path, side.source.as_ref()),
            });
        }
        let mut rows = Vec::with_capacity(self.grid.rows.len());
        for row in &self.grid.rows {
            rows.push(RowView {
                label: row.label.as_ref(),
                cells: renderer.texts_html(place.path, &row.cells),
            });
        }
        Box::new(CompareView {
            title: self.title.as_ref(),
            sides,
            heads: self.grid.sides().collect(),
            rows,
            caption: self.caption.view(renderer, place.path),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let mut out = heading(self.title.as_ref());
        for side in &self.sides {
            let marks = exporter.source_marks(place.path, side.source.as_ref()).unwrap_or_default();
            let label = side.label().map_or("", |label| label.plain.as_str());
            let points = exporter.list(place.path, &side.points);
            out += &format!("**{}**{marks}\n\n{points}\n", escape(label));
        }
        if !self.grid.rows.is_empty() {
            let mut head = vec![String::new()];
            head.extend(self.grid.sides().map(|side| escape(&side.plain)));
            let mut rows = Vec::with_capacity(self.grid.rows.len());
            for row in &self.grid.rows {
                let mut cells =
                    vec![row.label.as_ref().map(|label| escape(&label.plain)).unwrap_or_default()];
                cells.extend(row.cells.iter().map(|cell| in_cell(&exporter.text(place.path, cell))));
                rows.push(cells);
            }
            out += &table(&head, &[], &rows);
        }
        out
    }
}
