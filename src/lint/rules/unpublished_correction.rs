//! D006: a correction or change without a record of it.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("D006", "unpublished-correction", Deny, &[NO_WAS, UNTOLD], EXPLANATION, Run::Page(check));

const NO_WAS: Message = Message {
    text: "this correction does not say what was wrong",
    label: "",
    remedies: &["add the words that were wrong: `was = \"…\"`"],
};

const UNTOLD: Message = Message {
    text: "this page does not say what was updated",
    label: "later than all changes and corrections",
    remedies: &[
        "add a `[[change]]` or a `[[correction]]` with that date, or restore the old date: small edits do not change it",
    ],
};

const EXPLANATION: &str = "\
Finds a correction without `was`, the words that were wrong. As a warning, it also finds a page whose `updated` is
later than all of its changes and corrections.

Readers who remember the mistake must find it named, or they go on believing it. A page that says it was updated
must say what has changed.

    [[correction]]
    date = 2026-11-24
    note = \"The meeting was on February 4.\"

Add `was`. If `updated` has no record, add a `[[change]]` or a `[[correction]]` with that date; small edits do not
change `updated`. The rule ignores drafts, and pages that were updated on the day of their publication.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let Some(front) = cx.front_matter().filter(|front| !front.draft) else { return };
    let path = cx.page.path();
    for correction in front.corrections.iter().filter(|correction| correction.was.is_none()) {
        found.push(RULE.finding(path, correction.date.span, fill!(NO_WAS)));
    }
    let changes = front.changes.iter().map(|change| &change.date);
    let corrections = front.corrections.iter().map(|correction| &correction.date);
    let mut records = changes.chain(corrections).chain(&front.published);
    if let Some(updated) = &front.updated
        && !records.any(|record| record.date.latest() >= updated.date.earliest())
    {
        found.push(RULE.finding(path, updated.span, fill!(UNTOLD)).with_level(Level::Warning));
    }
}
