//! Adds share cards to the table of addresses, and keeps the result for the next time.
//!
//! A card's address follows from its words, so most edits of a page change none. Must not know: how a card is drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::card::{self, CardBuilder, Lacking};
use super::theme::Theme;
use crate::base::Digest;
use crate::diagnostics::Finding;
use crate::model::{Output, Outputs, Page, Site};
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
        Arc::ptr_eq(&previous.site_outputs, &site.outputs) && previous.card_assets == theme.card_assets_digest
    });
    let mut plan = known.unwrap_or_else(|| PreviousPlan::new(site, theme, snapshot));
    plan.update(site, theme, snapshot);
    let plan = memo.insert(plan);
    let found = plan.lacking.values().flat_map(|lacking| &lacking.findings);
    CardPlan {
        outputs: plan.outputs.clone(),
        letters: plan.lacking.values().flat_map(|lacking| &lacking.letters).copied().collect(),
        findings: plan.collisions.iter().chain(found).cloned().collect(),
    }
}

impl PreviousPlan {
    /// The plan of a site none of whose pages is known.
    fn new(site: &Site, theme: &Theme, snapshot: &Snapshot) -> Self {
        let mut lacking = BTreeMap::new();
        if site.settings.cards != Cards::None {
            let own = card::of_site((site, &theme.card_assets), snapshot);
            lacking.extend(own.map(|own| (usize::MAX, own)));
        }
        Self {
            site_outputs: site.outputs.clone(),
            card_assets: theme.card_assets_digest,
            pages: vec![],
            lacking,
            outputs: site.outputs.clone(),
            collisions: vec![],
        }
    }

    /// Takes in the pages whose own words have changed since, or which are new to the plan.
    fn update(&mut self, site: &Site, theme: &Theme, snapshot: &Snapshot) {
        let cards = CardBuilder::new(site, theme);
        let mut edited: Vec<_> = site.all_pages().enumerate().collect();
        edited.retain(|(at, page)| self.pages.get(*at).is_none_or(|before| !page.is_same_source(before)));
        if site.settings.cards != Cards::None {
            let lacking = edited
                .par_iter()
                .map(|(at, page)| (*at, card::lacking((site, &theme.card_assets), snapshot, page)));
            for (at, lacking) in lacking.collect::<Vec<_>>() {
                self.lacking.remove(&at);
                self.lacking.extend(lacking.map(|lacking| (at, lacking)));
            }
        }
        let mut old = Vec::new();
        let mut new = Vec::new();
        // The card of the site has the words of its home page.
        if self.pages.is_empty() || edited.iter().any(|(_, page)| page.is_home()) {
            (self.outputs, self.collisions) = (site.outputs.clone(), vec![]);
            new = cards.all();
        } else {
            for (at, page) in &edited {
                let before = cards.of(&self.pages[*at], *at);
                let after = cards.of(page, *at);
                if before != after {
                    old.extend(before);
                    new.extend(after);
                }
            }
        }
        if !old.is_empty() || !new.is_empty() {
            let outputs = Arc::make_mut(&mut self.outputs);
            for (url, _) in old {
                outputs.remove_card(&url);
            }
            for (url, subject) in new {
                outputs.claim(url, Output::Card(subject), None, &mut self.collisions);
            }
        }
        for (at, page) in edited {
            match self.pages.get_mut(at) {
                Some(before) => *before = page.clone(),
                None => self.pages.push(page.clone()),
            }
        }
    }
}
