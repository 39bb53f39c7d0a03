//! S004: a sentence that a fact checker would want a source for.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("S004", "check-worthy-sentence", Allow, &[UNSOURCED], EXPLANATION, Run::Page(check))
        .with(&[Setting::count("least", 3, "from which sum on it speaks")]);

const UNSOURCED: Message = Message {
    text: "this can be checked, and has no source",
    label: "{worth} points",
    remedies: &["cite it: `[@id]`"],
};

const EXPLANATION: &str = "\
Finds sentences that claim something which can be checked, and have no source.

It adds up what such sentences have: a quantity (3), a verb of change, a superlative or a verb of saying (2 each),
a cause, a date, a name of two words, more than 18 words (1 each); a first person or a modal verb takes 3 away, a
question or fewer than seven words 2. From `least` on, 3, it speaks. On sentences of debates that were labelled by
hand (ClaimBuster), a sum of 3 is right three times of four, and finds over half: so it speaks only when it is asked.

    It is Xi's first trip abroad since the pandemic began.

Cite it: `[@id]`. It keeps quiet about words in quotation marks, headings, and pages that are no explainers.
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
