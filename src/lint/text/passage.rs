//! A passage: the text of a paragraph, a heading, a list item or a table cell, without mark-up.
//!
//! Quotation marks are typographic ones, whatever was typed. Code and printed figures are a stand-in
//! character, since they are not prose; citations leave no text, but their position is kept. Must not know:
//! how sentences, dates and quantities are found.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::age::find_ages;
use super::date::{YearMention, find_dates, find_years};
use super::future::find_futures;
use super::number::find_quantities;
use super::quotation::pair_quotation_marks;
use super::relative::find_relative_times;
use super::sentence::find_sentences;
use super::{Age, DateMention, Quantity, Quotation, RelativeTime, Tokens, find_acronyms};
use crate::base::{SitePath, Span};
use crate::diagnostics::Edit;
use crate::lint::lexicon::{LexiconHit, find_lexicon_hits};
use crate::parse::markdown::parse_citation;
use crate::parse::table::{SpannedDate, Text};

/// The block that a passage comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PassageKind {
    Paragraph,
    Heading,
    ListItem,
    TableCell,
    /// A paragraph inside a Markdown block quotation.
    BlockQuote,
    /// The words of a `quote` block, which names their speaker.
    QuoteBlock,
    /// A paragraph of a footnote.
    Footnote,
    /// The text of an event in a timeline.
    TimelineEvent,
    /// A short text of a data file, of front matter or of a block.
    ShortText,
}

/// The text of one block. Byte ranges are those of `text`.
#[derive(Debug)]
pub(crate) struct Passage<'s> {
    pub(crate) kind: PassageKind,
    pub(crate) text: String,
    /// In the order of the text.
    pub(crate) citations: Vec<PassageCitation>,
    /// The words of references such as `[the bloc][sco]`.
    pub(crate) named: Vec<Range<usize>>,
    pub(crate) item: Option<ListPosition>,
    pub(crate) links: Vec<PassageLink>,
    /// The number of the outermost block quotation around it, from 1.
    pub(crate) block_quote: Option<usize>,
    /// The date beside it, of an event or a record.
    pub(crate) date: Option<&'s SpannedDate>,
    pub(crate) path: &'s SitePath,
    pub(super) source: MarkdownSource<'s>,
    pub(super) runs: Vec<SourceRun>,
    /// Its index among the passages of its page.
    pub(crate) index: usize,
    /// The index of the heading above it, in the same file.
    pub(crate) heading: Option<usize>,
    /// Filled by [`facts`](Self::facts).
    pub(super) facts: OnceCell<ProseFacts>,
}

/// Sources cited at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PassageCitation {
    /// The byte of the text before which they are cited.
    pub(crate) at: usize,
    /// The citation as written: `@ap, para. 3; @kremlin`.
    pub(crate) written: String,
}

/// The position of a passage in a list that is inside no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListPosition {
    /// The number of the list in its text, from 1.
    pub(crate) list: usize,
    /// The number of the item in its list, from 1.
    pub(crate) item: usize,
}

/// A link with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PassageLink {
    pub(crate) words: Range<usize>,
    pub(crate) address: String,
}

/// All that is found in a text, once for all rules; each in the order of the text.
#[derive(Debug)]
pub(crate) struct ProseFacts {
    /// Without the space around them.
    pub(crate) sentences: Vec<Range<usize>>,
    /// Without those inside others.
    pub(crate) quotations: Vec<Quotation>,
    /// The quotation marks without a partner.
    pub(crate) unpaired_marks: Vec<Range<usize>>,
    pub(crate) dates: Vec<DateMention>,
    /// All years in figures, those of dates among them.
    pub(crate) years: Vec<YearMention>,
    /// The times relative to the day of writing.
    pub(crate) relative_times: Vec<RelativeTime>,
    /// The ages that the text gives people.
    pub(crate) ages: Vec<Age>,
    /// The words that put a statement into the future.
    pub(crate) futures: Vec<Range<usize>>,
    pub(crate) acronyms: Vec<Range<usize>>,
    /// The numbers that were counted or measured.
    pub(crate) quantities: Vec<Quantity>,
    lexicon_hits: Vec<LexiconHit>,
}

impl ProseFacts {
    fn find(text: &str) -> Self {
        let tokens = Tokens::new(text);
        let dates = find_dates(&tokens);
        let date_ranges: Vec<_> = dates.iter().map(|date| date.range.clone()).collect();
        let (quotations, unpaired_marks) = pair_quotation_marks(text);
        Self {
            sentences: find_sentences(text),
            quotations,
            unpaired_marks,
            years: find_years(&tokens),
            relative_times: find_relative_times(&tokens),
            ages: find_ages(&tokens),
            futures: find_futures(&tokens),
            acronyms: find_acronyms(text),
            quantities: find_quantities(text, &date_ranges),
            lexicon_hits: find_lexicon_hits(text),
            dates,
        }
    }
}

/// The Markdown that a passage comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum MarkdownSource<'s> {
    /// The body of a file, which begins at this byte.
    Body(usize),
    ShortText(&'s Text),
}

/// A part of a passage's text that comes from one piece of Markdown.
#[derive(Debug)]
pub(super) struct SourceRun {
    /// The byte of the text at which it begins.
    pub(super) at: usize,
    /// Its bytes in the Markdown.
    pub(super) source: Range<usize>,
    /// True if both are the same byte for byte.
    pub(super) is_verbatim: bool,
}

