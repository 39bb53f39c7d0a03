//! The outline of a Markdown text: headings, sections, references, footnotes and fences, each with its bytes.
//!
//! It is what is kept of a text between parsing it and rendering its page. Must not know: what a reference leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::events::{Brackets, events, is_bracketed};
use super::html_pieces::HtmlPieces;
use super::{
    Reference, Scheme, Target, active_url, citation, citation_prefix, fact_id, is_comment, parse_citation,
    scheme, spaced_path,
};
use crate::base::words::{count_words, slug};
use crate::base::{Span, nfc};
use crate::diagnostics::Problem;
use crate::parse::html::{HtmlUrl, find_names};
use crate::parse::prose::Title;

/// How deep quotations and lists may be nested.
const MAX_DEPTH: usize = 100;

/// The outline of a text. All spans are of the file that holds the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// The text up to the first top-level `##`, then a segment for each.
    pub(crate) segments: Vec<Segment>,
    pub(crate) headings: Vec<Heading>,
    /// In the order of the text.
    pub(crate) references: Vec<Reference>,
    pub(crate) fences: Vec<Fence>,
    /// By their labels.
    pub(crate) footnotes: BTreeMap<String, Footnote>,
    /// Uses of footnotes in the headings that segments begin with.
    pub(crate) footnotes_in_questions: Vec<Span>,
    /// Mistakes that show without the rest of the site.
    pub(crate) errors: Vec<(Span, Problem)>,
    /// Where names do not become links, besides in references: headings, code, HTML, footnotes, links out of the
    /// site, and quotations. In order; no two overlap.
    pub(crate) unlinkable: Vec<Span>,
    /// Links out of the site.
    pub(crate) external_urls: Vec<ExternalUrl>,
    /// Ids in HTML.
    pub(crate) html_ids: Vec<String>,
    pub(crate) words: u32,
}

/// A link that leads out of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExternalUrl {
    pub(crate) url: String,
    /// All of the link.
    pub(crate) span: Span,
    /// The address alone, if it is in the link verbatim.
    pub(crate) url_span: Option<Span>,
}

/// A top-level `##` and what follows it; the first one has no heading.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// Its heading's index in `headings`.
    pub(crate) heading: Option<usize>,
    pub(crate) span: Span,
    pub(crate) empty: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Heading {
    pub(crate) level: HeadingLevel,
    pub(crate) title: Title,
    /// The author's own, `{#id}`, or the slug of the heading's words.
    pub(crate) id: String,
    /// Whether the id is the author's own.
    pub(crate) explicit: bool,
    pub(crate) span: Span,
    /// Not inside a quotation, a list or a footnote.
    pub(crate) top: bool,
}

/// A fenced code block with an info word.
#[derive(Clone, Debug)]
pub(crate) struct Fence {
    pub(crate) word: String,
    pub(crate) span: Span,
    /// The lines between the fences; `None` if the closing fence is missing.
    pub(crate) body: Option<Span>,
    pub(crate) nested: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Footnote {
    pub(crate) defined: Option<Span>,
    pub(crate) used: Option<Span>,
}

impl Outline {
    /// Orders the lists and frees their spare room: an outline is kept as long as its site.
    fn finish(&mut self) {
        self.segments.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.references.shrink_to_fit();
        self.fences.shrink_to_fit();
        self.unlinkable.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        self.unlinkable.dedup_by(|next, last| {
            let overlaps = next.start < last.end;
            if overlaps {
                last.end = last.end.max(next.end);
            }
            overlaps
        });
        self.unlinkable.shrink_to_fit();
        self.external_urls.sort_unstable_by_key(|link| link.span.start);
        self.external_urls.dedup_by_key(|link| link.span.start);
        self.external_urls.shrink_to_fit();
    }

