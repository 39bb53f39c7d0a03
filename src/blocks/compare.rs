//! `compare`: two sides, or three, of equal weight.
//!
//! There is one thing, a comparison of two or three named sides, and there are two ways to write it, by what the
//! author has. Where the points of one side do not answer those of the other (for and against), each side is a
//! table of its own: `[[side]]`, with its points and its source. Where the same is asked of every side (A and
//! B), each question is a table: `[[row]]`, with a cell for each of `sides`. A block that mixes the two would
//! leave open which point belongs to which question, so it is a finding. Neither way can order the sides, or
//! mark one: a comparison that has a winner is no comparison. Must not know: how it is laid out.

use toml::de::DeValue;

use super::*;
use crate::render::export::markdown_text::{in_cell, table};

pub(super) static TYPE: BlockType = BlockType {
    name: "compare",
    noun: "a comparison",
    about: "Two or three sides of equal weight. To ask the same of every side, use `sides` and `[[row]]`.",
    example: r#"title = "Two calendars"
sides = ["Julian", "Gregorian"]

[[row]]
label = "Leap years"
cells = ["Every fourth.", "Every fourth, but of the full centuries only those that 400 divides.[@usno]"]

[[row]]
label = "Mean year"
cells = ["365.25 days.", "365.2425 days."]
"#,
    keys: &[
        (
            "a comparison",
            "side",
            "One of two or three sides, with its points, if the points of the sides do not match each other.",
        ),
        ("a comparison", "sides", "The names of the two or three sides, if the same is asked of each."),
        ("a comparison", "row", "A question with the answer of each side."),
        ("a side", "points", "The points of this side; Markdown."),
        ("a row", "label", "The question."),
        ("a row", "cells", "One answer for each of `sides`, in their order; Markdown."),
    ],
    takes_rows: false,
    parse: |fields, _| Arc::new(parse_compare(fields)),
    view: schema::<CompareView<'_>>,
    drawing: None,
};

