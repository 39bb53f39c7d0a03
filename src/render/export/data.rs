//! An explainer as data: `index.json`, for programs.
//!
//! One object. `schema` is 1, and becomes another number when a key goes or changes its meaning; new ones may
//! come. A key whose value is not known is left out. Dates are EDTF, level 1: `2022-09-15`, `2022-09`, `2022~`,
//! `2022-09-15/2022-09-16`. Texts are Markdown, as in `index.md`, whose footnotes `[^1]` are the numbers of
//! `sources`; `question`, `dek` and names are plain text.
//!
//! | key | is |
//! | --- | --- |
//! | `url`, `language`, `generator` | the page's address, a BCP 47 tag, the tool |
//! | `site`, `publisher` | `name` and `url` |
//! | `question`, `dek`, `authors`, `topics` | what is asked, by whom; a topic has `name` and `url` |
//! | `published`, `updated`, `reviewed`, `review_by`, `as_of`, `evergreen`, `frozen` | when it was true, and what was done |
//! | `words`, `minutes` | how long it is |
//! | `key_points`, `lead`, `sections` | texts; a section has `id`, `url`, `question`, `as_of`, `answer`, `text` |
//! | `sources` | `number`, `id`, `kind`, `title`, `authors`, `publisher`, `date`, `url`, `archived`, `accessed`, `language`, `excerpt`, `note`, `locators` |
//! | `based_on` | ids of the sources on which it chiefly rests |
//! | `entities` | `id`, `kind`, `name`, `role`, `as_of`, `roles`, `formerly`, `born`, `died`, `founded`, `ended`, `text`, `sources`, `wikidata`, `url` |
//! | `facts` | `id`, `label`, `value` (the number in digits), `unit`, `words`, `as_of`, `sources`, `comparison` |
//! | `corrections`, `changes` | the newest first: `date`, `note`, `section`, and of a correction `was` |
//!
//! Must not know: what the page looks like.

use serde_json::{Map, Value, json};

use super::{MarkdownExporter, Part};
use crate::model::{EntityEntry, FactEntry, Page, Site};
use crate::parse::data::Source;
use crate::parse::front_matter::ExplainerFront;
use crate::parse::table::SpannedDate;
use crate::render::markdown::PageTexts;
use crate::render::view::{SiteView, SourceView, text};
use crate::render::views;

/// The number of the form that is described above.
const SCHEMA: u32 = 1;

/// `index.json` of an explainer.
pub(in crate::render) fn data<'s>(
    of: &SiteView<'_>,
    site: &'s Site,
    page: &'s Page,
    front: &ExplainerFront,
    texts: &PageTexts<'s>,
) -> String {
    let mut exporter = MarkdownExporter::new(site, page, texts);
    let (lead, parts) = exporter.parts();
    let view = views::explainer(site, page, front);
    let publisher =
        of.publisher.name.map(|name| object([("name", json!(name)), ("url", json!(of.publisher.url))]));
    let topics = front.topics.iter().zip(&page.topics);
    let topics = topics.map(|(name, url)| json!({ "name": name.value, "url": url.absolute(&site.base_url) }));
    let references = &page.references;
    let sources = view.sources.iter().zip(&references.sources);
    let data = object([
        ("schema", json!(SCHEMA)),
        ("url", json!(exporter.url)),
        ("language", json!(site.settings.language)),
        ("generator", json!(of.generator)),
        ("site", json!({ "name": of.title.plain, "url": of.url })),
        ("publisher", json!(publisher)),
        ("question", json!(page.title().map(|title| &title.plain))),
        ("dek", json!(page.dek().map(|dek| &dek.plain))),
        ("authors", json!(views::values(&front.authors))),
        ("topics", list(topics)),
        ("published", date(front.published.as_ref())),
        ("updated", date(page.updated())),
        ("reviewed", date(front.reviewed.as_ref())),
        ("review_by", date(front.review_by.as_ref())),
        ("as_of", date(front.as_of.as_ref())),
        ("evergreen", json!(front.evergreen)),
        ("frozen", json!(front.frozen_as_of().is_some())),
        ("words", json!(view.words)),
        ("minutes", json!(view.minutes)),
        ("key_points", list(front.key_points.iter().map(|point| json!(exporter.text(page.path(), point))))),
        ("lead", written(&lead)),
        ("sections", list(parts.iter().map(|part| section(&exporter.url, part)))),
        ("sources", list(sources.map(|(view, cited)| source(view, &cited.source)))),
        ("based_on", json!(views::values(&front.based_on))),
        ("entities", list(references.entities.iter().map(|entity| exporter.entity(entity)))),
        ("facts", list(references.facts.iter().map(|fact| exporter.fact(fact)))),
        ("corrections", exporter.corrections()),
        ("changes", exporter.changes(front)),
    ]);
    data.to_string() + "\n"
}

