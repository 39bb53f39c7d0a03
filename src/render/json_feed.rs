//! The feed as a JSON Feed, version 1.1 (jsonfeed.org/version/1.1): what the Atom feed has, entry by entry.
//!
//! Must not know: the model.

use serde::Serialize;

use super::feeds::{EntryView, FeedView};
use super::view::SiteView;

#[derive(Serialize)]
struct Feed<'v> {
    version: &'static str,
    title: &'v str,
    home_page_url: &'v str,
    feed_url: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'v str>,
    language: &'v str,
    authors: Vec<Author<'v>>,
    items: Vec<Item<'v>>,
}

#[derive(Serialize)]
struct Author<'v> {
    name: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'v str>,
}

/// An item must have its content as HTML or as text.
#[derive(Serialize)]
struct Item<'v> {
    id: &'v str,
    url: &'v str,
    title: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'v str>,
    date_modified: &'v str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'v>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'v str>,
}

/// The text of `feed.json`.
pub(super) fn json_feed(site: &SiteView<'_>, feed: &FeedView<'_>) -> String {
    let publisher = &site.publisher;
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &site.title.plain,
        home_page_url: feed.home,
        feed_url: &feed.json,
        description: site.description,
        language: site.language,
        authors: vec![Author {
            name: publisher.name.unwrap_or(&site.title.plain),
            url: publisher.name.and(publisher.url),
        }],
        items: feed.entries.iter().map(item).collect(),
    };
    // Texts alone: nothing in it can fail to be JSON.
    serde_json::to_string(&feed).unwrap_or_default() + "\n"
}

fn item<'v>(entry: &'v EntryView<'_>) -> Item<'v> {
    let html = entry.content.as_deref();
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        summary: entry.dek,
        content_html: html,
        content_text: html.is_none().then(|| entry.dek.unwrap_or(&entry.title)),
        date_published: entry.published.as_deref(),
        date_modified: &entry.updated,
        authors: entry.authors.iter().map(|name| Author { name, url: None }).collect(),
        tags: entry.topics.clone(),
    }
}
