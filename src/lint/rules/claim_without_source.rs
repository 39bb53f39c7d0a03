//! S001: a key claim without a source.

use super::super::{LintContext, Rule, Run};
use crate::base::Span;
use crate::blocks::{AnyBlock, Chart, Compare, Data};
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::parse::Placed;
use crate::parse::markdown::Target;
use crate::parse::prose::Prose;

pub(super) static RULE: Rule = Rule::new(
    "S001",
    "claim-without-source",
    LintLevel::Deny,
    &[UNSOURCED_POINT, UNSOURCED_BLOCK],
    EXPLANATION,
    Run::Page(check),
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

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let Some(front) = cx.front_matter() else { return };
    for point in front.key_points.iter().filter(|point| !is_sourced(point)) {
        found.push(RULE.finding(cx.page.path(), point.text.span, fill!(UNSOURCED_POINT)));
    }
    for body in &cx.page.files {
        for placed in &body.document().blocks {
            for claim in unsourced_claims(placed, &body.document().text) {
                found.push(RULE.finding(&body.path, claim.span, fill!(UNSOURCED_BLOCK, what = claim.noun)));
            }
        }
    }
}

/// A claim in a block.
struct Claim {
    span: Span,
    /// The word for it in a message.
    noun: &'static str,
}

/// Finds the claims of a block that have no source.
fn unsourced_claims(placed: &Placed, file: &str) -> Vec<Claim> {
    if placed.block.caption().is_some_and(|caption| caption.source.is_some()) {
        return vec![];
    }
    match &placed.block {
        AnyBlock::Known(known) => unsourced_texts(&known.known, "claim").collect(),
        AnyBlock::Timeline(timeline) => {
            unsourced_texts(timeline.events.iter().map(|event| &event.text), "event").collect()
        }
        AnyBlock::Compare(compare) => unsourced_comparisons(compare),
        AnyBlock::Chart(chart) if has_rows(chart) => {
            vec![Claim { span: first_line(placed, file), noun: "chart" }]
        }
        AnyBlock::Chart(_)
        | AnyBlock::Figure(_)
        | AnyBlock::Map(_)
        | AnyBlock::People(_)
        | AnyBlock::Quote(_)
        | AnyBlock::Table(_)
        | AnyBlock::Own(_) => vec![],
    }
}

fn unsourced_texts<'p>(
    texts: impl IntoIterator<Item = &'p Prose>,
    noun: &'static str,
) -> impl Iterator<Item = Claim> {
    let unsourced = texts.into_iter().filter(|prose| !is_sourced(prose));
    unsourced.map(move |prose| Claim { span: prose.text.span, noun })
}

fn unsourced_comparisons(compare: &Compare) -> Vec<Claim> {
    let sides = compare.sides.iter().filter(|side| side.source.is_none());
    let mut claims: Vec<_> = unsourced_texts(sides.flat_map(|side| &side.points), "point").collect();
    for row in compare.grid.rows.iter().filter(|row| !row.cells.iter().any(is_sourced)) {
        claims.extend(row.cells.first().map(|cell| Claim { span: cell.text.span, noun: "row" }));
    }
    claims
}

/// Checks whether a chart shows rows of its own; facts have their sources with them.
fn has_rows(chart: &Chart) -> bool {
    matches!(chart.data, Some(Data::File(_) | Data::Rows(_)))
}

fn first_line(placed: &Placed, file: &str) -> Span {
    let start = placed.span.range().start;
    let line = file[start..].lines().next().unwrap_or("").len();
    Span::new(start..start + line)
}

/// Checks whether a text cites a source, or prints a fact, which has a source.
fn is_sourced(prose: &Prose) -> bool {
    let mut references = prose.references.iter();
    references.any(|reference| matches!(reference.target, Target::Sources(_) | Target::Fact(_)))
}
