//! A page's Markdown as HTML, with its blocks.
//!
//! Must not know: what surrounds the text on the page.

use serde::Serialize;

use super::markdown::{self, Notes, Piece, Surroundings, note_use};
use super::theme::{Theme, View};
use super::view::{DateView, EntityView, FigureView, HtmlView, NoteHtml, NumberView, SectionHtml};
use super::views;
use crate::base::SitePath;
use crate::finding::Finding;
use crate::model::{Page, Resolved, Site};
use crate::syntax::block::{Block, Figure, Known, Own, People, Quote, Timeline};
use crate::syntax::prose::{Prose, Title};

/// The HTML of all of a page's Markdown.
pub(crate) fn html(site: &Site, theme: &Theme, page: &Page) -> (HtmlView, Vec<Finding>) {
    let mut room = Room::new(site, theme, page);
    let mut view = HtmlView::default();
    if let Some(front) = page.explainer() {
        view.key_points = room.proses(page.path(), &front.key_points);
        let caption = front.lead_image.as_ref().and_then(|figure| figure.caption.as_ref());
        view.lead_caption = caption.map(|caption| room.prose(page.path(), caption));
    }
    room.bodies(&mut view);
    if let Some(front) = page.explainer() {
        view.changes = front.changes.iter().map(|change| room.prose(page.path(), &change.note)).collect();
        view.corrections =
            front.corrections.iter().map(|correction| room.prose(page.path(), &correction.note)).collect();
    }
    view.entities = (0..page.ledger.entities.len()).map(|at| room.entity_text(at)).collect();
    let notes = std::mem::take(&mut room.notes);
    view.notes = notes.in_order().into_iter().map(note).collect();
    (view, room.findings)
}

fn note((number, uses, html): (usize, usize, String)) -> NoteHtml {
    let backs = (1..=uses).map(|usage| format!("#{}", note_use(number, usage))).collect();
    NoteHtml { number, id: format!("n:{number}"), html, backs }
}

/// Where a page's Markdown is while it is rendered.
struct Room<'s> {
    site: &'s Site,
    theme: &'s Theme,
    page: &'s Page,
    /// The file we are in, and the heading we are at in it.
    file: usize,
    heading: usize,
    /// The short text that we are in, by number: its headings, fences and footnotes are not the file's.
    short: Option<usize>,
    texts: usize,
    notes: Notes,
    findings: Vec<Finding>,
}

impl<'s> Room<'s> {
    /// A page before anything of it is rendered.
    fn new(site: &'s Site, theme: &'s Theme, page: &'s Page) -> Self {
        Self {
            site,
            theme,
            page,
            file: 0,
            heading: 0,
            short: None,
            texts: 0,
            notes: Notes::default(),
            findings: vec![],
        }
    }

    /// The bodies of all files, cut into the lead and the sections.
    fn bodies(&mut self, view: &mut HtmlView) {
        let page = self.page;
        let mut bodies: Vec<Vec<String>> = Vec::with_capacity(page.files.len());
        let mut answers = Vec::with_capacity(page.files.len());
        for (file, body) in page.files.iter().enumerate() {
            (self.file, self.heading) = (file, 0);
            let answer = body.section_front().and_then(|front| front.answer.as_ref());
            answers.push(answer.map(|answer| self.prose(&body.path, answer)));
            bodies.push(self.segments(file));
        }
        for section in &page.sections {
            let body = std::mem::take(&mut bodies[section.file][section.segment]);
            let answer = if section.segment == 0 { answers[section.file].take() } else { None };
            view.sections.push(SectionHtml { answer, body });
        }
        if page.is_explainer() {
            view.lead = std::mem::take(&mut bodies[0][0]);
        } else {
            view.body = bodies.swap_remove(0).concat();
        }
    }

    /// A file's body, cut at its sections if the page is an explainer.
    fn segments(&mut self, file: usize) -> Vec<String> {
        let body = &self.page.files[file];
        let document = body.document();
        let piece = Piece {
            text: document.body(),
            base: document.body,
            references: &document.outline.references,
            resolved: self.page.ledger.at(&body.path, document.body),
        };
        let all = 0..document.body().len();
        let segments = &document.outline.segments;
        let cut = self.page.is_explainer() && body.section_front().is_none();
        let cuts = if cut {
            let base = document.body as usize;
            segments
                .iter()
                .map(|segment| segment.span.range())
                .map(|cut| cut.start - base..cut.end - base)
                .collect()
        } else {
            vec![all]
        };
        markdown::segments(piece, &cuts, self)
    }