/// Two sides, or three.
#[derive(Clone, Debug)]
struct Compare {
    title: Option<Title>,
    sides: Vec<Side>,
    /// The sides as columns, where what is asked of each is a row.
    columns: Vec<Label>,
    rows: Vec<Row>,
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

impl Label {
    fn new(fields: &Fields<'_, '_>, text: Text) -> Self {
        Self { title: title(fields, &text), text }
    }
}

/// Some, so that three columns can be read on a page, and two are there to compare.
const SIDES: std::ops::RangeInclusive<usize> = 2..=3;

fn parse_compare(fields: &mut Fields<'_, '_>) -> Compare {
    let heading = optional_title(fields, "title");
    let sides = fields.tables("side", "a side", parse_side);
    let columns: Vec<_> = fields.texts("sides").into_iter().map(|text| Label::new(fields, text)).collect();
    let rows = fields.tables("row", "a row", |fields| {
        let label = fields.needed_text("label").map(|text| title(fields, &text));
        fields.need("cells", "cells = [\"…\", \"…\"]");
        Row { label, cells: proses(fields, "cells"), span: fields.span() }
    });
    let by_side = !fields.lacks("side");
    let by_row = !fields.lacks("row") || !fields.lacks("sides");
    if !by_side {
        fields.need_beside("sides", "sides = [\"one\", \"other\"]", "row");
        fields.need_beside("row", "row = [{ label = \"…\", cells = [\"…\", \"…\"] }]", "sides");
    }
    if by_side && by_row {
        fields.report(fields.span(), Problem::CompareBothWays {});
    } else if by_side && !sides.is_empty() {
        let spans: Vec<_> = sides.iter().map(|side| side.span).collect();
        check_sides(fields, sides.iter().filter_map(|side| side.label.as_ref()), &spans);
    } else if by_row && !columns.is_empty() {
        let spans: Vec<_> = columns.iter().map(|label| label.text.span).collect();
        check_sides(fields, columns.iter(), &spans);
        for row in rows.iter().filter(|row| row.cells.len() != columns.len()) {
            let cells = row.cells.len();
            let sides = columns.len();
            fields.report(row.span, Problem::RowCells { cells, sides });
        }
    } else if !by_row {
        report_empty(
            fields,
            "comparison",
            "`[[side]]`, `label = \"…\"` and `points = [\"…\"]`, or `sides = [\"…\", \"…\"]` and `[[row]]`",
        );
    }
    Compare { title: heading, sides, columns, rows, caption: parse_caption(fields) }
}

fn parse_side(fields: &mut Fields<'_, '_>) -> Side {
    let text = fields.needed_text("label");
    fields.need("points", "points = [\"…\"]");
    // A value that is not a list is reported elsewhere.
    let is_empty = |value: &DeValue<'_>| matches!(value, DeValue::Array(items) if items.is_empty());
    if fields.keys().iter().any(|(key, value)| *key == "points" && is_empty(value.get_ref())) {
        fields.report(fields.span(), Problem::SideWithoutPoints {});
    }
    Side {
        label: text.map(|text| Label::new(fields, text)),
        points: proses(fields, "points"),
        source: origin(fields, "source"),
        span: fields.span(),
    }
}

/// Checks that the sides, at these places, have different names, and are neither too few nor too many: a side too few
/// stands out by the only one, a side too many by the first of those.
fn check_sides<'l>(fields: &Fields<'_, '_>, labels: impl Iterator<Item = &'l Label>, spans: &[Span]) {
    let mut seen = Vec::new();
    for label in labels {
        if seen.contains(&&label.title) {
            fields.report(label.text.span, Problem::SameSideTwice { label: label.text.value.clone() });
        }
        seen.push(&label.title);
    }
    let count = spans.len();
    let most = *SIDES.end();
    if count > most {
        fields.report(spans[most], Problem::TooManySides { count });
    } else if count < *SIDES.start() {
        fields.report(spans[count - 1], Problem::TooFewSides { count });
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
        for row in &self.rows {
            texts.extend(row.cells.iter().map(BlockText::new));
            if !row.cells.is_empty() {
                claims.push(Claim { noun: "row", texts: row.cells.iter().collect() });
            }
        }
        BlockContent { texts, caption: Some(&self.caption), claims, alt: None, drawing: None }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        // Side by side, each with its sources, so that their numbers rise down the page.
        for side in &self.sides {
            resolver.resolve_texts(path, &side.points);
            resolver.resolve_sources(path, side.source.as_ref());
        }
        resolver.resolve_texts(path, self.rows.iter().flat_map(|row| &row.cells));
        self.caption.resolve(resolver, path);
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let sides = self.sides.iter().map(|side| SideView {
            label: side.label.as_ref().map(|label| &label.title),
            points: renderer.texts_html(place.path, &side.points),
            marks: renderer.source_marks(place.path, side.source.as_ref()),
        });
        let sides = sides.collect();
        let rows = self.rows.iter().map(|row| RowView {
            label: row.label.as_ref(),
            cells: renderer.texts_html(place.path, &row.cells),
        });
        Box::new(CompareView {
            title: self.title.as_ref(),
            sides,
            heads: self.columns.iter().map(|label| &label.title).collect(),
            rows: rows.collect(),
            caption: self.caption.view(renderer, place.path),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let mut out = heading(self.title.as_ref());
        for side in &self.sides {
            let marks = exporter.source_marks(place.path, side.source.as_ref()).unwrap_or_default();
            let label = side.label.as_ref().map_or("", |label| label.title.plain.as_str());
            let points = exporter.list(place.path, &side.points);
            out += &format!("**{}**{marks}\n\n{points}\n", escape(label));
        }
        if !self.rows.is_empty() {
            let mut head = vec![String::new()];
            head.extend(self.columns.iter().map(|side| escape(&side.title.plain)));
            let mut rows = Vec::with_capacity(self.rows.len());
            for row in &self.rows {
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