    /// Says if a name at a place may become a link.
    pub(crate) fn is_linkable(&self, span: Span) -> bool {
        is_linkable(&self.unlinkable, &self.references, span)
    }
}

impl Heading {
    fn shrink_to_fit(&mut self) {
        self.title.plain.shrink_to_fit();
        self.title.html.shrink_to_fit();
        self.id.shrink_to_fit();
    }
}

/// Says if a name at a place may become a link: not in a text's `unlinkable` places, nor in its references.
pub(crate) fn is_linkable(unlinkable: &[Span], references: &[Reference], span: Span) -> bool {
    let next = unlinkable.partition_point(|other| other.end <= span.start);
    let next_reference = references.partition_point(|reference| reference.span.end <= span.start);
    unlinkable.get(next).is_none_or(|other| other.start >= span.end)
        && references.get(next_reference).is_none_or(|reference| reference.span.start >= span.end)
}

/// Reads a text that begins at byte `base` of its file.
pub(crate) fn outline(text: &str, base: u32) -> Outline {
    let mut builder = OutlineBuilder::new(text, base);
    for (event, range) in events(text, Brackets::Links) {
        builder.event(event, range);
    }
    let is_bracketed = |reference: &Reference| !matches!(reference.target, Target::Link { .. });
    if builder.hides_links && builder.outline.references.iter().any(is_bracketed) {
        builder.add_hidden_links();
    }
    builder.outline.finish();
    builder.outline
}

struct OutlineBuilder<'t> {
    text: &'t str,
    base: u32,
    outline: Outline,
    /// How many quotations, lists and footnotes are open.
    depth: usize,
    /// The events of the open heading that its title is made of.
    heading: Option<Vec<Event<'t>>>,
    in_fence: bool,
    /// Whether there may be links that references have broken up.
    hides_links: bool,
    /// The inline text since the last block began or ended.
    inline: Option<Range<usize>>,
    /// The HTML of the open HTML block.
    html_block: HtmlPieces,
}

impl<'t> OutlineBuilder<'t> {
    fn new(text: &'t str, base: u32) -> Self {
        let mut builder = Self {
            text,
            base,
            outline: Outline::default(),
            depth: 0,
            heading: None,
            in_fence: false,
            hides_links: false,
            inline: None,
            html_block: HtmlPieces::default(),
        };
        let span = builder.span(0..text.len());
        builder.outline.segments.push(Segment { heading: None, span, empty: true });
        builder
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(range).shifted(self.base)
    }

    fn report(&mut self, range: Range<usize>, problem: Problem) {
        let span = self.span(range);
        self.outline.errors.push((span, problem));
    }

