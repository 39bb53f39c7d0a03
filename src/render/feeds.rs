//! What other programs read of a site: the Atom feed and the sitemap, as views.
//!
//! Must not know: their XML, which is templates'.

use std::cmp::Reverse;

use super::abroad::{self, Cited};
use super::view::{EntryView, FeedView, NO_TITLE, UrlView};
use super::views::{numbered, values};
use crate::base::UrlPath;
use crate::base::date::Edtf;
use crate::model::{Page, Site};
use crate::syntax::front::Correction;
use crate::syntax::table::When;

/// What an entry tells: that an explainer is new or has changed, or that one was corrected.
enum Event<'s> {
    Change(&'s Page),
    Correction(&'s Page, String, &'s Correction),
}

/// `feed`: the explainers that changed last, and the last corrections.
pub(crate) fn feed(site: &Site) -> FeedView<'_> {
    let mut events: Vec<_> = site.explainers().iter().flat_map(events).collect();
    events.sort_by_key(|(when, page, _)| (Reverse(when.date.earliest()), &page.url));
    events.truncate(site.settings.limits.feed);
    let entries: Vec<_> = events.into_iter().map(|(when, _, event)| entry(site, when, event)).collect();
    FeedView {
        url: UrlPath::new("feed.xml").absolute(&site.base_url),
        home: &site.base_url,
        updated: entries.first().map_or_else(|| time(Edtf::day(site.today)), |entry| entry.updated.clone()),
        entries,
    }
}

fn events(page: &Page) -> Vec<(&When, &Page, Event<'_>)> {
    let change = page.changed().map(|when| (when, page, Event::Change(page)));
    let corrections = numbered(page)
        .map(|(id, correction)| (&correction.date, page, Event::Correction(page, id, correction)));
    change.into_iter().chain(corrections).collect()
}

fn entry<'s>(site: &'s Site, when: &When, event: Event<'s>) -> EntryView<'s> {
    let updated = time(when.date);
    match event {
        Event::Change(page) => EntryView {
            url: page.url.absolute(&site.base_url),
            title: title(page).to_owned(),
            dek: page.dek().map(|dek| dek.plain.as_str()),
            content: None,
            published: page.published().map(|when| time(when.date)),
            updated,
            authors: page.explainer().map(|front| values(&front.authors)).unwrap_or_default(),
            topics: page.explainer().map(|front| values(&front.topics)).unwrap_or_default(),
        },
        Event::Correction(page, id, correction) => {
            let url = page.url.absolute(&site.base_url);
            EntryView {
                title: format!("Correction: {}", title(page)),
                dek: None,
                content: Some(abroad::html(
                    site,
                    page,
                    (page.path(), &correction.note),
                    Cited::Nowhere(&url),
                )),
                published: Some(updated.clone()),
                updated,
                authors: vec![],
                topics: vec![],
                url: format!("{url}#{id}"),
            }
        }
    }
}

fn title(page: &Page) -> &str {
    &page.title().unwrap_or(&NO_TITLE).plain
}

/// Midnight of a date's first day. RFC 3339 knows the years 0 to 9999.
fn time(date: Edtf) -> String {
    let day = date.earliest();
    format!("{:04}-{:02}-{:02}T00:00:00Z", day.year().clamp(0, 9999), day.month(), day.day())
}

/// `urls`: every page that a reader may look for.
pub(crate) fn sitemap<'s>(site: &'s Site) -> Vec<UrlView<'s>> {
    let view = |(url, updated): (UrlPath, Option<&'s When>)| UrlView {
        url: url.absolute(&site.base_url),
        updated: updated.and_then(|when| when.datetime.as_deref()),
    };
    addresses(site).map(view).collect()
}

/// The pages that a reader may look for, each with the day of its last change: the home page, then those of
/// the site in its order, then the lists.
pub(crate) fn addresses(site: &Site) -> impl Iterator<Item = (UrlPath, Option<&When>)> {
    let home = std::iter::once((UrlPath::new(""), None));
    let published = site.pages.iter().filter(|page| !page.is_draft());
    let pages = published.map(|page| (page.url.clone(), page.updated()));
    let topics = site.frame.topics.keys().map(|topic| (topic.clone(), None));
    let listings = site.frame.listings.iter().map(|listing| (listing.url(), None));
    let entities = site.frame.listed.iter().filter_map(|listed| Some((listed.url.clone()?, None)));
    let corrections = site.frame.corrections.iter().map(|corrections| (corrections.clone(), None));
    home.chain(pages).chain(topics).chain(listings).chain(entities).chain(corrections)
}
