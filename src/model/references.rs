//! Resolves what a page refers to: every bracket and link of its Markdown.
//!
//! The pieces of Markdown on a page are taken in the order in which they are read, so that the first source
//! cited is number 1. Must not know: HTML.

mod beside;
mod block;
mod grid;
mod notation;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use super::Files;
use super::page::PageInterface;
use super::page_source::PageSource;
use super::registry::{EntityEntry, Entry, FactEntry, Registry, SourceEntry};
use super::rendition::Copied;
use super::routes::{LinkCx, Routes};
use crate::base::catalogue::Catalogue;
use crate::base::toml::{format_key, format_string};
use crate::base::words::slug;
use crate::base::{Digest, SitePath, Span};
use crate::blocks::Block;
use crate::diagnostics::{Finding, Problem};
use crate::parse::Document;
use crate::parse::data::{entity_kinds, source_kinds};
use crate::parse::html::UrlKind;
use crate::parse::markdown::{Cited, Reference, Target, citation_prefix, parse_citation};
use crate::parse::prose::{Prose, Title};
use crate::parse::table::Text;
use crate::source::Picture;
use beside::Usage;
pub(crate) use block::label;
pub(crate) use grid::{Cell, Columns, DataProblems, Grid, GridColumn, GridRequest, Value};

/// The place of a piece of Markdown: its file, and a byte in it. No two pieces share one.
pub(crate) type At = (SitePath, u32);

/// All that a page refers to.
#[derive(Debug, Default)]
pub(crate) struct PageReferences {
    /// In the order of first use: the first is number 1.
    pub(crate) sources: Vec<CitedSource>,
    /// In the order of first mention.
    pub(crate) entities: Vec<EntityEntry>,
    /// In the order of first use.
    pub(crate) facts: Vec<FactEntry>,
    /// Places of the entities that people blocks show.
    pub(crate) listed: BTreeSet<usize>,
    /// The data of blocks, by their places in the page's files.
    pub(crate) grids: BTreeMap<At, Grid>,
    /// The files of data that it shows or would show.
    pub(super) data: BTreeSet<SitePath>,
    /// The dek, where it has figures in it.
    pub(crate) dek: Option<Title>,
    /// The targets of the references in each piece of Markdown, in their order.
    pub(crate) resolved: BTreeMap<At, Vec<Resolved>>,
    /// Names in each piece that lead to their cards without a mark, in their order.
    pub(crate) links: BTreeMap<At, Vec<Link>>,
}

/// A name in running text that leads to its entity's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Link {
    /// Its bytes: of the file for a body, of the value for a short text.
    pub(crate) span: Span,
    /// A place in the page's entities.
    pub(crate) entity: usize,
}

impl PageReferences {
    /// The targets of the references in the piece of Markdown at a place.
    pub(crate) fn at(&self, path: &SitePath, start: u32) -> &[Resolved] {
        self.resolved.get(&(path.clone(), start)).map_or(&[], Vec::as_slice)
    }

    /// The picture whose address is written at a place.
    pub(crate) fn image(&self, path: &SitePath, src: &Text) -> Option<&Image> {
        self.at(path, src.span.start).iter().find_map(|resolved| match resolved {
            Resolved::Image(image) => Some(image),
            _ => None,
        })
    }

    /// The names that lead to their cards in the piece of Markdown at a place.
    pub(crate) fn links_at(&self, path: &SitePath, start: u32) -> &[Link] {
        self.links.get(&(path.clone(), start)).map_or(&[], Vec::as_slice)
    }

    /// The targets of all references between two places of a file.
    pub(crate) fn within(&self, path: &SitePath, span: Span) -> impl Iterator<Item = &[Resolved]> {
        let at = |byte: u32| (path.clone(), byte);
        self.resolved.range(at(span.start)..at(span.end)).map(|(_, resolved)| resolved.as_slice())
    }
}

/// A source and its uses on the page.
#[derive(Debug)]
pub(crate) struct CitedSource {
    pub(crate) source: SourceEntry,
    /// The locator of each use, in order.
    pub(crate) uses: Vec<Option<String>>,
}

