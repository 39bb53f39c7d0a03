//! Markdown to HTML: pulldown-cmark's own writer, fed with events in which our references are led to
//! their ends.
//!
//! What an explainer has beyond CommonMark becomes fixed mark-up here, so that a theme only styles it:
//! citations, names, footnotes, alerts, tables, blocks. Must not know: the site; which template a page has.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag,
    TagEnd, html,
};

use super::escape::{attribute, text};
use super::picture::srcset;
use crate::base::catalogue::Catalogue;
use crate::model::{Image, Link, Page, Resolved};
use crate::parse::markdown::{EXTENSIONS, Reference, is_comment, is_suppression, reference_candidate};

/// What a piece of Markdown needs of its surroundings. By itself a text is nowhere: it has no cards, no blocks and no
/// foot.
pub(crate) trait Surroundings {
    /// The words of the page's language.
    fn catalogue(&self) -> &Catalogue;
    /// The name of an entity of the page, and its id.
    fn entity(&self, at: usize) -> (&str, &str);
    /// The mark of one use of a source of the page.
    fn citation(&self, at: usize, usage: usize) -> String;
    /// What a figure of the page counts, and its id; nothing where no card can tell.
    fn fact(&self, _at: usize) -> Option<(&str, &str)> {
        None
    }
    /// The block whose fence begins at a byte of the file, as HTML.
    fn block(&mut self, _start: u32) -> Option<String> {
        None
    }
    /// The id of the next heading.
    fn heading_id(&mut self) -> Option<String> {
        None
    }
    /// The number of a footnote of the file, and how often it was used before, this use not counted; nothing
    /// where there is no place for footnotes.
    fn note(&mut self, _label: &str) -> Option<(usize, usize)> {
        None
    }
    /// Takes a footnote's text.
    fn define_note(&mut self, _label: &str, _html: String) {}
    /// The number of the next table on the page.
    fn table(&mut self) -> usize {
        1
    }
    /// Whether raw HTML is passed through.
    fn raw_html(&self) -> bool;
}

/// A piece of Markdown with its references.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    /// What must be added to a byte of the text to have one of the references' spans.
    pub(crate) base: u32,
    pub(crate) references: &'a [Reference],
    /// One for each of the references.
    pub(crate) resolved: &'a [Resolved],
    /// Names in it that lead to their cards without a mark, in their order; their spans are like the references'.
    pub(crate) links: &'a [Link],
}

impl<'a> Piece<'a> {
    /// The body of one of a page's files.
    pub(super) fn body(page: &'a Page, file: usize) -> Self {
        let body = &page.files[file];
        let document = body.document();
        Self {
            text: document.body(),
            base: document.body,
            references: &document.outline.references,
            resolved: page.references.at(&body.path, document.body),
            links: page.references.links_at(&body.path, document.body),
        }
    }

    /// What the reference that begins at a byte of the text leads to.
    pub(super) fn resolved_at(&self, start: usize) -> Option<&Resolved> {
        let start = u32::try_from(start).ok()? + self.base;
        let at = self.references.binary_search_by_key(&start, |reference| reference.span.start).ok()?;
        self.resolved.get(at)
    }

    /// Whether brackets without a definition are a link here.
    pub(super) fn leads(&self, link: &BrokenLink<'_>) -> bool {
        let resolved = self.resolved_at(link.span.start);
        reference_candidate(link) && resolved.is_some_and(|resolved| *resolved != Resolved::Text)
    }
}

/// CommonMark as it is, without anything of ours.
pub fn commonmark(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    let piece = Piece { text: markdown, base: 0, references: &[], resolved: &[], links: &[] };
    html::push_html(&mut out, EventRewriter::new(piece, Options::empty(), &mut Plain));
    out
}

