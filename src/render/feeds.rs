//! Views for other programs: the feeds and the sitemap.
//!
//! Must not know: Atom's and the sitemap's XML, which is templates'.

use std::cmp::Reverse;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::standalone::{self, Cited};
use super::view::{NO_TITLE, SiteView};
use super::views::{numbered, values};
use crate::base::UrlPath;
use crate::base::date::Edtf;
use crate::model::{Listing, Output, Page, Site};
use crate::parse::front_matter::{ExplainerFront, Revision};
use crate::parse::table::SpannedDate;

/// `feed` of the Atom feed (RFC 4287), and of the JSON Feed.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct FeedView<'s> {
    pub(crate) url: String,
    /// The same as a JSON Feed.
    pub(crate) json: String,
    pub(crate) home: &'s str,
    /// RFC 3339, as are all times of a feed.
    pub(crate) updated: String,
    pub(crate) entries: Vec<EntryView<'s>>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct EntryView<'s> {
    /// Never another's, and never changed.
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) dek: Option<&'s str>,
    /// The key points, or the note of a change or a correction, as HTML.
    pub(crate) content: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) updated: String,
    pub(crate) authors: Vec<&'s str>,
    pub(crate) topics: Vec<&'s str>,
}

/// One of `urls` of the sitemap.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct UrlView<'s> {
    pub(crate) url: String,
    /// A W3C date.
    pub(crate) updated: Option<&'s str>,
}

/// The event behind an entry. Reviews and mended typos make none.
enum Event<'s> {
    New,
    /// It has changed in substance; what has, if its author says so.
    Update(Option<&'s Revision>),
    Correction(&'s Revision),
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

/// The substantive changes since an explainer was published; a change on that day itself is none. `updated` is one of
/// its own if the explainer lists no change of its day. A second one of a day has a number, as corrections have.
fn updates(front: &ExplainerFront) -> Vec<(&SpannedDate, String, Option<&Revision>)> {
    let day = |when: &SpannedDate| when.date.earliest();
    let published = front.published.as_ref().map(day);
    let is_later = |when: &SpannedDate| published != Some(day(when));
    let has_change = |when: &SpannedDate| front.changes.iter().any(|change| day(&change.date) == day(when));
    let updated = front.updated.as_ref().filter(|when| is_later(when) && !has_change(when));
    let changes = front.changes.iter().filter(|change| is_later(&change.date));
    let changes = changes.map(|change| (&change.date, Some(change)));
    let mut before: Option<(Date, usize)> = None;
    let mut marked = Vec::new();
    for (when, change) in updated.map(|when| (when, None)).into_iter().chain(changes) {
        let number = before.filter(|(last, _)| *last == day(when)).map_or(1, |(_, number)| number + 1);
        before = Some((day(when), number));
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        marked.push((when, format!("#updated-{}{number}", day(when)), change));
    }
    marked
}

fn entry<'s>(site: &'s Site, Dated { page, when, mark, event }: Dated<'s>) -> EntryView<'s> {
    let url = page.url.absolute(&site.base_url);
    let html = |text| standalone::html(site, page, (page.path(), text), Cited::Nowhere(&url));
    let is_new = matches!(event, Event::New);
    let plain = page.title().unwrap_or(&NO_TITLE).plain.as_str();
    let announced = |id: &'static str| site.catalogue.format(id, &[("title", plain.into())]);
    let (title, url_of, content) = match event {
        Event::New => {
            let points = page.explainer().map_or(&[][..], |front| &front.key_points);
            let points: String = points.iter().map(|point| format!("<li>{}</li>", html(point))).collect();
            let content = (!points.is_empty()).then(|| format!("<ul>{points}</ul>"));
            (plain.to_owned(), url.clone(), content)
        }
        Event::Update(change) => {
            let content = change.map(|change| html(&change.note));
            (announced("feed-updated"), format!("{url}#p:dates"), content)
        }
        Event::Correction(correction) => {
            (announced("feed-correction"), format!("{url}{mark}"), Some(html(&correction.note)))
        }
    };
    let front = page.explainer().filter(|_| is_new);
    EntryView {
        id: format!("{}{mark}", page.feed_address().absolute(&site.base_url)),
        url: url_of,
        title,
        dek: page.dek().filter(|_| is_new).map(|dek| dek.plain.as_str()),
        content,
        published: Some(time(when.date)),
        updated: time(when.date),
        authors: front.map(|front| values(&front.authors)).unwrap_or_default(),
        topics: front.map(|front| values(&front.topics)).unwrap_or_default(),
    }
}

/// The feed as a JSON Feed, version 1.1 (jsonfeed.org/version/1.1): what the Atom feed has, entry by entry.
#[derive(Serialize)]
struct JsonFeed<'v> {
    version: &'static str,
    title: &'v str,
    home_page_url: &'v str,
    feed_url: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'v str>,
    language: &'v str,
    authors: Vec<Author<'v>>,
    items: Vec<Item<'v>>,
}

#[derive(Serialize)]
struct Author<'v> {
    name: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'v str>,
}