    fn proses(&mut self, path: &SitePath, proses: &[Prose]) -> Vec<String> {
        proses.iter().map(|prose| self.prose(path, prose)).collect()
    }

    fn prose(&mut self, path: &SitePath, prose: &Prose) -> String {
        let piece = Piece {
            text: &prose.text.value,
            base: 0,
            references: &prose.references,
            resolved: self.page.ledger.at(path, prose.text.span.start),
        };
        self.texts += 1;
        let outer = self.short.replace(self.texts);
        let html = markdown::inline(piece, self);
        self.short = outer;
        html
    }

    /// Whose footnotes these are: a file's, or a short text's own.
    fn scope(&self) -> usize {
        self.short.map_or(self.file, |text| self.page.files.len() + text)
    }

    /// What is said of one of the page's entities.
    fn entity_text(&mut self, at: usize) -> String {
        let named = &self.page.ledger.entities[at];
        named.entity().text.as_ref().map(|text| self.prose(&named.path, text)).unwrap_or_default()
    }

    fn block_html(&mut self, name: &str, path: &SitePath, block: &'s Block) -> String {
        match block {
            Block::Figure(figure) => {
                let view = self.figure(path, figure);
                self.template(name, &view)
            }
            Block::Known(known) => {
                let view = self.known(path, known);
                self.template(name, &view)
            }
            Block::People(people) => {
                let view = self.people(path, people);
                self.template(name, &view)
            }
            Block::Quote(quote) => {
                let view = self.quote(path, quote);
                self.template(name, &view)
            }
            Block::Timeline(timeline) => {
                let view = self.timeline(path, timeline);
                self.template(name, &view)
            }
            Block::Own(own) => {
                let view = self.own(path, own);
                self.template(name, &view)
            }
        }
    }

    fn template(&mut self, name: &str, view: &dyn View) -> String {
        let template = format!("blocks/{name}.html");
        let page = self.page.url.to_string();
        let rendered = self.theme.render(&template, &page, &[("block", view)]);
        rendered.unwrap_or_else(|finding| {
            self.findings.push(finding);
            String::new()
        })
    }

    fn figure(&mut self, path: &SitePath, figure: &'s Figure) -> FigureView<'s> {
        let caption = figure.caption.as_ref().map(|caption| self.prose(path, caption));
        let resolved = figure.src.as_ref().map_or(&[][..], |src| self.page.ledger.at(path, src.span.start));
        let image = resolved.iter().find_map(|resolved| match resolved {
            Resolved::Image(image) => Some(image),
            _ => None,
        });
        FigureView::new(figure, image, caption)
    }

    fn known(&mut self, path: &SitePath, known: &Known) -> KnownBlock {
        KnownBlock { known: self.proses(path, &known.known), unknown: self.proses(path, &known.unknown) }
    }

    fn people(&mut self, path: &SitePath, people: &People) -> PeopleBlock<'s> {
        let page = self.page;
        let places = views::people_places(page, path, people);
        let person = |at: usize| {
            let entity = views::entity(&page.ledger, &page.ledger.entities[at], true);
            PersonBlock { entity, html: self.entity_text(at) }
        };
        PeopleBlock { people: places.into_iter().map(person).collect() }
    }

