//! S003: a number that nobody is named for.

use std::collections::BTreeSet;

use super::super::text::{Passage, PassageKind, Quantity, text_passages};
use super::super::{LintContext, Rule, Run, Setting};
use crate::diagnostics::{Finding, LintLevel, Message, fill};

pub(super) static RULE: Rule =
    Rule::new("S003", "uncited-number", LintLevel::Warn, &[UNCITED], EXPLANATION, Run::Page(run))
        .with(SETTINGS);

const UNCITED: Message = Message {
    text: "this number has no source",
    label: "who counted?",
    remedies: &["cite it: `[@id]`; or print it from `facts.toml`: `[=id]`"],
};

const EXPLANATION: &str = "\
Finds a sentence with a quantity (money, a percentage, millions, a count of ten or more, `doubled`, `two-thirds`)
and no citation in it, right behind it or at the end of its paragraph.

Somebody has counted or measured. A reader who doubts a number, or needs it, wants to know who.

    Trade with Central Asia reached $50 billion.

Cite it: `Trade with Central Asia reached $50 billion.[@customs]`, or print a figure of `facts.toml`, which has its
source with it: `[=trade]`. A citation at the end of a paragraph holds for all of it, one behind the line that leads
a list in for all of the list. The dek and a section's answer may have a number that is cited elsewhere on the page.
It keeps quiet about dates, years, ages, ordinals, times of day, the figures of names (G-20), words in quotation
marks and code, and about pages that are no explainers.

`uncited_ok` has phrases whose numbers everybody knows: `uncited_ok = [\"26 miles\"]`.
";

const SETTINGS: &[Setting] = &[Setting::texts("uncited_ok", "phrases whose numbers need no source")];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let Some(front) = cx.front_matter() else { return };
    let fine: Vec<_> = RULE.texts(cx.site, "uncited_ok").map(str::to_lowercase).collect();
    // Whether the line that leads a list in is cited.
    let mut led = false;
    for passage in cx.prose_passages() {
        if passage.kind != PassageKind::ListItem {
            led = passage.text.trim_end().ends_with(':') && passage.is_cited_at_end();
        }
        if !(led && passage.kind == PassageKind::ListItem) {
            uncited(passage, |it| !is_fine(passage, it, &fine)).for_each(|it| found.push(say(passage, it)));
        }
    }
    let dek = front.dek.iter().map(|dek| (cx.page.path(), &dek.text));
    let answers = cx.page.files.iter().filter_map(|body| {
        let answer = body.section_front()?.answer.as_ref()?;
        Some((&body.path, &answer.text))
    });
    let summaries: Vec<_> = dek.chain(answers).flat_map(|(path, text)| text_passages(path, text)).collect();
    let counts = summaries.iter().any(|summary| !summary.quantities().is_empty());
    let cited = if counts { cited_worths(cx) } else { BTreeSet::new() };
    let is_new = |quantity: &Quantity| !cited.contains(quantity.worth.as_str());
    for summary in &summaries {
        uncited(summary, |it| is_new(it) && !is_fine(summary, it, &fine))
            .for_each(|it| found.push(say(summary, it)));
    }
}

/// The first quantity of each sentence, of those that matter, for which nothing is cited.
fn uncited<'p>(
    passage: &'p Passage<'_>,
    matters: impl Fn(&Quantity) -> bool,
) -> impl Iterator<Item = &'p Quantity> {
    let whole = passage.is_cited_at_end();
    let open = passage.sentences().iter().filter(move |sentence| !whole && !passage.is_cited(sentence));
    open.filter_map(move |sentence| {
        let mut quantities = passage.quantities_in(sentence).iter();
        quantities.find(|it| !passage.is_quoted(it.range.start) && matters(it))
    })
}

/// Whether a quantity stands in a phrase that needs no source.
fn is_fine(passage: &Passage<'_>, quantity: &Quantity, fine: &[String]) -> bool {
    fine.iter().any(|phrase| {
        let text = &passage.text;
        let start = text.floor_char_boundary(quantity.range.start.saturating_sub(phrase.len()));
        let end = text.ceil_char_boundary((quantity.range.end + phrase.len()).min(text.len()));
        text[start..end].to_lowercase().contains(phrase)
    })
}

/// The quantities of the page that something is cited for.
fn cited_worths<'p>(cx: &'p LintContext<'_>) -> BTreeSet<&'p str> {
    let cited = cx.passages.iter().flat_map(|passage| {
        let whole = passage.is_cited_at_end();
        let sentences = passage.sentences().iter();
        let cited = sentences.filter(move |sentence| whole || passage.is_cited(sentence));
        cited.flat_map(|sentence| passage.quantities_in(sentence))
    });
    cited.map(|quantity| quantity.worth.as_str()).collect()
}

fn say(passage: &Passage<'_>, quantity: &Quantity) -> Finding {
    RULE.within(passage, quantity.range.clone(), fill!(UNCITED))
}
