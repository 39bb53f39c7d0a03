//! S007: a word that judges while it seems to describe.

use std::ops::Range;

use super::super::lexicon::{WordList, places};
use super::super::text::Passage;
use super::super::{LintContext, Rule, Run, Setting, Words};
use crate::diagnostics::{Finding, LintLevel};

pub(super) static RULE: Rule =
    Rule::new(("S007", "loaded-language"), LintLevel::Warn, EXPLANATION, Run::Page(run)).with(SETTINGS);

const EXPLANATION: &str = "\
Finds words such as `regime`, `strongman`, `so-called`, `draconian` or `notorious` where nobody is quoted.

They give a verdict in the place of a description, and a reader who does not share it stops trusting the rest. The
list is short: each word is one that a sub-editor queries wherever it stands.

    the Beijing regime

Write what is so; for each word another way is offered. It keeps quiet about uses in which a word only describes
(`visa regime`, `convicted terrorist`), about words in quotation marks, names that the site knows, and code.

`words` adds a site's own, and `reporting_verbs = 1` also finds verbs of saying that take a side: `claimed`,
`admitted`, `insisted`.
";

const SETTINGS: &[Setting] = &[
    Setting::texts("words", "words that the site does not use"),
    Setting::count("reporting_verbs", 0, "whether verbs of saying that take a side are found: 1, else 0"),
];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let with_verbs = RULE.count(cx.site, "reporting_verbs") > 0;
    for passage in cx.prose_passages() {
        let is_name = |at: usize| cx.entity_mentions(passage).iter().any(|(range, _)| range.contains(&at));
        let is_ours = |range: &Range<usize>| !passage.is_quoted(range.start) && !is_name(range.start);
        for sentence in passage.sentences() {
            let meant = passage
                .lexicon_hits(sentence)
                .iter()
                .filter(|hit| hit.list == WordList::Loaded || with_verbs && hit.list == WordList::Reporting);
            if let Some(hit) = meant.into_iter().find(|hit| is_ours(&hit.range)) {
                found.push(say(passage, hit.range.clone(), (&hit.entry.reason, &hit.entry.instead)));
            }
        }
        let own = places(RULE.texts(cx.site, "words"), &passage.text);
        let own = own.into_iter().filter(is_ours);
        found.extend(own.map(|range| say(passage, range, ("this site does not use it", "write what is so"))));
    }
}

fn say(passage: &Passage<'_>, range: Range<usize>, (reason, instead): (&str, &str)) -> Finding {
    let message = format!("`{}` judges", &passage.text[range.clone()]);
    RULE.within(passage, range, Words::new(message, reason, format!("better: {instead}")))
}
