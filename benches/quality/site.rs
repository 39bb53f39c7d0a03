//! A check of a site in memory.

use std::collections::BTreeMap;
use std::ops::Range;

use nutgraf::{Env, File, Finding, Memo, Selection, SitePath, Snapshot, compile};

use super::TODAY;

/// The files of a site, by path.
pub(crate) type Files = BTreeMap<String, String>;

/// A finding.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub code: &'static str,
    pub path: String,
    pub range: Range<usize>,
    /// The text at `range`.
    pub text: String,
    /// The sentence around it, without mark-up; empty if the finding is about no text.
    pub sentence: String,
}

impl Hit {
    fn new(finding: &Finding, files: &Files) -> Self {
        let path = finding.path().as_str().to_owned();
        let range = finding.range();
        let text = files.get(&path).and_then(|text| text.get(range.clone())).unwrap_or_default();
        let code = finding.code().code;
        Self { code, path, range, text: text.to_owned(), sentence: finding.sentence().to_owned() }
    }

    /// A key that stays the same if the finding moves in its file.
    pub(crate) fn sameness(&self) -> (&'static str, &str, &str, &str) {
        (self.code, &self.path, &self.text, &self.sentence)
    }
}

/// Checks one site after the other, and keeps what does not change.
#[derive(Default)]
pub(crate) struct SiteChecker {
    memo: Memo,
}

impl SiteChecker {
    /// Checks a site with the default rules, or with some rules, given by code, letter or `all`.
    pub(crate) fn hits(&mut self, files: &Files, only: &[&str]) -> Vec<Hit> {
        let mut snapshot = BTreeMap::new();
        for (path, text) in files {
            let path = SitePath::new(path);
            let file = File::new(&path, text.as_bytes());
            snapshot.insert(path, file);
        }
        let snapshot = Snapshot::new(snapshot);
        let env = Env { today: TODAY.parse().expect("a day"), base_url: None, drafts: true };
        let compiled = compile(&snapshot, &env, &mut self.memo);
        let only = only.iter().map(|word| (*word).to_owned()).collect();
        let selection = Selection { only, ..Selection::default() };
        let checked = compiled.check(&selection);
        let found = compiled.findings().iter().chain(&checked);
        found.filter(|finding| !finding.is_suppressed()).map(|finding| Hit::new(finding, files)).collect()
    }
}
