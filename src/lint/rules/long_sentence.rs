//! P003: a sentence too long to be read at once.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("P003", "long-sentence", Warn, &[LONG_SENTENCE], EXPLANATION, Run::Page(check))
        .with(&[Setting::count("max_words", 40, "most words that a sentence may have")]);

const LONG_SENTENCE: Message = Message {
    text: "this sentence has {words} words",
    label: "more than {most}",
    remedies: &["split it in two, or make it a list"],
};

const EXPLANATION: &str = "\
Finds sentences of more than 40 words.

Readers on a phone, or in a second language, get lost in a sentence that does not end. In edited English, 95 of 100
sentences have fewer than 42 words.

Split it in two, or make it a list. Words in quotation marks and citations are not counted.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let most = RULE.count(cx.site, "max_words");
    for passage in cx.authored_passages().filter(|passage| passage.kind != PassageKind::Heading) {
        for sentence in &passage.facts().sentences {
            let mut words = count_words(&passage.text[sentence.clone()]);
            for quotation in &passage.facts().quotations {
                if sentence.start <= quotation.range.start && quotation.range.end <= sentence.end {
                    words = words.saturating_sub(count_words(&passage.text[quotation.words.clone()]));
                }
            }
            if words > most {
                found.push(RULE.within(passage, sentence.clone(), fill!(LONG_SENTENCE, words, most)));
            }
        }
    }
}
