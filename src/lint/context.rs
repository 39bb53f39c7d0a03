//! A page as the rules read it: its passages, the entities in them, its dates.
//!
//! Must not know: the rules.

use std::cell::OnceCell;
use std::ops::Range;

use jiff::civil::Date;

use super::text::{Passage, PassageKind, body_passages, first_year, text_passages};
use crate::base::SitePath;
use crate::model::{EntityEntry, Page, Site};
use crate::parse::block::Block;
use crate::parse::front_matter::ExplainerFront;
use crate::parse::table::SpannedDate;

/// A page, with the passages of its text.
pub(crate) struct LintContext<'s> {
    pub(super) site: &'s Site,
    pub(super) page: &'s Page,
    /// In the order of the files, then of each file's text.
    pub(super) passages: Vec<Passage<'s>>,
    /// The entities that each passage names, found on first use.
    mentions: Vec<OnceCell<Vec<Mentioned<'s>>>>,
}

/// An entity, and the bytes of a passage that are one of its names.
pub(super) type Mentioned<'s> = (Range<usize>, &'s EntityEntry);

impl<'s> LintContext<'s> {
    pub(super) fn new(site: &'s Site, page: &'s Page) -> Self {
        let mut passages = Vec::new();
        if let Some(front) = page.explainer() {
            let notes = front.changes.iter().map(|change| (&change.note, &change.date));
            let corrections = front.corrections.iter().map(|correction| (&correction.note, &correction.date));
            passages
                .extend(front.key_points.iter().flat_map(|prose| text_passages(page.path(), &prose.text)));
            for (prose, date) in notes.chain(corrections) {
                passages.extend(dated(text_passages(page.path(), &prose.text), Some(date)));
            }
        }
        for body in &page.files {
            let answer = body.section_front().and_then(|front| front.answer.as_ref());
            let document = body.document();
            passages.extend(answer.into_iter().flat_map(|prose| text_passages(&body.path, &prose.text)));
            passages.extend(document.blocks.iter().flat_map(|placed| of_block(&body.path, &placed.block)));
            passages.extend(body_passages(&body.path, document));
        }
        let mut heading = None;
        for at in 0..passages.len() {
            if at > 0 && passages[at].path != passages[at - 1].path {
                heading = None;
            }
            passages[at].stand(at, heading);
            if passages[at].kind == PassageKind::Heading {
                heading = Some(at);
            }
        }
        let mentions = passages.iter().map(|_| OnceCell::new()).collect();
        Self { site, page, passages, mentions }
    }

