//! The events of a text, with our own mark-up for references, names, blocks, footnotes and alerts.
//!
//! Must not know: the page, except as [`Surroundings`].

use std::collections::VecDeque;
use std::iter::{Cloned, Peekable};
use std::ops::Range;
use std::slice;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd, html};

use super::marks::{figure, name_button, name_start, picture};
use super::{ParsedText, SourceText, Surroundings, footnote_use_id, side_by_side};
use crate::model::Resolved;
use crate::parse::markdown::{SpannedEvent, is_comment, is_suppression, plain_text};
use crate::render::escape::text as escape_text;

/// The events of a text for pulldown-cmark's writer.
pub(super) struct EventRewriter<'a, 's, S> {
    events: Peekable<Cloned<slice::Iter<'a, SpannedEvent<'a>>>>,
    source: SourceText<'a>,
    around: &'s mut S,
    /// Events that were made ahead.
    ready: VecDeque<Event<'a>>,
    /// The byte at which the current segment ends.
    pub(super) end: usize,
    /// The byte at which the heading begins that the template shows.
    pub(super) question: Option<usize>,
    table: Table,
    /// The index of the next name, or of the open one.
    link: usize,
    in_name: bool,
    /// For each open link whether it has a tag of its own; a name that has no card has none.
    links: Vec<bool>,
    /// For each open quotation whether it is an alert.
    quotes: Vec<bool>,
}

/// The open table, and the next cell in it.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl<'a, 's, S: Surroundings> EventRewriter<'a, 's, S> {
    pub(super) fn new(text: &'a ParsedText<'a>, around: &'s mut S) -> Self {
        Self {
            events: text.events.iter().cloned().peekable(),
            source: text.source,
            around,
            ready: VecDeque::new(),
            end: usize::MAX,
            question: None,
            table: Table::default(),
            link: 0,
            in_name: false,
            links: vec![],
            quotes: vec![],
        }
    }
}

impl<'a, S: Surroundings> Iterator for EventRewriter<'a, '_, S> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let end = self.end;
            let (event, range) = self.events.next_if(|(_, range)| range.start < end)?;
            self.rewrite(event, range);
        }
    }
}

