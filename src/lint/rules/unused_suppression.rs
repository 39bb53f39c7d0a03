//! X001: a suppression without a finding.

use super::super::suppression::WholeComment;
use super::prelude::*;

pub(in super::super) static RULE: Rule =
    Rule::new("X001", "unused-suppression", Warn, &[UNUSED], EXPLANATION, Run::Hygiene);

const UNUSED: Message = Message {
    text: "there is nothing here for `{rule}` to find",
    label: "keeps nothing back",
    remedies: &["take the suppression out"],
};

const EXPLANATION: &str = "\
Finds a suppression of a rule that has nothing to say there.

The text was mended, or the comment stands in the wrong place. Either way the next mistake of that kind would
be kept back, and nobody would know.

    Xi came in September 2022. <!-- check: allow(relative-time) because \"quoted\" -->

Take it out: `check --fix` does. Where text follows it on its line, that is HTML as it stands and Markdown
without it: only `--unsafe-fixes` does that. One for a rule that reads the day's date may wait for its day, and
one for a rule that the site does not use is left alone.
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
