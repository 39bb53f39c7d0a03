//! C007: a quotation mark without its partner.

use super::super::text::{Passage, PassageKind};
use super::super::{LintContext, Rule, Run};
use crate::diagnostics::{Finding, LintLevel, Message, fill};

pub(super) static RULE: Rule = Rule::new(
    "C007",
    "unbalanced-quote",
    LintLevel::Warn,
    &[UNCLOSED, UNOPENED],
    EXPLANATION,
    Run::Page(run),
)
.preview();

const UNCLOSED: Message = Message {
    text: "this quotation mark has no partner",
    label: "it is never closed",
    remedies: &["add the other one"],
};

const UNOPENED: Message = Message { label: "nothing opened it", ..UNCLOSED };

const EXPLANATION: &str = "\
Finds a quotation mark that has no partner in its paragraph.

Where a quotation ends is where somebody else stops being responsible for the words.

    He spoke of “a new era of relations.

Add the other mark. A quotation of more than one paragraph may stay open if the next paragraph opens it again;
inches and minutes are no marks.
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let passages: Vec<_> = cx.passages.iter().collect();
    for (at, passage) in passages.iter().enumerate() {
        let goes_on = passages.get(at + 1).is_some_and(|next| goes_on(passage, next));
        for mark in passage.lone_marks() {
            let opens = passage.text[mark.clone()].starts_with(['“', '«', '„']);
            if !(opens && goes_on) {
                let words = if opens { fill!(UNCLOSED) } else { fill!(UNOPENED) };
                found.push(RULE.within(passage, mark.clone(), words));
            }
        }
    }
}

/// Whether a quotation may go on from one paragraph to the next.
fn goes_on(passage: &Passage<'_>, next: &Passage<'_>) -> bool {
    let both =
        passage.kind == next.kind && passage.kind != PassageKind::ShortText && passage.path == next.path;
    both && next.text.trim_start().starts_with(['“', '«', '„'])
}
