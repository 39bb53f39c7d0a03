//! An explainer as Markdown that stands by itself, and as data: for readers and programs that have it without the page.
//!
//! A text is the author's own, in which every reference has become what it leads to: a citation a footnote with
//! its source, a figure its number, a name a name, a link and a picture an absolute address, a block the nearest
//! thing that Markdown has. Must not know: HTML, templates.

mod data;
pub(crate) mod markdown_text;
mod patch;

use super::markdown::{PageTexts, SourceText};
use super::standalone::joined;
use crate::base::SitePath;
use crate::blocks::BlockPlace;
use crate::model::{EntityEntry, FactEntry, Page, Resolved, Site};
use crate::parse::data::{EntityKind, Origin};
use crate::parse::front_matter::ExplainerFront;
use crate::parse::prose::Prose;
use crate::parse::table::SpannedDate;
pub(super) use data::{data, object};
use markdown_text::{escape, quoted};
use patch::{Scope, marks};

/// Writes an explainer as Markdown that stands by itself, from its beginning to its end.
pub(crate) struct MarkdownExporter<'s, 't> {
    pub(crate) site: &'s Site,
    pub(crate) page: &'s Page,
    texts: &'t PageTexts<'s>,
    /// The page's absolute address.
    url: String,
    /// The footnotes that were met, by whose they are and their labels: each has its place as its number.
    notes: Vec<(usize, String)>,
    /// How many short texts there were.
    short_texts: usize,
}

/// A question and its answers, as Markdown.
struct Part<'s> {
    id: &'s str,
    question: &'s str,
    as_of: Option<&'s SpannedDate>,
    answer: Option<String>,
    text: String,
}

/// `index.md` of an explainer.
pub(super) fn explainer_markdown<'s>(
    site: &'s Site,
    page: &'s Page,
    front: &ExplainerFront,
    texts: &PageTexts<'s>,
) -> String {
    let mut exporter = MarkdownExporter::new(site, page, texts);
    let mut text = exporter.head(front);
    let (lead, parts) = exporter.parts();
    if !front.key_points.is_empty() {
        let points = front.key_points.iter().zip(1..);
        let points: String =
            points.map(|(point, at)| format!("{at}. {}\n", exporter.text(page.path(), point))).collect();
        text += &format!("## {}\n\n{points}\n", site.catalogue.text("short-answer"));
    }
    text += &lead;
    for part in &parts {
        text += &format!("## {}\n\n", escape(part.question));
        if let Some(as_of) = part.as_of {
            text += &format!("*{}*\n\n", exporter.dated("export-as-of", as_of));
        }
        let answer = part.answer.iter().map(|answer| format!("{answer}\n\n"));
        text.extend(answer);
        text += &part.text;
    }
    text += &exporter.foot(front);
    text.trim_end().to_owned() + "\n"
}

impl<'s, 't> MarkdownExporter<'s, 't> {
    fn new(site: &'s Site, page: &'s Page, texts: &'t PageTexts<'s>) -> Self {
        Self { site, page, texts, url: page.url.absolute(&site.base_url), notes: vec![], short_texts: 0 }
    }

    /// Title, dek, dates, and what was wrong: all that must be known before the first word.
    fn head(&mut self, front: &ExplainerFront) -> String {
        let title = self.page.title().map_or("", |title| title.plain.as_str());
        let mut head = format!("# {}\n\n", escape(title));
        if let Some(dek) = self.page.dek() {
            head += &format!("{}\n\n", escape(&dek.plain));
        }
        let authors = self.site.catalogue.list(&super::views::values(&front.authors));
        let authors = authors.map(|authors| {
            let byline = [("authors", escape(&authors).into())];
            format!("{}. ", self.site.catalogue.format("byline", &byline))
        });
        let first = front.published.as_ref().map(|when| when.date);
        let updated = self.page.updated().filter(|when| Some(when.date) != first);
        let as_of = if front.frozen_as_of().is_some() { "kept-as-of" } else { "as-of" };
        let dates = [
            ("published", front.published.as_ref()),
            ("updated", updated),
            (as_of, front.as_of.as_ref()),
            ("reviewed", front.reviewed.as_ref()),
        ];
        let dates = dates.into_iter().filter_map(|(id, when)| Some(format!("{}. ", self.dated(id, when?))));
        let facts: String = authors.into_iter().chain(dates).collect();
        head += &format!("{facts}<{}>\n\n", self.url);
        for correction in self.page.corrections() {
            let note = self.text(self.page.path(), &correction.note);
            let was = correction.was.as_ref().map(|was| {
                let was = self.site.catalogue.format("quoted", &[("text", escape(&was.value).into())]);
                format!(" {}", self.site.catalogue.format("correction-before", &[("text", was.into())]))
            });
            let corrected = self.dated("export-corrected", &correction.date);
            head += &quoted(&format!("**{corrected}** {note}{}", was.unwrap_or_default()));
            head += "\n";
        }
        let lead = front.lead_image.as_ref().map(|figure| figure.to_markdown(self, self.page.path()));
        head + &lead.unwrap_or_default()
    }

