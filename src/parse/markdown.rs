//! The outline of a Markdown text: what stands where, before anything is known of the site.
//!
//! Headings, sections, references, footnotes and blocks, each with its bytes. Must not know: HTML; what a
//! reference leads to. The text is parsed again when its page is rendered, with [`EXTENSIONS`] and
//! [`reference_candidate`] the same, so both readings see the same references.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use super::prose::Title;
use crate::base::Span;
use crate::base::words::{count_words, slug};

/// What we read beyond CommonMark.
pub(crate) const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_GFM);

/// How deep quotations and lists may be nested.
pub(crate) const DEEPEST: usize = 100;

/// What a Markdown text has in it. All spans are of the file that holds the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// The text up to the first top-level `##`, then a segment for each.
    pub(crate) segments: Vec<Segment>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) references: Vec<Reference>,
    pub(crate) fences: Vec<Fence>,
    pub(crate) notes: BTreeMap<String, Note>,
    /// Uses of footnotes in the headings that segments begin with.
    pub(crate) question_notes: Vec<Span>,
    pub(crate) slips: Vec<(Span, MarkdownError)>,
    /// Where a name leads nowhere, references aside: headings, code, HTML, footnotes, links out of the site, and
    /// words of others. In order; no two overlap.
    pub(crate) closed: Vec<Span>,
    /// Links out of the site.
    pub(crate) addresses: Vec<Address>,
    pub(crate) words: u32,
}

/// A link that leads out of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) url: String,
    /// All of the link.
    pub(crate) span: Span,
    /// The address alone, where it stands in the link letter by letter.
    pub(crate) written: Option<Span>,
}

/// A top-level `##` and what follows it; the first one has no heading.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// Its heading's place in `headings`.
    pub(crate) heading: Option<usize>,
    pub(crate) span: Span,
    pub(crate) empty: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Heading {
    pub(crate) level: HeadingLevel,
    pub(crate) title: Title,
    /// The author's own, `{#id}`, or the heading's words.
    pub(crate) id: String,
    pub(crate) explicit: bool,
    pub(crate) span: Span,
    /// Not inside a quotation, a list or a footnote.
    pub(crate) top: bool,
}

/// Something in brackets that may lead somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    pub(crate) target: Target,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// `[@id, locator; @other]`
    Sources(Vec<Cited>),
    /// `[=id]`: a figure.
    Fact(String),
    /// `[label]` or `[label][]`: a name, or nothing but a word in brackets.
    Name(String),
    /// `[text][label]`: a name or an id, and a mistake if there is none.
    Label(String),
    /// `[text](destination)` or `![text](destination)`
    Link { destination: String, image: bool },
}

/// One source of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cited {
    pub(crate) id: String,
    /// `para. 4`: where in the source.
    pub(crate) locator: Option<String>,
    /// Its own part of the reference, counted from the reference's first byte.
    pub(crate) at: Range<usize>,
}

/// A fenced code block with an info word.
#[derive(Clone, Debug)]
pub(crate) struct Fence {
    pub(crate) word: String,
    pub(crate) span: Span,
    /// The lines between the fences, if there is a second one.
    pub(crate) body: Option<Span>,
    pub(crate) nested: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Note {
    pub(crate) defined: Option<Span>,
    pub(crate) used: Option<Span>,
}

impl Outline {
    /// Gives back what its lists took ahead: an outline is kept as long as its site.
    fn fit(&mut self) {
        self.segments.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.references.shrink_to_fit();
        self.fences.shrink_to_fit();
        self.closed.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        self.closed.dedup_by(|next, last| {
            let within = next.start < last.end;
            last.end = if within { last.end.max(next.end) } else { last.end };
            within
        });
        self.closed.shrink_to_fit();
        self.addresses.sort_unstable_by_key(|address| address.span.start);
        self.addresses.dedup_by_key(|address| address.span.start);
        self.addresses.shrink_to_fit();
    }

