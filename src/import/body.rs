//! The text of an old page, as a new page has it.
//!
//! The old text is read with its calls of templates masked, and changed only where it must be: all else stays byte
//! for byte. Must not know: the front matter; whether the new text means something else to us by chance, which
//! `settle` looks after.

mod html;
mod link;
mod template;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::edit::Edits;
use super::heading::{Heading, headings, is_marked};
use super::html::is_break;
use super::link::{Led, Map, Why};
use super::markup::{self, Foreign, foreign};
use super::settings::{Generator, Settings};
use super::shortcode::{Becomes, becomes};
use super::tag::{self, is_alone, masked, tags};
use super::tree::Page;
use crate::base::Span;
use crate::diagnostics::{Finding, Problem};
use crate::parse::markdown::EXTENSIONS;

/// What stands in the text of an old page.
#[derive(Debug)]
pub(super) struct Read {
    tags: Vec<tag::Tag>,
    foreign: Vec<Foreign>,
    /// The text without both, byte for byte.
    masked: String,
    headings: Vec<Heading>,
}

/// Reads the text of an old page.
pub(super) fn read(page: &Page, settings: &Settings) -> Read {
    let text = &page.text[page.body..];
    let tags = tags(text, settings.generator);
    let mut masked = masked(text, &tags);
    for at in 0..tags.len() {
        if let Becomes::Code { range, .. } = becomes(text, &tags, at) {
            masked = mask(masked, &range, true);
        }
    }
    let foreign = foreign(&masked, settings.math || page.front.math, settings.generator);
    for found in &foreign {
        masked = match found {
            Foreign::Formula(range) => mask(masked, range, is_alone(text, range)),
            Foreign::Attributes(range) => blank(masked, range),
        };
    }
    let headings = headings(&masked, settings);
    Read { tags, foreign, masked, headings }
}

