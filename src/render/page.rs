//! A page's Markdown as HTML, with its blocks.
//!
//! Must not know: what surrounds the text on the page.

use std::collections::BTreeMap;

use super::block_html::{BlockUrls, OwnBlock};
use super::markdown::{self, PageTexts, ParsedText, Surroundings, footnote_use_id};
use super::theme::Theme;
use super::view::{HtmlView, NoteHtml, SectionHtml};
use crate::base::SitePath;
use crate::base::catalogue::Catalogue;
use crate::blocks::BlockPlace;
use crate::diagnostics::Finding;
use crate::model::{Page, Resolved, Site};
use crate::parse::data::Origin;
use crate::parse::prose::Prose;

/// A page's Markdown as HTML.
#[derive(Default)]
pub(crate) struct PageHtml {
    pub(crate) view: HtmlView,
    /// Findings of templates of blocks that failed.
    pub(crate) failed: Vec<Finding>,
    /// Addresses in the HTML of blocks at which there is nothing.
    pub(crate) broken_links: Vec<Finding>,
}

/// Renders all of a page's Markdown.
pub(crate) fn page_html<'s>(
    site: &'s Site,
    theme: &'s Theme,
    page: &'s Page,
    texts: &PageTexts<'s>,
) -> PageHtml {
    let mut renderer = PageRenderer {
        texts,
        site,
        theme,
        page,
        file: 0,
        heading: 0,
        short: None,
        short_texts: 0,
        tables: 0,
        notes: BTreeMap::new(),
        used_notes: 0,
        failed: vec![],
        block_urls: BlockUrls::default(),
    };
    let mut view = HtmlView::default();
    if let Some(front) = page.explainer() {
        view.key_points = renderer.texts_html(page.path(), &front.key_points);
        let caption = front.lead_image.as_ref().and_then(|figure| figure.caption.as_ref());
        view.lead_caption = caption.map(|caption| renderer.text_html(page.path(), caption));
    }
    renderer.render_bodies(&mut view);
    if let Some(front) = page.explainer() {
        let mut html = |note| renderer.text_html(page.path(), note);
        view.corrections = front.corrections.iter().map(|correction| html(&correction.note)).collect();
        view.changes = front.changes.iter().map(|change| html(&change.note)).collect();
    }
    view.entities = (0..page.references.entities.len()).map(|at| renderer.entity_html(at)).collect();
    for fact in &page.references.facts {
        let comparison = fact.comparison.as_ref().map(|text| renderer.text_html(&fact.path, text));
        view.facts.push(comparison.unwrap_or_default());
    }
    let mut notes: Vec<_> =
        std::mem::take(&mut renderer.notes).into_values().filter(|note| note.number > 0).collect();
    notes.sort_by_key(|note| note.number);
    for Footnote { number, uses, html } in notes {
        let backs = (1..=uses).map(|usage| format!("#{}", footnote_use_id(number, usage))).collect();
        view.notes.push(NoteHtml { number, id: format!("n:{number}"), html, backs });
    }
    PageHtml { view, failed: renderer.failed, broken_links: renderer.block_urls.finish() }
}

#[derive(Default)]
struct Footnote {
    /// Counted from 1 in the order of first uses; 0 if it was not used.
    number: usize,
    uses: usize,
    html: String,
}

/// Renders a page's Markdown, from its beginning to its end.
pub(crate) struct PageRenderer<'s, 't> {
    pub(crate) texts: &'t PageTexts<'s>,
    pub(crate) site: &'s Site,
    theme: &'s Theme,
    pub(crate) page: &'s Page,
    /// The place of the current file among the page's files.
    file: usize,
    /// The number of the file's headings so far.
    heading: usize,
    /// The number of the current short text, if one is being rendered: its headings, fences and footnotes are
    /// not the file's.
    short: Option<usize>,
    /// The number of short texts so far.
    short_texts: usize,
    /// The number of tables so far.
    tables: usize,
    /// The footnotes, by their scope and label.
    notes: BTreeMap<(usize, String), Footnote>,
    /// The number of footnotes so far that were used.
    used_notes: usize,
    /// Findings of templates that failed.
    failed: Vec<Finding>,
    pub(super) block_urls: BlockUrls,
}

