//! The site as one immutable value: everything resolved, nothing rendered.
//!
//! [`resolve`] takes what the files say by themselves and makes out who cites what, which name is which
//! entity and which address each page has. Collisions and dangling references are findings here. Must not
//! know: HTML, templates, the disk.

mod cache;
mod claims;
pub(crate) mod history;
mod listing;
mod names;
mod old;
mod page;
mod references;
mod registry;
mod rendition;
mod routes;
mod spelling;
mod topic;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::{SitePath, UrlPath};
use crate::diagnostics::Finding;
use crate::parse::Parsed;
use crate::parse::links::Links;
use crate::parse::settings::Settings;
use crate::source::Snapshot;

pub(crate) use cache::Memo;
use cache::SiteCache;
pub(crate) use listing::{Listed, Listing};
pub(crate) use old::alias_url;
pub(crate) use page::{Drawing, Page, PageSource, Section, url as page_url};
pub(crate) use references::{
    Cell, CitedSource, Grid, GridColumn, Image, Link, PageReferences, Resolved, Value, label,
};
pub(crate) use registry::{EntityEntry, EntryId, FactEntry, Registry, SourceEntry};
pub(crate) use rendition::{Rendition, images, widths};
pub(crate) use routes::FIXED;
pub(crate) use topic::{Topic, topic_url};

/// What a build is told besides the files.
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

/// All that a site is resolved from.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) files: &'a Files,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) env: &'a Env,
    /// The files that differ from those of the last time, when there are no more and no fewer of them.
    pub(crate) changed: Option<&'a [SitePath]>,
}

/// A site, resolved.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) settings: Arc<Settings>,
    /// What is known of the addresses outside the site.
    pub(crate) links: Arc<Links>,
    /// Ends in a slash.
    pub(crate) base_url: String,
    pub(crate) today: Date,
    /// Explainers, the newest first; then plain pages by address.
    pub(crate) pages: Vec<Page>,
    /// Words for the home page.
    pub(crate) home: Option<Page>,
    pub(crate) frame: Arc<Frame>,
    pub(crate) registry: Arc<Registry>,
}

/// What a site has besides its pages. It is the same value as long as no page has come, gone or moved, and
/// none shows a picture or names anyone that it did not.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// Topics by the addresses of their pages.
    pub(crate) topics: BTreeMap<UrlPath, Topic>,
    /// Files that are handed on as they are.
    pub(crate) assets: BTreeMap<UrlPath, SitePath>,
    /// Smaller copies of the pictures that pages show.
    pub(crate) renditions: BTreeMap<UrlPath, Rendition>,
    /// Old addresses, and the page that each leads to now.
    pub(crate) redirects: BTreeMap<UrlPath, UrlPath>,
    /// Lines of its own for the hosts that know such lists.
    pub(crate) own_redirects: Option<Arc<str>>,
    /// Where all corrections are listed, when there are any.
    pub(crate) corrections: Option<UrlPath>,
    /// The lists of names that the site has.
    pub(crate) listings: Vec<Listing>,
    /// Who and what the explainers name, in order.
    pub(crate) listed: Vec<Listed>,
    /// The pages of those that have one, by their shelfmarks.
    pub(crate) entities: BTreeMap<EntryId, UrlPath>,
}

impl Site {
    /// The page of an entity that explainers share.
    pub(crate) fn entity_page(&self, entity: &EntityEntry) -> Option<&UrlPath> {
        self.frame.entities.get(&entity.entry_id())
    }

    /// Where the plain pages begin: each page lists them, so they must not be looked for each time.
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
    let kept = memo.take().and_then(|kept| kept.renewed(input));
    let kept = memo.insert(kept.unwrap_or_else(|| SiteCache::anew(input)));
    (kept.site(), kept.findings())
}
