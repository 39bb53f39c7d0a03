//! X005: an entry of the baseline without a finding.

use super::prelude::*;

pub(in super::super) static RULE: Rule =
    Rule::new("X005", "stale-baseline-entry", Warn, &[STALE_ENTRY], EXPLANATION, Run::Hygiene);

const STALE_ENTRY: Message = Message {
    text: "nothing needs this entry any more: there is no such `{rule}`",
    label: "",
    remedies: &["take it out: `nutgraf check --baseline FILE --write-baseline` does"],
};

const EXPLANATION: &str = "\
Finds an entry of the baseline, `check --baseline FILE`, that keeps nothing back: what it was about is mended, or
has become another sentence.

The list is there to grow shorter. An entry that stays behind would let the same mistake in again.

`nutgraf check --baseline FILE --write-baseline` takes out what is dead, and puts nothing in.
";

/// The finding for an entry that is dead, or that counts more than there are.
pub(in super::super) fn finding(path: &SitePath, span: Span, rule: &str) -> Finding {
    RULE.finding(path, span, fill!(STALE_ENTRY, rule))
}
