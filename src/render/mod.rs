//! From a site to bytes: a plan of tasks, each with a key, and the rendering of one task.
//!
//! A task's key is the digest of all that its bytes depend on: the theme, its view, and the texts and
//! references of its Markdown. Rendering is a pure function of the site and the theme. Must not know: where
//! the bytes go.

pub(crate) mod card;
mod carded;
mod chart;
mod cite;
mod escape;
mod export;
mod feeds;
mod hosting;
mod json_feed;
mod json_ld;
mod licence;
mod map;
mod markdown;
mod page;
pub(crate) mod picture;
mod planned;
mod standalone;
mod style;
pub(crate) mod template_schema;
pub(crate) mod theme;
mod view;
mod views;

use std::collections::BTreeMap;
use std::mem::Discriminant;

use serde::Serialize;

use crate::base::serving::{HEADERS, NO_JEKYLL, REDIRECTS};
use crate::base::{Digest, SitePath, UrlPath};
use crate::diagnostics::Finding;
use crate::model::{Drawing, Listing, Page, Rendition, Site};
use crate::parse::block::Block;
use crate::parse::prose::Prose;
use crate::source::{File, Snapshot};
use card::CardBuilder;
use carded::Carded;
pub(crate) use hosting::security;
pub use markdown::commonmark;
use theme::{Theme, View};

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// A place in the site's pages.
    Page(usize),
    /// An explainer as Markdown, by its place in the site's pages.
    Manuscript(usize),
    /// The same as data.
    Data(usize),
    Home,
    Topic,
    /// What a block draws: a place in the site's pages, none for the home page, and one among its drawings.
    Drawing {
        page: Option<usize>,
        at: usize,
    },
    NotFound,
    Corrections,
    Listing(Listing),
    /// A place in the frame's list of names.
    Entity(usize),
    Feed,
    JsonFeed,
    Sitemap,
    Robots,
    /// How hosts serve each file.
    Headers,
    /// Where hosts lead who asks for an old address.
    Redirects,
    /// Tells GitHub Pages to hand the files on as they are: an empty file.
    NoJekyll,
    /// Leads to another address.
    Redirect(UrlPath),
    /// A file that is handed on as it is.
    Asset(SitePath),
    /// A smaller copy of a picture.
    Rendition(Rendition),
    /// A picture with the question of what it is of.
    Card(card::Subject),
}

/// Everything that a site is made of on the web.
pub(crate) type Plan = BTreeMap<UrlPath, Task>;

pub(crate) use planned::{Memo, Planned, plan};
/// What the bytes at an address depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Key {
    /// Of everything but the style sheet.
    pub(crate) page: Digest,
    /// Of the style sheet; of none for a file that is handed on as it is.
    pub(crate) style: Digest,
}

