//! What is written on a card: all of its pixels that the author decides.
//!
//! Must not know: how it looks.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::view::NO_TITLE;
use crate::base::UrlPath;
use crate::model::{Page, Site, Topic};
use crate::parse::front_matter::ExplainerFront;
use crate::parse::prose::Title;
use crate::parse::table::SpannedDate;

/// How many bytes of a section's id stand in the name of its card: file systems have names of 255.
const NAME: usize = 80;

/// The words of a card.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct CardText<'s> {
    pub(super) kind: &'static str,
    pub(super) kicker: Option<&'s str>,
    pub(super) topic: Option<&'s str>,
    pub(super) above: Option<&'s str>,
    pub(super) question: &'s str,
    pub(super) dek: Option<&'s str>,
    pub(super) site: Option<&'s str>,
    pub(super) dated: Option<String>,
    pub(super) language: &'s str,
    /// The address of the page, below which the card stands.
    #[serde(skip)]
    pub(super) page: UrlPath,
    /// The section of the page.
    #[serde(skip)]
    id: Option<&'s str>,
    /// The name of the site, for templates that show it elsewhere.
    #[serde(skip)]
    pub(super) title: &'s str,
}

/// `site` of a card: no more than it can show, so that it is made again for nothing else.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CardSiteView<'s> {
    pub(crate) title: &'s str,
    pub(crate) language: &'s str,
}

impl<'s> CardText<'s> {
    fn of_site(site: &'s Site) -> Self {
        let title = &site.settings.title.as_ref().unwrap_or(&NO_TITLE).plain;
        Self {
            kind: "home",
            question: title,
            site: Some(title),
            language: &site.settings.language,
            title,
            ..Self::default()
        }
    }

    pub(super) fn of_home(site: &'s Site) -> Self {
        let usual = Self::of_site(site);
        let home = site.home.as_ref().and_then(|page| page.title());
        let description = site.settings.description.as_ref().map(|text| text.plain.as_str());
        let question = home.map_or(usual.question, |title| &title.plain);
        // Its name need not stand there twice.
        let name = usual.site.filter(|name| *name != question);
        Self { question, dek: description, site: name, ..usual }
    }

    pub(super) fn of_page(site: &'s Site, page: &'s Page) -> Self {
        let front = page.explainer();
        Self {
            kind: if front.is_some() { "explainer" } else { "page" },
            kicker: front.map(|_| site.catalogue.text("explainer")),
            topic: front.and_then(|front| front.topics.first()).map(|topic| topic.value.as_str()),
            question: plain(page.title()),
            dated: dated(site, page),
            page: page.url.clone(),
            ..Self::of_site(site)
        }
    }

    pub(super) fn of_section(site: &'s Site, page: &'s Page, at: usize) -> Self {
        let section = page.sections[at];
        let front = page.files[section.file].section_front();
        let whole = Self::of_page(site, page);
        let as_of = front.and_then(|front| front.as_of.as_ref());
        Self {
            kind: "section",
            above: Some(whole.question),
            question: plain(page.section_title(section)),
            dated: as_of.map(|when| said(site, "as-of", when)).or(whole.dated),
            id: Some(page.section_id(section)),
            ..whole
        }
    }

    pub(super) fn of_topic(site: &'s Site, topic: &'s Topic) -> Self {
        Self {
            kind: "topic",
            kicker: Some(site.catalogue.text("topic")),
            question: &topic.title.plain,
            page: topic.url.clone(),
            ..Self::of_site(site)
        }
    }

    /// What its file is called, but for its fingerprint.
    pub(super) fn name(&self) -> String {
        let Some(id) = self.id else { return "card".to_owned() };
        // No folder, and no longer than a file's name may be.
        format!("card-{}", id[..id.floor_char_boundary(NAME)].replace(['/', '\\'], "-"))
    }

    /// All that is written.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let rest = [self.topic, self.above, self.dek, self.site, self.dated.as_deref()];
        std::iter::once(self.question).chain(rest.into_iter().flatten())
    }

    /// The same, for those who do not see it.
    pub(super) fn alt(&self) -> String {
        let kicker = [self.kicker, self.topic].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let kicker = (!kicker.is_empty()).then(|| kicker + ":");
        let above = self.above.map(str::to_owned);
        let parts = [self.dek, self.dated.as_deref(), self.site].into_iter().flatten().map(with_full_stop);
        let question = (!self.question.is_empty()).then(|| with_full_stop(self.question));
        kicker.into_iter().chain(above).chain(question).chain(parts).collect::<Vec<_>>().join(" ")
    }

    /// The page or the section that it is the card of.
    pub(super) fn place(&self) -> String {
        self.id.map_or_else(|| self.page.to_string(), |id| format!("{}#{id}", self.page))
    }
}

fn with_full_stop(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}

fn plain(title: Option<&Title>) -> &str {
    &title.unwrap_or(&NO_TITLE).plain
}

/// Says when the page was true; if that is not known, when it was last changed, or published.
fn dated(site: &Site, page: &Page) -> Option<String> {
    let front = page.explainer();
    if let Some(when) = front.and_then(ExplainerFront::frozen_as_of) {
        return Some(said(site, "kept-as-of", when));
    }
    let as_of = front.and_then(|front| front.as_of.as_ref());
    let is_later = |when: &&SpannedDate| page.published().is_none_or(|published| published.date != when.date);
    let updated = || page.updated().filter(is_later).map(|when| said(site, "updated", when));
    let published = || page.published().map(|when| said(site, "published", when));
    as_of.map(|when| said(site, "as-of", when)).or_else(updated).or_else(published)
}

/// A date in the message that says what happened then.
fn said(site: &Site, id: &'static str, when: &SpannedDate) -> String {
    site.catalogue.format(id, &[("date", when.date.words(&site.catalogue).into())])
}