impl<'s, 't> PageRenderer<'s, 't> {
    /// Renders the bodies of all files, cut into the lead and the sections.
    fn render_bodies(&mut self, view: &mut HtmlView) {
        let page = self.page;
        let mut bodies: Vec<Vec<String>> = Vec::with_capacity(page.files.len());
        let mut answers = Vec::with_capacity(page.files.len());
        for (file, body) in page.files.iter().enumerate() {
            (self.file, self.heading) = (file, 0);
            let answer = body.section_front().and_then(|front| front.answer.as_ref());
            answers.push(answer.map(|answer| self.text_html(&body.path, answer)));
            bodies.push(markdown::segments(&self.texts.body(file), &page.cuts(file), self));
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

    /// Renders short texts of a file.
    pub(crate) fn texts_html(&mut self, path: &SitePath, proses: &'s [Prose]) -> Vec<String> {
        proses.iter().map(|prose| self.text_html(path, prose)).collect()
    }

    /// Renders a short text of a file.
    pub(crate) fn text_html(&mut self, path: &SitePath, prose: &'s Prose) -> String {
        let text = self.texts.prose(path, prose);
        self.parsed_html(&text)
    }

    /// Renders a short text that is parsed already.
    pub(crate) fn parsed_html(&mut self, text: &ParsedText<'_>) -> String {
        self.short_texts += 1;
        let outer = self.short.replace(self.short_texts);
        let html = markdown::inline(text, self);
        self.short = outer;
        html
    }

    /// The owner of footnotes: a file, or a short text.
    fn note_scope(&self) -> usize {
        self.short.map_or(self.file, |text| self.page.files.len() + text)
    }

    /// Renders what is said of one of the page's entities.
    pub(crate) fn entity_html(&mut self, at: usize) -> String {
        let entity = &self.page.references.entities[at];
        entity.text.as_ref().map(|text| self.text_html(&entity.path, text)).unwrap_or_default()
    }

    /// The address of a block's picture. It changes with the picture, since browsers cache it.
    pub(crate) fn drawing_url(&self, place: BlockPlace<'_>) -> Option<String> {
        let drawing = self.page.drawing(place)?;
        let key = super::prepare::drawing_key(self.theme, self.page, drawing);
        Some(format!("{}?v={}", drawing.url.href_from(&self.page.url), key.short()))
    }

    /// The marks of a block's sources, ready to be put into the page.
    pub(crate) fn source_marks(&self, path: &SitePath, origin: Option<&Origin>) -> Option<String> {
        match self.page.references.at(path, origin?.text.span.start).first()? {
            Resolved::Sources(uses) => {
                let marks: Vec<_> = uses.iter().map(|(at, usage)| self.citation(*at, *usage)).collect();
                Some(markdown::side_by_side(&marks))
            }
            _ => None,
        }
    }
}

impl Surroundings for PageRenderer<'_, '_> {
    fn catalogue(&self) -> &Catalogue {
        &self.site.catalogue
    }

    fn entity(&self, at: usize) -> (&str, &str) {
        let entity = &self.page.references.entities[at];
        (entity.name(), &entity.id.value)
    }

    fn citation(&self, at: usize, usage: usize) -> String {
        let cited = &self.page.references.sources[at];
        let locator = usage.checked_sub(1).and_then(|at| cited.uses.get(at)?.as_deref());
        let id = &cited.source.id.value;
        markdown::citation(at + 1, usage, id, locator, &self.site.catalogue)
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
        let block = body.document().blocks.iter().position(|placed| placed.span.start == start)?;
        let placed = &body.document().blocks[block];
        let view = placed.block.view(self, BlockPlace { path: &body.path, file: self.file, block });
        let template = format!("blocks/{}.html", placed.name);
        let rendered = self.theme.render(&template, &page.url.to_string(), &[("block", &*view)]);
        let html = rendered.unwrap_or_else(|finding| {
            self.failed.push(finding);
            String::new()
        });
        if !self.theme.has_own_template(&placed.name) {
            return Some(html);
        }
        let block = OwnBlock { path: &body.path, document: body.document(), placed };
        Some(self.resolve_block_html(&block, html))
    }

    fn heading_id(&mut self) -> Option<String> {
        if self.short.is_some() {
            return None;
        }
        self.heading += 1;
        Some(self.page.heading_id(self.file, self.heading - 1).to_owned())
    }

    fn note(&mut self, label: &str) -> Option<(usize, usize)> {
        let note = self.notes.entry((self.note_scope(), label.to_owned())).or_default();
        if note.number == 0 {
            self.used_notes += 1;
            note.number = self.used_notes;
        }
        note.uses += 1;
        Some((note.number, note.uses - 1))
    }

    fn define_note(&mut self, label: &str, html: String) {
        self.notes.entry((self.note_scope(), label.to_owned())).or_default().html = html;
    }

    fn table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    fn raw_html(&self) -> bool {
        self.site.settings.raw_html
    }
}
