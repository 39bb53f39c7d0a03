//! Claims every address that a site has but those of share cards, which the theme decides.
//!
//! An earlier claim wins: nutgraf's own files before pages, pages before topics, topics before files that are
//! copied, and all of them before old addresses. Must not know: how an output is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::listing::{Listing, needs_page_index};
use super::outputs::Output;
use super::page::{PageInterface, PageKind};
use super::page_source::{PageSource, url_of_asset};
use super::registry::EntityEntry;
use super::rendition::{Rendition, copy_url, images, widths};
use super::routes::Routes;
use super::{Outputs, Page};
use crate::base::serving::{HEADERS, NO_JEKYLL, REDIRECTS};
use crate::base::words::slug;
use crate::base::{Place, SitePath, Span, UrlPath};
use crate::diagnostics::Finding;
use crate::parse::{Role, role};
use crate::source::{File, OWN_REDIRECTS, Picture, Snapshot};

/// The list of corrections, on a site that has corrected something.
pub(super) const CORRECTIONS: &str = "corrections/";

/// The list of all pages, on a site that has pages which readers would not find without it.
pub(super) const PAGE_INDEX: &str = "all-pages/";

/// Files that every site has.
const FIXED: [(&str, Output); 6] = [
    ("", Output::Home),
    ("404.html", Output::NotFound),
    ("feed.json", Output::JsonFeed),
    ("feed.xml", Output::Feed),
    ("robots.txt", Output::Robots),
    ("sitemap.xml", Output::Sitemap),
];

/// The addresses that every site has: "" for the home page, then files.
pub(crate) fn fixed_urls() -> impl Iterator<Item = &'static str> {
    FIXED.into_iter().map(|(url, _)| url)
}

/// The table while it is filled.
#[derive(Default)]
pub(super) struct Claims {
    pub(super) outputs: Outputs,
    pub(super) findings: Vec<Finding>,
}

impl Claims {
    /// Claims all that follows from the interfaces of pages, which are in the site's order, and from the names of
    /// files. The home page lists `home_limit` explainers.
    pub(super) fn new(
        pages: &[Arc<PageInterface>],
        listings: &BTreeSet<Listing>,
        assets: &Assets,
        own_redirects: bool,
        home_limit: usize,
    ) -> Self {
        let mut claims = Self::default();
        for (url, output) in FIXED {
            claims.claim(&UrlPath::new(url), output, None);
        }
        claims.claim(&UrlPath::new(NO_JEKYLL), Output::NoJekyll, None);
        // An author's file in `content/` cannot take this name, even if the site has no redirects yet.
        let redirects = UrlPath::new(REDIRECTS);
        if own_redirects || pages.iter().any(|page| !page.aliases.is_empty()) {
            claims.claim(&redirects, Output::Redirects, None);
        } else {
            claims.outputs.reserve(&redirects, &mut claims.findings);
        }
        if !assets.copied.iter().any(|(_, path)| path.as_str() == "static/_headers") {
            claims.claim(&UrlPath::new(HEADERS), Output::Headers, None);
        }
        if pages.iter().any(|page| page.is_corrected) {
            claims.claim(&UrlPath::new(CORRECTIONS), Output::Corrections, None);
        }
        if needs_page_index(pages, home_limit) {
            claims.claim(&UrlPath::new(PAGE_INDEX), Output::PageIndex, None);
        }
        for listing in listings {
            claims.claim(&listing.url(), Output::Listing(*listing), None);
        }
        // Of two pages at one address the first by path has it, whichever is newer.
        let mut by_path: Vec<_> = pages.iter().enumerate().collect();
        by_path.sort_by_key(|(_, page)| &page.files[0]);
        by_path.iter().for_each(|(at, page)| claims.page(*at, page));
        let mut topics = BTreeSet::new();
        by_path.iter().for_each(|(_, page)| claims.topics(page, &mut topics));
        for (url, path) in &assets.copied {
            claims.claim(url, Output::Asset(path.clone()), Some(Place::new(path, Span::default())));
        }
        by_path.iter().for_each(|(_, page)| claims.aliases(page));
        claims
    }

    fn claim(&mut self, url: &UrlPath, output: Output, owner: Option<Place>) -> bool {
        self.outputs.claim(url.clone(), output, owner, &mut self.findings)
    }

    /// A page with its other forms and its drawings.
    fn page(&mut self, at: usize, page: &PageInterface) {
        let is_home = page.kind == PageKind::Home;
        if !is_home
            && !self.claim(&page.url, Output::Page(at), Some(Place::new(&page.files[0], Span::default())))
        {
            // Its other files would be beside it: one finding is enough.
            return;
        }
        if let Some([text, data]) = page.forms() {
            self.claim(&text, Output::Markdown(at), None);
            self.claim(&data, Output::Data(at), None);
        }
        for (drawing, owned) in page.drawings.iter().enumerate() {
            let output = Output::Drawing { page: at, at: drawing };
            self.claim(&owned.url, output, Some(owned.place.clone()));
        }
    }

