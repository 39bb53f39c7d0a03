//! Views: what templates may see, and so what a page depends on. One that a single module makes stands there.
//!
//! The only types that are serialized for templates. A view has no Markdown and no HTML of a body: those
//! come beside it, from the texts whose digests stand in its key. An absent value is null, a list may be
//! empty, every field is there. Must not know: Tera.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::card::CardLinkView;
use super::views::{AllExplainersView, ChangeView, CorrectionView, MarkView};
use crate::base::UrlPath;
use crate::base::catalogue::Catalogue;
use crate::blocks::FigureView;
use crate::model::{Page, Site};
use crate::parse::data::SourceKind;
use crate::parse::front_matter::ExplainerFront;
use crate::parse::prose::Title;
use crate::parse::settings::PublisherKind;
use crate::parse::table::{SpannedDate, Text};

/// `site`: the same for every page.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct SiteView<'s> {
    pub(crate) title: &'s Title,
    pub(crate) description: Option<&'s str>,
    pub(crate) language: &'s str,
    /// The address of the home page, with a slash at its end.
    pub(crate) url: &'s str,
    pub(crate) publisher: PublisherView<'s>,
    /// The style sheet, minified: the whole text of a `<style>` element.
    pub(crate) css: &'s str,
    /// The content of a `<style>` of its own, in a picture, on a page that has cards.
    pub(crate) hung: &'static str,
    /// The content security policy that allows these two styles and no other.
    pub(crate) policy: &'s str,
    pub(crate) generator: &'static str,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct PublisherView<'s> {
    pub(crate) name: Option<&'s str>,
    /// Its type in schema.org's words.
    pub(crate) kind: &'static str,
    pub(crate) url: Option<&'s str>,
    pub(crate) contact: Option<&'s str>,
}

/// A date: `15–16 September 2022`, and what `<time datetime>` may say of it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct DateView<'s> {
    pub(crate) words: String,
    pub(crate) datetime: Option<&'s str>,
}

impl<'s> DateView<'s> {
    pub(crate) fn new(when: &'s SpannedDate, catalogue: &Catalogue) -> Self {
        Self { words: when.date.words(catalogue), datetime: when.datetime.as_deref() }
    }

    pub(crate) fn of(when: Option<&'s SpannedDate>, catalogue: &Catalogue) -> Option<Self> {
        when.map(|when| Self::new(when, catalogue))
    }
}

/// A link with its words.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct LinkView<'s> {
    pub(crate) href: String,
    pub(crate) name: &'s str,
}

/// What every page needs for its head and frame.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct HeadView<'s> {
    pub(crate) kind: &'static str,
    pub(crate) title: Cow<'s, Title>,
    pub(crate) description: Option<&'s str>,
    /// The page's absolute address; none for a page that has no fixed one.
    pub(crate) canonical: Option<String>,
    pub(crate) home: String,
    pub(crate) feed: String,
    pub(crate) json_feed: String,
    pub(crate) icon: String,
    /// The list of all corrections, if there are any.
    pub(crate) corrections_page: Option<String>,
    /// The list of all pages, if there is one, and the lists of names.
    pub(crate) listings: Vec<LinkView<'s>>,
    /// The plain pages of the site.
    pub(crate) nav: Vec<LinkView<'s>>,
    pub(crate) draft: bool,
    /// The day of publication, while that is yet to come.
    pub(crate) held_until: Option<DateView<'s>>,
    /// The picture of the page where it is shared.
    pub(crate) card: Option<CardLinkView>,
    pub(crate) published: Option<DateView<'s>>,
    pub(crate) updated: Option<DateView<'s>>,
}

/// `page` of an explainer.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ExplainerView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    pub(crate) dek: Option<&'s Title>,
    pub(crate) reviewed: Option<DateView<'s>>,
    pub(crate) review_by: Option<DateView<'s>>,
    /// When what the page says was true.
    pub(crate) as_of: Option<DateView<'s>>,
    /// The same, of a page that is frozen.
    pub(crate) kept: Option<DateView<'s>>,
    /// `review_by` has passed.
    pub(crate) overdue: bool,
    pub(crate) evergreen: bool,
    pub(crate) authors: Vec<&'s str>,
    pub(crate) topics: Vec<LinkView<'s>>,
    pub(crate) words: u32,
    /// Reading time, at 230 words a minute.
    pub(crate) minutes: u32,
    pub(crate) lead_image: Option<FigureView<'s>>,
    pub(crate) sections: Vec<SectionView<'s>>,
    pub(crate) sources: Vec<SourceView<'s>>,
    pub(crate) entities: Vec<EntityView<'s>>,
    pub(crate) facts: Vec<FactView<'s>>,
    /// The main sources of the page.
    pub(crate) based_on: Vec<NumberView<'s>>,
    pub(crate) changes: Vec<ChangeView<'s>>,
    pub(crate) corrections: Vec<CorrectionView<'s>>,
    /// How to cite the page.
    pub(crate) cite: CiteView,
}

