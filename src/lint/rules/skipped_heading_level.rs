//! D001: a step left out on the way down, and a heading over nothing.

use super::super::{LintContext, Rule, Run};
use crate::base::Place;
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::parse::Document;
use crate::parse::markdown::Heading;

pub(super) static RULE: Rule = Rule::new(
    "D001",
    "skipped-heading-level",
    LintLevel::Warn,
    &[SKIPPED, EMPTY],
    EXPLANATION,
    Run::Page(run),
);

const SKIPPED: Message = Message {
    text: "a heading of level {level} right below level {before}",
    label: "a level is left out",
    remedies: &["begin it with `{marks}`"],
};

const EMPTY: Message = Message {
    text: "nothing stands under this heading",
    label: "",
    remedies: &["write it, or remove the heading"],
};

const EXPLANATION: &str = "\
Finds a heading that is more than one level below the one before it, and a heading below a section's with
nothing under it.

Screen readers announce headings with their levels, and many readers walk by them: a level that is missing sounds
like a part of the page that is missing.

    ## The route
    #### Samarkand

Write `### Samarkand`. The page's title is the first level; a section that is a file has its question as the
second. Headings in quotations and lists are not looked at.

Reading the files finds the rest: a second title (M007), a level that a section has already (M006), a section
without text (M011), two headings with one id (M005).
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for body in &cx.page.files {
        let document = body.document();
        let headings: Vec<_> = document.outline.headings.iter().filter(|heading| heading.top).collect();
        let top = if body.section_front().is_some() { 2 } else { 1 };
        for (at, heading) in headings.iter().enumerate() {
            let above = at.checked_sub(1).map(|above| headings[above]);
            let before = above.map_or(top, level);
            if level(heading) > before + 1 {
                let marks = "#".repeat(before + 1);
                let words = fill!(SKIPPED, level = level(heading), before, marks);
                let finding = RULE.finding(&body.path, heading.span, words);
                found.push(match above {
                    Some(above) => {
                        finding.related(Place::new(&body.path, above.span), "the heading before it")
                    }
                    None => finding,
                });
            }
            if level(heading) > 2 && is_empty(document, heading, headings.get(at + 1).copied()) {
                found.push(RULE.finding(&body.path, heading.span, fill!(EMPTY)));
            }
        }
    }
}

fn level(heading: &Heading) -> usize {
    heading.level as usize
}

/// Whether no text stands between a heading and the next one that is no part of it.
fn is_empty(document: &Document, heading: &Heading, next: Option<&Heading>) -> bool {
    let end = next.map_or(document.text.len(), |next| next.span.range().start);
    let bare = document.text[heading.span.range().end..end].trim().is_empty();
    bare && next.is_none_or(|next| level(next) <= level(heading))
}
