//! Editorial rules over a resolved site.
//!
//! A [`Rule`] reads a [`LintContext`]: a page with the sentences, dates, numbers and names of its text, extracted
//! once for all rules. A build runs no rule. Must not know: HTML; the clock (a rule that reads the day says so);
//! who reads the findings.

mod baseline;
mod catalogue;
mod context;
mod due;
mod levels;
mod lexicon;
pub(crate) mod links;
mod person;
mod report;
mod rule;
mod rules;
mod source_file;
mod suppression;
mod text;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostics::{Finding, LintLevel};
use crate::model::{Page, Site};
use crate::source::Snapshot;
pub(crate) use baseline::{Baseline, read_baseline};
pub(crate) use catalogue::{code_doc, code_docs};
use context::{EntityMention, LintContext, page_proses};
pub(crate) use due::{due_pages, json as due_json, table as due_table};
pub use levels::Selection;
pub(crate) use levels::{DefaultValue, Setting, levels_table};
use levels::{LevelResolver, is_known};
pub(crate) use report::{count_words, report, report_item, stats};
pub use rule::Rule;
use rule::Run;
pub use rules::RULES;
use source_file::SourceFile;
use suppression::Suppressions;

/// A finding before its level is known.
type RuleFinding = (&'static Rule, Finding);

/// Runs all rules over a site. Suppressed findings are among the result, marked as such.
pub(crate) fn check(site: &Site, snapshot: &Snapshot, selection: &Selection) -> Vec<Finding> {
    let pages: Vec<_> = site.all_pages().collect();
    let (mut findings, mut ownerless) = check_pages(site, snapshot, selection, &pages);
    findings.extend(levels::check_settings(site));
    ownerless.extend(run_rules(None, &source_file::shared_files(snapshot)));
    let resolver = LevelResolver::new(selection, site, None);
    findings.extend(ownerless.into_iter().filter_map(|(rule, finding)| resolver.apply(rule, finding)));
    findings
}

/// Runs all rules over one page and the data beside it.
pub(crate) fn check_page(
    site: &Site,
    snapshot: &Snapshot,
    selection: &Selection,
    page: &Page,
) -> Vec<Finding> {
    check_pages(site, snapshot, selection, &[page]).0
}

/// Runs all rules over some pages. The second part of the result belongs to none of them.
fn check_pages(
    site: &Site,
    snapshot: &Snapshot,
    selection: &Selection,
    pages: &[&Page],
) -> (Vec<Finding>, Vec<RuleFinding>) {
    let mut checked: Vec<_> = pages.par_iter().map(|page| run_page_rules(site, page, selection)).collect();
    let owners = owners_by_path(pages);
    let mut ownerless = Vec::new();
    for (rule, finding) in run_rules(Some(site), &source_file::page_files(snapshot, pages)) {
        let path = &finding.place.path;
        match owners.get(path.as_str()).or_else(|| owners.get(path.folder())) {
            Some(&owner) => {
                let resolver = LevelResolver::new(selection, site, Some(pages[owner]));
                let (findings, suppressions) = &mut checked[owner];
                let finding = resolver.apply(rule, finding);
                findings.extend(finding.map(|finding| suppressions.apply(finding, site.today)));
            }
            None => ownerless.push((rule, finding)),
        }
    }
    let mut findings = Vec::new();
    for (page, (of_page, suppressions)) in pages.iter().zip(checked) {
        let resolver = LevelResolver::new(selection, site, Some(page));
        findings.extend(of_page);
        for finding in suppressions.findings(&resolver, site.today) {
            let rule = Rule::named(finding.code().code);
            findings.extend(rule.and_then(|rule| resolver.apply(rule, finding)));
        }
    }
    (findings, ownerless)
}

/// Runs the rules that read all pages and the data together, and those that read a file as it is written.
fn run_rules(site: Option<&Site>, files: &[SourceFile<'_>]) -> Vec<RuleFinding> {
    let mut all = Vec::new();
    for rule in RULES {
        let mut found = Vec::new();
        match rule.run {
            Run::Site(run) => site.iter().for_each(|site| run(site, &mut found)),
            Run::SourceFile(run) => files.iter().for_each(|file| run(file, &mut found)),
            Run::Page(_) | Run::Hygiene | Run::Reading => {}
        }
        all.extend(found.into_iter().map(|finding| (*rule, finding)));
    }
    all
}

/// Indexes pages by their files, and those that are folders by their folder too: the data beside a page takes
/// its levels and suppressions from it.
fn owners_by_path<'s>(pages: &[&'s Page]) -> BTreeMap<&'s str, usize> {
    let mut owners = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        let page: &'s Page = page;
        owners.extend(page.files.iter().map(|body| (body.path.as_str(), at)));
        if page.path().stem() == "index" && !page.is_home() {
            owners.insert(page.path().folder(), at);
        }
    }
    owners
}

/// Runs the rules that read one page after the other. Gives the findings of the page and its suppressions, of which
/// other rules may make use.
fn run_page_rules(site: &Site, page: &Page, selection: &Selection) -> (Vec<Finding>, Suppressions) {
    let resolver = LevelResolver::new(selection, site, Some(page));
    let cx = LintContext::new(site, page);
    let mut suppressions = Suppressions::of_page(page);
    let mut findings = Vec::new();
    for rule in RULES {
        if let Run::Page(run) = rule.run
            && page.files.iter().any(|body| resolver.level(rule, &body.path) != LintLevel::Allow)
        {
            let mut found = Vec::new();
            run(&cx, &mut found);
            let levelled = found.into_iter().filter_map(|finding| resolver.apply(rule, finding));
            findings.extend(levelled.map(|finding| suppressions.apply(finding, site.today)));
        }
    }
    (findings, suppressions)
}