    fn quote(&mut self, path: &SitePath, quote: &'s Quote) -> QuoteBlock<'s> {
        let page = self.page;
        let speaker = quote.speaker.as_ref();
        let resolved = speaker.and_then(|speaker| page.ledger.at(path, speaker.span.start).first());
        let named = match resolved {
            Some(Resolved::Entity(at)) => Some(&page.ledger.entities[*at]),
            _ => None,
        };
        QuoteBlock {
            html: quote.text.as_ref().map(|text| self.prose(path, text)).unwrap_or_default(),
            speaker: named
                .map_or_else(|| speaker.map(|speaker| speaker.value.as_str()), |named| Some(named.name())),
            entity: named.map(|named| named.entity().id.value.as_str()),
            date: DateView::of(quote.date.as_ref()),
            source: quote.source.as_ref().and_then(|source| views::number(&page.ledger, &source.value)),
            mark: self.mark(path, quote),
        }
    }

    fn mark(&self, path: &SitePath, quote: &Quote) -> Option<String> {
        let source = quote.source.as_ref()?;
        match self.page.ledger.at(path, source.span.start).first()? {
            Resolved::Sources(uses) => {
                let (at, usage) = *uses.first()?;
                let (id, locator) = self.source(at, usage);
                Some(markdown::citation((at + 1, usage), id, locator))
            }
            _ => None,
        }
    }

    fn timeline(&mut self, path: &SitePath, timeline: &'s Timeline) -> TimelineBlock<'s> {
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

    fn own(&mut self, path: &SitePath, own: &'s Own) -> OwnBlock<'s> {
        let mut html = own.data.clone();
        let mut rendered = own.strings.iter().map(|prose| self.prose(path, prose));
        fill(&mut html, &mut rendered);
        OwnBlock { data: &own.data, html }
    }
}

/// Puts rendered strings in the place of a value's own, in the order in which they were read.
fn fill(value: &mut serde_json::Value, rendered: &mut dyn Iterator<Item = String>) {
    match value {
        serde_json::Value::String(string) => *string = rendered.next().unwrap_or_default(),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| fill(item, rendered)),
        serde_json::Value::Object(entries) => entries.iter_mut().for_each(|(_, entry)| fill(entry, rendered)),
        _ => {}
    }
}

impl Surroundings for Room<'_> {
    fn entity(&self, at: usize) -> (&str, &str) {
        let named = &self.page.ledger.entities[at];
        (named.name(), &named.entity().id.value)
    }

    fn source(&self, at: usize, usage: usize) -> (&str, Option<&str>) {
        let cited = &self.page.ledger.sources[at];
        let locator = usage.checked_sub(1).and_then(|at| cited.uses.get(at)?.as_deref());
        (&cited.sourced.source().id.value, locator)
    }

    fn block(&mut self, start: u32) -> Option<String> {
        if self.short.is_some() {
            return None;
        }
        let page = self.page;
        let body = &page.files[self.file];
        let placed = body.document().blocks.iter().find(|placed| placed.start == start)?;
        Some(self.block_html(&placed.name, &body.path, &placed.block))
    }

    fn heading_id(&mut self) -> Option<String> {
        if self.short.is_some() {
            return None;
        }
        self.heading += 1;
        Some(self.page.heading_id(self.file, self.heading - 1).to_owned())
    }

    fn note(&mut self, label: &str) -> (usize, usize) {
        self.notes.refer(self.scope(), label)
    }

    fn define_note(&mut self, label: &str, html: String) {
        self.notes.define(self.scope(), label, html);
    }

    fn raw_html(&self) -> bool {
        self.site.settings.raw_html
    }
}

/// `block` of `blocks/known.html`.
#[derive(Serialize)]
struct KnownBlock {
    known: Vec<String>,
    unknown: Vec<String>,
}

/// `block` of `blocks/people.html`.
#[derive(Serialize)]
struct PeopleBlock<'s> {
    people: Vec<PersonBlock<'s>>,
}

#[derive(Serialize)]
struct PersonBlock<'s> {
    #[serde(flatten)]
    entity: EntityView<'s>,
    html: String,
}

/// `block` of `blocks/quote.html`.
#[derive(Serialize)]
struct QuoteBlock<'s> {
    html: String,
    speaker: Option<&'s str>,
    /// The speaker's id, if the site knows them.
    entity: Option<&'s str>,
    date: Option<DateView<'s>>,
    source: Option<NumberView<'s>>,
    /// The source's mark, ready to be put into the page.
    mark: Option<String>,
}

/// `block` of `blocks/timeline.html`.
#[derive(Serialize)]
struct TimelineBlock<'s> {
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

/// `block` of a site's own block: its data, and the same with every string as HTML.
#[derive(Serialize)]
struct OwnBlock<'s> {
    data: &'s serde_json::Value,
    html: serde_json::Value,
}
