//! What one resolving of a site leaves for the next.
//!
//! Most changes are of a page's own words. Then all that other pages know of it, its [`PageInterface`], is the same,
//! and so are the addresses, the registry and the order of pages: only that page is led to its ends again.
//! Any other change resolves the site anew. Must not know: what an event of a watcher is.
//!
//! [`PageInterface`]: super::page::PageInterface

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::claims::Claims;
use super::listing::{Listed, listed};
use super::page::{self, Page, PageSource};
use super::references::{self, ResolveCx};
use super::registry::{EntityEntry, EntryId, Registry};
use super::rendition::{renditions, shown};
use super::routes::Routes;
use super::topic::topics;
use super::{Env, Files, Frame, Input, Site};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::parse::links::Links;
use crate::parse::settings::Settings;
use crate::parse::{Content, Parsed};
use crate::source::{File, LINKS, Picture, SETTINGS, Snapshot, is_data};

/// A site as it was resolved the last time.
pub(crate) type Memo = Option<SiteCache>;

/// A resolved site, with all that led to it.
#[derive(Debug)]
pub(crate) struct SiteCache {
    env: Env,
    settings: Arc<Settings>,
    links: Arc<Links>,
    base_url: String,
    registry: Arc<Registry>,
    routes: Routes,
    /// All pictures whose headers tell of them.
    pictures: BTreeMap<SitePath, Picture>,
    /// By the paths of their main files.
    pages: Vec<Page>,
    /// What was found on each.
    found: Vec<Vec<Finding>>,
    /// What is wrong between the files, or with the site as a whole.
    findings: Vec<Finding>,
    /// The page that each file is part of.
    places: BTreeMap<SitePath, usize>,
    /// The pages in the site's order, without the home page.
    order: Vec<usize>,
    home: Option<usize>,
    frame: Arc<Frame>,
}

impl SiteCache {
    /// Resolves a site of which nothing is known.
    pub(super) fn anew(input: Input<'_>) -> Self {
        let Input { files, snapshot, env, .. } = input;
        let mut findings = Vec::new();
        let settings = settings(files, &mut findings);
        let base_url = base_url(&settings, env, &mut findings);
        let pages = page::assemble(files, env, &mut findings);
        let unread = unread(files, snapshot);
        let registry = Arc::new(Registry::new(files, &unread, &mut findings));
        let (mut routes, claims) = Routes::new(&pages, (files, &unread), snapshot);
        no_content(files, &unread, &mut findings);
        let home = pages.iter().position(|page| page.is_home());
        let mut order: Vec<_> = (0..pages.len()).filter(|at| Some(*at) != home).collect();
        order.sort_by(|a, b| PageSource::newest_first(&pages[*a], &pages[*b]));
        let frame = Frame {
            topics: topics(order.iter().map(|at| &*pages[*at])),
            assets: std::mem::take(&mut routes.assets),
            renditions: BTreeMap::new(),
            redirects: std::mem::take(&mut routes.redirects),
            own_redirects: routes.own_redirects.take(),
            corrections: routes.corrections.take(),
            listings: std::mem::take(&mut routes.listings),
            listed: vec![],
            entities: BTreeMap::new(),
        };
        let places = pages
            .iter()
            .enumerate()
            .flat_map(|(at, page)| page.files.iter().map(move |body| (body.path.clone(), at)));
        let (places, pictures, env) = (places.collect(), pictures(snapshot), env.clone());
        let found = vec![];
        let mut kept = Self {
            env,
            settings,
            links: links(files),
            base_url,
            registry,
            routes,
            pictures,
            pages,
            found,
            findings,
            places,
            order,
            home,
            frame: Arc::default(),
        };
        kept.lead_all(files);
        kept.close((frame, claims));
        kept
    }

    /// Which pictures are shown and who is named is known when all pages have been led to their ends; only then
    /// can their copies and their pages claim addresses.
    fn close(&mut self, (frame, mut claims): (Frame, Claims)) {
        let renditions = renditions(&self.pages, (&self.routes, &self.pictures), &mut claims);
        let pages = self.order.iter().map(|at| &self.pages[*at]);
        let listed = listed(pages, &self.settings.language, &mut claims);
        let own = |listed: &Listed| Some((listed.entity.entry_id(), listed.url.clone()?));
        let entities = listed.iter().filter_map(own).collect();
        self.frame = Arc::new(Frame { renditions, listed, entities, ..frame });
        self.findings.extend(claims.end());
    }

    /// The site after a change; nothing, if what changed is more than some pages' own words.
    pub(super) fn renewed(mut self, input: Input<'_>) -> Option<Self> {
        let changed = input.changed.filter(|_| self.env == *input.env && self.findings.is_empty())?;
        let mut touched = BTreeSet::new();
        for path in changed {
            touched.extend(self.touched(path, input.snapshot)?);
        }
        let before = self.shown(&touched);
        for at in &touched {
            let bodies = self.pages[*at].files.iter().map(|body| body.renewed(input.files));
            let leaf = PageSource::new(bodies.collect::<Option<_>>()?);
            if leaf.facade() != self.pages[*at].facade() {
                return None;
            }
            self.pages[*at] = Page::new(leaf);
        }
        for at in &touched {
            self.lead(*at, input.files);
        }
        (self.shown(&touched) == before).then_some(self)
    }

    /// What the site itself makes of what pages have on them: copies of pictures, pages of entities.
    fn shown(&self, pages: &BTreeSet<usize>) -> Vec<(BTreeSet<SitePath>, BTreeSet<EntryId>)> {
        let shown = |at: &usize| {
            let page = &self.pages[*at];
            let entities = page.references.entities.iter().map(EntityEntry::entry_id).collect();
            (shown(page), entities)
        };
        pages.iter().map(shown).collect()
    }

