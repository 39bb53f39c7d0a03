//! Addresses: which file makes which, and what a link in a file leads to.
//!
//! Must not know: what stands behind an address.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::claims::Claims;
use super::listing::Listing;
use super::old::old_url;
use super::{Files, Page};
use crate::base::serving::{HEADERS, IMMUTABLE, NO_JEKYLL, REDIRECTS};
use crate::base::words::nearest;
use crate::base::{Place, SitePath, Span, UrlPath};
use crate::diagnostics::Problem;
use crate::parse::{Content, Role, role};
use crate::source::{File, OWN_REDIRECTS, Snapshot};

/// The list of corrections, on a site that has corrected something.
const CORRECTIONS: &str = "corrections/";

/// Files that every site has.
pub(crate) const FIXED: [&str; 6] = ["", "404.html", "feed.json", "feed.xml", "robots.txt", "sitemap.xml"];

/// All addresses of a site.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    by_path: BTreeMap<SitePath, Target>,
    by_file: BTreeMap<String, Option<usize>>,
    pub(crate) assets: BTreeMap<UrlPath, SitePath>,
    pub(crate) redirects: BTreeMap<UrlPath, UrlPath>,
    pub(crate) own_redirects: Option<Arc<str>>,
    pub(crate) corrections: Option<UrlPath>,
    pub(crate) listings: Vec<Listing>,
}

/// What a file's path leads to.
#[derive(Clone, Debug)]
enum Target {
    /// A page, or a section of one by its file.
    Page {
        page: usize,
        section: Option<String>,
    },
    Asset(UrlPath),
    Draft,
    /// There is a file, and something is wrong with it.
    Unread,
}

fn top(path: &SitePath) -> Place {
    Place::new(path, Span::default())
}

impl Routes {
    /// All addresses but those of copies of pictures and of entities, for which it must be known what pages show.
    pub(super) fn new(
        pages: &[Page],
        (files, unread): (&Files, &BTreeSet<SitePath>),
        snapshot: &Snapshot,
    ) -> (Self, Claims) {
        let mut routes = Self::default();
        let mut claims = Claims::default();
        for fixed in FIXED.into_iter().chain([REDIRECTS, NO_JEKYLL]) {
            claims.claim(&UrlPath::new(fixed), None);
        }
        if snapshot.get(&SitePath::new("static/_headers")).is_none() {
            claims.claim(&UrlPath::new(HEADERS), None);
        }
        // A folder of nutgraf's own: no file can have its name.
        claims.claim(&UrlPath::new(IMMUTABLE.trim_end_matches('/')), None);
        if pages.iter().any(|page| page.is_corrected()) {
            let url = UrlPath::new(CORRECTIONS);
            claims.claim(&url, None);
            routes.by_file.insert(url.file(), None);
            routes.corrections = Some(url);
        }
        routes.listings(files, &mut claims);
        routes.drafts(files, unread);
        routes.pages(pages, &mut claims);
        routes.topics(pages, &mut claims);
        routes.assets(snapshot, &mut claims);
        routes.aliases(pages, &mut claims);
        (routes, claims)
    }

    /// The lists of names, of a site that describes some.
    fn listings(&mut self, files: &Files, claims: &mut Claims) {
        let entities = files.values().flat_map(|parsed| match &parsed.content {
            Content::Entities(entities) => entities.as_slice(),
            _ => &[],
        });
        let described: BTreeSet<_> = entities.map(|entity| Listing::of(entity.kind)).collect();
        for listing in described {
            claims.claim(&listing.url(), None);
            self.by_file.insert(listing.url().file(), None);
            self.listings.push(listing);
        }
    }

    /// Pages that are drafts, and files that make no page for a reason that is said elsewhere.
    fn drafts(&mut self, files: &Files, unread: &BTreeSet<SitePath>) {
        for (path, parsed) in files {
            let Content::Document(document) = &parsed.content else { continue };
            let index = SitePath::new(&format!("{}/index.md", path.folder()));
            let main = match (role(path), files.get(&index).map(|parsed| &parsed.content)) {
                (Role::Section { .. }, Some(Content::Document(main))) => main,
                _ => document,
            };
            let target = if main.kind.is_draft() { Target::Draft } else { Target::Unread };
            self.by_path.insert(path.clone(), target);
        }
        self.by_path.extend(unread.iter().map(|path| (path.clone(), Target::Unread)));
    }

    fn pages(&mut self, pages: &[Page], claims: &mut Claims) {
        for (at, page) in pages.iter().enumerate() {
            if page.is_home() || claims.claim(&page.url, Some(top(page.path()))) {
                self.by_file.insert(page.url.file(), Some(at));
            }
            for form in page.forms().into_iter().filter(|_| page.is_explainer()) {
                claims.claim(&form, None);
                self.by_file.insert(form.file(), None);
            }
            for drawing in &page.drawings {
                let body = &page.files[drawing.file];
                let start = body.document().blocks[drawing.block].span.start;
                if claims.claim(&drawing.url, Some(Place::new(&body.path, Span { start, end: start }))) {
                    self.by_file.insert(drawing.url.file(), None);
                }
            }
            for body in &page.files {
                let section = match role(&body.path) {
                    Role::Section { id, .. } => Some(id.to_owned()),
                    _ => None,
                };
                self.by_path.insert(body.path.clone(), Target::Page { page: at, section });
            }
        }
    }

