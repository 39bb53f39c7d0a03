//! S002: a quotation without a source.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("S002", "uncited-quote", Deny, &[UNCITED], EXPLANATION, Run::Page(check));

const UNCITED: Message =
    Message { text: "this quotation needs a source", label: "", remedies: &["cite it: `[@id]`"] };

const EXPLANATION: &str = "\
Finds a quotation of four words or more, and any block quotation, without a citation from its opening mark to the
end of the next sentence.

Words in quotation marks are somebody's own. Readers must be able to find them.

    Tokayev called it “a landmark in our friendship”.

Cite the source: `[@id]`. The rule ignores shorter quotations, later parts of a quotation that is cited in the same
paragraph, and headings.
";

/// Shorter quotations need no source.
const MIN_WORDS: u32 = 4;

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut passages = cx.passages.iter().peekable();
    while let Some(passage) = passages.next() {
        match passage.kind {
            PassageKind::Heading | PassageKind::QuoteBlock => {}
            PassageKind::BlockQuote => {
                let mut is_cited = !passage.citations.is_empty();
                while let Some(next) = passages.next_if(|next| next.is_in_block_quote_of(passage)) {
                    is_cited |= !next.citations.is_empty();
                }
                let is_cited_after = passages.peek().is_some_and(|next| {
                    let is_behind = next.path == passage.path && next.kind != PassageKind::BlockQuote;
                    let end = next.facts().sentences.first().map_or(0, |first| first.end);
                    is_behind && next.citations.iter().any(|it| it.at <= end)
                });
                if !is_cited && !is_cited_after {
                    found.push(RULE.within(passage, 0..passage.text.len(), fill!(UNCITED)));
                }
            }
            _ => check_inline_quotations(passage, found),
        }
    }
}

fn check_inline_quotations(passage: &Passage<'_>, found: &mut Vec<Finding>) {
    // Later pieces of a cited quotation need no citation of their own.
    let mut is_cited_before = false;
    for quotation in &passage.facts().quotations {
        let sentences = &passage.facts().sentences;
        let here = sentences.iter().position(|sentence| quotation.range.end <= sentence.end);
        let next = here.and_then(|here| sentences.get(here + 1).or(sentences.get(here)));
        let end = next.map_or(usize::MAX, |next| next.end);
        let is_cited =
            passage.citations.iter().any(|citation| (quotation.range.start..=end).contains(&citation.at));
        let length = count_words(&passage.text[quotation.words.clone()]);
        if length >= MIN_WORDS && !is_cited && !is_cited_before {
            found.push(RULE.within(passage, quotation.range.clone(), fill!(UNCITED)));
        }
        is_cited_before |= is_cited;
    }
}
