//! Topics: what explainers are about, each with a page that lists them.
//!
//! Must not know: what a topic's page looks like.

use std::collections::BTreeMap;

use super::Page;
use crate::base::UrlPath;
use crate::base::words::slug;
use crate::syntax::prose::Title;

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

/// The topics of pages that are in order, by slug.
pub(crate) fn topics(pages: &[Page]) -> BTreeMap<String, Topic> {
    let mut topics: BTreeMap<String, Topic> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        for name in page.explainer().map_or(&[][..], |front| &front.topics) {
            let id = topic_slug(&name.value);
            let topic = topics.entry(id).or_insert_with_key(|id| Topic {
                name: name.value.clone(),
                title: Title { plain: name.value.clone(), html: escaped(&name.value) },
                url: slug_url(id),
                pages: vec![],
            });
            if topic.pages.last() != Some(&at) {
                topic.pages.push(at);
            }
        }
    }
    topics
}

/// What tells a topic apart: case and punctuation do not.
fn topic_slug(name: &str) -> String {
    let id = slug(name);
    if id.is_empty() { "topic".to_owned() } else { id }
}

fn escaped(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Where the page of the topic with this name stands.
pub(crate) fn topic_url(name: &str) -> UrlPath {
    slug_url(&topic_slug(name))
}

fn slug_url(id: &str) -> UrlPath {
    UrlPath::new(&format!("topics/{id}/"))
}
