//! A page as its own files make it: one or more Markdown files that a reader sees as one.
//!
//! Must not know: other pages, or how references are resolved.

mod assembly;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use assembly::resolve_heading_ids;
use jiff::civil::Date;

pub(super) use assembly::{Assembled, assemble};

use super::Files;
use super::listing::topic_url;
use crate::base::{SitePath, Span, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::parse::front_matter::{ExplainerFront, PageFront, Revision, SectionFront};
use crate::parse::prose::Title;
use crate::parse::table::{SpannedDate, Text};
use crate::parse::{Content, Document, Kind, Role, role};

/// An explainer, a plain page or the home page, as its files make it. Nothing of it depends on another page.
#[derive(Debug)]
pub(crate) struct PageSource {
    pub(crate) url: UrlPath,
    /// The main file first, then those of the sections.
    pub(crate) files: Vec<Body>,
    pub(crate) sections: Vec<Section>,
    /// The pages of its topics, in the order of the front matter.
    pub(crate) topics: Vec<UrlPath>,
    /// Its old addresses.
    pub(crate) aliases: Vec<Alias>,
    /// The address from which the ids of its entries in feeds are made, if that is not its own.
    pub(super) feed_id: Option<UrlPath>,
    /// The day on which it is published, if that is yet to come: it is no more public than a draft until then.
    pub(crate) held_until: Option<Date>,
    /// Ids that differ from the outline's, by file and heading: a second heading of the same words gets a number.
    pub(crate) renamed: BTreeMap<(usize, usize), String>,
    /// The pictures that its blocks draw.
    pub(crate) drawings: Vec<Drawing>,
    /// Mistakes that show in the files together.
    pub(super) findings: Vec<Finding>,
}

/// An old address of a page, and where its author wrote it in the main file.
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    pub(crate) url: UrlPath,
    pub(crate) span: Span,
}

/// A picture that a block of a page draws, at an address of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawing {
    pub(crate) url: UrlPath,
    /// Its file's place in the page's `files`, and its block's among that file's blocks.
    pub(crate) file: usize,
    pub(crate) block: usize,
}

/// A Markdown file of a page.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) path: SitePath,
    document: Arc<Document>,
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
    /// The file at a path; nothing if it is no Markdown file of a page.
    pub(super) fn of_file(path: &SitePath, files: &Files) -> Option<Self> {
        match &files.get(path)?.content {
            Content::Document(document) => Some(Self { path: path.clone(), document: document.clone() }),
            _ => None,
        }
    }

    pub(crate) fn document(&self) -> &Document {
        &self.document
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
        match &self.document.kind {
            Kind::Section(front) => Some(front),
            _ => None,
        }
    }

    fn explainer_front(&self) -> Option<&ExplainerFront> {
        match &self.document.kind {
            Kind::Explainer(front) => Some(front),
            _ => None,
        }
    }

    fn aliases(&self) -> &[Text] {
        match &self.document.kind {
            Kind::Explainer(front) => &front.aliases,
            Kind::Page(front) | Kind::Home(front) => &front.aliases,
            Kind::Section(_) => &[],
        }
    }
}

impl PageSource {
    /// Makes a page of one or more files, the main one first.
    pub(super) fn new(files: Vec<Body>, today: Date) -> Self {
        let main = &files[0];
        let url = url(&main.path);
        let mut findings = Vec::new();
        let mut aliases = Vec::new();
        for alias in main.aliases() {
            let old = old_url(&main.path, "aliases", alias, &mut findings);
            aliases.extend(old.map(|url| Alias { url, span: alias.span }));
        }
        let front = main.explainer_front();
        let feed_id = front.and_then(|front| front.feed_id.as_ref());
        let topics = front.map_or(&[][..], |front| &front.topics);
        let published = front.filter(|front| !front.draft).and_then(|front| front.published.as_ref());
        Self {
            held_until: published.map(|when| when.date.earliest()).filter(|day| *day > today),
            feed_id: feed_id.and_then(|id| old_url(&main.path, "feed_id", id, &mut findings)),
            topics: topics.iter().map(|topic| topic_url(&topic.value)).collect(),
            renamed: resolve_heading_ids(&files, &mut findings),
            drawings: drawings(&url, &files),
            sections: sections(&files),
            url,
            files,
            aliases,
            findings,
        }
    }

    /// The pieces of a file's body between its sections, in bytes of it: the first piece is before them all. A file that
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

    pub(crate) fn main(&self) -> &Body {
        &self.files[0]
    }

    pub(crate) fn path(&self) -> &SitePath {
        &self.main().path
    }

    pub(crate) fn explainer(&self) -> Option<&ExplainerFront> {
        self.main().explainer_front()
    }

