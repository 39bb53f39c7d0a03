//! Share cards: a picture with the question of each page and of each section, for where they are linked to.
//!
//! ```text
//! Wording ──fingerprint──▶ address          known for all cards while the site is planned
//!    └──set──▶ CardView ──card.svg──▶ SVG ──draw──▶ PNG      one card at a time
//! ```
//!
//! A card's address has a fingerprint of all that its pixels depend on, so that it may be kept for ever. Must not
//! know: where its bytes go.

mod depth;
mod draw;
mod faces;
mod fit;
mod lacking;
mod set;
mod shaped_words;
mod wording;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use super::theme::Theme;
use crate::base::serving::IMMUTABLE;
use crate::base::{Digest, SitePath, Span, UrlPath};
use crate::diagnostics::Finding;
use crate::model::{CardSubject, Output, Page, Site};
use crate::parse::settings::Cards;
use crate::source::Typeface;
pub(crate) use draw::{HEIGHT, WIDTH};
use faces::Faces;
pub(crate) use lacking::{Lacking, lacking, of_site};
pub(super) use set::CardView;
pub(super) use wording::{CardSiteView, CardText};

/// The template of all cards.
pub(super) const TEMPLATE: &str = "card.svg";

/// What all cards of a site are made with.
pub(crate) struct CardAssets {
    /// Of all but their words.
    digest: Digest,
    faces: Faces,
}

/// A page's card, as the page names it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct CardLinkView {
    /// Absolute.
    pub(crate) url: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The words that it shows.
    pub(crate) alt: String,
}

/// The digest of all that the cards of a site depend on besides their pages.
pub(super) fn assets_digest(template: Digest, site: &Site, typefaces: &[Typeface]) -> Digest {
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
    assets: &'s CardAssets,
}

impl<'s> CardBuilder<'s> {
    pub(super) fn new(site: &'s Site, theme: &'s Theme) -> Self {
        Self { site, assets: &theme.card_assets }
    }

    /// The card of a subject, as its page names it; none, if the site wants no such card.
    pub(super) fn link(self, subject: &CardSubject) -> Option<CardLinkView> {
        match self.site.settings.cards {
            Cards::None => return None,
            Cards::Explainers if matches!(subject, CardSubject::Section(..)) => return None,
            Cards::Explainers | Cards::Sections => {}
        }
        let text = self.text(subject)?;
        let url = self.address(&text).absolute(&self.site.base_url);
        Some(CardLinkView { url, width: WIDTH, height: HEIGHT, alt: text.alt() })
    }

    /// `immutable/my-question/card.3f2a5b01.png`
    fn address(self, text: &CardText<'_>) -> UrlPath {
        let folder = text.page.as_str();
        let name = text.name();
        let print = self.fingerprint(text).short();
        UrlPath::new(&format!("{IMMUTABLE}{folder}{name}.{print}.png"))
    }

    /// Of all that a card's pixels depend on.
    pub(super) fn fingerprint(self, text: &CardText<'_>) -> Digest {
        let words: String = text.texts().collect();
        Digest::of_value(&(self.assets.digest, text, self.assets.faces.digest(&words)))
    }

    /// The words of a card; nothing, if the site has no such page.
    pub(super) fn text(self, subject: &CardSubject) -> Option<CardText<'s>> {
        Some(match subject {
            CardSubject::Page(at) => CardText::of_page(self.site, self.site.pages.get(*at)?),
            CardSubject::Section(at, section) => {
                CardText::of_section(self.site, self.site.pages.get(*at)?, *section)
            }
            CardSubject::Topic(url) => CardText::of_topic(self.site, self.site.frame.topics.get(url)?),
            CardSubject::Home => CardText::of_home(self.site),
        })
    }

    /// The addresses of all cards of a site, and their subjects: of each page that has an address of its own.
    pub(super) fn all(self) -> Vec<(UrlPath, CardSubject)> {
        if self.site.settings.cards == Cards::None {
            return vec![];
        }
        let card = |subject: CardSubject| Some((self.address(&self.text(&subject)?), subject));
        let outputs: Vec<_> = self.site.outputs.iter().collect();
        let cards = outputs.into_par_iter().flat_map_iter(|(url, output)| match output {
            Output::Page(at) => self.of(&self.site.pages[*at], *at),
            Output::Topic => card(CardSubject::Topic(url.clone())).into_iter().collect(),
            Output::Home => card(CardSubject::Home).into_iter().collect(),
            _ => vec![],
        });
        cards.collect()
    }

    /// The cards of a page, which is at this place among the site's or was.
    pub(super) fn of(self, page: &Page, at: usize) -> Vec<(UrlPath, CardSubject)> {
        let sections = match self.site.settings.cards {
            Cards::Sections => page.sections.len(),
            Cards::Explainers => 0,
            Cards::None => return vec![],
        };
        let mut cards = vec![(self.address(&CardText::of_page(self.site, page)), CardSubject::Page(at))];
        for section in 0..sections {
            let text = CardText::of_section(self.site, page, section);
            cards.push((self.address(&text), CardSubject::Section(at, section)));
        }
        cards
    }
}

/// The SVG that a card is drawn from.
pub(super) fn svg(theme: &Theme, text: &CardText<'_>) -> Result<String, Finding> {
    let view = set::card(text, &theme.card_assets.faces);
    let site = CardSiteView { title: text.title, language: text.language };
    theme.render(TEMPLATE, &text.place(), &[("card", &view), ("site", &site)])
}

/// The PNG of an SVG.
pub(crate) fn png(site: &Site, theme: &Theme, of: &CardSubject, svg: &str) -> Result<Vec<u8>, Finding> {
    let page = CardBuilder::new(site, theme).text(of).map(|text| text.place()).unwrap_or_default();
    draw::draw(svg, &theme.card_assets.faces, page).map_err(|problem| {
        Finding::new(&SitePath::new(&format!("templates/{TEMPLATE}")), Span::default(), problem)
    })
}
