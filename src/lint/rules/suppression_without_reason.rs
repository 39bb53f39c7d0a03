//! X002: a suppression that does not say why.

use super::super::{Rule, Run, Words};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, LintLevel};

pub(in super::super) static RULE: Rule =
    Rule::new(("X002", "suppression-without-reason"), LintLevel::Warn, EXPLANATION, Run::Hygiene);

const EXPLANATION: &str = "\
Finds a suppression in a comment that has no reason. It keeps nothing back.

Whoever reads the page next year must know whether the reason still holds.

    <!-- check: allow(relative-time) -->

Write `because \"…\"` behind the rule. In front matter a suppression without `because` is a mistake of the
front matter, found by every command.
";

/// The finding at the comment.
pub(in super::super) fn finding(path: &SitePath, comment: Span) -> Finding {
    let words = Words::new(
        "this suppression does not say why",
        "it keeps nothing back",
        "write `because \"…\"` behind the rule",
    );
    RULE.finding(path, comment, words)
}