/// The HTML between the cuts of a text: one string a segment. A heading that a cut begins with is left
/// out: it is a section's question, and stands in the page's template.
pub(crate) fn segments<S: Surroundings>(
    piece: Piece<'_>,
    cuts: &[Range<usize>],
    around: &mut S,
) -> Vec<String> {
    let mut weaver = EventRewriter::new(piece, EXTENSIONS, around);
    let mut segments = Vec::with_capacity(cuts.len());
    for (at, cut) in cuts.iter().enumerate() {
        let mut out = String::with_capacity(cut.len() * 3 / 2);
        weaver.end = cut.end;
        weaver.question = (at > 0).then_some(cut.start);
        html::push_html(&mut out, &mut weaver);
        segments.push(out);
    }
    segments
}

/// The HTML of a short text; a single paragraph goes without its `<p>`.
pub(crate) fn inline<S: Surroundings>(piece: Piece<'_>, around: &mut S) -> String {
    let mut events: Vec<_> = EventRewriter::new(piece, EXTENSIONS, around).collect();
    let paragraphs = events.iter().filter(|event| matches!(event, Event::Start(Tag::Paragraph))).count();
    let first = matches!(events.first(), Some(Event::Start(Tag::Paragraph)));
    let last = matches!(events.last(), Some(Event::End(TagEnd::Paragraph)));
    if paragraphs == 1 && first && last {
        events.pop();
        events.remove(0);
    }
    let mut out = String::with_capacity(piece.text.len() * 2);
    html::push_html(&mut out, events.into_iter());
    out
}

/// The words of a short text, without any mark-up.
pub(crate) fn plain<S: Surroundings>(piece: Piece<'_>, around: &mut S) -> String {
    let mut words = String::with_capacity(piece.text.len());
    for event in EventRewriter::new(piece, EXTENSIONS, around) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words.trim_end().to_owned()
}

/// The events of a piece of Markdown, with ours woven in.
struct EventRewriter<'a, 's, S, I: Iterator> {
    events: std::iter::Peekable<I>,
    piece: Piece<'a>,
    around: &'s mut S,
    /// Events that were made ahead.
    ready: VecDeque<Event<'a>>,
    /// Where the current segment ends.
    end: usize,
    /// Where the heading begins that the template shows.
    question: Option<usize>,
    /// The alignments of the table we are in, and the cell we are at.
    table: (Vec<Alignment>, usize, bool),
    /// The name to come, or the one that we are in.
    link: usize,
    linking: bool,
    /// The ends of links and quotations that we opened in our own way.
    links: Vec<Option<String>>,
    quotes: Vec<bool>,
}

type Ranged<'a> = (Event<'a>, Range<usize>);

impl<'a, 's, S: Surroundings> EventRewriter<'a, 's, S, Box<dyn Iterator<Item = Ranged<'a>> + 'a>> {
    fn new(piece: Piece<'a>, options: Options, around: &'s mut S) -> Self {
        let stand_in = move |link: BrokenLink<'_>| {
            piece.leads(&link).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
        };
        let events = Parser::new_with_broken_link_callback(piece.text, options, Some(stand_in));
        let events: Box<dyn Iterator<Item = Ranged<'a>> + 'a> = Box::new(events.into_offset_iter());
        Self {
            events: events.peekable(),
            piece,
            around,
            ready: VecDeque::new(),
            end: usize::MAX,
            question: None,
            table: (vec![], 0, false),
            link: 0,
            linking: false,
            links: vec![],
            quotes: vec![],
        }
    }
}

impl<'a, S: Surroundings, I: Iterator<Item = Ranged<'a>>> Iterator for EventRewriter<'a, '_, S, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let end = self.end;
            let (event, range) = self.events.next_if(|(_, range)| range.start < end)?;
            self.weave(event, range);
        }
    }
}

impl<'a, S: Surroundings, I: Iterator<Item = Ranged<'a>>> EventRewriter<'a, '_, S, I> {
    fn push(&mut self, event: Event<'a>) {
        self.ready.push_back(event);
    }

    fn push_html(&mut self, html: String) {
        self.push(Event::InlineHtml(html.into()));
    }

