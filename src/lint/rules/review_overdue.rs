//! T007: a page after the day of its review.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T007", "review-overdue", Warn, &[OVERDUE], EXPLANATION, Run::Page(check)).clocked();

const OVERDUE: Message = Message {
    text: "this page is past its review",
    label: "today is {today}",
    remedies: &["read it again, then set `reviewed` to that day and `review_by` to the next"],
};

const EXPLANATION: &str = "\
Finds explainers whose `review_by` has passed.

The page says so to its readers. It reads the day's date, so it may speak up while nobody edits, and never
fails a check.

Read the page again, mend what is no longer true, then set `reviewed` to that day and `review_by` to the next.
A page that is true of one moment for ever has `as_of` and no `review_by`.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let today = cx.site.today;
    let Some(review_by) = cx.front_matter().and_then(|front| front.review_by.as_ref()) else { return };
    if review_by.date.latest() < today {
        found.push(RULE.finding(cx.page.path(), review_by.span, fill!(OVERDUE, today)));
    }
}
