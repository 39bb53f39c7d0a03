//! Resolves links: addresses and paths that a file of the site names.
//!
//! Must not know: how an output is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use percent_encoding::percent_decode_str;
use url::Url;

use super::claims::Assets;
use super::outputs::{Output, Outputs};
use super::page::{PageInterface, PageKind};
use crate::base::words::nearest;
use crate::base::{Digest, SitePath, UrlPath, nfc};
use crate::diagnostics::Problem;
use crate::parse::html::UrlKind;
use crate::parse::markdown::{Scheme, active_url, scheme};
use crate::parse::{Role, role};

/// The target of each file of a site.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    by_path: BTreeMap<SitePath, Target>,
    /// The place of the home page among the pages, if it has a file.
    home: Option<usize>,
}

#[derive(Clone, Debug)]
enum Target {
    /// A page, or a section of one by its file.
    Page {
        page: usize,
        section: Option<String>,
    },
    Asset(UrlPath),
    /// A draft, with the day on which it will be published if that is known.
    Draft(Option<Date>),
    /// There is a file, and something is wrong with it.
    Unread,
}

/// The pages and the addresses that a link can lead to.
#[derive(Clone, Copy)]
pub(crate) struct LinkCx<'a> {
    pub(crate) routes: &'a Routes,
    pub(crate) outputs: &'a Outputs,
    pub(crate) pages: &'a [Arc<PageInterface>],
    /// The address of the site, which ends in a slash.
    pub(crate) base_url: &'a str,
}

/// All that links of a site are resolved with, but the table of its addresses.
#[derive(Debug)]
pub(crate) struct LinkTargets {
    pub(super) routes: Routes,
    /// The interfaces of all pages in the site's order, the home page last.
    pub(super) pages: Vec<Arc<PageInterface>>,
    /// The digest of all targets; made when it is needed.
    digest: OnceLock<Digest>,
}

impl LinkTargets {
    pub(super) fn new(routes: Routes, pages: Vec<Arc<PageInterface>>) -> Self {
        Self { routes, pages, digest: OnceLock::new() }
    }

    /// The digest of everything that decides where a link leads. `outputs` are those of the same site.
    pub(super) fn digest(&self, outputs: &Outputs) -> Digest {
        *self.digest.get_or_init(|| {
            let files =
                self.routes.by_path.iter().map(|(path, target)| (path.as_str(), format!("{target:?}")));
            let pages = self.pages.iter().map(|page| (page.url.as_str(), &page.ids));
            let urls = outputs.urls().map(UrlPath::as_str);
            Digest::of_value(&(
                files.collect::<Vec<_>>(),
                pages.collect::<Vec<_>>(),
                urls.collect::<Vec<_>>(),
            ))
        })
    }
}

impl Routes {
    /// `pages` are in the site's order; `unread` are files about which there are other findings.
    pub(super) fn new(
        pages: &[Arc<PageInterface>],
        outputs: &Outputs,
        assets: &Assets,
        unread: &BTreeSet<SitePath>,
    ) -> Self {
        let mut by_path = BTreeMap::new();
        by_path.extend(unread.iter().map(|path| (path.clone(), Target::Unread)));
        by_path.extend(assets.withheld.iter().map(|(path, until)| (path.clone(), Target::Draft(*until))));
        for (at, page) in pages.iter().enumerate() {
            for path in &page.files {
                let section = match role(path) {
                    Role::Section { id, .. } => Some(id.to_owned()),
                    _ => None,
                };
                by_path.insert(path.clone(), Target::Page { page: at, section });
            }
        }
        by_path.extend(outputs.assets().map(|(url, path)| (path.clone(), Target::Asset(url.clone()))));
        Self { by_path, home: pages.iter().position(|page| page.kind == PageKind::Home) }
    }

    /// The address of a file that is copied verbatim.
    pub(crate) fn asset(&self, path: &SitePath) -> Option<&UrlPath> {
        match self.by_path.get(path)? {
            Target::Asset(url) => Some(url),
            _ => None,
        }
    }