/// A picture: where it stands, its size in pixels if that is known, and its smaller copies, narrow ones first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Image {
    pub(crate) href: String,
    pub(crate) pixels: Option<(u32, u32)>,
    pub(crate) copies: Vec<Copied>,
    /// Its file.
    #[serde(skip)]
    pub(crate) path: SitePath,
    /// The place that names it.
    #[serde(skip)]
    pub(crate) span: Span,
}

/// The target of one reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Resolved {
    /// Places in the page's sources, each with the number of this use; 0 for one that is not counted.
    Sources(Vec<(usize, usize)>),
    /// A place in the page's entities.
    Entity(usize),
    /// A place in the page's facts, what is printed, its value for programs, and its source's uses.
    Fact {
        at: usize,
        words: String,
        value: String,
        uses: Vec<(usize, usize)>,
    },
    /// Rows of data: the address of their file, and their digest.
    Data {
        href: Option<String>,
        digest: Digest,
    },
    /// An address relative to the page.
    Link(String),
    Image(Image),
    /// A name of which the page says no more: its text, without brackets.
    Name,
    /// Nothing: brackets are text.
    Text,
}

/// Resolves everything that a page refers to.
pub(crate) fn resolve_references(
    page: &PageSource,
    interface: &PageInterface,
    cx: &ResolveCx<'_>,
) -> (PageReferences, Vec<Finding>) {
    let mut resolver = Resolver {
        page,
        interface,
        links: cx.links,
        files: cx.files,
        registry: cx.registry,
        routes: cx.links.routes,
        pictures: cx.pictures,
        catalogue: cx.catalogue,
        today: cx.today,
        raw_html: cx.raw_html,
        lost_credentials: vec![],
        met: BTreeSet::new(),
        references: PageReferences::default(),
        findings: vec![],
    };
    resolver.front();
    for (file, body) in page.files.iter().enumerate() {
        resolver.document(file, &body.path, body.document());
    }
    resolver.foot();
    resolver.report_lost_credentials();
    (resolver.references, resolver.findings)
}

/// Everything that a page can refer to.
pub(crate) struct ResolveCx<'a> {
    pub(crate) files: &'a Files,
    pub(crate) registry: &'a Registry,
    pub(crate) links: LinkCx<'a>,
    pub(crate) pictures: &'a BTreeMap<SitePath, Picture>,
    /// The words of the language in which the page shows dates and numbers.
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) today: Date,
    /// Whether HTML in Markdown is HTML, and no text.
    pub(crate) raw_html: bool,
}

/// Resolves what a page refers to, piece by piece, in the order in which it is read.
pub(crate) struct Resolver<'a> {
    page: &'a PageSource,
    interface: &'a PageInterface,
    links: LinkCx<'a>,
    files: &'a Files,
    registry: &'a Registry,
    routes: &'a Routes,
    pictures: &'a BTreeMap<SitePath, Picture>,
    pub(crate) catalogue: &'a Catalogue,
    today: Date,
    raw_html: bool,
    /// Pictures whose copies lose their content credentials.
    lost_credentials: Vec<LostCredentials>,
    /// The entities that the section has named so far.
    met: BTreeSet<usize>,
    references: PageReferences,
    findings: Vec<Finding>,
}

/// A picture whose copies lose its content credentials: its address, and the finding for it.
struct LostCredentials {
    href: String,
    finding: Finding,
}

impl<'a> Resolver<'a> {
    /// Reports pictures whose copies lose their content credentials, unless the page links to the original.
    fn report_lost_credentials(&mut self) {
        let resolved = || self.references.resolved.values().flatten();
        let is_linked = |href: &str| resolved().any(|it| matches!(it, Resolved::Link(link) if link == href));
        let lost = std::mem::take(&mut self.lost_credentials);
        let unlinked = lost.into_iter().filter(|lost| !is_linked(&lost.href));
        self.findings.extend(unlinked.map(|lost| lost.finding).collect::<Vec<_>>());
    }

    fn front(&mut self) {
        let Some(front) = self.page.explainer() else { return };
        let path = self.page.path();
        self.references.dek = front.dek.as_ref().and_then(|dek| self.dek(path, dek));
        for point in &front.key_points {
            self.resolve_brackets(path, point);
        }
        if let Some(figure) = &front.lead_image {
            figure.resolve(self, path);
        }
    }

