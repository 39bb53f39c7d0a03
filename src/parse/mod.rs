//! Parses one file at a time: its text in, its typed parts and findings out.
//!
//! The path alone tells what a file is, so each file is parsed without any other, and again only when it changes.
//! Parsing never fails. Must not know: other files, routes.

mod bib;
pub(crate) mod catalogue;
pub(crate) mod csv;
pub(crate) mod data;
pub(crate) mod formats;
pub(crate) mod front_matter;
pub(crate) mod html;
pub(crate) mod keys;
pub(crate) mod links;
mod look_alikes;
pub(crate) mod markdown;
pub(crate) mod prose;
mod role;
pub(crate) mod settings;
mod short_text;
mod span_map;
pub(crate) mod table;
mod toml_source;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::HeadingLevel;

use crate::base::catalogue::Overlay;
use crate::base::words::nearest;
use crate::base::{Digest, SitePath, Span};
use crate::blocks::{self, BLOCKS, Block, BlockType};
use crate::diagnostics::{Edit, Finding, Fix, Problem};
use crate::source::{Broken, LINKS, MISPLACED, SETTINGS, Text};
pub(crate) use catalogue::parse_catalogue;
use data::{Entity, Fact, Source};
use front_matter::{ExplainerFront, PageFront, SectionFront};
use links::Links;
use markdown::{Fence, Outline};
pub(crate) use role::{Role, role};
use settings::Settings;

/// A parsed Markdown file.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) text: Arc<str>,
    pub(crate) digest: Digest,
    /// The byte at which the body begins.
    pub(crate) body: u32,
    pub(crate) kind: Kind,
    pub(crate) outline: Outline,
    pub(crate) blocks: Vec<Placed>,
}

/// The kind of a Markdown file, with its front matter.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Home(PageFront),
    Page(PageFront),
    Explainer(Box<ExplainerFront>),
    Section(Box<SectionFront>),
}

/// A block and its fence.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Of the fence with all that is in it.
    pub(crate) digest: Digest,
    pub(crate) kind: &'static BlockType,
    pub(crate) block: Arc<dyn Block>,
}

impl Placed {
    /// Whether it is a block of the site's own, and none that nutgraf has.
    pub(crate) fn is_own(&self) -> bool {
        self.kind.name.is_empty()
    }
}

/// The contents of a file.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Document(Arc<Document>),
    Sources(Vec<Arc<Source>>),
    Entities(Vec<Arc<Entity>>),
    Facts(Vec<Arc<Fact>>),
    Settings(Box<Settings>),
    Links(Arc<Links>),
    /// Words of the interface.
    Catalogue(Overlay),
    Csv(csv::Rows),
    /// The words of a source.
    Stored(Arc<str>),
    /// A file that is not parsed.
    Nothing,
}

/// A parsed file.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    pub(crate) content: Content,
    pub(crate) findings: Vec<Finding>,
}

/// Parses `site.toml`.
pub(crate) fn parse_settings(path: &SitePath, text: &Text) -> Parsed {
    toml_file(path, text, SETTINGS, |fields| Content::Settings(Box::new(settings::settings(fields))))
}

/// Parses `links.lock`.
pub(crate) fn parse_links(path: &SitePath, text: &Text) -> Parsed {
    toml_file(path, text, LINKS, |fields| Content::Links(Arc::new(links::links(fields))))
}

/// Parses a file that is TOML as a whole; `name` is what findings call it.
fn toml_file(
    path: &SitePath,
    text: &Text,
    name: &'static str,
    build: impl FnOnce(&mut table::Fields<'_, '_>) -> Content,
) -> Parsed {
    let whole = (&*text.text, 0..text.text.len());
    let (content, findings) = table::read(path, whole, (name, Span::default()), build);
    Parsed { content, findings }
}