    fn weave(&mut self, event: Event<'a>, range: Range<usize>) {
        // A name may go over a line's end, and over nothing else.
        if self.linking && !matches!(event, Event::Text(_) | Event::SoftBreak | Event::HardBreak) {
            self.end_name();
        }
        match event {
            Event::Text(text) => self.text(text, range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(label) => self.note(&label),
            Event::InlineHtml(html) => self.inline_html(html),
            event => self.push(event),
        }
    }

    /// A text with the names in it. One that the parser changed, a quotation mark or an entity, is never cut.
    fn text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        let mut done = 0;
        let piece = self.piece;
        while let Some(link) = piece.links.get(self.link) {
            let place = |byte: u32| (byte - piece.base) as usize;
            let (start, end) = (place(link.span.start), place(link.span.end));
            if !self.linking {
                if start >= range.end {
                    break;
                }
                if start < range.start || (start > range.start && text.len() != range.len()) {
                    self.link += 1;
                    continue;
                }
                self.push(Event::Text(cut(&text, done..start - range.start)));
                done = start - range.start;
                self.begin_name(end - start);
            }
            if end > range.end {
                break;
            }
            let upto = if text.len() == range.len() { end - range.start } else { text.len() };
            self.push(Event::Text(cut(&text, done..upto)));
            done = upto;
            self.end_name();
        }
        match done {
            0 => self.push(Event::Text(text)),
            _ if done < text.len() => self.push(Event::Text(cut(&text, done..text.len()))),
            _ => {}
        }
    }

    fn begin_name(&mut self, length: usize) {
        self.linking = true;
        self.push_html(name_start(length).to_owned());
    }

    fn end_name(&mut self) {
        self.linking = false;
        if let Some(link) = self.piece.links.get(self.link) {
            let html = self.name_end(link.entity);
            self.push_html(html);
        }
        self.link += 1;
    }

