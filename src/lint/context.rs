//! A page as the editor reads it: its passages, and what several rules ask of them.
//!
//! Must not know: the rules.

use std::cell::OnceCell;
use std::ops::Range;

use super::text::{DayRange, Passage, PassageKind, body_passages, first_year, text_passages};
use crate::base::SitePath;
use crate::blocks::{Block, Voice};
use crate::model::{EntityEntry, Page, Site};
use crate::parse::front_matter::ExplainerFront;
use crate::parse::prose::Prose;
use crate::parse::table::SpannedDate;

/// A page as the editor reads it.
pub(crate) struct LintContext<'s> {
    pub(super) site: &'s Site,
    pub(super) page: &'s Page,
    /// In the order of the files, and of the text of each.
    pub(super) passages: Vec<Passage<'s>>,
    /// The entities that each passage names, by the index of the passage.
    entity_mentions: Vec<OnceCell<Vec<EntityMention<'s>>>>,
}

/// One of an entity's names in a passage.
pub(super) struct EntityMention<'s> {
    pub(super) range: Range<usize>,
    pub(super) entity: &'s EntityEntry,
}

impl<'s> LintContext<'s> {
    pub(super) fn new(site: &'s Site, page: &'s Page) -> Self {
        let mut passages = Vec::new();
        if let Some(front) = page.explainer() {
            for prose in &front.key_points {
                passages.extend(text_passages(page.path(), &prose.text, None));
            }
            for change in &front.changes {
                passages.extend(text_passages(page.path(), &change.note.text, Some(&change.date)));
            }
            for correction in &front.corrections {
                passages.extend(text_passages(page.path(), &correction.note.text, Some(&correction.date)));
            }
        }
        for body in &page.files {
            if let Some(answer) = body.section_front().and_then(|front| front.answer.as_ref()) {
                passages.extend(text_passages(&body.path, &answer.text, None));
            }
            let document = body.document();
            for placed in &document.blocks {
                passages.extend(block_passages(&body.path, &*placed.block));
            }
            passages.extend(body_passages(&body.path, document));
        }
        number_passages(&mut passages);
        let entity_mentions = passages.iter().map(|_| OnceCell::new()).collect();
        Self { site, page, passages, entity_mentions }
    }