    /// A section's question cannot lead anywhere: it stands in the contents too.
    fn in_heading(&mut self, path: &SitePath, document: &Document, reference: &Reference) {
        let sections = self.page.sections.iter();
        let mut headings = sections.filter_map(|section| {
            let heading = self.page.section_heading(*section)?;
            document.outline.headings.get(heading)
        });
        let inside =
            headings.any(|heading| (heading.span.start..heading.span.end).contains(&reference.span.start));
        let may_be_there = matches!(reference.target, Target::Name(_) | Target::HtmlUrl { .. });
        if inside && self.page.path() == path && !may_be_there {
            self.findings.push(Finding::new(path, reference.span, Problem::CitationInTitle {}));
        }
    }

    /// The parts below the text: corrections, changes, and the cards of the entities named so far.
    fn foot(&mut self) {
        if let Some(front) = self.page.explainer() {
            self.records(front);
        }
        for at in 0..self.references.entities.len() {
            self.card(at);
        }
        // A card may print figures that the page does not, and so may the comparison of a figure.
        let mut at = 0;
        while at < self.references.facts.len() {
            self.comparison(at);
            at += 1;
        }
    }

    /// Resolves the references in brackets in a text; other names in it stay text.
    pub(crate) fn resolve_brackets(&mut self, path: &SitePath, prose: &Prose) {
        let references = prose.references.iter();
        let resolved = references
            .map(|reference| self.reference(path, reference, &|range| prose.text.span_of(range)))
            .collect();
        self.keep((path.clone(), prose.text.span.start), resolved);
    }

    /// Keeps what the references of the text at a place lead to.
    pub(crate) fn keep(&mut self, at: At, resolved: Vec<Resolved>) {
        if !resolved.is_empty() {
            self.references.resolved.insert(at, resolved);
        }
    }

    /// Resolves a reference; `place` turns bytes of its text into bytes of the file.
    fn reference(
        &mut self,
        path: &SitePath,
        reference: &Reference,
        place: &dyn Fn(Range<usize>) -> Span,
    ) -> Resolved {
        let span = place(reference.span.range());
        match &reference.target {
            Target::Sources(cited) => {
                let uses = cited.iter().filter_map(|cited| {
                    self.cite(path.folder(), cited, (path, place(reference.part(cited))))
                });
                Resolved::Sources(uses.collect())
            }
            Target::Fact(id) => self.fact(path, id, (span, Usage::Counted)),
            Target::Name(label) => self.name(path, label, span),
            Target::Label(label) => self.label(path, label, true, span),
            Target::Link { destination, image: false } => self.link(path, destination, span),
            Target::Link { destination, image: true } => {
                self.image(path, destination, span).map_or(Resolved::Text, Resolved::Image)
            }
            Target::HtmlUrl { url, kind } => self.html_url(path, url, *kind, span),
        }
    }

    /// The place of a source among the page's; it is added when it is new.
    fn source(&mut self, folder: &str, id: &str, (path, span): (&SitePath, Span)) -> Option<usize> {
        let Some(source) = self.registry.source(folder, id) else {
            let near = self.registry.near_source(folder, id);
            let problem = Problem::UndefinedSource {
                id: id.to_owned(),
                near,
                file: self.data_path(folder, "sources.toml"),
                key: format_key(id),
                kinds: source_kinds(),
            };
            // A file that cannot be read might have defined it.
            if self.registry.is_whole(folder) {
                self.findings.push(Finding::new(path, span, problem));
            }
            return None;
        };
        let same = |other: &CitedSource| other.source.is(source);
        let at = self.references.sources.iter().position(same).unwrap_or_else(|| {
            self.findings.extend(self.registry.source_findings(source));
            self.references.sources.push(CitedSource { source: source.clone(), uses: vec![] });
            self.references.sources.len() - 1
        });
        Some(at)
    }

    /// One more use of a source: its place, and which use this is.
    fn cite(&mut self, folder: &str, cited: &Cited, place: (&SitePath, Span)) -> Option<(usize, usize)> {
        let at = self.source(folder, &cited.id, place)?;
        let uses = &mut self.references.sources[at].uses;
        uses.push(cited.locator.clone());
        Some((at, uses.len()))
    }

