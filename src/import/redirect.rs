//! `static/_redirects`: where old addresses lead that no page can have as an alias.
//!
//! A line for each feed, topic and section of the old site that leads to something else now. Only what stands in
//! the new site is led to. The form is Netlify's (docs.netlify.com/manage/routing/redirects). Must not know: what
//! stands on any page.

use std::collections::BTreeMap;

use super::address::{folder, simple, urlized};
use super::link::Map;
use super::settings::{Generator, Settings};
use super::tree::{List, Page, Tree};
use crate::base::{SitePath, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::model::topic_url;
use crate::source::{File, OWN_REDIRECTS, Snapshot};

/// Where old addresses lead.
#[derive(Debug)]
pub(super) struct Redirects {
    /// The file, if there is something to say in it.
    pub(super) text: Option<String>,
    /// How many addresses it has that the old site's own file had not.
    pub(super) count: usize,
    /// Sections that lead nowhere now.
    pub(super) findings: Vec<Finding>,
}

/// Leads old addresses on, behind those that the old site's own file leads on.
pub(super) fn redirects((old, settings): (&Snapshot, &Settings), map: &Map<'_>) -> Redirects {
    let mut lines = Lines { map, root: root(settings), lines: BTreeMap::new() };
    let mut findings = Vec::new();
    for list in map.tree.lists.iter().filter(|list| list.front.redirect.is_some()) {
        findings.extend(lines.section(list));
    }
    lines.topics(settings);
    lines.feeds(settings);
    let own = own(old, settings.generator).and_then(|path| match old.get(&path) {
        Some(File::Text(text)) => Some(text.text.trim_end().to_owned()),
        _ => None,
    });
    let count = lines.lines.len();
    let made = lines.lines.into_iter().map(|(from, to)| format!("{from} {to} 301")).collect::<Vec<_>>();
    let note = (!made.is_empty()).then(|| "# Where feeds and lists of the old site lead.".to_owned());
    let all: Vec<_> = own.into_iter().chain(note).chain(made).collect();
    Redirects { text: (!all.is_empty()).then(|| all.join("\n") + "\n"), count, findings }
}

/// The old site's own file.
fn own(old: &Snapshot, generator: Generator) -> Option<SitePath> {
    let path = SitePath::new(if generator == Generator::Jekyll { "_redirects" } else { OWN_REDIRECTS });
    old.get(&path).is_some().then_some(path)
}

/// Whether a file is the old site's own one.
pub(super) fn is_own(path: &SitePath) -> bool {
    path.as_str() == OWN_REDIRECTS || path.as_str() == "_redirects"
}

/// The path of the site on its host, with both slashes: readers' browsers are sent there.
fn root(settings: &Settings) -> String {
    let base = settings.base_url.as_ref().and_then(|said| super::site::absolute(&said.text));
    let path = base.as_deref().and_then(|base| base.split_once("://")?.1.split_once('/'));
    path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"))
}

struct Lines<'a> {
    map: &'a Map<'a>,
    root: String,
    lines: BTreeMap<String, String>,
}

impl Lines<'_> {
    /// Leads an old address on, unless something stands there.
    fn lead(&mut self, from: &str, to: &str) {
        let plain = !from.is_empty() && !from.contains(['?', '#', '*', ':']);
        let from = UrlPath::new(from);
        if plain && self.map.places.is_free(&from) {
            let to = format!("{}{}", self.root, to.trim_start_matches('/'));
            self.lines.entry(from.absolute("/")).or_insert(to);
        }
    }

    /// A section of Zola's that only leads on.
    fn section(&mut self, list: &List) -> Option<Finding> {
        let said = list.front.redirect.as_ref()?;
        let Some(target) = self.map.now_at(&said.text) else {
            let why = "it leads to nothing that was carried over".to_owned();
            let problem = Problem::AddressLeft { url: format!("/{}", list.url), why };
            return Some(Finding::new(&list.path, said.span, problem));
        };
        let aliases = list.front.aliases.iter().map(|alias| folder(&alias.text));
        for from in aliases.chain([list.url.clone()]) {
            if target.contains("://") {
                self.lines.entry(UrlPath::new(&from).absolute("/")).or_insert_with(|| target.clone());
            } else {
                self.lead(&from, &target);
            }
        }
        None
    }

    fn topics(&mut self, settings: &Settings) {
        for (kind, slug, name) in topics(settings, self.map) {
            self.lead(&format!("{kind}/{slug}/"), topic_url(&name).absolute("/").as_str());
            self.lead(&format!("{kind}/"), "/");
        }
    }

    fn feeds(&mut self, settings: &Settings) {
        let lists = &self.map.tree.lists;
        let hugo = settings.generator == Generator::Hugo;
        let mut folders = vec![String::new()];
        folders.extend(lists.iter().filter(|list| hugo || list.front.feed).map(|list| folder(&list.url)));
        if hugo {
            let languages = settings.languages.iter().chain(&settings.below);
            folders.extend(languages.map(|language| format!("{language}/")));
        }
        for (kind, slug, _) in topics(settings, self.map) {
            let is_it = |known: &String| kind == simple(known);
            if hugo || settings.fed.iter().any(is_it) {
                folders.push(format!("{kind}/{slug}/"));
                folders.extend(hugo.then(|| format!("{kind}/")));
            }
        }
        for name in &settings.feeds {
            folders.iter().for_each(|folder| self.lead(&format!("{folder}{name}"), "/feed.xml"));
        }
    }
}

/// Each topic that has a page in the new site: its kind, and its name in the old addresses and as it is.
fn topics<'m>(
    settings: &'m Settings,
    map: &'m Map<'_>,
) -> impl Iterator<Item = (String, String, String)> + 'm {
    let Tree { pages, .. } = map.tree;
    let shown = |page: &&Page| !page.front.draft && page.standing.language.is_none();
    let generator = settings.generator;
    let below = settings.below.as_ref().map_or_else(String::new, |below| format!("{below}/"));
    let explained = pages.iter().enumerate().filter(|(at, _)| map.places.pages[*at].is_explainer);
    explained
        .map(|(_, page)| page)
        .filter(shown)
        .flat_map(|page| &page.front.topics)
        .filter(move |(kind, _)| {
            generator != Generator::Jekyll
                && settings.taxonomies.iter().any(|known| known.eq_ignore_ascii_case(kind))
        })
        .map(move |(kind, name)| match generator {
            Generator::Zola => (simple(kind), simple(name), name.clone()),
            _ => (format!("{below}{}", urlized(kind, false)), urlized(name, settings.literal), name.clone()),
        })
}