    /// Whether a name may lead to its card there.
    pub(crate) fn is_open(&self, span: Span) -> bool {
        is_open(&self.closed, &self.references, span)
    }
}

impl Heading {
    /// Whether it begins a section of an explainer that is one file.
    fn is_question(&self) -> bool {
        self.level == HeadingLevel::H2 && self.top
    }

    fn fit(&mut self) {
        self.title.plain.shrink_to_fit();
        self.title.html.shrink_to_fit();
        self.id.shrink_to_fit();
    }
}

impl Reference {
    /// The bytes of one of its sources.
    pub(crate) fn part(&self, cited: &Cited) -> Range<usize> {
        let start = self.span.range().start;
        start + cited.at.start..start + cited.at.end
    }
}

/// What can be wrong with a text by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MarkdownError {
    RawHtml,
    /// The line that would close it.
    UnclosedFence(String),
    TooDeep,
    EmptyCitation,
    ActiveUrl(String),
    /// An image by a label that nothing defines.
    UndefinedImage(String),
}

/// Whether a name may lead to its card at a place, by what is closed and by the references of a text.
pub(crate) fn is_open(closed: &[Span], references: &[Reference], span: Span) -> bool {
    let before = closed.partition_point(|closed| closed.end <= span.start);
    let referring = references.partition_point(|reference| reference.span.end <= span.start);
    closed.get(before).is_none_or(|closed| closed.start >= span.end)
        && references.get(referring).is_none_or(|reference| reference.span.start >= span.end)
}

/// Whether a label without a definition may be a reference of ours. `[^…]` is a footnote that nobody
/// wrote, and stays the text that CommonMark says it is.
pub(crate) fn reference_candidate(link: &BrokenLink<'_>) -> bool {
    !link.reference.starts_with('^')
}

/// The outline of a text that begins at byte `base` of its file.
pub(crate) fn outline(text: &str, base: u32) -> Outline {
    let stand_in = |link: BrokenLink<'_>| {
        reference_candidate(&link).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let events = Parser::new_with_broken_link_callback(text, EXTENSIONS, Some(stand_in));
    let mut reader = Reader { text, base, outline: Outline::default(), depth: 0, heading: None, fence: None };
    reader.outline.segments.push(Segment { heading: None, span: reader.span(0..text.len()), empty: true });
    for (event, range) in events.into_offset_iter() {
        reader.read(event, range);
    }
    reader.around_words();
    reader.outline.fit();
    reader.outline
}

