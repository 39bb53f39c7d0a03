//! The lists of names, and the pages of entities that explainers share.
//!
//! What is said of an entity is resolved on each explainer that names it; here it stands as the newest has it.
//! Must not know: templates; how Markdown becomes HTML.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::super::standalone::{self, Cited};
use super::super::view::{
    EntityPageView, EntityView, GroupView, HeadView, LinkView, ListedView, ListingView, NO_TITLE, NamingView,
    NumberView, teaser, text,
};
use super::{cited, entity, head, number, source_view};
use crate::base::UrlPath;
use crate::model::{Listed, Listing, Page, Site};
use crate::parse::data::EntityKind;
use crate::parse::prose::Title;
use crate::parse::table::Text;

static WHOS_WHO: LazyLock<Title> = LazyLock::new(|| Title::of_plain("Who’s who"));
static GLOSSARY: LazyLock<Title> = LazyLock::new(|| Title::of_plain("Glossary"));

const GROUPS: [(EntityKind, &str); 5] = [
    (EntityKind::Person, "People"),
    (EntityKind::Organization, "Organizations"),
    (EntityKind::Term, "Terms"),
    (EntityKind::Place, "Places"),
    (EntityKind::Event, "Events"),
];

fn title(listing: Listing) -> &'static Title {
    match listing {
        Listing::WhosWho => &WHOS_WHO,
        Listing::Glossary => &GLOSSARY,
    }
}

fn description(listing: Listing) -> &'static str {
    match listing {
        Listing::WhosWho => "The people and organizations in our explainers.",
        Listing::Glossary => "The terms, places and events in our explainers.",
    }
}

/// Links to the lists that the site has.
pub(super) fn links(site: &Site, href: impl Fn(&UrlPath) -> String) -> Vec<LinkView<'static>> {
    let link = |listing: Listing| LinkView { href: href(&listing.url()), name: &title(listing).plain };
    site.listings().map(link).collect()
}

/// `page` of a list of names.
pub(crate) fn listing(site: &Site, listing: Listing) -> ListingView<'_> {
    let url = listing.url();
    let listed = |kind| site.frame.listed.iter().filter(move |listed| listed.entity.kind == kind);
    let group = |(kind, name)| {
        let entities: Vec<_> = listed(kind).map(|listed| entry(site, listed, &url)).collect();
        (!entities.is_empty()).then_some(GroupView { name, entities })
    };
    let groups = GROUPS.into_iter().filter(|(kind, _)| Listing::of(*kind) == listing).filter_map(group);
    let description = Some(description(listing));
    ListingView {
        head: HeadView { description, ..head(site, "listing", (&url, title(listing))) },
        groups: groups.collect(),
    }
}

fn entry<'s>(site: &'s Site, listed: &'s Listed, from: &UrlPath) -> ListedView<'s> {
    let naming = |page: &'s Page| NamingView {
        href: page.url.href_from(from),
        title: page.title().unwrap_or(&NO_TITLE),
    };
    ListedView {
        entity: view(listed, from),
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
fn view<'s>(listed: &'s Listed, from: &UrlPath) -> EntityView<'s> {
    EntityView { page: listed.url.as_ref().map(|url| url.href_from(from)), ..entity(&listed.entity) }
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
        .map(|(source, number)| source_view(number, source))
        .collect();
    let said = page.map_or(0, |page| {
        let cited = cited(page, &listed.entity.path, listed.entity.text.as_ref());
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
            ..head(site, "entity", (url, &listed.title))
        },
        listing: LinkView { href: listing.url().href_from(url), name: &title(listing).plain },
        entity: EntityView {
            sources: listed.entity.sources.iter().filter_map(number).collect(),
            ..entity(&listed.entity)
        },
        html,
        explainers: pages(site, listed).map(|page| teaser(page, |to| to.href_from(url))).collect(),
        sources,
    }
}

/// Places of the page's sources that the entity's text cites, and of those that are named for it.
fn places(page: &Page, listed: &Listed) -> Vec<usize> {
    let entity = &listed.entity;
    let named = entity.sources.iter().filter_map(|id| number(&page.references, &id.value));
    let named = named.map(|source| source.number - 1);
    let all = cited(page, &listed.entity.path, entity.text.as_ref()).into_iter().chain(named);
    let mut places = Vec::new();
    for at in all {
        if !places.contains(&at) {
            places.push(at);
        }
    }
    places
}
