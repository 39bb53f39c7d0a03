//! M014: markup that readers see.

use super::super::page_proses;
use super::super::text::{LeftoverKind, find_leftovers};
use super::prelude::*;
use crate::model::Value;

pub(super) static RULE: Rule =
    Rule::new("M014", "leftover-markup", Warn, MESSAGES, EXPLANATION, Run::Page(check));

const fn shown(remedies: &'static [&'static str]) -> Message {
    Message { text: "readers see `{marks}`", label: "", remedies }
}

const EMPHASIS: Message = shown(&[
    "close each pair, and put the marks against a letter, on the inner side of quotation marks and brackets; `\\` before a mark shows it",
]);
const LINK: Message = shown(&[
    "write `[words](address)` with no space between, `<…>` around an address with spaces, and both brackets closed",
]);
const WIKI_LINK: Message = shown(&["write `[words](page.md)`; `\\[` shows a bracket"]);
const TABLE: Message =
    shown(&["write as many `---` in this line as the line above has cells, and an empty line above that"]);
const HEADING: Message = shown(&["put a space behind the marks for a heading; `\\#` shows one"]);
const CONTAINER: Message = shown(&["write an `aside` block, or take the marks out"]);
const SHORTCODE: Message =
    shown(&["write it as Markdown or as a block: nutgraf has no shortcodes in its text"]);
const MATH: Message = shown(&["write it in words or show it as a picture"]);
const HIGHLIGHT: Message = shown(&["stress it by `**`"]);
const TASK: Message = shown(&["take the box out, or write ☐ and ☑"]);
const SCRIPT: Message = Message {
    text: "`{marks}` is no raised or lowered figure",
    label: "",
    remedies: &["write the character itself, such as ² or ₂"],
};
const INLINE_NOTE: Message =
    shown(&["write `[^1]`, and the note in a paragraph of its own: `[^1]: The note.`"]);
const CITATION: Message = shown(&["cite a source as `[@id]`, or `[@id, p. 3]`"]);
const ADDRESS: Message = Message {
    text: "letters of this address are taken for emphasis",
    label: "",
    remedies: &["write `<{marks}>`"],
};

const MESSAGES: &[Message] = &[
    EMPHASIS, LINK, WIKI_LINK, TABLE, HEADING, CONTAINER, SHORTCODE, MATH, HIGHLIGHT, TASK, SCRIPT,
    INLINE_NOTE, CITATION, ADDRESS,
];

const EXPLANATION: &str = "\
Finds markup that is shown, since Markdown does not take it for markup: a pair of marks that is not closed, a link
with a space in it, and what other tools have and nutgraf has not.

    an **open pair

    [the plan] (plan.md), [[plan]], {{< figure >}}, :::note, \\cite{who}, @who

Nobody sees it in the source, and readers see nothing else. `@who` is found if `who` is a source. Code is meant as it
stands, and so is what has a `\\` before it. In Chinese, Japanese and Korean, Markdown does not close `**` between a
quotation mark and a letter: put the marks inside the quotation marks.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for (path, prose) in page_proses(cx.page) {
        let place = |range: Range<usize>| prose.text.span_of(range);
        found.extend(find_in(cx, path, &prose.text.value, &place));
    }
    for grid in cx.page.references.grids.values() {
        for cell in grid.rows.iter().flatten() {
            if let Value::Text(prose) = &cell.value {
                let place = |range: Range<usize>| prose.text.span_of(range);
                found.extend(find_in(cx, &grid.path, &prose.text.value, &place));
            }
        }
    }
    for body in &cx.page.files {
        let document = body.document();
        let place = |range| Span::new(range).shifted(document.body);
        found.extend(find_in(cx, &body.path, document.body(), &place));
    }
}

fn find_in(
    cx: &LintContext<'_>,
    path: &SitePath,
    text: &str,
    place: &dyn Fn(Range<usize>) -> Span,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for leftover in find_leftovers(text) {
        let marks = &text[leftover.range.clone()];
        let message = match leftover.kind {
            LeftoverKind::Emphasis => fill!(EMPHASIS, marks),
            LeftoverKind::Link => fill!(LINK, marks),
            LeftoverKind::WikiLink => fill!(WIKI_LINK, marks),
            LeftoverKind::Table => fill!(TABLE, marks),
            LeftoverKind::Heading => fill!(HEADING, marks),
            LeftoverKind::Container => fill!(CONTAINER, marks),
            LeftoverKind::Shortcode => fill!(SHORTCODE, marks),
            LeftoverKind::Math => fill!(MATH, marks),
            LeftoverKind::Highlight => fill!(HIGHLIGHT, marks),
            LeftoverKind::Task => fill!(TASK, marks),
            LeftoverKind::Script => fill!(SCRIPT, marks),
            LeftoverKind::InlineNote => fill!(INLINE_NOTE, marks),
            LeftoverKind::Address => fill!(ADDRESS, marks),
            // A handle is no source.
            LeftoverKind::BareCitation if cx.site.registry.source(path.folder(), &marks[1..]).is_none() => {
                continue;
            }
            LeftoverKind::BareCitation | LeftoverKind::Cite => fill!(CITATION, marks),
        };
        found.push(RULE.finding(path, place(leftover.range), message));
    }
    found
}
