//! What an earlier check of the same site has made out, page by page.
//!
//! A page's own findings come from the page, the registry, the settings and the day, and from nothing else: as
//! long as these are the same values, so are they. It changes no result. Must not know: what a rule finds.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Judged, Selection};
use crate::base::UrlPath;
use crate::model::{Page, Registry, Site};
use crate::syntax::settings::Settings;

/// What an earlier check has made out.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    ground: Option<Ground>,
    pages: BTreeMap<UrlPath, (Page, Judged)>,
}

/// What all pages were read by.
#[derive(Debug)]
struct Ground {
    registry: Arc<Registry>,
    settings: Arc<Settings>,
    today: Date,
    selection: Selection,
}

impl Memo {
    /// Forgets all, where it was read by something else.
    pub(super) fn renew(&mut self, site: &Site, selection: &Selection) {
        let same = self.ground.as_ref().is_some_and(|ground| {
            Arc::ptr_eq(&ground.registry, &site.registry)
                && Arc::ptr_eq(&ground.settings, &site.settings)
                && ground.today == site.today
                && ground.selection == *selection
        });
        if !same {
            let (registry, settings) = (site.registry.clone(), site.settings.clone());
            let selection = selection.clone();
            *self = Self {
                ground: Some(Ground { registry, settings, today: site.today, selection }),
                ..Self::default()
            };
        }
    }

    /// What a page was found to have, if it is the same page.
    pub(super) fn judged(&self, page: &Page) -> Option<Judged> {
        self.pages.get(&page.url).filter(|(known, _)| known.is(page)).map(|(_, judged)| judged.clone())
    }

    /// Keeps what pages were found to have, and forgets those that are gone.
    pub(super) fn keep(&mut self, pages: &[&Page], judged: &[Judged]) {
        if self.pages.len() != pages.len() {
            self.pages.clear();
        }
        for (page, judged) in pages.iter().zip(judged) {
            if !self.pages.get(&page.url).is_some_and(|(known, _)| known.is(page)) {
                self.pages.insert(page.url.clone(), (Page::clone(page), judged.clone()));
            }
        }
    }
}
