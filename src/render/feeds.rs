//! What other programs read of a site: the feeds and the sitemap, as views.
//!
//! Must not know: Atom's and the sitemap's XML, which is templates', and JSON Feed's form.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::standalone::{self, Cited};
use super::view::{EntryView, FeedView, NO_TITLE, UrlView};
use super::views::{numbered, values};
use crate::base::UrlPath;
use crate::base::date::Edtf;
use crate::model::{Listing, Page, Site, alias_url};
use crate::parse::front_matter::{Change, Correction, ExplainerFront};
use crate::parse::table::SpannedDate;

/// What an entry tells of an explainer. Nothing else makes one: no review, and no typo that is mended.
enum Event<'s> {
    New,
    /// It has changed in substance; what has, if its author says so.
    Update(Option<&'s Change>),
    Correction(&'s Correction),
}

/// An event, when it was, and what its id has behind that of its page.
struct Dated<'s> {
    page: &'s Page,
    when: &'s SpannedDate,
    mark: String,
    event: Event<'s>,
}

/// `feed`: the last that has happened to explainers.
pub(crate) fn feed(site: &Site) -> FeedView<'_> {
    let published = site.explainers().iter().filter(|page| !page.is_draft());
    let mut events: Vec<_> = published.flat_map(events).collect();
    events.sort_by_key(|dated| (Reverse(dated.when.date.earliest()), &dated.page.url));
    events.truncate(site.settings.limits.feed);
    let entries: Vec<_> = events.into_iter().map(|dated| entry(site, dated)).collect();
    FeedView {
        url: UrlPath::new("feed.xml").absolute(&site.base_url),
        json: UrlPath::new("feed.json").absolute(&site.base_url),
        home: &site.base_url,
        updated: entries.first().map_or_else(|| time(Edtf::day(site.today)), |entry| entry.updated.clone()),
        entries,
    }
}

fn events(page: &Page) -> Vec<Dated<'_>> {
    let Some(front) = page.explainer() else { return vec![] };
    let dated = |when, mark, event| Dated { page, when, mark, event };
    let new = front.published.iter().map(|when| dated(when, String::new(), Event::New));
    let updates =
        updates(front).into_iter().map(|(when, mark, change)| dated(when, mark, Event::Update(change)));
    let corrections = numbered(page)
        .map(|(id, correction)| dated(&correction.date, format!("#{id}"), Event::Correction(correction)));
    new.chain(updates).chain(corrections).collect()
}

/// The substantive changes since an explainer was published; what is told of that day itself is none. `updated` is
/// one of its own if no change of its day is told. A second one of a day has a number, as corrections have.
fn updates(front: &ExplainerFront) -> Vec<(&SpannedDate, String, Option<&Change>)> {
    let day = |when: &SpannedDate| when.date.earliest();
    let told = |when: &&SpannedDate| front.changes.iter().any(|change| day(&change.date) == day(when));
    let first =
        |when: &&SpannedDate| front.published.as_ref().is_some_and(|published| day(published) == day(when));
    let untold = front.updated.iter().filter(|when| !told(when) && !first(when)).map(|when| (when, None));
    let changes = front.changes.iter().filter(|change| !first(&&change.date));
    let changes = changes.map(|change| (&change.date, Some(change)));
    let mut before: Option<(Date, usize)> = None;
    let mut marked = Vec::new();
    for (when, change) in untold.chain(changes) {
        let number = before.filter(|(last, _)| *last == day(when)).map_or(1, |(_, number)| number + 1);
        before = Some((day(when), number));
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        marked.push((when, format!("#updated-{}{number}", day(when)), change));
    }
    marked
}