    /// A lone word in brackets: an entity's name, or text.
    fn name(&mut self, path: &SitePath, label: &str, span: Span) -> Resolved {
        if let Some(at) = self.mention(path.folder(), label) {
            return Resolved::Entity(at);
        }
        if label.contains('@')
            && let Some(cited) = parse_citation(label, 0..0, false)
            && cited.iter().any(|cited| self.registry.source(path.folder(), &cited.id).is_some())
            && let Some(problem) = citation_prefix(&cited)
        {
            self.findings.push(Finding::new(path, span, problem));
        } else if let Some(near) = self.registry.near_entity(path.folder(), label)
            && self.registry.is_whole(path.folder())
        {
            let problem = Problem::NearReference { word: label.to_owned(), near };
            self.findings.push(Finding::new(path, span, problem));
        }
        Resolved::Text
    }

    /// Resolves a label that can only be an entity's, once no link is defined for it; `may_be_link` is whether one could
    /// be.
    fn label(&mut self, path: &SitePath, label: &str, may_be_link: bool, span: Span) -> Resolved {
        if let Some(at) = self.mention(path.folder(), label) {
            return Resolved::Entity(at);
        }
        let near = self.registry.near_entity(path.folder(), label);
        let file = self.data_path(path.folder(), "entities.toml");
        let id = match slug(label) {
            id if id.is_empty() => "name".to_owned(),
            id => id,
        };
        let (key, name, kinds) = (format_key(&id), format_string(label), entity_kinds());
        let label = label.to_owned();
        let problem = match may_be_link {
            true => Problem::UndefinedLabel { label, near, file, key, name, kinds },
            false => Problem::UndefinedEntity { label, near, file, key, name, kinds },
        };
        if self.registry.is_whole(path.folder()) {
            self.findings.push(Finding::new(path, span, problem));
        }
        Resolved::Text
    }

    /// The data file for a new entry that pages in a folder refer to: one that is there, the nearest first, or one in
    /// the folder itself.
    fn data_path(&self, folder: &str, name: &str) -> SitePath {
        let path = |folder: &str| SitePath::new(&format!("{folder}/{name}"));
        let folders = std::iter::successors(Some(folder), |folder| Some(folder.rsplit_once('/')?.0));
        let known = folders.map(path).find(|path| self.files.contains_key(path));
        known.unwrap_or_else(|| path(folder))
    }

    /// The place of the entity with this name.
    fn mention(&mut self, folder: &str, label: &str) -> Option<usize> {
        let entity = self.registry.entity(folder, label)?;
        Some(place(&mut self.references.entities, entity))
    }

    /// Resolves an address in HTML, where the site allows that.
    fn html_url(&mut self, path: &SitePath, url: &str, kind: UrlKind, span: Span) -> Resolved {
        // The ids that a site's own blocks make are known when those are rendered.
        let may_be_blocks = || self.page.files.iter().any(|file| file.document().has_own_blocks());
        if !self.raw_html || url.starts_with('#') && may_be_blocks() {
            return Resolved::Text;
        }
        let resolved = self.links.resolve_html_url(self.interface, path, url, kind);
        match resolved.or_else(|problem| self.links.linkable_url(self.interface, url).ok_or(problem)) {
            Ok(href) => Resolved::Link(href),
            Err(problem) => {
                self.findings.push(Finding::new(path, span, problem));
                Resolved::Text
            }
        }
    }

    fn link(&mut self, path: &SitePath, destination: &str, span: Span) -> Resolved {
        match self.links.resolve_link(self.interface, path, destination) {
            Ok(href) => Resolved::Link(href),
            Err(problem) => {
                self.findings.push(Finding::new(path, span, problem));
                Resolved::Text
            }
        }
    }
}

/// The place of an entry among the page's; it is added when it is new.
fn place<T: Clone>(all: &mut Vec<Entry<T>>, entry: &Entry<T>) -> usize {
    all.iter().position(|other| other.is(entry)).unwrap_or_else(|| {
        all.push(entry.clone());
        all.len() - 1
    })
}
