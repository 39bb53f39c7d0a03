//! What a link in an old page leads to, and how a new page says it.
//!
//! Must not know: where in a text a link stands.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::address::{github, simple, urlized};
use super::place::Places;
use super::settings::{Generator, Settings};
use super::tree::{Page, Tree};
use crate::base::{SitePath, UrlPath};
use crate::model::{page_url, topic_url};
use crate::parse::markdown::{Scheme, scheme};
use crate::source::{File, Picture, Snapshot};

/// All that a link can lead to.
pub(super) struct Map<'a> {
    old: &'a Snapshot,
    pub(super) settings: &'a Settings,
    pub(super) tree: &'a Tree,
    pub(super) places: &'a Places,
    by_address: BTreeMap<String, Target>,
    by_file: BTreeMap<String, Target>,
    /// The ids of each page's headings, by the page's place in the tree.
    ids: Vec<BTreeSet<String>>,
}

#[derive(Clone, Debug)]
enum Target {
    Page(usize),
    /// A file that is handed on, by its new path.
    File(SitePath),
    /// An address of the new site that is no page of the author's.
    Made(String),
}

/// Where a link leads now.
#[derive(Clone, Debug)]
pub(super) struct Led {
    pub(super) to: String,
    /// An id that the page has not: it is left out.
    pub(super) lost: Option<String>,
}

/// What a picture's or a link's target is not.
pub(super) type Why = &'static str;

const NOWHERE: Why = "leads to nothing that was carried over";
const DRAFT: Why = "leads to a draft, which readers cannot have";

impl<'a> Map<'a> {
    pub(super) fn new(
        (old, settings): (&'a Snapshot, &'a Settings),
        tree: &'a Tree,
        places: &'a Places,
    ) -> Self {
        let (by_address, by_file, ids) = (BTreeMap::new(), BTreeMap::new(), vec![]);
        let mut map = Self { old, settings, tree, places, by_address, by_file, ids };
        map.lists();
        map.topics();
        for kept in &tree.kept {
            if let Some(new) = places.kept.get(&kept.path) {
                map.by_address.insert(key(&kept.url), Target::File(new.clone()));
                map.by_file.insert(kept.path.as_str().to_owned(), Target::File(new.clone()));
            }
        }
        for (at, page) in tree.pages.iter().enumerate() {
            let aliases = page.front.aliases.iter().map(|alias| alias.text.as_str());
            for address in aliases.chain([page.url.as_str()]) {
                map.by_address.insert(key(address), Target::Page(at));
            }
            map.by_file.insert(page.path.as_str().to_owned(), Target::Page(at));
        }
        map.led_on();
        map
    }

    /// Says which ids the pages have.
    pub(super) fn with_ids(mut self, ids: Vec<BTreeSet<String>>) -> Self {
        self.ids = ids;
        self
    }

    /// Lists and feeds, which nutgraf makes at addresses of its own.
    fn lists(&mut self) {
        let lists = self.tree.lists.iter().filter(|list| list.front.redirect.is_none());
        let lists = lists.map(|list| (list.url.as_str(), "/"));
        let feeds = ["rss.xml", "atom.xml", "index.xml", "feed.xml", "feed"].map(|feed| (feed, "/feed.xml"));
        let others = [("", "/"), ("sitemap.xml", "/sitemap.xml"), ("robots.txt", "/robots.txt")];
        for (address, made) in lists.chain(feeds).chain(others) {
            self.by_address.insert(key(address), Target::Made(made.to_owned()));
        }
    }

    /// Sections that lead on, inside the site or out of it.
    fn led_on(&mut self) {
        for list in &self.tree.lists {
            let Some(said) = &list.front.redirect else { continue };
            let to = self.found(&said.text).cloned();
            if let Some(to) = to.or_else(|| self.out(&said.text).map(Target::Made)) {
                self.by_address.insert(key(&list.url), to);
            }
        }
    }

    /// An address out of the site.
    fn out(&self, said: &str) -> Option<String> {
        (said.contains("://") && self.own(said).is_none()).then(|| said.to_owned())
    }

    /// What readers find at an old address, counted from the root; a draft they do not.
    fn found(&self, said: &str) -> Option<&Target> {
        let inside = self.own(said);
        let target = self.by_address.get(&key(inside.as_deref().unwrap_or(said)))?;
        let draft = matches!(target, Target::Page(at) if self.tree.pages[*at].front.draft);
        (!draft).then_some(target)
    }