    /// The pages that a changed file is part of or that show it, none for a file that no page knows more of
    /// than its address, and nothing for one that may concern them all.
    fn touched(&self, path: &SitePath, snapshot: &Snapshot) -> Option<Vec<usize>> {
        if let Some(at) = self.places.get(path) {
            return Some(vec![*at]);
        }
        if is_data(path) {
            self.routes.asset(path)?;
            let shown = self.pages.iter().enumerate().filter(|(_, page)| page.references.data.contains(path));
            return match snapshot.get(path)? {
                File::Broken(_) => None,
                File::Text(_) | File::Asset(_) => Some(shown.map(|(at, _)| at).collect()),
            };
        }
        let is_style = path.as_str().starts_with("static/") && path.extension() == Some("css");
        if is_style || path.as_str().starts_with("templates/") {
            return Some(vec![]);
        }
        match snapshot.get(path) {
            Some(File::Asset(asset)) => {
                self.routes.asset(path)?;
                (asset.picture == self.pictures.get(path).copied()).then(Vec::new)
            }
            _ => None,
        }
    }

    fn around<'k>(&'k self, files: &'k Files) -> ResolveCx<'k> {
        ResolveCx {
            files,
            registry: &self.registry,
            routes: &self.routes,
            pages: &self.pages,
            pictures: &self.pictures,
            language: &self.settings.language,
            today: self.env.today,
        }
    }

    fn lead_all(&mut self, files: &Files) {
        let around = self.around(files);
        let led: Vec<_> = self.pages.par_iter().map(|page| references::resolve(page, &around)).collect();
        self.found = Vec::with_capacity(led.len());
        for (page, (references, found)) in self.pages.iter_mut().zip(led) {
            page.references = Arc::new(references);
            self.found.push(found);
        }
    }

    fn lead(&mut self, at: usize, files: &Files) {
        let (references, found) = references::resolve(&self.pages[at], &self.around(files));
        self.pages[at].references = Arc::new(references);
        self.found[at] = found;
    }

    pub(super) fn site(&self) -> Site {
        Site {
            settings: self.settings.clone(),
            links: self.links.clone(),
            base_url: self.base_url.clone(),
            today: self.env.today,
            pages: self.order.iter().map(|at| self.pages[*at].clone()).collect(),
            home: self.home.map(|at| self.pages[at].clone()),
            frame: self.frame.clone(),
            registry: self.registry.clone(),
        }
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        let pages = self.pages.iter().flat_map(|page| &page.findings);
        self.findings.iter().chain(pages).chain(self.found.iter().flatten()).cloned().collect()
    }
}

/// The files of `content/` that could not be read, or not to their end: what they would have said is not
/// known, so nothing is said to lack in them.
fn unread(files: &Files, snapshot: &Snapshot) -> BTreeSet<SitePath> {
    let cut = |parsed: &Parsed| parsed.findings.iter().any(|finding| finding.problem.hides_entries());
    let is_unread = |parsed: &Parsed| match parsed.content {
        Content::Nothing => true,
        Content::Sources(_) | Content::Entities(_) | Content::Facts(_) => cut(parsed),
        Content::Document(_)
        | Content::Settings(_)
        | Content::Links(_)
        | Content::Csv(_)
        | Content::Stored(_) => false,
    };
    let parsed = files.iter().filter(|(_, parsed)| is_unread(parsed)).map(|(path, _)| path);
    let broken = snapshot.files().iter().filter(|(_, file)| matches!(file, File::Broken(_)));
    let all = parsed.chain(broken.map(|(path, _)| path));
    all.filter(|path| path.as_str().starts_with("content/")).cloned().collect()
}

fn no_content(files: &Files, unread: &BTreeSet<SitePath>, findings: &mut Vec<Finding>) {
    let documents = files.values().any(|parsed| matches!(parsed.content, Content::Document(_)));
    if !documents && !unread.iter().any(|path| path.extension() == Some("md")) {
        findings.push(Finding::new(&SitePath::new("content"), Span::default(), Problem::NoContent {}));
    }
}

fn pictures(snapshot: &Snapshot) -> BTreeMap<SitePath, Picture> {
    let picture = |(path, file): (&SitePath, &File)| match file {
        File::Asset(asset) => Some((path.clone(), asset.picture?)),
        _ => None,
    };
    snapshot.files().iter().filter_map(picture).collect()
}

fn settings(files: &Files, findings: &mut Vec<Finding>) -> Arc<Settings> {
    let path = SitePath::new(SETTINGS);
    if let Some(Content::Settings(settings)) = files.get(&path).map(|parsed| &parsed.content) {
        return Arc::new(Settings::clone(settings));
    }
    if !files.contains_key(&path) {
        findings.push(Finding::new(&path, Span::default(), Problem::NoSiteToml {}));
    }
    Arc::default()
}

fn links(files: &Files) -> Arc<Links> {
    match files.get(&SitePath::new(LINKS)).map(|parsed| &parsed.content) {
        Some(Content::Links(links)) => links.clone(),
        _ => Arc::default(),
    }
}

fn base_url(settings: &Settings, env: &Env, findings: &mut Vec<Finding>) -> String {
    if let Some(url) = env.base_url.as_ref().or(settings.base_url.as_ref()) {
        return url.clone();
    }
    if settings.lacks_base_url {
        let problem = Problem::MissingKey { key: "base_url", table: SETTINGS };
        findings.push(Finding::new(&SitePath::new(SETTINGS), settings.span, problem));
    }
    "https://site.invalid/".to_owned()
}