impl Passage<'_> {
    /// What its text has in it, found when it is first asked for.
    pub(crate) fn facts(&self) -> &ProseFacts {
        self.facts.get_or_init(|| ProseFacts::find(&self.text))
    }

    /// The years that begin in a range.
    pub(crate) fn years_in(&self, range: &Range<usize>) -> &[YearMention] {
        starting_in(&self.facts().years, range, |year| year.range.start)
    }

    /// The dates that begin in a range.
    pub(crate) fn dates_in(&self, range: &Range<usize>) -> &[DateMention] {
        starting_in(&self.facts().dates, range, |date| date.range.start)
    }

    /// The quantities that begin in a range.
    pub(crate) fn quantities_in(&self, range: &Range<usize>) -> &[Quantity] {
        starting_in(&self.facts().quantities, range, |quantity| quantity.range.start)
    }

    /// The words of the lexicon that begin in a range.
    pub(crate) fn lexicon_hits(&self, range: &Range<usize>) -> &[LexiconHit] {
        starting_in(&self.facts().lexicon_hits, range, |hit| hit.range.start)
    }

    /// The sentence around a byte; for the space after a sentence, that sentence.
    pub(crate) fn sentence_at(&self, at: usize) -> Range<usize> {
        let sentences = &self.facts().sentences;
        let before = sentences.partition_point(|sentence| sentence.start <= at);
        sentences.get(before.saturating_sub(1)).cloned().unwrap_or(0..self.text.len())
    }

    /// Checks whether a byte is inside a quotation, so that its words are not the author's.
    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        if matches!(self.kind, PassageKind::BlockQuote | PassageKind::QuoteBlock) {
            return true;
        }
        let quotations = &self.facts().quotations;
        let before = quotations.partition_point(|quotation| quotation.range.start <= at);
        quotations[..before].last().is_some_and(|quotation| at < quotation.range.end)
    }

    /// The citations in a sentence and right after it.
    fn citations_of(&self, sentence: &Range<usize>) -> impl Iterator<Item = &PassageCitation> {
        let first = self.citations.partition_point(|citation| citation.at < sentence.start);
        let end = sentence.end;
        self.citations[first..]
            .iter()
            .take_while(move |citation| citation.at <= end || self.text[end..citation.at].trim().is_empty())
    }

    /// Checks whether a source is cited in a sentence or right after it.
    pub(crate) fn is_cited(&self, sentence: &Range<usize>) -> bool {
        self.citations_of(sentence).next().is_some()
    }

    /// Checks whether the text ends with a citation.
    pub(crate) fn is_cited_at_end(&self) -> bool {
        let is_closing =
            |letter: char| letter.is_whitespace() || letter.is_ascii_punctuation() || letter == '”';
        self.citations.last().is_some_and(|citation| self.text[citation.at..].chars().all(is_closing))
    }

    /// Counts the sources that are cited in a sentence and right after it.
    pub(crate) fn count_sources(&self, sentence: &Range<usize>) -> usize {
        self.citations_of(sentence).flat_map(PassageCitation::source_ids).collect::<BTreeSet<_>>().len()
    }

    /// The ids of the sources that are cited in a range.
    pub(crate) fn cited_sources(&self, range: Range<usize>) -> Vec<String> {
        let citations = self.citations.iter().filter(|citation| range.contains(&citation.at));
        citations.flat_map(PassageCitation::source_ids).collect()
    }

    /// Makes an edit of some words in the file; `None` if they contain mark-up or an escape.
    pub(crate) fn edit(&self, range: Range<usize>, new: impl Into<String>) -> Option<Edit> {
        let run = self.runs[..self.runs.partition_point(|run| run.at <= range.start)].last()?;
        let is_inside = run.is_verbatim && range.end - run.at <= run.source.len();
        let old = self.text[range.clone()].to_owned();
        let span = self.span(range);
        (is_inside && span.range().len() == old.len()).then(|| Edit { span, old, new: new.into() })
    }

    /// Checks whether two passages are in one block quotation. Each file counts its own.
    pub(crate) fn is_in_block_quote_of(&self, other: &Self) -> bool {
        self.path == other.path && self.block_quote == other.block_quote
    }

    /// The bytes of the file that a range of the text comes from.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let in_source = |at: usize, run: Option<&SourceRun>, edge: fn(&SourceRun) -> usize| match run {
            Some(run) if run.is_verbatim => run.source.start + (at - run.at),
            Some(run) => edge(run),
            None => 0,
        };
        // Between two runs, a range begins in the second and ends in the first.
        let first = self.runs[..self.runs.partition_point(|run| run.at <= range.start)].last();
        let start = in_source(range.start, first, |run| run.source.start);
        let end = range.end.max(range.start);
        let last = self.runs[..self.runs.partition_point(|run| run.at < end)].last();
        let end = in_source(end, last, |run| run.source.end).max(start);
        match self.source {
            MarkdownSource::Body(base) => Span::new(start + base..end + base),
            MarkdownSource::ShortText(text) => text.span_of(start..end),
        }
    }
}

impl PassageCitation {
    fn source_ids(&self) -> impl Iterator<Item = String> + use<> {
        let cited = parse_citation(&self.written, 0..0, false).unwrap_or_default();
        cited.into_iter().map(|cited| cited.id)
    }
}

/// The items that start in a range, of those that are in the order of the text.
fn starting_in<'l, T>(items: &'l [T], range: &Range<usize>, start: impl Fn(&T) -> usize) -> &'l [T] {
    let first = items.partition_point(|item| start(item) < range.start);
    let last = items.partition_point(|item| start(item) < range.end);
    &items[first..last.max(first)]
}
