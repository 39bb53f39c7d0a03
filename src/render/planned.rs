//! The plan of a site, and what is left of it for the next time.
//!
//! Most changes are of a page's own words, and change nothing of the plan: which addresses there are follows from
//! the frame, and from the words on cards. Must not know: how anything is rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::card::{self, CardBuilder, Lacking, Subject};
use super::theme::Theme;
use super::{Plan, Task, tasks};
use crate::base::{Digest, UrlPath};
use crate::diagnostics::Finding;
use crate::model::{Frame, Page, Site};
use crate::parse::settings::Cards as Wanted;
use crate::source::Snapshot;

/// A plan, with what its cards lack.
#[derive(Clone, Default)]
pub(crate) struct Planned {
    pub(crate) plan: Arc<Plan>,
    /// The letters on cards that our own typefaces lack.
    pub(crate) letters: BTreeSet<char>,
    /// Those that no typeface has.
    pub(crate) findings: Vec<Finding>,
}

/// Cards by their addresses.
type Cards = Vec<(UrlPath, Subject)>;

/// The last plan, and what it was the plan of.
pub(crate) type Memo = Option<Last>;

pub(crate) struct Last {
    frame: Arc<Frame>,
    stock: Digest,
    /// The pages in their order, then the home page.
    pages: Vec<Page>,
    /// What cards lack, by the place of their page; that of the site itself is after all of them.
    lacking: BTreeMap<usize, Lacking>,
    plan: Arc<Plan>,
}

/// The plan of a site.
pub(crate) fn plan((site, theme): (&Site, &Theme), snapshot: &Snapshot, memo: &mut Memo) -> Planned {
    let known =
        memo.take().filter(|last| Arc::ptr_eq(&last.frame, &site.frame) && last.stock == theme.stock_digest);
    let last = match known {
        Some(last) => last.renewed((site, theme), snapshot),
        None => Last::anew((site, theme), snapshot),
    };
    memo.insert(last).planned()
}

fn pages(site: &Site) -> impl Iterator<Item = &Page> {
    site.pages.iter().chain(&site.home)
}

/// What the cards of a page lack, if it has any.
fn lacking((site, theme): (&Site, &Theme), snapshot: &Snapshot, page: &Page) -> Option<Lacking> {
    let wanted = site.settings.cards != Wanted::None;
    wanted.then(|| card::lacking((site, &theme.stock), snapshot, page))?
}

impl Last {
    fn anew((site, theme): (&Site, &Theme), snapshot: &Snapshot) -> Self {
        let all: Vec<_> = pages(site).enumerate().collect();
        let lack = |(at, page)| Some((at, lacking((site, theme), snapshot, page)?));
        let mut lacking: BTreeMap<_, _> = all.into_par_iter().filter_map(lack).collect();
        let own =
            (site.settings.cards != Wanted::None).then(|| card::of_site((site, &theme.stock), snapshot));
        lacking.extend(own.flatten().map(|own| (usize::MAX, own)));
        Self {
            frame: site.frame.clone(),
            stock: theme.stock_digest,
            pages: pages(site).cloned().collect(),
            lacking,
            plan: Arc::new(tasks(site, theme)),
        }
    }

    /// The same after a change of some pages' own words.
    fn renewed(mut self, (site, theme): (&Site, &Theme), snapshot: &Snapshot) -> Self {
        let blank = CardBuilder::new(site, theme);
        let mut renamed = Vec::new();
        for (at, page) in pages(site).enumerate() {
            if page.is_still(&self.pages[at]) {
                continue;
            }
            let (then, now) = (blank.of(&self.pages[at], at), blank.of(page, at));
            if then != now {
                renamed.push((then, now));
            }
            match lacking((site, theme), snapshot, page) {
                Some(lack) => drop(self.lacking.insert(at, lack)),
                None => drop(self.lacking.remove(&at)),
            }
            self.pages[at] = page.clone();
        }
        if !renamed.is_empty() {
            self.rename((site, theme), renamed);
        }
        self
    }

    /// Puts cards that have other names in the places of those that they were.
    fn rename(&mut self, (site, theme): (&Site, &Theme), renamed: Vec<(Cards, Cards)>) {
        // The home page is among no others, and an author may have kept a file of an old card's name.
        let plain = |(url, of): &(UrlPath, Subject)| {
            let is_page = matches!(of, Subject::Page(at) | Subject::Section(at, _) if *at < site.pages.len());
            is_page && !site.frame.assets.contains_key(url)
        };
        if !renamed.iter().flat_map(|(then, now)| then.iter().chain(now)).all(plain) {
            self.plan = Arc::new(tasks(site, theme));
            return;
        }
        let plan = Arc::make_mut(&mut self.plan);
        for (then, now) in renamed {
            then.iter().for_each(|(url, _)| drop(plan.remove(url)));
            plan.extend(now.into_iter().map(|(url, of)| (url, Task::Card(of))));
        }
    }

    fn planned(&self) -> Planned {
        let lacking = self.lacking.values();
        Planned {
            plan: self.plan.clone(),
            letters: lacking.clone().flat_map(|lacking| &lacking.letters).copied().collect(),
            findings: lacking.flat_map(|lacking| &lacking.findings).cloned().collect(),
        }
    }
}