/// Parses a file of `content/`; `own` are the names of the site's own blocks.
pub(crate) fn parse(path: &SitePath, text: &Text, own: &BTreeSet<String>) -> Parsed {
    if role(path) == Role::Csv {
        return Parsed { content: Content::Csv(csv::rows(&text.text, 0..text.text.len())), findings: vec![] };
    }
    if let Some(at) = text.text.find('\0') {
        let findings = vec![Finding::new(path, Span::new(at..at + 1), Problem::NulByte {})];
        return Parsed { content: Content::Nothing, findings };
    }
    match role(path) {
        Role::Sources => {
            toml_file(path, text, "sources.toml", |fields| Content::Sources(shared(data::sources(fields))))
        }
        Role::Bibliography => {
            let (sources, findings) = bib::sources(path, &text.text);
            Parsed { content: Content::Sources(shared(sources)), findings }
        }
        Role::Entities => {
            toml_file(path, text, "entities.toml", |fields| Content::Entities(shared(data::entities(fields))))
        }
        Role::Facts => {
            toml_file(path, text, "facts.toml", |fields| Content::Facts(shared(data::facts(fields))))
        }
        Role::Stored => Parsed { content: Content::Stored(text.text.clone()), findings: vec![] },
        Role::UnknownData => {
            let near = nearest(path.file_name(), DATA_FILES).map(str::to_owned);
            let finding = Finding::new(path, Span::default(), Problem::UnknownDataFile { near });
            Parsed { content: Content::Nothing, findings: vec![finding] }
        }
        Role::Csv | Role::Asset => Parsed { content: Content::Nothing, findings: vec![] },
        Role::Home | Role::Page | Role::Section { .. } => document(path, text, own),
    }
}

/// Finds a data file where none is read: beside `site.toml`, or in `static/`, where readers can download a list of
/// sources by another name too.
pub(crate) fn misplaced_data(path: &SitePath) -> Option<Finding> {
    let name = path.file_name();
    let is_misplaced = match path.folder() {
        "" => MISPLACED.contains(&name),
        "static" => path.extension() == Some("toml") && MISPLACED.contains(&name),
        _ => false,
    };
    // Every file is asked about at every edit, and few names are worth a comparison.
    if !is_misplaced {
        return None;
    }
    let known = nearest(name, DATA_FILES)?;
    let file = format!("content/{known}");
    Some(Finding::new(path, Span::default(), Problem::MisplacedData { file }))
}

/// The names of data files.
const DATA_FILES: [&str; 4] = ["sources.toml", "sources.bib", "entities.toml", "facts.toml"];

/// Entries that pages keep beside the file that describes them.
fn shared<T>(entries: Vec<T>) -> Vec<Arc<T>> {
    entries.into_iter().map(Arc::new).collect()
}

/// The finding for a file that could not be read.
pub(crate) fn broken(path: &SitePath, broken: &Broken) -> Finding {
    const MEGABYTE: u64 = 1_000_000;
    let (at, problem) = match broken {
        Broken::NotUtf8 { at, .. } => (*at..at + 3, Problem::NotUtf8 {}),
        Broken::Unreadable(reason) => (0..0, Problem::Unreadable { reason: reason.clone() }),
        Broken::ReadFailed(reason) => (0..0, Problem::ReadFailed { reason: reason.clone() }),
        Broken::IsFolder => (0..0, Problem::IsFolder {}),
        Broken::IsSpecialFile => (0..0, Problem::IsSpecialFile {}),
        Broken::NotAFolder => (0..0, Problem::NotAFolder {}),
        Broken::LinkLoop => (0..0, Problem::LinkLoop {}),
        Broken::LinkOut => (0..0, Problem::LinkOut {}),
        Broken::TwoForms => (0..0, Problem::TwoForms {}),
        Broken::TooLarge { bytes } => {
            let limit = crate::source::LARGEST / MEGABYTE;
            (0..0, Problem::TooLarge { megabytes: bytes.div_ceil(MEGABYTE), limit })
        }
    };
    Finding::new(path, Span::new(at), problem)
}

fn document(path: &SitePath, text: &Text, own: &BTreeSet<String>) -> Parsed {
    let mut findings = Vec::new();
    let (front, mut body) = split(&text.text);
    let late =
        if matches!(front, Err(Problem::NoFrontMatter {})) { late_front_matter(&text.text) } else { None };
    let (front, finding) = match (front, late) {
        (Ok(front), _) => (front, None),
        (Err(_), Some(late)) => {
            body = late.body;
            (0..0, Some(late.finding(path, &text.text)))
        }
        (Err(Problem::NoFrontMatter {}), None) if role(path) == Role::Home => (0..0, None),
        (Err(problem), None) => {
            let mark = if matches!(problem, Problem::NoFrontMatter {}) { 0..0 } else { 0..3 };
            (0..0, Some(Finding::new(path, Span::new(mark), problem)))
        }
    };
    let kind = match finding {
        None => kind(path, (&text.text, front), &mut findings),
        // The page exists, and others may link to it; missing keys follow from this one mistake.
        Some(finding) => {
            findings.push(finding);
            kind(path, (&text.text, front), &mut vec![])
        }
    };
    let base = Span::new(body..body).start;
    let outline = markdown::outline(&text.text[body..], base);
    let mut reader = DocumentReader { path, text: &text.text, own, findings };
    for (span, problem) in &outline.errors {
        reader.report(*span, problem.clone());
    }
    reader.footnotes(&outline);
    reader.headings(&kind, &outline);
    let blocks = outline.fences.iter().filter_map(|fence| reader.block(fence)).collect();
    let document =
        Document { text: text.text.clone(), digest: text.digest, body: base, kind, outline, blocks };
    Parsed { content: Content::Document(Arc::new(document)), findings: reader.findings }
}

