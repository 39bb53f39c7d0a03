//! X005: an entry of the baseline without a finding.

use super::prelude::*;

pub(in super::super) static RULE: Rule =
    Rule::new("X005", "stale-baseline-entry", Warn, &[STALE_ENTRY], EXPLANATION, Run::Hygiene);

const STALE_ENTRY: Message = Message {
    text: "this entry is no longer needed: `{rule}` does not find it any more",
    label: "",
    remedies: &["remove it with `nutgraf check --baseline FILE --write-baseline`"],
};

const EXPLANATION: &str = "\
Finds an entry of the baseline, `check --baseline FILE`, that matches no finding: the finding was fixed, or its
sentence has changed.

The list should get shorter. An entry that stays would allow the same mistake again.

`nutgraf check --baseline FILE --write-baseline` removes such entries, and adds none.
";

/// The finding for an entry that is dead, or that counts more than there are.
pub(in super::super) fn finding(path: &SitePath, span: Span, rule: &str) -> Finding {
    RULE.finding(path, span, fill!(STALE_ENTRY, rule))
}