fn mask(text: String, range: &Range<usize>, alone: bool) -> String {
    let mut bytes = text.into_bytes();
    bytes[range.clone()].fill(b'x');
    if alone {
        bytes[range.end - 1] = b'\n';
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn blank(text: String, range: &Range<usize>) -> String {
    let mut bytes = text.into_bytes();
    bytes[range.clone()].fill(b' ');
    String::from_utf8(bytes).unwrap_or_default()
}

impl Read {
    /// The ids that links may name.
    pub(super) fn ids(&self) -> BTreeSet<String> {
        self.headings.iter().map(|heading| heading.id.clone()).filter(|id| !id.is_empty()).collect()
    }

    /// The title that the text begins with, where the front matter has none or the same.
    pub(super) fn title(&self) -> Option<&str> {
        let first = self.headings.iter().find(|heading| heading.level == 1)?;
        let before = self.masked[..first.range.start].trim().is_empty();
        let words = first.words.trim();
        (before && !words.is_empty() && !words.contains("xxxx")).then_some(words)
    }
}

/// A new text, and what could not be carried into it.
#[derive(Debug)]
pub(super) struct Carried {
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
    pub(super) meant: Meant,
}

/// What in a new text means what it means to nutgraf.
#[derive(Debug, Default)]
pub(super) struct Meant {
    /// Where its links inside the site lead, as they are written.
    pub(super) led: BTreeSet<String>,
    /// Its blocks, whole.
    pub(super) blocks: BTreeSet<String>,
}

/// Carries the text of a page over; `at` is the page's place in the tree.
pub(super) fn body(map: &Map<'_>, at: usize, read: &Read) -> Carried {
    let page = &map.tree.pages[at];
    let text = &page.text[page.body..];
    let (code, html) = (markup::code(&read.masked), markup::html(&read.masked));
    let (edits, findings, meant, defined) = (Edits::default(), vec![], Meant::default(), BTreeMap::new());
    let scope = Scope::default();
    let mut writer = Writer { map, at, page, text, read, code, html, scope, edits, findings, meant, defined };
    writer.headings();
    writer.definitions();
    writer.walk();
    writer.templates();
    writer.foreign();
    for (range, what) in super::unknown::unknown(&read.masked, map.settings) {
        writer.report(&range, Problem::MarkupShown { what });
    }
    let text = writer.edits.made(text);
    Carried { text, findings: writer.findings, meant: writer.meant }
}

/// What is open around the place that is read.
#[derive(Default)]
struct Scope {
    links: usize,
    tables: usize,
    heading: bool,
    /// Nothing follows in what the piece of HTML stands in that is read now.
    last: bool,
    /// The heading begins a section of an explainer.
    question: bool,
    /// Open tags of HTML that may turn out to be marks of Markdown.
    marks: Vec<(String, Range<usize>)>,
}

/// Whether a paragraph or the like ends with these events.
fn ends(events: &[(Event<'_>, Range<usize>)]) -> bool {
    // White space before a mark that ends something would keep it from doing so.
    if matches!(events.first(), Some((Event::End(_), _))) {
        return true;
    }
    let next = events.iter().map(|(event, _)| event).find(|event| match event {
        Event::SoftBreak | Event::HardBreak => false,
        Event::Text(words) => !words.trim().is_empty(),
        Event::InlineHtml(html) => !is_break(html),
        Event::End(tag) => {
            !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
        }
        _ => true,
    });
    match next {
        Some(Event::Start(tag)) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Some(Event::End(_)) | None => true,
        Some(_) => false,
    }
}

struct Writer<'a> {
    map: &'a Map<'a>,
    at: usize,
    page: &'a Page,
    text: &'a str,
    read: &'a Read,
    code: Vec<Range<usize>>,
    html: Vec<Range<usize>>,
    scope: Scope,
    edits: Edits,
    findings: Vec<Finding>,
    meant: Meant,
    /// What definitions of links lead to, by their labels, with the address as it was written.
    defined: BTreeMap<String, (String, Result<Option<Led>, Why>)>,
}

impl<'a> Writer<'a> {
    fn report(&mut self, range: &Range<usize>, problem: Problem) {
        let span = Span::new(range.start + self.page.body..range.end + self.page.body);
        self.findings.push(Finding::new(&self.page.path, span, problem));
    }

    /// The first heading, where it only repeats the title, goes; those of the first level go down, since the title
    /// is the one there is; and each keeps the id that links know.
    fn headings(&mut self) {
        let title = self.page.front.title.as_ref().map(|title| title.text.trim());
        let first = self.read.headings.iter().position(|heading| heading.level == 1);
        let repeats = self
            .read
            .title()
            .is_some_and(|words| title.is_none_or(|title| title.eq_ignore_ascii_case(words)));
        let gone = first.filter(|_| repeats);
        let left = self.read.headings.iter().enumerate().filter(|(at, _)| Some(*at) != gone);
        let left: Vec<_> = left.map(|(_, heading)| heading).collect();
        let shift = usize::from(left.iter().any(|heading| heading.level == 1));
        if let Some(gone) = gone {
            self.edits.remove(self.read.headings[gone].range.clone());
        }
        let mut taken = BTreeSet::new();
        for heading in left {
            self.heading(heading, shift, &mut taken);
        }
    }

    fn heading(&mut self, heading: &Heading, shift: usize, taken: &mut BTreeSet<String>) {
        let written = &self.read.masked[heading.range.clone()];
        let level = (heading.level + shift).min(6);
        let free = taken.insert(heading.id.clone());
        let id = if heading.needs_id() && free { format!(" {{#{}}}", heading.id) } else { String::new() };
        if is_marked(written) {
            if shift > 0 && heading.level < 6 {
                self.edits.insert(heading.range.start, "#");
            }
            let content = written.trim_end_matches('#').trim_end();
            let closed = written.len() > content.len() && written[content.len()..].starts_with([' ', '\t']);
            let end = heading.range.start + if closed { content.len() } else { written.len() };
            self.edits.replace(end..heading.range.end, id);
            return;
        }
        // A heading that is underlined: written with `#`, which goes for every level.
        let Some(line) = written.trim_end().rfind('\n') else { return };
        let content = written[..line].trim_end();
        self.edits.insert(heading.range.start, "#".repeat(level) + " ");
        for (at, _) in content.match_indices('\n') {
            self.edits.replace(heading.range.start + at..heading.range.start + at + 1, " ");
        }
        self.edits.replace(heading.range.start + content.len()..heading.range.end, id);
    }

    /// Whether the heading there begins a section of an explainer.
    fn is_question(&self, start: usize) -> bool {
        let explainer = self.map.places.pages[self.at].is_explainer;
        let shifted = self.read.headings.iter().any(|heading| heading.level == 1) && self.shifts();
        let level = if shifted { 1 } else { 2 };
        let is_it = |heading: &&Heading| heading.range.start == start;
        let heading = self.read.headings.iter().find(is_it);
        explainer && heading.is_some_and(|heading| heading.top && heading.level == level)
    }

    /// Whether headings go down a level.
    fn shifts(&self) -> bool {
        let first = self.read.headings.iter().filter(|heading| heading.level == 1);
        let title = self.page.front.title.as_ref().map(|title| title.text.trim());
        let repeats = self
            .read
            .title()
            .is_some_and(|words| title.is_none_or(|title| title.eq_ignore_ascii_case(words)));
        first.count() > usize::from(repeats)
    }

    fn walk(&mut self) {
        let masked: &'a str = &self.read.masked;
        let events: Vec<_> = Parser::new_ext(masked, EXTENSIONS).into_offset_iter().collect();
        let mut events = events.into_iter();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                    self.image(link_type, &dest_url, &range);
                    for (inside, other) in events.by_ref() {
                        if matches!(inside, Event::End(TagEnd::Image)) && other == range {
                            break;
                        }
                    }
                }
                Event::Start(tag) => self.start(&tag, &range),
                Event::End(tag) => self.end(tag),
                Event::InlineHtml(_) => {
                    self.scope.last = ends(events.as_slice());
                    self.inline_html(&range);
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => {
                self.scope.heading = true;
                self.scope.question = self.is_question(range.start);
            }
            Tag::Table(_) => self.scope.tables += 1,
            Tag::Link { link_type, dest_url, id, .. } => {
                self.scope.links += 1;
                if !matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.link(*link_type, (dest_url, id), range);
                }
            }
            Tag::HtmlBlock => self.html_block(range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.scope.heading = false;
                self.scope.question = false;
                self.unmatched();
            }
            TagEnd::Table => self.scope.tables -= 1,
            TagEnd::Link => self.scope.links = self.scope.links.saturating_sub(1),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell => self.unmatched(),
            _ => {}
        }
    }

    /// Formulas are shown as code; lists of attributes go.
    fn foreign(&mut self) {
        for found in &self.read.foreign {
            let range = found.range();
            if self.edits.touches(range) || markup::is_in(range, &self.html) {
                continue;
            }
            let written = &self.text[range.clone()];
            match found {
                Foreign::Formula(_) => {
                    let alone = is_alone(self.text, range) && !self.scope.heading;
                    let indent = self.text[..range.start].rsplit('\n').next().unwrap_or("");
                    let shown = if alone {
                        format!("```latex\n{indent}{written}\n{indent}```\n")
                    } else {
                        super::edit::code(written)
                    };
                    self.edits.replace(range.clone(), shown);
                    self.report(range, Problem::FormulaLeft {});
                }
                Foreign::Attributes(_) if written.contains("toc") => self.contents(range),
                Foreign::Attributes(_) => {
                    self.edits.remove(range.clone());
                    self.report(range, Problem::MarkupLeft { what: "lists of attributes in braces" });
                }
            }
        }
    }

    /// A list of contents, which each page has by itself: the word that stands for it goes, too.
    fn contents(&mut self, range: &Range<usize>) {
        let before = self.text[..range.start].trim_end();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let word = before[line..].trim_start_matches(|c: char| c.is_ascii_digit() || "-*+. ".contains(c));
        let start = if word.trim().to_lowercase().contains("toc") { line } else { range.start };
        self.edits.remove(start..range.end);
    }

    fn generator(&self) -> Generator {
        self.map.generator()
    }
}
