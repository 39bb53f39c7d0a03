//! The site as one immutable value: everything resolved, nothing rendered.
//!
//! [`resolve`] takes parsed files and finds out who cites what, which name is which entity and which address each
//! page has. Collisions and dangling references are findings here. Must not know: HTML, templates, the disk.

mod cache;
mod claims;
mod file_names;
pub(crate) mod history;
mod listing;
mod names;
mod outputs;
mod page;
mod page_source;
mod references;
mod registry;
mod rendition;
mod routes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::catalogue::Catalogue;
use crate::base::{Digest, SitePath, Span, UrlPath};
use crate::diagnostics::Finding;
use crate::parse::Parsed;
use crate::parse::links::Links;
use crate::parse::settings::Settings;
use crate::source::Snapshot;

pub(crate) use cache::Memo;
use cache::SiteCache;
pub(crate) use claims::fixed_urls;
use claims::{CORRECTIONS, PAGE_INDEX};
pub(crate) use listing::{Listed, Listing, Topic, topic_url};
pub(crate) use outputs::{CardSubject, Output, Outputs};
pub(crate) use page::Page;
pub(crate) use page_source::{Drawing, PageSource, Section, url as page_url};
pub(crate) use references::{
    Cell, Columns, DataProblems, Grid, GridColumn, GridRequest, Image, Link, PageReferences, Resolved,
    Resolver, Value, label,
};
pub(crate) use registry::{EntityEntry, EntryId, FactEntry, Registry, SourceEntry};
pub(crate) use rendition::{Rendition, report_damaged_image, widths};
pub(crate) use routes::LinkCx;
use routes::LinkTargets;

/// The inputs of a build besides the files.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
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

/// Everything that a site is resolved from.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) files: &'a Files,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) env: &'a Env,
    /// The files that differ from those of the last time, when there are no more and no fewer of them.
    pub(crate) changed: Option<&'a [SitePath]>,
}

/// A site, resolved. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) settings: Arc<Settings>,
    /// The records of `links.lock` on addresses outside the site.
    pub(crate) links: Arc<Links>,
    /// The words of the interface in the site's language.
    pub(crate) catalogue: Arc<Catalogue>,
    /// Ends in a slash.
    pub(crate) base_url: String,
    /// The place of it in `site.toml`; `None` if it comes from the command line.
    pub(crate) base_url_span: Option<Span>,
    pub(crate) today: Date,
    /// Explainers, the newest first; then plain pages by address.
    pub(crate) pages: Vec<Page>,
    /// Words for the home page.
    pub(crate) home: Option<Page>,
    /// Pages that are not built.
    drafts: Arc<[Arc<PageSource>]>,
    pub(crate) frame: Arc<Frame>,
    /// All addresses but those of share cards, which follow from the theme.
    pub(crate) outputs: Arc<Outputs>,
    /// Lines of its own for the hosts that know such lists.
    pub(crate) own_redirects: Option<Arc<str>>,
    pub(crate) registry: Arc<Registry>,
    link_targets: Arc<LinkTargets>,
}

/// A page whose day of publication is yet to come.
#[derive(Debug)]
pub(crate) struct HeldPage<'s> {
    pub(crate) until: Date,
    pub(crate) page: &'s PageSource,
}

/// Lists that a site makes of its pages. They are the same values as long as no page has come, gone or moved, and
/// none names anyone that it did not.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// Topics by the addresses of their pages.
    pub(crate) topics: BTreeMap<UrlPath, Topic>,
    /// The entities that the explainers name, in order.
    pub(crate) listed: Vec<Listed>,
    /// The pages of those that have one.
    pub(crate) entities: BTreeMap<EntryId, UrlPath>,
}

impl Site {
    /// The page of an entity that explainers share.
    pub(crate) fn entity_page(&self, entity: &EntityEntry) -> Option<&UrlPath> {
        self.frame.entities.get(&entity.entry_id())
    }

    /// The page at a place in the site's order, in which the home page is the last.
    pub(crate) fn page(&self, at: usize) -> Option<&Page> {
        self.all_pages().nth(at)
    }

    /// All pages in the site's order, the home page last.
    pub(crate) fn all_pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().chain(&self.home)
    }

    /// The list of all corrections, if there are any.
    pub(crate) fn corrections_page(&self) -> Option<UrlPath> {
        let url = UrlPath::new(CORRECTIONS);
        (self.outputs.get(&url) == Some(&Output::Corrections)).then_some(url)
    }

    /// The list of all pages, if there is one.
    pub(crate) fn page_index(&self) -> Option<UrlPath> {
        let url = UrlPath::new(PAGE_INDEX);
        (self.outputs.get(&url) == Some(&Output::PageIndex)).then_some(url)
    }

    /// The pages that are held back, the first to be published first.
    pub(crate) fn held_pages(&self) -> Vec<HeldPage<'_>> {
        let built = self.pages.iter().map(|page| &page.source);
        let all = built.chain(&*self.drafts);
        let mut pages: Vec<_> =
            all.filter_map(|page| Some(HeldPage { until: page.held_until?, page })).collect();
        pages.sort_by_key(|held| (held.until, held.page.path()));
        pages
    }

    /// The files of drafts and those beside them, by their names in the output.
    pub(crate) fn draft_files(&self) -> BTreeSet<String> {
        let drafts = || self.pages.iter().filter(|page| page.is_draft());
        let folders: Vec<_> = drafts().filter_map(|page| page.folder()).collect();
        let is_theirs = |path: &SitePath| folders.iter().any(|folder| path.is_in(folder));
        let beside = self.outputs.assets().filter(|(_, path)| is_theirs(path));
        drafts().map(|page| &page.url).chain(beside.map(|(url, _)| url)).map(UrlPath::file).collect()
    }

    /// Everything that links are resolved with, after all addresses are known.
    pub(crate) fn link_cx(&self) -> LinkCx<'_> {
        LinkCx {
            routes: &self.link_targets.routes,
            outputs: &self.outputs,
            pages: &self.link_targets.pages,
            base_url: &self.base_url,
        }
    }

    /// The digest of everything that decides where a link leads.
    pub(crate) fn link_digest(&self) -> Digest {
        Digest::of_value(&(self.link_targets.digest(&self.outputs), &self.base_url))
    }

    /// The lists of names that the site has.
    pub(crate) fn listings(&self) -> impl Iterator<Item = Listing> {
        let has = |listing: &Listing| self.outputs.get(&listing.url()) == Some(&Output::Listing(*listing));
        [Listing::WhosWho, Listing::Glossary].into_iter().filter(has)
    }

    /// The place of the first plain page. Every page lists them, so it is found by bisection.
    fn first_plain(&self) -> usize {
        self.pages.partition_point(|page| page.is_explainer())
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
pub(crate) fn resolve(input: Input<'_>, memo: &mut Memo) -> (Site, Vec<Finding>) {
    let updated = memo.take().and_then(|cache| cache.update(input));
    let cache = memo.insert(updated.unwrap_or_else(|| SiteCache::build(input)));
    (cache.site(), cache.findings())
}
