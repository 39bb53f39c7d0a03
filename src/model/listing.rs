//! The site's lists: a who's who of people and organizations, a glossary of all else, and what explainers are about.
//!
//! An entity stands there with the explainers that name it. One that two of them share has a page of its own, and so
//! has each topic. Must not know: what the lists look like.

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_collator::{Collator, options::CollatorOptions};
use icu_locale_core::Locale;

use super::Page;
use super::claims::Claims;
use super::page::{PageInterface, PageKind, TopicName};
use super::registry::{EntityEntry, EntryId};
use crate::base::UrlPath;
use crate::base::words::slug;
use crate::parse::data::EntityKind;
use crate::parse::prose::Title;

/// A list of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Listing {
    WhosWho,
    Glossary,
}

impl Listing {
    pub(crate) fn of(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person | EntityKind::Organization => Self::WhosWho,
            EntityKind::Place | EntityKind::Event | EntityKind::Term => Self::Glossary,
        }
    }

    pub(crate) fn url(self) -> UrlPath {
        UrlPath::new(match self {
            Self::WhosWho => "whos-who/",
            Self::Glossary => "glossary/",
        })
    }
}

/// An entity, and where it stands.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) entity: EntityEntry,
    pub(crate) title: Title,
    /// Its own page.
    pub(crate) url: Option<UrlPath>,
    /// Places in the site's `pages`, the newest first.
    pub(crate) pages: Vec<usize>,
}

impl Listed {
    pub(crate) fn listing(&self) -> Listing {
        Listing::of(self.entity.kind)
    }
}

/// The entities that explainers name, in the order of their names in a language; `pages` are the site's, in
/// order. Those that explainers share claim a page of their own.
pub(super) fn list_entities(pages: &[Page], language: &str, claims: &mut Claims) -> Vec<Listed> {
    let mut found: BTreeMap<EntryId, (EntityEntry, Vec<usize>)> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate().filter(|(_, page)| page.is_explainer()) {
        for entity in &page.references.entities {
            found.entry(entity.entry_id()).or_insert_with(|| (entity.clone(), vec![])).1.push(at);
        }
    }
    let mut all: Vec<_> = found.into_values().collect();
    // In order as dictionaries of the language have them.
    let locale = Locale::try_from_str(language).unwrap_or(Locale::UNKNOWN);
    if let Ok(collator) = Collator::try_new(locale.into(), CollatorOptions::default()) {
        all.sort_by(|(a, _), (b, _)| collator.compare(a.name(), b.name()));
    }
    let listed = all.into_iter().enumerate().map(|(at, (entity, pages))| Listed {
        title: Title::of_plain(entity.name()),
        url: if pages.len() > 1 { claims.entity(at, &entity) } else { None },
        entity,
        pages,
    });
    listed.collect()
}

/// Returns whether the site has a page that neither the home page, with its limit, nor the navigation of all pages
/// lists. Nothing else need link to it.
pub(super) fn needs_page_index(pages: &[Arc<PageInterface>], home_limit: usize) -> bool {
    let explainers = pages.iter().filter(|page| page.kind == PageKind::Explainer).count();
    let is_in_folder = |page: &Arc<PageInterface>| page.kind == PageKind::Plain && !page.url.is_at_the_top();
    explainers > home_limit || pages.iter().any(is_in_folder)
}

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
