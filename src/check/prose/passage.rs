//! A passage: the words of a paragraph, a heading, an item or a cell, without mark-up.
//!
//! Words in quotation marks are typeset ones, whatever was typed. Code and printed figures are a stand-in
//! character, since they are nobody's prose; citations leave no letter, but their place is known. Must not
//! know: sentences.

use std::cell::OnceCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::{Mention, Quotation, mentions, quotations, sentences};
use crate::base::{SitePath, Span};
use crate::finding::Edit;
use crate::syntax::Document;
use crate::syntax::markdown::{EXTENSIONS, reference_candidate};
use crate::syntax::prose::Prose;
use crate::syntax::table::Text;

/// Stands in for code and figures.
const STAND_IN: char = '\u{fffc}';

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Paragraph,
    Heading,
    Item,
    Cell,
    /// In a quotation that is a block.
    Quote,
    /// In a footnote.
    Note,
    /// A short text of a data file, of front matter or of a block.
    Short,
}

/// The words of one piece of text.
#[derive(Debug)]
pub(crate) struct Passage<'s> {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    /// Where in `text` something is cited.
    pub(crate) citations: Vec<usize>,
    /// The words of links that lead somewhere by an address, with it.
    pub(crate) links: Vec<(Range<usize>, String)>,
    /// Which block quotation of its text it stands in, of those that stand in no other; counted from 1.
    pub(crate) quotation: Option<usize>,
    pub(crate) path: &'s SitePath,
    source: Source<'s>,
    runs: Vec<Run>,
    /// Its place among the passages of its page, and that of the heading above it.
    stand: (usize, Option<usize>),
    facts: OnceCell<Facts>,
}

/// What is made out in a text, for all rules at once.
#[derive(Debug)]
struct Facts {
    sentences: Vec<Range<usize>>,
    quotations: Vec<Quotation>,
    lone_marks: Vec<Range<usize>>,
    dates: Vec<Mention>,
}

/// Where the Markdown of a passage stands.
#[derive(Clone, Copy, Debug)]
enum Source<'s> {
    /// In a file, from this byte on.
    Body(usize),
    Short(&'s Text),
}

/// Letters that come from one piece of Markdown.
#[derive(Debug)]
struct Run {
    /// Where they begin in the passage's text.
    at: usize,
    /// In the Markdown.
    from: Range<usize>,
    /// They are the same there, byte for byte.
    verbatim: bool,
}

impl Passage<'_> {
    pub(crate) fn stand(&mut self, at: usize, heading: Option<usize>) {
        self.stand = (at, heading);
    }

    /// Its place among the passages of its page.
    pub(crate) fn at(&self) -> usize {
        self.stand.0
    }

    /// The place of the heading above it.
    pub(crate) fn heading(&self) -> Option<usize> {
        self.stand.1
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| {
            let (quotations, lone_marks) = quotations(&self.text);
            Facts { sentences: sentences(&self.text), quotations, lone_marks, dates: mentions(&self.text) }
        })
    }

    /// Its sentences, without the space around them.
    pub(crate) fn sentences(&self) -> &[Range<usize>] {
        &self.facts().sentences
    }

    /// What stands between quotation marks, the outer ones.
    pub(crate) fn quotations(&self) -> &[Quotation] {
        &self.facts().quotations
    }

    /// Quotation marks without a partner.
    pub(crate) fn lone_marks(&self) -> &[Range<usize>] {
        &self.facts().lone_marks
    }

    pub(crate) fn dates(&self) -> &[Mention] {
        &self.facts().dates
    }

    /// The sentence in which a byte stands: where it stands behind the last, that one.
    pub(crate) fn sentence_at(&self, at: usize) -> Range<usize> {
        let sentences = self.sentences();
        let before = sentences.partition_point(|sentence| sentence.start <= at);
        sentences.get(before.saturating_sub(1)).cloned().unwrap_or(0..self.text.len())
    }

    /// Whether a byte stands in a quotation: those words are not ours.
    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        let before = self.quotations().partition_point(|quotation| quotation.range.start <= at);
        let quoted = before.checked_sub(1).map(|last| &self.quotations()[last]);
        self.kind == Kind::Quote || quoted.is_some_and(|quotation| at < quotation.range.end)
    }

    /// Whether a sentence cites something, or the place right behind it.
    pub(crate) fn is_cited(&self, sentence: &Range<usize>) -> bool {
        let behind = |at: usize| self.text[sentence.end..at].trim().is_empty();
        self.citations
            .iter()
            .any(|at| (sentence.start..=sentence.end).contains(at) || *at > sentence.end && behind(*at))
    }

    /// A change of some of the words; nothing, where mark-up or an escape stands among them.
    pub(crate) fn edit(&self, range: Range<usize>, new: impl Into<String>) -> Option<Edit> {
        let run = self.runs[..self.runs.partition_point(|run| run.at <= range.start)].last()?;
        let whole = run.verbatim && range.end - run.at <= run.from.len();
        let old = self.text[range.clone()].to_owned();
        let span = self.span(range);
        (whole && span.range().len() == old.len()).then(|| Edit { span, old, new: new.into() })
    }

    /// Where bytes of the text stand in the file.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let from = self.start(range.start)..self.end(range.end.max(range.start));
        let from = from.start..from.end.max(from.start);
        match self.source {
            Source::Body(base) => Span::new(from.start + base..from.end + base),
            Source::Short(text) => text.span_of(from),
        }
    }

    fn start(&self, at: usize) -> usize {
        let run = self.runs[..self.runs.partition_point(|run| run.at <= at)].last();
        run.map_or(0, |run| if run.verbatim { run.from.start + (at - run.at) } else { run.from.start })
    }

    fn end(&self, at: usize) -> usize {
        let run = self.runs[..self.runs.partition_point(|run| run.at < at)].last();
        run.map_or(0, |run| if run.verbatim { run.from.start + (at - run.at) } else { run.from.end })
    }
}

