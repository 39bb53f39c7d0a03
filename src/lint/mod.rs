//! The editor who reads every page every time: rules over a resolved site.
//!
//! A [`Rule`] reads a [`LintContext`], which is a page with the prose facts of its text, made out once for all rules.
//! A build asks for no rule: what it finds are mistakes that leave no page to read. Must not know: HTML, the
//! clock (a rule that reads the day says so), who reads the findings.

mod baseline;
mod catalogue;
mod context;
mod due;
mod levels;
mod levels_report;
mod lexicon;
pub(crate) mod links;
mod person;
mod report;
mod rule;
mod rules;
mod source_file;
mod stats;
mod suppression;
mod text;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostics::{Finding, LintLevel};
use crate::model::{Page, Site};
use crate::source::Snapshot;
pub(crate) use baseline::{Accept, Baseline, read as read_baseline};
pub(crate) use catalogue::{card, cards};
use context::{LintContext, Mentioned};
pub(crate) use due::{json as due_json, reviews, table as due_table};
pub use levels::Selection;
use levels::{LevelResolver, is_meant};
pub(crate) use levels::{Setting, Usual};
pub(crate) use levels_report::taken;
pub(crate) use report::{item, report};
pub use rule::Rule;
use rule::Run;
pub use rules::RULES;
use source_file::SourceFile;
pub(crate) use stats::{stats, words};
use suppression::Suppressions;

/// A page, judged by itself.
struct Judged {
    found: Vec<Finding>,
    suppressions: Suppressions,
}

/// All that the rules find on a site; those among them that somebody has suppressed say so.
pub(crate) fn check((site, snapshot): (&Site, &Snapshot), selection: &Selection) -> Vec<Finding> {
    let pages: Vec<_> = site.pages.iter().chain(&site.home).collect();
    let (found, mut others) = of_pages((site, snapshot), selection, &pages);
    others.extend(source_file::shared_files(snapshot).iter().flat_map(of_script));
    let others = others.into_iter().filter_map(|(rule, finding)| {
        let measure = LevelResolver::new(selection, site, None);
        measure.weigh(rule, finding)
    });
    found.into_iter().chain(levels::faults(site)).chain(others).collect()
}

/// What the rules find on one page and in the data beside it.
pub(crate) fn check_page(
    (site, snapshot): (&Site, &Snapshot),
    selection: &Selection,
    page: &Page,
) -> Vec<Finding> {
    of_pages((site, snapshot), selection, &[page]).0
}

/// What the rules find on some pages, and what they find that is about none of them.
fn of_pages(
    (site, snapshot): (&Site, &Snapshot),
    selection: &Selection,
    pages: &[&Page],
) -> (Vec<Finding>, Vec<(&'static Rule, Finding)>) {
    let mut judged: Vec<_> = pages.par_iter().map(|page| judge(site, page, selection)).collect();
    let owners = owners(pages);
    let mut others = Vec::new();
    let scripts = source_file::of_pages(snapshot, pages);
    for (rule, finding) in of_site(site).chain(scripts.iter().flat_map(of_script)) {
        let path = &finding.place.path;
        let owner = owners.get(path.as_str()).or_else(|| owners.get(path.folder()));
        let Some(owner) = owner.copied() else {
            others.push((rule, finding));
            continue;
        };
        let measure = LevelResolver::new(selection, site, Some(pages[owner]));
        if let Some(finding) = measure.weigh(rule, finding) {
            let finding = judged[owner].suppressions.weigh(finding, site.today);
            judged[owner].found.push(finding);
        }
    }
    let closed = pages.iter().zip(judged).flat_map(|(page, judged)| close(site, (page, selection), judged));
    (closed.collect(), others)
}

/// What rules find that read all pages and the data together.
fn of_site(site: &Site) -> impl Iterator<Item = (&'static Rule, Finding)> {
    RULES.iter().flat_map(move |rule| {
        let mut found = Vec::new();
        if let Run::Site(run) = rule.run {
            run(site, &mut found);
        }
        found.into_iter().map(move |finding| (*rule, finding))
    })
}

/// What rules find that read a file as it is written.
fn of_script(source_file: &SourceFile<'_>) -> Vec<(&'static Rule, Finding)> {
    let mut all = Vec::new();
    for rule in RULES {
        if let Run::SourceFile(run) = rule.run {
            let mut found = Vec::new();
            run(source_file, &mut found);
            all.extend(found.into_iter().map(|finding| (*rule, finding)));
        }
    }
    all
}

/// The pages by their files, and those that are folders by them: the data beside a page goes by what the page
/// says of the rules.
fn owners<'s>(pages: &[&'s Page]) -> BTreeMap<&'s str, usize> {
    let folders = pages.iter().enumerate().filter(|(_, page)| page.path().stem() == "index");
    let own = folders.filter(|(_, page)| !page.is_home());
    let own = own.map(|(at, page)| (page.path().folder(), at));
    let files = |(at, page): (usize, &&'s Page)| {
        let page: &'s Page = page;
        page.files.iter().map(move |body| (body.path.as_str(), at))
    };
    pages.iter().enumerate().flat_map(files).chain(own).collect()
}

fn judge(site: &Site, page: &Page, selection: &Selection) -> Judged {
    let measure = LevelResolver::new(selection, site, Some(page));
    let cx = LintContext::new(site, page);
    let mut suppressions = Suppressions::of_page(page);
    let mut found = Vec::new();
    for rule in RULES {
        if let Run::Page(run) = rule.run
            && page.files.iter().any(|body| measure.stance(rule, &body.path) != LintLevel::Allow)
        {
            let mut here = Vec::new();
            run(&cx, &mut here);
            let weighed = here.into_iter().filter_map(|finding| measure.weigh(rule, finding));
            found.extend(weighed.map(|finding| suppressions.weigh(finding, site.today)));
        }
    }
    Judged { found, suppressions }
}

/// What was found on a page, with what is wrong with its suppressions.
fn close(site: &Site, (page, selection): (&Page, &Selection), judged: Judged) -> Vec<Finding> {
    let measure = LevelResolver::new(selection, site, Some(page));
    let hygiene = judged.suppressions.close(&measure, site.today);
    let weighed = hygiene.filter_map(|finding| {
        let rule = Rule::named(finding.code().code)?;
        measure.weigh(rule, finding)
    });
    judged.found.into_iter().chain(weighed).collect()
}
