//! Views of pages that have a share card, with its address.
//!
//! Must not know: what is on a card.

use super::card::CardBuilder;
use super::view::{CorrectionsView, EntityPageView, ExplainerView, ListView, ListingView, PlainView};
use super::views;
use crate::base::UrlPath;
use crate::model::{Listed, Listing, Page, Site, Topic};
use crate::parse::front_matter::ExplainerFront;

/// A site whose pages have cards, unless it wants none.
#[derive(Clone, Copy)]
pub(super) struct PageViews<'s> {
    pub(super) site: &'s Site,
    pub(super) cards: CardBuilder<'s>,
}

impl<'s> PageViews<'s> {
    pub(super) fn explainer(self, page: &'s Page, front: &'s ExplainerFront) -> ExplainerView<'s> {
        let mut view = views::explainer(self.site, page, front);
        view.head.card = self.cards.of_page(page);
        for (section, card) in view.sections.iter_mut().zip(self.cards.of_sections(page)) {
            section.card = Some(card);
        }
        view
    }

    pub(super) fn plain(self, page: &'s Page) -> PlainView<'s> {
        let mut view = views::plain(self.site, page);
        view.head.card = self.cards.of_page(page);
        view
    }

    pub(super) fn topic(self, topic: &'s Topic) -> ListView<'s> {
        let mut view = views::topic(self.site, topic);
        view.head.card = self.cards.of_topic(topic);
        view
    }

    pub(super) fn home(self) -> ListView<'s> {
        let mut view = views::home(self.site);
        view.head.card = self.cards.of_home();
        view
    }

    // Pages that the site makes by itself have the site's card: one of their own would say no more.

    pub(super) fn listing(self, listing: Listing) -> ListingView<'s> {
        let mut view = views::listing(self.site, listing);
        view.head.card = self.cards.of_home();
        view
    }

    pub(super) fn not_found(self) -> ListView<'s> {
        let mut view = views::not_found(self.site);
        view.head.card = self.cards.of_home();
        view
    }

    pub(super) fn entity(self, listed: &'s Listed, url: &'s UrlPath) -> EntityPageView<'s> {
        let mut view = views::entity_page(self.site, listed, url);
        view.head.card = self.cards.of_home();
        view
    }

    pub(super) fn corrections(self, url: &'s UrlPath) -> CorrectionsView<'s> {
        let mut view = views::corrections(self.site, url);
        view.head.card = self.cards.of_home();
        view
    }
}
