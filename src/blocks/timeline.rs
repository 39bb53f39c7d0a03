//! `timeline`: events in the order of their dates.
//!
//! Must not know: today.

use super::caption::{Caption, caption};
use super::{Alt, AnyBlock, Block, BlockText, BlockType, Claim, empty};
use crate::base::SitePath;
use crate::diagnostics::Problem;
use crate::model::Resolver;
use crate::parse::front_matter::optional_title;
use crate::parse::prose::{Prose, Title, prose};
use crate::parse::table::{Fields, SpannedDate};

pub(super) static TYPE: BlockType = BlockType {
    name: "timeline",
    noun: "a timeline",
    about: "Events in the order of their dates.",
    example: EXAMPLE,
    keys: &[
        ("a timeline", "event", "What happened, in the order of the dates."),
        ("an event", "date", "When it happened."),
        ("an event", "text", "What happened; Markdown."),
        ("an event", "current", "The explainer's own moment, which is marked."),
    ],
    takes_rows: false,
    parse: |fields, _| AnyBlock::Timeline(timeline(fields)),
};

const EXAMPLE: &str = r#"title = "Three reforms"

[[event]]
date = "-0044"
text = "The year has a leap day every fourth time, by order of [Julius Caesar][caesar]."

[[event]]
date = "1582-10-15"
text = "[Gregory XIII][gregory-xiii] leaves out ten days, and three leap days in 400 years.[@usno]"
current = true

[[event]]
date = "1918-02-14"
text = "Russia follows."
"#;

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

impl Block for Timeline {
    fn own_texts(&self) -> Vec<BlockText<'_>> {
        let events = self.events.iter();
        events.map(|event| BlockText { date: Some(&event.date), ..BlockText::new(&event.text) }).collect()
    }

    fn caption(&self) -> Option<&Caption> {
        Some(&self.caption)
    }

    fn alt(&self) -> Option<Alt<'_>> {
        None
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        resolver.resolve_texts(path, self.events.iter().map(|event| &event.text));
        resolver.resolve_caption(path, &self.caption);
    }

    fn claims(&self) -> Vec<Claim<'_>> {
        self.events.iter().map(|event| Claim { noun: "event", texts: vec![&event.text] }).collect()
    }
}