fn tasks(site: &Site, theme: &Theme) -> Plan {
    let fixed = [
        ("", Task::Home),
        ("404.html", Task::NotFound),
        ("feed.xml", Task::Feed),
        ("feed.json", Task::JsonFeed),
        ("sitemap.xml", Task::Sitemap),
        ("robots.txt", Task::Robots),
        (NO_JEKYLL, Task::NoJekyll),
    ];
    let fixed = fixed.into_iter().map(|(url, task)| (UrlPath::new(url), task));
    let pages = site.pages.iter().enumerate().map(|(at, page)| (page.url.clone(), Task::Page(at)));
    let explainers = site.explainers().iter().enumerate();
    let forms = explainers.flat_map(|(at, page)| {
        let [text, data] = page.forms();
        [(text, Task::Manuscript(at)), (data, Task::Data(at))]
    });
    let drawings = drawings(site);
    let topics = site.frame.topics.keys().map(|url| (url.clone(), Task::Topic));
    let assets = site.frame.assets.iter().map(|(url, path)| (url.clone(), Task::Asset(path.clone())));
    let renditions = site.frame.renditions.iter();
    let renditions = renditions.map(|(url, rendition)| (url.clone(), Task::Rendition(rendition.clone())));
    let redirects = site.frame.redirects.iter().map(|(from, to)| (from.clone(), Task::Redirect(to.clone())));
    let listings = site.frame.listings.iter().map(|listing| (listing.url(), Task::Listing(*listing)));
    let listed = site.frame.listed.iter().enumerate();
    let entities = listed.filter_map(|(at, listed)| Some((listed.url.clone()?, Task::Entity(at))));
    let corrections = site.frame.corrections.iter().map(|url| (url.clone(), Task::Corrections));
    let hosts = [
        (HEADERS, Task::Headers, !site.frame.assets.contains_key(&UrlPath::new(HEADERS))),
        (REDIRECTS, Task::Redirects, !site.frame.redirects.is_empty() || site.frame.own_redirects.is_some()),
    ];
    let hosts = hosts.into_iter().filter(|(.., made)| *made);
    let hosts = hosts.map(|(url, task, _)| (UrlPath::new(url), task));
    let cards = CardBuilder::new(site, theme).all().into_iter().map(|(url, of)| (url, Task::Card(of)));
    fixed
        .chain(hosts)
        .chain(corrections)
        .chain(pages)
        .chain(forms)
        .chain(drawings)
        .chain(topics)
        .chain(listings)
        .chain(entities)
        .chain(assets)
        .chain(renditions)
        .chain(redirects)
        .chain(cards)
        .collect()
}

/// What is made in the same way: the same task, and the same kind of page or of drawing.
pub(crate) fn kind(site: &Site, task: &Task) -> (Discriminant<Task>, Option<&'static str>) {
    let of = match task {
        Task::Page(at) => site.pages[*at].is_explainer().then_some("explainer"),
        Task::Drawing { page, at } => drawn(site, *page).and_then(|page| {
            let drawing = &page.drawings[*at];
            page.files[drawing.file].document().blocks[drawing.block].block.drawing()
        }),
        Task::Card(of) => Some(of.kind()),
        _ => None,
    };
    (std::mem::discriminant(task), of)
}

fn drawings(site: &Site) -> impl Iterator<Item = (UrlPath, Task)> {
    let pages = site.pages.iter().enumerate().map(|(at, page)| (Some(at), page));
    pages.chain(site.home.iter().map(|home| (None, home))).flat_map(|(page, leaf)| {
        let task = move |(at, drawing): (usize, &Drawing)| (drawing.url.clone(), Task::Drawing { page, at });
        leaf.drawings.iter().enumerate().map(task)
    })
}

/// The key of a task.
pub(crate) fn key((site, theme): (&Site, &Theme), snapshot: &Snapshot, of: (&UrlPath, &Task)) -> Key {
    match of.1 {
        Task::Asset(path) => Key { page: asset_key(snapshot.get(path)), style: Digest::of(b"") },
        Task::Rendition(of) => {
            let original = asset_key(snapshot.get(&of.path));
            Key { page: picture::key(original, of), style: Digest::of(b"") }
        }
        Task::Card(of) => Key { page: CardBuilder::new(site, theme).key(of), style: Digest::of(b"") },
        _ => Key { page: view_key((site, theme), of, theme.digest), style: theme.style_digest },
    }
}

/// The digest of a file that is handed on as it is.
pub(crate) fn asset_key(file: Option<&File>) -> Digest {
    match file {
        Some(File::Asset(asset)) => asset.digest,
        Some(File::Text(text)) => text.digest,
        Some(File::Broken(_)) | None => Digest::of(b""),
    }
}