    /// The new address of what was found at an old one, from the root; of what is out of the site, its own.
    pub(super) fn now_at(&self, said: &str) -> Option<String> {
        let address = |url: &UrlPath| url.absolute("/");
        match self.found(said) {
            Some(Target::Page(at)) => Some(address(&page_url(&self.places.pages[*at].file))),
            Some(Target::File(file)) => {
                let (_, inside) = file.as_str().split_once('/')?;
                Some(address(&UrlPath::new(inside)))
            }
            Some(Target::Made(made)) => Some(made.clone()),
            None => self.out(said),
        }
    }

    /// Pages of topics; a draft has none.
    fn topics(&mut self) {
        let shown =
            self.tree.pages.iter().filter(|page| !page.front.draft && page.standing.language.is_none());
        for (kind, name) in shown.flat_map(|page| &page.front.topics) {
            let made = Target::Made(topic_url(name).to_string());
            for slug in [simple(name), urlized(name, false), github(name)] {
                self.by_address.insert(key(&format!("{kind}/{slug}")), made.clone());
            }
        }
    }

    /// What a link in a page leads to, as that page must say it; links out of the site stay as they are.
    pub(super) fn led(&self, from: usize, said: &str) -> Result<Option<Led>, Why> {
        let said = match scheme(said) {
            Scheme::Active(_) => return Err("could run code or reach the reader's files"),
            Scheme::Passive => match self.own(said) {
                Some(inside) => inside,
                None => return Ok(None),
            },
            Scheme::None => said.to_owned(),
        };
        let (path, id) = said.split_once('#').map_or((said.as_str(), None), |(path, id)| (path, Some(id)));
        let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
        if path.is_empty() {
            return Ok(Some(self.with_id((from, from), String::new(), id)));
        }
        let target = self.target(&self.tree.pages[from], path).ok_or(NOWHERE)?;
        match target {
            Target::Page(to) if self.tree.pages[*to].front.draft => Err(DRAFT),
            Target::Page(to) => {
                let href = href(&self.places.pages[from].file, &self.places.pages[*to].file);
                Ok(Some(self.with_id((from, *to), href, id)))
            }
            Target::File(file) => {
                Ok(Some(Led { to: of_file(&self.places.pages[from].file, file) + query, lost: None }))
            }
            Target::Made(address) => Ok(Some(Led { to: address.clone(), lost: None })),
        }
    }

    /// A page's link with an id, if the page has it. No id at all leads to the top.
    fn with_id(&self, (from, to): (usize, usize), href: String, id: Option<&str>) -> Led {
        // `#top` is the top of any page, as HTML has it.
        let Some(id) = id.filter(|id| !matches!(*id, "" | "top")) else {
            let to = if href.is_empty() { "#".to_owned() } else { href };
            return Led { to, lost: None };
        };
        let decoded = percent_decode_str(id).decode_utf8_lossy().into_owned();
        if self.ids.get(to).is_some_and(|ids| ids.contains(&decoded)) {
            return Led { to: format!("{href}#{id}"), lost: None };
        }
        let top = if from == to { "#".to_owned() } else { href };
        Led { to: top, lost: Some(decoded) }
    }

    /// The picture that a page shows, as that page must say it; nothing for one on another server.
    pub(super) fn picture(&self, from: usize, said: &str) -> Result<Option<String>, Why> {
        let said = match scheme(said) {
            Scheme::Active(_) => return Err("is no picture that lies in a file"),
            Scheme::Passive => match self.own(said) {
                Some(inside) => inside,
                None => return Ok(None),
            },
            Scheme::None => said.to_owned(),
        };
        let path = said.split(['?', '#']).next().unwrap_or_default();
        let Some(Target::File(file)) = self.target(&self.tree.pages[from], path) else {
            return Err("is no picture that was carried over");
        };
        let old = self.places.kept.iter().find(|(_, new)| *new == file).map(|(old, _)| old);
        match old.and_then(|old| self.old.get(old)) {
            Some(File::Asset(asset)) => fit(asset.picture)?,
            _ => return Err("is no picture that nutgraf can read"),
        }
        Ok(Some(of_file(&self.places.pages[from].file, file)))
    }

    /// An address of the old site itself, from its root.
    fn own(&self, said: &str) -> Option<String> {
        let base = self.settings.base_url.as_ref()?.text.trim_end_matches('/');
        let bare = |url: &str| url.trim_start_matches("https:").trim_start_matches("http:").to_owned();
        let (said, base) = (bare(said), bare(base));
        let rest = said.strip_prefix(&base).filter(|_| base.len() > 4)?;
        match rest.chars().next() {
            None => Some("/".to_owned()),
            Some('/' | '#' | '?') => Some(rest.to_owned()),
            Some(_) => None,
        }
    }