/// Splits a text into the range of its front matter's TOML, or the problem with it, and the start of its body.
pub(crate) fn split(text: &str) -> (Result<Range<usize>, Problem>, usize) {
    let first = text.lines().next().unwrap_or("").trim_end();
    let Some((toml, body)) = fenced(text, first) else {
        return match first {
            "+++" => (Err(Problem::UnclosedFrontMatter {}), text.len()),
            _ => (Err(Problem::NoFrontMatter {}), 0),
        };
    };
    let front = if first == "+++" { Ok(toml) } else { Err(Problem::YamlFrontMatter {}) };
    (front, body)
}

/// Front matter that the file does not begin with.
struct LateFrontMatter {
    /// The byte at which it begins.
    start: usize,
    /// The start of the text behind it.
    body: usize,
    is_toml: bool,
}

/// Finds front matter behind empty lines, invisible characters or text. Lines of `---` are rules where a text stands
/// before them.
fn late_front_matter(text: &str) -> Option<LateFrontMatter> {
    let first = text.find(|letter| !is_blank(letter))?;
    let found = |start: usize, fence: &str| {
        let rest = text[start..].strip_prefix(fence)?;
        let (inside, body) =
            fenced(&text[start..], fence).filter(|_| rest.starts_with(['\n', '\r', ' ', '\t']))?;
        let is_toml = fence == "+++";
        let sign = if is_toml { '=' } else { ':' };
        let inside = &text[start..][inside];
        inside.contains(sign).then_some(LateFrontMatter { start, body: start + body, is_toml })
    };
    let fences = text.match_indices("+++").filter(|(at, _)| {
        let line = text[..*at].rfind('\n').map_or(0, |line_break| line_break + 1);
        text[line..*at].chars().all(is_blank)
    });
    found(first, "---").or_else(|| fences.take(1).find_map(|(at, fence)| found(at, fence)))
}

/// Says if a character shows as a space or as nothing.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || look_alikes::invisible_name(letter).is_some()
}

impl LateFrontMatter {
    fn finding(&self, path: &SitePath, text: &str) -> Finding {
        let before = Span::new(0..self.start);
        if !text[..self.start].chars().all(is_blank) {
            return Finding::new(path, before, Problem::TextBeforeFrontMatter {});
        }
        if !self.is_toml {
            return Finding::new(path, Span::new(self.start..self.start + 3), Problem::YamlFrontMatter {});
        }
        let edit = Edit { span: before, old: text[..self.start].to_owned(), new: String::new() };
        Finding::new(path, before, Problem::BlankBeforeFrontMatter {}).with_fix(Some(Fix::safe(edit)))
    }
}

/// The range between two lines of `+++` or `---`, the first at the top, and the start of the text behind.
pub(crate) fn fenced(text: &str, fence: &str) -> Option<(Range<usize>, usize)> {
    if !matches!(fence, "+++" | "---") {
        return None;
    }
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn kind(path: &SitePath, (text, range): (&str, Range<usize>), findings: &mut Vec<Finding>) -> Kind {
    let role = role(path);
    let name = match role {
        Role::Section { .. } => "a section",
        Role::Home => "the home page",
        _ => "this page",
    };
    // Missing keys are reported at the line that opens the front matter.
    let (kind, found) = table::read(path, (text, range), (name, Span::new(0..3)), |fields| match role {
        Role::Section { .. } => Kind::Section(Box::new(front_matter::section(fields))),
        Role::Home => Kind::Home(front_matter::home(fields)),
        _ => front_matter::front(fields),
    });
    findings.extend(found);
    kind
}

/// Checks the parts of a document against each other.
struct DocumentReader<'a> {
    path: &'a SitePath,
    text: &'a str,
    own: &'a BTreeSet<String>,
    findings: Vec<Finding>,
}

