//! X002: a suppression without a reason.

use super::prelude::*;

pub(in super::super) static RULE: Rule =
    Rule::new("X002", "suppression-without-reason", Warn, &[NO_REASON], EXPLANATION, Run::Hygiene);

const NO_REASON: Message = Message {
    text: "this suppression has no reason",
    label: "it suppresses nothing",
    remedies: &["add `because \"…\"` after the rule"],
};

const EXPLANATION: &str = "\
Finds a suppression in a comment that has no reason. It suppresses nothing.

Next year's editor must be able to see whether the reason still holds.

    <!-- check: allow(relative-time) -->

Add `because \"…\"` after the rule. In front matter, a suppression without `because` is an error that every command
reports.
";

/// The finding at the comment.
pub(in super::super) fn finding(path: &SitePath, comment: Span) -> Finding {
    RULE.finding(path, comment, fill!(NO_REASON))
}
