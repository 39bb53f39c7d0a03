//! The site as one immutable value: everything resolved, nothing rendered.
//!
//! [`resolve`] takes what the files say by themselves and makes out who cites what, which name is which
//! entity and which address each page has. Collisions and dangling references are findings here. Must not
//! know: HTML, templates, the disk.

mod page;
mod passage;
mod registry;
mod routes;
mod topic;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::{SitePath, Span, UrlPath};
use crate::finding::{Finding, Problem};
use crate::source::{File, Snapshot};
use crate::syntax::settings::Settings;
use crate::syntax::{Content, Parsed};

pub(crate) use page::Page;
use passage::Around;
pub(crate) use passage::{CitedSource, Image, Ledger, Resolved};
pub(crate) use registry::Named;
use registry::Registry;
use routes::Routes;
pub(crate) use topic::Topic;

/// What a build is told besides the files.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Env {
    /// The day on which the site is built.
    #[serde(serialize_with = "as_text")]
    pub today: Date,
    /// An address that replaces `base_url` of `site.toml`.
    pub base_url: Option<String>,
    /// Whether drafts are built too.
    pub drafts: bool,
}

fn as_text<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// The parsed files of a site.
pub(crate) type Files = BTreeMap<SitePath, Arc<Parsed>>;

/// A site, resolved.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) settings: Settings,
    /// Ends in a slash.
    pub(crate) base_url: String,
    pub(crate) today: Date,
    /// Explainers, the newest first; then plain pages by address.
    pub(crate) pages: Vec<Page>,
    /// Words for the home page.
    pub(crate) home: Option<Page>,
    /// Topics by the addresses of their pages.
    pub(crate) topics: BTreeMap<UrlPath, Topic>,
    /// Files that are handed on as they are.
    pub(crate) assets: BTreeMap<UrlPath, SitePath>,
    /// Old addresses, and the page that each leads to now.
    pub(crate) redirects: BTreeMap<UrlPath, UrlPath>,
}

impl Site {
    /// Where the plain pages begin: each page lists them, so they must not be looked for each time.
    fn first_plain(&self) -> usize {
        self.pages.partition_point(Page::is_explainer)
    }

    pub(crate) fn explainers(&self) -> &[Page] {
        &self.pages[..self.first_plain()]
    }

    pub(crate) fn plain_pages(&self) -> &[Page] {
        &self.pages[self.first_plain()..]
    }
}

/// Makes a site of parsed files. There is always one; errors among the findings say that it is not fit
/// to be shown.
pub(crate) fn resolve(files: &Files, snapshot: &Snapshot, env: &Env) -> (Site, Vec<Finding>) {
    let mut findings = Vec::new();
    let settings = settings(files, &mut findings);
    let base_url = base_url(&settings, env, &mut findings);
    let mut pages = page::assemble(files, env, &mut findings);
    let unread = unread(files, snapshot);
    let registry = Registry::new(files, &unread, &mut findings);
    let routes = Routes::new(&pages, (files, &unread), snapshot, &mut findings);
    let pixels = pixels(snapshot);
    let around = Around { registry: &registry, routes: &routes, pages: &pages, pixels: &pixels };
    let checked: Vec<_> = pages.par_iter().map(|page| passage::resolve(page, &around)).collect();
    for (page, (ledger, found)) in pages.iter_mut().zip(checked) {
        page.ledger = ledger;
        findings.extend(found);
    }
    let home = pages.iter().position(Page::is_home).map(|at| pages.remove(at));
    pages.sort_by(Page::newest_first);
    let topics = topic::topics(&pages);
    let drafts = files.values().any(|parsed| matches!(parsed.content, Content::Document(_)));
    if !drafts && !unread.iter().any(|path| path.extension() == Some("md")) {
        findings.push(Finding::new(&SitePath::new("content"), Span::default(), Problem::NoContent {}));
    }
    let Routes { assets, redirects, .. } = routes;
    (Site { settings, base_url, today: env.today, pages, home, topics, assets, redirects }, findings)
}

/// The files of `content/` that could not be read, or not to their end: what they would have said is not
/// known, so nothing is said to lack in them.
fn unread(files: &Files, snapshot: &Snapshot) -> BTreeSet<SitePath> {
    let broken = |parsed: &Parsed| {
        parsed.findings.iter().any(|finding| matches!(finding.problem, Problem::TomlSyntax { .. }))
    };
    let unread = |(path, file): (&SitePath, &File)| match (
        file,
        files.get(path).map(|parsed| (&parsed.content, parsed)),
    ) {
        (File::Broken(_), _) | (_, Some((Content::Nothing, _))) => Some(path.clone()),
        (_, Some((Content::Sources(_) | Content::Entities(_), parsed))) if broken(parsed) => {
            Some(path.clone())
        }
        _ => None,
    };
    let content = snapshot.files().iter().filter(|(path, _)| path.as_str().starts_with("content/"));
    content.filter_map(unread).collect()
}

/// The sizes of all pictures whose headers tell them.
fn pixels(snapshot: &Snapshot) -> BTreeMap<SitePath, (u32, u32)> {
    let size = |(path, file): (&SitePath, &File)| match file {
        File::Asset(asset) => Some((path.clone(), asset.pixels?)),
        _ => None,
    };
    snapshot.files().iter().filter_map(size).collect()
}

fn settings(files: &Files, findings: &mut Vec<Finding>) -> Settings {
    let path = SitePath::new("site.toml");
    if let Some(Content::Settings(settings)) = files.get(&path).map(|parsed| &parsed.content) {
        return Settings::clone(settings);
    }
    if !files.contains_key(&path) {
        findings.push(Finding::new(&path, Span::default(), Problem::NoSiteToml {}));
    }
    Settings::default()
}

fn base_url(settings: &Settings, env: &Env, findings: &mut Vec<Finding>) -> String {
    if let Some(url) = env.base_url.as_ref().or(settings.base_url.as_ref()) {
        return url.clone();
    }
    if settings.lacks_base_url {
        let problem = Problem::MissingKey { key: "base_url", table: "site.toml" };
        findings.push(Finding::new(&SitePath::new("site.toml"), settings.span, problem));
    }
    "https://site.invalid/".to_owned()
}
