//! A page: one or more Markdown files that a reader sees as one.
//!
//! Must not know: how references are resolved, or what a page looks like.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::passage::Ledger;
use super::topic::topic_url;
use super::{Env, Files};
use crate::base::{Place, SitePath, Span, UrlPath};
use crate::finding::{Finding, Problem};
use crate::syntax::front::{ExplainerFront, PageFront, SectionFront};
use crate::syntax::prose::Title;
use crate::syntax::table::When;
use crate::syntax::{Content, Document, Kind, Parsed, Role, role};

/// An explainer, a plain page, or the words of the home page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) url: UrlPath,
    /// The main file first, then those of the sections.
    pub(crate) files: Vec<Body>,
    pub(crate) sections: Vec<Section>,
    /// The pages of its topics, in the order of the front matter.
    pub(crate) topics: Vec<UrlPath>,
    /// Ids that differ from what the outline says, by file and heading: a second heading of the same
    /// words gets a number.
    pub(crate) renamed: BTreeMap<(usize, usize), String>,
    pub(crate) ledger: Ledger,
}

/// A Markdown file of a page.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) path: SitePath,
    parsed: Arc<Parsed>,
}

/// A question of an explainer.
#[derive(Debug)]
pub(crate) struct Section {
    /// Its file's place in `files`.
    pub(crate) file: usize,
    /// Its place among that file's segments: 0 for a file that is a section.
    pub(crate) segment: usize,
    pub(crate) id: String,
    pub(crate) title: Title,
}

impl Body {
    /// The file's document; only files that have one are bodies.
    pub(crate) fn document(&self) -> &Document {
        match &self.parsed.content {
            Content::Document(document) => document,
            _ => unreachable!("a body is made of a document"),
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

impl Page {
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

    pub(crate) fn dek(&self) -> Option<&Title> {
        self.explainer().map_or_else(|| self.plain()?.dek.as_ref(), |front| front.dek.as_ref())
    }

    pub(crate) fn is_draft(&self) -> bool {
        self.main().document().kind.is_draft()
    }

    pub(crate) fn published(&self) -> Option<&When> {
        self.explainer()?.published.as_ref()
    }

    /// The last substantive change, or the day of publication.
    pub(crate) fn updated(&self) -> Option<&When> {
        let own =
            self.explainer().map_or_else(|| self.plain()?.updated.as_ref(), |front| front.updated.as_ref());
        own.or_else(|| self.published())
    }

    pub(crate) fn aliases(&self) -> &[crate::syntax::table::Text] {
        self.explainer()
            .map_or_else(|| self.plain().map_or(&[][..], |front| &front.aliases), |front| &front.aliases)
    }

    /// The id of a heading, as it is on the page.
    pub(crate) fn heading_id(&self, file: usize, heading: usize) -> &str {
        let renamed = self.renamed.get(&(file, heading));
        renamed
            .map_or_else(|| self.files[file].document().outline.headings[heading].id.as_str(), String::as_str)
    }

    /// All ids that an author may link to.
    pub(crate) fn ids(&self) -> BTreeSet<&str> {
        let headings = self.files.iter().enumerate().flat_map(|(file, body)| {
            (0..body.document().outline.headings.len()).map(move |heading| self.heading_id(file, heading))
        });
        headings
            .chain(self.sections.iter().map(|section| section.id.as_str()))
            .filter(|id| !id.is_empty())
            .collect()
    }

    /// Explainers before plain pages, the newest first; then by address.
    pub(crate) fn newest_first(a: &Self, b: &Self) -> Ordering {
        let day = |page: &Self| page.published().map(|when| when.date.earliest());
        let explainers = b.is_explainer().cmp(&a.is_explainer());
        explainers.then_with(|| day(b).cmp(&day(a))).then_with(|| a.url.cmp(&b.url))
    }
}

/// Puts the files of `content/` together to pages.
pub(crate) fn assemble(files: &Files, env: &Env, findings: &mut Vec<Finding>) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut sections: BTreeMap<&str, Vec<(u32, Body)>> = BTreeMap::new();
    for (path, parsed) in files {
        let Content::Document(document) = &parsed.content else { continue };
        let body = Body { path: path.clone(), parsed: parsed.clone() };
        match (role(path), &document.kind) {
            (Role::Section { order, .. }, _) => {
                sections.entry(path.folder()).or_default().push((order, body));
            }
            _ => pages.push(Page {
                url: url(path),
                files: vec![body],
                sections: vec![],
                topics: vec![],
                renamed: BTreeMap::new(),
                ledger: Ledger::default(),
            }),
        }
    }
    unnumbered(&pages, findings);
    for page in pages.iter_mut().filter(|page| page.is_explainer() && page.path().file_name() == "index.md") {
        let mut found = sections.remove(page.path().folder()).unwrap_or_default();
        found.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.path.cmp(&other.path)));
        page.files.extend(found.into_iter().map(|(_, body)| body));
    }
    alone(sections, files, findings);
    pages.retain(|page| env.drafts || !page.is_draft());
    for page in &mut pages {
        page.sections = page_sections(page);
        page.topics = page
            .explainer()
            .iter()
            .flat_map(|front| &front.topics)
            .map(|topic| topic_url(&topic.value))
            .collect();
        page.renamed = ids(page, findings);
    }
    pages
}

