//! S003: a number without a source.

use std::collections::BTreeSet;

use super::super::text::{Quantity, text_passages};
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("S003", "uncited-number", Warn, &[UNCITED], EXPLANATION, Run::Page(check))
        .with(&[Setting::texts("uncited_ok", "phrases whose numbers need no source")]);

const UNCITED: Message = Message {
    text: "this number needs a source",
    label: "",
    remedies: &["cite it: `[@id]`, or print it from `facts.toml`: `[=id]`"],
};

const EXPLANATION: &str = "\
Finds a sentence with a quantity (money, a percentage, millions, a count of ten or more, `doubled`, `two-thirds`)
but no citation in it, right after it or at the end of its paragraph.

Somebody has counted or measured. A reader who doubts or needs a number wants to know who.

    Trade with Central Asia reached $50 billion.

Cite it: `Trade with Central Asia reached $50 billion.[@customs]`, or print a figure from `facts.toml`, which has
its own source: `[=trade]`. A citation at the end of a paragraph covers the whole paragraph, and one after the line
that introduces a list covers the whole list. The dek and a section's answer may have a number that is cited
elsewhere on the page. The rule ignores dates, years, ages, ordinals, times of day, numbers in names (G-20), words
in quotation marks, code, and pages that are not explainers.

`uncited_ok` lists phrases whose numbers everybody knows: `uncited_ok = [\"26 miles\"]`.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let Some(front) = cx.front_matter() else { return };
    let known: Vec<_> = RULE.texts(cx.site, "uncited_ok").map(str::to_lowercase).collect();
    // A citation after the line above a list holds for the list.
    let mut is_list_cited = false;
    for passage in cx.prose_passages() {
        if passage.kind != PassageKind::ListItem {
            is_list_cited = passage.text.trim_end().ends_with(':') && passage.is_cited_at_end();
        } else if is_list_cited {
            continue;
        }
        found.extend(uncited_numbers(passage, |quantity| !is_in_known_phrase(passage, quantity, &known)));
    }
    let mut summaries = Vec::new();
    if let Some(dek) = &front.dek {
        summaries.extend(text_passages(cx.page.path(), &dek.text, None));
    }
    for body in &cx.page.files {
        if let Some(answer) = body.section_front().and_then(|front| front.answer.as_ref()) {
            summaries.extend(text_passages(&body.path, &answer.text, None));
        }
    }
    summaries.retain(|summary| !summary.facts().quantities.is_empty());
    if summaries.is_empty() {
        return;
    }
    let cited = cited_worths(cx);
    for summary in &summaries {
        found.extend(uncited_numbers(summary, |quantity| {
            !cited.contains(quantity.worth.as_str()) && !is_in_known_phrase(summary, quantity, &known)
        }));
    }
}

/// Finds in each sentence without a citation the first quantity that needs one.
fn uncited_numbers(passage: &Passage<'_>, needs_source: impl Fn(&Quantity) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if passage.is_cited_at_end() {
        return findings;
    }
    for sentence in passage.facts().sentences.iter().filter(|sentence| !passage.is_cited(sentence)) {
        let mut quantities = passage.quantities_in(sentence).iter();
        let first = quantities.find(|it| !passage.is_quoted(it.range.start) && needs_source(it));
        findings.extend(first.map(|first| RULE.within(passage, first.range.clone(), fill!(UNCITED))));
    }
    findings
}

/// Checks whether a quantity is in one of the phrases, in lower case, that need no source.
fn is_in_known_phrase(passage: &Passage<'_>, quantity: &Quantity, known: &[String]) -> bool {
    known.iter().any(|phrase| {
        let text = &passage.text;
        let start = text.floor_char_boundary(quantity.range.start.saturating_sub(phrase.len()));
        let end = text.ceil_char_boundary((quantity.range.end + phrase.len()).min(text.len()));
        text[start..end].to_lowercase().contains(phrase)
    })
}

/// The quantities of the page for which a source is cited.
fn cited_worths<'p>(cx: &'p LintContext<'_>) -> BTreeSet<&'p str> {
    let mut worths = BTreeSet::new();
    for passage in &cx.passages {
        for sentence in &passage.facts().sentences {
            if passage.is_cited_at_end() || passage.is_cited(sentence) {
                worths.extend(passage.quantities_in(sentence).iter().map(|quantity| quantity.worth.as_str()));
            }
        }
    }
    worths
}
