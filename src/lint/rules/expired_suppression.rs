//! X004: a suppression after its last day.

use super::prelude::*;

pub(in super::super) static RULE: Rule =
    Rule::new("X004", "expired-suppression", Warn, &[EXPIRED], EXPLANATION, Run::Hygiene).clocked();

const EXPIRED: Message = Message {
    text: "this suppression held until {until}",
    label: "today is {today}",
    remedies: &["mend what it kept back and take it out, or give it another day"],
};

const EXPLANATION: &str = "\
Finds a suppression whose `until` has passed. What it kept back is shown again, as a warning: a day that passes
fails no check.

    <!-- check: allow(S003) because \"the report comes in June\" until 2026-06-30 -->

Mend what it kept back, and take it out; or give it another day.
";

/// The finding at the rule's name.
pub(in super::super) fn finding(path: &SitePath, name: Span, until: Date, today: Date) -> Finding {
    RULE.finding(path, name, fill!(EXPIRED, until, today))
}