    /// The button that lies over a name.
    fn name_end(&self, at: usize) -> String {
        let (name, id) = self.around.entity(at);
        let (id, name) = (attribute(id), attribute(name));
        let label = self.around.catalogue().html("about-name", &[("name", name.into())]);
        format!("<button popovertarget=\"e:{id}\" aria-label=\"{label}\"></button></span>")
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Heading { .. } => self.heading(tag, &range),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence(info, &range),
            Tag::HtmlBlock => self.html_block(range),
            Tag::FootnoteDefinition(label) => self.definition(&label),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead | Tag::TableRow => {
                self.table.1 = 0;
                self.table.2 = matches!(tag, Tag::TableHead);
                self.push(Event::Start(tag));
            }
            Tag::TableCell => self.cell(),
            Tag::Link { link_type, dest_url, title, id } => {
                self.link((link_type, dest_url, title, id), range.start);
            }
            Tag::Image { dest_url, .. } if self.image_at(range.start).is_some() => {
                self.image(range.start, &dest_url);
            }
            tag => self.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => match self.links.pop().flatten() {
                Some(html) => self.push_html(html),
                None => self.push(Event::End(tag)),
            },
            TagEnd::BlockQuote(_) if self.quotes.pop() == Some(true) => {
                self.push(Event::Html("</aside>\n".into()));
            }
            TagEnd::Table => {
                self.push(Event::End(tag));
                self.push(Event::Html("</div>\n".into()));
            }
            tag => self.push(Event::End(tag)),
        }
    }

    /// Takes the events up to the end of the element that was just begun.
    fn rest_of(&mut self, end: TagEnd) -> Vec<Ranged<'a>> {
        let mut events = Vec::new();
        let mut depth = 1;
        for (event, range) in self.events.by_ref() {
            match &event {
                // A picture's description may have a picture in it.
                Event::Start(tag) if tag.to_end() == end => depth += 1,
                Event::End(tag) if *tag == end => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            events.push((event, range));
        }
        events
    }

    /// Headings get their ids, and no attributes but classes: `{onclick=…}` is code.
    fn heading(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        let Tag::Heading { level, classes, id, .. } = tag else { return };
        let given = self.around.heading_id();
        if self.question.take_if(|start| *start == range.start).is_some() {
            self.rest_of(TagEnd::Heading(level));
            return;
        }
        let id = given.map(CowStr::from).or(id);
        self.push(Event::Start(Tag::Heading { level, id, classes, attrs: vec![] }));
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else {
            self.quotes.push(false);
            return self.push(Event::Start(Tag::BlockQuote(None)));
        };
        let (class, message) = match kind {
            BlockQuoteKind::Note => ("note", "alert-note"),
            BlockQuoteKind::Tip => ("tip", "alert-tip"),
            BlockQuoteKind::Important => ("important", "alert-important"),
            BlockQuoteKind::Warning => ("warning", "alert-warning"),
            BlockQuoteKind::Caution => ("caution", "alert-caution"),
        };
        let label = self.around.catalogue().html(message, &[]);
        self.quotes.push(true);
        self.push(Event::Html(
            format!("<aside class=\"alert {class}\">\n<p class=\"label\">{label}</p>\n").into(),
        ));
    }

    fn fence(&mut self, info: CowStr<'a>, range: &Range<usize>) {
        let start = u32::try_from(range.start).unwrap_or(u32::MAX).saturating_add(self.piece.base);
        match self.around.block(start) {
            Some(html) => {
                self.rest_of(TagEnd::CodeBlock);
                self.push(Event::Html(html.into()));
            }
            None => self.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))),
        }
    }

    fn html_block(&mut self, range: Range<usize>) {
        let html = self.piece.text[range].trim_end();
        if self.around.raw_html() && !is_suppression(html) {
            return self.push(Event::Start(Tag::HtmlBlock));
        }
        self.rest_of(TagEnd::HtmlBlock);
        if !is_comment(html) {
            self.push(Event::Html(format!("<p>{}</p>\n", text(html)).into()));
        }
    }

    fn inline_html(&mut self, html: CowStr<'a>) {
        if self.around.raw_html() && !is_suppression(&html) {
            self.push(Event::InlineHtml(html));
        } else if !is_comment(&html) {
            self.push(Event::Text(html));
        }
    }

    fn note(&mut self, label: &str) {
        let Some((number, before)) = self.around.note(label) else { return };
        let id = note_use(number, before + 1);
        let catalogue = self.around.catalogue();
        let label = catalogue.html("note-number", &[("number", number.into())]);
        let word = catalogue.html("note-mark", &[]);
        self.push_html(format!(
            "<sup class=\"note\"><a id=\"{id}\" href=\"#n:{number}\" data-word=\"{word}\" aria-label=\"{label}\">{number}</a></sup>"
        ));
    }

    /// A footnote's text, with everything in it led to its end, goes to the foot of the page.
    fn definition(&mut self, label: &str) {
        let end = std::mem::replace(&mut self.end, usize::MAX);
        let mut events = Vec::new();
        for event in self.by_ref() {
            if matches!(event, Event::End(TagEnd::FootnoteDefinition)) {
                break;
            }
            events.push(event);
        }
        self.end = end;
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter());
        self.around.define_note(label, out);
    }

    /// A table may be wider than a phone: it scrolls by itself, by keyboard too. What takes the focus is a landmark
    /// then, and a page's landmarks differ in their names.
    fn start_table(&mut self, alignments: Vec<Alignment>) {
        let number = self.around.table();
        let label = self.around.catalogue().html("table-number", &[("number", number.into())]);
        self.push_html(format!(
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\n"
        ));
        self.push(Event::Start(Tag::Table(vec![Alignment::None; alignments.len()])));
        self.table = (alignments, 0, false);
    }

    /// Alignment is a class: an inline style would need a weaker security policy.
    fn cell(&mut self) {
        let (alignments, at, head) = &mut self.table;
        let class = match alignments.get(*at) {
            Some(Alignment::Right) => " class=\"r\"",
            Some(Alignment::Center) => " class=\"c\"",
            _ => "",
        };
        *at += 1;
        let html = if *head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") };
        self.push_html(html);
    }

    fn citations(&mut self, uses: &[(usize, usize)]) {
        let marks: Vec<_> = uses.iter().map(|(at, usage)| self.around.citation(*at, *usage)).collect();
        self.push_html(side_by_side(&marks));
    }

    fn link(&mut self, (kind, url, title, id): (LinkType, CowStr<'a>, CowStr<'a>, CowStr<'a>), start: usize) {
        let resolved = self.piece.resolved_at(start).cloned();
        match resolved {
            Some(Resolved::Sources(uses)) => {
                self.rest_of(TagEnd::Link);
                self.citations(&uses);
            }
            Some(Resolved::Entity(at)) => self.name(at),
            Some(Resolved::Fact { at, words, value, uses }) => {
                self.rest_of(TagEnd::Link);
                match self.figure(at, &words, &value) {
                    Some(html) => self.push_html(html),
                    None => self.push(Event::Text(words.into())),
                }
                self.citations(&uses);
            }
            Some(Resolved::Link(href)) => {
                self.links.push(None);
                let link_type = LinkType::Inline;
                self.push(Event::Start(Tag::Link { link_type, dest_url: href.into(), title, id }));
            }
            Some(Resolved::Name) => self.links.push(Some(String::new())),
            Some(Resolved::Image(_) | Resolved::Data { .. } | Resolved::Text) | None => {
                self.links.push(None);
                self.push(Event::Start(Tag::Link { link_type: kind, dest_url: url, title, id }));
            }
        }
    }

    /// A number that opens the card which says what it counts, and when.
    fn figure(&self, at: usize, words: &str, value: &str) -> Option<String> {
        let (label, id) = self.around.fact(at)?;
        let label = attribute(label);
        let label = self.around.catalogue().html("about-figure", &[("label", label.into())]);
        Some(format!(
            "<span class=\"name\"><data value=\"{}\">{}</data><button popovertarget=\"f:{}\" aria-label=\"{label}\"></button></span>",
            attribute(value),
            text(words),
            attribute(id),
        ))
    }

    /// A name stays text, so that nothing is lost where there are no buttons; an empty button lies over it.
    fn name(&mut self, at: usize) {
        let button = self.name_end(at);
        let inside = self.rest_of(TagEnd::Link);
        let length: usize = inside
            .iter()
            .map(|(event, _)| if let Event::Text(text) = event { text.chars().count() } else { 0 })
            .sum();
        self.push_html(name_start(length).to_owned());
        for (event, _) in inside {
            match event {
                Event::InlineHtml(html) => self.inline_html(html),
                Event::FootnoteReference(label) => self.note(&label),
                event => self.push(event),
            }
        }
        self.push_html(button);
    }

    fn image_at(&self, start: usize) -> Option<&Image> {
        match self.piece.resolved_at(start) {
            Some(Resolved::Image(image)) => Some(image),
            _ => None,
        }
    }

    fn image(&mut self, start: usize, url: &str) {
        let alt: String = self
            .rest_of(TagEnd::Image)
            .iter()
            .map(|(event, _)| match event {
                Event::Text(text) | Event::Code(text) => text,
                Event::SoftBreak | Event::HardBreak => " ",
                _ => "",
            })
            .collect();
        let html = match self.image_at(start) {
            Some(image) => picture(image, &alt),
            None => format!("<img src=\"{}\" alt=\"{}\">", attribute(url), attribute(&alt)),
        };
        self.push_html(html);
    }
}