/// How to cite a page, in three styles.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CiteView {
    pub(crate) plain: String,
    /// As HTML: APA sets titles in italics.
    pub(crate) apa: String,
    pub(crate) bibtex: String,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct SectionView<'s> {
    pub(crate) id: &'s str,
    pub(crate) number: usize,
    pub(crate) title: &'s Title,
    pub(crate) as_of: Option<DateView<'s>>,
    pub(crate) corrected: Vec<MarkView<'s>>,
    /// The picture of the section where it is shared.
    pub(crate) card: Option<CardLinkView>,
}

/// A source that the page cites.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct SourceView<'s> {
    pub(crate) id: &'s str,
    pub(crate) number: usize,
    /// `Article`, `Report` and so on, in the page's language.
    pub(crate) kind: &'s str,
    /// The same as data.
    #[serde(skip)]
    pub(crate) source_kind: SourceKind,
    pub(crate) title: &'s Title,
    /// `A, B and C`.
    pub(crate) authors: Option<String>,
    pub(crate) names: Vec<&'s str>,
    pub(crate) publisher: Option<&'s str>,
    pub(crate) date: Option<DateView<'s>>,
    pub(crate) url: Option<&'s str>,
    pub(crate) archived: Option<&'s str>,
    pub(crate) accessed: Option<DateView<'s>>,
    pub(crate) excerpt: Option<&'s str>,
    pub(crate) note: Option<&'s Title>,
    /// The language of its title and excerpt.
    pub(crate) language: Option<&'s str>,
    pub(crate) uses: Vec<UseView<'s>>,
}

/// One place where a source is cited.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct UseView<'s> {
    pub(crate) href: String,
    pub(crate) locator: Option<&'s str>,
}

/// A person, organization, place, event or term that the page names.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct EntityView<'s> {
    pub(crate) id: &'s str,
    pub(crate) kind: &'static str,
    pub(crate) name: &'s str,
    pub(crate) role: Option<&'s str>,
    pub(crate) as_of: Option<DateView<'s>>,
    pub(crate) roles: Vec<RoleView<'s>>,
    /// Names that it had.
    pub(crate) formerly: Vec<FormerView<'s>>,
    /// Of a person.
    pub(crate) born: Option<DateView<'s>>,
    pub(crate) died: Option<DateView<'s>>,
    /// Of an organization or a place.
    pub(crate) founded: Option<DateView<'s>>,
    pub(crate) ended: Option<DateView<'s>>,
    pub(crate) sources: Vec<NumberView<'s>>,
    /// A people block of the page shows it already.
    pub(crate) listed: bool,
    /// Its own page, if explainers share it.
    pub(crate) page: Option<String>,
    pub(crate) wikidata: Option<&'s str>,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct FormerView<'s> {
    pub(crate) name: &'s str,
    pub(crate) until: Option<DateView<'s>>,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct RoleView<'s> {
    pub(crate) title: &'s str,
    pub(crate) from: Option<DateView<'s>>,
    pub(crate) to: Option<DateView<'s>>,
}

/// A source by its number on the page.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct NumberView<'s> {
    pub(crate) id: &'s str,
    pub(crate) number: usize,
}

/// A figure that the page prints.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct FactView<'s> {
    pub(crate) id: &'s str,
    /// What is counted or measured.
    pub(crate) label: &'s Title,
    /// The number with its unit, as the page's language writes it.
    pub(crate) words: String,
    pub(crate) as_of: Option<DateView<'s>>,
    pub(crate) sources: Vec<NumberView<'s>>,
}

/// `page` of a plain page.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct PlainView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    pub(crate) dek: Option<&'s Title>,
    /// Its headings of the second level, where there are four or more.
    pub(crate) parts: Vec<PartView<'s>>,
    pub(crate) sources: Vec<SourceView<'s>>,
    pub(crate) entities: Vec<EntityView<'s>>,
    pub(crate) facts: Vec<FactView<'s>>,
}

/// A part of a plain page.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct PartView<'s> {
    pub(crate) id: &'s str,
    pub(crate) title: &'s Title,
}

/// `page` of the home page, of a topic and of the page for addresses that do not exist.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ListView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    pub(crate) dek: Option<&'s Title>,
    pub(crate) explainers: Vec<TeaserView<'s>>,
    /// Where all explainers are, if the home page lists the newest only.
    pub(crate) all_explainers: Option<AllExplainersView>,
    pub(crate) topics: Vec<TopicView<'s>>,
    pub(crate) sources: Vec<SourceView<'s>>,
    pub(crate) entities: Vec<EntityView<'s>>,
    pub(crate) facts: Vec<FactView<'s>>,
}

