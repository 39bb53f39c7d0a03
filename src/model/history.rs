//! Finds addresses that the site had before and has lost.
//!
//! An address that readers and other sites may hold is still served, redirects, or is declared gone. Any other is
//! lost, and is reported until its author decides; but not on the day on which its explainer was published, since then it
//! has hardly been seen by anybody. Must not know: where the previous addresses are stored.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use percent_encoding::percent_decode_str;

use super::{Page, Site};
use crate::base::serving::is_held;
use crate::base::words::nearest;
use crate::base::{SitePath, Span, UrlPath};
use crate::diagnostics::{Finding, Problem, sort_and_dedup};
use crate::source::SETTINGS;

/// The addresses of the last build, by the names of its files: `why/index.html`.
#[derive(Debug, Default)]
pub(crate) struct PreviousUrls {
    /// All files but those of drafts.
    pub(crate) files: BTreeSet<String>,
    pub(crate) lost: LostUrls,
    pub(crate) new: NewExplainers,
}

/// The files of explainers that were published on the day of their build or are yet to be, with that day.
pub(crate) type NewExplainers = BTreeMap<String, Date>;

/// Files whose addresses are lost, each with that of the page which seemed to have taken its place.
pub(crate) type LostUrls = BTreeMap<String, Option<String>>;

/// Folders of pages that nutgraf makes by itself: none of them can have moved to where an author's page is.
const LISTS: [&str; 4] = ["corrections/", "glossary/", "topics/", "whos-who/"];

/// The addresses that are lost, and a finding for each.
pub(crate) fn find_lost_urls(site: &Site, previous: &PreviousUrls) -> (LostUrls, Vec<Finding>) {
    let held = previous.files.iter().filter(|file| is_held(file)).chain(previous.lost.keys());
    let dead = held
        .filter(|file| !is_answered(site, &UrlPath::of_file(file)) && !is_new(file, previous, site.today));
    let dead: BTreeSet<&String> = dead.collect();
    if dead.is_empty() {
        return (LostUrls::new(), vec![]);
    }
    let successors = Successors::new(site, previous, &dead);
    let lost: LostUrls = dead.into_iter().map(|file| (file.clone(), successors.of(file))).collect();
    let findings = lost.iter().map(|(file, successor)| finding(site, file, successor.as_deref()));
    let findings = sort_and_dedup(findings.collect());
    (lost, findings)
}

/// The explainers of a site that are new today.
pub(crate) fn new_explainers(site: &Site) -> NewExplainers {
    let mut new = NewExplainers::new();
    for page in site.explainers() {
        let published = page.published().map(|date| date.date.earliest());
        new.extend(published.filter(|day| *day >= site.today).map(|day| (page.url.file(), day)));
    }
    new
}

/// Checks whether a file is one of an explainer whose first day is not over.
fn is_new(file: &str, previous: &PreviousUrls, today: Date) -> bool {
    previous.new.iter().any(|(page, first_day)| {
        let folder = page.strip_suffix("index.html").filter(|folder| !folder.is_empty());
        *first_day >= today && (file == page || folder.is_some_and(|folder| file.starts_with(folder)))
    })
}

/// Checks whether an address has a page, leads on, or is said to be gone.
fn is_answered(site: &Site, url: &UrlPath) -> bool {
    // The old address of a file leads on from a folder of its name.
    let folder = UrlPath::new(&format!("{}/", url.as_str()));
    let is_there = site.outputs.is_served(url) || site.outputs.is_served(&folder);
    let is_gone = site.settings.gone.iter().any(|(gone, _)| gone == url);
    is_there || is_gone || is_redirected(site, url)
}

/// Findings for addresses that the settings call gone, and that the site has.
pub(crate) fn find_gone_and_there(site: &Site) -> Vec<Finding> {
    let there = site.settings.gone.iter().filter(|(url, _)| site.outputs.is_served(url));
    let problem = |url: &UrlPath| Problem::GoneAndThere { url: url.to_string() };
    there.map(|(url, span)| Finding::new(&SitePath::new(SETTINGS), *span, problem(url))).collect()
}

/// Whether a line of the site's own `_redirects` is about an address.
fn is_redirected(site: &Site, url: &UrlPath) -> bool {
    let address = url.as_str();
    let lines = site.own_redirects.as_deref().unwrap_or("").lines();
    let mut sources = lines.filter_map(|line| line.split_whitespace().next());
    // As a browser shows it, or as a server gets it.
    let decoded =
        |from: &str| UrlPath::new(&percent_decode_str(from.trim_start_matches('/')).decode_utf8_lossy());
    sources.any(|from| match from.strip_suffix('*') {
        Some(start) => address.starts_with(decoded(start).as_str()),
        None => decoded(from).as_str().trim_end_matches('/') == address.trim_end_matches('/'),
    })
}

/// The pages that may have taken the place of others: those that were not there before.
struct Successors<'s> {
    site: &'s Site,
    known: &'s LostUrls,
    new: Vec<&'s Page>,
    /// Whether exactly one page went and one came.
    is_plain: bool,
}

impl<'s> Successors<'s> {
    fn new(site: &'s Site, previous: &'s PreviousUrls, dead: &BTreeSet<&String>) -> Self {
        let is_new = |page: &&Page| !page.is_draft() && !previous.files.contains(&page.url.file());
        let new: Vec<_> = site.pages.iter().filter(is_new).collect();
        let went = dead.iter().filter(|file| is_page(file) && !previous.lost.contains_key(**file)).count();
        Self { site, known: &previous.lost, is_plain: went == 1 && new.len() == 1, new }
    }

    /// The file of the page that seems to have taken the place of a file.
    fn of(&self, file: &str) -> Option<String> {
        if let Some(known) = self.known.get(file) {
            return known.clone().filter(|successor| page_of(self.site, successor).is_some());
        }
        if !is_page(file) {
            return None;
        }
        let name = |file: &str| UrlPath::of_file(file).as_str().trim_end_matches('/').to_owned();
        let names: Vec<_> = self.new.iter().map(|page| name(&page.url.file())).collect();
        let near = nearest(&name(file), names.iter().map(String::as_str));
        let near = near.and_then(|near| names.iter().position(|name| name == near));
        near.or(self.is_plain.then_some(0)).map(|at| self.new[at].url.file())
    }
}

fn is_page(file: &str) -> bool {
    file.ends_with(".html") && !LISTS.iter().any(|list| file.starts_with(list))
}

fn page_of<'s>(site: &'s Site, file: &str) -> Option<&'s Page> {
    site.pages.iter().find(|page| page.url.file() == file)
}

/// At the page that seems to have taken its place, else where the site says what is gone.
fn finding(site: &Site, file: &str, successor: Option<&str>) -> Finding {
    let url = UrlPath::of_file(file).to_string();
    let Some(page) = successor.and_then(|successor| page_of(site, successor)) else {
        return Finding::new(&SitePath::new(SETTINGS), Span::default(), Problem::LostAddress { url });
    };
    let alias = page.aliases.first().map(|alias| alias.span);
    let heir = page.url.to_string();
    let problem = match page.is_explainer() {
        true => Problem::MovedExplainer { url, heir },
        false => Problem::MovedPage { url, heir },
    };
    Finding::new(page.path(), alias.or(page.title_span()).unwrap_or_default(), problem)
}