    /// The front matter of a plain page or of the home page.
    pub(crate) fn plain(&self) -> Option<&PageFront> {
        match &self.main().document.kind {
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

    /// The place of the page's own title, if it has one.
    pub(crate) fn title_span(&self) -> Option<Span> {
        self.explainer().map_or_else(|| self.plain()?.title_span, |front| front.title_span)
    }

    /// The folder that it has to itself.
    pub(crate) fn folder(&self) -> Option<&str> {
        let is_its_own = self.path().file_name() == "index.md" && !self.is_home();
        is_its_own.then(|| self.path().folder())
    }

    pub(super) fn dek_as_written(&self) -> Option<&Title> {
        self.explainer().map_or_else(|| self.plain()?.dek.as_ref(), |front| Some(&front.dek.as_ref()?.title))
    }

    /// Whether it is not for readers yet.
    pub(crate) fn is_draft(&self) -> bool {
        self.main().document().kind.is_draft() || self.held_until.is_some()
    }

    pub(crate) fn published(&self) -> Option<&SpannedDate> {
        self.explainer()?.published.as_ref()
    }

    /// The last substantive change, or the day of publication.
    pub(crate) fn changed(&self) -> Option<&SpannedDate> {
        let Some(front) = self.explainer() else { return self.plain()?.updated.as_ref() };
        let changes = front.changes.first().map(|change| &change.date);
        newest(front.updated.as_ref(), changes).or(front.published.as_ref())
    }

    /// The last change or correction: one record is enough for either.
    pub(crate) fn updated(&self) -> Option<&SpannedDate> {
        newest(self.changed(), self.corrections().first().map(|correction| &correction.date))
    }

    /// The newest first.
    pub(crate) fn corrections(&self) -> &[Revision] {
        self.explainer().map_or(&[], |front| &front.corrections)
    }

    pub(crate) fn is_corrected(&self) -> bool {
        !self.corrections().is_empty()
    }

    /// A section of this page by its id.
    pub(crate) fn section(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| self.section_id(*section) == id)
    }

    /// The id of a heading on the page.
    pub(crate) fn heading_id(&self, file: usize, heading: usize) -> &str {
        let renamed = self.renamed.get(&(file, heading));
        renamed
            .map_or_else(|| self.files[file].document().outline.headings[heading].id.as_str(), String::as_str)
    }

    /// The id of a section on the page.
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

    /// The place of a section's question: in its front matter, or a heading.
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

    /// All ids that an author may link to, with `raw_html` those in HTML too.
    pub(crate) fn ids(&self, raw_html: bool) -> BTreeSet<&str> {
        let headings = self.files.iter().enumerate().flat_map(|(file, body)| {
            (0..body.document().outline.headings.len()).map(move |heading| self.heading_id(file, heading))
        });
        let files = self.files.iter().filter_map(Body::id);
        let html = self.files.iter().filter(|_| raw_html);
        let html = html.flat_map(|body| body.document().outline.html_ids.iter().map(String::as_str));
        headings.chain(files).chain(html).filter(|id| !id.is_empty()).collect()
    }
}

fn newest<'w>(one: Option<&'w SpannedDate>, other: Option<&'w SpannedDate>) -> Option<&'w SpannedDate> {
    one.into_iter().chain(other).max_by_key(|when| when.date.earliest())
}

/// The old address that a key of the file at `path` names, a folder or an HTML file inside the site; a finding if it is
/// none.
fn old_url(path: &SitePath, key: &str, text: &Text, findings: &mut Vec<Finding>) -> Option<UrlPath> {
    let Some(url) = UrlPath::parse(&text.value) else {
        let problem = Problem::not_a_site_path(key, &text.value);
        findings.push(Finding::new(path, text.span, problem));
        return None;
    };
    let is_whole = url.as_str().ends_with('/') || url.as_str().ends_with(".html");
    Some(if is_whole { url } else { UrlPath::new(&format!("{}/", url.as_str())) })
}

/// The address of the page with this main file.
pub(crate) fn url(path: &SitePath) -> UrlPath {
    let inside = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    let stem = inside.strip_suffix(".md").unwrap_or(inside);
    let name = stem.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    let name = name.map_or_else(|| format!("{stem}/"), str::to_owned);
    UrlPath::new(&name.replace(' ', "-"))
}

/// The address of a file beside pages, by its path in `content/`: its folder's is the page's, and its name is its own.
pub(super) fn url_of_asset(path: &str) -> UrlPath {
    match path.rsplit_once('/') {
        Some((folder, name)) => UrlPath::new(&format!("{}/{name}", folder.replace(' ', "-"))),
        None => UrlPath::new(path),
    }
}

/// `map-1.svg`, `map-2.svg`, `chart-1.svg`, beside the page.
fn drawings(page: &UrlPath, files: &[Body]) -> Vec<Drawing> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut drawings = Vec::new();
    for (file, body) in files.iter().enumerate() {
        for (block, placed) in body.document().blocks.iter().enumerate() {
            if placed.kind.drawing.is_none() {
                continue;
            }
            let name = placed.kind.name;
            let number = numbers.entry(name).or_default();
            *number += 1;
            let url = UrlPath::new(&format!("{}{name}-{number}.svg", page.as_str()));
            drawings.push(Drawing { url, file, block });
        }
    }
    drawings
}

/// The sections of an explainer; a plain page has none.
fn sections(files: &[Body]) -> Vec<Section> {
    if files[0].explainer_front().is_none() {
        return vec![];
    }
    let sections = files.iter().enumerate().flat_map(|(file, body)| {
        // The first segment of any other file stands before its first question.
        let first = usize::from(body.section_front().is_none());
        let last = if first == 0 { 1 } else { body.document().outline.segments.len() };
        (first..last).map(move |segment| Section { file, segment })
    });
    sections.collect()
}