fn view_key((site, theme): (&Site, &Theme), (url, task): (&UrlPath, &Task), common: Digest) -> Digest {
    let carded = Carded { site, blank: CardBuilder::new(site, theme) };
    match task {
        Task::Page(at) => {
            let page = &site.pages[*at];
            match page.explainer() {
                Some(front) => page_key(common, page, &carded.explainer(page, front)),
                None => page_key(common, page, &carded.plain(page)),
            }
        }
        Task::Manuscript(at) | Task::Data(at) => {
            let page = &site.pages[*at];
            let view = page.explainer().map(|front| views::explainer(site, page, front));
            page_key(common, page, &view)
        }
        Task::Home => match &site.home {
            Some(page) => page_key(common, page, &carded.home()),
            None => Digest::of_value(&(common, carded.home())),
        },
        Task::Topic => {
            Digest::of_value(&(common, site.frame.topics.get(url).map(|topic| carded.topic(topic))))
        }
        Task::Drawing { page, at } => {
            drawn(site, *page).map_or(common, |page| drawing_key(common, page, &page.drawings[*at]))
        }
        Task::NotFound => Digest::of_value(&(common, carded.not_found())),
        Task::Listing(listing) => Digest::of_value(&(common, carded.listing(*listing))),
        Task::Entity(at) => Digest::of_value(&(common, carded.entity(&site.frame.listed[*at], url))),
        Task::Corrections => Digest::of_value(&(common, carded.corrections(url))),
        Task::Feed | Task::JsonFeed => Digest::of_value(&(common, feeds::feed(site))),
        Task::Sitemap => Digest::of_value(&(common, feeds::sitemap(site))),
        Task::Headers => {
            Digest::of_value(&(common, hosting::ruled(site).map(|url| url.to_string()).collect::<Vec<_>>()))
        }
        Task::Redirects => Digest::of_value(&(common, hosting::redirects(site))),
        Task::Robots | Task::NoJekyll | Task::Asset(_) | Task::Rendition(_) | Task::Card(_) => common,
        Task::Redirect(to) => Digest::of_value(&(common, views::redirect(site, url, to))),
    }
}

/// The key of a page with Markdown: its view, the digests of its texts, and what they refer to.
fn page_key<V: Serialize>(common: Digest, page: &Page, view: &V) -> Digest {
    let texts: Vec<_> = page.files.iter().map(|file| file.document().digest).collect();
    let said: Vec<_> = page.references.entities.iter().map(|named| written(named.text.as_ref())).collect();
    let compared = page.references.facts.iter().map(|counted| written(counted.comparison.as_ref()));
    let compared: Vec<_> = compared.collect();
    let resolved: Vec<_> = page.references.resolved.values().collect();
    let links: Vec<_> = page.references.links.values().collect();
    let renamed: Vec<_> = page.renamed.values().collect();
    Digest::of_value(&(common, view, texts, said, compared, (resolved, links), renamed))
}

/// The page whose block draws.
fn drawn(site: &Site, page: Option<usize>) -> Option<&Page> {
    page.map_or(site.home.as_ref(), |at| site.pages.get(at))
}

/// The key of a drawing: its block's text, and what that refers to.
fn drawing_key(common: Digest, page: &Page, drawing: &Drawing) -> Digest {
    let body = &page.files[drawing.file];
    let placed = &body.document().blocks[drawing.block];
    let resolved: Vec<_> = page.references.within(&body.path, placed.span).collect();
    Digest::of_value(&(common, placed.digest, resolved))
}

fn written(prose: Option<&Prose>) -> Option<&str> {
    prose.map(|prose| prose.text.value.as_str())
}

