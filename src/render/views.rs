//! From the site to views: which page shows what.
//!
//! Must not know: Markdown, templates.

mod listing;
mod page_index;
mod record;

use std::borrow::Cow;

use pulldown_cmark::HeadingLevel;

use super::card::CardLinkView;
use super::view::{
    DateView, EntityView, ExplainerView, FactView, FormerView, HeadView, LinkView, ListView, NO_TITLE,
    NumberView, PartView, PlainView, RedirectView, RoleView, SectionView, SourceView, TeaserView, TopicView,
    UseView, held_until, teaser, text, topics,
};
use crate::base::catalogue::Catalogue;
use crate::base::{SitePath, UrlPath};
use crate::blocks::FigureView;
use crate::model::{EntityEntry, FactEntry, Page, PageReferences, Resolved, Site, Topic};
use crate::parse::data::{EntityKind, Renamed, Role, Source, SourceKind};
use crate::parse::front_matter::ExplainerFront;
use crate::parse::prose::{Prose, Title};
use crate::parse::table::Text;
pub(crate) use listing::{EntityPageView, ListingView, entity_page, listing};
pub(crate) use page_index::{AllExplainersView, PageIndexView, page_index};
pub(crate) use record::{
    ChangeView, CorrectionView, CorrectionsView, MarkView, all as corrections, numbered,
};

/// The speed of a reader, rounded down from the 238 words that Brysbaert (2019) finds.
const WORDS_PER_MINUTE: u32 = 230;

/// From so many parts on a plain page has a list of them: a reader sees fewer at a glance.
const LISTED: usize = 4;

/// Makes the head of a page at `url`, without what only some pages have, such as a share card.
fn base_head<'s>(site: &'s Site, kind: &'static str, url: &UrlPath, title: Cow<'s, Title>) -> HeadView<'s> {
    linked_head(site, kind, url, title, |to| to.href_from(url))
}

/// The same with links as `href` makes them.
fn linked_head<'s>(
    site: &'s Site,
    kind: &'static str,
    url: &UrlPath,
    title: Cow<'s, Title>,
    href: impl Fn(&UrlPath) -> String + Copy,
) -> HeadView<'s> {
    HeadView {
        kind,
        title,
        description: None,
        canonical: Some(url.absolute(&site.base_url)),
        home: href(&UrlPath::new("")),
        feed: href(&UrlPath::new("feed.xml")),
        json_feed: href(&UrlPath::new("feed.json")),
        icon: href(&UrlPath::new("icon.svg")),
        corrections_page: site.corrections_page().as_ref().map(href),
        listings: listing::links(site, href),
        nav: nav_links(site, href),
        draft: false,
        held_until: None,
        card: None,
        published: None,
        updated: None,
    }
}

/// Links to the plain pages at the top of the site, such as the one about it. Those in a folder belong to the pages
/// that link to them, and there may be hundreds; the list of all pages has them.
fn nav_links<'s>(site: &'s Site, href: impl Fn(&UrlPath) -> String) -> Vec<LinkView<'s>> {
    let link =
        |page: &'s Page| LinkView { href: href(&page.url), name: &page.title().unwrap_or(&NO_TITLE).plain };
    site.plain_pages().iter().filter(|page| page.url.is_at_the_top()).map(link).collect()
}

/// Makes the head of a page that an author has written.
fn page_head<'s>(site: &'s Site, kind: &'static str, page: &'s Page) -> HeadView<'s> {
    let head = base_head(site, kind, &page.url, Cow::Borrowed(page.title().unwrap_or(&NO_TITLE)));
    HeadView {
        description: page.dek().map(|dek| dek.plain.as_str()),
        draft: page.is_draft(),
        held_until: held_until(page, &site.catalogue),
        // A draft has no address that others may link to.
        canonical: head.canonical.filter(|_| !page.is_draft()),
        published: DateView::of(page.published(), &site.catalogue),
        updated: DateView::of(page.updated(), &site.catalogue),
        ..head
    }
}

