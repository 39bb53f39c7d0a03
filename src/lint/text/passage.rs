//! A passage: the words of a paragraph, a heading, an item or a cell, without mark-up.
//!
//! Words in quotation marks are typeset ones, whatever was typed. Code and printed figures are a stand-in
//! character, since they are nobody's prose; citations leave no letter, but their place is known. Must not
//! know: sentences.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::{
    Age, DateMention, Quantity, Quotation, RelativeTime, Tokens, acronyms, ages, futures, mentions,
    quantities, quotations, relatives, sentences, years,
};
use crate::base::{SitePath, Span};
use crate::diagnostics::Edit;
use crate::lint::lexicon::{LexiconHit, hits};
use crate::parse::markdown::cited as cited_ids;
use crate::parse::table::{SpannedDate, Text};

/// What a passage is.
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

/// The words of one piece of text.
#[derive(Debug)]
pub(crate) struct Passage<'s> {
    pub(crate) kind: PassageKind,
    pub(crate) text: String,
    /// Where in `text` something is cited.
    pub(crate) citations: Vec<usize>,
    /// What is cited at each of these places: `ap, para. 3; @kremlin`.
    pub(crate) cited: Vec<String>,
    /// Words in brackets that name somebody or something, with the name or the id: `[the bloc][sco]`.
    pub(crate) named: Vec<(Range<usize>, String)>,
    /// The list that it stands in, of those that stand in no other, and the place of its item; counted from 1.
    pub(crate) item: Option<(usize, usize)>,
    /// The words of links that lead somewhere by an address, with it.
    pub(crate) links: Vec<(Range<usize>, String)>,
    /// Which block quotation of its text it stands in, of those that stand in no other; counted from 1.
    pub(crate) quotation: Option<usize>,
    /// The date that stands beside it, of an event or a record.
    pub(crate) date: Option<&'s SpannedDate>,
    pub(crate) path: &'s SitePath,
    pub(super) source: Source<'s>,
    pub(super) runs: Vec<Run>,
    /// Its place among the passages of its page, and that of the heading above it.
    pub(super) stand: (usize, Option<usize>),
    pub(super) facts: OnceCell<Facts>,
}

/// What is made out in a text, for all rules at once.
#[derive(Debug)]
pub(super) struct Facts {
    sentences: Vec<Range<usize>>,
    quotations: Vec<Quotation>,
    lone_marks: Vec<Range<usize>>,
    dates: Vec<DateMention>,
    years: Vec<(Range<usize>, i16)>,
    relatives: Vec<RelativeTime>,
    ages: Vec<Age>,
    futures: Vec<Range<usize>>,
    acronyms: Vec<Range<usize>>,
    quantities: Vec<Quantity>,
    lexis: Vec<LexiconHit>,
}

/// Where the Markdown of a passage stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'s> {
    /// In a file, from this byte on.
    Body(usize),
    Short(&'s Text),
}

/// Letters that come from one piece of Markdown.
#[derive(Debug)]
pub(super) struct Run {
    /// Where they begin in the passage's text.
    pub(super) at: usize,
    /// In the Markdown.
    pub(super) from: Range<usize>,
    /// They are the same there, byte for byte.
    pub(super) verbatim: bool,
}

