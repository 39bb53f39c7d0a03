//! The metadata of a page for machines: schema.org, as JSON-LD.
//!
//! A graph of four nodes: the explainer, the site, its publisher, and the breadcrumbs. It has nothing that the page
//! does not show, and nothing twice: other nodes refer to a node by its `@id`.
//! Types and properties are schema.org's (version 30.1, against which `tests/schema_org.rs` holds them);
//! `BackgroundNewsArticle` is its word for an explainer. Must not know: the model.

use serde_json::{Value, json};

use super::card::CardLinkView;
use super::cite::is_group;
use super::escape::script;
use super::export::object;
use super::standalone::{PlainTexts, joined};
use super::view::{DateView, EntityView, ExplainerView, SiteView, SourceView};
use crate::parse::data::SourceKind;

/// Makes the text of a page's `application/ld+json` script, which is empty for a draft: it has no address.
pub(crate) fn explainer(site: &SiteView<'_>, page: &ExplainerView<'_>, texts: &PlainTexts) -> String {
    let Some(url) = page.head.canonical.as_deref() else { return String::new() };
    let builder = JsonLdBuilder { site, page, texts, url };
    let website = json!({ "@type": "WebSite", "@id": site.url, "url": site.url, "name": site.title.plain });
    let graph = [builder.article(), website, builder.publisher(), builder.breadcrumbs()];
    let graph = array(graph.into_iter().filter(|node| !node.is_null()));
    script(&object([("@context", json!("https://schema.org")), ("@graph", graph)]).to_string())
}

/// Makes the nodes of a page's graph.
struct JsonLdBuilder<'v, 's> {
    site: &'v SiteView<'s>,
    page: &'v ExplainerView<'s>,
    texts: &'v PlainTexts,
    url: &'v str,
}

impl JsonLdBuilder<'_, '_> {
    fn article(&self) -> Value {
        let page = self.page;
        let head = &self.page.head;
        let mentioned = page.entities.iter().filter(|entity| !entity.listed);
        object([
            ("@type", json!("BackgroundNewsArticle")),
            ("@id", json!(self.url)),
            ("url", json!(self.url)),
            ("headline", json!(head.title.plain)),
            ("description", json!(head.description)),
            ("inLanguage", json!(self.site.language)),
            ("isAccessibleForFree", json!(true)),
            ("datePublished", iso_date(head.published.as_ref())),
            ("dateModified", iso_date(head.updated.as_ref())),
            ("temporalCoverage", iso_date(page.as_of.as_ref())),
            ("wordCount", json!(page.words)),
            ("timeRequired", json!(format!("PT{}M", page.minutes))),
            ("image", self.image()),
            ("author", self.authors()),
            ("publisher", json!(self.site.publisher.name.map(|_| node_reference(&self.publisher_id())))),
            ("isPartOf", node_reference(self.site.url)),
            // Why and how the page was made: "About this page".
            ("backstory", json!({ "@type": "WebPageElement", "url": format!("{}#p:dates", self.url) })),
            ("hasPart", self.sections()),
            ("about", self.about()),
            ("mentions", array(mentioned.map(|entity| self.entity(entity)))),
            ("citation", array(page.sources.iter().map(|source| self.source(source)))),
            (
                "isBasedOn",
                array(page.based_on.iter().map(|source| node_reference(&self.source_id(source.id)))),
            ),
            ("correction", self.corrections()),
        ])
    }

    fn publisher(&self) -> Value {
        let publisher = &self.site.publisher;
        let Some(name) = publisher.name else { return Value::Null };
        object([
            ("@type", json!(publisher.kind)),
            ("@id", json!(self.publisher_id())),
            ("name", json!(name)),
            ("url", json!(publisher.url)),
        ])
    }

    fn publisher_id(&self) -> String {
        format!("{}#publisher", self.site.url)
    }

    /// The breadcrumbs: the home page, the first topic, the page.
    fn breadcrumbs(&self) -> Value {
        let step = |(at, (name, url)): (usize, (&str, String))| {
            object([
                ("@type", json!("ListItem")),
                ("position", json!(at + 1)),
                ("name", json!(name)),
                ("item", node_reference(&url)),
            ])
        };
        let home = (self.site.title.plain.as_str(), self.site.url.to_owned());
        let topic = self.page.topics.first().map(|topic| (topic.name, self.absolute_url(&topic.href)));
        let here = (self.page.head.title.plain.as_str(), self.url.to_owned());
        let steps = std::iter::once(home).chain(topic).chain([here]);
        object([("@type", json!("BreadcrumbList")), ("itemListElement", array(steps.enumerate().map(step)))])
    }

    /// The absolute address of a link on the page.
    fn absolute_url(&self, href: &str) -> String {
        let address = joined(self.url, href);
        address.strip_suffix("index.html").map_or(address.clone(), str::to_owned)
    }

    fn image(&self) -> Value {
        let lead = self.page.lead_image.as_ref().filter(|lead| !lead.src.is_empty()).map(|lead| {
            object([
                ("@type", json!("ImageObject")),
                ("url", json!(self.absolute_url(&lead.src))),
                ("width", json!(lead.width.map(pixels))),
                ("height", json!(lead.height.map(pixels))),
                ("creditText", json!(lead.credit)),
            ])
        });
        // The picture of the page itself comes first.
        match (lead, self.page.head.card.as_ref().map(card_image)) {
            (Some(lead), Some(card)) => json!([lead, card]),
            (lead, card) => lead.or(card).unwrap_or(Value::Null),
        }
    }

