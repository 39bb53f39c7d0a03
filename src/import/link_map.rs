//! Resolves links of the old site to links of the new one.
//!
//! Must not know: where in a text a link is.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::layout::Layout;
use super::old_site::{OldPage, OldSite};
use super::permalink::{github_anchor, hugo_urlize, slugify};
use super::settings::Settings;
use crate::base::{SitePath, UrlPath};
use crate::diagnostics::import_reasons;
use crate::model::{page_url, topic_url};
use crate::parse::markdown::{Scheme, scheme};
use crate::source::{File, Snapshot};

/// All targets of links.
pub(super) struct LinkMap<'a> {
    pub(super) old: &'a Snapshot,
    pub(super) settings: &'a Settings,
    pub(super) site: &'a OldSite,
    pub(super) layout: &'a Layout,
    /// By their old addresses, as [`address_key`] gives them.
    by_address: BTreeMap<String, Target>,
    /// By the paths of their old files.
    by_file: BTreeMap<String, Target>,
    /// Ids of headings, in the order of the old site's pages.
    ids: Vec<BTreeSet<String>>,
}

#[derive(Clone, Debug)]
enum Target {
    /// Index of a page.
    Page(usize),
    /// New path of a copied file.
    File(SitePath),
    /// Address of something that nutgraf makes, or of another site.
    Url(String),
}

/// A link as the new page has to write it.
#[derive(Clone, Debug)]
pub(super) struct ResolvedLink {
    pub(super) href: String,
    /// An id that the target does not have, and that `href` leaves out.
    pub(super) missing_id: Option<String>,
}

/// Why a link or a picture cannot be imported: a verb phrase.
pub(super) type LinkError = &'static str;

impl<'a> LinkMap<'a> {
    pub(super) fn new(
        old: &'a Snapshot,
        settings: &'a Settings,
        site: &'a OldSite,
        layout: &'a Layout,
        ids: Vec<BTreeSet<String>>,
    ) -> Self {
        let by_address = BTreeMap::new();
        let by_file = BTreeMap::new();
        let mut map = Self { old, settings, site, layout, by_address, by_file, ids };
        // Where addresses collide, the later one wins.
        map.add_lists_and_feeds();
        map.add_topics();
        map.add_files();
        map.add_pages();
        map.add_redirects();
        map
    }

    fn add_address(&mut self, address: &str, target: Target) {
        self.by_address.insert(address_key(address), target);
    }

    /// Adds lists and feeds, which nutgraf makes at addresses of its own.
    fn add_lists_and_feeds(&mut self) {
        for list in &self.site.lists {
            if list.front.redirect_to.is_none() {
                self.add_address(&list.url, Target::Url("/".to_owned()));
            }
        }
        for feed in ["rss.xml", "atom.xml", "index.xml", "feed.xml", "feed"] {
            self.add_address(feed, Target::Url("/feed.xml".to_owned()));
        }
        for (address, url) in [("", "/"), ("sitemap.xml", "/sitemap.xml"), ("robots.txt", "/robots.txt")] {
            self.add_address(address, Target::Url(url.to_owned()));
        }
    }

    /// Adds the pages of topics that are used outside of drafts.
    fn add_topics(&mut self) {
        for page in &self.site.pages {
            if page.front.draft || page.location.language.is_some() {
                continue;
            }
            for topic in &page.front.topics {
                let target = Target::Url(topic_url(&topic.name).to_string());
                let name = &topic.name;
                for slug in [slugify(name), hugo_urlize(name, false), github_anchor(name)] {
                    self.add_address(&format!("{}/{slug}", topic.taxonomy), target.clone());
                }
            }
        }
    }

    fn add_files(&mut self) {
        for file in &self.site.files {
            if let Some(new_path) = self.layout.files.get(&file.path) {
                self.add_address(&file.url, Target::File(new_path.clone()));
                self.by_file.insert(file.path.as_str().to_owned(), Target::File(new_path.clone()));
            }
        }
    }

    fn add_pages(&mut self) {
        for (at, page) in self.site.pages.iter().enumerate() {
            for alias in &page.front.aliases {
                self.add_address(&alias.text, Target::Page(at));
            }
            self.add_address(&page.url, Target::Page(at));
            self.by_file.insert(page.path.as_str().to_owned(), Target::Page(at));
        }
    }

    /// Adds sections that redirect, within the site or out of it.
    fn add_redirects(&mut self) {
        for list in &self.site.lists {
            let Some(redirect) = &list.front.redirect_to else { continue };
            let target = match self.find_address(&redirect.text) {
                Some(target) => Some(target.clone()),
                None => self.external_url(&redirect.text).map(Target::Url),
            };
            if let Some(target) = target {
                self.add_address(&list.url, target);
            }
        }
    }

    /// Returns `url` if it is outside the old site.
    fn external_url(&self, url: &str) -> Option<String> {
        (url.contains("://") && self.strip_base_url(url).is_none()).then(|| url.to_owned())
    }

