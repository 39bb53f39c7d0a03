//! S002: words of others, and nobody named who has them.

use std::ops::Range;

use super::super::text::{Passage, PassageKind};
use super::super::{LintContext, Rule, Run};
use crate::base::words::count_words;
use crate::diagnostics::{Finding, LintLevel, Message, fill};

pub(super) static RULE: Rule =
    Rule::new("S002", "uncited-quote", LintLevel::Deny, &[UNCITED], EXPLANATION, Run::Page(run));

const UNCITED: Message = Message {
    text: "this quotation has no source",
    label: "whose words, and where?",
    remedies: &["cite it: `[@id]`"],
};

const EXPLANATION: &str = "\
Finds a quotation of four words or more, and any block quotation, without a citation from its opening mark to
the end of the next sentence.

Words between quotation marks are somebody's own. A reader must be able to find them.

    Tokayev called it “a landmark in our friendship”.

Cite where they stand: `[@id]`. It keeps quiet about shorter quotations, about later pieces of one that is cited
in the same paragraph, and about headings.
";

const LEAST: u32 = 4;

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut passages = cx.passages.iter().peekable();
    while let Some(passage) = passages.next() {
        match passage.kind {
            PassageKind::Heading | PassageKind::QuoteBlock => {}
            PassageKind::BlockQuote => {
                // All that stands in one block, and the sentence behind it.
                let mut cited = !passage.citations.is_empty();
                while let Some(next) = passages.next_if(|next| next.quotation == passage.quotation) {
                    cited |= !next.citations.is_empty();
                }
                let behind = passages.peek().is_some_and(|next| begins_cited(next));
                if !cited && !behind {
                    found.push(say(passage, 0..passage.text.len()));
                }
            }
            _ => inline(passage, found),
        }
    }
}

/// Quotations in a running text.
fn inline(passage: &Passage<'_>, found: &mut Vec<Finding>) {
    let mut cited_before = false;
    for quotation in passage.quotations() {
        let end = end(passage.sentences(), quotation.range.end);
        let cited = passage.citations.iter().any(|at| (quotation.range.start..=end).contains(at));
        let words = count_words(&passage.text[quotation.words.clone()]);
        if words >= LEAST && !cited && !cited_before {
            found.push(say(passage, quotation.range.clone()));
        }
        cited_before |= cited;
    }
}

/// Whether the first sentence of a text cites something.
fn begins_cited(passage: &Passage<'_>) -> bool {
    let end = passage.sentences().first().map_or(0, |first| first.end);
    passage.kind != PassageKind::BlockQuote && passage.citations.iter().any(|at| *at <= end)
}

/// The end of the sentence behind the one in which a quotation ends.
fn end(sentences: &[Range<usize>], quotation: usize) -> usize {
    let here = sentences.iter().position(|sentence| quotation <= sentence.end);
    let last = here.map(|here| (here + 1).min(sentences.len() - 1));
    last.map_or(usize::MAX, |last| sentences[last].end)
}

fn say(passage: &Passage<'_>, range: Range<usize>) -> Finding {
    RULE.within(passage, range, fill!(UNCITED))
}
