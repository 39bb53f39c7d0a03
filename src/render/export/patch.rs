//! The author's Markdown with every reference replaced by what it leads to; all else is copied verbatim.
//!
//! Must not know: what is around the text.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::MarkdownExporter;
use super::markdown_text::{address, escape, mark};
use crate::blocks::BlockPlace;
use crate::model::Resolved;
use crate::parse::markdown::{is_comment, is_suppression};
use crate::render::markdown::{ParsedText, SourceText};

/// The footnotes and blocks that belong to a text.
pub(super) struct Scope<'a> {
    /// Tells its footnotes from those of the page's other texts.
    pub(super) notes: usize,
    /// Of a file's body: the file's index in the page, and the bytes at which its questions begin.
    pub(super) body: Option<(usize, &'a [usize])>,
}

/// A text and the replacements in it, ordered by their first bytes.
pub(super) struct Patch<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl Patch<'_> {
    /// A part of the text with its replacements.
    pub(super) fn cut(&self, range: Range<usize>) -> String {
        let mut out = String::with_capacity(range.len());
        let mut at = range.start;
        for (edit, words) in &self.edits {
            let is_within = range.start <= edit.start && edit.end <= range.end;
            // A replacement inside something that was replaced is gone with it.
            if is_within && edit.start >= at {
                out += &self.text[at..edit.start];
                out += words;
                at = edit.end;
            }
        }
        out + &self.text[at..range.end]
    }
}

/// An open link, picture or heading.
struct Open {
    range: Range<usize>,
    /// The bytes of what is in it.
    inner: Option<Range<usize>>,
    brackets: Brackets,
}

/// What happens to the marks before and behind the words of an open element.
enum Brackets {
    Keep,
    Remove,
    /// They become these, of an inline link or picture.
    Replace(&'static str, String),
    /// A heading's attributes are removed.
    RemoveAttributes,
}

struct Patcher<'e, 's, 't, 'a> {
    exporter: &'e mut MarkdownExporter<'s, 't>,
    source: SourceText<'a>,
    scope: &'e Scope<'e>,
    edits: Vec<(Range<usize>, String)>,
    open: Vec<Open>,
    /// Where the last element ends that was replaced as a whole.
    done: usize,
}

impl MarkdownExporter<'_, '_> {
    pub(super) fn patch<'a>(&mut self, text: &'a ParsedText<'_>, scope: &Scope<'_>) -> Patch<'a> {
        let source = text.source;
        // Links with a label get their addresses inline.
        let removed = |span: &Range<usize>| (with_blank_lines(source.text, span.clone()), String::new());
        let edits = text.definitions.iter().map(removed).collect();
        let mut patcher = Patcher { exporter: self, source, scope, edits, open: vec![], done: 0 };
        for (event, range) in &text.events {
            if range.start >= patcher.done {
                patcher.event(event, range.clone());
            }
        }
        let mut edits = patcher.edits;
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        Patch { text: source.text, edits }
    }
}

impl Patcher<'_, '_, '_, '_> {
    fn replace(&mut self, range: Range<usize>, words: String) {
        self.edits.push((range, words));
    }

