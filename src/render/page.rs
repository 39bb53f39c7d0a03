//! A page's Markdown as HTML, with its blocks.
//!
//! Must not know: what surrounds the text on the page.

use super::markdown::{self, Footnote, Footnotes, PageTexts, ParsedText, Surroundings, footnote_use_id};
use super::theme::{Theme, View};
use super::view::{HtmlView, NoteHtml, SectionHtml};
use crate::base::SitePath;
use crate::base::catalogue::Catalogue;
use crate::blocks::BlockPlace;
use crate::diagnostics::Finding;
use crate::model::{Page, Resolved, Site};
use crate::parse::Placed;
use crate::parse::origin::Origin;
use crate::parse::prose::Prose;

/// Renders all of a page's Markdown.
pub(crate) fn page_html<'s>(
    site: &'s Site,
    theme: &'s Theme,
    page: &'s Page,
    texts: &PageTexts<'s>,
) -> (HtmlView, Vec<Finding>) {
    let mut renderer = PageRenderer::new(site, theme, page, texts);
    let mut view = HtmlView::default();
    if let Some(front) = page.explainer() {
        view.key_points = renderer.texts_html(page.path(), &front.key_points);
        let caption = front.lead_image.as_ref().and_then(|figure| figure.caption.as_ref());
        view.lead_caption = caption.map(|caption| renderer.text_html(page.path(), caption));
    }
    renderer.render_bodies(&mut view);
    if let Some(front) = page.explainer() {
        view.corrections = front
            .corrections
            .iter()
            .map(|correction| renderer.text_html(page.path(), &correction.note))
            .collect();
        view.changes =
            front.changes.iter().map(|change| renderer.text_html(page.path(), &change.note)).collect();
    }
    view.entities = (0..page.references.entities.len()).map(|at| renderer.entity_html(at)).collect();
    view.facts = (0..page.references.facts.len()).map(|at| renderer.comparison_html(at)).collect();
    let notes = std::mem::take(&mut renderer.notes);
    for Footnote { number, uses, html } in notes.in_order() {
        let backs = (1..=uses).map(|usage| format!("#{}", footnote_use_id(number, usage))).collect();
        view.notes.push(NoteHtml { number, id: format!("n:{number}"), html, backs });
    }
    (view, renderer.findings)
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
    notes: Footnotes,
    findings: Vec<Finding>,
}

impl<'s, 't> PageRenderer<'s, 't> {
    fn new(site: &'s Site, theme: &'s Theme, page: &'s Page, texts: &'t PageTexts<'s>) -> Self {
        Self {
            texts,
            site,
            theme,
            page,
            file: 0,
            heading: 0,
            short: None,
            short_texts: 0,
            tables: 0,
            notes: Footnotes::default(),
            findings: vec![],
        }
    }

    /// Renders the bodies of all files, cut into the lead and the sections.
    fn render_bodies(&mut self, view: &mut HtmlView) {
        let page = self.page;
        let mut bodies: Vec<Vec<String>> = Vec::with_capacity(page.files.len());
        let mut answers = Vec::with_capacity(page.files.len());
        for (file, body) in page.files.iter().enumerate() {
            (self.file, self.heading) = (file, 0);
            let answer = body.section_front().and_then(|front| front.answer.as_ref());
            answers.push(answer.map(|answer| self.text_html(&body.path, answer)));
            bodies.push(self.segments_html(file));
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

    /// Renders a file's body, cut at its sections if the page is an explainer.
    fn segments_html(&mut self, file: usize) -> Vec<String> {
        let text = self.texts.body(file);
        markdown::segments(&text, &self.page.cuts(file), self)
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

    /// Renders the comparison of one of the page's figures.
    fn comparison_html(&mut self, at: usize) -> String {
        let fact = &self.page.references.facts[at];
        let comparison = fact.comparison.as_ref();
        comparison.map(|text| self.text_html(&fact.path, text)).unwrap_or_default()
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

    fn block_html(&mut self, place: BlockPlace<'_>) -> String {
        let placed: &'s Placed = &self.page.files[place.file].document().blocks[place.block];
        let view = placed.block.view(self, place);
        self.render_template(&placed.name, &*view)
    }

    fn render_template(&mut self, name: &str, view: &dyn View) -> String {
        let template = format!("blocks/{name}.html");
        let page = self.page.url.to_string();
        let rendered = self.theme.render(&template, &page, &[("block", view)]);
        rendered.unwrap_or_else(|finding| {
            self.findings.push(finding);
            String::new()
        })
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
        Some(self.block_html(BlockPlace { path: &body.path, file: self.file, block }))
    }

    fn heading_id(&mut self) -> Option<String> {
        if self.short.is_some() {
            return None;
        }
        self.heading += 1;
        Some(self.page.heading_id(self.file, self.heading - 1).to_owned())
    }

    fn note(&mut self, label: &str) -> Option<(usize, usize)> {
        Some(self.notes.refer(self.note_scope(), label))
    }

    fn define_note(&mut self, label: &str, html: String) {
        self.notes.define(self.note_scope(), label, html);
    }

    fn table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    fn raw_html(&self) -> bool {
        self.site.settings.raw_html
    }
}
