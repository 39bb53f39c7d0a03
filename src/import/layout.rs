//! The layout of the new site: each page at its old address if that is possible, and an alias for every old address.
//!
//! Must not know: texts.

use std::collections::{BTreeMap, BTreeSet};

use super::front_matter::FrontMatter;
use super::location::PageKind;
use super::old_site::{OldFile, OldList, OldPage, OldSite};
use super::permalink::{slugify, with_final_slash};
use super::settings::Settings;
use crate::base::{SitePath, Span, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::model::{fixed_urls, page_url, topic_url};
use crate::source::is_stored;

#[derive(Debug, Default)]
pub(super) struct Layout {
    /// In the order of the old site's pages.
    pub(super) pages: Vec<NewPage>,
    /// Paths of copied files: old to new.
    pub(super) files: BTreeMap<SitePath, SitePath>,
    /// Old addresses of lists, which become aliases of the home page.
    pub(super) list_aliases: Vec<String>,
    pub(super) findings: Vec<Finding>,
    taken: BTreeSet<String>,
}

#[derive(Debug)]
pub(super) struct NewPage {
    pub(super) path: SitePath,
    /// With a leading slash.
    pub(super) aliases: Vec<String>,
    /// The old address, if it is another: feed readers know the page by it.
    pub(super) feed_id: Option<String>,
    /// An explainer, and not a page that the navigation names.
    pub(super) is_explainer: bool,
}

const TAKEN: &str = "something else is there";
const NO_PATH: &str = "it is not a path in the site";
const LONG_NAME: &str = "a name in it is too long for a file";

/// The most bytes of a name in an address. A file system allows 255, and a number and an ending are added.
const MAX_NAME: usize = 240;

fn has_long_name(address: &str) -> bool {
    address.split('/').any(|name| name.len() > MAX_NAME)
}

/// Lays out all pages and files.
pub(super) fn plan_layout(site: &OldSite, settings: &Settings) -> Layout {
    let mut layout = Layout::default();
    // The addresses of files that nutgraf makes.
    for topic in site.pages.iter().flat_map(|page| &page.front.topics) {
        layout.taken.insert(topic_url(&topic.name).folded());
    }
    for address in fixed_urls().chain(["all-pages/", "corrections/", "glossary/", "whos-who/"]) {
        layout.taken.insert(UrlPath::new(address).folded());
    }
    for page in &site.pages {
        layout.add_page(page, site, settings.language_subdir.as_deref());
    }
    layout.separate_folders();
    for file in &site.files {
        layout.add_file(file);
    }
    for (at, page) in site.pages.iter().enumerate() {
        layout.add_page_aliases(at, page);
    }
    for list in &site.lists {
        layout.add_list_aliases(list);
    }
    layout
}

/// Returns whether a page becomes an explainer: if it has a date, a topic or an author, or is in a folder. The navigation
/// names all other pages, so there should be few.
fn is_explainer(page: &OldPage, language_subdir: Option<&str>) -> bool {
    let FrontMatter { published, topics, authors, .. } = &page.front;
    let url = language_subdir.and_then(|subdir| page.url.strip_prefix(subdir)).unwrap_or(&page.url);
    let is_in_folder = url.trim_matches('/').contains('/');
    published.is_some()
        || !topics.is_empty()
        || !authors.is_empty()
        || is_in_folder && page.location.kind != PageKind::Section
}

impl Layout {
    /// Reserves an address. Returns false if it is not free.
    fn reserve(&mut self, url: &UrlPath) -> bool {
        self.is_free(url) && self.taken.insert(url.folded())
    }

    /// Returns whether neither an address, nor one above or below it, is taken.
    pub(super) fn is_free(&self, url: &UrlPath) -> bool {
        let file = url.folded();
        let is_parent_taken = file.match_indices('/').any(|(slash, _)| self.taken.contains(&file[..slash]));
        let folder = format!("{file}/");
        let is_child_taken =
            self.taken.range(folder.clone()..).next().is_some_and(|next| next.starts_with(&folder));
        !is_parent_taken && !is_child_taken && !self.taken.contains(&file)
    }

    fn report(&mut self, path: &SitePath, span: Span, problem: Problem) {
        self.findings.push(Finding::new(path, span, problem));
    }

    fn report_address(&mut self, path: &SitePath, span: Span, address: &str, why: &str) {
        let problem = Problem::AddressLeft { url: format!("/{address}"), why: why.to_owned() };
        self.report(path, span, problem);
    }

    fn add_page(&mut self, page: &OldPage, site: &OldSite, language_subdir: Option<&str>) {
        let home = language_subdir.map_or_else(String::new, |subdir| format!("{subdir}/"));
        let is_home =
            page.location.kind == PageKind::Home && page.location.language.is_none() && page.url == home;
        let (path, is_explainer) = if is_home {
            (SitePath::new("content/index.md"), false)
        } else {
            (self.place_page(page, site), is_explainer(page, language_subdir))
        };
        self.pages.push(NewPage { path, aliases: vec![], feed_id: None, is_explainer });
    }

    /// Returns a path whose address is free: the old one, or with a number.
    fn place_page(&mut self, page: &OldPage, site: &OldSite) -> SitePath {
        let mut name = file_names(&page.url);
        if name.is_empty() {
            name = slugify(&page.location.name);
        }
        if name.is_empty() {
            "page".clone_into(&mut name);
        }
        if has_long_name(&name) {
            // That its old address ends is reported with the aliases.
            let names: Vec<_> =
                name.split('/').map(|name| &name[..name.floor_char_boundary(MAX_NAME)]).collect();
            name = names.join("/");
        }
        let is_bundle = page.location.kind == PageKind::Bundle
            && site.files.iter().any(|file| file.path.is_in(page.path.folder()));
        let mut path = page_path(&name, is_bundle);
        let mut number = 1;
        while !self.reserve(&page_url(&path)) {
            if number == 1 {
                self.report_address(&page.path, Span::default(), &page.url, TAKEN);
            }
            number += 1;
            path = page_path(&format!("{name}-{number}"), is_bundle);
        }
        path
    }

    /// Moves pages out of folders that are explainers, into folders of their own: what is in such a folder would become
    /// a section.
    fn separate_folders(&mut self) {
        loop {
            let mut folders = BTreeSet::new();
            for page in &self.pages {
                if page.is_explainer && page.path.file_name() == "index.md" {
                    folders.insert(page.path.folder().to_owned());
                }
            }
            let mut has_moved = false;
            for page in &mut self.pages {
                let path = &page.path;
                if path.file_name() != "index.md" && folders.contains(path.folder()) {
                    page.path = SitePath::new(&format!("{}/{}/index.md", path.folder(), path.stem()));
                    has_moved = true;
                }
            }
            if !has_moved {
                return;
            }
        }
    }

    /// Adds a file to copy: next to the pages, or to `static/` if its name would have a meaning there.
    fn add_file(&mut self, file: &OldFile) {
        let OldFile { path, url } = file;
        let beside_pages = SitePath::new(&format!("content/{url}"));
        let has_meaning = matches!(beside_pages.extension(), Some("md" | "toml" | "bib" | "css"))
            || is_stored(&beside_pages);
        let is_static = path.is_in("static") || has_meaning;
        let new_path = if is_static { SitePath::new(&format!("static/{url}")) } else { beside_pages };
        let why = if matches!(url.as_str(), "404.html" | "feed.xml" | "robots.txt" | "sitemap.xml") {
            return self.report(path, Span::default(), Problem::OwnFile { name: url.clone() });
        } else if fixed_urls().any(|fixed| fixed == url) || url == "index.html" {
            "nutgraf makes a file of this name itself"
        } else if !self.reserve(&UrlPath::new(url)) {
            "something else has its address"
        } else {
            self.files.insert(path.clone(), new_path);
            return;
        };
        self.report(path, Span::default(), Problem::FileLeft { why: why.to_owned() });
    }

    /// Reserves an old address. Returns it as an alias, or why it cannot be one.
    fn reserve_alias(&mut self, address: &str) -> Result<String, &'static str> {
        let is_path = !address.contains(['?', '#', ':', '\\'])
            && !address.contains("//")
            && !address.split('/').any(|name| matches!(name, "." | ".."));
        if !is_path {
            Err(NO_PATH)
        } else if has_long_name(address) {
            Err(LONG_NAME)
        } else if !self.reserve(&UrlPath::new(address)) {
            Err(TAKEN)
        } else {
            Ok(format!("/{address}"))
        }
    }

    /// Reserves an old address that the file at `path` names. Returns it as an alias, or reports why it cannot be one.
    fn add_alias(&mut self, path: &SitePath, span: Span, address: &str) -> Option<String> {
        let reserved = self.reserve_alias(address);
        if let Err(why) = reserved {
            self.report_address(path, span, address, why);
        }
        reserved.ok()
    }

    /// Adds the old addresses of a page: its own, if it has another now, and its aliases.
    fn add_page_aliases(&mut self, at: usize, page: &OldPage) {
        let new_url = page_url(&self.pages[at].path).folded();
        let old_address = with_final_slash(page.url.trim_end_matches("index.html"));
        if !old_address.is_empty() && UrlPath::new(&old_address).folded() != new_url {
            match self.reserve_alias(&old_address) {
                Ok(alias) => {
                    let page = &mut self.pages[at];
                    page.feed_id = page.is_explainer.then(|| alias.clone());
                    page.aliases.push(alias);
                }
                // An address that is no path was no page's: the file had an odd name.
                Err(NO_PATH) => {}
                Err(why) => self.report_address(&page.path, Span::default(), &old_address, why),
            }
        }
        let folder = page.location.folders.join("/");
        for alias in &page.front.aliases {
            let address = match alias.text.strip_prefix('/') {
                Some(address) => address.to_owned(),
                None => resolve_alias(&folder, &alias.text),
            };
            let address = with_final_slash(address.trim_end_matches("index.html"));
            if address.is_empty() || UrlPath::new(&address).folded() == new_url {
                continue;
            }
            let alias = self.add_alias(&page.path, alias.span, &address);
            self.pages[at].aliases.extend(alias);
        }
    }

    /// Adds the old addresses of a list, unless it redirects elsewhere.
    fn add_list_aliases(&mut self, list: &OldList) {
        if list.front.redirect_to.is_some() {
            return;
        }
        let address = with_final_slash(list.url.trim_end_matches("index.html"));
        if !address.is_empty() {
            let alias = self.reserve_alias(&address).ok();
            self.list_aliases.extend(alias);
        }
        for alias in &list.front.aliases {
            let address = with_final_slash(alias.text.trim_end_matches("index.html"));
            if !address.is_empty() {
                let alias = self.add_alias(&list.path, alias.span, &address);
                self.list_aliases.extend(alias);
            }
        }
    }
}