    /// Resolves a picture's address to its file and URL; one from the site's root is in `static/`.
    pub(crate) fn image(&self, file: &SitePath, src: &str) -> Result<(&UrlPath, SitePath), Problem> {
        let decoded = percent_decode_str(src).decode_utf8_lossy();
        let target = match decoded.strip_prefix('/') {
            Some(rooted) => Some(SitePath::new(&format!("static/{rooted}"))),
            None => file.resolve(&decoded),
        };
        let missing = |near| {
            if src.contains('\\') {
                return backslash(src);
            }
            let path = src.to_owned();
            match path.starts_with('/') {
                true => Problem::MissingStaticImage { path, near },
                false => Problem::MissingImage { path, near },
            }
        };
        let Some(target) = target else { return Err(missing(None)) };
        match self.by_path.get(&target) {
            Some(Target::Asset(url)) => Ok((url, target)),
            Some(Target::Draft(until)) => Err(draft_link(src, *until)),
            _ => Err(missing(self.near_link(file, &target))),
        }
    }

    /// Resolves a path to a data file and its URL. The error has no problem if there is a finding on the file already.
    pub(crate) fn data(&self, file: &SitePath, path: &str) -> Result<(&UrlPath, SitePath), Option<Problem>> {
        let Some(target) = file.resolve(path) else {
            return Err(Some(Problem::MissingData { path: path.to_owned(), near: None }));
        };
        let path = path.to_owned();
        Err(Some(match self.by_path.get(&target) {
            Some(Target::Asset(url)) => return Ok((url, target)),
            Some(Target::Unread) => return Err(None),
            Some(Target::Draft(until)) => draft_link(&path, *until),
            Some(Target::Page { .. }) => Problem::NotData { path },
            None => {
                // A path in TOML is not percent-encoded.
                let near = self.near_path(&target).map(|near| near.relative_to(&UrlPath::new(file.as_str())));
                Problem::MissingData { near, path }
            }
        }))
    }

    /// Resolves a path from the site's root, as on the web.
    fn absolute(&self, path: &str, outputs: &Outputs) -> Result<Target, Problem> {
        let path = path.trim_start_matches('/');
        let tries = [UrlPath::new(path), UrlPath::new(&format!("{path}/"))];
        for url in tries {
            match outputs.linkable(&url) {
                Some(Output::Page(page)) => return Ok(Target::Page { page: *page, section: None }),
                Some(Output::Home) => return Ok(self.home()),
                Some(_) => return Ok(Target::Asset(url)),
                None => {}
            }
        }
        let files: Vec<_> = outputs.linkable_files().collect();
        let near = nearest(path, files.iter().map(String::as_str)).map(rooted_link);
        Err(Problem::BrokenLink { target: format!("/{path}"), near })
    }

    /// The home page, which every site has, with or without a file.
    fn home(&self) -> Target {
        self.home.map_or_else(|| Target::Asset(UrlPath::new("")), |page| Target::Page { page, section: None })
    }

    /// Resolves a path from the file's own folder, as on disk.
    fn relative(&self, file: &SitePath, path: &str) -> Result<Target, Problem> {
        let Some(target) = file.resolve(path) else { return Err(Problem::LinkLeaves {}) };
        let index = SitePath::new(&format!("{target}/index.md"));
        if let Some(target) = self.by_path.get(&target).or_else(|| self.by_path.get(&index)) {
            return Ok(target.clone());
        }
        if target.as_str() == "content/index.md" || target.as_str() == "content" {
            return Ok(self.home());
        }
        if path.contains('\\') {
            return Err(backslash(path));
        }
        Err(Problem::BrokenLink { target: path.to_owned(), near: self.near_link(file, &target) })
    }

    /// The file that was most likely meant, as a link from `file`.
    fn near_link(&self, file: &SitePath, target: &SitePath) -> Option<String> {
        let near = self.near_path(target)?;
        Some(match near.as_str().strip_prefix("static/") {
            Some(rooted) => rooted_link(rooted),
            // Between files as between pages: an address is relative to its folder.
            None => near.link_from(&UrlPath::new(file.as_str())),
        })
    }

    /// The file that was most likely meant: one of nearly that name in the same folder, or one of that name in
    /// another.
    fn near_path(&self, target: &SitePath) -> Option<UrlPath> {
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
        Some(UrlPath::new(&near))
    }
}