struct Reader<'a> {
    text: &'a str,
    base: u32,
    outline: Outline,
    /// How many quotations, lists and footnotes we are in.
    depth: usize,
    /// The heading we are in, its events kept to be shown elsewhere.
    heading: Option<Vec<Event<'a>>>,
    /// The fence whose body we are in.
    fence: Option<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(range).shifted(self.base)
    }

    fn slip(&mut self, range: Range<usize>, slip: MarkdownError) {
        let span = self.span(range);
        self.outline.slips.push((span, slip));
    }

    fn close(&mut self, range: Range<usize>) {
        let span = self.span(range);
        self.outline.closed.push(span);
    }

    fn read(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(text, range),
            Event::Code(_) => {
                self.outline.words += 1;
                self.close(range);
                self.keep(event);
            }
            Event::FootnoteReference(label) => {
                let span = self.span(range);
                let question =
                    self.heading.is_some() && self.outline.headings.last().is_some_and(Heading::is_question);
                self.outline.question_notes.extend(question.then_some(span));
                let note = self.outline.notes.entry(label.to_string()).or_default();
                note.used.get_or_insert(span);
            }
            Event::InlineHtml(_) => {
                self.close(range.clone());
                self.html(range);
            }
            Event::SoftBreak | Event::HardBreak => self.keep(Event::Text(" ".into())),
            // Judged as a whole at its start: a comment may have many lines.
            Event::Html(_)
            | Event::Rule
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if !matches!(tag, Tag::Heading { .. })
            && let Some(segment) = self.outline.segments.last_mut()
        {
            segment.empty &= self.heading.is_some();
        }
        match tag {
            Tag::Heading { level, id, .. } => self.start_heading(level, id, range),
            Tag::BlockQuote(None) => {
                self.close(range.clone());
                self.deeper(range);
            }
            Tag::BlockQuote(Some(_)) | Tag::List(_) => self.deeper(range),
            Tag::Paragraph | Tag::Item | Tag::TableCell => self.quotations(&range),
            Tag::HtmlBlock => {
                self.close(range.clone());
                self.html(range);
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => self.close(range),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.start_fence(&info, range),
            Tag::FootnoteDefinition(label) => {
                self.depth += 1;
                self.close(range.clone());
                let span = self.span(range);
                self.outline.notes.entry(label.to_string()).or_default().defined.get_or_insert(span);
            }
            Tag::Link { link_type, dest_url, id, .. } => self.link(link_type, (&dest_url, &id), range),
            Tag::Image { link_type, dest_url, id, .. } => self.image(link_type, (&dest_url, &id), range),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.keep(Event::Start(tag)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition => self.depth -= 1,
            TagEnd::CodeBlock => self.fence = None,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.keep(Event::End(tag)),
            _ => {}
        }
    }

    fn deeper(&mut self, range: Range<usize>) {
        self.depth += 1;
        if self.depth == DEEPEST + 1 {
            self.slip(range.start..range.start + 1, MarkdownError::TooDeep);
        }
    }

    fn start_heading(&mut self, level: HeadingLevel, id: Option<CowStr<'a>>, range: Range<usize>) {
        let top = self.depth == 0;
        self.close(range.clone());
        if level == HeadingLevel::H2 && top {
            self.cut(range.start);
        }
        let trimmed = self.text[range.clone()].trim_end().len();
        let span = self.span(range.start..range.start + trimmed);
        let explicit = id.is_some();
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        let heading = Heading { level, title: Title::default(), id, explicit, span, top };
        self.outline.headings.push(heading);
        self.heading = Some(vec![]);
    }

    /// Ends the segment before a `##` and begins its own.
    fn cut(&mut self, at: usize) {
        let end = self.span(0..self.text.len()).end;
        let start = self.span(at..at).start;
        if let Some(last) = self.outline.segments.last_mut() {
            last.span.end = start;
        }
        let heading = Some(self.outline.headings.len());
        self.outline.segments.push(Segment { heading, span: Span { start, end }, empty: true });
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
        heading.fit();
    }

    /// Keeps an event of a heading.
    fn keep(&mut self, event: Event<'a>) {
        if let Some(events) = &mut self.heading {
            events.push(event);
        }
    }

    fn words(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if self.fence.is_some() {
            return;
        }
        self.undefined_note(&text, &range);
        self.outline.words += count_words(&text);
        if self.heading.is_some() {
            self.keep(Event::Text(text));
        }
    }

    /// pulldown-cmark hands on `[^x]` without a definition as three texts, `[`, `^x` and `]`.
    fn undefined_note(&mut self, text: &str, range: &Range<usize>) {
        let Some(label) = text.strip_prefix('^') else { return };
        let bytes = self.text.as_bytes();
        let bracketed =
            range.start > 0 && bytes[range.start - 1] == b'[' && bytes.get(range.end) == Some(&b']');
        let escaped = range.start > 1 && bytes[range.start - 2] == b'\\';
        if bracketed && !escaped && !label.is_empty() && !label.contains(char::is_whitespace) {
            let span = self.span(range.start - 1..range.end + 1);
            self.outline.notes.entry(label.to_owned()).or_default().used.get_or_insert(span);
        }
    }

    /// Closes what a paragraph quotes: its words are not the author's. A word or two in quotation marks are.
    fn quotations(&mut self, range: &Range<usize>) {
        for quoted in quoted(&self.text[range.clone()]) {
            self.close(range.start + quoted.start..range.start + quoted.end);
        }
    }

    fn html(&mut self, range: Range<usize>) {
        let html = self.text[range.clone()].trim_end();
        // The tag that ends an element was opened, and that was said.
        if !is_comment(html) && !html.starts_with("</") {
            self.slip(range.start..range.start + html.len(), MarkdownError::RawHtml);
        }
    }

    fn start_fence(&mut self, info: &str, range: Range<usize>) {
        self.close(range.clone());
        let body = fence_body(&self.text[range.clone()]);
        if body.is_none() {
            let line = self.text[range.clone()].lines().next().map_or(0, str::len);
            self.slip(
                range.start..range.start + line,
                MarkdownError::UnclosedFence(opening(&self.text[range.clone()])),
            );
        }
        let word = info.split_ascii_whitespace().next().unwrap_or("").to_owned();
        if !word.is_empty() {
            let body = body.map(|body| self.span(range.start + body.start..range.start + body.end));
            let fence = Fence { word, span: self.span(range.clone()), body, nested: self.depth > 0 };
            self.outline.fences.push(fence);
        }
        self.fence = Some(range);
    }

    fn link(&mut self, kind: LinkType, (url, label): (&str, &str), range: Range<usize>) {
        let target = match kind {
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown => self.bracketed(label, &range),
            LinkType::ReferenceUnknown => Some(Target::Label(label.to_owned())),
            LinkType::Email => None,
            _ => self.destination(url, &range, false),
        };
        self.push(target, range);
    }

    fn image(&mut self, kind: LinkType, (url, label): (&str, &str), range: Range<usize>) {
        let unknown = matches!(
            kind,
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown
        );
        if unknown {
            self.close(range.clone());
            return self.slip(range, MarkdownError::UndefinedImage(label.to_owned()));
        }
        let target = self.destination(url, &range, true);
        self.push(target, range);
    }

    fn push(&mut self, target: Option<Target>, range: Range<usize>) {
        if target.is_none() {
            self.close(range.clone());
        }
        let span = self.span(range);
        self.outline.references.extend(target.map(|target| Reference { span, target }));
    }

    /// A word in brackets that turns out to be no name lets the link around it be one: `[a [sic] b](c)`.
    /// So every link is looked at as CommonMark alone sees it, too.
    fn around_words(&mut self) {
        let word = |reference: &Reference| !matches!(reference.target, Target::Link { .. });
        if !self.outline.references.iter().any(word) {
            return;
        }
        let seen: BTreeSet<u32> =
            self.outline.references.iter().map(|reference| reference.span.start).collect();
        let slips: BTreeSet<u32> = self.outline.slips.iter().map(|(span, _)| span.start).collect();
        for (event, range) in Parser::new_ext(self.text, EXTENSIONS).into_offset_iter() {
            let Event::Start(Tag::Link { link_type, dest_url, .. }) = event else { continue };
            let start = self.span(range.clone()).start;
            if link_type != LinkType::Email && !seen.contains(&start) && !slips.contains(&start) {
                let target = self.destination(&dest_url, &range, false);
                self.push(target, range);
            }
        }
        self.outline.references.sort_by_key(|reference| reference.span.start);
    }

    fn bracketed(&mut self, label: &str, range: &Range<usize>) -> Option<Target> {
        if let Some(id) = fact_id(label) {
            return Some(Target::Fact(id.to_owned()));
        }
        let Some(citation) = label.trim_start().strip_prefix('@') else {
            return Some(Target::Name(label.to_owned()));
        };
        // Over a line's end the label is not what stands in the file.
        let exact = self.text[range.start + 1..].starts_with(&format!("@{citation}"));
        let cited = cited(citation, "[@".len()..range.len(), exact);
        if cited.is_none() {
            self.slip(range.clone(), MarkdownError::EmptyCitation);
        }
        cited.map(Target::Sources)
    }

    /// An address outside the site needs no answer from it, so it is no reference.
    fn destination(&mut self, url: &str, range: &Range<usize>, image: bool) -> Option<Target> {
        match scheme(url) {
            Scheme::None => Some(Target::Link { destination: url.to_owned(), image }),
            Scheme::Passive => {
                let written = written(&self.text[range.clone()], url);
                let written = written.map(|at| self.span(range.start + at.start..range.start + at.end));
                let (url, span) = (url.to_owned(), self.span(range.clone()));
                self.outline.addresses.push(Address { url, span, written });
                None
            }
            Scheme::Active(name) => {
                self.slip(range.clone(), MarkdownError::ActiveUrl(name));
                None
            }
        }
    }
}

/// Where a link, `[text](url)` or `<url>`, has its address as it is: at its end, between the marks that close it.
fn written(link: &str, url: &str) -> Option<Range<usize>> {
    let inside = link.strip_suffix(')').unwrap_or(link);
    let bare = inside.strip_suffix('>').unwrap_or(inside);
    let before = bare.strip_suffix(url)?;
    (bare.len() < link.len() && before.ends_with(['(', '<'])).then_some(before.len()..bare.len())
}

/// How many words in quotation marks are somebody's words and not a term.
const QUOTATION: u32 = 4;

/// The quotations of a paragraph, marks included.
fn quoted(text: &str) -> Vec<Range<usize>> {
    const CLOSING: [(char, char); 4] = [('“', '”'), ('«', '»'), ('„', '“'), ('"', '"')];
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '“' | '”' | '«' | '»' | '„' | '"'))
    {
        match open {
            Some((start, closing)) if closing == mark => {
                let end = at + mark.len_utf8();
                if count_words(&text[start..end]) >= QUOTATION {
                    found.push(start..end);
                }
                open = None;
            }
            Some(_) => {}
            None => {
                let pair = CLOSING.iter().find(|(opening, _)| *opening == mark);
                open = pair.map(|(_, closing)| (at, *closing));
            }
        }
    }
    found
}