fn url(path: &SitePath) -> UrlPath {
    let inside = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    let stem = inside.strip_suffix(".md").unwrap_or(inside);
    let name = stem.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    let name = name.map_or_else(|| format!("{stem}/"), str::to_owned);
    UrlPath::new(&name.replace(' ', "-"))
}

/// Findings for files that lie in an explainer's folder without being a section of it.
fn unnumbered(pages: &[Page], findings: &mut Vec<Finding>) {
    let is_index = |page: &&Page| page.is_explainer() && page.path().file_name() == "index.md";
    let folders: BTreeSet<&str> = pages.iter().filter(is_index).map(|page| page.path().folder()).collect();
    for page in pages.iter().filter(|page| page.path().file_name() != "index.md") {
        if folders.contains(page.path().folder()) {
            let suggestion = format!("01-{}", page.path().file_name());
            findings.push(Finding::new(
                page.path(),
                Span::default(),
                Problem::UnnumberedSection { suggestion },
            ));
        }
    }
}

/// Findings for sections in folders without an explainer, unless its `index.md` is there and unreadable.
fn alone(sections: BTreeMap<&str, Vec<(u32, Body)>>, files: &Files, findings: &mut Vec<Finding>) {
    for (folder, bodies) in sections {
        let index = format!("{folder}/index.md");
        let unreadable = files
            .get(&SitePath::new(&index))
            .is_some_and(|parsed| matches!(parsed.content, Content::Nothing));
        if !unreadable {
            let found = bodies.iter().map(|(_, body)| {
                Finding::new(&body.path, Span::default(), Problem::SectionAlone { index: index.clone() })
            });
            findings.extend(found);
        }
    }
}

fn page_sections(page: &Page) -> Vec<Section> {
    let mut sections = Vec::new();
    if !page.is_explainer() {
        return sections;
    }
    for (file, body) in page.files.iter().enumerate() {
        let document = body.document();
        if let (Role::Section { id, .. }, Some(front)) = (role(&body.path), body.section_front()) {
            let title =
                front.title.clone().unwrap_or_else(|| Title { plain: String::new(), html: String::new() });
            sections.push(Section { file, segment: 0, id: id.to_owned(), title });
            continue;
        }
        for (segment, part) in document.outline.segments.iter().enumerate() {
            let Some(heading) = part.heading.map(|heading| &document.outline.headings[heading]) else {
                continue;
            };
            let title = Title { plain: heading.plain.clone(), html: heading.html.clone() };
            sections.push(Section { file, segment, id: heading.id.clone(), title });
        }
    }
    sections
}

/// Gives every heading its own id: the author's stay, and two of them that are one are a finding.
fn ids(page: &mut Page, findings: &mut Vec<Finding>) -> BTreeMap<(usize, usize), String> {
    let mut taken: BTreeMap<String, Place> = BTreeMap::new();
    let mut fixed = |id: &str, place: Place, findings: &mut Vec<Finding>| {
        if let Some(first) = taken.get(id) {
            let finding = Finding::at(place, Problem::DuplicateId { id: id.to_owned() });
            findings.push(finding.related(first.clone(), "the first"));
        } else {
            taken.insert(id.to_owned(), place);
        }
    };
    for body in &page.files {
        if let Role::Section { id, .. } = role(&body.path) {
            fixed(id, Place::new(&body.path, Span::default()), findings);
        }
        for heading in body.document().outline.headings.iter().filter(|heading| heading.explicit) {
            fixed(&heading.id, Place::new(&body.path, heading.span), findings);
        }
    }
    let mut renamed = BTreeMap::new();
    for (file, body) in page.files.iter().enumerate() {
        for (at, heading) in body.document().outline.headings.iter().enumerate() {
            if !heading.explicit {
                let place = Place::new(&body.path, heading.span);
                let id = free(&heading.id, &taken);
                taken.insert(id.clone(), place);
                if id != heading.id {
                    renamed.insert((file, at), id);
                }
            }
        }
    }
    for section in page.sections.iter_mut().filter(|section| section.segment > 0) {
        let segment = &page.files[section.file].document().outline.segments[section.segment];
        if let Some(id) = segment.heading.and_then(|heading| renamed.get(&(section.file, heading))) {
            section.id.clone_from(id);
        }
    }
    renamed
}

/// `id`, or the first of `id-2`, `id-3`, … that is free; `section` for a heading without letters.
fn free(id: &str, taken: &BTreeMap<String, Place>) -> String {
    let id = if id.is_empty() { "section" } else { id };
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned()).chain(numbered).find(|id| !taken.contains_key(id)).unwrap_or_default()
}
