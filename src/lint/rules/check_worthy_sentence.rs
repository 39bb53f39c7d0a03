//! S004: a sentence that a fact checker would want a source for.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("S004", "check-worthy-sentence", Allow, &[UNSOURCED], EXPLANATION, Run::Page(check))
        .with(&[Setting::count("least", 3, "the points from which on a sentence is reported")]);

const UNSOURCED: Message = Message {
    text: "this can be checked, but has no source",
    label: "{worth} points",
    remedies: &["cite it: `[@id]`"],
};

const EXPLANATION: &str = "\
Finds sentences that make a claim that can be checked, but have no source.

Each sentence gets points: 3 for a quantity; 2 each for a verb of change, a superlative or a verb of saying; 1 each
for a cause, a date, a name of two words, or more than 18 words. A first person or a modal verb takes 3 points away,
a question or fewer than seven words 2. A sentence with `least` points or more, 3 by default, is a finding. On
sentences from debates that people had labelled (ClaimBuster), 3 points were right three times out of four, and
found more than half of such sentences. That is why the rule is off by default.

    It is Xi's first trip abroad since the pandemic began.

Cite it: `[@id]`. The rule ignores words in quotation marks, headings, and pages that are not explainers.
";

/// Verbs of change.
const CHANGES: [&str; 20] = [
    "rose", "fell", "grew", "shrank", "increased", "decreased", "declined", "dropped", "doubled", "tripled",
    "halved", "soared", "surged", "plunged", "gained", "lost", "expanded", "slowed", "climbed", "cut",
];
const SUPERLATIVES: [&str; 12] = [
    "first", "last", "only", "record", "most", "least", "largest", "biggest", "highest", "lowest", "oldest",
    "never",
];
const CAUSES: [&str; 8] = ["because", "caused", "led", "due", "therefore", "result", "resulted", "triggered"];
/// First persons and modal verbs.
const SUBJECTIVE: [&str; 13] =
    ["i", "we", "my", "our", "us", "me", "would", "could", "should", "might", "may", "must", "can"];

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.front_matter().is_none() {
        return;
    }
    let least = i64::from(RULE.count(cx.site, "least"));
    for passage in cx.prose_passages().filter(|passage| !passage.is_cited_at_end()) {
        for sentence in &passage.facts().sentences {
            if passage.is_cited(sentence) || passage.is_quoted(sentence.start) {
                continue;
            }
            let worth = check_worthiness(passage, sentence);
            if worth >= least {
                found.push(RULE.within(passage, sentence.clone(), fill!(UNSOURCED, worth)));
            }
        }
    }
}

/// Adds up the points of a sentence: the more, the more it asks for a source.
fn check_worthiness(passage: &Passage<'_>, sentence: &Range<usize>) -> i64 {
    let text = &passage.text[sentence.clone()];
    let tokens = Tokens::new(text);
    let has_any = |words: &[&str]| (0..tokens.len()).any(|at| tokens.is_one_of(at, words));
    let has_full_name = (1..tokens.len())
        .any(|at| tokens.is_name(at) && tokens.is_name(at - 1) && tokens.touches_previous(at));
    let has_date = !passage.dates_in(sentence).is_empty() || !passage.years_in(sentence).is_empty();
    let word_count = count_words(text);
    let features = [
        (!passage.quantities_in(sentence).is_empty(), 3),
        (has_any(&CHANGES), 2),
        (has_any(&SUPERLATIVES), 2),
        (passage.lexicon_hits(sentence).iter().any(|hit| hit.list == WordList::Saying), 2),
        (has_any(&CAUSES), 1),
        (has_date, 1),
        (has_full_name, 1),
        (word_count > 18, 1),
        (has_any(&SUBJECTIVE), -3),
        (text.ends_with('?'), -2),
        (word_count < 7, -2),
    ];
    features.into_iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum()
}
