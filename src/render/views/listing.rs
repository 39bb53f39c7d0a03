//! The lists of names, and the pages of entities that explainers share.
//!
//! The text of an entity is resolved on each explainer that names it; here it is the newest explainer's.
//! Must not know: templates; how Markdown becomes HTML.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::card::CardLinkView;
use super::super::standalone::{self, Cited};
use super::super::view::{
    EntityView, HeadView, LinkView, NO_TITLE, NumberView, SourceView, TeaserView, teaser, text,
};
use super::{bare_entity_view, base_head, message_title, number, source_view, sources_in_text};
use crate::base::UrlPath;
use crate::model::{Listed, Listing, Page, Site};
use crate::parse::data::EntityKind;
use crate::parse::prose::Title;
use crate::parse::table::Text;

/// `page` of a list of names.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ListingView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    /// By kind; none is empty.
    pub(crate) groups: Vec<GroupView<'s>>,
}

/// The entities of one kind.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct GroupView<'s> {
    /// `people`, `organizations`, `terms`, `places` or `events`.
    pub(crate) id: &'static str,
    pub(crate) name: &'s str,
    pub(crate) entities: Vec<ListedView<'s>>,
}

/// An entity in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ListedView<'s> {
    #[serde(flatten)]
    pub(crate) entity: EntityView<'s>,
    /// The text about it.
    pub(crate) html: Option<String>,
    /// The explainers that name it, the newest first.
    pub(crate) explainers: Vec<NamingView<'s>>,
}

/// An explainer that names an entity.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct NamingView<'s> {
    pub(crate) href: String,
    pub(crate) title: &'s Title,
}

/// `page` of an entity.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct EntityPageView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    /// The list that has it.
    pub(crate) listing: LinkView<'s>,
    pub(crate) entity: EntityView<'s>,
    /// The text about it.
    pub(crate) html: Option<String>,
    pub(crate) explainers: Vec<TeaserView<'s>>,
    pub(crate) sources: Vec<SourceView<'s>>,
}

/// The groups of the lists: the kind of the entities, the group's id, and the message with its name.
const GROUPS: [(EntityKind, &str, &str); 5] = [
    (EntityKind::Person, "people", "listing-people"),
    (EntityKind::Organization, "organizations", "listing-organizations"),
    (EntityKind::Term, "terms", "listing-terms"),
    (EntityKind::Place, "places", "listing-places"),
    (EntityKind::Event, "events", "listing-events"),
];

/// The messages with a list's title and with its description.
fn messages(listing: Listing) -> (&'static str, &'static str) {
    match listing {
        Listing::WhosWho => ("whos-who", "whos-who-description"),
        Listing::Glossary => ("glossary", "glossary-description"),
    }
}

/// Links to the lists that the site has.
pub(super) fn links(site: &Site, href: impl Fn(&UrlPath) -> String) -> Vec<LinkView<'_>> {
    let all_pages = site.page_index();
    let all_pages =
        all_pages.map(|url| LinkView { href: href(&url), name: site.catalogue.text("page-index") });
    all_pages.into_iter().chain(site.listings().map(|listing| list_link(site, listing, &href))).collect()
}

fn list_link(site: &Site, listing: Listing, href: impl Fn(&UrlPath) -> String) -> LinkView<'_> {
    LinkView { href: href(&listing.url()), name: site.catalogue.text(messages(listing).0) }
}

/// `page` of a list of names.
pub(crate) fn listing(site: &Site, listing: Listing, card: Option<CardLinkView>) -> ListingView<'_> {
    let url = listing.url();
    let listed = |kind| site.frame.listed.iter().filter(move |listed| listed.entity.kind == kind);
    let group = |(kind, id, name)| {
        let entities: Vec<_> = listed(kind).map(|listed| entry(site, listed, &url)).collect();
        let name = site.catalogue.text(name);
        (!entities.is_empty()).then_some(GroupView { id, name, entities })
    };
    let groups = GROUPS.into_iter().filter(|(kind, ..)| Listing::of(*kind) == listing).filter_map(group);
    let (title, description) = messages(listing);
    ListingView {
        head: HeadView {
            description: Some(site.catalogue.text(description)),
            card,
            ..base_head(site, "listing", &url, message_title(site, title))
        },
        groups: groups.collect(),
    }
}

fn entry<'s>(site: &'s Site, listed: &'s Listed, from: &UrlPath) -> ListedView<'s> {
    let naming = |page: &'s Page| NamingView {
        href: page.url.href_from(from),
        title: page.title().unwrap_or(&NO_TITLE),
    };
    let newest = pages(site, listed).next();
    ListedView {
        entity: EntityView {
            page: listed.url.as_ref().map(|url| url.href_from(from)),
            ..bare_entity_view(&listed.entity, &site.catalogue)
        },
        html: newest.and_then(|page| said(site, page, listed, Cited::There(&page.url.href_from(from)))),
        explainers: pages(site, listed).map(naming).collect(),
    }
}

fn pages<'s>(site: &'s Site, listed: &'s Listed) -> impl Iterator<Item = &'s Page> {
    listed.pages.iter().map(|at| &site.pages[*at])
}

fn said(site: &Site, page: &Page, listed: &Listed, cited: Cited<'_>) -> Option<String> {
    let text = listed.entity.text.as_ref()?;
    Some(standalone::html(site, page, (&listed.entity.path, text), cited))
}

/// `page` of an entity that explainers share.
pub(crate) fn entity_page<'s>(
    site: &'s Site,
    listed: &'s Listed,
    url: &UrlPath,
    card: Option<CardLinkView>,
) -> EntityPageView<'s> {
    let page = pages(site, listed).next();
    let (places, cited) = page.map(|page| places(page, listed)).unwrap_or_default();
    let html = page.and_then(|page| said(site, page, listed, Cited::Here(&page.url.href_from(url), &places)));
    let sources =
        page.into_iter().flat_map(|page| places.iter().map(|at| &page.references.sources[*at].source));
    let sources = sources.zip(1..).map(|(source, number)| source_view(number, source, &site.catalogue));
    let sources: Vec<_> = sources.collect();
    let number = |id: &Text| {
        // Those that the text cites come first, and have their marks in it.
        let source = sources[cited..].iter().find(|source| source.id == id.value)?;
        Some(NumberView { id: source.id, number: source.number })
    };
    let explainers = pages(site, listed).map(|page| teaser(page, |to| to.href_from(url), &site.catalogue));
    EntityPageView {
        head: HeadView {
            description: text(listed.entity.role.as_ref()),
            card,
            ..base_head(site, "entity", url, Cow::Borrowed(&listed.title))
        },
        listing: list_link(site, listed.listing(), |to| to.href_from(url)),
        entity: EntityView {
            sources: listed.entity.sources.iter().filter_map(number).collect(),
            ..bare_entity_view(&listed.entity, &site.catalogue)
        },
        html,
        explainers: explainers.collect(),
        sources,
    }
}

/// Places of the page's sources that the entity's text cites, then of those that are named for it; and how many the text
/// cites.
fn places(page: &Page, listed: &Listed) -> (Vec<usize>, usize) {
    let entity = &listed.entity;
    let mut places = Vec::new();
    for at in sources_in_text(page, &entity.path, entity.text.as_ref()) {
        if !places.contains(&at) {
            places.push(at);
        }
    }
    let cited = places.len();
    for source in entity.sources.iter().filter_map(|id| number(&page.references, &id.value)) {
        if !places.contains(&(source.number - 1)) {
            places.push(source.number - 1);
        }
    }
    (places, cited)
}
