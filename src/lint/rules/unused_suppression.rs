//! X001: a suppression without a finding.

use super::super::suppression::WholeComment;
use super::prelude::*;

pub(in super::super) static RULE: Rule =
    Rule::new("X001", "unused-suppression", Warn, &[UNUSED], EXPLANATION, Run::Hygiene);

const UNUSED: Message = Message {
    text: "`{rule}` finds nothing here",
    label: "it suppresses nothing",
    remedies: &["remove the suppression"],
};

const EXPLANATION: &str = "\
Finds a suppression of a rule that finds nothing there.

The text was fixed, or the comment is in the wrong place. Either way the next mistake of that kind would be
suppressed, and nobody would know.

    Xi came in September 2022. <!-- check: allow(relative-time) because \"quoted\" -->

Remove it: `check --fix` does. If text follows it on its line, that text is HTML now and would become Markdown: only
`--unsafe-fixes` does that. A suppression of a rule that depends on today's date, or of a rule that the site does
not use, is left alone.
";

/// The finding at the rule's name; `comment` is all of it, where all of it is about that rule.
pub(in super::super) fn finding(
    path: &SitePath,
    name: Span,
    rule: &Rule,
    comment: Option<WholeComment>,
) -> Finding {
    let fix = comment.map(|WholeComment { span, text, can_go }| {
        let edit = Edit { span, old: text, new: String::new() };
        if can_go { Fix::safe(edit) } else { Fix::unsafe_(edit) }
    });
    RULE.finding(path, name, fill!(UNUSED, rule = rule.code.name)).with_fix(fix)
}