    pub(super) fn front_matter(&self) -> Option<&'s ExplainerFront> {
        self.page.explainer()
    }

    /// The passages in the author's own words: no block quotations.
    pub(super) fn authored_passages(&self) -> impl Iterator<Item = &Passage<'s>> {
        self.passages
            .iter()
            .filter(|passage| !matches!(passage.kind, PassageKind::BlockQuote | PassageKind::QuoteBlock))
    }

    /// The same without headings, cells and the short texts of data: only sentences.
    pub(super) fn prose_passages(&self) -> impl Iterator<Item = &Passage<'s>> {
        self.authored_passages().filter(|passage| {
            matches!(passage.kind, PassageKind::Paragraph | PassageKind::ListItem | PassageKind::Footnote)
        })
    }

    /// The entities that a passage names, in its order; the longest name at each place.
    pub(super) fn entity_mentions(&self, passage: &Passage<'_>) -> &[Mentioned<'s>] {
        self.mentions[passage.index()]
            .get_or_init(|| self.site.registry.names_in(passage.path.folder(), &passage.text))
    }

    /// The names in the author's undated passages, which time can overtake.
    pub(super) fn undated_entity_mentions(&self) -> impl Iterator<Item = (&Passage<'s>, &Mentioned<'s>)> {
        let undated = self.authored_passages().filter(|passage| passage.date.is_none());
        let named =
            undated.flat_map(|passage| self.entity_mentions(passage).iter().map(move |name| (passage, name)));
        named.filter(|(passage, (name, _))| !passage.is_quoted(name.start))
    }

    /// The passages before and behind one, in its file.
    pub(super) fn around(&self, passage: &Passage<'_>) -> (Option<&Passage<'s>>, Option<&Passage<'s>>) {
        let near = |at: usize| self.passages.get(at).filter(|near| near.path == passage.path);
        (passage.index().checked_sub(1).and_then(near), near(passage.index() + 1))
    }

    /// The heading above a passage, in its file.
    pub(super) fn heading_above(&self, passage: &Passage<'_>) -> Option<&Passage<'s>> {
        passage.heading().map(|at| &self.passages[at])
    }

    /// True if the page is an archived one: nothing on it goes out of date.
    pub(super) fn is_frozen(&self) -> bool {
        let kept = self.front_matter().and_then(ExplainerFront::kept).is_some();
        let paths = &self.site.settings.check.paths;
        let set = paths.iter().rfind(|path| self.page.path().is_in(&path.path.value));
        kept || set.is_some_and(|path| path.frozen)
    }

    /// The first and the last day on which a text can have been written: its section's or page's `as_of`; else
    /// the days from `published` to the last of `updated` and `reviewed`.
    pub(super) fn written_between(&self, path: &SitePath) -> Option<(Date, Date)> {
        let front = self.front_matter()?;
        let days = |when: &SpannedDate| (when.date.earliest(), when.date.latest());
        if let Some(as_of) = self.as_of(path) {
            return Some(days(as_of));
        }
        let whens = [&front.published, &front.updated, &front.reviewed].into_iter().flatten().map(days);
        whens.reduce(|all, when| (all.0.min(when.0), all.1.max(when.1)))
    }

    /// The `as_of` of a text's section, else of its page.
    pub(super) fn as_of(&self, path: &SitePath) -> Option<&'s SpannedDate> {
        let body = self.page.files.iter().find(|body| body.path == *path);
        let section = body.and_then(|body| body.section_front()?.as_of.as_ref());
        section.or(self.front_matter().and_then(|front| front.as_of.as_ref()))
    }

    /// The year in the heading above a text, in its section's title or the page's: its dates are of that year.
    pub(super) fn year_above(&self, passage: &Passage<'_>) -> Option<i16> {
        let body = self.page.files.iter().find(|body| body.path == *passage.path);
        let section = body.and_then(|body| body.section_front()?.title.as_ref());
        let page = self.front_matter().and_then(|front| front.title.as_ref());
        let titles = [section, page].into_iter().flatten().map(|title| title.plain.as_str());
        let above = self.heading_above(passage).map(|heading| &*heading.text).into_iter().chain(titles);
        above.into_iter().find_map(first_year)
    }
}

/// The passages of a block, those of its events with their dates.
fn of_block<'s>(path: &'s SitePath, block: &'s Block) -> Vec<Passage<'s>> {
    let events = match block {
        Block::Timeline(timeline) => timeline.events.as_slice(),
        _ => &[],
    };
    let dates = events.iter().map(|event| Some(&event.date)).chain(std::iter::repeat(None));
    let words = block.prose().into_iter().zip(dates);
    let mut passages: Vec<_> =
        words.flat_map(|(prose, date)| dated(text_passages(path, &prose.text), date)).collect();
    for passage in &mut passages {
        if matches!(block, Block::Quote(_)) {
            passage.kind = PassageKind::QuoteBlock;
        } else if passage.date.is_some() {
            passage.kind = PassageKind::TimelineEvent;
        }
    }
    passages
}

/// Gives passages the date beside them.
fn dated<'s>(mut passages: Vec<Passage<'s>>, date: Option<&'s SpannedDate>) -> Vec<Passage<'s>> {
    passages.iter_mut().for_each(|passage| passage.date = date);
    passages
}
