//! T007: the day has passed by which somebody wanted to look again.

use super::super::{LintContext, Rule, Run, Words};
use crate::diagnostics::{Finding, LintLevel};

pub(super) static RULE: Rule =
    Rule::new(("T007", "review-overdue"), LintLevel::Warn, EXPLANATION, Run::Page(run)).clocked();

const EXPLANATION: &str = "\
Finds explainers whose `review_by` has passed.

The page says so to its readers. It reads the day's date, so it may speak up while nobody edits, and never
fails a check.

Read the page again, mend what is no longer true, then set `reviewed` to that day and `review_by` to the next.
A page that is true of one moment for ever has `as_of` and no `review_by`.
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let today = cx.site.today;
    let due = cx.front_matter().and_then(|front| front.review_by.as_ref());
    if let Some(due) = due.filter(|due| due.date.latest() < today) {
        let words = Words::new(
            "this page is past its review",
            format!("today is {today}"),
            "read it again, then set `reviewed` to that day and `review_by` to the next",
        );
        found.push(RULE.finding(cx.page.path(), due.span, words));
    }
}
