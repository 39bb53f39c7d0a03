//! S006: an opinion without a speaker.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("S006", "unattributed-opinion", Warn, &[OPINION], EXPLANATION, Run::Page(check))
        .with_word_lists(&[WordList::Opinion]);

const OPINION: Message =
    Message { text: "this says how to take it", label: "{reason}", remedies: &["{instead}"] };

const EXPLANATION: &str = "\
Finds a sentence that begins by telling the reader how to take it: `Clearly,`, `Unfortunately,`, `Of course`, `It is
important to note`.

Either it claims that no proof is needed, or it says what to feel. An explainer shows what is so, and lets the
reader judge.

    Clearly, Beijing wants stability.

Leave the word out, or say whose opinion it is. It keeps quiet in the middle of a sentence, where half of such words
only describe, and about words in quotation marks and code.
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
