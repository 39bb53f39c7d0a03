//! T007: a page after the day of its review.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T007", "review-overdue", Warn, &[OVERDUE], EXPLANATION, Run::Page(check)).clocked();

const OVERDUE: Message = Message {
    text: "the review of this page is overdue",
    label: "today is {today}",
    remedies: &["read it again, then set `reviewed` to that day and `review_by` to the next"],
};

const EXPLANATION: &str = "\
Finds explainers whose `review_by` has passed.

The page tells its readers so. The rule depends on today's date, so it can find a page that nobody has edited. It
never fails a check.

Read the page again, and correct what is no longer true. Then set `reviewed` to that day and `review_by` to the
next. A page that you do not want to update any more has `as_of` and no `review_by`.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let today = cx.site.today;
    let Some(review_by) = cx.front_matter().and_then(|front| front.review_by.as_ref()) else { return };
    if review_by.date.latest() < today {
        found.push(RULE.finding(cx.page.path(), review_by.span, fill!(OVERDUE, today)));
    }
}
