//! The author's Markdown with other words in the place of each reference; everything else stays as it is
//! written.
//!
//! Must not know: what stands around the text.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::MarkdownExporter;
use super::words::{address, escape, mark};
use crate::blocks::BlockPlace;
use crate::model::Resolved;
use crate::parse::markdown::{EXTENSIONS, is_comment, is_suppression};
use crate::render::markdown::Piece;

/// Whose footnotes and blocks a text has.
pub(super) struct Scope<'a> {
    pub(super) notes: usize,
    /// A file's place in the page's files, and where the questions in it begin.
    pub(super) body: Option<(usize, &'a [usize])>,
}

/// A text, and what is to stand in the place of some of its bytes.
pub(super) struct Patch<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl Patch<'_> {
    /// A part of the text as it is to be.
    pub(super) fn cut(&self, range: Range<usize>) -> String {
        let mut out = String::with_capacity(range.len());
        let mut at = range.start;
        let within = self.edits.iter().filter(|(edit, _)| range.start <= edit.start && edit.end <= range.end);
        // What lies in something that has gone already is gone with it.
        for (edit, words) in within {
            if edit.start >= at {
                out += &self.text[at..edit.start];
                out += words;
                at = edit.end;
            }
        }
        out + &self.text[at..range.end]
    }
}

/// A link, a picture or a heading that has begun.
struct Open {
    range: Range<usize>,
    /// What stands in it.
    inner: Option<Range<usize>>,
    ends: Ends,
}

/// What becomes of what is around the words of one.
enum Ends {
    Stay,
    Go,
    /// They become those of an inline link or picture.
    Lead(&'static str, String),
    /// Attributes go.
    Heading,
}

struct Patcher<'d, 's, 'a> {
    desk: &'d mut MarkdownExporter<'s>,
    piece: Piece<'a>,
    scope: &'d Scope<'d>,
    edits: Vec<(Range<usize>, String)>,
    open: Vec<Open>,
    /// Where that ends of which all has been replaced.
    done: usize,
}

impl<'s> MarkdownExporter<'s> {
    pub(super) fn patch<'a>(&mut self, piece: Piece<'a>, scope: &Scope<'_>) -> Patch<'a> {
        let stand_in = move |link: BrokenLink<'_>| {
            piece.leads(&link).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(piece.text, EXTENSIONS, Some(stand_in));
        // Links by label have their addresses in themselves now.
        let spans = parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone());
        let edits = spans.map(|span| (whole(piece.text, span), String::new())).collect();
        let mut patcher = Patcher { desk: self, piece, scope, edits, open: vec![], done: 0 };
        for (event, range) in parser.into_offset_iter() {
            if range.start >= patcher.done {
                patcher.read(event, range);
            }
        }
        let mut edits = patcher.edits;
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        Patch { text: piece.text, edits }
    }
}