    /// Replaces an element with all that is in it.
    fn replace_element(&mut self, range: Range<usize>, words: String) {
        self.done = range.end;
        self.replace(range, words);
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Event::End(tag) = event {
            return self.end(*tag);
        }
        for open in &mut self.open {
            let inner = open.inner.get_or_insert_with(|| range.clone());
            *inner = inner.start.min(range.start)..inner.end.max(range.end);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::FootnoteReference(label) => {
                let words = format!("[^{}]", self.note(label));
                self.replace(range, words);
            }
            Event::InlineHtml(html) => self.html(html, range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, range),
            Tag::Image { link_type, dest_url, title, .. } => {
                let brackets = match self.source.resolved_at(range.start) {
                    Some(Resolved::Image(image)) => inline("![", &self.exporter.absolute(&image.href), title),
                    _ if is_labelled(*link_type) => inline("![", dest_url, title),
                    _ => Brackets::Keep,
                };
                self.open.push(Open { range, inner: None, brackets });
            }
            Tag::Heading { .. } => {
                let is_question = self.scope.body.is_some_and(|(_, starts)| starts.contains(&range.start));
                if is_question {
                    return self.replace_element(range, String::new());
                }
                self.open.push(Open { range, inner: None, brackets: Brackets::RemoveAttributes });
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.fence(range),
            Tag::HtmlBlock => {
                let html = &self.source.text[range.clone()];
                self.html(html, range);
            }
            Tag::FootnoteDefinition(label) => {
                let head = self.source.text[range.clone()].find("]:").map_or(0, |at| at + "]:".len());
                let words = format!("[^{}]:", self.note(label));
                self.replace(range.start..range.start + head, words);
            }
            _ => {}
        }
    }

    fn link(&mut self, kind: LinkType, url: &str, title: &str, range: Range<usize>) {
        let brackets =
            match self.source.resolved_at(range.start) {
                Some(Resolved::Sources(uses)) => return self.replace_element(range, marks(uses)),
                Some(Resolved::Fact { words, uses, .. }) => {
                    return self.replace_element(range, escape(words) + &marks(uses));
                }
                Some(Resolved::Entity(_) | Resolved::Name) => Brackets::Remove,
                Some(Resolved::Link(href)) => inline("[", &self.exporter.absolute(href), title),
                Some(Resolved::Image(_) | Resolved::Data { .. } | Resolved::Text) | None => {
                    if is_labelled(kind) { inline("[", url, title) } else { Brackets::Keep }
                }
            };
        self.open.push(Open { range, inner: None, brackets });
    }

    fn end(&mut self, tag: TagEnd) {
        if !matches!(tag, TagEnd::Link | TagEnd::Image | TagEnd::Heading(_)) {
            return;
        }
        let Some(Open { range, inner, brackets }) = self.open.pop() else { return };
        let inner = inner.unwrap_or(range.start..range.start);
        let before = range.start..inner.start;
        let behind = inner.end..range.end;
        match brackets {
            Brackets::Keep => {}
            Brackets::Remove => {
                self.replace(before, String::new());
                self.replace(behind, String::new());
            }
            Brackets::Replace(head, tail) => {
                self.replace(before, head.to_owned());
                self.replace(behind, tail);
            }
            Brackets::RemoveAttributes => {
                let rest = &self.source.text[behind.clone()];
                let line = rest.find('\n').unwrap_or(rest.len());
                if rest[..line].contains('{') {
                    self.replace(behind.start..behind.start + line, String::new());
                }
            }
        }
    }

    fn fence(&mut self, range: Range<usize>) {
        let Some((file, _)) = self.scope.body else { return };
        let page = self.exporter.page;
        let body = &page.files[file];
        let start = range.start + self.source.base as usize;
        let blocks = &body.document().blocks;
        let block = blocks.iter().position(|placed| placed.span.range().start == start);
        if let Some(block) = block {
            let place = BlockPlace { path: &body.path, file, block };
            let block = &*blocks[block].block;
            let mut words = block.markdown(self.exporter, place);
            if let Some(caption) = block.content().caption {
                words += &caption.markdown(self.exporter, place.path);
            }
            self.replace_element(range, words.trim_end().to_owned());
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        if self.exporter.site.settings.raw_html && !is_suppression(html) {
            let absolute = |href: &str| self.exporter.absolute(href);
            if let Some(words) = self.source.resolve_html(html, &range, &absolute) {
                self.replace_element(range, words);
            }
            return;
        }
        if is_comment(html.trim()) {
            let range = with_blank_lines(self.source.text, range);
            return self.replace_element(range, String::new());
        }
        self.replace_element(range, html.replace('<', "\\<"));
    }

    /// The label of a footnote in the export, which is unique in the page.
    fn note(&mut self, label: &str) -> String {
        let key = (self.scope.notes, label.to_owned());
        let notes = &mut self.exporter.notes;
        let at = notes.iter().position(|note| *note == key).unwrap_or_else(|| {
            notes.push(key);
            notes.len() - 1
        });
        format!("note-{}", at + 1)
    }
}

/// The marks of an inline link or picture.
fn inline(opening: &'static str, url: &str, title: &str) -> Brackets {
    let title = if title.is_empty() {
        String::new()
    } else {
        format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
    };
    Brackets::Replace(opening, format!("]({}{title})", address(url)))
}

/// Extends a range over the blank lines behind it, if it fills its lines.
fn with_blank_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let begins_line = range.start == 0 || text[..range.start].ends_with('\n');
    let blank = text[range.end..].len() - text[range.end..].trim_start_matches('\n').len();
    let ends_line = text[..range.end].ends_with('\n') || blank > 0;
    range.start..range.end + if begins_line && ends_line { blank } else { 0 }
}

/// Returns whether the address of a link is in a definition.
fn is_labelled(kind: LinkType) -> bool {
    matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
}

/// The marks of uses of sources; a use is a source's index and its number among the uses.
pub(super) fn marks(uses: &[(usize, usize)]) -> String {
    uses.iter().map(|(at, _)| mark(at + 1)).collect()
}
