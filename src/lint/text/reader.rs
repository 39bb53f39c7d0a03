//! Reads Markdown into passages.
//!
//! Must not know: what is made out in their words.

use std::cell::OnceCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::passage::{Passage, PassageKind, Run, Source};
use crate::base::SitePath;
use crate::parse::Document;
use crate::parse::markdown::{EXTENSIONS, reference_candidate};
use crate::parse::table::Text;

/// Stands in for code and figures.
const STAND_IN: char = '\u{fffc}';

/// The passages of a file's body.
pub(crate) fn body_passages<'s>(path: &'s SitePath, document: &'s Document) -> Vec<Passage<'s>> {
    read(document.body(), (path, Source::Body(document.body as usize)), PassageKind::Paragraph)
}

/// The passages of a short text.
pub(crate) fn text_passages<'s>(path: &'s SitePath, text: &'s Text) -> Vec<Passage<'s>> {
    read(&text.value, (path, Source::Short(text)), PassageKind::ShortText)
}

fn read<'s>(text: &str, (path, source): (&'s SitePath, Source<'s>), plain: PassageKind) -> Vec<Passage<'s>> {
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
        lists: (0, 0, 0),
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
    plain: PassageKind,
    text: &'t str,
    passages: Vec<Passage<'s>>,
    /// What we are in.
    within: Vec<PassageKind>,
    open: Option<Passage<'s>>,
    /// The links that we are in: where each began, and its address.
    links: Vec<(usize, String)>,
    /// How many block quotations have begun that stand in no other.
    quotations: usize,
    /// The lists that have begun and stand in no other, the items of the last, and how many lists we are in.
    lists: (usize, usize, usize),
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
            Tag::Heading { .. } => self.enter(PassageKind::Heading),
            Tag::BlockQuote(None) => {
                self.quotations += usize::from(!self.within.contains(&PassageKind::BlockQuote));
                self.enter(PassageKind::BlockQuote);
            }
            Tag::Item => {
                self.lists.1 += usize::from(self.lists.2 == 1);
                self.enter(PassageKind::ListItem);
            }
            Tag::TableCell => self.enter(PassageKind::TableCell),
            Tag::FootnoteDefinition(_) => self.enter(PassageKind::Footnote),
            Tag::BlockQuote(Some(_)) => self.close(),
            Tag::List(_) => {
                self.close();
                let (begun, items, depth) = self.lists;
                self.lists = if depth == 0 { (begun + 1, 0, 1) } else { (begun, items, depth + 1) };
            }
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
            TagEnd::Paragraph => self.close(),
            TagEnd::List(_) => {
                self.close();
                self.lists.2 -= 1;
            }
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

    fn enter(&mut self, kind: PassageKind) {
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
        let target = if is_ours { format!("{NAME}{id}") } else { address.to_owned() };
        self.links.push((start, target));
        if let Some(cited) = id.strip_prefix('@').filter(|_| is_ours) {
            let passage = self.passage();
            passage.citations.push(start);
            passage.cited.push(cited.to_owned());
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
                let words = start..passage.text.len();
                match address.strip_prefix(NAME) {
                    Some(name) => passage.named.push((words, name.to_owned())),
                    None => passage.links.push((words, address)),
                }
            }
            _ => {}
        }
    }

    fn passage(&mut self) -> &mut Passage<'s> {
        let kind = match (self.within.last(), self.within.contains(&PassageKind::BlockQuote)) {
            (_, true) => PassageKind::BlockQuote,
            (Some(kind), _) => *kind,
            (None, _) => self.plain,
        };
        let quotation = (kind == PassageKind::BlockQuote).then_some(self.quotations);
        let (list, item, depth) = self.lists;
        let item = (depth > 0).then_some((list, item));
        self.open.get_or_insert_with(|| Passage {
            kind,
            quotation,
            text: String::new(),
            citations: vec![],
            cited: vec![],
            named: vec![],
            item,
            links: vec![],
            date: None,
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

/// Stands before the name or id that words in brackets lead to.
const NAME: char = '\u{1}';