/// The figure that a label names: `=id`.
pub(crate) fn fact_id(label: &str) -> Option<&str> {
    label.trim().strip_prefix('=').map(str::trim).filter(|id| !id.is_empty())
}

/// Whether a piece of raw HTML is comments: notes of the author's, which no reader sees.
pub(crate) fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some((_, behind)) = rest.strip_prefix("<!--").and_then(|inside| inside.split_once("-->")) {
        rest = behind.trim_start();
    }
    rest.is_empty() && !html.trim().is_empty()
}

/// Whether such a comment is for the editor's rules and for nobody else.
pub(crate) fn is_suppression(html: &str) -> bool {
    is_comment(html) && html.trim()["<!--".len()..].trim_start().starts_with("check:")
}

/// The bytes between the two lines of a fenced block; `None` when the second one lacks.
fn fence_body(block: &str) -> Option<Range<usize>> {
    let start = block.find('\n')? + 1;
    let (fence, length) = (block.chars().next()?, opening(block).len());
    let body = block[start..].trim_end();
    let last = start + body.rfind('\n').map_or(0, |at| at + 1);
    // In a quotation the closing line begins with `>`.
    let close = block[last..].trim_start_matches(['>', ' ', '\t']).trim_end();
    let closed = close.len() >= length && close.chars().all(|c| c == fence);
    closed.then_some(start..last)
}