    fn topics(&mut self, pages: &[Page], claims: &mut Claims) {
        for page in pages {
            let names = page.explainer().map_or(&[][..], |front| &front.topics);
            for (topic, url) in names.iter().zip(&page.topics) {
                if self.by_file.insert(url.file(), None).is_none() {
                    claims.claim(url, Some(Place::new(page.path(), topic.span)));
                }
            }
        }
        self.by_file.extend(
            FIXED
                .iter()
                .map(|fixed| (UrlPath::new(fixed).file(), None))
                .filter(|(file, _)| file != "index.html"),
        );
    }

    /// What lies in `static/` or beside the pages; style sheets are in the pages already.
    fn assets(&mut self, snapshot: &Snapshot, claims: &mut Claims) {
        let beside =
            snapshot.below("content").filter(|(path, _, _)| matches!(role(path), Role::Csv | Role::Asset));
        let is_fixed = |path: &SitePath| path.extension() != Some("css") && path.as_str() != OWN_REDIRECTS;
        let fixed = snapshot.below("static").filter(|(path, _, _)| is_fixed(path));
        if let Some(File::Text(text)) = snapshot.get(&SitePath::new(OWN_REDIRECTS)) {
            self.own_redirects = Some(text.text.clone());
        }
        for (path, file, rest) in beside.chain(fixed) {
            if matches!(file, File::Broken(_)) {
                continue;
            }
            if self.is_withheld(path) {
                self.by_path.insert(path.clone(), Target::Draft);
                continue;
            }
            let url = UrlPath::new(rest);
            if claims.claim(&url, Some(top(path))) {
                self.by_path.insert(path.clone(), Target::Asset(url.clone()));
                self.by_file.insert(url.file(), None);
                self.assets.insert(url, path.clone());
            }
        }
    }

    /// Whether a file lies in the folder of a draft that is not built: nobody outside is to have it either.
    fn is_withheld(&self, path: &SitePath) -> bool {
        let folders = path.as_str().match_indices('/').skip(1).map(|(at, _)| &path.as_str()[..at]);
        let mut indexes = folders.map(|folder| SitePath::new(&format!("{folder}/index.md")));
        indexes.any(|index| matches!(self.by_path.get(&index), Some(Target::Draft)))
    }

    fn aliases(&mut self, pages: &[Page], claims: &mut Claims) {
        for page in pages {
            for alias in page.aliases() {
                let Some(url) = old_url(page, ("aliases", alias), &mut claims.findings) else { continue };
                if claims.claim(&url, Some(Place::new(page.path(), alias.span))) {
                    self.redirects.insert(url, page.url.clone());
                }
            }
            // What feeds know a page by need not lead anywhere.
            let feed_id = page.explainer().and_then(|front| front.feed_id.as_ref());
            feed_id.and_then(|id| old_url(page, ("feed_id", id), &mut claims.findings));
        }
    }

    /// The address of a file that is handed on as it is.
    pub(crate) fn asset(&self, path: &SitePath) -> Option<&UrlPath> {
        match self.by_path.get(path)? {
            Target::Asset(url) => Some(url),
            _ => None,
        }
    }

    /// The file that a picture's address means: from the site's root, it lies in `static/`.
    pub(crate) fn image(&self, file: &SitePath, src: &str) -> Result<(&UrlPath, SitePath), Problem> {
        let decoded = percent_decode_str(src).decode_utf8_lossy();
        let target = match decoded.strip_prefix('/') {
            Some(rooted) => Some(SitePath::new(&format!("static/{rooted}"))),
            None => file.resolve(&decoded),
        };
        let missing = |near| Problem::MissingImage { path: src.to_owned(), near };
        let Some(target) = target else { return Err(missing(None)) };
        match self.by_path.get(&target) {
            Some(Target::Asset(url)) => Ok((url, target)),
            Some(Target::Draft) => Err(Problem::DraftLink { target: src.to_owned() }),
            _ => Err(missing(self.near_path(file, &target))),
        }
    }