/// How a name of so many letters begins: a long one may break over lines.
fn name_start(length: usize) -> &'static str {
    if length > 28 { "<span class=\"name long\">" } else { "<span class=\"name\">" }
}

/// A part of a text, borrowed where the whole is.
fn cut<'a>(text: &CowStr<'a>, range: Range<usize>) -> CowStr<'a> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[range]),
        text => CowStr::from(text[range].to_owned()),
    }
}

/// The mark of one use of a source: a raised figure, which is a button that opens the source's card, and for
/// browsers without popovers a link to the source at the foot of the page. A style sheet shows one of the
/// two. A use that is not counted has no id to lead back to.
pub(crate) fn citation(
    (number, usage): (usize, usize),
    id: &str,
    locator: Option<&str>,
    catalogue: &Catalogue,
) -> String {
    let id = attribute(id);
    let label = match locator {
        Some(locator) => {
            let locator = attribute(locator);
            catalogue.html("source-number-at", &[("number", number.into()), ("locator", locator.into())])
        }
        None => catalogue.html("source-number", &[("number", number.into())]),
    };
    let own = if usage == 0 { String::new() } else { format!(" id=\"u:{number}-{usage}\"") };
    format!(
        "<span class=\"cite\"{own}><a href=\"#s:{id}\">{number}</a>\
         <button popovertarget=\"c:{id}\" aria-label=\"{label}\" value=\"{number}\"></button></span>"
    )
}

