//! A page: one or more Markdown files that a reader sees as one.
//!
//! Must not know: how references are resolved, or what a page looks like.

mod assembly;
mod ids;
mod record;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, Range};
use std::sync::Arc;

pub(super) use assembly::assemble;
use ids::ids;
use jiff::civil::Date;

use super::Files;
use super::references::PageReferences;
use super::topic::topic_url;
use crate::base::{SitePath, Span, UrlPath};
use crate::diagnostics::Finding;
use crate::parse::front_matter::{ExplainerFront, PageFront, SectionFront};
use crate::parse::prose::Title;
use crate::parse::table::SpannedDate;
use crate::parse::{Content, Document, Kind, Parsed, Role, role};

/// An explainer, a plain page, or the words of the home page, with all that it refers to.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(super) leaf: Arc<PageSource>,
    pub(crate) references: Arc<PageReferences>,
}

/// A page as its own files make it: nothing of it depends on another page.
#[derive(Debug)]
pub(crate) struct PageSource {
    pub(crate) url: UrlPath,
    /// The main file first, then those of the sections.
    pub(crate) files: Vec<Body>,
    pub(crate) sections: Vec<Section>,
    /// The pages of its topics, in the order of the front matter.
    pub(crate) topics: Vec<UrlPath>,
    /// Ids that differ from what the outline says, by file and heading: a second heading of the same
    /// words gets a number.
    pub(crate) renamed: BTreeMap<(usize, usize), String>,
    /// The pictures that its blocks draw.
    pub(crate) drawings: Vec<Drawing>,
    /// What is wrong with the files together.
    pub(super) findings: Vec<Finding>,
}

/// A picture that a block of a page draws, at an address of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawing {
    pub(crate) url: UrlPath,
    /// Its file's place in the page's `files`, and its block's among that file's blocks.
    pub(crate) file: usize,
    pub(crate) block: usize,
}

/// All that other pages and the site's own lists of addresses can know of a page: as long as it stays the
/// same, a change of the page is a matter of that page alone.
#[derive(PartialEq, Eq)]
pub(super) struct PageInterface<'l> {
    url: &'l UrlPath,
    rank: Rank,
    is_home: bool,
    is_draft: bool,
    topics: Vec<(&'l str, &'l UrlPath)>,
    aliases: Vec<&'l str>,
    /// The site lists corrections, on a page that every page links to, as soon as there is one.
    is_corrected: bool,
    ids: BTreeSet<&'l str>,
    drawings: &'l [Drawing],
}

/// Explainers before plain pages, the newest first.
pub(super) type Rank = (std::cmp::Reverse<bool>, std::cmp::Reverse<Option<Date>>);

/// A Markdown file of a page.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) path: SitePath,
    parsed: Arc<Parsed>,
}

/// A question of an explainer: a file of its own, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section {
    /// Its file's place in `files`.
    pub(crate) file: usize,
    /// Its place among that file's segments: 0 for a file that is a section.
    pub(crate) segment: usize,
}

impl Body {
    /// The same file as it is now; nothing when it is no document any more.
    pub(super) fn renewed(&self, files: &Files) -> Option<Self> {
        let parsed = files.get(&self.path)?;
        matches!(parsed.content, Content::Document(_))
            .then(|| Self { path: self.path.clone(), parsed: parsed.clone() })
    }

    /// The file's document; only files that have one are bodies.
    pub(crate) fn document(&self) -> &Document {
        match &self.parsed.content {
            Content::Document(document) => document,
            _ => unreachable!("a body is made of a document"),
        }
    }

