//! What a page says of itself to machines: schema.org, as JSON-LD.
//!
//! A graph of four nodes: the explainer, the site, who publishes it, and the way to the page. Nothing in it
//! that the page does not show, and nothing twice: a node is named by its `@id` wherever else it is meant.
//! Types and properties are schema.org's (version 30.1, against which `tests/schema_org.rs` holds them);
//! `BackgroundNewsArticle` is its word for an explainer. Must not know: the model.

use serde_json::{Map, Value, json};

use super::cite::is_group;
use super::escape::script;
use super::standalone::{PlainTexts, joined};
use super::view::{CardLinkView, DateView, EntityView, ExplainerView, SiteView, SourceView};
use crate::parse::data::SourceKind;

/// The text of a page's `application/ld+json` script; nothing for a draft, which has no address to be known by.
pub(crate) fn explainer(site: &SiteView<'_>, page: &ExplainerView<'_>, texts: &PlainTexts) -> String {
    let Some(url) = page.head.canonical.as_deref() else { return String::new() };
    let described = Described { site, page, texts, url };
    let graph = [described.article(), described.website(), described.publisher(), described.way()];
    let graph = list(graph.into_iter().filter(|node| !node.is_null()));
    script(&object([("@context", json!("https://schema.org")), ("@graph", graph)]).to_string())
}

/// A page on its site.
struct Described<'v, 's> {
    site: &'v SiteView<'s>,
    page: &'v ExplainerView<'s>,
    texts: &'v PlainTexts,
    url: &'v str,
}

impl Described<'_, '_> {
    fn article(&self) -> Value {
        let (page, head) = (self.page, &self.page.head);
        object([
            ("@type", json!("BackgroundNewsArticle")),
            ("@id", json!(self.url)),
            ("url", json!(self.url)),
            ("headline", json!(head.title.plain)),
            ("description", json!(head.description)),
            ("inLanguage", json!(self.site.language)),
            ("isAccessibleForFree", json!(true)),
            ("datePublished", date(head.published.as_ref())),
            ("dateModified", date(head.updated.as_ref())),
            ("temporalCoverage", date(page.as_of.as_ref())),
            ("wordCount", json!(page.words)),
            ("timeRequired", json!(format!("PT{}M", page.minutes))),
            ("image", self.image()),
            ("author", self.authors()),
            ("publisher", self.site.publisher.name.map_or(Value::Null, |_| reference(&self.publisher_id()))),
            ("isPartOf", reference(self.site.url)),
            ("backstory", self.backstory()),
            ("hasPart", self.parts()),
            ("about", self.about()),
            (
                "mentions",
                list(self.entities().filter(|entity| !entity.listed).map(|entity| self.entity(entity))),
            ),
            ("citation", list(page.sources.iter().map(|source| self.source(source)))),
            ("isBasedOn", list(page.based_on.iter().map(|source| reference(&self.source_id(source.id))))),
            ("correction", self.corrections()),
        ])
    }