impl DocumentReader<'_> {
    fn report(&mut self, span: Span, problem: Problem) {
        self.findings.push(Finding::new(self.path, span, problem));
    }

    fn footnotes(&mut self, outline: &Outline) {
        let mut meant = BTreeSet::new();
        // Undefined ones first: a misspelt footnote is not reported as unused too.
        let mut notes: Vec<_> = outline.footnotes.iter().collect();
        notes.sort_by_key(|(_, note)| note.defined.is_some());
        for (label, note) in notes {
            let label = label.clone();
            match (note.defined, note.used) {
                (None, Some(span)) => {
                    let known = outline.footnotes.iter().filter(|(_, note)| note.defined.is_some());
                    let near = nearest(&label, known.map(|(label, _)| label.as_str())).map(str::to_owned);
                    meant.extend(near.clone());
                    self.report(span, Problem::UndefinedNote { label, near });
                }
                (Some(span), None) if !meant.contains(&label) => {
                    let line = self.text[span.range()].lines().next().unwrap_or("").len();
                    let span = Span::new(span.range().start..span.range().start + line);
                    self.report(span, Problem::UnusedNote { label });
                }
                _ => {}
            }
        }
    }

    fn headings(&mut self, kind: &Kind, outline: &Outline) {
        if matches!(kind, Kind::Explainer(_)) {
            for span in &outline.footnotes_in_questions {
                self.report(*span, Problem::CitationInTitle {});
            }
        }
        for heading in &outline.headings {
            let in_section = matches!(kind, Kind::Section(_)) && heading.top;
            let problem = match heading.level {
                HeadingLevel::H1 if in_section => Problem::SectionHeading { found: "1" },
                HeadingLevel::H2 if in_section => Problem::SectionHeading { found: "2" },
                HeadingLevel::H1 => Problem::TitleInBody {},
                _ => continue,
            };
            self.report(heading.span, problem);
        }
        for segment in outline.segments.iter().filter(|segment| segment.empty) {
            let heading = segment.heading.and_then(|heading| outline.headings.get(heading));
            if let Some(heading) = heading {
                self.report(heading.span, Problem::EmptySection {});
            }
        }
    }

    fn block(&mut self, fence: &Fence) -> Option<Placed> {
        let word = fence.word.as_str();
        let kind = blocks::built_in(word).unwrap_or(&blocks::OWN);
        if blocks::built_in(word).is_none() && !self.own.contains(word) {
            let built_in = BLOCKS.iter().map(|block| block.name);
            let near = nearest(word, built_in.chain(self.own.iter().map(String::as_str)));
            if let Some(near) = near {
                let problem = Problem::NearBlock { word: word.to_owned(), near: near.to_owned() };
                self.report(self.first_line(fence), problem);
            }
            return None;
        }
        if fence.nested {
            self.report(self.first_line(fence), Problem::NestedBlock { name: word.to_owned() });
            return None;
        }
        // One without an end has no body.
        let body = fence.body?;
        let (toml, rows) = kind.split(self.text, body.range());
        let place = (kind.noun, self.first_line(fence));
        let (block, found) =
            table::read(self.path, (self.text, toml), place, |fields| (kind.parse)(fields, rows));
        self.findings.extend(found);
        let digest = Digest::of(self.text[fence.span.range()].as_bytes());
        Some(Placed { name: word.to_owned(), span: fence.span, digest, kind, block })
    }

    fn first_line(&self, fence: &Fence) -> Span {
        let start = fence.span.range().start;
        let line = self.text[start..].lines().next().unwrap_or("").len();
        Span::new(start..start + line)
    }
}

impl Kind {
    pub(crate) fn is_draft(&self) -> bool {
        match self {
            Self::Explainer(front) => front.draft,
            Self::Home(front) | Self::Page(front) => front.draft,
            Self::Section(_) => false,
        }
    }
}

impl Document {
    /// The body's Markdown.
    pub(crate) fn body(&self) -> &str {
        &self.text[self.body as usize..]
    }

    /// Whether there is a block of the site's own in it.
    pub(crate) fn has_own_blocks(&self) -> bool {
        self.blocks.iter().any(Placed::is_own)
    }
}