    /// Topics that no page before this one has claimed: explainers share a topic's page.
    fn topics<'p>(&mut self, page: &'p PageInterface, claimed: &mut BTreeSet<&'p UrlPath>) {
        for topic in &page.topics {
            if claimed.insert(&topic.page.url) {
                self.claim(&topic.page.url, Output::Topic, Some(topic.page.place.clone()));
            }
        }
    }

    fn aliases(&mut self, page: &PageInterface) {
        for alias in &page.aliases {
            self.claim(&alias.url, Output::Redirect(page.url.clone()), Some(alias.place.clone()));
        }
    }

    /// Claims a place for each smaller copy of the pictures that pages show, where a picture is first shown.
    pub(super) fn renditions(
        &mut self,
        pages: &[Page],
        pictures: &BTreeMap<SitePath, Picture>,
        routes: &Routes,
    ) {
        let mut by_path: Vec<_> = pages.iter().collect();
        by_path.sort_by_key(|page| page.path());
        let mut seen = BTreeSet::new();
        for (file, image) in by_path.into_iter().flat_map(images) {
            let Some((url, picture)) = routes.asset(&image.path).zip(pictures.get(&image.path)) else {
                continue;
            };
            let Some(format) = picture.copies.filter(|_| seen.insert(&image.path)) else { continue };
            for width in widths(*picture) {
                let rendition = Rendition { path: image.path.clone(), picture: *picture, width, format };
                let place = Place::new(file, image.span);
                self.claim(&copy_url(url, format, width), Output::Rendition(rendition), Some(place));
            }
        }
    }

    /// Claims a page for an entity at a place of the site's list of names, and gives back its address if it is free.
    pub(super) fn entity(&mut self, at: usize, entity: &EntityEntry) -> Option<UrlPath> {
        let name = slug(&entity.id.value);
        let name = if name.is_empty() { "name" } else { &name };
        let url = UrlPath::new(&format!("{}{name}/", Listing::of(entity.kind).url().as_str()));
        let place = Place::new(&entity.path, entity.id.span);
        self.claim(&url, Output::Entity(at), Some(place)).then_some(url)
    }
}

/// The files of drafts that are not built, and those beside them: each with the day on which it will be published, if
/// that is known.
pub(super) type Withheld = BTreeMap<SitePath, Option<Date>>;

/// Files of the site that are copied verbatim.
#[derive(Debug, Default)]
pub(super) struct Assets {
    /// In the order in which they claim their addresses.
    copied: Vec<(UrlPath, SitePath)>,
    /// Drafts, and what is beside them: that is no more public than the draft.
    pub(super) withheld: Withheld,
}

impl Assets {
    /// The files in `static/` and beside the pages, but style sheets, which pages have in them.
    pub(super) fn new(snapshot: &Snapshot, drafts: &[Arc<PageSource>]) -> Self {
        let mut withheld = Withheld::new();
        for draft in drafts {
            withheld.extend(draft.files.iter().map(|body| (body.path.clone(), draft.held_until)));
        }
        let beside =
            snapshot.below("content").filter(|(path, _, _)| matches!(role(path), Role::Csv | Role::Asset));
        let is_copied = |path: &SitePath| path.extension() != Some("css") && path.as_str() != OWN_REDIRECTS;
        let fixed = snapshot.below("static").filter(|(path, _, _)| is_copied(path));
        let mut assets = Self::default();
        let beside = beside.map(|(path, file, rest)| (path, file, url_of_asset(rest)));
        let fixed = fixed.map(|(path, file, rest)| (path, file, UrlPath::new(rest)));
        for (path, file, url) in beside.chain(fixed) {
            if matches!(file, File::Broken(_)) {
                continue;
            }
            match draft_above(path, &withheld) {
                Some(until) => drop(assets.withheld.insert(path.clone(), until)),
                None => assets.copied.push((url, path.clone())),
            }
        }
        assets.withheld.extend(withheld);
        assets
    }
}

/// The day of the draft in whose folder a file is; nothing if it is in none.
fn draft_above(path: &SitePath, drafts: &Withheld) -> Option<Option<Date>> {
    let folders = path.as_str().match_indices('/').skip(1).map(|(at, _)| &path.as_str()[..at]);
    let mut indexes = folders.map(|folder| SitePath::new(&format!("{folder}/index.md")));
    indexes.find_map(|index| drafts.get(&index).copied())
}
