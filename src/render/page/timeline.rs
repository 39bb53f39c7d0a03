//! `timeline` as its template sees it: the years as steps, and in each its events.
//!
//! Must not know: how a line is drawn.

use schemars::JsonSchema;
use serde::Serialize;

use super::Room;
use super::caption::CaptionView;
use crate::base::SitePath;
use crate::base::date::year_words;
use crate::parse::block::{Event, Timeline};
use crate::parse::prose::Title;

/// `block` of `blocks/timeline.html`.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct TimelineBlock<'s> {
    title: Option<&'s Title>,
    steps: Vec<StepBlock<'s>>,
    caption: CaptionView<'s>,
}

/// A year; or a date that lies in no one year, or is no more than a year in doubt, and so stands by itself.
#[derive(JsonSchema, Serialize)]
struct StepBlock<'s> {
    label: String,
    events: Vec<EventBlock<'s>>,
}

#[derive(JsonSchema, Serialize)]
struct EventBlock<'s> {
    /// What is left of the date's words under the step's label; may be empty.
    words: String,
    /// The rest of them, for where the label is not in sight.
    year: String,
    datetime: Option<&'s str>,
    html: String,
    current: bool,
}

impl<'s> Room<'s> {
    pub(super) fn timeline(&mut self, path: &SitePath, timeline: &'s Timeline) -> TimelineBlock<'s> {
        let same = |one: &Event, next: &Event| {
            let year = one.date.date.one_year();
            year == next.date.date.one_year() && (year.is_some() || one.date.date == next.date.date)
        };
        TimelineBlock {
            title: timeline.title.as_ref(),
            steps: timeline.events.chunk_by(same).map(|events| self.step(path, events)).collect(),
            caption: self.caption(path, &timeline.caption),
        }
    }

    /// Events of one year, or of one date. The label is all of a date where nothing can be taken off it.
    fn step(&mut self, path: &SitePath, events: &'s [Event]) -> StepBlock<'s> {
        let catalogue = &*self.site.catalogue;
        let first = &events[0].date.date;
        let first_words = first.words(catalogue);
        let label = match first.one_year().map(|year| year_words(year, catalogue)) {
            Some(year) if events.len() > 1 || first.words_under(&first_words, &year) < first_words.len() => {
                year
            }
            _ => first_words,
        };
        let event = |event: &'s Event| {
            let mut words = event.date.date.words(catalogue);
            let left = if words == label { 0 } else { event.date.date.words_under(&words, &label) };
            let year = words.split_off(left);
            let (datetime, html) = (event.date.datetime.as_deref(), self.prose(path, &event.text));
            EventBlock { words, year, datetime, html, current: event.current }
        };
        StepBlock { events: events.iter().map(event).collect(), label }
    }
}
