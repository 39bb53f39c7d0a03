//! The same key in hundreds of files, which is one thing to know.
//!
//! Must not know: what any key means.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::SitePath;
use crate::base::words::Count;
use crate::diagnostics::{Finding, Problem};

/// In so many files a key is shown at its place, and in one more if that is the last.
const SHOWN: usize = 5;

/// How often each key was left out, the most frequent first.
pub(super) fn keys(findings: &[Finding]) -> Vec<(String, usize)> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for key in findings.iter().filter_map(key) {
        *times.entry(key).or_default() += 1;
    }
    let mut keys: Vec<_> = times.into_iter().map(|(key, times)| (key.to_owned(), times)).collect();
    keys.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    keys
}

/// Of findings in order, those that say the same of a key in file after file as one, behind the first few.
pub(super) fn fewer(findings: Vec<Finding>) -> Vec<Finding> {
    let mut files: BTreeMap<String, BTreeSet<SitePath>> = BTreeMap::new();
    for finding in &findings {
        if let Some(key) = key(finding) {
            files.entry(key.to_owned()).or_default().insert(finding.path().clone());
        }
    }
    let mut told = BTreeSet::new();
    let shown = findings.into_iter().filter_map(|mut finding| {
        let Some(key) = key(&finding).map(str::to_owned) else { return Some(finding) };
        let files = &files[&key];
        let first = files.iter().take(SHOWN).any(|path| path == finding.path());
        if first || files.len() <= SHOWN + 1 {
            return Some(finding);
        }
        let more = Count(files.len() - SHOWN, "more file").to_string();
        let new = told.insert(key.clone());
        finding.problem = Problem::KeyLeftAgain { key, files: more };
        new.then_some(finding)
    });
    shown.collect()
}

fn key(finding: &Finding) -> Option<&str> {
    match &finding.problem {
        Problem::KeyLeft { key } => Some(key),
        _ => None,
    }
}

/// The keys in a line: each with its number, the first few by name.
pub(super) fn named(keys: &[(String, usize)]) -> String {
    const NAMED: usize = 8;
    let names = keys.iter().take(NAMED).map(|(key, times)| match times {
        1 => format!("`{key}`"),
        times => format!("`{key}` ({times})"),
    });
    let mut line = names.collect::<Vec<_>>().join(", ");
    if keys.len() > NAMED {
        line += &format!(" and {}", Count(keys.len() - NAMED, "other"));
    }
    line
}