/// A topic and how many explainers it has.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct TopicView<'s> {
    pub(crate) href: String,
    pub(crate) name: &'s str,
    pub(crate) count: usize,
}

/// An explainer in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct TeaserView<'s> {
    pub(crate) href: String,
    pub(crate) title: &'s Title,
    pub(crate) dek: Option<&'s Title>,
    pub(crate) published: Option<DateView<'s>>,
    pub(crate) updated: Option<DateView<'s>>,
    pub(crate) kept: Option<DateView<'s>>,
    pub(crate) topics: Vec<LinkView<'s>>,
    pub(crate) draft: bool,
    pub(crate) held_until: Option<DateView<'s>>,
}

/// `html` of a page: its Markdown, rendered.
#[derive(Debug, Default, JsonSchema, Serialize)]
pub(crate) struct HtmlView {
    pub(crate) key_points: Vec<String>,
    /// Is moved into the view of the lead image.
    #[serde(skip)]
    pub(crate) lead_caption: Option<String>,
    /// The words before the first section; of a plain page, all but its sections.
    pub(crate) lead: String,
    pub(crate) sections: Vec<SectionHtml>,
    /// All of a plain page.
    pub(crate) body: String,
    pub(crate) notes: Vec<NoteHtml>,
    pub(crate) changes: Vec<String>,
    pub(crate) corrections: Vec<String>,
    /// The text about each entity, in the order of the view.
    pub(crate) entities: Vec<String>,
    /// The comparison of each fact, in the order of the view; it may be empty.
    pub(crate) facts: Vec<String>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct SectionHtml {
    pub(crate) answer: Option<String>,
    pub(crate) body: String,
}

/// A footnote.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct NoteHtml {
    pub(crate) number: usize,
    pub(crate) id: String,
    pub(crate) html: String,
    /// Links to its uses.
    pub(crate) backs: Vec<String>,
}

/// `page` of an old address.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct RedirectView<'s> {
    pub(crate) target: String,
    pub(crate) canonical: String,
    pub(crate) title: &'s Title,
}

pub(crate) fn text(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.value.as_str())
}

/// An explainer in a list at `from`.
pub(crate) fn teaser<'s>(
    page: &'s Page,
    href: impl Fn(&UrlPath) -> String,
    catalogue: &Catalogue,
) -> TeaserView<'s> {
    let front = page.explainer();
    TeaserView {
        href: href(&page.url),
        title: page.title().unwrap_or(&NO_TITLE),
        dek: page.dek(),
        published: DateView::of(page.published(), catalogue),
        updated: DateView::of(page.updated(), catalogue),
        kept: DateView::of(front.and_then(ExplainerFront::frozen_as_of), catalogue),
        topics: topics(page, href),
        draft: page.is_draft(),
        held_until: held_until(page, catalogue),
    }
}

/// The day of publication of a page that is held back.
pub(crate) fn held_until<'s>(page: &'s Page, catalogue: &Catalogue) -> Option<DateView<'s>> {
    DateView::of(page.published().filter(|_| page.held_until.is_some()), catalogue)
}

pub(crate) fn topics<'s>(page: &'s Page, href: impl Fn(&UrlPath) -> String) -> Vec<LinkView<'s>> {
    let names = page.explainer().map_or(&[][..], |front| &front.topics);
    let topics = names.iter().zip(&page.topics);
    topics.map(|(name, url)| LinkView { href: href(url), name: &name.value }).collect()
}

/// Stands in where a title lacks; a finding says so, and no such page is published.
pub(crate) static NO_TITLE: Title = Title { plain: String::new(), html: String::new() };

/// `site` for a site.
pub(crate) fn site<'s>(site: &'s Site, style: &'s super::style::Style) -> SiteView<'s> {
    let publisher = &site.settings.publisher;
    SiteView {
        title: site.settings.title.as_ref().unwrap_or(&NO_TITLE),
        description: site.settings.description.as_ref().map(|title| title.plain.as_str()),
        language: &site.settings.language,
        url: &site.base_url,
        publisher: PublisherView {
            name: text(publisher.name.as_ref()),
            kind: match publisher.kind {
                PublisherKind::Organization => "Organization",
                PublisherKind::Newsroom => "NewsMediaOrganization",
                PublisherKind::Person => "Person",
            },
            url: text(publisher.url.as_ref()),
            contact: text(publisher.contact.as_ref()),
        },
        css: &style.css,
        hung: super::style::HUNG,
        policy: &style.policy,
        generator: concat!("nutgraf ", env!("CARGO_PKG_VERSION")),
    }
}
