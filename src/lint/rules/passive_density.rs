//! P004: a text with too many passives.

use super::super::text::is_passive;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("P004", "passive-density", Allow, &[PASSIVE], EXPLANATION, Run::Page(check)).with(&[
        Setting::count("percent", 40, "highest share of passive sentences, in percent"),
        Setting::count("sentences", 10, "fewest sentences of a file that is counted"),
    ]);

const PASSIVE: Message = Message {
    text: "{percent}% of the sentences in this file are passive",
    label: "the first one",
    remedies: &["say who acts in some of them"],
};

const EXPLANATION: &str = "\
Finds a file in which more than 40% of the sentences are passive, if it has ten or more sentences.

A passive leaves out who acts. Sometimes that is right, as for a law or a crime. Many passives in a row tire
readers, and hide who decided. In edited news about 22% of the sentences are passive, and one text in ten has more
than 43%.

    The visit was announced. The talks were expected. The date was confirmed.

Say who acts in some of them. The rule never reports a single sentence, and does not count words in quotation marks.

`percent` sets how many are too many, and `sentences` how many sentences a file must have.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let max_percent = RULE.count(cx.site, "percent") as usize;
    let min_sentences = RULE.count(cx.site, "sentences") as usize;
    for body in &cx.page.files {
        let mut sentences = 0;
        let mut passives = Vec::new();
        for passage in cx.prose_passages().filter(|passage| *passage.path == body.path) {
            for sentence in
                passage.facts().sentences.iter().filter(|sentence| !passage.is_quoted(sentence.start))
            {
                sentences += 1;
                if is_passive(&passage.text[sentence.clone()]) {
                    passives.push((passage, sentence));
                }
            }
        }
        let Some((passage, first)) = passives.first().filter(|_| sentences >= min_sentences) else {
            continue;
        };
        let percent = passives.len() * 100 / sentences;
        if percent > max_percent {
            found.push(RULE.within(passage, (*first).clone(), fill!(PASSIVE, percent)));
        }
    }
}