fn entry<'s>(site: &'s Site, Dated { page, when, mark, event }: Dated<'s>) -> EntryView<'s> {
    let url = page.url.absolute(&site.base_url);
    let note = |note| Some(standalone::html(site, page, (page.path(), note), Cited::Nowhere(&url)));
    let (prefix, url_of, content) = match event {
        Event::New => ("", url.clone(), short_answer(site, page, &url)),
        Event::Update(change) => {
            let content = change.and_then(|change| note(&change.note));
            ("Updated: ", format!("{url}#p:dates"), content)
        }
        Event::Correction(correction) => ("Correction: ", format!("{url}{mark}"), note(&correction.note)),
    };
    let is_new = prefix.is_empty();
    let front = page.explainer().filter(|_| is_new);
    EntryView {
        id: format!("{}{mark}", known_address(page).absolute(&site.base_url)),
        url: url_of,
        title: format!("{prefix}{}", title(page)),
        dek: page.dek().filter(|_| is_new).map(|dek| dek.plain.as_str()),
        content,
        published: Some(time(when.date)),
        updated: time(when.date),
        authors: front.map(|front| values(&front.authors)).unwrap_or_default(),
        topics: front.map(|front| values(&front.topics)).unwrap_or_default(),
    }
}

/// The address from which the ids of a page's entries are made. A page that moves is no new page to those who have
/// read it, if it says where it stood; `aliases` do not, for they may be short cuts, or addresses of pages that this
/// one has taken in.
fn known_address(page: &Page) -> UrlPath {
    let id = page.explainer().and_then(|front| front.feed_id.as_ref());
    id.and_then(|id| alias_url(&id.value)).unwrap_or_else(|| page.url.clone())
}

/// The key points of an explainer, as a list.
fn short_answer(site: &Site, page: &Page, url: &str) -> Option<String> {
    let points = &page.explainer()?.key_points;
    let html = |point| standalone::html(site, page, (page.path(), point), Cited::Nowhere(url));
    let points: String = points.iter().map(|point| format!("<li>{}</li>", html(point))).collect();
    (!points.is_empty()).then(|| format!("<ul>{points}</ul>"))
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
    let view = |(url, updated): (UrlPath, Option<&'s SpannedDate>)| UrlView {
        url: url.absolute(&site.base_url),
        updated: updated.and_then(|when| when.datetime.as_deref()),
    };
    addresses(site).map(view).collect()
}

/// The pages that a reader may look for, each with the day on which it last changed in substance, a list with
/// the last of what it lists: the home page, then those of the site in its order, then the lists.
pub(crate) fn addresses(site: &Site) -> impl Iterator<Item = (UrlPath, Option<&SpannedDate>)> {
    let of = |places: &[usize]| newest(places.iter().map(|at| &site.pages[*at]));
    let home = newest(site.explainers().iter().take(site.settings.limits.home));
    let home = std::iter::once((UrlPath::new(""), home));
    let published = site.pages.iter().filter(|page| !page.is_draft());
    let pages = published.map(|page| (page.url.clone(), page.updated()));
    let topics = site.frame.topics.iter().map(move |(url, topic)| (url.clone(), of(&topic.pages)));
    let named = move |listing: Listing| {
        let listed = site.frame.listed.iter().filter(move |listed| listed.listing() == listing);
        newest(listed.flat_map(|listed| &listed.pages).map(|at| &site.pages[*at]))
    };
    let listings = site.frame.listings.iter().map(move |listing| (listing.url(), named(*listing)));
    let entities = site.frame.listed.iter();
    let entities = entities.filter_map(move |listed| Some((listed.url.clone()?, of(&listed.pages))));
    let corrected = site.explainers().iter().filter_map(|page| Some(&page.corrections().first()?.date));
    let corrected = corrected.max_by_key(|when| when.date.earliest());
    let corrections = site.frame.corrections.iter().map(move |url| (url.clone(), corrected));
    home.chain(pages).chain(topics).chain(listings).chain(entities).chain(corrections)
}

/// The last change in substance of some pages.
fn newest<'s>(pages: impl Iterator<Item = &'s Page>) -> Option<&'s SpannedDate> {
    let published = pages.filter(|page| !page.is_draft());
    published.filter_map(|page| page.updated()).max_by_key(|when| when.date.earliest())
}
