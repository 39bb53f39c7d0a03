//! Where everything will be: each page at its old address where that can be, and every old address leads on.
//!
//! Must not know: what stands on a page.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{Shape, folder, simple};
use super::front::Front;
use super::settings::Said;
use super::tree::{List, Page, Tree};
use crate::base::{SitePath, Span, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::model::{fixed_urls, page_url, topic_url};
use crate::source::is_stored;

/// Where the pages and files of an old tree will be.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// For each page: its new file, and the old addresses that it must say.
    pub(super) pages: Vec<Place>,
    /// New files by old ones.
    pub(super) kept: BTreeMap<SitePath, SitePath>,
    /// Old addresses of lists, which lead to the first page now.
    pub(super) lists: Vec<String>,
    pub(super) findings: Vec<Finding>,
    taken: BTreeSet<String>,
}

#[derive(Debug)]
pub(super) struct Place {
    pub(super) file: SitePath,
    pub(super) aliases: Vec<String>,
    /// The address by which feeds know it, if it has another now.
    pub(super) known_at: Option<String>,
    /// Whether it is an explainer; a plain page stands in the navigation.
    pub(super) is_explainer: bool,
}

/// Finds a place for everything.
pub(super) fn places(tree: &Tree) -> Places {
    let mut places = Places::default();
    places.reserve(tree);
    for page in &tree.pages {
        let place = places.page(page, tree);
        places.pages.push(place);
    }
    places.part_folders();
    for kept in &tree.kept {
        places.keep(&kept.path, &kept.url);
    }
    for (at, page) in tree.pages.iter().enumerate() {
        places.aliases(at, page);
    }
    places.lists(&tree.lists);
    places
}

/// Whether a page answers a question, and is no plain page: what is dated, filed under a topic or signed is, and
/// whatever lies in a folder, since plain pages are all named on every page.
fn is_explainer(page: &Page, below: Option<&str>) -> bool {
    let Front { published, topics, authors, .. } = &page.front;
    let url = below.and_then(|below| page.url.strip_prefix(below)).unwrap_or(&page.url);
    let deep = url.trim_matches('/').contains('/');
    published.is_some()
        || !topics.is_empty()
        || !authors.is_empty()
        || deep && page.standing.shape != Shape::Section
}

impl Places {
    /// Takes what nutgraf makes itself.
    fn reserve(&mut self, tree: &Tree) {
        let topics = tree.pages.iter().flat_map(|page| &page.front.topics).map(|(_, name)| topic_url(name));
        let own = fixed_urls().chain(["corrections/", "glossary/", "whos-who/"]).map(UrlPath::new);
        self.taken.extend(topics.chain(own).map(|url| url.folded()));
    }

    /// Takes an address, if it is free.
    fn take(&mut self, url: &UrlPath) -> bool {
        self.is_free(url) && self.taken.insert(url.folded())
    }