    /// What a path in an old page means: Zola's `@/a.md`, a path from the root, a file beside, or a path from
    /// the page's own address.
    fn target(&self, from: &Page, path: &str) -> Option<&Target> {
        let path = percent_decode_str(path).decode_utf8_lossy();
        if let Some(inside) = path.strip_prefix("@/") {
            return self
                .by_file
                .get(&format!("content/{inside}"))
                .or_else(|| self.of_section(&format!("content/{inside}")));
        }
        let by_file = || self.beside(from, &path);
        let by_address = || self.addressed(from, &path);
        if path.ends_with(".md") { by_file().or_else(by_address) } else { by_address().or_else(by_file) }
    }

    /// Of a section that has no words, only its list is left.
    fn of_section(&self, file: &str) -> Option<&Target> {
        let folder = file.strip_suffix("_index.md")?.trim_start_matches("content/");
        self.by_address.get(&key(folder))
    }

    fn addressed(&self, from: &Page, path: &str) -> Option<&Target> {
        if path.starts_with('/') {
            return self.by_address.get(&key(path)).or_else(|| self.in_subfolder(path));
        }
        // A browser counts from the folder that the page's address is in.
        let base = SitePath::new(&format!("{}x", from.url));
        self.by_address.get(&key(base.resolve(path)?.as_str()))
    }

    /// A path that has the folder of a site below a host in it.
    fn in_subfolder(&self, path: &str) -> Option<&Target> {
        let base = &self.settings.base_url.as_ref()?.text;
        let folder = base.split_once("://").map_or(base.as_str(), |(_, rest)| rest).split_once('/')?.1;
        let folder = folder.trim_matches('/');
        let rest = path.trim_start_matches('/').strip_prefix(folder).filter(|_| !folder.is_empty())?;
        self.by_address.get(&key(rest))
    }

    /// A file, counted from the page's own, or from a folder of pages or of files.
    fn beside(&self, from: &Page, path: &str) -> Option<&Target> {
        let own = from.path.resolve(path.trim_start_matches('/'));
        let roots = self.settings.folders.iter().map(|(folder, _)| folder.as_str()).chain(["static", ""]);
        let rooted =
            roots.map(|root| SitePath::new(&format!("{root}/x")).resolve(path.trim_start_matches('/')));
        let tries = own.into_iter().filter(|_| !path.starts_with('/')).chain(rooted.flatten());
        tries.into_iter().find_map(|path| {
            let path = path.as_str();
            let forms = [
                path.to_owned(),
                format!("{path}.md"),
                format!("{path}/index.md"),
                format!("{path}/_index.md"),
            ];
            forms.iter().find_map(|form| self.by_file.get(form)).or_else(|| self.of_section(path))
        })
    }

    /// What Hugo's `ref` names: a path, or the name of one page alone.
    pub(super) fn referred(&self, from: usize, said: &str) -> Result<Option<Led>, Why> {
        let (path, id) = said.split_once('#').map_or((said, ""), |(path, id)| (path, id));
        if let found @ Ok(_) = self.led(from, said) {
            return found;
        }
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
        let is_it = |page: &&Page| page.path.stem() == name || page.standing.name == name;
        let mut found = self.tree.pages.iter().filter(is_it);
        let page = found.next().filter(|_| found.next().is_none() && !path.is_empty()).ok_or(NOWHERE)?;
        let id = if id.is_empty() { String::new() } else { format!("#{id}") };
        self.led(from, &format!("/{}{id}", page.url))
    }

    pub(super) fn generator(&self) -> Generator {
        self.settings.generator
    }
}

/// Whether a picture can stand on a page of ours.
fn fit(picture: Option<Picture>) -> Result<(), Why> {
    let picture = picture.ok_or("is no picture that nutgraf can read")?;
    if picture.is_too_large() {
        return Err("has more pixels than a picture may have");
    }
    (picture.drawing || picture.size().is_some()).then_some(()).ok_or("is a picture without width or height")
}

/// What two ways to write an address have in common.
fn key(address: &str) -> String {
    let decoded = percent_decode_str(address).decode_utf8_lossy();
    let path = decoded.trim_start_matches('/').trim_end_matches("index.html");
    UrlPath::new(path.trim_end_matches('/')).as_str().to_lowercase()
}

/// A link from one file to another.
fn href(from: &SitePath, to: &SitePath) -> String {
    escaped(&UrlPath::new(to.as_str()).href_from(&UrlPath::new(from.as_str())))
}

/// A link to a file that is handed on: what lies in `static/` is at the root.
fn of_file(from: &SitePath, file: &SitePath) -> String {
    match file.as_str().strip_prefix("static/") {
        Some(rooted) => escaped(&format!("/{}", UrlPath::new(rooted).href_from(&UrlPath::new("")))),
        None => href(from, file),
    }
}

/// Brackets in an address would end it.
fn escaped(href: &str) -> String {
    href.replace('(', "%28").replace(')', "%29")
}
