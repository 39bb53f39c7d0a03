//! D001: a heading that skips a level, or has nothing under it.

use super::prelude::*;
use crate::parse::Document;
use crate::parse::markdown::Heading;

pub(super) static RULE: Rule =
    Rule::new("D001", "skipped-heading-level", Warn, &[SKIPPED, EMPTY], EXPLANATION, Run::Page(check));

const SKIPPED: Message = Message {
    text: "this heading goes from level {before} to level {level}",
    label: "a level is missing",
    remedies: &["begin it with `{marks}`"],
};

const EMPTY: Message = Message {
    text: "there is nothing under this heading",
    label: "",
    remedies: &["write a text, or remove the heading"],
};

const EXPLANATION: &str = "\
Finds a heading that is more than one level below the one before it, and a heading below the level of sections with
nothing under it.

Screen readers announce headings with their levels, and many people navigate by them. A missing level sounds like a
missing part of the page.

    ## The route
    #### Samarkand

Write `### Samarkand`. The page's title is the first level; the title of a section file is the second. Headings in
quotations and lists are ignored.

Other problems are found when the files are read: a second title (M007), a level that a section has already (M006),
a section without text (M011), two headings with one id (M005).
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for body in &cx.page.files {
        let document = body.document();
        let headings: Vec<_> = document.outline.headings.iter().filter(|heading| heading.top).collect();
        // The title of the page is above its text, the question of a section above the section's.
        let mut above = if body.section_front().is_some() { 2 } else { 1 };
        let mut previous: Option<&Heading> = None;
        for (at, heading) in headings.iter().enumerate() {
            let level = heading.level as usize;
            if level > above + 1 {
                let words = fill!(SKIPPED, level, before = above, marks = "#".repeat(above + 1));
                let mut finding = RULE.finding(&body.path, heading.span, words);
                if let Some(previous) = previous {
                    let place = Place::new(&body.path, previous.span);
                    finding = finding.related(place, "the heading before it");
                }
                found.push(finding);
            }
            if level > 2 && is_empty(document, heading, headings.get(at + 1).copied()) {
                found.push(RULE.finding(&body.path, heading.span, fill!(EMPTY)));
            }
            above = level;
            previous = Some(heading);
        }
    }
}

/// Checks whether a heading has neither text nor headings of a lower level under it.
fn is_empty(document: &Document, heading: &Heading, next: Option<&Heading>) -> bool {
    let end = next.map_or(document.text.len(), |next| next.span.range().start);
    let has_text = !document.text[heading.span.range().end..end].trim().is_empty();
    !has_text && next.is_none_or(|next| next.level <= heading.level)
}