    /// The words before the first question, and the questions.
    fn parts(&mut self) -> (String, Vec<Part<'s>>) {
        let page = self.page;
        let mut texts: Vec<Vec<String>> = (0..page.files.len()).map(|file| self.body(file)).collect();
        let parts = page.sections.iter().map(|section| {
            let body = &page.files[section.file];
            let front = body.section_front().filter(|_| section.segment == 0);
            let answer = front.and_then(|front| front.answer.as_ref());
            Part {
                id: page.section_id(*section),
                question: page.section_title(*section).map_or("", |title| title.plain.as_str()),
                as_of: front.and_then(|front| front.as_of.as_ref()),
                answer: answer.map(|answer| self.text(&body.path, answer)),
                text: std::mem::take(&mut texts[section.file][section.segment]),
            }
        });
        let parts = parts.collect();
        (std::mem::take(&mut texts[0][0]), parts)
    }

    /// The segments of a file's body.
    fn body(&mut self, file: usize) -> Vec<String> {
        let text = self.texts.body(file);
        let cuts = self.page.cuts(file);
        let questions: Vec<_> = cuts.iter().skip(1).map(|cut| cut.start).collect();
        let patch = self.patch(&text, &Scope { notes: file, body: Some((file, &questions)) });
        let text = |cut| match patch.cut(cut).trim() {
            "" => String::new(),
            text => format!("{text}\n\n"),
        };
        cuts.into_iter().map(text).collect()
    }

    /// A short text in one of the page's files or in a data file.
    pub(crate) fn text(&mut self, path: &SitePath, prose: &Prose) -> String {
        let resolved = self.page.references.at(path, prose.text.span.start);
        self.resolved_text(prose, resolved)
    }

    /// A short text whose references lead there.
    pub(crate) fn resolved_text(&mut self, prose: &Prose, resolved: &[Resolved]) -> String {
        self.short_texts += 1;
        let scope = Scope { notes: self.page.files.len() + self.short_texts, body: None };
        let all = 0..prose.text.value.len();
        let patched = match self.texts.parsed(prose) {
            Some(text) => self.patch(&text, &scope).cut(all),
            None => self.patch(&SourceText::prose(prose, resolved, &[]).parse(), &scope).cut(all),
        };
        patched.trim().to_owned()
    }

    /// Names, figures, changes, and the sources by their numbers.
    fn foot(&mut self, front: &ExplainerFront) -> String {
        let page = self.page;
        let shown = &page.references.listed;
        let names = (0..page.references.entities.len()).filter(|at| !shown.contains(at));
        let names = names.map(|at| self.entity_item(at)).collect::<String>();
        let facts = page.references.facts.iter().map(|fact| self.fact_item(fact)).collect::<String>();
        let changes = front.changes.iter().map(|change| {
            let date = change.date.date.words(&self.site.catalogue);
            format!("- {date}: {}\n", self.text(page.path(), &change.note))
        });
        let changes = changes.collect::<String>();
        let catalogue = &self.site.catalogue;
        let sources = super::views::sources(&page.references, catalogue);
        let sources =
            sources.iter().map(|source| markdown_text::source(source, catalogue)).collect::<String>();
        let lists = [
            (catalogue.text("whos-who-on-page"), names),
            (catalogue.text("figures"), facts),
            (catalogue.text("what-changed"), changes),
            (catalogue.text("sources"), sources),
        ];
        let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
        lists.map(|(title, list)| format!("## {title}\n\n{list}\n")).collect()
    }

    /// Who or what one of the page's entities is, as an item of a list.
    pub(crate) fn entity_item(&mut self, at: usize) -> String {
        let entity = &self.page.references.entities[at];
        let role = entity.role.as_ref().map(|role| format!(", {}", escape(&role.value)));
        let as_of = self.as_of(entity.as_of.as_ref().filter(|_| role.is_some()));
        let lifetime = self.lifetime(entity).map(|words| format!("{words}."));
        let text = entity.text.as_ref().map(|text| self.text(&entity.path, text));
        let said = match (lifetime, text) {
            (Some(lifetime), Some(text)) => format!(". {lifetime} {text}"),
            (lifetime, text) => lifetime.or(text).map(|said| format!(". {said}")).unwrap_or_default(),
        };
        let numbers = entity.sources.iter();
        let numbers = numbers.filter_map(|id| super::views::number(&self.page.references, &id.value));
        let marks = numbers.map(|source| markdown_text::mark(source.number));
        let marks: String = marks.filter(|mark| !said.contains(mark.as_str())).collect();
        format!("- **{}**{}{as_of}{said}{marks}\n", escape(entity.name()), role.unwrap_or_default())
    }