    /// The authors; one with the publisher's name is the publisher.
    fn authors(&self) -> Value {
        if self.page.authors.is_empty() && self.site.publisher.name.is_some() {
            return node_reference(&self.publisher_id());
        }
        array(self.page.authors.iter().map(|name| self.author(name)))
    }

    fn author(&self, name: &str) -> Value {
        if Some(name) == self.site.publisher.name {
            return node_reference(&self.publisher_id());
        }
        let organization = |entity: &EntityView<'_>| entity.kind == "organization" && entity.name == name;
        if self.page.entities.iter().any(organization) || is_group(name) {
            json!({ "@type": "Organization", "name": name })
        } else {
            json!({ "@type": "Person", "name": name })
        }
    }

    fn sections(&self) -> Value {
        let answers = self.texts.answers.iter();
        array(self.page.sections.iter().zip(answers).map(|(section, answer)| {
            object([
                ("@type", json!("WebPageElement")),
                ("@id", json!(format!("{}#{}", self.url, section.id))),
                ("position", json!(section.number)),
                ("name", json!(section.title.plain)),
                ("abstract", json!(answer)),
                ("temporalCoverage", iso_date(section.as_of.as_ref())),
                ("image", section.card.as_ref().map_or(Value::Null, card_image)),
            ])
        }))
    }

    /// The subjects of the page: its topics, and the people of its people blocks.
    fn about(&self) -> Value {
        let topics = self.page.topics.iter().map(|topic| json!({ "@type": "Thing", "name": topic.name }));
        array(topics.chain(
            self.page.entities.iter().filter(|entity| entity.listed).map(|entity| self.entity(entity)),
        ))
    }

    fn entity(&self, entity: &EntityView<'_>) -> Value {
        let kind = match entity.kind {
            "person" => "Person",
            "organization" => "Organization",
            "place" => "Place",
            "event" => "Event",
            _ => "DefinedTerm",
        };
        let of_kind = |of: &str, value: Value| if kind == of { value } else { Value::Null };
        object([
            ("@type", json!(kind)),
            ("name", json!(entity.name)),
            ("url", json!(entity.page.as_ref().map(|page| self.absolute_url(page)))),
            ("jobTitle", of_kind("Person", json!(entity.role))),
            ("birthDate", iso_date(entity.born.as_ref())),
            ("deathDate", iso_date(entity.died.as_ref())),
            // schema.org has no such dates of places.
            ("foundingDate", of_kind("Organization", iso_date(entity.founded.as_ref()))),
            ("dissolutionDate", of_kind("Organization", iso_date(entity.ended.as_ref()))),
            ("sameAs", json!(entity.wikidata.map(|id| format!("https://www.wikidata.org/wiki/{id}")))),
        ])
    }

    fn source_id(&self, id: &str) -> String {
        format!("{}#s:{id}", self.url)
    }

    fn source(&self, source: &SourceView<'_>) -> Value {
        let is_basis = self.page.based_on.iter().any(|basis| basis.id == source.id);
        let publisher = |name| json!({ "@type": "Organization", "name": name });
        object([
            ("@type", json!(source_type(source.source_kind))),
            ("@id", json!(is_basis.then(|| self.source_id(source.id)))),
            ("name", json!(source.title.plain)),
            ("author", array(source.names.iter().map(|name| self.author(name)))),
            ("publisher", source.publisher.map_or(Value::Null, publisher)),
            ("datePublished", iso_date(source.date.as_ref())),
            ("url", json!(source.url)),
            ("archivedAt", json!(source.archived)),
        ])
    }

    fn corrections(&self) -> Value {
        let notes = self.texts.corrections.iter();
        array(self.page.corrections.iter().zip(notes).map(|(correction, note)| {
            object([
                ("@type", json!("CorrectionComment")),
                ("text", json!(note)),
                ("datePublished", iso_date(Some(&correction.date))),
                ("url", json!(format!("{}#{}", self.url, correction.id))),
            ])
        }))
    }
}

/// A share card.
fn card_image(card: &CardLinkView) -> Value {
    object([
        ("@type", json!("ImageObject")),
        ("url", json!(card.url)),
        ("width", json!(pixels(card.width))),
        ("height", json!(pixels(card.height))),
        ("caption", json!(card.alt)),
    ])
}

fn pixels(length: u32) -> String {
    format!("{length} px")
}

/// A JSON array, or null if it is empty.
fn array(values: impl Iterator<Item = Value>) -> Value {
    let values: Vec<_> = values.collect();
    if values.is_empty() { Value::Null } else { Value::Array(values) }
}

/// A node that stands elsewhere.
fn node_reference(id: &str) -> Value {
    json!({ "@id": id })
}

fn iso_date(date: Option<&DateView<'_>>) -> Value {
    json!(date.and_then(|date| date.datetime))
}

fn source_type(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Article => "Article",
        SourceKind::Report => "Report",
        SourceKind::Document => "DigitalDocument",
        SourceKind::Dataset => "Dataset",
        SourceKind::Book => "Book",
        SourceKind::Post => "SocialMediaPosting",
        SourceKind::Page => "WebPage",
        SourceKind::Paper => "ScholarlyArticle",
        SourceKind::Thesis => "Thesis",
        SourceKind::Video => "VideoObject",
        SourceKind::Audio => "AudioObject",
        SourceKind::Software => "SoftwareApplication",
        SourceKind::Law => "Legislation",
        // schema.org has no word for it.
        SourceKind::Interview => "CreativeWork",
    }
}
