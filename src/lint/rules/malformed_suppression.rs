//! X006: a suppression that cannot be parsed.

use super::prelude::*;

pub(in super::super) static RULE: Rule = Rule::new(
    "X006",
    "malformed-suppression",
    Deny,
    &[UNREADABLE, ENDLESS, UNBEGUN],
    EXPLANATION,
    Run::Hygiene,
);

pub(in super::super) const UNREADABLE: Message = Message {
    text: "nutgraf cannot read this suppression",
    label: "",
    remedies: &["write `<!-- check: allow(RULE) because \"…\" -->`"],
};

/// Begun, and never ended.
pub(in super::super) const ENDLESS: Message = Message {
    text: "this suppression has no end",
    label: "",
    remedies: &["write `<!-- check: end allow(RULE) -->` where it ends"],
};

/// Ended, and never begun.
pub(in super::super) const UNBEGUN: Message = Message {
    text: "this `end` has no `begin`",
    label: "",
    remedies: &["write `begin allow(RULE) because \"…\"` where it starts"],
};

const EXPLANATION: &str = "\
Finds a comment that begins with `check:` but is not a suppression, a `begin` without its `end`, and an `end`
without its `begin`.

Its author believes that it works.

    <!-- check: ignore(S003) -->

Write one of these. Give a rule by its code or its name; `until 2026-12-31` may follow the reason:

    <!-- check: allow(S003) because \"…\" -->           the block that it is in, or else the next one
    <!-- check: allow-file(S003) because \"…\" -->      the file
    <!-- check: begin allow(S003) because \"…\" -->     everything up to the end
    <!-- check: end allow(S003) -->
";

/// The finding at the comment, of one of the messages above.
pub(in super::super) fn finding(path: &SitePath, comment: Span, message: &'static Message) -> Finding {
    RULE.finding(path, comment, FilledMessage::new(message, []))
}