fn section(page: &str, part: &Part<'_>) -> Value {
    object([
        ("id", json!(part.id)),
        ("url", json!(format!("{page}#{}", part.id))),
        ("question", json!(part.question)),
        ("as_of", date(part.as_of)),
        ("answer", json!(part.answer)),
        ("text", written(&part.text)),
    ])
}

fn source(view: &SourceView<'_>, source: &Source) -> Value {
    object([
        ("number", json!(view.number)),
        ("id", json!(view.id)),
        ("kind", json!(view.source_kind.name())),
        ("title", json!(view.title.plain)),
        ("authors", json!(view.names)),
        ("publisher", json!(view.publisher)),
        ("date", date(source.date.as_ref())),
        ("url", json!(view.url)),
        ("archived", json!(view.archived)),
        ("accessed", date(source.accessed.as_ref())),
        ("language", json!(view.language)),
        ("excerpt", json!(view.excerpt)),
        ("note", json!(view.note.map(|note| &note.plain))),
        ("locators", list(view.uses.iter().filter_map(|usage| usage.locator).map(|locator| json!(locator)))),
    ])
}

impl MarkdownExporter<'_, '_> {
    fn entity(&mut self, entity: &EntityEntry) -> Value {
        let roles = entity.roles.iter().map(|role| {
            object([
                ("title", json!(role.title.value)),
                ("from", date(role.from.as_ref())),
                ("to", date(role.to.as_ref())),
            ])
        });
        let former = entity.renamed.iter().map(|renamed| {
            object([("name", json!(renamed.from.value)), ("until", date(renamed.date.as_ref()))])
        });
        let url = self.site.entity_page(entity).map(|url| url.absolute(&self.site.base_url));
        object([
            ("id", json!(entity.id.value)),
            ("kind", json!(views::entity_kind(entity.kind))),
            ("name", json!(entity.name())),
            ("role", json!(text(entity.role.as_ref()))),
            ("as_of", date(entity.as_of.as_ref())),
            ("roles", list(roles)),
            ("formerly", list(former)),
            ("born", date(entity.birth())),
            ("died", date(entity.death())),
            ("founded", date(entity.founding())),
            ("ended", date(entity.end())),
            ("text", json!(entity.text.as_ref().map(|text| self.text(&entity.path, text)))),
            ("sources", json!(views::values(&entity.sources))),
            ("wikidata", json!(text(entity.wikidata.as_ref()))),
            ("url", json!(url)),
        ])
    }

    fn fact(&mut self, fact: &FactEntry) -> Value {
        let sources = fact.source.iter().flat_map(|origin| &origin.cited);
        object([
            ("id", json!(fact.id.value)),
            ("label", json!(fact.label.as_ref().map(|label| &label.plain))),
            ("value", json!(fact.value.as_ref().map(crate::base::number::Number::plain))),
            ("unit", json!(text(fact.unit.as_ref()))),
            ("words", json!(fact.words(&self.site.settings.language))),
            ("as_of", date(fact.as_of.as_ref())),
            ("sources", list(sources.map(|cited| json!(cited.id)))),
            ("comparison", json!(fact.comparison.as_ref().map(|text| self.text(&fact.path, text)))),
        ])
    }

    fn corrections(&mut self) -> Value {
        let page = self.page;
        list(page.corrections().iter().map(|correction| {
            object([
                ("date", date(Some(&correction.date))),
                ("note", json!(self.text(page.path(), &correction.note))),
                ("was", json!(text(correction.was.as_ref()))),
                ("section", json!(text(correction.section.as_ref()))),
            ])
        }))
    }

    fn changes(&mut self, front: &ExplainerFront) -> Value {
        let page = self.page;
        list(front.changes.iter().map(|change| {
            object([
                ("date", date(Some(&change.date))),
                ("note", json!(self.text(page.path(), &change.note))),
                ("section", json!(text(change.section.as_ref()))),
            ])
        }))
    }
}

fn date(when: Option<&SpannedDate>) -> Value {
    json!(when.map(|when| when.date.edtf()))
}

fn written(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() { Value::Null } else { json!(text) }
}

fn list(items: impl Iterator<Item = Value>) -> Value {
    Value::Array(items.collect())
}

/// A JSON object of the values that are not null.
pub(in crate::render) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let known = fields.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(known.map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}
