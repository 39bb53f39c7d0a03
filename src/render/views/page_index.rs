//! The list of all pages, on a site that has some which neither the home page nor the navigation lists.
//!
//! Must not know: templates.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::card::CardLinkView;
use super::super::view::{HeadView, TeaserView, teaser};
use super::{base_head, message_title};
use crate::base::UrlPath;
use crate::base::catalogue::Catalogue;
use crate::base::date::year_words;
use crate::model::{Page, Site};

/// `page` of the list of all pages.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct PageIndexView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    /// The explainers by the year of their publication, the newest first; none is empty.
    pub(crate) years: Vec<YearView<'s>>,
    /// The plain pages.
    pub(crate) pages: Vec<TeaserView<'s>>,
}

/// The explainers of a year.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct YearView<'s> {
    /// `p:2026`, or `p:undated`.
    pub(crate) id: String,
    pub(crate) name: Cow<'s, str>,
    pub(crate) explainers: Vec<TeaserView<'s>>,
}

/// Links to all explainers, below a list that leaves some out.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct AllExplainersView {
    pub(crate) href: String,
    /// The number of explainers on the site.
    pub(crate) count: usize,
}

/// The link that the home page needs if it cannot list all explainers.
pub(super) fn all_explainers(site: &Site, href: impl Fn(&UrlPath) -> String) -> Option<AllExplainersView> {
    let count = site.explainers().len();
    let url = site.page_index().filter(|_| count > site.settings.limits.home)?;
    Some(AllExplainersView { href: href(&url), count })
}

/// `page` of the list of all pages at an address.
pub(crate) fn page_index<'s>(site: &'s Site, url: &UrlPath, card: Option<CardLinkView>) -> PageIndexView<'s> {
    let catalogue = &*site.catalogue;
    let entry = |page: &'s Page| teaser(page, |to| to.href_from(url), catalogue);
    // Explainers are in the order of their publication, those without a date last.
    let years = site.explainers().chunk_by(|one, next| year(one) == year(next));
    let years = years.map(|pages| YearView {
        id: year(&pages[0]).map_or_else(|| "p:undated".to_owned(), |year| format!("p:{year}")),
        name: year_name(year(&pages[0]), catalogue),
        explainers: pages.iter().map(entry).collect(),
    });
    PageIndexView {
        head: HeadView {
            description: Some(catalogue.text("page-index-description")),
            card,
            ..base_head(site, "page-index", url, message_title(site, "page-index"))
        },
        years: years.collect(),
        pages: site.plain_pages().iter().map(entry).collect(),
    }
}

/// The year in which a page was published.
fn year(page: &Page) -> Option<i16> {
    page.published().map(|when| when.date.earliest().year())
}

fn year_name(year: Option<i16>, catalogue: &Catalogue) -> Cow<'_, str> {
    match year {
        Some(year) => year_words(year.into(), catalogue).into(),
        None => catalogue.text("undated").into(),
    }
}
