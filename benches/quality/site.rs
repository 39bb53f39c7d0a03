//! A site in memory, and what a check finds on it.

use std::collections::BTreeMap;
use std::ops::Range;

use nutgraf::{Env, File, Finding, Memo, Selection, SitePath, Snapshot, compile};

use super::TODAY;

/// The files of a site, by path.
pub(crate) type Files = BTreeMap<String, String>;

/// Something that was found.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub code: &'static str,
    pub path: String,
    pub range: Range<usize>,
    /// What stands there.
    pub text: String,
    /// The sentence that it is about, without mark-up; empty where it is about no text.
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

    /// The same wherever it stands in its file.
    pub(crate) fn sameness(&self) -> (&'static str, &str, &str, &str) {
        (self.code, &self.path, &self.text, &self.sentence)
    }
}

/// Reads sites one after the other, and keeps what does not change.
#[derive(Default)]
pub(crate) struct Reader {
    memo: Memo,
}

impl Reader {
    /// What a check finds on a site: as everybody reads it, or of some rules only, by code, letter or `all`.
    pub(crate) fn hits(&mut self, files: &Files, only: &[&str]) -> Vec<Hit> {
        let file = |(path, text): (&String, &String)| {
            let path = SitePath::new(path);
            let file = File::new(&path, text.as_bytes());
            (path, file)
        };
        let snapshot = Snapshot::new(files.iter().map(file).collect());
        let env = Env { today: TODAY.parse().expect("a day"), base_url: None, drafts: true };
        let compiled = compile(&snapshot, &env, &mut self.memo);
        let only = only.iter().map(|word| (*word).to_owned()).collect();
        let selection = Selection { only, ..Selection::default() };
        let checked = compiled.check(&selection);
        let found = compiled.findings().iter().chain(&checked);
        found.filter(|finding| !finding.is_suppressed()).map(|finding| Hit::new(finding, files)).collect()
    }
}
