//! Reads Markdown into passages.
//!
//! Must not know: what is found in their text.

use std::cell::OnceCell;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::passage::{
    ListPosition, MarkdownSource, Passage, PassageCitation, PassageKind, PassageLink, SourceRun,
};
use crate::base::SitePath;
use crate::parse::Document;
use crate::parse::markdown::{Brackets, citation, events, fact_id};
use crate::parse::table::{SpannedDate, Text};

/// Takes the place of code and printed figures.
const STAND_IN: char = '\u{fffc}';

/// The bytes of the longest passage: ten of the longest paragraphs that people write. What is longer is read as several,
/// so that no rule compares each word of a file with each other.
const LONGEST: usize = 20_000;

/// Reads the passages of a file's body.
pub(crate) fn body_passages<'s>(path: &'s SitePath, document: &'s Document) -> Vec<Passage<'s>> {
    let source = MarkdownSource::Body(document.body as usize);
    read_passages(document.body(), path, source, None)
}

/// Reads the passages of a short text, with the date beside it.
pub(crate) fn text_passages<'s>(
    path: &'s SitePath,
    text: &'s Text,
    date: Option<&'s SpannedDate>,
) -> Vec<Passage<'s>> {
    read_passages(&text.value, path, MarkdownSource::ShortText(text), date)
}

fn read_passages<'s>(
    text: &str,
    path: &'s SitePath,
    source: MarkdownSource<'s>,
    date: Option<&'s SpannedDate>,
) -> Vec<Passage<'s>> {
    let mut reader = PassageReader {
        path,
        source,
        date,
        text,
        passages: vec![],
        open_kinds: vec![],
        open: None,
        open_links: vec![],
        block_quotes: 0,
        position: ListPosition { list: 0, item: 0 },
        list_depth: 0,
        muted: 0,
    };
    for (event, range) in events(text, Brackets::Links) {
        match event {
            Event::Start(tag) => reader.start_tag(tag, range),
            Event::End(tag) => reader.end_tag(tag),
            Event::Text(text) if reader.muted == 0 => reader.push_text(&text, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) if reader.muted == 0 => {
                reader.push_stand_in(range);
            }
            Event::SoftBreak if reader.muted == 0 => reader.push_text(" ", range),
            // Two lines of a verse or an address are no running text.
            Event::HardBreak if reader.muted == 0 => reader.push_text("\n", range),
            Event::InlineHtml(tag) if reader.muted == 0 && tag.starts_with("<br") => {
                reader.push_text("\n", range);
            }
            _ => {}
        }
    }
    reader.close_passage();
    reader.passages
}

struct PassageReader<'t, 's> {
    path: &'s SitePath,
    source: MarkdownSource<'s>,
    date: Option<&'s SpannedDate>,
    text: &'t str,
    passages: Vec<Passage<'s>>,
    /// The kinds of the blocks that are open, from the outside in.
    open_kinds: Vec<PassageKind>,
    open: Option<Passage<'s>>,
    /// The links that are open, from the outside in, each with the byte of the passage's text at which its words
    /// begin.
    open_links: Vec<(usize, LinkTarget)>,
    /// How many block quotations have begun, without those inside others.
    block_quotes: usize,
    /// The last item that has begun, of the lists that are inside no other.
    position: ListPosition,
    /// How many lists are open.
    list_depth: usize,
    /// How many elements are open whose words are not the author's prose.
    muted: usize,
}

enum LinkTarget {
    Address(String),
    /// A name or an id in brackets.
    Name,
    /// The words are not prose: those of a citation, a printed figure, or a bare address.
    Muted,
}