    /// Whether an address is not taken, nor is a folder of one that is, nor has one that is in it.
    pub(super) fn is_free(&self, url: &UrlPath) -> bool {
        let file = url.folded();
        let above = file.match_indices('/').any(|(slash, _)| self.taken.contains(&file[..slash]));
        let inside = format!("{file}/");
        let below = self.taken.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside));
        !above && !below && !self.taken.contains(&file)
    }

    fn page(&mut self, page: &Page, tree: &Tree) -> Place {
        let is_explainer = is_explainer(page, tree.below.as_deref());
        let first = tree.below.as_ref().map_or_else(String::new, |below| format!("{below}/"));
        if page.standing.shape == Shape::Home && page.standing.language.is_none() && page.url == first {
            return Place {
                file: SitePath::new("content/index.md"),
                aliases: vec![],
                known_at: None,
                is_explainer: false,
            };
        }
        let wanted = names(&page.url);
        let wanted = if wanted.is_empty() { simple(&page.standing.name) } else { wanted };
        let wanted = if wanted.is_empty() { "page".to_owned() } else { wanted };
        let bundle = matches!(page.standing.shape, Shape::Bundle) && has_files(page, tree);
        let numbered =
            (1..).map(|number| if number == 1 { wanted.clone() } else { format!("{wanted}-{number}") });
        let mut files = numbered.map(|name| (file(&name, bundle), name == wanted));
        let free = files.find(|(file, _)| self.take(&page_url(file)));
        let (file, first) = free.unwrap_or_else(|| (file(&wanted, bundle), true));
        if !first {
            let why = "something else stands there".to_owned();
            let problem = Problem::AddressLeft { url: format!("/{}", page.url), why };
            self.findings.push(Finding::new(&page.path, Span::default(), problem));
        }
        Place { file, aliases: vec![], known_at: None, is_explainer }
    }

    /// Beside an explainer that is a folder only its sections may lie: other pages there get folders, too.
    fn part_folders(&mut self) {
        loop {
            let folders: BTreeSet<String> = self
                .pages
                .iter()
                .filter(|place| place.is_explainer && place.file.file_name() == "index.md")
                .map(|place| place.file.folder().to_owned())
                .collect();
            let beside = |place: &&mut Place| {
                place.file.file_name() != "index.md" && folders.contains(place.file.folder())
            };
            let mut moved = false;
            for place in self.pages.iter_mut().filter(beside) {
                place.file =
                    SitePath::new(&format!("{}/{}/index.md", place.file.folder(), place.file.stem()));
                moved = true;
            }
            if !moved {
                return;
            }
        }
    }

    /// A file keeps its address: beside the pages, or in `static/` where its name would mean something to us.
    fn keep(&mut self, path: &SitePath, url: &str) {
        let beside = SitePath::new(&format!("content/{url}"));
        let means = matches!(beside.extension(), Some("md" | "toml" | "bib" | "css")) || is_stored(&beside);
        let fixed = path.is_in("static") || means;
        let file = if fixed { SitePath::new(&format!("static/{url}")) } else { beside };
        if matches!(url, "404.html" | "feed.xml" | "robots.txt" | "sitemap.xml") {
            let problem = Problem::OwnFile { name: url.to_owned() };
            return self.findings.push(Finding::new(path, Span::default(), problem));
        }
        let problem = if fixed_urls().any(|fixed| fixed == url) || url == "index.html" {
            Some("nutgraf makes a file of this name itself")
        } else {
            (!self.take(&UrlPath::new(url))).then_some("something else has its address")
        };
        match problem {
            Some(why) => {
                let problem = Problem::FileLeft { why: why.to_owned() };
                self.findings.push(Finding::new(path, Span::default(), problem));
            }
            None => drop(self.kept.insert(path.clone(), file)),
        }
    }

    /// The old addresses of a page: its own, if it has another now, and those that led to it before.
    fn aliases(&mut self, at: usize, page: &Page) {
        let new = page_url(&self.pages[at].file);
        let own = Said { text: page.url.clone(), span: Span::default() };
        let base = page.standing.folders.join("/");
        for said in std::iter::once(&own).chain(&page.front.aliases) {
            let text = said.text.strip_prefix('/').map_or_else(
                || if said.text == own.text { said.text.clone() } else { within(&base, &said.text) },
                str::to_owned,
            );
            let text = folder(text.trim_end_matches("index.html"));
            let url = UrlPath::new(&text);
            if text.is_empty() || url.folded() == new.folded() {
                continue;
            }
            let plain = !text.contains(['?', '#', ':', '\\']) && !text.contains("//");
            let plain = plain && text.split('/').all(|name| name != "." && name != "..");
            if plain && self.take(&url) {
                let place = &mut self.pages[at];
                place.aliases.push(format!("/{text}"));
                if said.text == own.text && place.is_explainer {
                    place.known_at = place.aliases.last().cloned();
                }
            } else if said.text != own.text || plain {
                let why = if plain { "something else stands there" } else { "it is no path in the site" };
                let problem = Problem::AddressLeft { url: format!("/{text}"), why: why.to_owned() };
                self.findings.push(Finding::new(&page.path, said.span, problem));
            }
        }
    }

    /// The old addresses of lists, but of those that lead elsewhere.
    fn lists(&mut self, lists: &[List]) {
        for list in lists.iter().filter(|list| list.front.redirect.is_none()) {
            let own = Said { text: list.url.clone(), span: Span::default() };
            for said in std::iter::once(&own).chain(&list.front.aliases) {
                let url = folder(said.text.trim_end_matches("index.html"));
                let plain = !url.contains(['?', '#', ':', '\\']) && !url.contains("//");
                if url.is_empty() {
                    continue;
                }
                if plain && self.take(&UrlPath::new(&url)) {
                    self.lists.push(format!("/{url}"));
                } else if said.text != own.text {
                    let why = if plain { "something else stands there" } else { "it is no path in the site" };
                    let problem = Problem::AddressLeft { url: format!("/{url}"), why: why.to_owned() };
                    self.findings.push(Finding::new(&list.path, said.span, problem));
                }
            }
        }
    }
}

/// An alias that is said without a first slash: Hugo counts it from the page's folder.
fn within(base: &str, alias: &str) -> String {
    if base.is_empty() || !alias.starts_with("..") {
        alias.to_owned()
    } else {
        SitePath::new(&format!("{base}/x"))
            .resolve(alias)
            .map_or_else(|| alias.to_owned(), |path| path.as_str().to_owned())
    }
}

/// The names of an address, as files can have them.
fn names(url: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(url).decode_utf8_lossy().into_owned();
    let path = decoded.trim_end_matches("index.html");
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
    let bad = |c: char| c.is_control() || "\\:*?\"<>|#".contains(c);
    let names = path.split('/').map(|name| {
        let name = name.trim().trim_start_matches('.').trim_end_matches('~');
        name.chars().map(|c| if bad(c) || c.is_whitespace() { '-' } else { c }).collect::<String>()
    });
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join("/")
}

/// A name that begins with a number is a section's, so its page gets a folder.
fn file(name: &str, bundle: bool) -> SitePath {
    let last = name.rsplit('/').next().unwrap_or(name);
    let digits = last.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0 && last[digits..].starts_with('-') && name.contains('/');
    let folder = bundle || numbered || last == "index" || last.ends_with(".md");
    SitePath::new(&if folder { format!("content/{name}/index.md") } else { format!("content/{name}.md") })
}

/// Whether anything lies in the folder of a page.
fn has_files(page: &Page, tree: &Tree) -> bool {
    tree.kept.iter().any(|kept| kept.path.is_in(page.path.folder()))
}
