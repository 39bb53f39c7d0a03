//! Converts the text of an old page.
//!
//! The text is parsed with its shortcodes masked, and changed only where it must be: all else stays byte for byte. Must
//! not know: front matter; whether the new text happens to have nutgraf's own syntax, which [`super::escape`] treats.

mod html;
mod links;
mod shortcodes;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::dialect::{DialectSyntax, find_dialect_syntax, find_unrendered};
use super::heading::{Heading, find_headings, is_atx_heading};
use super::link_map::{LinkError, LinkMap, ResolvedLink};
use super::markdown::{Edits, Regions, events, inline_code, is_alone, line_start, mask};
use super::old_site::OldPage;
use super::settings::Settings;
use super::shortcode::{Shortcode, find_shortcodes, mask_shortcodes};
use crate::base::Span;
use crate::diagnostics::{Finding, Problem};
use html::parse_tag;
use shortcodes::find_code;

/// The text of an old page, parsed.
#[derive(Debug)]
pub(super) struct ParsedBody {
    shortcodes: Vec<Shortcode>,
    dialect_syntax: Vec<DialectSyntax>,
    /// The text with both masked. All ranges are of this and of the text alike.
    masked: String,
    headings: Vec<Heading>,
}

impl ParsedBody {
    pub(super) fn parse(page: &OldPage, settings: &Settings) -> Self {
        let text = &page.text[page.body..];
        let shortcodes = find_shortcodes(text, settings.generator);
        let mut masked = mask_shortcodes(text, &shortcodes);
        for at in 0..shortcodes.len() {
            if let Some((range, _)) = find_code(text, &shortcodes[at..]) {
                mask(&mut masked, &range, true);
            }
        }
        let masked_shortcodes = into_text(masked.clone());
        let has_math = settings.math || page.front.math;
        let dialect_syntax = find_dialect_syntax(&masked_shortcodes, has_math, settings.generator);
        for DialectSyntax { range, is_formula } in &dialect_syntax {
            if *is_formula {
                mask(&mut masked, range, is_alone(text, range));
            } else {
                masked[range.clone()].fill(b' ');
            }
        }
        let masked = into_text(masked);
        let headings = find_headings(&masked, settings);
        Self { shortcodes, dialect_syntax, masked, headings }
    }

    /// Returns the ids that links may use.
    pub(super) fn ids(&self) -> BTreeSet<String> {
        self.headings.iter().map(|heading| heading.id.clone()).filter(|id| !id.is_empty()).collect()
    }

    /// Returns the text of the first-level heading that the page begins with, if it has no shortcode in it.
    pub(super) fn leading_title(&self) -> Option<&str> {
        let first = self.headings.iter().find(|heading| heading.level == 1)?;
        let is_leading = self.masked[..first.range.start].trim().is_empty();
        let title = first.text.trim();
        (is_leading && !title.is_empty() && !title.contains(MASK)).then_some(title)
    }
}

/// A run of the letters that [`mask`] writes.
const MASK: &str = "xxxx";

/// Masks cover whole characters, so the text stays UTF-8.
fn into_text(masked: Vec<u8>) -> String {
    String::from_utf8(masked).unwrap_or_default()
}

/// The text of a new page, and what it could not keep.
#[derive(Debug)]
pub(super) struct ConvertedBody {
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
    pub(super) intended: IntendedSyntax,
}

/// Syntax in a new text that is meant as nutgraf reads it.
#[derive(Debug, Default)]
pub(super) struct IntendedSyntax {
    /// Targets of links within the site, as they are written.
    pub(super) links: BTreeSet<String>,
    /// Whole blocks.
    pub(super) blocks: BTreeSet<String>,
}