    /// Keeps names in the range from becoming links.
    fn protect(&mut self, range: Range<usize>) {
        let span = self.span(range);
        self.outline.unlinkable.push(span);
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        match &mut self.inline {
            Some(inline) if is_inline(&event) => inline.end = inline.end.max(range.end),
            None if is_inline(&event) => self.inline = Some(range.clone()),
            _ => self.protect_quotations(),
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(text, range),
            Event::Code(_) => {
                self.outline.words += 1;
                self.protect(range);
                self.add_to_heading(event);
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label, range),
            Event::InlineHtml(html) => {
                self.protect(range.clone());
                self.html(range.clone());
                let mut pieces = HtmlPieces::default();
                pieces.push(&html, range);
                self.html_names(&pieces);
            }
            Event::SoftBreak | Event::HardBreak => self.add_to_heading(Event::Text(" ".into())),
            // A line of an HTML block, which is looked at as a whole: a tag or a comment may have many lines.
            Event::Html(html) => self.html_block.push(&html, range),
            Event::Rule | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        if !matches!(tag, Tag::Heading { .. })
            && let Some(segment) = self.outline.segments.last_mut()
        {
            segment.empty &= self.heading.is_some();
        }
        match tag {
            Tag::Heading { level, id, .. } => self.start_heading(level, id, range),
            Tag::BlockQuote(None) => {
                self.protect(range.clone());
                self.nest(range);
            }
            Tag::BlockQuote(Some(_)) | Tag::List(_) => self.nest(range),
            Tag::HtmlBlock => {
                self.protect(range.clone());
                self.html(range);
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => self.protect(range),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence(&info, range),
            Tag::FootnoteDefinition(label) => {
                self.depth += 1;
                self.protect(range.clone());
                let span = self.span(range);
                let footnote = self.outline.footnotes.entry(label.to_string()).or_default();
                footnote.defined.get_or_insert(span);
            }
            Tag::Link { link_type, dest_url, id, .. } => self.link(link_type, &dest_url, &id, range),
            Tag::Image { link_type, dest_url, id, .. } => self.image(link_type, &dest_url, &id, range),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.add_to_heading(Event::Start(tag)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition => self.depth -= 1,
            TagEnd::CodeBlock => self.in_fence = false,
            TagEnd::HtmlBlock => {
                let pieces = std::mem::take(&mut self.html_block);
                self.html_names(&pieces);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.add_to_heading(Event::End(tag));
            }
            _ => {}
        }
    }

    fn nest(&mut self, range: Range<usize>) {
        self.depth += 1;
        if self.depth == MAX_DEPTH + 1 {
            self.report(range.start..range.start + 1, Problem::TooDeep { limit: MAX_DEPTH });
        }
    }

    fn start_heading(&mut self, level: HeadingLevel, id: Option<CowStr<'t>>, range: Range<usize>) {
        let top = self.depth == 0;
        self.protect(range.clone());
        if level == HeadingLevel::H2 && top {
            let span = self.span(range.start..self.text.len());
            if let Some(last) = self.outline.segments.last_mut() {
                last.span.end = span.start;
            }
            let heading = Some(self.outline.headings.len());
            self.outline.segments.push(Segment { heading, span, empty: true });
        }
        let trimmed = self.text[range.clone()].trim_end().len();
        let span = self.span(range.start..range.start + trimmed);
        let explicit = id.is_some();
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        self.outline.headings.push(Heading { level, title: Title::default(), id, explicit, span, top });
        self.heading = Some(vec![]);
    }

    fn end_heading(&mut self) {
        let (Some(events), Some(heading)) = (self.heading.take(), self.outline.headings.last_mut()) else {
            return;
        };
        for event in &events {
            if let Event::Text(text) | Event::Code(text) = event {
                heading.title.plain.push_str(text);
            }
        }
        pulldown_cmark::html::push_html(&mut heading.title.html, events.into_iter());
        if !heading.explicit {
            heading.id = slug(&heading.title.plain);
        }
        heading.shrink_to_fit();
    }

    fn add_to_heading(&mut self, event: Event<'t>) {
        if let Some(events) = &mut self.heading {
            events.push(event);
        }
    }

    fn text(&mut self, text: CowStr<'t>, range: Range<usize>) {
        if self.in_fence {
            return;
        }
        // A bracket that is text may open a link that has a reference in it.
        self.hides_links |= text.contains('[');
        self.undefined_footnote(&text, &range);
        self.outline.words += count_words(&text);
        self.add_to_heading(Event::Text(text));
    }

    fn footnote_reference(&mut self, label: &str, range: Range<usize>) {
        let span = self.span(range);
        if self.heading.is_some()
            && self
                .outline
                .headings
                .last()
                .is_some_and(|heading| heading.level == HeadingLevel::H2 && heading.top)
        {
            self.outline.footnotes_in_questions.push(span);
        }
        self.outline.footnotes.entry(label.to_owned()).or_default().used.get_or_insert(span);
    }

    /// Recognises `[^x]` without a definition, which comes as three texts: `[`, `^x` and `]`.
    fn undefined_footnote(&mut self, text: &str, range: &Range<usize>) {
        let Some(label) = text.strip_prefix('^') else { return };
        let bytes = self.text.as_bytes();
        let bracketed =
            range.start > 0 && bytes[range.start - 1] == b'[' && bytes.get(range.end) == Some(&b']');
        let escaped = range.start > 1 && bytes[range.start - 2] == b'\\';
        if bracketed && !escaped && !label.is_empty() && !label.contains(char::is_whitespace) {
            let span = self.span(range.start - 1..range.end + 1);
            self.outline.footnotes.entry(label.to_owned()).or_default().used.get_or_insert(span);
        }
    }

    /// Keeps names in the quotations of the inline text from becoming links: those words are not the author's. A list
    /// item's own text is read without the lists in it, which would be read again at each level.
    fn protect_quotations(&mut self) {
        let Some(inline) = self.inline.take() else { return };
        #[cfg(test)]
        tests::READ.with(|read| read.set(read.get() + inline.len()));
        for quotation in quotations(&self.text[inline.clone()]) {
            self.protect(inline.start + quotation.start..inline.start + quotation.end);
        }
    }

    fn html(&mut self, range: Range<usize>) {
        let html = self.text[range.clone()].trim_end();
        // The opening tag of an element was reported already.
        if !is_comment(html) && !html.starts_with("</") {
            self.report(range.start..range.start + html.len(), Problem::RawHtml {});
        }
    }

    /// Finds the addresses and ids in HTML.
    fn html_names(&mut self, pieces: &HtmlPieces) {
        let names = find_names(&pieces.html);
        self.outline.html_ids.extend(names.ids);
        for HtmlUrl { range, url, kind, .. } in names.urls.into_iter().filter(HtmlUrl::is_unresolved) {
            let span = self.span(pieces.source_range(range));
            self.outline.references.push(Reference { span, target: Target::HtmlUrl { url, kind } });
        }
    }

    fn fence(&mut self, info: &str, range: Range<usize>) {
        self.protect(range.clone());
        self.in_fence = true;
        let block = &self.text[range.clone()];
        let body = fence_body(block);
        let body = body.map(|body| self.span(range.start + body.start..range.start + body.end));
        if body.is_none() {
            let first_line = block.lines().next().map_or(0, str::len);
            let problem = Problem::UnclosedFence { fence: fence_marks(block).to_owned() };
            self.report(range.start..range.start + first_line, problem);
        }
        if let Some(word) = info.split_ascii_whitespace().next() {
            let nested = self.depth > 0;
            let span = self.span(range);
            self.outline.fences.push(Fence { word: nfc(word).into_owned(), span, body, nested });
        }
    }

    fn link(&mut self, kind: LinkType, url: &str, label: &str, range: Range<usize>) {
        self.note_bracketed(kind, &range);
        let target = match kind {
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown if self.has_spaced_path(&range) => None,
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown => self.bracketed(label, &range),
            LinkType::ReferenceUnknown if self.is_defined_with_space(label) => None,
            LinkType::ReferenceUnknown => Some(Target::Label(label.to_owned())),
            LinkType::Email => None,
            _ => self.destination(url, &range, false),
        };
        self.add_reference(target, range);
    }

    fn image(&mut self, kind: LinkType, url: &str, label: &str, range: Range<usize>) {
        self.note_bracketed(kind, &range);
        if is_bracketed(kind) {
            self.protect(range.clone());
            if !self.has_spaced_path(&range) && !self.is_defined_with_space(label) {
                self.report(range, Problem::UndefinedImage { label: label.to_owned() });
            }
            return;
        }
        let target = self.destination(url, &range, true);
        self.add_reference(target, range);
    }

    /// Reports a path with a space in it behind brackets, `[text](my file.pdf)` or `[label]: my file.pdf`.
    fn has_spaced_path(&mut self, range: &Range<usize>) -> bool {
        let Some(path) = spaced_path(self.text, range.clone()) else { return false };
        let found = path.to_owned();
        let end = range.end + self.text[range.end..].find(path).unwrap_or(0) + path.len();
        self.report(range.start..end, Problem::SpacedPath { path: found });
        true
    }

    /// Says if a label would be defined, were it not for a space in its path, which is reported there.
    fn is_defined_with_space(&self, label: &str) -> bool {
        let marks = format!("[{label}]:");
        let mut places = self.text.match_indices(&marks).map(|(at, _)| at..at + marks.len() - 1);
        places.any(|range| spaced_path(self.text, range).is_some())
    }

    /// In `[a][b](c)` CommonMark sees a link from `b` to `c`, if `b` is not defined.
    fn note_bracketed(&mut self, kind: LinkType, range: &Range<usize>) {
        let behind = &self.text[range.end..];
        self.hides_links |= is_bracketed(kind) && behind.starts_with(['(', '[']) && !behind.starts_with("[^");
    }

    fn add_reference(&mut self, target: Option<Target>, range: Range<usize>) {
        match target {
            Some(target) => {
                let span = self.span(range);
                self.outline.references.push(Reference { span, target });
            }
            None => self.protect(range),
        }
    }

    /// Adds links that have a word in brackets in them: if it turns out to be no name, `[a [sic] b](c)` is a link.
    /// The text is parsed a second time for them, as CommonMark alone sees it.
    fn add_hidden_links(&mut self) {
        let references = self.outline.references.iter().map(|reference| reference.span.start);
        let errors = self.outline.errors.iter().map(|(span, _)| span.start);
        let seen: BTreeSet<u32> = references.chain(errors).collect();
        for (event, range) in events(self.text, Brackets::Text) {
            let Event::Start(Tag::Link { link_type, dest_url, .. }) = event else { continue };
            let start = self.span(range.clone()).start;
            if link_type != LinkType::Email && !seen.contains(&start) {
                let target = self.destination(&dest_url, &range, false);
                self.add_reference(target, range);
            }
        }
        self.outline.references.sort_by_key(|reference| reference.span.start);
    }

    /// The target of `[label]`: sources, a figure or a name.
    fn bracketed(&mut self, label: &str, range: &Range<usize>) -> Option<Target> {
        if let Some(id) = fact_id(label) {
            return Some(Target::Fact(id.to_owned()));
        }
        let Some(citation) = citation(label) else {
            return Some(Target::Name(label.to_owned()));
        };
        // A label that is broken over lines differs from what is in the file.
        let verbatim = self.text[range.start + 1..].starts_with(citation);
        let cited = parse_citation(citation, 1..range.len(), verbatim);
        let problem = cited.as_ref().map_or(Some(Problem::EmptyCitation {}), |cited| citation_prefix(cited));
        if let Some(problem) = problem {
            self.report(range.clone(), problem);
        }
        cited.map(Target::Sources)
    }

    /// The target of a link to an address; none if it leads out of the site.
    fn destination(&mut self, url: &str, range: &Range<usize>, image: bool) -> Option<Target> {
        match scheme(url) {
            Scheme::None => Some(Target::Link { destination: url.to_owned(), image }),
            Scheme::Passive => {
                let url_range = verbatim_url(&self.text[range.clone()], url);
                let url_span = url_range.map(|at| self.span(range.start + at.start..range.start + at.end));
                let span = self.span(range.clone());
                self.outline.external_urls.push(ExternalUrl { url: url.to_owned(), span, url_span });
                None
            }
            Scheme::Active(scheme) => {
                self.report(range.clone(), active_url(scheme));
                None
            }
        }
    }
}

/// Finds the address in a link `[text](url)` or `<url>`: at its end, before what closes it.
fn verbatim_url(link: &str, url: &str) -> Option<Range<usize>> {
    let inside = link.strip_suffix(')').unwrap_or(link);
    let bare = inside.strip_suffix('>').unwrap_or(inside);
    let before = bare.strip_suffix(url)?;
    (bare.len() < link.len() && before.ends_with(['(', '<'])).then_some(before.len()..bare.len())
}

/// Tells if an event is one inside a paragraph, a heading, a list item or a table cell, and not of a block.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(tag.to_end()),
        Event::End(tag) => is_inline_tag(*tag),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn is_inline_tag(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// From how many words on a text in quotation marks is a quotation, and not a term.
const QUOTATION_WORDS: u32 = 4;

/// Finds the quotations of a paragraph, quotation marks included.
fn quotations(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, char); 4] = [('“', '”'), ('«', '»'), ('„', '“'), ('"', '"')];
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '“' | '”' | '«' | '»' | '„' | '"'))
    {
        match open {
            Some((start, closing)) if closing == mark => {
                let end = at + mark.len_utf8();
                if count_words(&text[start..end]) >= QUOTATION_WORDS {
                    found.push(start..end);
                }
                open = None;
            }
            Some(_) => {}
            None => {
                let pair = PAIRS.iter().find(|(opening, _)| *opening == mark);
                open = pair.map(|(_, closing)| (at, *closing));
            }
        }
    }
    found
}