    /// The id of a file that is a section.
    fn id(&self) -> Option<&str> {
        match role(&self.path) {
            Role::Section { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The front matter of a section.
    pub(crate) fn section_front(&self) -> Option<&SectionFront> {
        match &self.document().kind {
            Kind::Section(front) => Some(front),
            _ => None,
        }
    }
}

impl Deref for Page {
    type Target = PageSource;

    fn deref(&self) -> &PageSource {
        &self.leaf
    }
}

impl PageSource {
    /// A page of one or more files, the main one first.
    pub(super) fn new(files: Vec<Body>) -> Self {
        let url = url(&files[0].path);
        let mut leaf = Self {
            url,
            files,
            sections: vec![],
            topics: vec![],
            renamed: BTreeMap::new(),
            drawings: vec![],
            findings: vec![],
        };
        leaf.drawings = drawings(&leaf);
        leaf.sections = page_sections(&leaf);
        let topics = leaf.explainer().map_or(&[][..], |front| &front.topics);
        leaf.topics = topics.iter().map(|topic| topic_url(&topic.value)).collect();
        let mut findings = Vec::new();
        leaf.renamed = ids(&leaf, &mut findings);
        leaf.findings = findings;
        leaf
    }

    /// Where a file's body is cut at its sections, in bytes of it: the first piece is before them all. A file that
    /// is one section, or whose page has none, is in one piece.
    pub(crate) fn cuts(&self, file: usize) -> Vec<Range<usize>> {
        let body = &self.files[file];
        let document = body.document();
        if !self.is_explainer() || body.section_front().is_some() {
            return std::iter::once(0..document.body().len()).collect();
        }
        let base = document.body as usize;
        let cuts = document.outline.segments.iter().map(|segment| segment.span.range());
        cuts.map(|cut| cut.start - base..cut.end - base).collect()
    }

    pub(super) fn facade(&self) -> PageInterface<'_> {
        let topics = self.explainer().map_or(&[][..], |front| &front.topics);
        PageInterface {
            url: &self.url,
            rank: self.rank(),
            is_home: self.is_home(),
            is_draft: self.is_draft(),
            topics: topics.iter().map(|topic| topic.value.as_str()).zip(&self.topics).collect(),
            aliases: self.aliases().iter().map(|alias| alias.value.as_str()).collect(),
            is_corrected: self.is_corrected(),
            ids: self.ids(),
            drawings: &self.drawings,
        }
    }

    /// The addresses of its other forms: as Markdown, and as data.
    pub(crate) fn forms(&self) -> [UrlPath; 2] {
        ["index.md", "index.json"].map(|name| UrlPath::new(&format!("{}{name}", self.url.as_str())))
    }

    pub(crate) fn main(&self) -> &Body {
        &self.files[0]
    }

    pub(crate) fn path(&self) -> &SitePath {
        &self.main().path
    }

    pub(crate) fn explainer(&self) -> Option<&ExplainerFront> {
        match &self.main().document().kind {
            Kind::Explainer(front) => Some(front),
            _ => None,
        }
    }

    /// The front matter of a plain page or of the home page.
    pub(crate) fn plain(&self) -> Option<&PageFront> {
        match &self.main().document().kind {
            Kind::Page(front) | Kind::Home(front) => Some(front),
            _ => None,
        }
    }

    pub(crate) fn is_explainer(&self) -> bool {
        self.explainer().is_some()
    }

    pub(crate) fn is_home(&self) -> bool {
        matches!(self.main().document().kind, Kind::Home(_))
    }

    pub(crate) fn title(&self) -> Option<&Title> {
        self.explainer().map_or_else(|| self.plain()?.title.as_ref(), |front| front.title.as_ref())
    }

    /// Where the title of a page stands that has one of its own.
    pub(crate) fn title_span(&self) -> Option<Span> {
        self.explainer().map_or_else(|| self.plain()?.title_span, |front| front.title_span)
    }

    /// The folder that it has to itself.
    pub(crate) fn folder(&self) -> Option<&str> {
        let is_its_own = self.path().file_name() == "index.md" && !self.is_home();
        is_its_own.then(|| self.path().folder())
    }

    fn dek_as_written(&self) -> Option<&Title> {
        self.explainer().map_or_else(|| self.plain()?.dek.as_ref(), |front| Some(&front.dek.as_ref()?.title))
    }

    pub(crate) fn is_draft(&self) -> bool {
        self.main().document().kind.is_draft()
    }

    pub(crate) fn published(&self) -> Option<&SpannedDate> {
        self.explainer()?.published.as_ref()
    }

    /// A section of this page by its id.
    pub(crate) fn section(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| self.section_id(*section) == id)
    }

    pub(crate) fn aliases(&self) -> &[crate::parse::table::Text] {
        self.explainer()
            .map_or_else(|| self.plain().map_or(&[][..], |front| &front.aliases), |front| &front.aliases)
    }

    /// The id of a heading, as it is on the page.
    pub(crate) fn heading_id(&self, file: usize, heading: usize) -> &str {
        let renamed = self.renamed.get(&(file, heading));
        renamed
            .map_or_else(|| self.files[file].document().outline.headings[heading].id.as_str(), String::as_str)
    }

    /// The id of a section, as it is on the page.
    pub(crate) fn section_id(&self, section: Section) -> &str {
        let heading = self.section_heading(section);
        heading.map_or_else(
            || self.files[section.file].id().unwrap_or(""),
            |at| self.heading_id(section.file, at),
        )
    }

    /// The question of a section; a finding says so when there is none.
    pub(crate) fn section_title(&self, section: Section) -> Option<&Title> {
        let body = &self.files[section.file];
        match self.section_heading(section) {
            Some(at) => Some(&body.document().outline.headings[at].title),
            None => body.section_front()?.title.as_ref(),
        }
    }

    /// Where the question of a section stands: in its front matter, or a heading.
    pub(crate) fn section_title_span(&self, section: Section) -> Option<Span> {
        let body = &self.files[section.file];
        match self.section_heading(section) {
            Some(at) => Some(body.document().outline.headings[at].span),
            None => body.section_front()?.title_span,
        }
    }

    /// The heading that a section begins with, by its place in the file.
    pub(super) fn section_heading(&self, section: Section) -> Option<usize> {
        self.files[section.file].document().outline.segments[section.segment].heading
    }

    /// All ids that an author may link to.
    pub(crate) fn ids(&self) -> BTreeSet<&str> {
        let headings = self.files.iter().enumerate().flat_map(|(file, body)| {
            (0..body.document().outline.headings.len()).map(move |heading| self.heading_id(file, heading))
        });
        let files = self.files.iter().filter_map(Body::id);
        headings.chain(files).filter(|id| !id.is_empty()).collect()
    }

    /// Where it stands among all pages.
    pub(super) fn rank(&self) -> Rank {
        let day = self.published().map(|when| when.date.earliest());
        (std::cmp::Reverse(self.is_explainer()), std::cmp::Reverse(day))
    }

    /// Explainers before plain pages, the newest first; then by address.
    pub(super) fn newest_first(a: &Self, b: &Self) -> Ordering {
        a.rank().cmp(&b.rank()).then_with(|| a.url.cmp(&b.url))
    }
}

impl Page {
    /// A page of which nobody knows yet what it refers to.
    pub(super) fn new(leaf: PageSource) -> Self {
        Self { leaf: Arc::new(leaf), references: Arc::default() }
    }

