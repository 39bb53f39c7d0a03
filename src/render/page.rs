//! A page's Markdown as HTML, with its blocks.
//!
//! Must not know: what surrounds the text on the page.

mod caption;
mod chart;
mod compare;
mod figure;
mod known;
mod map;
pub(super) mod own;
mod people;
mod quote;
mod table;
mod timeline;

pub(super) use chart::ChartBlock;
pub(super) use compare::CompareBlock;
pub(super) use known::KnownBlock;
pub(super) use map::MapBlock;
pub(super) use people::PeopleBlock;
pub(super) use quote::QuoteBlock;
pub(super) use table::{TableBlock, references};
pub(super) use timeline::TimelineBlock;

use super::markdown::{self, Notes, Piece, Surroundings, note_use};
use super::theme::{Theme, View};
use super::view::{HtmlView, NoteHtml, SectionHtml};
use crate::base::SitePath;
use crate::base::catalogue::Catalogue;
use crate::diagnostics::Finding;
use crate::model::{Link, Page, Resolved, Site};
use crate::parse::Placed;
use crate::parse::block::Block;
use crate::parse::origin::Origin;
use crate::parse::prose::Prose;

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
        view.corrections =
            front.corrections.iter().map(|correction| room.prose(page.path(), &correction.note)).collect();
        view.changes = front.changes.iter().map(|change| room.prose(page.path(), &change.note)).collect();
    }
    view.entities = (0..page.references.entities.len()).map(|at| room.entity_text(at)).collect();
    view.facts = (0..page.references.facts.len()).map(|at| room.comparison(at)).collect();
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
    /// How many tables there were.
    tables: usize,
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
            tables: 0,
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
        markdown::segments(Piece::body(self.page, file), &self.page.cuts(file), self)
    }

    fn proses(&mut self, path: &SitePath, proses: &[Prose]) -> Vec<String> {
        proses.iter().map(|prose| self.prose(path, prose)).collect()
    }

    fn prose(&mut self, path: &SitePath, prose: &Prose) -> String {
        let at = prose.text.span.start;
        self.led(prose, (self.page.references.at(path, at), self.page.references.links_at(path, at)))
    }

    /// A short text whose references and names lead there.
    fn led(&mut self, prose: &Prose, (resolved, links): (&[Resolved], &[Link])) -> String {
        let (text, references) = (&prose.text.value, &prose.references);
        let piece = Piece { text, base: 0, references, resolved, links };
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
        let named = &self.page.references.entities[at];
        named.text.as_ref().map(|text| self.prose(&named.path, text)).unwrap_or_default()
    }

    /// What one of the page's figures is compared with.
    fn comparison(&mut self, at: usize) -> String {
        let counted = &self.page.references.facts[at];
        let comparison = counted.comparison.as_ref();
        comparison.map(|text| self.prose(&counted.path, text)).unwrap_or_default()
    }

    /// The address of what a block of the file draws. It changes with the picture, for browsers keep one.
    fn drawing(&self, placed: &Placed) -> Option<String> {
        let page = self.page;
        let blocks = &page.files[self.file].document().blocks;
        let at = blocks.iter().position(|other| other.span.start == placed.span.start)?;
        let drawing =
            page.drawings.iter().find(|drawing| (drawing.file, drawing.block) == (self.file, at))?;
        let key = super::prepare::drawing_key(self.theme, page, drawing);
        Some(format!("{}?v={}", drawing.url.href_from(&page.url), key.short()))
    }

    /// The marks of a block's sources, ready to be put into the page.
    fn marks(&self, path: &SitePath, origin: Option<&Origin>) -> Option<String> {
        match self.page.references.at(path, origin?.text.span.start).first()? {
            Resolved::Sources(uses) => {
                let marks: Vec<_> = uses.iter().map(|(at, usage)| self.citation(*at, *usage)).collect();
                Some(markdown::side_by_side(&marks))
            }
            _ => None,
        }
    }

    fn block_html(&mut self, path: &SitePath, placed: &'s Placed) -> String {
        let name = placed.name.as_str();
        match &placed.block {
            Block::Chart(chart) => {
                let view = self.chart(path, (placed, chart));
                self.template(name, &view)
            }
            Block::Table(table) => {
                let view = self.table(path, table);
                self.template(name, &view)
            }
            Block::Compare(compare) => {
                let view = self.compare(path, compare);
                self.template(name, &view)
            }
            Block::Figure(figure) => {
                let view = self.figure(path, figure);
                self.template(name, &view)
            }
            Block::Known(known) => {
                let view = self.known(path, known);
                self.template(name, &view)
            }
            Block::Map(map) => {
                let view = self.map((path, placed), map);
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
}

impl Surroundings for Room<'_> {
    fn catalogue(&self) -> &Catalogue {
        &self.site.catalogue
    }

    fn entity(&self, at: usize) -> (&str, &str) {
        let named = &self.page.references.entities[at];
        (named.name(), &named.id.value)
    }

    fn citation(&self, at: usize, usage: usize) -> String {
        let cited = &self.page.references.sources[at];
        let locator = usage.checked_sub(1).and_then(|at| cited.uses.get(at)?.as_deref());
        let id = &cited.source.id.value;
        markdown::citation((at + 1, usage), id, locator, &self.site.catalogue)
    }

    fn fact(&self, at: usize) -> Option<(&str, &str)> {
        let fact = &self.page.references.facts[at];
        Some((fact.label.as_ref().map_or("", |label| label.plain.as_str()), &fact.id.value))
    }

    fn block(&mut self, start: u32) -> Option<String> {
        if self.short.is_some() {
            return None;
        }
        let page = self.page;
        let body = &page.files[self.file];
        let placed = body.document().blocks.iter().find(|placed| placed.span.start == start)?;
        Some(self.block_html(&body.path, placed))
    }

    fn heading_id(&mut self) -> Option<String> {
        if self.short.is_some() {
            return None;
        }
        self.heading += 1;
        Some(self.page.heading_id(self.file, self.heading - 1).to_owned())
    }

    fn note(&mut self, label: &str) -> Option<(usize, usize)> {
        Some(self.notes.refer(self.scope(), label))
    }

    fn define_note(&mut self, label: &str, html: String) {
        self.notes.define(self.scope(), label, html);
    }

    fn table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    fn raw_html(&self) -> bool {
        self.site.settings.raw_html
    }
}