/// An item must have its content as HTML or as text.
#[derive(Serialize)]
struct Item<'v> {
    id: &'v str,
    url: &'v str,
    title: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'v str>,
    date_modified: &'v str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'v>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'v str>,
}

/// The text of `feed.json`.
pub(super) fn json_feed(site: &SiteView<'_>, feed: &FeedView<'_>) -> String {
    let publisher = &site.publisher;
    let items = feed.entries.iter().map(|entry| Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        summary: entry.dek,
        content_html: entry.content.as_deref(),
        content_text: entry.content.is_none().then(|| entry.dek.unwrap_or(&entry.title)),
        date_published: entry.published.as_deref(),
        date_modified: &entry.updated,
        authors: entry.authors.iter().map(|name| Author { name, url: None }).collect(),
        tags: entry.topics.clone(),
    });
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &site.title.plain,
        home_page_url: feed.home,
        feed_url: &feed.json,
        description: site.description,
        language: site.language,
        authors: vec![Author {
            name: publisher.name.unwrap_or(&site.title.plain),
            url: publisher.name.and(publisher.url),
        }],
        items: items.collect(),
    };
    // Texts alone: nothing in it can fail to be JSON.
    serde_json::to_string(&feed).unwrap_or_default() + "\n"
}

/// Midnight of a date's first day. RFC 3339 knows the years 0 to 9999.
fn time(date: Edtf) -> String {
    let day = date.earliest();
    format!("{:04}-{:02}-{:02}T00:00:00Z", day.year().clamp(0, 9999), day.month(), day.day())
}

/// `urls`: every page that a reader may look for.
pub(crate) fn sitemap<'s>(site: &'s Site) -> Vec<UrlView<'s>> {
    let view = |(url, updated): (&UrlPath, Option<&'s SpannedDate>)| UrlView {
        url: url.absolute(&site.base_url),
        updated: updated.and_then(|when| when.datetime.as_deref()),
    };
    addresses(site).into_iter().map(view).collect()
}

/// The pages that a reader may look for, each with the day on which it last changed in substance, a list with
/// the last of what it lists: the home page, then those of the site in its order, then the lists.
pub(crate) fn addresses(site: &Site) -> Vec<(&UrlPath, Option<&SpannedDate>)> {
    let pages = |places: &[usize]| newest(places.iter().map(|at| &site.pages[*at]));
    let mut addresses = Vec::new();
    for (url, output) in site.outputs.iter() {
        let (order, updated) = match output {
            Output::Home => ((0, 0), newest(site.explainers().iter().take(site.settings.limits.home))),
            Output::Page(at) if site.pages[*at].is_draft() => continue,
            Output::Page(at) => ((1, *at), site.pages[*at].updated()),
            Output::Topic => ((2, 0), site.frame.topics.get(url).and_then(|topic| pages(&topic.pages))),
            Output::Listing(listing) => {
                let listed = site.frame.listed.iter().filter(|listed| listed.listing() == *listing);
                let updated = newest(listed.flat_map(|listed| &listed.pages).map(|at| &site.pages[*at]));
                ((3, usize::from(*listing == Listing::Glossary)), updated)
            }
            Output::Entity(at) => ((4, *at), pages(&site.frame.listed[*at].pages)),
            Output::Corrections => {
                let corrected =
                    site.explainers().iter().filter_map(|page| Some(&page.corrections().first()?.date));
                ((5, 0), corrected.max_by_key(|when| when.date.earliest()))
            }
            Output::PageIndex => ((6, 0), newest(site.pages.iter())),
            _ => continue,
        };
        addresses.push((order, (url, updated)));
    }
    addresses.sort_by_key(|(order, _)| *order);
    addresses.into_iter().map(|(_, address)| address).collect()
}

/// The last change in substance of some pages.
fn newest<'s>(pages: impl Iterator<Item = &'s Page>) -> Option<&'s SpannedDate> {
    let published = pages.filter(|page| !page.is_draft());
    published.filter_map(|page| page.updated()).max_by_key(|when| when.date.earliest())
}
