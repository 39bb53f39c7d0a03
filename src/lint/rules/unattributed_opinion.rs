//! S006: an opinion without a speaker.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("S006", "unattributed-opinion", Warn, &[OPINION], EXPLANATION, Run::Page(check))
        .with_word_lists(&[WordList::Opinion]);

const OPINION: Message =
    Message { text: "this opinion has no speaker", label: "{reason}", remedies: &["{instead}"] };

const EXPLANATION: &str = "\
Finds a sentence that begins by telling the reader how to take it: `Clearly,`, `Unfortunately,`, `Of course`, `It is
important to note`.

Either it claims that no proof is needed, or it tells readers what to feel. An explainer shows the facts, and lets
readers judge.

    Clearly, Beijing wants stability.

Remove the word, or say whose opinion it is. The rule ignores the middle of a sentence, where half of these words
only describe, words in quotation marks, and code.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.prose_passages() {
        for sentence in passage.facts().sentences.iter().filter(|sentence| !passage.is_quoted(sentence.start))
        {
            let opinion = passage.lexicon_hits(sentence).iter().find(|hit| hit.list == WordList::Opinion);
            if let Some(hit) = opinion.filter(|hit| hit.range.start == sentence.start) {
                let LexiconEntry { reason, instead, .. } = hit.entry;
                let words = fill!(OPINION, reason, instead);
                found.push(RULE.within(passage, hit.range.clone(), words));
            }
        }
    }
}
