//! S007: a word that judges instead of describing.

use super::super::lexicon::find_words;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("S007", "loaded-language", Warn, &[LOADED, UNWANTED], EXPLANATION, Run::Page(check)).with(&[
        Setting::texts("words", "words that your site does not use"),
        Setting::count("reporting_verbs", 0, "1 to find verbs of saying that take a side, 0 to ignore them"),
    ]);

const LOADED: Message =
    Message { text: "`{word}` is a loaded word", label: "{reason}", remedies: &["better: {instead}"] };

const UNWANTED: Message = Message {
    text: "`{word}` is a loaded word",
    label: "this site does not use it",
    remedies: &["describe the facts instead"],
};

const EXPLANATION: &str = "\
Finds words such as `regime`, `strongman`, `so-called`, `draconian` or `notorious` outside quotations.

They judge instead of describing, and readers who disagree stop trusting the rest. The list is short: a sub-editor
would query each of these words wherever it is used.

    the Beijing regime

Describe the facts; the message suggests another wording. The rule ignores uses in which a word only describes
(`visa regime`, `convicted terrorist`), words in quotation marks, names that the site knows, and code.

`words` adds your own words, and `reporting_verbs = 1` also finds verbs of saying that take a side: `claimed`,
`admitted`, `insisted`.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let with_verbs = RULE.count(cx.site, "reporting_verbs") > 0;
    for passage in cx.prose_passages() {
        for sentence in &passage.facts().sentences {
            let hit = passage.lexicon_hits(sentence).iter().find(|hit| {
                let is_listed = hit.list == WordList::Loaded || with_verbs && hit.list == WordList::Reporting;
                is_listed && is_authors_choice(cx, passage, hit.range.start)
            });
            if let Some(hit) = hit {
                let word = &passage.text[hit.range.clone()];
                let LexiconEntry { reason, instead, .. } = hit.entry;
                found.push(RULE.within(passage, hit.range.clone(), fill!(LOADED, word, reason, instead)));
            }
        }
        for range in find_words(RULE.texts(cx.site, "words"), &passage.text) {
            if is_authors_choice(cx, passage, range.start) {
                let word = &passage.text[range.clone()];
                found.push(RULE.within(passage, range.clone(), fill!(UNWANTED, word)));
            }
        }
    }
}

/// Checks whether the word at a byte is the author's own, and in no quotation and no name.
fn is_authors_choice(cx: &LintContext<'_>, passage: &Passage<'_>, at: usize) -> bool {
    let is_in_name = || cx.entity_mentions(passage).iter().any(|mention| mention.range.contains(&at));
    !passage.is_quoted(at) && !is_in_name()
}
