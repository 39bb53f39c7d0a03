//! `timeline` as its template sees it: the years as steps, and in each its events.
//!
//! Must not know: how a line is drawn.

use schemars::JsonSchema;
use serde::Serialize;

use super::Room;
use super::caption::CaptionView;
use crate::base::SitePath;
use crate::base::date::year;
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
    words: &'s str,
    /// The rest of them, for where the label is not in sight.
    year: &'s str,
    datetime: Option<&'s str>,
    html: String,
    current: bool,
}

impl<'s> Room<'s, '_> {
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
        let first = &events[0].date;
        let label = match first.date.one_year().map(year) {
            Some(year) if events.len() > 1 || first.date.words_under(&year) < first.words.len() => year,
            _ => first.words.to_string(),
        };
        let event = |event: &'s Event| {
            let words = &event.date.words;
            let said = if **words == *label { 0 } else { event.date.date.words_under(&label) };
            let (words, year) = words.split_at(said);
            let (datetime, html) = (event.date.datetime.as_deref(), self.prose(path, &event.text));
            EventBlock { words, year, datetime, html, current: event.current }
        };
        StepBlock { events: events.iter().map(event).collect(), label }
    }
}
