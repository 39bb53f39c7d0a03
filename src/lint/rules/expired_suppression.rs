//! X004: a suppression after its last day.

use super::prelude::*;

pub(in super::super) static RULE: Rule =
    Rule::new("X004", "expired-suppression", Warn, &[EXPIRED], EXPLANATION, Run::Hygiene).clocked();

const EXPIRED: Message = Message {
    text: "this suppression ended on {until}",
    label: "today is {today}",
    remedies: &["fix what it suppressed and remove it, or give it a later date"],
};

const EXPLANATION: &str = "\
Finds a suppression whose `until` has passed. The findings that it suppressed are shown again, as warnings, so that
a date alone never fails a check.

    <!-- check: allow(S003) because \"the report comes in June\" until 2026-06-30 -->

Fix what it suppressed, and remove it; or give it a later date.
";

/// The finding at the rule's name.
pub(in super::super) fn finding(path: &SitePath, name: Span, until: Date, today: Date) -> Finding {
    RULE.finding(path, name, fill!(EXPIRED, until, today))
}
