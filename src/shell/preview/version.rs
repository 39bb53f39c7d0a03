//! What the server shows until the next revision of the site.
//!
//! A version never changes, and computes the state of each page once. Must not know: which browsers are connected.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use super::report::OverlayReport;
use crate::base::UrlPath;
use crate::diagnostics::Finding;
use crate::lint::Selection;
use crate::pipeline::Compiled;
use crate::render::Key;
use crate::shell::lock;
use crate::shell::project::Revision;

/// The page for addresses that the site does not have.
pub(super) const NOT_FOUND: &str = "404.html";

pub(super) struct Version {
    /// Counts from 1.
    pub(super) serial: u64,
    pub(super) newest: Arc<Revision>,
    /// The revision whose pages are shown: the newest without errors.
    pub(super) last_good: Option<Arc<Revision>>,
    /// The serial of the version in which each file was last added, changed or removed.
    changed_in: Arc<BTreeMap<UrlPath, u64>>,
    page_states: Mutex<BTreeMap<UrlPath, Arc<PageState>>>,
}

/// A page in one version.
pub(super) struct PageState {
    /// `None` if the page cannot be rendered.
    pub(super) key: Option<Key>,
    /// The findings in the site, and those that prevent this page.
    pub(super) report: OverlayReport,
    /// The findings that prevent this page.
    pub(super) failed: Vec<Finding>,
}

impl Version {
    pub(super) fn after(last: Option<&Self>, revision: Revision) -> Self {
        let newest = Arc::new(revision);
        let serial = last.map_or(0, |last| last.serial) + 1;
        let mut changed_in = last.map(|last| last.changed_in.clone()).unwrap_or_default();
        let mut last_good = last.and_then(|last| last.last_good.clone());
        if !newest.compiled.has_errors() {
            if let Some(before) = &last_good {
                let changed = changed_files(&before.compiled, &newest.compiled);
                // The map is shared, and copied only if there is something to record.
                if !changed.is_empty() {
                    Arc::make_mut(&mut changed_in).extend(changed.into_iter().map(|url| (url, serial)));
                }
            }
            last_good = Some(newest.clone());
        }
        Self { serial, newest, last_good, changed_in, page_states: Mutex::default() }
    }

    /// The findings that prevent a page, those in the newest revision, and the remarks on the page.
    pub(super) fn report(&self, failed: &[Finding], remarks: &[Finding]) -> OverlayReport {
        let compiled = &self.newest.compiled;
        let all: Vec<&Finding> = failed.iter().chain(compiled.findings()).collect();
        OverlayReport::new(&all, remarks, compiled.snapshot())
    }

    /// The state of a page, computed when it is first asked for.
    pub(super) fn page_state(&self, page: &UrlPath) -> Arc<PageState> {
        let mut page_states = lock(&self.page_states);
        match page_states.entry(page.clone()) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => new.insert(Arc::new(self.compute_page_state(page))).clone(),
        }
    }

    fn compute_page_state(&self, page: &UrlPath) -> PageState {
        let Some(last_good) = &self.last_good else {
            return PageState { key: None, report: self.report(&[], &[]), failed: vec![] };
        };
        let compiled = &last_good.compiled;
        let url = if compiled.outputs().contains(page) { page.clone() } else { UrlPath::new(NOT_FOUND) };
        match compiled.render(&url) {
            // The browser shows a page of findings, which has none of the words that remarks are about.
            Some(Err(failed)) => PageState { key: None, report: self.report(&failed, &[]), failed },
            _ => {
                let remarks = self.newest.compiled.check_page(&Selection::default(), &url);
                PageState { key: compiled.key(&url), report: self.report(&[], &remarks), failed: vec![] }
            }
        }
    }

    /// Returns whether a page differs from what a browser got in the last version.
    pub(super) fn has_changed(&self, last: Option<&Self>, page: &UrlPath) -> bool {
        let now = self.page_state(page).key;
        now.is_some() && last.is_none_or(|last| last.page_state(page).key != now)
    }

    /// The files that have changed after the version with this serial.
    pub(super) fn files_since(&self, serial: u64) -> Vec<&UrlPath> {
        self.changed_in.iter().filter(|(_, changed_in)| **changed_in > serial).map(|(url, _)| url).collect()
    }
}

fn changed_files(before: &Compiled, now: &Compiled) -> BTreeSet<UrlPath> {
    let before: BTreeSet<_> = before.assets().collect();
    let now: BTreeSet<_> = now.assets().collect();
    before.symmetric_difference(&now).map(|(url, _)| (*url).clone()).collect()
}
