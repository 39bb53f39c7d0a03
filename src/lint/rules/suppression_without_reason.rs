//! X002: a suppression without a reason.

use super::prelude::*;

pub(in super::super) static RULE: Rule =
    Rule::new("X002", "suppression-without-reason", Warn, &[NO_REASON], EXPLANATION, Run::Hygiene);

const NO_REASON: Message = Message {
    text: "this suppression does not say why",
    label: "it keeps nothing back",
    remedies: &["write `because \"…\"` behind the rule"],
};

const EXPLANATION: &str = "\
Finds a suppression in a comment that has no reason. It keeps nothing back.

Whoever reads the page next year must know whether the reason still holds.

    <!-- check: allow(relative-time) -->

Write `because \"…\"` behind the rule. In front matter a suppression without `because` is a mistake of the
front matter, found by every command.
";

/// The finding at the comment.
pub(in super::super) fn finding(path: &SitePath, comment: Span) -> Finding {
    RULE.finding(path, comment, fill!(NO_REASON))
}
