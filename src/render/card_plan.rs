//! Adds share cards to the table of addresses, and keeps the result for the next time.
//!
//! A card's address follows from its words, so most edits of a page change none. Must not know: how a card is drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::card::{self, CardBuilder, Lacking};
use super::theme::Theme;
use crate::base::{Digest, UrlPath};
use crate::diagnostics::Finding;
use crate::model::{CardSubject, Output, Outputs, Page, Site};
use crate::parse::settings::Cards;
use crate::source::Snapshot;

/// All addresses of a site, and the letters that its cards lack.
#[derive(Clone)]
pub(crate) struct CardPlan {
    pub(crate) outputs: Arc<Outputs>,
    /// The letters on cards that the built-in typefaces lack.
    pub(crate) letters: BTreeSet<char>,
    /// Those that no typeface has.
    pub(crate) findings: Vec<Finding>,
}

/// The last plan, and what it was made from.
pub(crate) type Memo = Option<PreviousPlan>;

pub(crate) struct PreviousPlan {
    /// The addresses of the site without cards.
    site_outputs: Arc<Outputs>,
    card_assets: Digest,
    /// The pages in their order, the home page last.
    pages: Vec<Page>,
    /// Letters that cards lack, by the place of their page; those of the site itself come last.
    lacking: BTreeMap<usize, Lacking>,
    outputs: Arc<Outputs>,
    collisions: Vec<Finding>,
}

/// Plans the cards of a site.
pub(crate) fn plan_cards(site: &Site, theme: &Theme, snapshot: &Snapshot, memo: &mut Memo) -> CardPlan {
    let known = memo.take().filter(|previous| {
        Arc::ptr_eq(&previous.site_outputs, &site.outputs) && previous.card_assets == theme.stock_digest
    });
    let plan = match known {
        Some(previous) => previous.update(site, theme, snapshot),
        None => PreviousPlan::build(site, theme, snapshot),
    };
    memo.insert(plan).plan()
}

/// Claims an address for each card.
fn claim_cards(site: &Site, theme: &Theme) -> (Arc<Outputs>, Vec<Finding>) {
    let cards = CardBuilder::new(site, theme);
    let (mut outputs, mut findings) = (Outputs::clone(&site.outputs), Vec::new());
    for (url, subject) in cards.all() {
        outputs.claim(url, Output::Card(subject), None, &mut findings);
    }
    (Arc::new(outputs), findings)
}

/// The letters that the cards of a page lack, if it has any.
fn lacking(site: &Site, theme: &Theme, snapshot: &Snapshot, page: &Page) -> Option<Lacking> {
    let has_cards = site.settings.cards != Cards::None;
    has_cards.then(|| card::lacking((site, &theme.stock), snapshot, page))?
}

impl PreviousPlan {
    fn build(site: &Site, theme: &Theme, snapshot: &Snapshot) -> Self {
        let pages: Vec<_> = site.all_pages().enumerate().collect();
        let lack = |(at, page)| Some((at, lacking(site, theme, snapshot, page)?));
        let mut lacking: BTreeMap<_, _> = pages.into_par_iter().filter_map(lack).collect();
        if site.settings.cards != Cards::None {
            let own = card::of_site((site, &theme.stock), snapshot);
            lacking.extend(own.map(|own| (usize::MAX, own)));
        }
        let (outputs, collisions) = claim_cards(site, theme);
        Self {
            site_outputs: site.outputs.clone(),
            card_assets: theme.stock_digest,
            pages: site.all_pages().cloned().collect(),
            lacking,
            outputs,
            collisions,
        }
    }

    /// The plan after an edit of some pages' own words.
    fn update(mut self, site: &Site, theme: &Theme, snapshot: &Snapshot) -> Self {
        let cards = CardBuilder::new(site, theme);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        let mut is_home_edited = false;
        for (at, page) in site.all_pages().enumerate() {
            if page.is_same_source(&self.pages[at]) {
                continue;
            }
            is_home_edited |= page.is_home();
            let (before, after) = (cards.of(&self.pages[at], at), cards.of(page, at));
            if before != after {
                old.extend(before);
                new.extend(after);
            }
            match lacking(site, theme, snapshot, page) {
                Some(lack) => drop(self.lacking.insert(at, lack)),
                None => drop(self.lacking.remove(&at)),
            }
            self.pages[at] = page.clone();
        }
        if is_home_edited {
            // The card of the site has the words of its home page.
            (self.outputs, self.collisions) = claim_cards(site, theme);
        } else if !old.is_empty() || !new.is_empty() {
            self.rename(old, new);
        }
        self
    }

    /// Puts cards that have other addresses in the places of those that they were.
    fn rename(&mut self, old: Vec<(UrlPath, CardSubject)>, new: Vec<(UrlPath, CardSubject)>) {
        let outputs = Arc::make_mut(&mut self.outputs);
        for (url, _) in old {
            outputs.remove_card(&url);
        }
        for (url, subject) in new {
            outputs.claim(url, Output::Card(subject), None, &mut self.collisions);
        }
    }

    fn plan(&self) -> CardPlan {
        let lacking = self.lacking.values();
        let found = lacking.clone().flat_map(|lacking| &lacking.findings);
        CardPlan {
            outputs: self.outputs.clone(),
            letters: lacking.flat_map(|lacking| &lacking.letters).copied().collect(),
            findings: self.collisions.iter().chain(found).cloned().collect(),
        }
    }
}
