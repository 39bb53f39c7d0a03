//! A page, resolved: what its files say, with everything that they refer to; and its interface, which is everything
//! that the rest of the site may know of it.
//!
//! Addresses, topics, redirects, the order of pages and the links between them are made from interfaces alone.
//! So an edit that leaves a page's interface the same concerns that page alone, and the rest of the site need not
//! be resolved again. Must not know: how references are resolved, or what a page looks like.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;

use super::page_source::{Drawing, PageSource};
use super::references::PageReferences;
use crate::base::{Place, SitePath, Span, UrlPath};
use crate::blocks::BlockPlace;
use crate::parse::Kind;
use crate::parse::prose::Title;

/// An explainer, a plain page, or the home page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(super) source: Arc<PageSource>,
    pub(super) interface: Arc<PageInterface>,
    pub(crate) references: Arc<PageReferences>,
}

impl Deref for Page {
    type Target = PageSource;

    fn deref(&self) -> &PageSource {
        &self.source
    }
}

impl Page {
    /// What the rest of the site may know of it.
    pub(crate) fn interface(&self) -> &PageInterface {
        &self.interface
    }

    /// Whether its own files are the same as in `before`.
    pub(crate) fn is_same_source(&self, before: &Self) -> bool {
        Arc::ptr_eq(&self.source, &before.source)
    }

    /// The address from which the ids of its entries in feeds are made.
    pub(crate) fn feed_address(&self) -> &UrlPath {
        // A page that moves is no new page to those who have read it, if it says where it stood; `aliases` do not, for
        // they may be short cuts, or addresses of pages that this one has taken in.
        self.interface.feed_id.as_ref().unwrap_or(&self.interface.url)
    }

    /// The dek, its figures in their places.
    pub(crate) fn dek(&self) -> Option<&Title> {
        self.references.dek.as_ref().or_else(|| self.dek_as_written())
    }

    /// What the block at a place draws.
    pub(crate) fn drawing(&self, place: BlockPlace<'_>) -> Option<&Drawing> {
        self.drawings.iter().find(|drawing| (drawing.file, drawing.block) == (place.file, place.block))
    }
}

/// Everything that the rest of the site may know of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PageInterface {
    pub(super) url: UrlPath,
    pub(super) kind: PageKind,
    /// The first day on which it can have been published.
    published: Option<Date>,
    pub(super) is_draft: bool,
    /// The main file first, then those of the sections.
    pub(super) files: Vec<SitePath>,
    pub(super) topics: Vec<TopicName>,
    /// Its old addresses.
    pub(super) aliases: Vec<Owned>,
    feed_id: Option<UrlPath>,
    /// A site has a list of corrections, to which every page links, as soon as there is one.
    pub(super) is_corrected: bool,
    /// All ids that a link may name.
    pub(super) ids: BTreeSet<String>,
    /// The pictures that its blocks draw.
    pub(super) drawings: Vec<Owned>,
}

/// Pages stand in this order: explainers before plain pages, and the home page after all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PageKind {
    Explainer,
    Plain,
    Home,
}

/// A topic as the author of a page spells it, and the address of its page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TopicName {
    pub(super) name: String,
    pub(super) page: Owned,
}

/// An address, and the place in a file that asks for it.
#[derive(Debug)]
pub(super) struct Owned {
    pub(super) url: UrlPath,
    /// For findings alone.
    pub(super) place: Place,
}

/// Places do not count: a line more above moves them and changes nothing else. A finding that names one is made
/// anew with the whole site, since no site with findings between its pages is updated in part.
impl PartialEq for Owned {
    fn eq(&self, other: &Self) -> bool {
        self.url == other.url
    }
}

impl Eq for Owned {}

impl PageInterface {
    /// `raw_html` is whether HTML in Markdown is HTML: then a link can lead to the ids in it.
    pub(super) fn new(page: &PageSource, raw_html: bool) -> Self {
        let path = page.path();
        let owned = |url: &UrlPath, span| Owned { url: url.clone(), place: Place::new(path, span) };
        let topics = page.explainer().map_or(&[][..], |front| &front.topics);
        let topics = topics
            .iter()
            .zip(&page.topics)
            .map(|(topic, url)| TopicName { name: topic.value.clone(), page: owned(url, topic.span) });
        let drawings = page.drawings.iter().map(|drawing| {
            let body = &page.files[drawing.file];
            let start = body.document().blocks[drawing.block].span.start;
            Owned { url: drawing.url.clone(), place: Place::new(&body.path, Span { start, end: start }) }
        });
        Self {
            url: page.url.clone(),
            kind: match page.main().document().kind {
                Kind::Explainer(_) => PageKind::Explainer,
                Kind::Home(_) => PageKind::Home,
                Kind::Page(_) | Kind::Section(_) => PageKind::Plain,
            },
            published: page.published().map(|when| when.date.earliest()),
            is_draft: page.is_draft(),
            files: page.files.iter().map(|body| body.path.clone()).collect(),
            topics: topics.collect(),
            aliases: page.aliases.iter().map(|alias| owned(&alias.url, alias.span)).collect(),
            feed_id: page.feed_id.clone(),
            is_corrected: page.is_corrected(),
            ids: page.ids(raw_html).into_iter().map(str::to_owned).collect(),
            drawings: drawings.collect(),
        }
    }

    /// The key by which pages are sorted: the newest explainer first.
    pub(super) fn rank(&self) -> (PageKind, Reverse<Option<Date>>, &UrlPath) {
        (self.kind, Reverse(self.published), &self.url)
    }

    /// The addresses of an explainer's other forms: as Markdown, and as data.
    pub(super) fn forms(&self) -> Option<[UrlPath; 2]> {
        let form = |name: &str| UrlPath::new(&format!("{}{name}", self.url.as_str()));
        (self.kind == PageKind::Explainer).then(|| ["index.md", "index.json"].map(form))
    }
}
