//! S001: a claim that the page makes as one, and nobody named who says so.

use super::super::{LintContext, Rule, Run};
use crate::base::Span;
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::parse::Placed;
use crate::parse::block::{Block, Chart, Compare, Data};
use crate::parse::markdown::Target;
use crate::parse::prose::Prose;

pub(super) static RULE: Rule = Rule::new(
    "S001",
    "claim-without-source",
    LintLevel::Deny,
    &[UNSOURCED_POINT, UNSOURCED_BLOCK],
    EXPLANATION,
    Run::Page(run),
);

const UNSOURCED_POINT: Message =
    Message { text: "this key point has no source", label: "who says so?", remedies: &["cite it: `[@id]`"] };

const UNSOURCED_BLOCK: Message = Message {
    text: "this {what} has no source",
    label: "who says so?",
    remedies: &["cite it, `[@id]`, or give the block a `source`"],
};

const EXPLANATION: &str = "\
Finds a claim without a source: a key point, what is `known` in a block of that name, a side or a row of a
`compare`, an event of a `timeline`, and a `chart` of rows.

These are what readers take away and pass on. They stand alone, so what the text around them cites is not seen.

    key_points = [\"Kazakhstan is China’s largest gas transit state.\"]

Cite it where it stands: `Kazakhstan is China’s largest gas transit state.[@id]`; or give the whole block a `source`.
It keeps quiet where the block or the side has a `source`, where a row cites something in one of its cells, where a
figure of `facts.toml` is printed or drawn (each has a source of its own), about what is `unknown`, and about pages
that are no explainers.
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let Some(front) = cx.front_matter() else { return };
    for point in front.key_points.iter().filter(|point| !is_sourced(point)) {
        found.push(RULE.finding(cx.page.path(), point.text.span, fill!(UNSOURCED_POINT)));
    }
    for body in &cx.page.files {
        for placed in &body.document().blocks {
            let claims = claims(placed, &body.document().text);
            for (span, what) in claims {
                found.push(RULE.finding(&body.path, span, fill!(UNSOURCED_BLOCK, what)));
            }
        }
    }
}

/// The claims of a block that have no source, and what each is.
fn claims(placed: &Placed, file: &str) -> Vec<(Span, &'static str)> {
    if placed.block.caption().is_some_and(|caption| caption.source.is_some()) {
        return vec![];
    }
    let bare = |prose: &&Prose| !is_sourced(prose);
    match &placed.block {
        Block::Known(known) => known.known.iter().filter(bare).map(|it| (it.text.span, "claim")).collect(),
        Block::Timeline(timeline) => {
            let events = timeline.events.iter().map(|event| &event.text).filter(bare);
            events.map(|event| (event.text.span, "event")).collect()
        }
        Block::Compare(compare) => comparison(compare),
        Block::Chart(chart) => {
            chart_of_rows(chart).then(|| (first_line(placed, file), "chart")).into_iter().collect()
        }
        Block::Figure(_)
        | Block::Map(_)
        | Block::People(_)
        | Block::Quote(_)
        | Block::Table(_)
        | Block::Own(_) => {
            vec![]
        }
    }
}

fn comparison(compare: &Compare) -> Vec<(Span, &'static str)> {
    let sides = compare.sides.iter().filter(|side| side.source.is_none()).flat_map(|side| &side.points);
    let points = sides.filter(|point| !is_sourced(point)).map(|point| (point.text.span, "point"));
    let rows = compare.grid.rows.iter().filter(|row| !row.cells.iter().any(is_sourced));
    points.chain(rows.filter_map(|row| Some((row.cells.first()?.text.span, "row")))).collect()
}

fn chart_of_rows(chart: &Chart) -> bool {
    matches!(chart.data, Some(Data::File(_) | Data::Rows(_)))
}

fn first_line(placed: &Placed, file: &str) -> Span {
    let start = placed.span.range().start;
    let line = file[start..].lines().next().unwrap_or("").len();
    Span::new(start..start + line)
}

/// Whether a text cites something, or prints a figure, which has its source with it.
fn is_sourced(prose: &Prose) -> bool {
    let mut references = prose.references.iter();
    references.any(|reference| matches!(reference.target, Target::Sources(_) | Target::Fact(_)))
}