/// `page` of an explainer.
pub(crate) fn explainer<'s>(site: &'s Site, page: &'s Page, front: &'s ExplainerFront) -> ExplainerView<'s> {
    let words = count_words(page, front);
    let catalogue = &*site.catalogue;
    // Its caption is rendered with the page.
    let lead_image = front.lead_image.as_ref().map(|figure| {
        let image = figure.src.as_ref().and_then(|src| page.references.image(page.path(), src));
        FigureView { leads: true, ..FigureView::new(figure, image, None, catalogue) }
    });
    ExplainerView {
        head: page_head(site, "explainer", page),
        dek: page.dek(),
        reviewed: DateView::of(front.reviewed.as_ref(), catalogue),
        review_by: DateView::of(front.review_by.as_ref(), catalogue),
        as_of: DateView::of(front.as_of.as_ref(), catalogue),
        kept: DateView::of(front.frozen_as_of(), catalogue),
        overdue: front.review_by.as_ref().is_some_and(|when| when.date.latest() < site.today),
        evergreen: front.evergreen,
        authors: values(&front.authors),
        topics: topics(page, |to| to.href_from(&page.url)),
        words,
        minutes: words.div_ceil(WORDS_PER_MINUTE).max(1),
        lead_image,
        sections: section_views(page, catalogue),
        sources: sources(&page.references, catalogue),
        entities: entity_views(site, page),
        facts: fact_views(site, page),
        based_on: front.based_on.iter().filter_map(|id| number(&page.references, &id.value)).collect(),
        changes: record::changes(page, &front.changes, catalogue),
        corrections: record::corrections(page, catalogue),
        cite: super::cite::cite_explainer(site, page, front),
    }
}

/// `page` of a plain page.
pub(crate) fn plain<'s>(site: &'s Site, page: &'s Page, card: Option<CardLinkView>) -> PlainView<'s> {
    let headings = page.files.first().map_or(&[][..], |body| &body.document().outline.headings);
    let parts = headings.iter().enumerate();
    let parts = parts.filter(|(_, heading)| heading.top && heading.level == HeadingLevel::H2);
    let parts: Vec<_> =
        parts.map(|(at, heading)| PartView { id: page.heading_id(0, at), title: &heading.title }).collect();
    PlainView {
        head: HeadView { card, ..page_head(site, "page", page) },
        dek: page.dek(),
        parts: if parts.len() < LISTED { vec![] } else { parts },
        sources: sources(&page.references, &site.catalogue),
        entities: entity_views(site, page),
        facts: fact_views(site, page),
    }
}

pub(crate) fn values(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_str()).collect()
}

/// Counts the words that a reader reads: the text, its blocks, the answers and the key points.
fn count_words(page: &Page, front: &ExplainerFront) -> u32 {
    let bodies = page.files.iter().map(|file| {
        let document = file.document();
        let answer =
            file.section_front().and_then(|front| front.answer.as_ref()).map_or(0, |answer| answer.words);
        let blocks = document.blocks.iter().flat_map(|placed| placed.block.proses());
        document.outline.words + answer + blocks.map(|prose| prose.words).sum::<u32>()
    });
    bodies.sum::<u32>() + front.key_points.iter().map(|point| point.words).sum::<u32>()
}

fn section_views<'s>(page: &'s Page, catalogue: &Catalogue) -> Vec<SectionView<'s>> {
    let mut views = Vec::with_capacity(page.sections.len());
    for (section, number) in page.sections.iter().zip(1..) {
        let front = page.files[section.file].section_front();
        let as_of = DateView::of(front.and_then(|front| front.as_of.as_ref()), catalogue);
        let title = page.section_title(*section).unwrap_or(&NO_TITLE);
        let id = page.section_id(*section);
        let corrected = record::marks(page, id, catalogue);
        views.push(SectionView { id, number, title, as_of, corrected, card: None });
    }
    views
}

/// The sources of a page, numbered from 1.
pub(crate) fn sources<'s>(references: &'s PageReferences, catalogue: &'s Catalogue) -> Vec<SourceView<'s>> {
    let sources = references.sources.iter().zip(1..).map(|(cited, number)| {
        let uses = cited.uses.iter().zip(1..).map(|(locator, usage)| UseView {
            href: format!("#u:{number}-{usage}"),
            locator: locator.as_deref(),
        });
        SourceView { uses: uses.collect(), ..source_view(number, &cited.source, catalogue) }
    });
    sources.collect()
}

/// A source without the places where it is cited.
fn source_view<'s>(number: usize, source: &'s Source, catalogue: &'s Catalogue) -> SourceView<'s> {
    SourceView {
        id: &source.id.value,
        number,
        kind: catalogue.text(source_kind(source.kind)),
        source_kind: source.kind,
        title: source.title.as_ref().unwrap_or(&NO_TITLE),
        authors: catalogue.list(&values(&source.authors)),
        names: values(&source.authors),
        publisher: text(source.publisher.as_ref()),
        date: DateView::of(source.date.as_ref(), catalogue),
        url: text(source.url.as_ref()),
        archived: text(source.archived.as_ref()),
        accessed: DateView::of(source.accessed.as_ref(), catalogue),
        excerpt: text(source.excerpt.as_ref()),
        note: source.note.as_ref(),
        language: text(source.language.as_ref()),
        uses: vec![],
    }
}

