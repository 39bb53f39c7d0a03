//! `timeline`: events in the order of their dates.
//!
//! Must not know: today; how a line is drawn.

use super::*;
use crate::base::date::year_words;

pub(super) static TYPE: BlockType = BlockType {
    name: "timeline",
    noun: "a timeline",
    about: "Events in the order of their dates.",
    example: r#"title = "Three reforms"

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
"#,
    keys: &[
        ("a timeline", "event", "What happened, in the order of the dates."),
        ("an event", "date", "When it happened."),
        ("an event", "text", "What happened; Markdown."),
        ("an event", "current", "Marks the event that the explainer is about."),
    ],
    takes_rows: false,
    parse: |fields, _| {
        let title = optional_title(fields, "title");
        let events = fields.tables("event", "an event", |fields| {
            let date = fields.needed_date("date");
            let text = fields.needed_text("text").map(|text| prose(fields, text));
            let current = fields.flag("current");
            Some(Event { date: date?, text: text?, current })
        });
        let events: Vec<_> = events.into_iter().flatten().collect();
        if events.is_empty() {
            report_empty(fields, "timeline", "`[[event]]`, `date = …` and `text = \"…\"`");
        }
        for pair in events.windows(2) {
            if pair[1].date.date.latest() < pair[0].date.date.earliest() {
                fields.report(pair[1].date.span, Problem::UnorderedTimeline {});
            }
        }
        Arc::new(Timeline { title, events, caption: parse_caption(fields) })
    },
    view: schema::<TimelineView<'_>>,
    drawing: None,
};

/// Events in the order of their dates.
#[derive(Clone, Debug)]
struct Timeline {
    title: Option<Title>,
    events: Vec<Event>,
    caption: Caption,
}

#[derive(Clone, Debug)]
struct Event {
    date: SpannedDate,
    text: Prose,
    /// The explainer's own moment.
    current: bool,
}

/// `block` of `blocks/timeline.html`.
#[derive(JsonSchema, Serialize)]
struct TimelineView<'s> {
    title: Option<&'s Title>,
    steps: Vec<StepView<'s>>,
    caption: CaptionView<'s>,
}

/// A year; or a date that lies in no one year, or is no more than a year in doubt, and so stands by itself.
#[derive(JsonSchema, Serialize)]
struct StepView<'s> {
    label: String,
    events: Vec<EventView<'s>>,
}

#[derive(JsonSchema, Serialize)]
struct EventView<'s> {
    /// The date's words without those of the step's label; may be empty.
    words: String,
    /// The rest of them, for where the label is not in sight.
    year: String,
    datetime: Option<&'s str>,
    html: String,
    current: bool,
}

impl<'s> StepView<'s> {
    /// Events of one year, or of one date. The label is all of a date where nothing can be taken off it.
    fn new(events: &'s [Event], renderer: &mut PageRenderer<'s, '_>, path: &SitePath) -> Self {
        let catalogue = &*renderer.site.catalogue;
        let first = &events[0].date.date;
        let first_words = first.words(catalogue);
        let label = match first.one_year().map(|year| year_words(year, catalogue)) {
            Some(year) if events.len() > 1 || first.words_under(&first_words, &year) < first_words.len() => {
                year
            }
            _ => first_words,
        };
        let mut views = Vec::with_capacity(events.len());
        for event in events {
            let mut words = event.date.date.words(catalogue);
            let rest = if words == label { 0 } else { event.date.date.words_under(&words, &label) };
            let year = words.split_off(rest);
            let datetime = event.date.datetime.as_deref();
            let html = renderer.text_html(path, &event.text);
            views.push(EventView { words, year, datetime, html, current: event.current });
        }
        Self { events: views, label }
    }
}

impl Block for Timeline {
    fn content(&self) -> BlockContent<'_> {
        let mut texts = Vec::new();
        let mut claims = Vec::new();
        for event in &self.events {
            texts.push(BlockText { date: Some(&event.date), ..BlockText::new(&event.text) });
            claims.push(Claim::new("event", &event.text));
        }
        BlockContent { texts, caption: Some(&self.caption), claims, alt: None, drawing: None }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        resolver.resolve_texts(path, self.events.iter().map(|event| &event.text));
        self.caption.resolve(resolver, path);
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let steps = self.events.chunk_by(|one, next| {
            let year = one.date.date.one_year();
            year == next.date.date.one_year() && (year.is_some() || one.date.date == next.date.date)
        });
        Box::new(TimelineView {
            title: self.title.as_ref(),
            steps: steps.map(|events| StepView::new(events, renderer, place.path)).collect(),
            caption: self.caption.view(renderer, place.path),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let mut out = heading(self.title.as_ref());
        for event in &self.events {
            let date = event.date.date.words(&exporter.site.catalogue);
            out += &format!("- **{date}**: {}\n", exporter.item(place.path, &event.text));
        }
        out + "\n"
    }
}