/// Converts the text of the page at index `at`.
pub(super) fn convert_body(map: &LinkMap<'_>, at: usize, parsed: &ParsedBody) -> ConvertedBody {
    let page = &map.site.pages[at];
    let text = &page.text[page.body..];
    let events = events(&parsed.masked);
    let regions = Regions::find(&events);
    let unrendered = find_unrendered(&parsed.masked, &events, &regions, map.settings);
    let mut writer = BodyWriter {
        map,
        at,
        page,
        text,
        parsed,
        regions,
        scope: Scope::default(),
        edits: Edits::default(),
        findings: vec![],
        intended: IntendedSyntax::default(),
        definitions: BTreeMap::new(),
        question_level: None,
    };
    writer.convert_headings();
    writer.convert_definitions();
    writer.convert_events(&events);
    writer.convert_shortcodes();
    writer.convert_dialect_syntax();
    for (what, range) in unrendered {
        writer.report(&range, Problem::MarkupShown { what });
    }
    let text = writer.edits.apply(text);
    ConvertedBody { text, findings: writer.findings, intended: writer.intended }
}

/// The elements around the current event.
#[derive(Default)]
struct Scope {
    links: usize,
    tables: usize,
    is_heading: bool,
    /// The heading of a section of an explainer, which cannot have links.
    is_question: bool,
    /// The current piece of HTML is the last in its paragraph.
    is_last: bool,
    /// HTML tags that are still open and that Markdown may have a mark for: name and range.
    open_tags: Vec<(String, Range<usize>)>,
}