/// The message with a kind's name.
fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Article => "source-article",
        SourceKind::Report => "source-report",
        SourceKind::Document => "source-document",
        SourceKind::Interview => "source-interview",
        SourceKind::Dataset => "source-dataset",
        SourceKind::Book => "source-book",
        SourceKind::Post => "source-post",
        SourceKind::Page => "source-page",
        SourceKind::Paper => "source-paper",
        SourceKind::Thesis => "source-thesis",
        SourceKind::Video => "source-video",
        SourceKind::Audio => "source-audio",
        SourceKind::Software => "source-software",
        SourceKind::Law => "source-law",
    }
}

pub(crate) fn entity_kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Place => "place",
        EntityKind::Event => "event",
        EntityKind::Term => "term",
    }
}

/// The entities of a page, in the order in which it names them.
fn entity_views<'s>(site: &'s Site, page: &'s Page) -> Vec<EntityView<'s>> {
    let listed = &page.references.listed;
    let places = 0..page.references.entities.len();
    places.map(|at| EntityView { listed: listed.contains(&at), ..entity_at(site, page, at) }).collect()
}

/// An entity of a page.
pub(crate) fn entity_at<'s>(site: &'s Site, page: &'s Page, at: usize) -> EntityView<'s> {
    let named = &page.references.entities[at];
    let sources = named.sources.iter().filter_map(|id| number(&page.references, &id.value));
    let said = sources_in_text(page, &named.path, named.text.as_ref());
    EntityView {
        sources: sources.filter(|source| !said.contains(&(source.number - 1))).collect(),
        page: site.entity_page(named).map(|url| url.href_from(&page.url)),
        ..bare_entity_view(named, &site.catalogue)
    }
}

/// Finds the sources that a short text cites itself, as places in the page's sources. A mark after the text would
/// repeat them.
fn sources_in_text(page: &Page, path: &SitePath, text: Option<&Prose>) -> Vec<usize> {
    let resolved = text.into_iter().flat_map(|text| page.references.at(path, text.text.span.start));
    let uses = resolved.flat_map(|resolved| match resolved {
        Resolved::Sources(uses) | Resolved::Fact { uses, .. } => uses.as_slice(),
        _ => &[],
    });
    uses.map(|(at, _)| *at).collect()
}

/// An entity without what only one page says of it: its sources there and the link to its own page.
fn bare_entity_view<'s>(entity: &'s EntityEntry, catalogue: &Catalogue) -> EntityView<'s> {
    let role = |role: &'s Role| RoleView {
        title: &role.title.value,
        from: DateView::of(role.from.as_ref(), catalogue),
        to: DateView::of(role.to.as_ref(), catalogue),
    };
    let former = |renamed: &'s Renamed| FormerView {
        name: &renamed.from.value,
        until: DateView::of(renamed.date.as_ref(), catalogue),
    };
    EntityView {
        id: &entity.id.value,
        kind: entity_kind(entity.kind),
        name: entity.name(),
        role: text(entity.role.as_ref()),
        as_of: DateView::of(entity.as_of.as_ref(), catalogue),
        roles: entity.roles.iter().map(role).collect(),
        formerly: entity.renamed.iter().map(former).collect(),
        born: DateView::of(entity.birth(), catalogue),
        died: DateView::of(entity.death(), catalogue),
        founded: DateView::of(entity.founding(), catalogue),
        ended: DateView::of(entity.end(), catalogue),
        sources: vec![],
        listed: false,
        page: None,
        wikidata: text(entity.wikidata.as_ref()),
    }
}

/// The figures of a page, in the order in which it prints them.
fn fact_views<'s>(site: &'s Site, page: &'s Page) -> Vec<FactView<'s>> {
    let view = |fact: &'s FactEntry| {
        let sources = fact.source.iter().flat_map(|origin| &origin.cited);
        FactView {
            id: &fact.id.value,
            label: fact.label.as_ref().unwrap_or(&NO_TITLE),
            words: fact.words(&site.settings.language),
            as_of: DateView::of(fact.as_of.as_ref(), &site.catalogue),
            sources: sources.filter_map(|cited| number(&page.references, &cited.id)).collect(),
        }
    };
    page.references.facts.iter().map(view).collect()
}

