//! S001: a key claim without a source.

use super::prelude::*;
use crate::blocks::BlockContent;
use crate::parse::markdown::Target;
use crate::parse::prose::Prose;

pub(super) static RULE: Rule = Rule::new(
    "S001",
    "claim-without-source",
    Deny,
    &[UNSOURCED_POINT, UNSOURCED_BLOCK],
    EXPLANATION,
    Run::Page(check),
);

const UNSOURCED_POINT: Message =
    Message { text: "this key point needs a source", label: "", remedies: &["cite it: `[@id]`"] };

const UNSOURCED_BLOCK: Message = Message {
    text: "this {what} needs a source",
    label: "",
    remedies: &["cite it, `[@id]`, or give the block a `source`"],
};

const EXPLANATION: &str = "\
Finds a claim without a source: a key point, a point under `known` in a block of that name, a side or a row of a
`compare`, an event of a `timeline`, and a `chart` of rows.

These are what readers take away and share. They are shown on their own, where readers do not see the citations in
the text around them.

    key_points = [\"Kazakhstan is China’s largest gas transit state.\"]

Add a citation to the claim: `Kazakhstan is China’s largest gas transit state.[@id]`; or give the whole block a
`source`. The rule finds nothing if the block or the side has a `source`, if a row cites something in one of its
cells, or if a figure from `facts.toml` is printed or drawn (each has its own source). It ignores points under
`unknown`, and pages that are not explainers.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let Some(front) = cx.front_matter() else { return };
    for point in front.key_points.iter().filter(|point| !is_sourced(point)) {
        found.push(RULE.finding(cx.page.path(), point.text.span, fill!(UNSOURCED_POINT)));
    }
    for body in &cx.page.files {
        let document = body.document();
        for placed in &document.blocks {
            let BlockContent { caption, claims, .. } = placed.block.content();
            if caption.is_some_and(|caption| caption.source.is_some()) {
                continue;
            }
            let start = placed.span.range().start;
            let first_line = document.text[start..].lines().next().unwrap_or("");
            for claim in claims.iter().filter(|claim| !claim.texts.iter().any(|text| is_sourced(text))) {
                let first_text = claim.texts.first().map(|text| text.text.span);
                let span = first_text.unwrap_or(Span::new(start..start + first_line.len()));
                found.push(RULE.finding(&body.path, span, fill!(UNSOURCED_BLOCK, what = claim.noun)));
            }
        }
    }
}

/// Checks whether a text cites a source, or prints a fact, which has a source.
fn is_sourced(prose: &Prose) -> bool {
    let mut references = prose.references.iter();
    references.any(|reference| matches!(reference.target, Target::Sources(_) | Target::Fact(_)))
}
