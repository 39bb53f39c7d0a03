//! What the server shows at one moment.
//!
//! It never changes: the next state of the site makes the next one, and what is asked of this one is worked
//! out once. Must not know: who looks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use super::key::{self, Key};
use super::report::Report;
use super::room::locked;
use crate::base::UrlPath;
use crate::diagnostics::Finding;
use crate::lint::Selection;
use crate::pipeline::Compiled;
use crate::shell::project::Revision;

pub(super) struct Showing {
    /// Counts from 1.
    pub(super) serial: u64,
    pub(super) newest: Arc<Revision>,
    /// The newest that has no errors.
    good: Option<Arc<Revision>>,
    /// In which showing each file was last made another, removed or added.
    touched: Arc<BTreeMap<UrlPath, u64>>,
    leaves: Mutex<BTreeMap<UrlPath, Arc<Leaf>>>,
}

/// A page as it stands in one showing.
pub(super) struct Leaf {
    /// None when it cannot be made.
    pub(super) key: Option<Key>,
    /// What its readers are told: what was found in the site, and what kept this page from being made.
    pub(super) report: Arc<Report>,
    /// What kept it from being made.
    pub(super) failed: Vec<Finding>,
}

impl Showing {
    pub(super) fn after(last: Option<&Self>, revision: Revision) -> Self {
        let newest = Arc::new(revision);
        let serial = last.map_or(0, |last| last.serial) + 1;
        let before = last.and_then(|last| last.good.clone());
        let good = if newest.compiled.has_errors() { before.clone() } else { Some(newest.clone()) };
        let mut touched = last.map(|last| last.touched.clone()).unwrap_or_default();
        if let (Some(before), Some(good)) = (&before, &good)
            && !Arc::ptr_eq(before, good)
        {
            touch(&mut touched, &changed_files(&before.compiled, &good.compiled), serial);
        }
        Self { serial, newest, good, touched, leaves: Mutex::default() }
    }

    /// The revision whose pages are shown.
    pub(super) fn good(&self) -> Option<&Revision> {
        self.good.as_deref()
    }

    /// The same, for a thread of its own.
    pub(super) fn good_revision(&self) -> Option<Arc<Revision>> {
        self.good.clone()
    }

    /// What was found in the newest state of the site, and while a page was made.
    pub(super) fn report_with(&self, found: &[Finding]) -> Report {
        self.report(found, &[])
    }

    fn report(&self, found: &[Finding], remarks: &[Finding]) -> Report {
        let compiled = &self.newest.compiled;
        let all: Vec<&Finding> = found.iter().chain(compiled.findings()).collect();
        Report::new(&all, remarks, compiled.snapshot())
    }

    /// How a page stands; worked out when somebody first asks.
    pub(super) fn leaf(&self, page: &UrlPath) -> Arc<Leaf> {
        let mut leaves = locked(&self.leaves);
        let leaf = leaves.entry(page.clone()).or_insert_with(|| Arc::new(self.new_leaf(page)));
        leaf.clone()
    }

    fn new_leaf(&self, page: &UrlPath) -> Leaf {
        let Some(good) = self.good() else {
            return Leaf { key: None, report: Arc::new(self.report_with(&[])), failed: vec![] };
        };
        let url = key::seen_at(&good.compiled, page);
        match good.compiled.render(&url) {
            // By what was found the page of findings is known again, and nothing is remarked on that.
            Some(Err(found)) => Leaf { key: None, report: Arc::new(self.report_with(&found)), failed: found },
            _ => {
                let remarks = self.newest.compiled.check_page(&Selection::default(), &url);
                let report = Arc::new(self.report(&[], &remarks));
                Leaf { key: good.compiled.key(&url), report, failed: vec![] }
            }
        }
    }

    /// Whether a page is another than it was, for whoever looks at it.
    pub(super) fn changes(&self, last: Option<&Self>, page: &UrlPath) -> bool {
        let now = self.leaf(page).key;
        now.is_some() && last.is_none_or(|last| last.leaf(page).key != now)
    }

    /// The files that are not what they were in an earlier showing.
    pub(super) fn files_since(&self, serial: u64) -> Vec<&UrlPath> {
        self.touched.iter().filter(|(_, touched)| **touched > serial).map(|(url, _)| url).collect()
    }
}

/// Mostly there is nothing to note, and then nothing is copied.
fn touch(touched: &mut Arc<BTreeMap<UrlPath, u64>>, changed: &BTreeSet<UrlPath>, serial: u64) {
    if !changed.is_empty() {
        Arc::make_mut(touched).extend(changed.iter().map(|url| (url.clone(), serial)));
    }
}

fn changed_files(before: &Compiled, now: &Compiled) -> BTreeSet<UrlPath> {
    let files = |compiled| Compiled::assets(compiled).collect::<BTreeSet<_>>();
    files(before).symmetric_difference(&files(now)).map(|(url, _)| (*url).clone()).collect()
}