/// The bytes between the two lines of a fenced block; `None` if the closing fence is missing.
fn fence_body(block: &str) -> Option<Range<usize>> {
    let start = block.find('\n')? + 1;
    let marks = fence_marks(block);
    let body = block[start..].trim_end();
    let last_line = start + body.rfind('\n').map_or(0, |at| at + 1);
    // In a quotation the closing line begins with `>`.
    let closing = block[last_line..].trim_start_matches(['>', ' ', '\t']).trim_end();
    let is_closed = closing.starts_with(marks) && closing.chars().all(|c| marks.starts_with(c));
    is_closed.then_some(start..last_line)
}

/// The marks that open a fenced block.
fn fence_marks(block: &str) -> &str {
    let after = block.trim_start_matches(|c| block.starts_with(c));
    &block[..block.len() - after.len()]
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::parse::markdown::Cited;

    thread_local! {
        /// The bytes that were searched for quotations.
        pub(super) static READ: Cell<usize> = const { Cell::new(0) };
    }

    fn targets(text: &str) -> Vec<Target> {
        outline(text, 0).references.into_iter().map(|reference| reference.target).collect()
    }

    #[test]
    fn a_citation_may_name_several_sources_and_places_in_them() {
        let cited = |id: &str, locator: Option<&str>, at| Cited {
            prefix: String::new(),
            id: id.into(),
            locator: locator.map(Into::into),
            at,
        };
        assert_eq!(
            targets("x [@a, para. 4; @b]"),
            [Target::Sources(vec![cited("a", Some("para. 4"), 1..12), cited("b", None, 14..16)])]
        );
    }

    #[test]
    fn only_links_into_the_site_are_kept() {
        assert_eq!(targets("[a](https://example.org) <mailto:a@b.c>"), []);
        let link = Target::Link { destination: "b.md#c".into(), image: false };
        assert_eq!(targets("[a](b.md#c)"), [link]);
    }

    #[test]
    fn a_defined_reference_is_a_link_and_not_a_name() {
        assert_eq!(targets("[SCO]\n\n[SCO]: https://example.org"), []);
        assert_eq!(targets("[SCO]"), [Target::Name("SCO".into())]);
        assert_eq!(targets("[it][SCO]"), [Target::Label("SCO".into())]);
    }

    #[test]
    fn a_link_around_a_word_in_brackets_is_found_wherever_there_is_one() {
        const PARTS: [&str; 10] = ["[a", "]", "(c)", "[b]", "[]", "[d]", "![", "\\", "`", "[^e]"];
        for number in 0..PARTS.len().pow(5) {
            let parts = (0..5).map(|digit| PARTS[number / PARTS.len().pow(digit) % PARTS.len()]);
            let text = format!("{} [sic]\n\n[d]: e", parts.collect::<String>());
            let mut builder = OutlineBuilder::new(&text, 0);
            events(&text, Brackets::Links).for_each(|(event, range)| builder.event(event, range));
            let before = builder.outline.references.len();
            builder.add_hidden_links();
            let hidden = builder.outline.references.len() - before;
            assert!(hidden == 0 || builder.hides_links, "{text}");
        }
    }

    #[test]
    fn segments_begin_at_top_level_headings_of_level_two() {
        let outline = outline("a\n\n## B\n\nb\n\n> ## no\n\n## C\n", 10);
        let cuts: Vec<_> = outline.segments.iter().map(|s| (s.span.start, s.empty)).collect();
        assert_eq!(cuts, [(10, false), (13, false), (31, true)]);
    }

    #[test]
    fn an_undefined_footnote_is_noticed_and_an_escaped_one_is_not() {
        assert!(outline("x [^a]", 0).footnotes["a"].defined.is_none());
        assert!(outline("x \\[^a]", 0).footnotes.is_empty());
    }

    #[test]
    fn every_byte_is_searched_for_quotations_once_however_deep_it_is_nested() {
        let shapes = [
            "- ",
            "1. ",
            "> ",
            "- > ",
            "- a\n\n  ",
            "[a](b) *c* ",
            "- | a |\n  | - |\n  | b |\n",
            "x[^y]\n\n[^y]: - ",
        ];
        for (shape, times) in shapes.iter().flat_map(|shape| [25, 50, 100].map(|times| (shape, times))) {
            let text = shape.repeat(times) + "“Four words at least”";
            READ.with(|read| read.set(0));
            outline(&text, 0);
            assert!(READ.with(Cell::get) <= text.len(), "{shape} {times}");
        }
    }

    #[test]
    fn a_quotation_is_found_in_a_list_item_before_and_behind_what_the_item_has_in_it() {
        let text = "- a “one two three four” b\n  - c\n  ```\n  d\n  ```\n  e “five six seven eight” f";
        let quoted: Vec<_> = outline(text, 0).unlinkable.iter().map(|span| &text[span.range()]).collect();
        assert!(
            quoted.contains(&"“one two three four”") && quoted.contains(&"“five six seven eight”"),
            "{quoted:?}"
        );
    }

    #[test]
    fn a_fence_needs_its_closing_line() {
        assert_eq!(fence_body("```a\nb\n```"), Some(5..7));
        assert_eq!(fence_body("```a\n```"), Some(5..5));
        assert_eq!(fence_body("````a\nb\n```"), None);
        assert_eq!(fence_body("```a"), None);
    }

    #[test]
    fn the_10_000th_bracket_costs_no_more_than_the_first() {
        let depth = 10_000;
        let text = "[".repeat(depth) + "a" + &"]".repeat(depth);
        assert!(outline(&text, 0).references.len() <= 1);
        assert_eq!(outline(&">".repeat(depth), 0).errors.len(), 1);
    }
}