/// The text of a task; a file's and a picture's bytes are not made here.
pub(crate) fn render(site: &Site, theme: &Theme, url: &UrlPath, task: &Task) -> Result<String, Vec<Finding>> {
    let site_view = view::site(site, &theme.style);
    let carded = Carded { site, blank: CardBuilder::new(site, theme) };
    let mut press = Renderer { theme, url, site: &site_view, carded, findings: vec![] };
    let text = match task {
        Task::Page(at) => press.page(site, &site.pages[*at]),
        Task::Manuscript(at) => {
            let page = &site.pages[*at];
            page.explainer().map(|front| export::manuscript(site, page, front)).unwrap_or_default()
        }
        Task::Data(at) => {
            let page = &site.pages[*at];
            let data = page.explainer().map(|front| export::data(&site_view, site, page, front));
            data.unwrap_or_default()
        }
        Task::Home => press.home(site),
        Task::Topic => match site.frame.topics.get(url) {
            Some(topic) => press.template("topic.html", &[("page", &carded.topic(topic))]),
            None => String::new(),
        },
        Task::Drawing { page, at } => {
            drawn(site, *page).map(|page| press.drawing(page, *at)).unwrap_or_default()
        }
        Task::NotFound => press.template("404.html", &[("page", &carded.not_found())]),
        Task::Corrections => press.template("corrections.html", &[("page", &carded.corrections(url))]),
        Task::Listing(listing) => press.template("listing.html", &[("page", &carded.listing(*listing))]),
        Task::Entity(at) => {
            let view = carded.entity(&site.frame.listed[*at], url);
            press.template("entity.html", &[("page", &view)])
        }
        Task::Feed => press.template("feed.xml", &[("feed", &feeds::feed(site))]),
        Task::JsonFeed => json_feed::json_feed(&site_view, &feeds::feed(site)),
        Task::Sitemap => press.template("sitemap.xml", &[("urls", &feeds::sitemap(site))]),
        Task::Robots => press.template("robots.txt", &[]),
        Task::Headers => hosting::headers(site, &theme.style),
        Task::Redirects => hosting::redirects(site),
        Task::Redirect(to) => press.template("redirect.html", &[("page", &views::redirect(site, url, to))]),
        Task::Card(of) => press.card(site, of),
        Task::NoJekyll | Task::Asset(_) | Task::Rendition(_) => String::new(),
    };
    if press.findings.is_empty() { Ok(text) } else { Err(press.findings) }
}

/// One page being made.
struct Renderer<'s> {
    theme: &'s Theme,
    url: &'s UrlPath,
    site: &'s view::SiteView<'s>,
    carded: Carded<'s>,
    findings: Vec<Finding>,
}

impl<'s> Renderer<'s> {
    fn template(&mut self, name: &str, views: &[(&'static str, &dyn View)]) -> String {
        let rendered = self.theme.render(name, &self.url.to_string(), views);
        rendered.unwrap_or_else(|finding| {
            self.findings.push(finding);
            String::new()
        })
    }

    fn page(&mut self, site: &'s Site, page: &'s Page) -> String {
        let (mut html, findings) = page::html(site, self.theme, page);
        self.findings.extend(findings);
        let Some(front) = page.explainer() else {
            return self.template("page.html", &[("page", &self.carded.plain(page)), ("html", &html)]);
        };
        let mut view = self.carded.explainer(page, front);
        if let Some(lead) = &mut view.lead_image {
            lead.caption = html.lead_caption.take();
        }
        let plain = standalone::plain_texts(page);
        let json_ld = json_ld::explainer(self.site, &view, &plain);
        self.template("explainer.html", &[("page", &view), ("html", &html), ("json_ld", &json_ld)])
    }

    /// The SVG that a card is drawn from.
    fn card(&mut self, site: &Site, of: &card::Subject) -> String {
        let svg = card::svg((site, self.theme), of);
        svg.unwrap_or_else(|finding| {
            self.findings.push(finding);
            String::new()
        })
    }

    /// The SVG of a block.
    fn drawing(&mut self, page: &Page, at: usize) -> String {
        let drawing = &page.drawings[at];
        let body = &page.files[drawing.file];
        match &body.document().blocks[drawing.block].block {
            Block::Chart(block) => {
                let picture = chart::picture(page, (&body.path, block), self.site.language);
                self.template("blocks/chart.svg", &[("chart", &picture)])
            }
            Block::Map(map) => self.template("blocks/map.svg", &[("map", &map::drawing(map))]),
            Block::Compare(_)
            | Block::Figure(_)
            | Block::Known(_)
            | Block::People(_)
            | Block::Quote(_)
            | Block::Table(_)
            | Block::Timeline(_)
            | Block::Own(_) => String::new(),
        }
    }

    fn home(&mut self, site: &'s Site) -> String {
        let html = site.home.as_ref().map(|page| page::html(site, self.theme, page));
        let (html, findings) = html.unwrap_or_default();
        self.findings.extend(findings);
        self.template("home.html", &[("page", &self.carded.home()), ("html", &html)])
    }
}
