//! The site's lists of names: a who's who of people and organizations, a glossary of all else.
//!
//! An entity stands there with the explainers that name it. One that two of them share has a page of its own.
//! Must not know: what the lists look like.

use std::collections::BTreeMap;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::Locale;

use super::Page;
use super::claims::Claims;
use super::registry::EntityEntry;
use crate::base::words::slug;
use crate::base::{Place, UrlPath};
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
/// order.
pub(super) fn listed<'p>(
    pages: impl Iterator<Item = &'p Page>,
    language: &str,
    claims: &mut Claims,
) -> Vec<Listed> {
    let mut found: BTreeMap<_, Listed> = BTreeMap::new();
    for (at, page) in pages.enumerate().filter(|(_, page)| page.is_explainer()) {
        for entity in &page.references.entities {
            let title = || Title::of_plain(entity.name());
            let new = || Listed { entity: entity.clone(), title: title(), url: None, pages: vec![] };
            found.entry(entity.entry_id()).or_insert_with(new).pages.push(at);
        }
    }
    let mut all: Vec<_> = found.into_values().collect();
    if let Some(collator) = collator(language) {
        all.sort_by(|a, b| collator.compare(a.entity.name(), b.entity.name()));
    }
    for listed in all.iter_mut().filter(|listed| listed.pages.len() > 1) {
        let id = &listed.entity.id;
        let name = slug(&id.value);
        let name = if name.is_empty() { "name" } else { &name };
        let url = UrlPath::new(&format!("{}{name}/", listed.listing().url().as_str()));
        let free = claims.entity(&url, Place::new(&listed.entity.path, id.span));
        listed.url = free.then_some(url);
    }
    all
}

/// Puts names in order as dictionaries of a language do.
fn collator(language: &str) -> Option<CollatorBorrowed<'static>> {
    let locale = Locale::try_from_str(language).unwrap_or(Locale::UNKNOWN);
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}
