//! `timeline` as its template sees it.
//!
//! Must not know: how a line is drawn.

use serde::Serialize;

use super::super::view::DateView;
use super::Room;
use crate::base::SitePath;
use crate::syntax::block::Timeline;
use crate::syntax::prose::Title;

/// `block` of `blocks/timeline.html`.
#[derive(Serialize)]
pub(super) struct TimelineBlock<'s> {
    title: Option<&'s Title>,
    events: Vec<EventBlock<'s>>,
}

#[derive(Serialize)]
struct EventBlock<'s> {
    date: DateView<'s>,
    html: String,
    current: bool,
    year: Option<i64>,
    /// The event before it was in another year.
    new_year: bool,
}

impl<'s> Room<'s> {
    pub(super) fn timeline(&mut self, path: &SitePath, timeline: &'s Timeline) -> TimelineBlock<'s> {
        let mut last = None;
        let mut events = Vec::with_capacity(timeline.events.len());
        for event in &timeline.events {
            let year = event.date.date.year();
            events.push(EventBlock {
                date: DateView::new(&event.date),
                html: self.prose(path, &event.text),
                current: event.current,
                year,
                new_year: year != last,
            });
            last = year;
        }
        TimelineBlock { title: timeline.title.as_ref(), events }
    }
}