/// Resolves an alias without a leading slash: Hugo's are relative to the folder of the page if they begin with `..`.
fn resolve_alias(folder: &str, alias: &str) -> String {
    if folder.is_empty() || !alias.starts_with("..") {
        return alias.to_owned();
    }
    match SitePath::new(&format!("{folder}/x")).resolve(alias) {
        Some(path) => path.as_str().to_owned(),
        None => alias.to_owned(),
    }
}

/// Returns the names of an address as files can have them, without a final `index.html` or `.html`.
fn file_names(url: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(url).decode_utf8_lossy();
    let path = decoded.trim_end_matches("index.html").trim_end_matches('/');
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
    let mut names = Vec::new();
    for name in path.split('/') {
        let name = name.trim().trim_start_matches('.').trim_end_matches('~');
        let is_bad = |c: char| c.is_control() || c.is_whitespace() || "\\:*?\"<>|#".contains(c);
        let name = name.replace(is_bad, "-");
        if !name.is_empty() {
            names.push(name);
        }
    }
    names.join("/")
}

/// Returns the path of a page. A name that begins with a number would be a section's, so its page gets a folder.
fn page_path(name: &str, is_bundle: bool) -> SitePath {
    let last = name.rsplit('/').next().unwrap_or(name);
    let digits = last.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = digits > 0 && last[digits..].starts_with('-') && name.contains('/');
    let needs_folder = is_bundle || is_numbered || last == "index" || last.ends_with(".md");
    SitePath::new(&if needs_folder {
        format!("content/{name}/index.md")
    } else {
        format!("content/{name}.md")
    })
}
