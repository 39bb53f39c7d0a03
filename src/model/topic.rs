//! Topics: what explainers are about, each with a page that lists them.
//!
//! Must not know: what a topic's page looks like.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::page_interface::{PageInterface, TopicName};
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
pub(super) fn list_topics(pages: &[Arc<PageInterface>]) -> BTreeMap<UrlPath, Topic> {
    let mut topics: BTreeMap<UrlPath, Topic> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        for TopicName { name, page } in &page.topics {
            let topic = topics.entry(page.url.clone()).or_insert_with(|| Topic {
                name: name.clone(),
                title: Title::of_plain(name),
                url: page.url.clone(),
                pages: vec![],
            });
            if topic.pages.last() != Some(&at) {
                topic.pages.push(at);
            }
        }
    }
    topics
}

/// The address of a topic's page: case and punctuation of the name make no difference.
pub(crate) fn topic_url(name: &str) -> UrlPath {
    let id = slug(name);
    let id = if id.is_empty() { "topic" } else { &id };
    UrlPath::new(&format!("topics/{id}/"))
}