/// The marks that a fenced block begins with.
fn opening(block: &str) -> String {
    let fence = block.chars().next();
    block.chars().take_while(|c| Some(*c) == fence).collect()
}

/// `id, locator; @id`: what stands after the first `@` of a citation. It stands at `place` in the reference that it is
/// part of, letter by letter if it is `exact`.
pub(crate) fn cited(citation: &str, place: Range<usize>, exact: bool) -> Option<Vec<Cited>> {
    let parts: Vec<&str> = citation.split(';').collect();
    let whole = parts.len() == 1 || !exact;
    let (mut at, bytes) = (place.start, place.end);
    let cited = parts.into_iter().map(|part| {
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        let part = part.trim();
        let own = if whole { 0..bytes } else { start..(start + part.len()).min(bytes) };
        let part = part.strip_prefix('@').unwrap_or(part);
        let (id, locator) = part.split_once(',').map_or((part, None), |(id, rest)| (id, Some(rest)));
        let locator = locator.map(str::trim).filter(|locator| !locator.is_empty()).map(str::to_owned);
        let id = id.trim().to_owned();
        (!id.is_empty()).then_some(Cited { id, locator, at: own })
    });
    cited.collect()
}

/// What an address may do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// None: a path in the site.
    None,
    /// Leads somewhere.
    Passive,
    /// Might run, or is none that we know.
    Active(String),
}