    /// Finds what readers get at an old address from the root; no drafts.
    fn find_address(&self, address: &str) -> Option<&Target> {
        let inside = self.strip_base_url(address);
        let target = self.by_address.get(&address_key(inside.as_deref().unwrap_or(address)))?;
        match target {
            Target::Page(at) if self.site.pages[*at].front.draft => None,
            target => Some(target),
        }
    }

    /// Returns the new address of an old one, both from the root. Addresses outside the site stay.
    pub(super) fn new_address(&self, address: &str) -> Option<String> {
        match self.find_address(address) {
            Some(Target::Page(at)) => Some(page_url(&self.layout.pages[*at].path).absolute("/")),
            Some(Target::File(path)) => {
                let (_, inside) = path.as_str().split_once('/')?;
                Some(UrlPath::new(inside).absolute("/"))
            }
            Some(Target::Url(url)) => Some(url.clone()),
            None => self.external_url(address),
        }
    }

    /// Resolves a link on page `from` of the old site; `None` if it leads out of the site, and stays.
    pub(super) fn resolve_link(&self, from: usize, link: &str) -> Result<Option<ResolvedLink>, LinkError> {
        let Some(link) = self.inside_site(link).ok_or(import_reasons::IS_ACTIVE)? else { return Ok(None) };
        let (path, id) = match link.split_once('#') {
            Some((path, id)) => (path, Some(id)),
            None => (link.as_str(), None),
        };
        let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
        if path.is_empty() {
            return Ok(Some(self.link_with_id(from, from, String::new(), id)));
        }
        match self.find_target(&self.site.pages[from], path).ok_or(import_reasons::LEADS_TO_NOTHING)? {
            Target::Page(to) if self.site.pages[*to].front.draft => Err(import_reasons::LEADS_TO_DRAFT),
            Target::Page(to) => {
                let href = relative_href(&self.layout.pages[from].path, &self.layout.pages[*to].path);
                Ok(Some(self.link_with_id(from, *to, href, id)))
            }
            Target::File(path) => {
                let href = file_href(&self.layout.pages[from].path, path) + query;
                Ok(Some(ResolvedLink { href, missing_id: None }))
            }
            Target::Url(url) => Ok(Some(ResolvedLink { href: url.clone(), missing_id: None })),
        }
    }

    /// Adds an id to `href`, a link from page `from` to page `to`, if the page has it. Empty hrefs are of the same page.
    fn link_with_id(&self, from: usize, to: usize, href: String, id: Option<&str>) -> ResolvedLink {
        // HTML defines `#top` as the top of any page.
        let Some(id) = id.filter(|id| !matches!(*id, "" | "top")) else {
            let href = if href.is_empty() { "#".to_owned() } else { href };
            return ResolvedLink { href, missing_id: None };
        };
        let decoded = percent_decode_str(id).decode_utf8_lossy().into_owned();
        if self.ids.get(to).is_some_and(|ids| ids.contains(&decoded)) {
            return ResolvedLink { href: format!("{href}#{id}"), missing_id: None };
        }
        let href = if from == to { "#".to_owned() } else { href };
        ResolvedLink { href, missing_id: Some(decoded) }
    }

    /// Resolves the source of a picture on page `from`; `None` if it is on another server.
    pub(super) fn resolve_picture(&self, from: usize, src: &str) -> Result<Option<String>, LinkError> {
        let Some(src) = self.inside_site(src).ok_or(import_reasons::IN_NO_FILE)? else { return Ok(None) };
        let path = src.split(['?', '#']).next().unwrap_or_default();
        let Some(Target::File(new_path)) = self.find_target(&self.site.pages[from], path) else {
            return Err(import_reasons::NOT_CARRIED_OVER);
        };
        let old_path = self.layout.files.iter().find(|(_, new)| *new == new_path).map(|(old, _)| old);
        let picture = match old_path.and_then(|path| self.old.get(path)) {
            Some(File::Asset(asset)) => asset.picture,
            _ => None,
        };
        let picture = picture.ok_or(import_reasons::UNREADABLE_PICTURE)?;
        if picture.is_too_large() {
            return Err(import_reasons::TOO_MANY_PIXELS);
        }
        if !picture.drawing && picture.size().is_none() {
            return Err(import_reasons::NO_PIXELS);
        }
        Ok(Some(file_href(&self.layout.pages[from].path, new_path)))
    }

    /// Returns a URL without the address of the old site: `Some(None)` for another site's, `None` if it might run.
    fn inside_site(&self, url: &str) -> Option<Option<String>> {
        match scheme(url) {
            Scheme::Active(_) => None,
            Scheme::Passive => Some(self.strip_base_url(url)),
            Scheme::None => Some(Some(url.to_owned())),
        }
    }

    /// Returns the path of a URL of the old site, from its root; `None` for another site's.
    fn strip_base_url(&self, url: &str) -> Option<String> {
        let without_scheme =
            |url: &str| -> String { url.trim_start_matches("https:").trim_start_matches("http:").to_owned() };
        let base = without_scheme(self.settings.base_url.as_ref()?.text.trim_end_matches('/'));
        let url = without_scheme(url);
        // A base URL of a few letters is none: it would match anything.
        let rest = url.strip_prefix(&base).filter(|_| base.len() > 4)?;
        match rest.chars().next() {
            None => Some("/".to_owned()),
            Some('/' | '#' | '?') => Some(rest.to_owned()),
            Some(_) => None,
        }
    }