/// Marks with nothing between them, which a style sheet could not tell from marks with words between them.
pub(crate) fn side_by_side(marks: &[String]) -> String {
    let html = marks.concat();
    if marks.len() > 1 { format!("<span class=\"cites\">{html}</span>") } else { html }
}

/// The id of one use of a footnote.
pub(crate) fn note_use(number: usize, usage: usize) -> String {
    if usage == 1 { format!("r:{number}") } else { format!("r:{number}-{usage}") }
}

/// How wide a picture between paragraphs is: as the text column, which leaves 20 pixels on either side.
const SIZES: &str = "(min-width:40.5rem) 38rem, calc(100vw - 2.5rem)";

fn picture(image: &Image, alt: &str) -> String {
    let size = image.pixels.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
    let set = srcset(image).map(|set| format!(" srcset=\"{}\" sizes=\"{SIZES}\"", attribute(&set)));
    format!(
        "<img src=\"{}\"{} alt=\"{}\"{} loading=\"lazy\" decoding=\"async\">",
        attribute(&image.href),
        set.unwrap_or_default(),
        attribute(alt),
        size.unwrap_or_default()
    )
}

/// Surroundings in which Markdown is nothing but CommonMark.
struct Plain;

impl Surroundings for Plain {
    fn catalogue(&self) -> &Catalogue {
        Catalogue::english()
    }

    fn entity(&self, _: usize) -> (&str, &str) {
        ("", "")
    }

    fn citation(&self, _: usize, _: usize) -> String {
        String::new()
    }

    fn raw_html(&self) -> bool {
        true
    }
}

/// Footnotes of a page while it is rendered: numbered in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// By file and label: number, uses, text.
    notes: BTreeMap<(usize, String), (usize, usize, String)>,
    used: usize,
}

impl Notes {
    /// One more use: the note's number, and the uses before this one.
    pub(crate) fn refer(&mut self, file: usize, label: &str) -> (usize, usize) {
        let (number, uses, _) = self.notes.entry((file, label.to_owned())).or_default();
        if *number == 0 {
            self.used += 1;
            *number = self.used;
        }
        *uses += 1;
        (*number, *uses - 1)
    }

    pub(crate) fn define(&mut self, file: usize, label: &str, html: String) {
        self.notes.entry((file, label.to_owned())).or_default().2 = html;
    }

    /// The notes that are referred to: number, uses and text.
    pub(crate) fn in_order(self) -> Vec<(usize, usize, String)> {
        let mut notes: Vec<_> = self.notes.into_values().filter(|(number, _, _)| *number > 0).collect();
        notes.sort_by_key(|(number, _, _)| *number);
        notes
    }
}