impl LinkCx<'_> {
    /// Resolves an address in HTML as the same address in Markdown, to one relative to `page`.
    pub(crate) fn resolve_html_url(
        self,
        page: &PageInterface,
        file: &SitePath,
        url: &str,
        kind: UrlKind,
    ) -> Result<String, Problem> {
        if let Scheme::Active(scheme) = scheme(url) {
            return Err(active_url(scheme));
        }
        // Browsers scroll to the top of the page, whatever is on it.
        if url == "#top" {
            return Ok(url.to_owned());
        }
        let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        if kind == UrlKind::Link || path.is_empty() {
            return self.resolve_link(page, file, url);
        }
        let (target, _) = self.routes.image(file, path)?;
        Ok(target.href_from(&page.url) + rest)
    }

    /// Resolves an address as a browser does on `page`, if there is something at it that an author can link to.
    pub(crate) fn linkable_url(self, page: &PageInterface, url: &str) -> Option<String> {
        self.browsed_url(&page.url, url, &|target| self.outputs.linkable(target).is_some())
    }

    /// Resolves an address as a browser does on the page at `from`, if there is anything at it.
    pub(crate) fn served_url(self, from: &UrlPath, url: &str) -> Option<String> {
        self.browsed_url(from, url, &|target| self.outputs.is_served(target))
    }

    fn browsed_url(self, from: &UrlPath, url: &str, is_there: &dyn Fn(&UrlPath) -> bool) -> Option<String> {
        let base = Url::parse(self.base_url).ok()?;
        let target = Url::parse(&from.absolute(self.base_url)).ok()?.join(url).ok()?;
        let path = target.path().strip_prefix(base.path()).filter(|_| target.origin() == base.origin())?;
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let tries = [UrlPath::of_file(&path), UrlPath::new(&format!("{path}/"))];
        let found = tries.iter().find(|target| is_there(target))?;
        let rest = &url[url.find(['?', '#']).unwrap_or(url.len())..];
        Some(found.href_from(from) + rest)
    }

    /// Resolves a link in `file`, which is part of `page`, to an address relative to that page.
    pub(crate) fn resolve_link(
        self,
        page: &PageInterface,
        file: &SitePath,
        link: &str,
    ) -> Result<String, Problem> {
        let (path, fragment) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
        let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
        let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
        if decoded.is_empty() && query.is_empty() {
            return fragment.map_or(Ok(String::new()), |id| with_fragment("", id, page));
        }
        let target = if decoded.starts_with('/') {
            self.routes.absolute(&decoded, self.outputs)?
        } else {
            self.routes.relative(file, &decoded)?
        };
        let (url, section, other) = match target {
            Target::Page { page: at, section } => (&self.pages[at].url, section, Some(&self.pages[at])),
            Target::Asset(ref url) => (url, None, None),
            Target::Unread => return Ok(String::new()),
            Target::Draft(until) => return Err(draft_link(link, until)),
        };
        let href = url.href_from(&page.url) + query;
        match (fragment, section, other) {
            (Some(id), _, Some(other)) => with_fragment(&href, id, other),
            (Some(id), _, None) => Ok(format!("{href}#{id}")),
            (None, Some(section), _) => Ok(format!("{href}#{section}")),
            (None, None, _) => Ok(href),
        }
    }
}

/// A link from the site's root.
fn rooted_link(path: &str) -> String {
    format!("/{}", UrlPath::new(path).link_from(&UrlPath::new("")))
}

/// The problem of a link to what is not public yet.
fn draft_link(target: &str, until: Option<Date>) -> Problem {
    let target = target.to_owned();
    match until {
        Some(day) => Problem::HeldLink { target, day: day.to_string() },
        None => Problem::DraftLink { target },
    }
}

fn backslash(path: &str) -> Problem {
    Problem::BackslashPath { path: path.to_owned(), fixed: path.replace('\\', "/") }
}

/// An address with its fragment, if the page has that id.
fn with_fragment(href: &str, id: &str, page: &PageInterface) -> Result<String, Problem> {
    let id = percent_decode_str(id).decode_utf8_lossy();
    let id = nfc(&id);
    if id.is_empty() || page.ids.contains(&*id) {
        return Ok(format!("{href}#{id}"));
    }
    let near = nearest(&id, page.ids.iter().map(String::as_str)).map(|near| format!("#{near}"));
    Err(Problem::BrokenAnchor { id: id.into_owned(), page: page.url.to_string(), near })
}