/// The passages of a file's body.
pub(crate) fn of_body<'s>(path: &'s SitePath, document: &'s Document) -> Vec<Passage<'s>> {
    read(document.body(), (path, Source::Body(document.body as usize)), Kind::Paragraph)
}

/// The passages of a short text.
pub(crate) fn of_text<'s>(path: &'s SitePath, prose: &'s Prose) -> Vec<Passage<'s>> {
    read(&prose.text.value, (path, Source::Short(&prose.text)), Kind::Short)
}

fn read<'s>(text: &str, (path, source): (&'s SitePath, Source<'s>), plain: Kind) -> Vec<Passage<'s>> {
    let stand_in = |link: BrokenLink<'_>| {
        reference_candidate(&link).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let events = Parser::new_with_broken_link_callback(text, EXTENSIONS, Some(stand_in));
    let mut reader = Reader {
        path,
        source,
        plain,
        text,
        passages: vec![],
        within: vec![],
        open: None,
        links: vec![],
        quotations: 0,
        mute: 0,
    };
    for (event, range) in events.into_offset_iter() {
        reader.read(event, range);
    }
    reader.close();
    reader.passages
}

struct Reader<'t, 's> {
    path: &'s SitePath,
    source: Source<'s>,
    /// What a paragraph is.
    plain: Kind,
    text: &'t str,
    passages: Vec<Passage<'s>>,
    /// What we are in.
    within: Vec<Kind>,
    open: Option<Passage<'s>>,
    /// The links that we are in: where each began, and its address.
    links: Vec<(usize, String)>,
    /// How many block quotations have begun that stand in no other.
    quotations: usize,
    /// How many elements we are in whose words are not the author's prose.
    mute: usize,
}

impl<'s> Reader<'_, 's> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.mute == 0 => self.push(&text, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) if self.mute == 0 => {
                self.stand_in(range);
            }
            Event::SoftBreak | Event::HardBreak if self.mute == 0 => self.push(" ", range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.close(),
            Tag::Heading { .. } => self.enter(Kind::Heading),
            Tag::BlockQuote(None) => {
                self.quotations += usize::from(!self.within.contains(&Kind::Quote));
                self.enter(Kind::Quote);
            }
            Tag::Item => self.enter(Kind::Item),
            Tag::TableCell => self.enter(Kind::Cell),
            Tag::FootnoteDefinition(_) => self.enter(Kind::Note),
            Tag::BlockQuote(Some(_)) | Tag::List(_) => self.close(),
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.close();
                self.mute += 1;
            }
            Tag::Image { .. } => self.mute += 1,
            Tag::Link { link_type, dest_url, id, .. } => self.link(link_type, (&dest_url, &id), range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::List(_) => self.close(),
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::FootnoteDefinition
            | TagEnd::BlockQuote(None) => {
                self.close();
                self.within.pop();
            }
            TagEnd::BlockQuote(Some(_)) => self.close(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image => self.mute -= 1,
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn enter(&mut self, kind: Kind) {
        self.close();
        self.within.push(kind);
    }

    fn link(&mut self, kind: LinkType, (address, id): (&str, &str), range: Range<usize>) {
        let id = id.trim_start();
        let is_ours = matches!(
            kind,
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown
        );
        let start = self.passage().text.len();
        self.links.push((start, if is_ours { String::new() } else { address.to_owned() }));
        if is_ours && id.starts_with('@') {
            self.passage().citations.push(start);
            self.mute += 1;
        } else if is_ours && id.starts_with('=') || matches!(kind, LinkType::Autolink | LinkType::Email) {
            self.stand_in(range);
            self.mute += 1;
        } else {
            return;
        }
        // What ends the silence.
        if let Some((_, address)) = self.links.last_mut() {
            MUTED.clone_into(address);
        }
    }

    fn end_link(&mut self) {
        match self.links.pop() {
            Some((_, address)) if address == MUTED => self.mute -= 1,
            Some((start, address)) if !address.is_empty() => {
                let passage = self.passage();
                passage.links.push((start..passage.text.len(), address));
            }
            _ => {}
        }
    }

    fn passage(&mut self) -> &mut Passage<'s> {
        let kind = match (self.within.last(), self.within.contains(&Kind::Quote)) {
            (_, true) => Kind::Quote,
            (Some(kind), _) => *kind,
            (None, _) => self.plain,
        };
        let quotation = (kind == Kind::Quote).then_some(self.quotations);
        self.open.get_or_insert_with(|| Passage {
            kind,
            quotation,
            text: String::new(),
            citations: vec![],
            links: vec![],
            path: self.path,
            source: self.source,
            runs: vec![],
            stand: (0, None),
            facts: OnceCell::new(),
        })
    }

    fn push(&mut self, words: &str, range: Range<usize>) {
        let verbatim = self.text.get(range.clone()) == Some(words);
        let passage = self.passage();
        passage.runs.push(Run { at: passage.text.len(), from: range, verbatim });
        passage.text.push_str(words);
    }

    fn stand_in(&mut self, range: Range<usize>) {
        self.push(STAND_IN.encode_utf8(&mut [0; 4]), range);
    }

    fn close(&mut self) {
        self.passages.extend(self.open.take().filter(|passage| !passage.text.trim().is_empty()));
    }
}

/// Stands as the address of a link whose words are not prose.
const MUTED: &str = "\0";
