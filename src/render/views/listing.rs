//! The lists of names, and the pages of entities that explainers share.
//!
//! The text of an entity is resolved on each explainer that names it; here it is the newest explainer's.
//! Must not know: templates; how Markdown becomes HTML.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::super::standalone::{self, Cited};
use super::super::view::{
    EntityPageView, EntityView, GroupView, HeadView, LinkView, ListedView, ListingView, NO_TITLE, NamingView,
    NumberView, teaser, text,
};
use super::{bare_entity_view, base_head, message_title, number, source_view, sources_in_text};
use crate::base::UrlPath;
use crate::model::{Listed, Listing, Page, Site};
use crate::parse::data::EntityKind;
use crate::parse::table::Text;

/// The groups of the lists: the kind of the entities, the group's id, and the message with its name.
const GROUPS: [(EntityKind, &str, &str); 5] = [
    (EntityKind::Person, "people", "listing-people"),
    (EntityKind::Organization, "organizations", "listing-organizations"),
    (EntityKind::Term, "terms", "listing-terms"),
    (EntityKind::Place, "places", "listing-places"),
    (EntityKind::Event, "events", "listing-events"),
];

/// The message with a list's title.
fn title(listing: Listing) -> &'static str {
    match listing {
        Listing::WhosWho => "whos-who",
        Listing::Glossary => "glossary",
    }
}

/// The message with a list's description.
fn description(listing: Listing) -> &'static str {
    match listing {
        Listing::WhosWho => "whos-who-description",
        Listing::Glossary => "glossary-description",
    }
}

/// Links to the lists that the site has.
pub(super) fn links(site: &Site, href: impl Fn(&UrlPath) -> String) -> Vec<LinkView<'_>> {
    let name = |listing: Listing| site.catalogue.text(title(listing));
    let link = |listing: Listing| LinkView { href: href(&listing.url()), name: name(listing) };
    site.listings().map(link).collect()
}

/// `page` of a list of names.
pub(crate) fn listing(site: &Site, listing: Listing) -> ListingView<'_> {
    let url = listing.url();
    let listed = |kind| site.frame.listed.iter().filter(move |listed| listed.entity.kind == kind);
    let group = |(kind, id, name)| {
        let entities: Vec<_> = listed(kind).map(|listed| entry(site, listed, &url)).collect();
        let name = site.catalogue.text(name);
        (!entities.is_empty()).then_some(GroupView { id, name, entities })
    };
    let groups = GROUPS.into_iter().filter(|(kind, ..)| Listing::of(*kind) == listing).filter_map(group);
    let description = Some(site.catalogue.text(description(listing)));
    ListingView {
        head: HeadView {
            description,
            ..base_head(site, "listing", &url, message_title(site, title(listing)))
        },
        groups: groups.collect(),
    }
}

fn entry<'s>(site: &'s Site, listed: &'s Listed, from: &UrlPath) -> ListedView<'s> {
    let naming = |page: &'s Page| NamingView {
        href: page.url.href_from(from),
        title: page.title().unwrap_or(&NO_TITLE),
    };
    ListedView {
        entity: view(site, listed, from),
        html: newest(site, listed)
            .and_then(|page| said(site, page, listed, Cited::There(&page.url.href_from(from)))),
        explainers: pages(site, listed).map(naming).collect(),
    }
}

fn pages<'s>(site: &'s Site, listed: &'s Listed) -> impl Iterator<Item = &'s Page> {
    listed.pages.iter().map(|at| &site.pages[*at])
}

fn newest<'s>(site: &'s Site, listed: &'s Listed) -> Option<&'s Page> {
    pages(site, listed).next()
}

/// An entity, seen from an address, without sources.
fn view<'s>(site: &Site, listed: &'s Listed, from: &UrlPath) -> EntityView<'s> {
    EntityView {
        page: listed.url.as_ref().map(|url| url.href_from(from)),
        ..bare_entity_view(&listed.entity, &site.catalogue)
    }
}

fn said(site: &Site, page: &Page, listed: &Listed, cited: Cited<'_>) -> Option<String> {
    let text = listed.entity.text.as_ref()?;
    Some(standalone::html(site, page, (&listed.entity.path, text), cited))
}

/// `page` of an entity that explainers share.
pub(crate) fn entity_page<'s>(site: &'s Site, listed: &'s Listed, url: &UrlPath) -> EntityPageView<'s> {
    let page = newest(site, listed);
    let places = page.map(|page| places(page, listed)).unwrap_or_default();
    let html = page.and_then(|page| said(site, page, listed, Cited::Here(&page.url.href_from(url), &places)));
    let sources: Vec<_> = page
        .into_iter()
        .flat_map(|page| places.iter().map(|place| &page.references.sources[*place].source))
        .zip(1..)
        .map(|(source, number)| source_view(number, source, &site.catalogue))
        .collect();
    let said = page.map_or(0, |page| {
        let cited = sources_in_text(page, &listed.entity.path, listed.entity.text.as_ref());
        cited.iter().collect::<BTreeSet<_>>().len()
    });
    let number = |id: &Text| {
        // Those that the text cites come first, and have their marks in it.
        let source = sources[said..].iter().find(|source| source.id == id.value)?;
        Some(NumberView { id: source.id, number: source.number })
    };
    let listing = listed.listing();
    EntityPageView {
        head: HeadView {
            description: text(listed.entity.role.as_ref()),
            ..base_head(site, "entity", url, Cow::Borrowed(&listed.title))
        },
        listing: LinkView { href: listing.url().href_from(url), name: site.catalogue.text(title(listing)) },
        entity: EntityView {
            sources: listed.entity.sources.iter().filter_map(number).collect(),
            ..bare_entity_view(&listed.entity, &site.catalogue)
        },
        html,
        explainers: pages(site, listed)
            .map(|page| teaser(page, |to| to.href_from(url), &site.catalogue))
            .collect(),
        sources,
    }
}

/// Places of the page's sources that the entity's text cites, and of those that are named for it.
fn places(page: &Page, listed: &Listed) -> Vec<usize> {
    let entity = &listed.entity;
    let named = entity.sources.iter().filter_map(|id| number(&page.references, &id.value));
    let named = named.map(|source| source.number - 1);
    let all = sources_in_text(page, &listed.entity.path, entity.text.as_ref()).into_iter().chain(named);
    let mut places = Vec::new();
    for at in all {
        if !places.contains(&at) {
            places.push(at);
        }
    }
    places
}