    /// Whether it is the same as it was, in all that its own files say.
    pub(crate) fn is_still(&self, before: &Self) -> bool {
        Arc::ptr_eq(&self.leaf, &before.leaf)
    }

    /// The dek, its figures in their places.
    pub(crate) fn dek(&self) -> Option<&Title> {
        self.references.dek.as_ref().or_else(|| self.dek_as_written())
    }
}

/// The address of the page whose main file lies there.
pub(crate) fn url(path: &SitePath) -> UrlPath {
    let inside = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    let stem = inside.strip_suffix(".md").unwrap_or(inside);
    let name = stem.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    let name = name.map_or_else(|| format!("{stem}/"), str::to_owned);
    UrlPath::new(&name.replace(' ', "-"))
}

/// `map-1.svg`, `map-2.svg`, `chart-1.svg`, beside the page.
fn drawings(page: &PageSource) -> Vec<Drawing> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut drawings = Vec::new();
    for (file, body) in page.files.iter().enumerate() {
        for (block, placed) in body.document().blocks.iter().enumerate() {
            let Some(name) = placed.block.drawing() else { continue };
            let number = numbers.entry(name).or_default();
            *number += 1;
            drawings.push(Drawing {
                url: UrlPath::new(&format!("{}{name}-{number}.svg", page.url.as_str())),
                file,
                block,
            });
        }
    }
    drawings
}

fn page_sections(page: &PageSource) -> Vec<Section> {
    if !page.is_explainer() {
        return vec![];
    }
    let sections = page.files.iter().enumerate().flat_map(|(file, body)| {
        // The first segment of any other file stands before its first question.
        let first = usize::from(body.section_front().is_none());
        let last = if first == 0 { 1 } else { body.document().outline.segments.len() };
        (first..last).map(move |segment| Section { file, segment })
    });
    sections.collect()
}
