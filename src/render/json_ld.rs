//! What a page says of itself to machines: schema.org, as JSON-LD.
//!
//! Made of views alone, so that it depends on nothing that the page does not. Types and properties are
//! schema.org's (version 29); `BackgroundNewsArticle` is its word for an explainer. Must not know: the
//! model.

use serde_json::{Map, Value, json};

use super::escape::script;
use super::view::{DateView, EntityView, ExplainerView, SiteView, SourceView};

/// The text of a page's `application/ld+json` script.
pub(crate) fn explainer(site: &SiteView<'_>, page: &ExplainerView<'_>) -> String {
    let head = &page.head;
    let url = head.canonical.as_deref().unwrap_or(site.url);
    let article = object([
        ("@context", json!("https://schema.org")),
        ("@type", json!("BackgroundNewsArticle")),
        ("@id", json!(url)),
        ("url", json!(url)),
        ("headline", json!(head.title.plain)),
        ("description", json!(head.description)),
        ("inLanguage", json!(site.language)),
        ("isAccessibleForFree", json!(true)),
        ("datePublished", date(head.published.as_ref())),
        ("dateModified", date(head.updated.as_ref())),
        ("temporalCoverage", date(page.as_of.as_ref())),
        ("author", authors(site, page)),
        ("publisher", publisher(site)),
        ("image", json!(head.image)),
        ("keywords", list(page.topics.iter().map(|topic| json!(topic.name)))),
        ("about", list(page.entities.iter().filter(|entity| entity.listed).map(entity))),
        ("mentions", list(page.entities.iter().filter(|entity| !entity.listed).map(entity))),
        ("citation", list(page.sources.iter().map(source))),
        (
            "isPartOf",
            object([
                ("@type", json!("WebSite")),
                ("name", json!(site.title.plain)),
                ("url", json!(site.url)),
            ]),
        ),
    ]);
    script(&article.to_string())
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

fn date(date: Option<&DateView<'_>>) -> Value {
    json!(date.and_then(|date| date.datetime))
}

fn publisher(site: &SiteView<'_>) -> Value {
    match site.publisher.name {
        Some(name) => object([
            ("@type", json!("Organization")),
            ("name", json!(name)),
            ("url", json!(site.publisher.url.unwrap_or(site.url))),
        ]),
        None => Value::Null,
    }
}

/// The authors; one with the publisher's name is the publisher.
fn authors(site: &SiteView<'_>, page: &ExplainerView<'_>) -> Value {
    if page.authors.is_empty() {
        return publisher(site);
    }
    let author = |name: &&str| {
        if Some(*name) == site.publisher.name {
            publisher(site)
        } else {
            json!({ "@type": "Person", "name": name })
        }
    };
    list(page.authors.iter().map(author))
}

fn entity(entity: &EntityView<'_>) -> Value {
    let kind = match entity.kind {
        "person" => "Person",
        "organization" => "Organization",
        "place" => "Place",
        "event" => "Event",
        _ => "DefinedTerm",
    };
    let role = if kind == "Person" { json!(entity.role) } else { Value::Null };
    object([
        ("@type", json!(kind)),
        ("name", json!(entity.name)),
        ("jobTitle", role),
        ("sameAs", json!(entity.wikidata.map(|id| format!("https://www.wikidata.org/wiki/{id}")))),
    ])
}

fn source(source: &SourceView<'_>) -> Value {
    let kind = match source.kind {
        "Article" => "Article",
        "Report" => "Report",
        "Document" => "DigitalDocument",
        "Dataset" => "Dataset",
        "Book" => "Book",
        "Post" => "SocialMediaPosting",
        _ => "CreativeWork",
    };
    object([
        ("@type", json!(kind)),
        ("name", json!(source.title.plain)),
        ("author", json!(source.authors)),
        (
            "publisher",
            match source.publisher {
                Some(name) => json!({ "@type": "Organization", "name": name }),
                None => Value::Null,
            },
        ),
        ("datePublished", date(source.date.as_ref())),
        ("url", json!(source.url)),
    ])
}