impl Passage<'_> {
    pub(crate) fn stand(&mut self, at: usize, heading: Option<usize>) {
        self.stand = (at, heading);
    }

    /// Its place among the passages of its page.
    pub(crate) fn index(&self) -> usize {
        self.stand.0
    }

    /// The place of the heading above it.
    pub(crate) fn heading(&self) -> Option<usize> {
        self.stand.1
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| {
            let (quotations, lone_marks) = quotations(&self.text);
            let tokens = Tokens::new(&self.text);
            let dates = mentions(&tokens);
            let named: Vec<_> = dates.iter().map(|date| date.range.clone()).collect();
            let quantities = quantities(&self.text, &named);
            Facts {
                sentences: sentences(&self.text),
                quotations,
                lone_marks,
                dates,
                years: years(&tokens),
                relatives: relatives(&tokens),
                ages: ages(&tokens),
                futures: futures(&tokens),
                acronyms: acronyms(&self.text),
                quantities,
                lexis: hits(&self.text),
            }
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

    pub(crate) fn dates(&self) -> &[DateMention] {
        &self.facts().dates
    }

    /// All years in figures, those of dates too.
    pub(crate) fn years(&self) -> &[(Range<usize>, i16)] {
        &self.facts().years
    }

    /// The years that begin between two places.
    pub(crate) fn years_in(&self, range: &Range<usize>) -> &[(Range<usize>, i16)] {
        between(self.years(), range, |(year, _)| year.start)
    }

    /// The dates that begin between two places.
    pub(crate) fn dates_in(&self, range: &Range<usize>) -> &[DateMention] {
        between(self.dates(), range, |date| date.range.start)
    }

    /// Times that are told from the day of writing.
    pub(crate) fn relative_times(&self) -> &[RelativeTime] {
        &self.facts().relatives
    }

    /// Ages, each with the place of the name that it belongs to.
    pub(crate) fn ages(&self) -> &[Age] {
        &self.facts().ages
    }

    /// The words that tell of something as still to come.
    pub(crate) fn futures(&self) -> &[Range<usize>] {
        &self.facts().futures
    }

    /// Words cut short to their first letters.
    pub(crate) fn acronyms(&self) -> &[Range<usize>] {
        &self.facts().acronyms
    }

    /// What somebody has counted or measured.
    pub(crate) fn quantities(&self) -> &[Quantity] {
        &self.facts().quantities
    }

    /// Words that rules look for, of some bytes.
    pub(crate) fn lexicon_hits(&self, range: &Range<usize>) -> &[LexiconHit] {
        let lexis = &self.facts().lexis;
        let first = lexis.partition_point(|hit| hit.range.start < range.start);
        let last = lexis.partition_point(|hit| hit.range.start < range.end);
        &lexis[first..last]
    }

    /// The quantities of some bytes.
    pub(crate) fn quantities_in(&self, range: &Range<usize>) -> &[Quantity] {
        let all = self.quantities();
        let first = all.partition_point(|quantity| quantity.range.start < range.start);
        let last = all.partition_point(|quantity| quantity.range.start < range.end);
        &all[first..last]
    }

    /// How many sources a sentence cites, in it and right behind it.
    pub(crate) fn count_sources(&self, sentence: &Range<usize>) -> usize {
        let first = self.citations.partition_point(|at| *at < sentence.start);
        let behind = |at: usize| self.text[sentence.end..at].trim().is_empty();
        let here = self.citations.iter().zip(&self.cited).skip(first);
        let here = here.take_while(|(at, _)| **at <= sentence.end || behind(**at));
        let cited = here.flat_map(|(_, cited)| cited.split(';'));
        let id = |cited: &'_ str| {
            cited.split(',').next().unwrap_or_default().trim().trim_start_matches('@').to_owned()
        };
        cited.map(id).collect::<BTreeSet<_>>().len()
    }

    /// Whether the text ends with a citation.
    pub(crate) fn is_cited_at_end(&self) -> bool {
        let last = self.citations.last();
        let closes = |letter: char| letter.is_whitespace() || letter.is_ascii_punctuation() || letter == '”';
        last.is_some_and(|at| self.text[*at..].chars().all(closes))
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
        matches!(self.kind, PassageKind::BlockQuote | PassageKind::QuoteBlock)
            || quoted.is_some_and(|quotation| at < quotation.range.end)
    }

    /// The ids of the sources that are cited between two places.
    pub(crate) fn cited_sources(&self, range: Range<usize>) -> Vec<String> {
        let here = self.citations.iter().zip(&self.cited).filter(|(at, _)| range.contains(at));
        let cited = here.filter_map(|(_, cited)| cited_ids(cited, 0..0, false)).flatten();
        cited.map(|cited| cited.id).collect()
    }

    /// Whether a sentence cites something, or the place right behind it.
    pub(crate) fn is_cited(&self, sentence: &Range<usize>) -> bool {
        let first = self.citations.partition_point(|at| *at < sentence.start);
        let behind = |at: usize| self.text[sentence.end..at].trim().is_empty();
        self.citations.get(first).is_some_and(|at| *at <= sentence.end || behind(*at))
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

/// Those of a list in the order of a text that begin between two places.
fn between<'l, T>(list: &'l [T], range: &Range<usize>, start: impl Fn(&T) -> usize) -> &'l [T] {
    let first = list.partition_point(|item| start(item) < range.start);
    let last = list.partition_point(|item| start(item) < range.end);
    &list[first..last.max(first)]
}
