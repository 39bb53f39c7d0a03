//! What other programs read of a site: the Atom feed and the sitemap, as views.
//!
//! Must not know: their XML, which is templates'.

use crate::base::UrlPath;
use crate::base::date::Edtf;
use crate::model::{Page, Site};
use crate::syntax::table::When;

use super::view::{EntryView, FeedView, NO_TITLE, UrlView};
use super::views::values;

/// `feed`: the explainers that changed last.
pub(crate) fn feed(site: &Site) -> FeedView<'_> {
    let mut pages: Vec<_> =
        site.explainers().iter().filter_map(|page| Some((page, page.updated()?))).collect();
    pages.sort_by_key(|(page, updated)| (std::cmp::Reverse(updated.date.earliest()), &page.url));
    pages.truncate(site.settings.limits.feed);
    let entry = |(page, updated): &(&'_ Page, &When)| (time(updated.date), page.url.absolute(&site.base_url));
    let stamps: Vec<_> = pages.iter().map(entry).collect();
    let updated = stamps.first().map_or_else(|| time(Edtf::day(site.today)), |(updated, _)| updated.clone());
    let entries = pages.iter().zip(stamps).map(|((page, _), (updated, url))| EntryView {
        url,
        title: &page.title().unwrap_or(&NO_TITLE).plain,
        dek: page.dek().map(|dek| dek.plain.as_str()),
        published: page.published().map(|when| time(when.date)),
        updated,
        authors: page.explainer().map(|front| values(&front.authors)).unwrap_or_default(),
        topics: page.explainer().map(|front| values(&front.topics)).unwrap_or_default(),
    });
    FeedView {
        url: UrlPath::new("feed.xml").absolute(&site.base_url),
        home: &site.base_url,
        updated,
        entries: entries.collect(),
    }
}

/// Midnight of a date's first day. RFC 3339 knows the years 0 to 9999.
fn time(date: Edtf) -> String {
    let day = date.earliest();
    format!("{:04}-{:02}-{:02}T00:00:00Z", day.year().clamp(0, 9999), day.month(), day.day())
}

/// `urls`: every page that a reader may look for.
pub(crate) fn sitemap(site: &Site) -> Vec<UrlView<'_>> {
    let home = std::iter::once(url(site, &UrlPath::new(""), None));
    let pages =
        site.pages.iter().filter(|page| !page.is_draft()).map(|page| url(site, &page.url, page.updated()));
    let topics = site.frame.topics.keys().map(|topic| url(site, topic, None));
    home.chain(pages).chain(topics).collect()
}

fn url<'s>(site: &Site, url: &UrlPath, updated: Option<&'s When>) -> UrlView<'s> {
    UrlView { url: url.absolute(&site.base_url), updated: updated.and_then(|when| when.datetime.as_deref()) }
}