    pub(super) fn front_matter(&self) -> Option<&'s ExplainerFront> {
        self.page.explainer()
    }

    /// The passages in the author's own words: all but quotations that are a block.
    pub(super) fn authored_passages(&self) -> impl Iterator<Item = &Passage<'s>> {
        let is_quotation = |kind| matches!(kind, PassageKind::BlockQuote | PassageKind::QuoteBlock);
        self.passages.iter().filter(move |passage| !is_quotation(passage.kind))
    }

    /// The passages that are sentences: paragraphs, list items and footnotes in the author's own words.
    pub(super) fn prose_passages(&self) -> impl Iterator<Item = &Passage<'s>> {
        self.passages.iter().filter(|passage| {
            matches!(passage.kind, PassageKind::Paragraph | PassageKind::ListItem | PassageKind::Footnote)
        })
    }

    /// The entities that a passage names, in order, the longest name at each place.
    pub(super) fn entity_mentions(&self, passage: &Passage<'_>) -> &[EntityMention<'s>] {
        self.entity_mentions[passage.index].get_or_init(|| {
            let names = self.site.registry.names_in(passage.path.folder(), &passage.text);
            names.into_iter().map(|(range, entity)| EntityMention { range, entity }).collect()
        })
    }

    /// The entities that the author names outside quotations and without a date beside the passage, so that
    /// the statement can go out of date.
    pub(super) fn undated_entity_mentions(&self) -> impl Iterator<Item = (&Passage<'s>, &EntityMention<'s>)> {
        let undated = self.authored_passages().filter(|passage| passage.date.is_none());
        undated.flat_map(|passage| {
            let mentions = self.entity_mentions(passage).iter();
            mentions
                .filter(|mention| !passage.is_quoted(mention.range.start))
                .map(move |mention| (passage, mention))
        })
    }

    /// The passages after one, in the same file.
    pub(super) fn passages_after(&self, passage: &Passage<'_>) -> impl Iterator<Item = &Passage<'s>> {
        let path = passage.path;
        self.passages[passage.index + 1..].iter().take_while(move |next| next.path == path)
    }

    /// Checks whether the page is kept as it was at one moment, so that nothing on it goes out of date.
    pub(super) fn is_frozen(&self) -> bool {
        let is_frozen = self.front_matter().and_then(ExplainerFront::frozen_as_of).is_some();
        let paths = &self.site.settings.check.paths;
        let settings = paths.iter().rfind(|path| self.page.path().is_in(&path.path.value));
        is_frozen || settings.is_some_and(|path| path.frozen)
    }

    /// The days on which the text of a file was up to date: its `as_of`, or else the days from its
    /// publication to the last update or review.
    pub(super) fn written_between(&self, path: &SitePath) -> Option<DayRange> {
        let front = self.front_matter()?;
        if let Some(as_of) = self.as_of(path) {
            return Some(DayRange::of(as_of));
        }
        let dates = [&front.published, &front.updated, &front.reviewed];
        dates.into_iter().flatten().map(DayRange::of).reduce(DayRange::union)
    }

    /// The `as_of` of a section, or else of its page.
    fn as_of(&self, path: &SitePath) -> Option<&'s SpannedDate> {
        let body = self.page.files.iter().find(|body| body.path == *path);
        let section = body.and_then(|body| body.section_front()?.as_of.as_ref());
        section.or(self.front_matter().and_then(|front| front.as_of.as_ref()))
    }

    /// The year that dates in a passage belong to if they have none: the one in the heading above it, in the
    /// title of its section or in that of the page.
    pub(super) fn year_above(&self, passage: &Passage<'_>) -> Option<i16> {
        let heading = passage.heading.map(|at| self.passages[at].text.as_str());
        let body = self.page.files.iter().find(|body| body.path == *passage.path);
        let section = body.and_then(|body| body.section_front()?.title.as_ref());
        let page = self.front_matter().and_then(|front| front.title.as_ref());
        let titles = [section, page].into_iter().flatten().map(|title| title.plain.as_str());
        heading.into_iter().chain(titles).find_map(first_year)
    }
}

/// The short texts of a page that are Markdown, each with its file. Cells of data are not among them.
pub(super) fn page_proses(page: &Page) -> Vec<(&SitePath, &Prose)> {
    let mut proses = Vec::new();
    if let Some(front) = page.explainer() {
        let caption = front.lead_image.iter().filter_map(|figure| figure.caption.as_ref());
        let of_page = (front.key_points.iter())
            .chain(front.changes.iter().map(|change| &change.note))
            .chain(front.corrections.iter().map(|correction| &correction.note))
            .chain(caption);
        proses.extend(of_page.map(|prose| (page.path(), prose)));
    }
    for body in &page.files {
        let answer = body.section_front().and_then(|front| front.answer.as_ref());
        let blocks = body.document().blocks.iter().flat_map(|placed| placed.block.proses());
        proses.extend(answer.into_iter().chain(blocks).map(|prose| (&body.path, prose)));
    }
    proses
}

/// Gives each passage its index and that of the heading above it.
fn number_passages(passages: &mut [Passage<'_>]) {
    // The last heading, and the path of its file.
    let mut last: Option<(usize, &SitePath)> = None;
    for (at, passage) in passages.iter_mut().enumerate() {
        passage.index = at;
        passage.heading = last.filter(|(_, path)| *path == passage.path).map(|(heading, _)| heading);
        if passage.kind == PassageKind::Heading {
            last = Some((at, passage.path));
        }
    }
}

/// Reads the passages of a block, those of events with their dates.
fn block_passages<'s>(path: &'s SitePath, block: &'s dyn Block) -> Vec<Passage<'s>> {
    let mut passages = Vec::new();
    for text in block.texts() {
        let kind = match text.voice {
            Voice::Quoted(_) => Some(PassageKind::QuoteBlock),
            Voice::Author => text.date.map(|_| PassageKind::TimelineEvent),
        };
        for mut passage in text_passages(path, &text.prose.text, text.date) {
            passage.kind = kind.unwrap_or(passage.kind);
            passages.push(passage);
        }
    }
    passages
}