    /// The data file that a path means, and its address; a finding, if it is none, unless that was said elsewhere.
    pub(crate) fn data(&self, file: &SitePath, path: &str) -> Result<(&UrlPath, SitePath), Option<Problem>> {
        let target = file.resolve(path);
        let near = |target: &SitePath| {
            let problem = Problem::MissingData { path: path.to_owned(), near: self.near_path(file, target) };
            Err(Some(problem))
        };
        match target.as_ref().map(|target| (self.by_path.get(target), target)) {
            Some((Some(Target::Asset(url)), target)) => Ok((url, target.clone())),
            Some((Some(Target::Unread), _)) => Err(None),
            Some((Some(Target::Draft), _)) => Err(Some(Problem::DraftLink { target: path.to_owned() })),
            Some((Some(_), _)) => Err(Some(Problem::NotData { path: path.to_owned() })),
            Some((None, target)) => near(target),
            None => Err(Some(Problem::MissingData { path: path.to_owned(), near: None })),
        }
    }

    /// What a link in `file` of `page` leads to, as an address for that page.
    pub(crate) fn href(
        &self,
        (page, file): (&Page, &SitePath),
        link: &str,
        pages: &[Page],
    ) -> Result<String, Problem> {
        let (path, fragment) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
        let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
        let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
        if decoded.is_empty() && query.is_empty() {
            return fragment.map_or(Ok(String::new()), |id| anchored(page, id, ""));
        }
        let target =
            if decoded.starts_with('/') { self.absolute(&decoded) } else { self.relative(file, &decoded) }?;
        let (url, section, other) = match target {
            Target::Page { page: at, section } => (&pages[at].url, section, Some(&pages[at])),
            Target::Asset(ref url) => (url, None, None),
            Target::Unread => return Ok(String::new()),
            Target::Draft => return Err(Problem::DraftLink { target: link.to_owned() }),
        };
        let href = url.href_from(&page.url) + query;
        match (fragment, section, other) {
            (Some(id), _, Some(other)) => anchored(other, id, &href),
            (Some(id), _, None) => Ok(format!("{href}#{id}")),
            (None, Some(section), _) => Ok(format!("{href}#{section}")),
            (None, None, _) => Ok(href),
        }
    }

    /// A path from the site's root, as it will be on the web.
    fn absolute(&self, path: &str) -> Result<Target, Problem> {
        let path = path.trim_start_matches('/');
        let tries = [UrlPath::new(path), UrlPath::new(&format!("{path}/"))];
        for url in tries {
            match self.by_file.get(&url.file()) {
                Some(Some(page)) => return Ok(Target::Page { page: *page, section: None }),
                Some(None) => return Ok(Target::Asset(url)),
                None => {}
            }
        }
        if path.is_empty() || path == "index.html" {
            return Ok(Target::Asset(UrlPath::new("")));
        }
        let near = nearest(path, self.by_file.keys().map(String::as_str)).map(|near| format!("/{near}"));
        Err(Problem::BrokenLink { target: format!("/{path}"), near })
    }

    /// A path from the file's own folder, as it is on disk.
    fn relative(&self, file: &SitePath, path: &str) -> Result<Target, Problem> {
        let Some(target) = file.resolve(path) else { return Err(Problem::LinkLeaves {}) };
        let index = SitePath::new(&format!("{target}/index.md"));
        if let Some(target) = self.by_path.get(&target).or_else(|| self.by_path.get(&index)) {
            return Ok(target.clone());
        }
        if target.as_str() == "content/index.md" || target.as_str() == "content" {
            return Ok(Target::Asset(UrlPath::new("")));
        }
        Err(Problem::BrokenLink { target: path.to_owned(), near: self.near_path(file, &target) })
    }

    /// The file that was most likely meant, as a link from `file`: one of nearly that name in the same
    /// folder, or one of that name in another.
    pub(crate) fn near_path(&self, file: &SitePath, target: &SitePath) -> Option<String> {
        let is_page = |path: &SitePath| matches!(path.extension(), Some("md") | None);
        let known = || self.by_path.keys().filter(|path| is_page(path) == is_page(target));
        let beside = known().filter(|path| path.folder() == target.folder());
        let beside = nearest(target.file_name(), beside.map(SitePath::file_name));
        let near = match beside {
            Some(name) => format!("{}/{name}", target.folder()),
            None => nearest(
                target.folder(),
                known().filter(|path| path.file_name() == target.file_name()).map(SitePath::folder),
            )
            .map(|folder| format!("{folder}/{}", target.file_name()))?,
        };
        if let Some(rooted) = near.strip_prefix("static/") {
            return Some(format!("/{rooted}"));
        }
        // Between files as between pages: an address is relative to its folder.
        Some(UrlPath::new(&near).href_from(&UrlPath::new(file.as_str())))
    }
}

/// The address with its fragment, if the page has that id.
fn anchored(page: &Page, id: &str, href: &str) -> Result<String, Problem> {
    let id = percent_decode_str(id).decode_utf8_lossy();
    let ids = page.ids();
    if id.is_empty() || ids.contains(&*id) {
        return Ok(format!("{href}#{id}"));
    }
    let near = nearest(&id, ids).map(|near| format!("#{near}"));
    Err(Problem::BrokenAnchor { id: id.into_owned(), page: page.url.to_string(), near })
}