/// Schemes that only lead somewhere. A list of the good ones, since browsers keep finding new bad ones.
const PASSIVE: [&str; 12] =
    ["http", "https", "mailto", "tel", "sms", "geo", "ftp", "ftps", "irc", "ircs", "xmpp", "news"];

/// Judges an address as a browser would read it: with tabs, line breaks and leading control
/// characters taken out (WHATWG URL, section 4.4).
pub(crate) fn scheme(url: &str) -> Scheme {
    let split = |c| matches!(c, '\t' | '\n' | '\r');
    let whole = if url.contains(split) { Cow::Owned(url.replace(split, "")) } else { Cow::Borrowed(url) };
    let url = whole.trim_start_matches(|c: char| c <= ' ');
    if url.starts_with("//") {
        return Scheme::Passive;
    }
    let Some((scheme, _)) = url.split_once(':') else { return Scheme::None };
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    match PASSIVE.iter().any(|passive| passive.eq_ignore_ascii_case(scheme)) {
        _ if !valid => Scheme::None,
        true => Scheme::Passive,
        false => Scheme::Active(scheme.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(text: &str) -> Vec<Target> {
        outline(text, 0).references.into_iter().map(|reference| reference.target).collect()
    }

    #[test]
    fn a_citation_may_name_several_sources_and_places_in_them() {
        let cited = |id: &str, locator: Option<&str>, at| Cited {
            id: id.into(),
            locator: locator.map(Into::into),
            at,
        };
        assert_eq!(
            targets("x [@a, para. 4; @b]"),
            [Target::Sources(vec![cited("a", Some("para. 4"), 2..12), cited("b", None, 14..16)])]
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
    fn segments_begin_at_top_level_headings_of_level_two() {
        let outline = outline("a\n\n## B\n\nb\n\n> ## no\n\n## C\n", 10);
        let cuts: Vec<_> = outline.segments.iter().map(|s| (s.span.start, s.empty)).collect();
        assert_eq!(cuts, [(10, false), (13, false), (31, true)]);
    }

    #[test]
    fn a_hidden_scheme_is_seen() {
        for url in
            ["javascript:alert(1)", "JavaScript:x", " \u{1}java\nscript:x", "data:text/html,x", "vbscript:x"]
        {
            assert!(matches!(scheme(url), Scheme::Active(_)), "{url}");
        }
        for url in ["a/b:c", "#x:y", "1:2", "über:x"] {
            assert_eq!(scheme(url), Scheme::None, "{url}");
        }
    }

    #[test]
    fn an_undefined_footnote_is_noticed_and_an_escaped_one_is_not() {
        assert!(outline("x [^a]", 0).notes["a"].defined.is_none());
        assert!(outline("x \\[^a]", 0).notes.is_empty());
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
        assert_eq!(outline(&">".repeat(depth), 0).slips.len(), 1);
    }
}