impl Patcher<'_, '_, '_> {
    fn replace(&mut self, range: Range<usize>, words: String) {
        self.edits.push((range, words));
    }

    /// All of an element at once.
    fn replace_all(&mut self, range: Range<usize>, words: String) {
        self.done = range.end;
        self.replace(range, words);
    }

    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Event::End(tag) = event {
            return self.end(tag);
        }
        for open in &mut self.open {
            let inner = open.inner.get_or_insert_with(|| range.clone());
            *inner = inner.start.min(range.start)..inner.end.max(range.end);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::FootnoteReference(label) => {
                let words = format!("[^{}]", self.note(&label));
                self.replace(range, words);
            }
            Event::InlineHtml(html) => self.html(&html, range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, (&dest_url, &title), range),
            Tag::Image { link_type, dest_url, title, .. } => {
                let ends = match self.piece.resolved_at(range.start) {
                    Some(Resolved::Image(image)) => self.lead("![", &self.desk.absolute(&image.href), &title),
                    _ if is_labelled(link_type) => self.lead("![", &dest_url, &title),
                    _ => Ends::Stay,
                };
                self.open.push(Open { range, inner: None, ends });
            }
            Tag::Heading { .. } => {
                let is_question = self.scope.body.is_some_and(|(_, starts)| starts.contains(&range.start));
                if is_question {
                    return self.replace_all(range, String::new());
                }
                self.open.push(Open { range, inner: None, ends: Ends::Heading });
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.fence(range),
            Tag::HtmlBlock => {
                let html = self.piece.text[range.clone()].to_owned();
                self.html(&html, range);
            }
            Tag::FootnoteDefinition(label) => {
                let head = self.piece.text[range.clone()].find("]:").map_or(0, |at| at + 2);
                let words = format!("[^{}]:", self.note(&label));
                self.replace(range.start..range.start + head, words);
            }
            _ => {}
        }
    }

    fn link(&mut self, kind: LinkType, (url, title): (&str, &str), range: Range<usize>) {
        let ends = match self.piece.resolved_at(range.start) {
            Some(Resolved::Sources(uses)) => {
                let marks = marks(uses);
                return self.replace_all(range, marks);
            }
            Some(Resolved::Fact { words, uses, .. }) => {
                let words = escape(words) + &marks(uses);
                return self.replace_all(range, words);
            }
            Some(Resolved::Entity(_) | Resolved::Name) => Ends::Go,
            Some(Resolved::Link(href)) => self.lead("[", &self.desk.absolute(href), title),
            Some(Resolved::Image(_) | Resolved::Data { .. } | Resolved::Text) | None if is_labelled(kind) => {
                self.lead("[", url, title)
            }
            Some(Resolved::Image(_) | Resolved::Data { .. } | Resolved::Text) | None => Ends::Stay,
        };
        self.open.push(Open { range, inner: None, ends });
    }

    fn lead(&self, before: &'static str, url: &str, title: &str) -> Ends {
        let title = if title.is_empty() {
            String::new()
        } else {
            format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
        };
        Ends::Lead(before, format!("]({}{title})", address(url)))
    }

    fn end(&mut self, tag: TagEnd) {
        if !matches!(tag, TagEnd::Link | TagEnd::Image | TagEnd::Heading(_)) {
            return;
        }
        let Some(Open { range, inner, ends }) = self.open.pop() else { return };
        let inner = inner.unwrap_or(range.start..range.start);
        let (before, behind) = (range.start..inner.start, inner.end..range.end);
        match ends {
            Ends::Stay => {}
            Ends::Go => {
                self.replace(before, String::new());
                self.replace(behind, String::new());
            }
            Ends::Lead(head, tail) => {
                self.replace(before, head.to_owned());
                self.replace(behind, tail);
            }
            Ends::Heading => {
                let rest = &self.piece.text[behind.clone()];
                let line = rest.find('\n').unwrap_or(rest.len());
                if rest[..line].contains('{') {
                    self.replace(behind.start..behind.start + line, String::new());
                }
            }
        }
    }

    fn fence(&mut self, range: Range<usize>) {
        let Some((file, _)) = self.scope.body else { return };
        let page = self.desk.page;
        let body = &page.files[file];
        let start = range.start + self.piece.base as usize;
        let blocks = &body.document().blocks;
        let block = blocks.iter().position(|placed| placed.span.range().start == start);
        if let Some(block) = block {
            let words = self.desk.block(BlockPlace { path: &body.path, file, block });
            self.replace_all(range, words.trim_end().to_owned());
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        if self.desk.site.settings.raw_html && !is_suppression(html) {
            return;
        }
        if is_comment(html.trim()) {
            let range = whole(self.piece.text, range);
            return self.replace_all(range, String::new());
        }
        self.replace_all(range, html.replace('<', "\\<"));
    }

    /// The label of a footnote, which no other of the page has.
    fn note(&mut self, label: &str) -> String {
        let key = (self.scope.notes, label.to_owned());
        let known = self.desk.notes.iter().position(|note| *note == key);
        let at = known.unwrap_or_else(|| {
            self.desk.notes.push(key);
            self.desk.notes.len() - 1
        });
        format!("note-{}", at + 1)
    }
}

/// A range, with the empty lines behind it if it has its lines for itself.
fn whole(text: &str, range: Range<usize>) -> Range<usize> {
    let begins = range.start == 0 || text[..range.start].ends_with('\n');
    let empty = text[range.end..].len() - text[range.end..].trim_start_matches('\n').len();
    let ends = text[..range.end].ends_with('\n') || empty > 0;
    range.start..range.end + if begins && ends { empty } else { 0 }
}

/// Whether a link has its address elsewhere.
fn is_labelled(kind: LinkType) -> bool {
    matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
}

/// The marks of some uses of sources.
pub(super) fn marks(uses: &[(usize, usize)]) -> String {
    uses.iter().map(|(at, _)| mark(at + 1)).collect()
}
