//! Share cards: a picture with the question of each page and of each section, for where they are linked to.
//!
//! ```text
//! Wording ──fingerprint──▶ address          known for all cards while the site is planned
//!    └──set──▶ CardView ──card.svg──▶ SVG ──draw──▶ PNG      one card at a time
//! ```
//!
//! A card's address has a fingerprint of all that its pixels depend on, so that it may be kept for ever. Must not
//! know: where its bytes go.

mod draw;
mod faces;
mod fit;
mod lacking;
mod set;
mod wording;
mod words;

use rayon::prelude::*;

use super::theme::Theme;
use super::view::CardLinkView;
use crate::base::serving::IMMUTABLE;
use crate::base::{Digest, SitePath, Span, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::model::{Page, Site, Topic};
use crate::parse::settings::Cards;
use crate::source::Typeface;
use draw::Undrawn;
pub(crate) use draw::{HEIGHT, WIDTH};
use faces::Faces;
pub(crate) use lacking::{Lacking, lacking, of_site};
use wording::CardText;

/// The template of all cards.
pub(super) const TEMPLATE: &str = "card.svg";

/// What a card is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A place in the site's pages.
    Page(usize),
    /// A place in the site's pages, and one among the page's sections.
    Section(usize, usize),
    /// A topic, by the address of its page.
    Topic(UrlPath),
    Home,
}

impl Subject {
    /// What it is of, in a word.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Page(_) => "page",
            Self::Section(..) => "section",
            Self::Topic(_) => "topic",
            Self::Home => "home",
        }
    }
}

/// What all cards of a site are made with.
pub(crate) struct CardAssets {
    /// Of all but their words.
    digest: Digest,
    faces: Faces,
}

/// What tells one stock from another.
pub(super) fn stock_digest(template: Digest, site: &Site, typefaces: &[Typeface]) -> Digest {
    let settings = &site.settings;
    let site = (&settings.title, &settings.description, &settings.language, settings.cards);
    let faces: Vec<_> = typefaces.iter().map(|face| face.digest).collect();
    Digest::of_value(&(template, site, faces))
}

impl CardAssets {
    /// `template` is the digest of `card.svg` and of the templates that it is made of.
    pub(super) fn new(template: Digest, typefaces: &[Typeface]) -> Self {
        let digest = Digest::of_value(&(env!("CARGO_PKG_VERSION"), template));
        Self { digest, faces: Faces::new(typefaces) }
    }
}

/// A card of a site, before it is made.
#[derive(Clone, Copy)]
pub(super) struct CardBuilder<'s> {
    site: &'s Site,
    stock: &'s CardAssets,
}

impl<'s> CardBuilder<'s> {
    pub(super) fn new(site: &'s Site, theme: &'s Theme) -> Self {
        Self { site, stock: &theme.stock }
    }

    /// The card of a page, if pages have one.
    pub(super) fn of_page(self, page: &Page) -> Option<CardLinkView> {
        (self.site.settings.cards != Cards::None).then(|| self.link(&CardText::of_page(self.site, page)))
    }

    /// The cards of a page's sections, in their order; none, if sections have none.
    pub(super) fn of_sections(self, page: &Page) -> impl Iterator<Item = CardLinkView> {
        let sections = if self.site.settings.cards == Cards::Sections { &page.sections[..] } else { &[] };
        (0..sections.len()).map(move |at| self.link(&CardText::of_section(self.site, page, at)))
    }

    pub(super) fn of_topic(self, topic: &Topic) -> Option<CardLinkView> {
        (self.site.settings.cards != Cards::None).then(|| self.link(&CardText::of_topic(self.site, topic)))
    }

    pub(super) fn of_home(self) -> Option<CardLinkView> {
        (self.site.settings.cards != Cards::None).then(|| self.link(&CardText::of_home(self.site)))
    }

    fn link(self, wording: &CardText<'_>) -> CardLinkView {
        let url = self.address(wording).absolute(&self.site.base_url);
        CardLinkView { url, width: WIDTH, height: HEIGHT, alt: wording.alt() }
    }

