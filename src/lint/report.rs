//! Puts findings into a report: the page of each, and the fingerprint by which it is found again in a later run.
//! Counts them by rule.
//!
//! Must not know: how the report is drawn.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::catalogue::code_docs;
use super::{Rule, owners_by_path};
use crate::base::{Digest, SitePath};
use crate::diagnostics::{Finding, Fingerprint, Item, Report};
use crate::model::{Page, Site};
use crate::source::Snapshot;

/// Makes a report of findings, in their order.
pub(crate) fn report(site: &Site, snapshot: &Snapshot, findings: Vec<Finding>) -> Report {
    let pages: Vec<_> = site.all_pages().collect();
    let owners = owners_by_path(&pages);
    let mut seen = BTreeMap::new();
    let mut items = Vec::with_capacity(findings.len());
    for finding in findings {
        let path = &finding.place.path;
        let owner = owners.get(path.as_str()).or_else(|| owners.get(path.folder()));
        let page = owner.map(|at| pages[*at]);
        items.push(item(finding, page, snapshot, &mut seen));
    }
    Report { today: site.today, folder: String::new(), items, code_docs: code_docs() }
}

/// Makes an entry of a report for a finding in a file that belongs to no page.
pub(crate) fn report_item(finding: Finding, snapshot: &Snapshot) -> Item {
    item(finding, None, snapshot, &mut BTreeMap::new())
}

fn item(
    finding: Finding,
    page: Option<&Page>,
    snapshot: &Snapshot,
    seen: &mut BTreeMap<Digest, u32>,
) -> Item {
    let home = page.map_or(&finding.place.path, |page| page.path()).clone();
    Item {
        page: page.map(|page| page.url.clone()),
        fingerprint: fingerprint(&finding, &home, snapshot, seen),
        home,
        clocked: Rule::named(finding.code().code).is_some_and(|rule| rule.clocked),
        accepted: None,
        finding,
    }
}

/// Digests the words of a finding and their sentence, but no line or column: a text may move, and a paragraph
/// may be wrapped again. Equal ones differ in their number, which `seen` counts.
fn fingerprint(
    finding: &Finding,
    home: &SitePath,
    snapshot: &Snapshot,
    seen: &mut BTreeMap<Digest, u32>,
) -> Fingerprint {
    let place = &finding.place;
    let source = || snapshot.text(&place.path).and_then(|text| text.get(place.span.range())).unwrap_or("");
    let lint_message = finding.lint_message();
    let matched =
        lint_message.map(|lint_message| &*lint_message.matched).filter(|matched| !matched.is_empty());
    let text = on_one_line(matched.unwrap_or_else(source));
    let sentence = on_one_line(lint_message.map_or("", |lint_message| &lint_message.context));
    let digest =
        |ordinal: u32| Digest::of_value(&(finding.code().name, home.as_str(), &text, &sentence, ordinal));
    let first = digest(0);
    let ordinal = seen.entry(first).or_default();
    let fingerprint = Fingerprint { digest: digest(*ordinal), first, text };
    *ordinal += 1;
    fingerprint
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Counts the words of prose in these files and folders; in all, where none is given.
pub(crate) fn count_words(site: &Site, paths: &[String]) -> u32 {
    let bodies = site.all_pages().flat_map(|page| &page.files);
    let chosen = bodies.filter(|body| paths.is_empty() || paths.iter().any(|path| body.path.is_in(path)));
    chosen.map(|body| body.document().outline.words).sum()
}

/// Draws a line for each rule that found something, the most frequent first, and one for all of them.
pub(crate) fn stats(report: &Report, words: u32) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for item in report.open() {
        let code = item.finding.code();
        *counts.entry((code.code, code.name)).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let mut table = String::new();
    for ((code, name), count) in counts {
        let _ = writeln!(table, "{count:6}  {:>6}  {code} {name}", rate(count, words));
    }
    let _ = writeln!(table, "{all:6}  {:>6}  in {words} words", rate(all, words));
    table
}

/// Findings for a thousand words, to a tenth.
fn rate(count: usize, words: u32) -> String {
    if words == 0 {
        return "-".to_owned();
    }
    let tenths = (count * 10_000 + words as usize / 2) / words as usize;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_for_a_thousand_words() {
        assert_eq!(rate(3, 2_000), "1.5");
        assert_eq!(rate(1, 30_000), "0.0");
        assert_eq!(rate(1, 0), "-");
    }
}
