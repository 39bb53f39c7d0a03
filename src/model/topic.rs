//! Topics: what explainers are about, each with a page that lists them.
//!
//! Must not know: what a topic's page looks like.

use std::collections::BTreeMap;

use super::PageSource;
use crate::base::UrlPath;
use crate::base::words::slug;
use crate::parse::prose::Title;

/// A topic and its explainers.
#[derive(Debug)]
pub(crate) struct Topic {
    /// As the newest explainer spells it.
    pub(crate) name: String,
    pub(crate) title: Title,
    pub(crate) url: UrlPath,
    /// Places in the site's `pages`, the newest first.
    pub(crate) pages: Vec<usize>,
}

/// The topics of pages that are in order, by address.
pub(super) fn topics<'l>(pages: impl Iterator<Item = &'l PageSource>) -> BTreeMap<UrlPath, Topic> {
    let mut topics: BTreeMap<UrlPath, Topic> = BTreeMap::new();
    for (at, page) in pages.enumerate() {
        let names = page.explainer().map_or(&[][..], |front| &front.topics);
        for (name, url) in names.iter().zip(&page.topics) {
            let topic = topics.entry(url.clone()).or_insert_with(|| Topic {
                name: name.value.clone(),
                title: Title::of_plain(&name.value),
                url: url.clone(),
                pages: vec![],
            });
            if topic.pages.last() != Some(&at) {
                topic.pages.push(at);
            }
        }
    }
    topics
}

/// Where the page of the topic with this name stands: case and punctuation make no difference.
pub(crate) fn topic_url(name: &str) -> UrlPath {
    let id = slug(name);
    let id = if id.is_empty() { "topic" } else { &id };
    UrlPath::new(&format!("topics/{id}/"))
}
