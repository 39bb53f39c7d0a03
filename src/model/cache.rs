//! A resolved site, kept for the next time.
//!
//! Most edits are of a page's own words. Then its [`PageInterface`] is the same, and so are all addresses, the
//! registry and the order of pages: only that page's references are resolved again. Any other edit resolves the
//! whole site. Must not know: what an event of a watcher is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::claims::{Assets, Claims};
use super::listing::{Listing, list_entities, list_topics};
use super::page::{Page, PageInterface, PageKind};
use super::page_source::{Assembled, Body, PageSource, assemble};
use super::references::{ResolveCx, resolve_references};
use super::registry::{EntityEntry, EntryId, Registry};
use super::rendition::shown;
use super::routes::{LinkCx, LinkTargets, Routes};
use super::{Env, Files, Frame, Input, Site};
use crate::base::catalogue::Catalogue;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::parse::settings::Settings;
use crate::parse::{Content, Parsed};
use crate::source::{
    Asset, File, LINKS, OWN_REDIRECTS, Picture, SETTINGS, Snapshot, catalogue_path, is_data,
};

/// A site as it was resolved the last time.
pub(crate) type Memo = Option<SiteCache>;

/// A resolved site, with everything that it was resolved from.
#[derive(Debug)]
pub(crate) struct SiteCache {
    env: Env,
    site: Site,
    /// The pictures whose headers can be read.
    pictures: BTreeMap<SitePath, Picture>,
    /// Findings on the references of each page.
    page_findings: Vec<Vec<Finding>>,
    /// Findings between the files, or about the site as a whole.
    findings: Vec<Finding>,
    /// The page of each file that is part of one.
    page_of_file: BTreeMap<SitePath, usize>,
}

/// The parts of a page's references from which the site makes outputs: copies of pictures, pages of entities.
fn uses(page: &Page) -> (BTreeSet<SitePath>, BTreeSet<EntryId>) {
    (shown(page), page.references.entities.iter().map(EntityEntry::entry_id).collect())
}

impl SiteCache {
    /// Resolves a site from scratch.
    pub(super) fn build(input: Input<'_>) -> Self {
        let Input { files, snapshot, env, .. } = input;
        let mut findings = Vec::new();
        let settings = settings(files, &mut findings);
        let catalogue = catalogue(files, &settings.language);
        let base_url = base_url(&settings, env, &mut findings);
        let Assembled { pages: sources, drafts, strays } = assemble(files, env, &mut findings);
        let drafts: Arc<[_]> = drafts.into_iter().map(Arc::new).collect();
        let mut unread = unread(files, snapshot);
        let registry = Arc::new(Registry::new(files, &unread, &mut findings));
        let has_documents = files.values().any(|parsed| matches!(parsed.content, Content::Document(_)));
        if !has_documents && !unread.iter().any(|path| path.extension() == Some("md")) {
            findings.push(Finding::new(&SitePath::new("content"), Span::default(), Problem::NoContent {}));
        }
        unread.extend(strays);

        let mut sources: Vec<_> = sources
            .into_iter()
            .map(|source| (PageInterface::new(&source, settings.raw_html), source))
            .collect();
        sources.sort_by(|(a, _), (b, _)| a.rank().cmp(&b.rank()));
        let (interfaces, sources): (Vec<_>, Vec<_>) =
            sources.into_iter().map(|(interface, source)| (Arc::new(interface), Arc::new(source))).unzip();
        let listings: BTreeSet<_> = registry.entities().map(|entity| Listing::of(entity.kind)).collect();
        let assets = Assets::new(snapshot, &drafts);
        // The lines for hosts that a site keeps itself.
        let own_redirects = match snapshot.get(&SitePath::new(OWN_REDIRECTS)) {
            Some(File::Text(text)) => Some(text.text.clone()),
            _ => None,
        };
        let mut claims =
            Claims::new(&interfaces, &listings, &assets, own_redirects.is_some(), settings.limits.home);
        let routes = Routes::new(&interfaces, &claims.outputs, &assets, &unread);

        let mut pictures = BTreeMap::new();
        for (path, file) in snapshot.files() {
            if let File::Asset(Asset { picture: Some(picture), .. }) = file {
                pictures.insert(path.clone(), *picture);
            }
        }
        let cx = ResolveCx {
            files,
            registry: &registry,
            links: LinkCx {
                routes: &routes,
                outputs: &claims.outputs,
                pages: &interfaces,
                base_url: &base_url,
            },
            pictures: &pictures,
            catalogue: &catalogue,
            today: env.today,
            raw_html: settings.raw_html,
        };
        let resolved = sources.into_par_iter().zip(&interfaces).map(|(source, interface)| {
            let (references, found) = resolve_references(&source, interface, &cx);
            (Page { source, interface: interface.clone(), references: Arc::new(references) }, found)
        });
        let (mut pages, page_findings): (Vec<Page>, Vec<_>) =
            resolved.collect::<Vec<_>>().into_iter().unzip();

        // Which pictures are shown and who is named is known only now.
        claims.renditions(&pages, &pictures, &routes);
        let listed = list_entities(&pages, &settings.language, &mut claims);
        let own_page =
            listed.iter().filter_map(|listed| Some((listed.entity.entry_id(), listed.url.clone()?)));
        let frame = Frame { topics: list_topics(&interfaces), entities: own_page.collect(), listed };
        findings.append(&mut claims.findings);
        findings.extend(claims.outputs.folder_conflicts());
        findings.extend(claims.outputs.file_name_problems());
        let mut page_of_file = BTreeMap::new();
        for (at, page) in pages.iter().enumerate() {
            page_of_file.extend(page.files.iter().map(|body| (body.path.clone(), at)));
        }
        let site = Site {
            links: match files.get(&SitePath::new(LINKS)).map(|parsed| &parsed.content) {
                Some(Content::Links(links)) => links.clone(),
                _ => Arc::default(),
            },
            catalogue,
            today: env.today,
            home: pages.pop_if(|page| page.interface.kind == PageKind::Home),
            pages,
            drafts,
            outputs: Arc::new(claims.outputs),
            frame: Arc::new(frame),
            base_url_span: settings.base_url_span.filter(|_| env.base_url.is_none()),
            settings,
            base_url,
            registry,
            own_redirects,
            link_targets: Arc::new(LinkTargets::new(routes, interfaces)),
        };
        Self { env: env.clone(), site, pictures, page_findings, findings, page_of_file }
    }