    /// Says when a person lived, or when an organization or a place existed.
    fn lifetime(&self, entity: &EntityEntry) -> Option<String> {
        let catalogue = &self.site.catalogue;
        let words = |when: &SpannedDate| when.date.words(catalogue).into();
        match (entity.kind, &entity.born, &entity.died) {
            (EntityKind::Event | EntityKind::Term, ..) | (_, None, None) => None,
            (EntityKind::Person, Some(born), Some(died)) => {
                let dates = [("born", words(born)), ("died", words(died))];
                Some(catalogue.format("born-and-died", &dates))
            }
            (EntityKind::Person, Some(born), None) => Some(self.dated("born", born)),
            (EntityKind::Person, None, Some(died)) => Some(self.dated("died", died)),
            (kind, Some(founded), Some(ended)) => {
                let id = match kind {
                    EntityKind::Place => "founded-and-existed-until",
                    _ => "founded-and-dissolved",
                };
                Some(catalogue.format(id, &[("founded", words(founded)), ("ended", words(ended))]))
            }
            (_, Some(founded), None) => Some(self.dated("founded", founded)),
            (EntityKind::Place, None, Some(ended)) => Some(self.dated("existed-until", ended)),
            (EntityKind::Organization, None, Some(ended)) => Some(self.dated("dissolved", ended)),
        }
    }

    /// What one of the page's figures counts, as an item of a list.
    fn fact_item(&mut self, fact: &FactEntry) -> String {
        let words = escape(&fact.words(&self.site.settings.language));
        let label = fact.label.as_ref().map(|label| escape(&label.plain)).unwrap_or_default();
        let as_of = self.as_of(fact.as_of.as_ref());
        let cited = fact.source.iter().flat_map(|origin| &origin.cited);
        let numbers = cited.filter_map(|cited| super::views::number(&self.page.references, &cited.id));
        let marks: String = numbers.map(|source| markdown_text::mark(source.number)).collect();
        let comparison = fact.comparison.as_ref().map(|text| format!(" {}", self.text(&fact.path, text)));
        format!("- **{words}**: {label}{as_of}{marks}.{}\n", comparison.unwrap_or_default())
    }

    fn as_of(&self, when: Option<&SpannedDate>) -> String {
        when.map(|when| format!(" ({})", self.dated("as-of-inline", when))).unwrap_or_default()
    }

    /// A date in the message that says what happened then.
    pub(crate) fn dated(&self, id: &'static str, when: &SpannedDate) -> String {
        let catalogue = &self.site.catalogue;
        catalogue.format(id, &[("date", when.date.words(catalogue).into())])
    }

    /// The marks of a block's sources, `[^1][^3]`.
    pub(crate) fn source_marks(&self, path: &SitePath, origin: Option<&Origin>) -> Option<String> {
        match self.page.references.at(path, origin?.text.span.start).first()? {
            Resolved::Sources(uses) => Some(marks(uses)),
            _ => None,
        }
    }

    /// Short texts as a list.
    pub(crate) fn list(&mut self, path: &SitePath, texts: &[Prose]) -> String {
        texts.iter().map(|text| format!("- {}\n", self.item(path, text))).collect()
    }

    /// A short text as an item of a list, over whose lines the list goes on.
    pub(crate) fn item(&mut self, path: &SitePath, text: &Prose) -> String {
        self.text(path, text).replace('\n', "\n  ")
    }

    /// The absolute address of what a block draws.
    pub(crate) fn drawing_url(&self, place: BlockPlace<'_>) -> String {
        let drawing = self.page.drawing(place);
        drawing.map(|drawing| drawing.url.absolute(&self.site.base_url)).unwrap_or_default()
    }

    /// The absolute address of what the page links to.
    pub(crate) fn absolute(&self, href: &str) -> String {
        let address = joined(&self.url, href);
        let (path, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
        let is_ours = path.starts_with(&self.site.base_url);
        let folder = path.strip_suffix("index.html").filter(|_| is_ours).unwrap_or(path);
        format!("{folder}{fragment}")
    }
}