impl<'s> PassageReader<'_, 's> {
    fn start_tag(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::BlockQuote(Some(_)) => self.close_passage(),
            Tag::Heading { .. } => self.enter_block(PassageKind::Heading),
            Tag::BlockQuote(None) => {
                self.block_quotes += usize::from(!self.open_kinds.contains(&PassageKind::BlockQuote));
                self.enter_block(PassageKind::BlockQuote);
            }
            Tag::Item => {
                self.position.item += usize::from(self.list_depth == 1);
                self.enter_block(PassageKind::ListItem);
            }
            Tag::TableCell => self.enter_block(PassageKind::TableCell),
            Tag::FootnoteDefinition(_) => self.enter_block(PassageKind::Footnote),
            Tag::List(_) => {
                self.close_passage();
                if self.list_depth == 0 {
                    self.position = ListPosition { list: self.position.list + 1, item: 0 };
                }
                self.list_depth += 1;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.close_passage();
                self.muted += 1;
            }
            Tag::Image { .. } => self.muted += 1,
            Tag::Link { link_type, dest_url, id, .. } => self.start_link(link_type, &dest_url, &id, range),
            _ => {}
        }
    }

    fn end_tag(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::BlockQuote(Some(_)) => self.close_passage(),
            TagEnd::List(_) => {
                self.close_passage();
                self.list_depth -= 1;
            }
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::FootnoteDefinition
            | TagEnd::BlockQuote(None) => {
                self.close_passage();
                self.open_kinds.pop();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image => self.muted -= 1,
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn enter_block(&mut self, kind: PassageKind) {
        self.close_passage();
        self.open_kinds.push(kind);
    }

    fn start_link(&mut self, kind: LinkType, address: &str, id: &str, range: Range<usize>) {
        let is_reference = matches!(
            kind,
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown
        );
        let start = self.open_passage().text.len();
        let target = if let Some(cited) = citation(id).filter(|_| is_reference) {
            let citation = PassageCitation { at: start, written: cited.to_owned() };
            self.open_passage().citations.push(citation);
            LinkTarget::Muted
        } else if is_reference && fact_id(id).is_some()
            || matches!(kind, LinkType::Autolink | LinkType::Email)
        {
            self.push_stand_in(range);
            LinkTarget::Muted
        } else if is_reference {
            LinkTarget::Name
        } else {
            LinkTarget::Address(address.to_owned())
        };
        self.muted += usize::from(matches!(target, LinkTarget::Muted));
        self.open_links.push((start, target));
    }

    fn end_link(&mut self) {
        let Some((start, target)) = self.open_links.pop() else { return };
        let passage = self.open_passage();
        let words = start..passage.text.len();
        match target {
            LinkTarget::Muted => self.muted -= 1,
            LinkTarget::Name => passage.named.push(words),
            LinkTarget::Address(address) if address.is_empty() => {}
            LinkTarget::Address(address) => passage.links.push(PassageLink { words, address }),
        }
    }

    /// The passage that text goes to; opens one if there is none.
    fn open_passage(&mut self) -> &mut Passage<'s> {
        let kind = if self.open_kinds.contains(&PassageKind::BlockQuote) {
            PassageKind::BlockQuote
        } else {
            self.open_kinds.last().copied().unwrap_or(match self.source {
                MarkdownSource::Body(_) => PassageKind::Paragraph,
                MarkdownSource::ShortText(_) => PassageKind::ShortText,
            })
        };
        self.open.get_or_insert_with(|| Passage {
            kind,
            text: String::new(),
            citations: vec![],
            named: vec![],
            item: (self.list_depth > 0).then_some(self.position),
            links: vec![],
            block_quote: (kind == PassageKind::BlockQuote).then_some(self.block_quotes),
            date: self.date,
            path: self.path,
            source: self.source,
            runs: vec![],
            index: 0,
            heading: None,
            facts: OnceCell::new(),
        })
    }

    fn push_text(&mut self, mut words: &str, mut range: Range<usize>) {
        let is_verbatim = self.text.get(range.clone()) == Some(words);
        while self.open_links.is_empty()
            && let open = self.open.as_ref().map_or(0, |passage| passage.text.len())
            && open + words.len() > LONGEST
        {
            let cut = cut_before(words, LONGEST.saturating_sub(open));
            let at = if is_verbatim { range.start + cut } else { range.end };
            self.push_run(&words[..cut], range.start..at, is_verbatim);
            self.close_passage();
            (words, range) = (&words[cut..], at..range.end);
        }
        self.push_run(words, range, is_verbatim);
    }

    fn push_run(&mut self, words: &str, range: Range<usize>, is_verbatim: bool) {
        let passage = self.open_passage();
        passage.runs.push(SourceRun { at: passage.text.len(), source: range, is_verbatim });
        passage.text.push_str(words);
    }

    fn push_stand_in(&mut self, range: Range<usize>) {
        self.push_text(STAND_IN.encode_utf8(&mut [0; 4]), range);
    }

    fn close_passage(&mut self) {
        self.passages.extend(self.open.take().filter(|passage| !passage.text.trim().is_empty()));
    }
}

/// Where a text is cut in two so that the first part has so many bytes at most: behind a sentence, behind a word, or
/// anywhere.
fn cut_before(text: &str, most: usize) -> usize {
    let first = &text[..text.floor_char_boundary(most)];
    [". ", " "].iter().find_map(|end| Some(first.rfind(end)? + end.len())).unwrap_or(first.len())
}
