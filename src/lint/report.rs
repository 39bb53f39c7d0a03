//! Puts findings into a report: the page of each, and the fingerprint by which it is found again in a later run.
//!
//! Must not know: how the report is drawn.

use std::collections::BTreeMap;

use super::catalogue::code_docs;
use super::rule::category;
use super::{Rule, owners_by_path};
use crate::base::{Digest, SitePath};
use crate::diagnostics::{Finding, Fingerprint, Item, Report};
use crate::model::Site;
use crate::source::Snapshot;

/// Makes a report of findings, in their order.
pub(crate) fn report(site: &Site, snapshot: &Snapshot, findings: Vec<Finding>) -> Report {
    let pages: Vec<_> = site.pages.iter().chain(&site.home).collect();
    let owners = owners_by_path(&pages);
    let mut seen = BTreeMap::new();
    let mut items = Vec::with_capacity(findings.len());
    for finding in findings {
        let path = &finding.place.path;
        let owner = owners.get(path.as_str()).or_else(|| owners.get(path.folder()));
        let page = owner.map(|at| pages[*at]);
        let home = page.map_or_else(|| finding.place.path.clone(), |page| page.path().clone());
        let fingerprint = fingerprint(&finding, &home, snapshot, &mut seen);
        let code = finding.code().code;
        items.push(Item {
            page: page.map(|page| page.url.clone()),
            home,
            fingerprint,
            category: category(code),
            clocked: Rule::named(code).is_some_and(|rule| rule.clocked),
            accepted: None,
            finding,
        });
    }
    Report { today: site.today, folder: String::new(), items, code_docs: code_docs() }
}

/// Makes an entry of a report for a finding in a file that belongs to no page.
pub(crate) fn report_item(finding: Finding, snapshot: &Snapshot) -> Item {
    let home = finding.place.path.clone();
    let fingerprint = fingerprint(&finding, &home, snapshot, &mut BTreeMap::new());
    let category = category(finding.code().code);
    Item { page: None, home, fingerprint, category, clocked: false, accepted: None, finding }
}

/// Digests the words of a finding and their sentence, but no line or column: a text may move, and a paragraph
/// may be wrapped again. Equal ones are told apart by their number, which `seen` counts.
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
