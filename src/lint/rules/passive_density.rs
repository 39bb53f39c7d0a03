//! P004: a text with too many passives.

use super::super::text::is_passive;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("P004", "passive-density", Allow, &[PASSIVE], EXPLANATION, Run::Page(check)).with(&[
        Setting::count("percent", 40, "passive sentences of a hundred that a file may have"),
        Setting::count("sentences", 10, "sentences that it must have"),
    ]);

const PASSIVE: Message = Message {
    text: "{percent} of 100 sentences in this file are passive",
    label: "the first of them",
    remedies: &["say who acts, in some of them"],
};

const EXPLANATION: &str = "\
Finds a file of which more than 40 sentences of 100 are passive, if it has ten or more.

A passive leaves out who acts. One is often right, of a law or of a crime; many in a row tire the reader, and hide
who decided. In edited news the usual share is 22 of 100, and one text of ten has more than 43.

    The visit was announced. The talks were expected. The date was confirmed.

Say who did it, in some of them. It never speaks about a single sentence, and does not count words in quotation marks.

`percent` and `sentences` say how many are too many, of at least how many.
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