    /// The site after an edit; nothing, if the edit is of more than some pages' own words.
    pub(super) fn update(mut self, input: Input<'_>) -> Option<Self> {
        let changed = input.changed.filter(|_| self.env == *input.env && self.findings.is_empty())?;
        let mut touched = BTreeSet::new();
        for path in changed {
            touched.extend(self.touched_pages(path, input.snapshot)?);
        }
        let mut updated = Vec::with_capacity(touched.len());
        for at in touched {
            let before = self.site.page(at)?;
            let bodies = before.files.iter().map(|body| Body::of_file(&body.path, input.files));
            let source = PageSource::new(bodies.collect::<Option<_>>()?, self.env.today);
            let interface = &self.site.link_targets.pages[at];
            if PageInterface::new(&source, self.site.settings.raw_html) != **interface {
                return None;
            }
            let (references, found) = resolve_references(&source, interface, &self.resolve_cx(input.files));
            let source = Arc::new(source);
            let references = Arc::new(references);
            let page = Page { source, interface: interface.clone(), references };
            if uses(&page) != uses(before) {
                return None;
            }
            updated.push((at, page, found));
        }
        for (at, page, found) in updated {
            match self.site.pages.get_mut(at) {
                Some(before) => *before = page,
                None => self.site.home = Some(page),
            }
            self.page_findings[at] = found;
        }
        Some(self)
    }

    /// The pages that a changed file is part of or that show it; none for a file of which pages know its address
    /// alone, and nothing for one that may concern them all.
    fn touched_pages(&self, path: &SitePath, snapshot: &Snapshot) -> Option<Vec<usize>> {
        if let Some(at) = self.page_of_file.get(path) {
            return Some(vec![*at]);
        }
        if is_data(path) {
            self.site.link_targets.routes.asset(path)?;
            let shown =
                self.site.all_pages().enumerate().filter(|(_, page)| page.references.data.contains(path));
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
                self.site.link_targets.routes.asset(path)?;
                (asset.picture == self.pictures.get(path).copied()).then(Vec::new)
            }
            _ => None,
        }
    }

    fn resolve_cx<'k>(&'k self, files: &'k Files) -> ResolveCx<'k> {
        ResolveCx {
            files,
            registry: &self.site.registry,
            links: self.site.link_cx(),
            pictures: &self.pictures,
            catalogue: &self.site.catalogue,
            today: self.env.today,
            raw_html: self.site.settings.raw_html,
        }
    }

    pub(super) fn site(&self) -> Site {
        self.site.clone()
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        let pages = self.site.all_pages().flat_map(|page| &page.findings);
        self.findings.iter().chain(pages).chain(self.page_findings.iter().flatten()).cloned().collect()
    }
}

/// The files of `content/` that could not be read to their end. Nothing is reported as undefined that they might
/// define.
fn unread(files: &Files, snapshot: &Snapshot) -> BTreeSet<SitePath> {
    let parsed = files.iter().filter(|(_, parsed)| is_unread(parsed)).map(|(path, _)| path);
    let broken = snapshot.files().iter().filter(|(_, file)| matches!(file, File::Broken(_)));
    let all = parsed.chain(broken.map(|(path, _)| path));
    all.filter(|path| path.as_str().starts_with("content/")).cloned().collect()
}

/// Checks whether a file may say more than was read of it.
fn is_unread(parsed: &Parsed) -> bool {
    match parsed.content {
        Content::Nothing => true,
        Content::Sources(_) | Content::Entities(_) | Content::Facts(_) => {
            parsed.findings.iter().any(|finding| finding.problem.hides_entries())
        }
        Content::Document(_)
        | Content::Settings(_)
        | Content::Links(_)
        | Content::Catalogue(_)
        | Content::Csv(_)
        | Content::Stored(_) => false,
    }
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

/// The words of the interface in a language: the built-in ones, and those of `locales/LANGUAGE.ftl`.
fn catalogue(files: &Files, language: &str) -> Arc<Catalogue> {
    let own = |tag: &str| match &files.get(&catalogue_path(tag))?.content {
        Content::Catalogue(own) => Some(own),
        _ => None,
    };
    let own = own(language).or_else(|| own(language.split('-').next()?));
    if own.is_none() && language == "en" {
        return Catalogue::english().clone();
    }
    Arc::new(Catalogue::new(language, own))
}

fn base_url(settings: &Settings, env: &Env, findings: &mut Vec<Finding>) -> String {
    if let Some(url) = env.base_url.as_ref().or(settings.base_url.as_ref()) {
        return url.clone();
    }
    if settings.lacks_base_url {
        let problem = Problem::MissingKey {
            key: "base_url",
            table: SETTINGS,
            line: "base_url = \"https://…/\"".to_owned(),
            choices: None,
        };
        findings.push(Finding::new(&SitePath::new(SETTINGS), Span::default(), problem));
    }
    "https://site.invalid/".to_owned()
}