impl<'a, S: Surroundings> EventRewriter<'a, '_, S> {
    fn push(&mut self, event: Event<'a>) {
        self.ready.push_back(event);
    }

    fn push_html(&mut self, html: String) {
        self.push(Event::InlineHtml(html.into()));
    }

    fn rewrite(&mut self, event: Event<'a>, range: Range<usize>) {
        // A name may be broken over lines, but not by anything else.
        if self.in_name && !matches!(event, Event::Text(_) | Event::SoftBreak | Event::HardBreak) {
            self.end_name();
        }
        match event {
            Event::Text(text) => self.text(text, range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::InlineHtml(html) => self.inline_html(html, &range),
            event => self.push(event),
        }
    }

    /// Marks the names in a text. A text that the parser changed, a quotation mark or an entity, is never cut.
    fn text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        let source = self.source;
        let is_verbatim = text.len() == range.len();
        let mut done = 0;
        while let Some(link) = source.links.get(self.link) {
            let start = (link.span.start - source.base) as usize;
            let end = (link.span.end - source.base) as usize;
            if !self.in_name {
                if start >= range.end {
                    break;
                }
                if start < range.start || (start > range.start && !is_verbatim) {
                    self.link += 1;
                    continue;
                }
                self.push(Event::Text(slice_text(&text, done..start - range.start)));
                done = start - range.start;
                self.in_name = true;
                self.push_html(name_start(end - start).to_owned());
            }
            if end > range.end {
                break;
            }
            let upto = if is_verbatim { end - range.start } else { text.len() };
            self.push(Event::Text(slice_text(&text, done..upto)));
            done = upto;
            self.end_name();
        }
        if done == 0 {
            self.push(Event::Text(text));
        } else if done < text.len() {
            self.push(Event::Text(slice_text(&text, done..text.len())));
        }
    }

    fn end_name(&mut self) {
        self.in_name = false;
        if let Some(link) = self.source.links.get(self.link) {
            let html = self.name_button(link.entity);
            self.push_html(html);
        }
        self.link += 1;
    }

    fn name_button(&self, entity: usize) -> String {
        let (name, id) = self.around.entity(entity);
        name_button(name, id, self.around.catalogue())
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Heading { .. } => self.heading(tag, &range),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence(info, &range),
            Tag::HtmlBlock => self.html_block(range),
            Tag::FootnoteDefinition(label) => self.footnote_definition(&label),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead | Tag::TableRow => {
                self.table.column = 0;
                self.table.in_head = matches!(tag, Tag::TableHead);
                self.push(Event::Start(tag));
            }
            Tag::TableCell => self.cell(),
            Tag::Link { .. } => self.link(tag, range.start),
            Tag::Image { .. } => match self.source.resolved_at(range.start) {
                Some(Resolved::Image(image)) => {
                    let alt = plain_text(&self.take_element(TagEnd::Image));
                    self.push_html(picture(image, &alt));
                }
                _ => self.push(Event::Start(tag)),
            },
            tag => self.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link if self.links.pop() == Some(false) => {}
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

    /// Takes the events up to the end of the element that has just begun.
    fn take_element(&mut self, end: TagEnd) -> Vec<Event<'a>> {
        self.take_spanned_element(end).into_iter().map(|(event, _)| event).collect()
    }

    /// Takes the events up to the end of the element that has just begun, with their bytes.
    fn take_spanned_element(&mut self, end: TagEnd) -> Vec<SpannedEvent<'a>> {
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
            self.take_element(TagEnd::Heading(level));
            return;
        }
        let id = given.map(CowStr::from).or(id);
        self.push(Event::Start(Tag::Heading { level, id, classes, attrs: vec![] }));
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.quotes.push(kind.is_some());
        let Some(kind) = kind else { return self.push(Event::Start(Tag::BlockQuote(None))) };
        let (class, message) = match kind {
            BlockQuoteKind::Note => ("note", "alert-note"),
            BlockQuoteKind::Tip => ("tip", "alert-tip"),
            BlockQuoteKind::Important => ("important", "alert-important"),
            BlockQuoteKind::Warning => ("warning", "alert-warning"),
            BlockQuoteKind::Caution => ("caution", "alert-caution"),
        };
        let label = self.around.catalogue().html(message, &[]);
        let html = format!("<aside class=\"alert {class}\">\n<p class=\"label\">{label}</p>\n");
        self.push(Event::Html(html.into()));
    }

    fn fence(&mut self, info: CowStr<'a>, range: &Range<usize>) {
        let start = u32::try_from(range.start).unwrap_or(u32::MAX).saturating_add(self.source.base);
        match self.around.block(start) {
            Some(html) => {
                self.take_element(TagEnd::CodeBlock);
                self.push(Event::Html(html.into()));
            }
            None => self.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))),
        }
    }

    fn html_block(&mut self, range: Range<usize>) {
        let html = self.source.text[range.clone()].trim_end();
        if self.around.raw_html() && !is_suppression(html) {
            self.push(Event::Start(Tag::HtmlBlock));
            let mut html = String::new();
            for event in self.take_element(TagEnd::HtmlBlock) {
                if let Event::Html(line) | Event::Text(line) = event {
                    html += &line;
                }
            }
            let resolved = self.source.resolve_html(&html, &range, &str::to_owned);
            self.push(Event::Html(resolved.unwrap_or(html).into()));
            return self.push(Event::End(TagEnd::HtmlBlock));
        }
        self.take_element(TagEnd::HtmlBlock);
        if !is_comment(html) {
            self.push(Event::Html(format!("<p>{}</p>\n", escape_text(html)).into()));
        }
    }

    fn inline_html(&mut self, html: CowStr<'a>, range: &Range<usize>) {
        if self.around.raw_html() && !is_suppression(&html) {
            let resolved = self.source.resolve_html(&html, range, &str::to_owned);
            self.push(Event::InlineHtml(resolved.map_or(html, CowStr::from)));
        } else if !is_comment(&html) {
            self.push(Event::Text(html));
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let Some((number, before)) = self.around.note(label) else { return };
        let id = footnote_use_id(number, before + 1);
        let catalogue = self.around.catalogue();
        let label = catalogue.html("note-number", &[("number", number.into())]);
        let word = catalogue.html("note-mark", &[]);
        self.push_html(format!(
            "<sup class=\"note\"><a id=\"{id}\" href=\"#n:{number}\" data-word=\"{word}\" aria-label=\"{label}\">{number}</a></sup>"
        ));
    }

    /// Renders a footnote's text for the foot of the page.
    fn footnote_definition(&mut self, label: &str) {
        let end = std::mem::replace(&mut self.end, usize::MAX);
        let is_inside = |event: &Event<'_>| !matches!(event, Event::End(TagEnd::FootnoteDefinition));
        let events: Vec<_> = self.by_ref().take_while(is_inside).collect();
        self.end = end;
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter());
        self.around.define_note(label, out);
    }

    /// A table may be wider than a phone: it scrolls by itself, by keyboard too. What takes the focus must be a
    /// landmark, and a page's landmarks need different names.
    fn start_table(&mut self, alignments: Vec<Alignment>) {
        let number = self.around.table();
        let label = self.around.catalogue().html("table-number", &[("number", number.into())]);
        self.push_html(format!(
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\n"
        ));
        self.push(Event::Start(Tag::Table(vec![Alignment::None; alignments.len()])));
        self.table = Table { alignments, ..Table::default() };
    }

    /// Alignment is a class: an inline style would need a weaker security policy.
    fn cell(&mut self) {
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Right) => " class=\"r\"",
            Some(Alignment::Center) => " class=\"c\"",
            _ => "",
        };
        self.table.column += 1;
        let is_head = self.table.in_head;
        self.push_html(if is_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") });
    }

    fn citations(&mut self, uses: &[(usize, usize)]) {
        let marks: Vec<_> = uses.iter().map(|(at, usage)| self.around.citation(*at, *usage)).collect();
        self.push_html(side_by_side(&marks));
    }

    fn link(&mut self, tag: Tag<'a>, start: usize) {
        match self.source.resolved_at(start) {
            Some(Resolved::Sources(uses)) => {
                self.take_element(TagEnd::Link);
                self.citations(uses);
            }
            Some(Resolved::Entity(at)) => self.name(*at),
            Some(Resolved::Fact { at, words, value, uses }) => {
                self.take_element(TagEnd::Link);
                match self.around.fact(*at) {
                    Some((label, id)) => {
                        let html = figure(words, value, label, id, self.around.catalogue());
                        self.push_html(html);
                    }
                    None => self.push(Event::Text(words.as_str().into())),
                }
                self.citations(uses);
            }
            Some(Resolved::Link(href)) => {
                let Tag::Link { title, id, .. } = tag else { return };
                self.links.push(true);
                let dest_url = href.as_str().into();
                self.push(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id }));
            }
            Some(Resolved::Name) => self.links.push(false),
            Some(Resolved::Image(_) | Resolved::Data { .. } | Resolved::Text) | None => {
                self.links.push(true);
                self.push(Event::Start(tag));
            }
        }
    }

    /// A name stays text, so that nothing is lost where there are no buttons; an empty button covers it.
    fn name(&mut self, entity: usize) {
        let button = self.name_button(entity);
        let inside = self.take_spanned_element(TagEnd::Link);
        let letters = inside.iter().map(|(event, _)| match event {
            Event::Text(text) => text.chars().count(),
            _ => 0,
        });
        self.push_html(name_start(letters.sum()).to_owned());
        for (event, range) in inside {
            match event {
                Event::InlineHtml(html) => self.inline_html(html, &range),
                Event::FootnoteReference(label) => self.footnote_reference(&label),
                event => self.push(event),
            }
        }
        self.push_html(button);
    }
}

/// A part of a text, borrowed if the text is.
fn slice_text<'a>(text: &CowStr<'a>, range: Range<usize>) -> CowStr<'a> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[range]),
        text => CowStr::from(text[range].to_owned()),
    }
}