    fn website(&self) -> Value {
        object([
            ("@type", json!("WebSite")),
            ("@id", json!(self.site.url)),
            ("url", json!(self.site.url)),
            ("name", json!(self.site.title.plain)),
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

    /// From the home page over the first topic to the page.
    fn way(&self) -> Value {
        let step = |(at, (name, url)): (usize, (&str, String))| {
            object([
                ("@type", json!("ListItem")),
                ("position", json!(at + 1)),
                ("name", json!(name)),
                ("item", reference(&url)),
            ])
        };
        let home = (self.site.title.plain.as_str(), self.site.url.to_owned());
        let topic = self.page.topics.first().map(|topic| (topic.name, self.address(&topic.href)));
        let here = (self.page.head.title.plain.as_str(), self.url.to_owned());
        let steps = std::iter::once(home).chain(topic).chain([here]);
        object([("@type", json!("BreadcrumbList")), ("itemListElement", list(steps.enumerate().map(step)))])
    }

    /// The absolute address of a link on the page.
    fn address(&self, href: &str) -> String {
        let address = joined(self.url, href);
        address.strip_suffix("index.html").map_or(address.clone(), str::to_owned)
    }

    fn image(&self) -> Value {
        let lead = self.page.lead_image.as_ref().filter(|lead| !lead.src.is_empty()).map(|lead| {
            object([
                ("@type", json!("ImageObject")),
                ("url", json!(self.address(&lead.src))),
                ("width", pixels(lead.width)),
                ("height", pixels(lead.height)),
                ("creditText", json!(lead.credit)),
            ])
        });
        // The picture of the page itself comes first.
        match (lead, self.page.head.card.as_ref().map(card)) {
            (Some(lead), Some(card)) => json!([lead, card]),
            (lead, card) => lead.or(card).unwrap_or(Value::Null),
        }
    }

    /// The authors; one with the publisher's name is the publisher.
    fn authors(&self) -> Value {
        if self.page.authors.is_empty() && self.site.publisher.name.is_some() {
            return reference(&self.publisher_id());
        }
        list(self.page.authors.iter().map(|name| self.author(name)))
    }

    fn author(&self, name: &str) -> Value {
        if Some(name) == self.site.publisher.name {
            return reference(&self.publisher_id());
        }
        let organization = |entity: &EntityView<'_>| entity.kind == "organization" && entity.name == name;
        if self.entities().any(organization) || is_group(name) {
            json!({ "@type": "Organization", "name": name })
        } else {
            json!({ "@type": "Person", "name": name })
        }
    }

    /// Why and how the page was made: what "About this page" says.
    fn backstory(&self) -> Value {
        json!({ "@type": "WebPageElement", "url": format!("{}#p:dates", self.url) })
    }

    fn parts(&self) -> Value {
        let answers = self.texts.answers.iter();
        list(self.page.sections.iter().zip(answers).map(|(section, answer)| {
            object([
                ("@type", json!("WebPageElement")),
                ("@id", json!(format!("{}#{}", self.url, section.id))),
                ("position", json!(section.number)),
                ("name", json!(section.title.plain)),
                ("abstract", json!(answer)),
                ("temporalCoverage", date(section.as_of.as_ref())),
                ("image", section.card.as_ref().map_or(Value::Null, card)),
            ])
        }))
    }

    /// What the page is about: its topics, and those whom it introduces in blocks of people.
    fn about(&self) -> Value {
        let topics = self.page.topics.iter().map(|topic| json!({ "@type": "Thing", "name": topic.name }));
        list(topics.chain(self.entities().filter(|entity| entity.listed).map(|entity| self.entity(entity))))
    }

    fn entity(&self, entity: &EntityView<'_>) -> Value {
        let kind = match entity.kind {
            "person" => "Person",
            "organization" => "Organization",
            "place" => "Place",
            "event" => "Event",
            _ => "DefinedTerm",
        };
        let of_a_person = |value: Value| if kind == "Person" { value } else { Value::Null };
        object([
            ("@type", json!(kind)),
            ("name", json!(entity.name)),
            ("url", json!(entity.page.as_ref().map(|page| self.address(page)))),
            ("jobTitle", of_a_person(json!(entity.role))),
            ("birthDate", of_a_person(date(entity.born.as_ref()))),
            ("deathDate", of_a_person(date(entity.died.as_ref()))),
            ("sameAs", json!(entity.wikidata.map(|id| format!("https://www.wikidata.org/wiki/{id}")))),
        ])
    }

    fn entities(&self) -> impl Iterator<Item = &EntityView<'_>> {
        self.page.entities.iter()
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
            ("author", list(source.names.iter().map(|name| self.author(name)))),
            ("publisher", source.publisher.map_or(Value::Null, publisher)),
            ("datePublished", date(source.date.as_ref())),
            ("url", json!(source.url)),
            ("archivedAt", json!(source.archived)),
        ])
    }

    fn corrections(&self) -> Value {
        let notes = self.texts.corrections.iter();
        list(self.page.corrections.iter().zip(notes).map(|(correction, note)| {
            object([
                ("@type", json!("CorrectionComment")),
                ("text", json!(note)),
                ("datePublished", date(Some(&correction.date))),
                ("url", json!(format!("{}#{}", self.url, correction.id))),
            ])
        }))
    }
}

/// A share card.
fn card(card: &CardLinkView) -> Value {
    object([
        ("@type", json!("ImageObject")),
        ("url", json!(card.url)),
        ("width", pixels(Some(card.width))),
        ("height", pixels(Some(card.height))),
        ("caption", json!(card.alt)),
    ])
}

fn pixels(length: Option<u32>) -> Value {
    json!(length.map(|length| format!("{length} px")))
}

/// An object of the entries that are not null.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let there = entries.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(there.map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

/// A list, or null when nothing is in it.
fn list(values: impl Iterator<Item = Value>) -> Value {
    let values: Vec<_> = values.collect();
    if values.is_empty() { Value::Null } else { Value::Array(values) }
}

/// A node that is described elsewhere.
fn reference(id: &str) -> Value {
    json!({ "@id": id })
}

fn date(date: Option<&DateView<'_>>) -> Value {
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
        // schema.org has no word for it.
        SourceKind::Interview => "CreativeWork",
    }
}