/// Returns whether a paragraph, or the like, ends before these events show any text.
fn is_end(events: &[(Event<'_>, Range<usize>)]) -> bool {
    // A space before a closing mark would keep it from closing.
    if matches!(events.first(), Some((Event::End(_), _))) {
        return true;
    }
    for (event, _) in events {
        match event {
            Event::SoftBreak | Event::HardBreak => {}
            Event::Text(text) if text.trim().is_empty() => {}
            Event::InlineHtml(html) if parse_tag(html).is_some_and(|tag| tag.name == "br") => {}
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            Event::Start(tag) => {
                return !matches!(
                    tag,
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
                );
            }
            Event::End(_) => return true,
            _ => return false,
        }
    }
    true
}

struct BodyWriter<'a> {
    map: &'a LinkMap<'a>,
    /// Index of the page.
    at: usize,
    page: &'a OldPage,
    text: &'a str,
    parsed: &'a ParsedBody,
    regions: Regions,
    scope: Scope,
    edits: Edits,
    findings: Vec<Finding>,
    intended: IntendedSyntax,
    /// Link reference definitions, by their labels.
    definitions: BTreeMap<String, Definition>,
    /// Level of the headings that become sections of an explainer.
    question_level: Option<usize>,
}

#[derive(Clone)]
struct Definition {
    /// Its source.
    destination: String,
    resolved: Result<Option<ResolvedLink>, LinkError>,
}

impl BodyWriter<'_> {
    fn report(&mut self, range: &Range<usize>, problem: Problem) {
        let span = Span::new(range.start + self.page.body..range.end + self.page.body);
        self.findings.push(Finding::new(&self.page.path, span, problem));
    }

    /// Converts headings: the first is removed if it only repeats the title, which is the only first-level heading of a
    /// page, so others of that level go down; and each keeps the id that links use.
    fn convert_headings(&mut self) {
        let headings = &self.parsed.headings;
        let first = headings.iter().position(|heading| heading.level == 1);
        let title = self.page.front.title.as_ref().map(|title| title.text.trim());
        let repeats_title = self
            .parsed
            .leading_title()
            .is_some_and(|heading| title.is_none_or(|title| title.eq_ignore_ascii_case(heading)));
        let removed = first.filter(|_| repeats_title);
        if let Some(at) = removed {
            self.edits.remove(headings[at].range.clone());
        }
        let others = || headings.iter().enumerate().filter(|(at, _)| Some(*at) != removed);
        let shift = usize::from(others().any(|(_, heading)| heading.level == 1));
        if self.map.layout.pages[self.at].is_explainer {
            self.question_level = Some(2 - shift);
        }
        let mut used_ids = BTreeSet::new();
        for (_, heading) in others() {
            let is_new = used_ids.insert(heading.id.as_str());
            let id = if heading.needs_explicit_id() && is_new {
                format!(" {{#{}}}", heading.id)
            } else {
                String::new()
            };
            self.convert_heading(heading, shift, id);
        }
    }

    /// Lowers a heading by `shift` levels, and appends its id.
    fn convert_heading(&mut self, heading: &Heading, shift: usize, id: String) {
        let start = heading.range.start;
        let written = &self.parsed.masked[heading.range.clone()];
        if is_atx_heading(written) {
            if shift > 0 && heading.level < 6 {
                self.edits.insert(start, "#");
            }
            // A closing sequence of `#` would follow the id.
            let content = written.trim_end_matches('#').trim_end();
            let is_closed = written[content.len()..].starts_with([' ', '\t']);
            let end = start + if is_closed { content.len() } else { written.len() };
            self.edits.replace(end..heading.range.end, id);
            return;
        }
        // An underlined heading has two levels only, so it is written with `#`.
        let Some(underline) = written.trim_end().rfind('\n') else { return };
        let content = written[..underline].trim_end();
        let level = (heading.level + shift).min(6);
        self.edits.insert(start, "#".repeat(level) + " ");
        for (at, _) in content.match_indices('\n') {
            self.edits.replace(start + at..start + at + 1, " ");
        }
        self.edits.replace(start + content.len()..heading.range.end, id);
    }

    fn convert_events(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut picture: Option<&Range<usize>> = None;
        for (at, (event, range)) in events.iter().enumerate() {
            if picture.is_some() {
                if matches!(event, Event::End(TagEnd::Image)) && picture == Some(range) {
                    picture = None;
                }
                continue;
            }
            match event {
                Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                    self.convert_picture(*link_type, dest_url, range);
                    picture = Some(range);
                }
                Event::Start(tag) => self.start_tag(tag, range),
                Event::End(tag) => self.end_tag(*tag),
                Event::InlineHtml(_) => {
                    self.scope.is_last = is_end(&events[at + 1..]);
                    self.convert_inline_html(range);
                }
                _ => {}
            }
        }
    }

    fn start_tag(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => {
                self.scope.is_heading = true;
                // Whether it becomes a section of an explainer.
                let heading = self.parsed.headings.iter().find(|heading| heading.range.start == range.start);
                self.scope.is_question = heading.is_some_and(|heading| {
                    heading.is_top_level && Some(heading.level) == self.question_level
                });
            }
            Tag::Table(_) => self.scope.tables += 1,
            Tag::Link { link_type, dest_url, id, .. } => {
                self.scope.links += 1;
                if !matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.convert_link(*link_type, dest_url, id, range);
                }
            }
            Tag::HtmlBlock => self.convert_html_block(range),
            _ => {}
        }
    }

    fn end_tag(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.scope.is_heading = false;
                self.scope.is_question = false;
                self.report_open_tags();
            }
            TagEnd::Table => self.scope.tables -= 1,
            TagEnd::Link => self.scope.links = self.scope.links.saturating_sub(1),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell => self.report_open_tags(),
            _ => {}
        }
    }

    /// Shows formulas as code, and removes attribute lists.
    fn convert_dialect_syntax(&mut self) {
        for DialectSyntax { range, is_formula } in &self.parsed.dialect_syntax {
            if self.edits.overlap(range) || self.regions.is_html(range) {
                continue;
            }
            let written = &self.text[range.clone()];
            if *is_formula {
                let code = if is_alone(self.text, range) {
                    let indent = line_start(self.text, range.start);
                    format!("```latex\n{indent}{written}\n{indent}```\n")
                } else {
                    inline_code(written)
                };
                self.edits.replace(range.clone(), code);
                self.report(range, Problem::FormulaLeft {});
            } else if written.contains("toc") {
                self.remove_contents_list(range);
            } else {
                self.edits.remove(range.clone());
                self.report(range, Problem::MarkupLeft { what: "lists of attributes in braces" });
            }
        }
    }

    /// Removes kramdown's `{:toc}` and the list item before it that it replaces: each page has a list of contents.
    fn remove_contents_list(&mut self, range: &Range<usize>) {
        let before = self.text[..range.start].trim_end();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let item = before[line..].trim_start_matches(|c: char| c.is_ascii_digit() || "-*+. ".contains(c));
        let is_placeholder = item.to_lowercase().contains("toc");
        let start = if is_placeholder { line } else { range.start };
        self.edits.remove(start..range.end);
    }
}
