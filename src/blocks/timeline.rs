//! `timeline`: events in the order of their dates.
//!
//! Must not know: today.

use super::caption::{Caption, caption};
use super::empty;
use crate::diagnostics::Problem;
use crate::parse::front_matter::optional_title;
use crate::parse::prose::{Prose, Title, prose};
use crate::parse::table::{Fields, SpannedDate};

/// Events in the order of their dates.
#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    pub(crate) title: Option<Title>,
    pub(crate) events: Vec<Event>,
    pub(crate) caption: Caption,
}

#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) date: SpannedDate,
    pub(crate) text: Prose,
    /// The explainer's own moment.
    pub(crate) current: bool,
}

pub(super) fn timeline(fields: &mut Fields<'_, '_>) -> Timeline {
    let title = optional_title(fields, "title");
    let events: Vec<_> = fields.tables("event", "an event", event).into_iter().flatten().collect();
    if events.is_empty() {
        empty(fields, "timeline", "`[[event]]`, `date = …` and `text = \"…\"`");
    }
    for pair in events.windows(2) {
        if pair[1].date.date.latest() < pair[0].date.date.earliest() {
            fields.report(pair[1].date.span, Problem::UnorderedTimeline {});
        }
    }
    Timeline { title, events, caption: caption(fields) }
}

fn event(fields: &mut Fields<'_, '_>) -> Option<Event> {
    let date = fields.needed_date("date");
    let text = fields.needed_text("text").map(|text| prose(fields, text));
    let current = fields.flag("current");
    Some(Event { date: date?, text: text?, current })
}