    /// `immutable/my-question/card.3f2a5b01.png`
    fn address(self, wording: &CardText<'_>) -> UrlPath {
        let print = self.fingerprint(wording).short();
        let (folder, name) = (wording.page.as_str(), wording.name());
        UrlPath::new(&format!("{IMMUTABLE}{folder}{name}.{print}.png"))
    }

    /// Of all that a card's pixels depend on.
    fn fingerprint(self, wording: &CardText<'_>) -> Digest {
        let words: String = wording.texts().collect();
        Digest::of_value(&(self.stock.digest, wording, self.stock.faces.digest(&words)))
    }

    fn wording(self, of: &Subject) -> Option<CardText<'s>> {
        Some(match of {
            Subject::Page(at) => CardText::of_page(self.site, self.site.pages.get(*at)?),
            Subject::Section(at, section) => {
                CardText::of_section(self.site, self.site.pages.get(*at)?, *section)
            }
            Subject::Topic(url) => CardText::of_topic(self.site, self.site.frame.topics.get(url)?),
            Subject::Home => CardText::of_home(self.site),
        })
    }

    /// The addresses of all cards of a site, and what each is of.
    pub(super) fn all(self) -> Vec<(UrlPath, Subject)> {
        if self.site.settings.cards == Cards::None {
            return vec![];
        }
        let pages = self.site.pages.par_iter().enumerate().flat_map_iter(|(at, page)| self.of(page, at));
        let topics = self.site.frame.topics.iter().map(|(url, topic)| {
            (self.address(&CardText::of_topic(self.site, topic)), Subject::Topic(url.clone()))
        });
        let home = (self.address(&CardText::of_home(self.site)), Subject::Home);
        pages.collect::<Vec<_>>().into_iter().chain(topics).chain([home]).collect()
    }

    /// The cards of a page, which is at this place among the site's or was.
    pub(super) fn of(self, page: &Page, at: usize) -> Vec<(UrlPath, Subject)> {
        let sections = match self.site.settings.cards {
            Cards::Sections => page.sections.len(),
            Cards::Explainers => 0,
            Cards::None => return vec![],
        };
        let section = |section| {
            (self.address(&CardText::of_section(self.site, page, section)), Subject::Section(at, section))
        };
        let whole = (self.address(&CardText::of_page(self.site, page)), Subject::Page(at));
        std::iter::once(whole).chain((0..sections).map(section)).collect()
    }

    /// The key of a card.
    pub(super) fn key(self, of: &Subject) -> Digest {
        self.wording(of).map_or(self.stock.digest, |wording| self.fingerprint(&wording))
    }
}

/// The SVG that a card is drawn from.
pub(super) fn svg((site, theme): (&Site, &Theme), of: &Subject) -> Result<String, Finding> {
    let blank = CardBuilder::new(site, theme);
    let Some(wording) = blank.wording(of) else { return Ok(String::new()) };
    let view = set::card(&wording, &blank.stock.faces);
    theme.render(TEMPLATE, &wording.place(), &[("card", &view), ("site", &wording.site_view())])
}

/// The PNG of an SVG.
pub(crate) fn png((site, theme): (&Site, &Theme), of: &Subject, svg: &str) -> Result<Vec<u8>, Finding> {
    let page = CardBuilder::new(site, theme).wording(of).map(|wording| wording.place()).unwrap_or_default();
    draw::draw(svg, &theme.stock.faces).map_err(|undrawn| {
        let problem = match undrawn {
            Undrawn::Not(message) => Problem::UndrawnCard { message, page },
            Undrawn::Size(width, height) => Problem::CardSize {
                size: format!("{width} × {height}"),
                wanted: format!("{WIDTH} × {HEIGHT}"),
            },
            Undrawn::Heavy(bytes) => {
                Problem::HeavyCard { kilobytes: bytes.div_ceil(1000), limit: draw::HEAVIEST / 1000, page }
            }
        };
        Finding::new(&SitePath::new(&format!("templates/{TEMPLATE}")), Span::default(), problem)
    })
}