/// Finds a source of the page by its id.
pub(crate) fn number<'s>(references: &'s PageReferences, id: &str) -> Option<NumberView<'s>> {
    let at = references.sources.iter().position(|cited| cited.source.id.value == id)?;
    Some(NumberView { id: &references.sources[at].source.id.value, number: at + 1 })
}

/// `page` of the home page.
pub(crate) fn home(site: &Site, card: Option<CardLinkView>) -> ListView<'_> {
    let url = UrlPath::new("");
    let page = site.home.as_ref();
    let title = page.and_then(|page| page.title()).or(site.settings.title.as_ref()).unwrap_or(&NO_TITLE);
    let dek = page.and_then(|page| page.dek());
    let description = site.settings.description.as_ref().or(dek).map(|title| title.plain.as_str());
    let href = |to: &UrlPath| to.href_from(&url);
    let topics = site.frame.topics.values().map(|topic| TopicView {
        href: href(&topic.url),
        name: &topic.name,
        count: topic.pages.len(),
    });
    ListView {
        head: HeadView { description, card, ..base_head(site, "home", &url, Cow::Borrowed(title)) },
        dek,
        explainers: newest_teasers(site, href),
        all_explainers: page_index::all_explainers(site, href),
        topics: topics.collect(),
        sources: page.map(|page| sources(&page.references, &site.catalogue)).unwrap_or_default(),
        entities: page.map(|page| entity_views(site, page)).unwrap_or_default(),
        facts: page.map(|page| fact_views(site, page)).unwrap_or_default(),
    }
}

/// The newest explainers, as many as the home page may list.
fn newest_teasers<'s>(site: &'s Site, href: impl Fn(&UrlPath) -> String) -> Vec<TeaserView<'s>> {
    let newest = site.explainers().iter().take(site.settings.limits.home);
    newest.map(|page| teaser(page, &href, &site.catalogue)).collect()
}

/// `page` of a topic.
pub(crate) fn topic<'s>(site: &'s Site, topic: &'s Topic, card: Option<CardLinkView>) -> ListView<'s> {
    let href = |to: &UrlPath| to.href_from(&topic.url);
    let explainers = topic.pages.iter().map(|at| teaser(&site.pages[*at], href, &site.catalogue));
    let head = base_head(site, "topic", &topic.url, Cow::Borrowed(&topic.title));
    plain_list(HeadView { card, ..head }, explainers.collect())
}

/// `page` of a page that has explainers and nothing else.
fn plain_list<'s>(head: HeadView<'s>, explainers: Vec<TeaserView<'s>>) -> ListView<'s> {
    ListView {
        head,
        dek: None,
        explainers,
        all_explainers: None,
        topics: vec![],
        sources: vec![],
        entities: vec![],
        facts: vec![],
    }
}

/// `page` of the page that a server shows for an address that does not exist. It may be at any depth, so its links
/// begin at the root of the site's address.
pub(crate) fn not_found(site: &Site, card: Option<CardLinkView>) -> ListView<'_> {
    let root = root(&site.base_url);
    let href = |to: &UrlPath| to.absolute(root);
    let title = message_title(site, "page-not-found-title");
    let head = HeadView {
        description: site.settings.description.as_ref().map(|title| title.plain.as_str()),
        card,
        ..linked_head(site, "404", &UrlPath::new("404.html"), title, href)
    };
    plain_list(head, newest_teasers(site, href))
}

/// A message of the catalogue as the title of a page.
fn message_title(site: &Site, id: &'static str) -> Cow<'static, Title> {
    Cow::Owned(Title::of_plain(site.catalogue.text(id)))
}

/// The path of an address: `/sub/` of `https://example.org/sub/`.
pub(crate) fn root(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + 3);
    base_url[host..].find('/').map_or("/", |at| &base_url[host + at..])
}

/// `page` of an old address.
pub(crate) fn redirect<'s>(site: &'s Site, from: &UrlPath, to: &UrlPath) -> RedirectView<'s> {
    let page = site.pages.iter().find(|page| page.url == *to);
    RedirectView {
        target: to.href_from(from),
        canonical: to.absolute(&site.base_url),
        title: page.and_then(|page| page.title()).unwrap_or(&NO_TITLE),
    }
}