    /// Finds the target of a path: Zola's `@/a.md`, a path from the root, a file beside the page, or a path relative to
    /// the page's address.
    fn find_target(&self, from: &OldPage, path: &str) -> Option<&Target> {
        let path = percent_decode_str(path).decode_utf8_lossy();
        if let Some(inside) = path.strip_prefix("@/") {
            let file = format!("content/{inside}");
            return self.by_file.get(&file).or_else(|| self.find_section(&file));
        }
        if path.ends_with(".md") {
            self.find_file(from, &path).or_else(|| self.find_relative_address(from, &path))
        } else {
            self.find_relative_address(from, &path).or_else(|| self.find_file(from, &path))
        }
    }

    /// Finds the list of a section by its `_index.md`: without a text, the file is no page.
    fn find_section(&self, file: &str) -> Option<&Target> {
        let folder = file.strip_suffix("_index.md")?.trim_start_matches("content/");
        self.by_address.get(&address_key(folder))
    }

    fn find_relative_address(&self, from: &OldPage, path: &str) -> Option<&Target> {
        if path.starts_with('/') {
            return self.by_address.get(&address_key(path)).or_else(|| self.find_below_host(path));
        }
        // Browsers resolve relative to the folder of the page's address.
        let page = SitePath::new(&format!("{}x", from.url));
        self.by_address.get(&address_key(page.resolve(path)?.as_str()))
    }

    /// Finds a path from the host's root, for a site that is in a folder there.
    fn find_below_host(&self, path: &str) -> Option<&Target> {
        let base_url = &self.settings.base_url.as_ref()?.text;
        let base_url = base_url.split_once("://").map_or(base_url.as_str(), |(_, rest)| rest);
        let folder = base_url.split_once('/')?.1.trim_matches('/');
        let rest = path.trim_start_matches('/').strip_prefix(folder).filter(|_| !folder.is_empty())?;
        self.by_address.get(&address_key(rest))
    }

    /// Finds a file, relative to the page's file, to a folder of pages, to `static/` or to the root.
    fn find_file(&self, from: &OldPage, path: &str) -> Option<&Target> {
        let relative = path.trim_start_matches('/');
        let mut candidates = Vec::new();
        if !path.starts_with('/') {
            candidates.extend(from.path.resolve(relative));
        }
        let content_dirs = self.settings.content_dirs.iter().map(|dir| dir.path.as_str());
        for root in content_dirs.chain(["static", ""]) {
            candidates.extend(SitePath::new(&format!("{root}/x")).resolve(relative));
        }
        candidates.iter().find_map(|candidate| {
            let path = candidate.as_str();
            let forms = [
                path.to_owned(),
                format!("{path}.md"),
                format!("{path}/index.md"),
                format!("{path}/_index.md"),
            ];
            forms.iter().find_map(|form| self.by_file.get(form)).or_else(|| self.find_section(path))
        })
    }

    /// Resolves the argument of Hugo's `ref`: a path, or the name of a page if it is the only one of that name.
    pub(super) fn resolve_ref(
        &self,
        from: usize,
        reference: &str,
    ) -> Result<Option<ResolvedLink>, LinkError> {
        if let found @ Ok(_) = self.resolve_link(from, reference) {
            return found;
        }
        let (path, id) = reference.split_once('#').unwrap_or((reference, ""));
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
        let mut pages =
            self.site.pages.iter().filter(|page| page.path.stem() == name || page.location.name == name);
        match (pages.next(), pages.next()) {
            (Some(page), None) if !path.is_empty() => {
                let id = if id.is_empty() { String::new() } else { format!("#{id}") };
                self.resolve_link(from, &format!("/{}{id}", page.url))
            }
            _ => Err(import_reasons::LEADS_TO_NOTHING),
        }
    }
}

/// Returns the same key for all ways to write an address.
fn address_key(address: &str) -> String {
    let decoded = percent_decode_str(address).decode_utf8_lossy();
    let path = decoded.trim_start_matches('/').trim_end_matches("index.html");
    UrlPath::new(path.trim_end_matches('/')).as_str().to_lowercase()
}

/// Returns a link from one Markdown file to another file.
fn relative_href(from: &SitePath, to: &SitePath) -> String {
    escape_brackets(&UrlPath::new(to.as_str()).href_from(&UrlPath::new(from.as_str())))
}

/// Returns a link from a Markdown file to a copied file. Those in `static/` are at the root of the site.
fn file_href(from: &SitePath, file: &SitePath) -> String {
    match file.as_str().strip_prefix("static/") {
        Some(inside) => escape_brackets(&format!("/{}", UrlPath::new(inside).href_from(&UrlPath::new("")))),
        None => relative_href(from, file),
    }
}

/// Escapes round brackets, which would end a link in Markdown.
fn escape_brackets(href: &str) -> String {
    href.replace('(', "%28").replace(')', "%29")
}
