//! Keys that many files have and nutgraf has no place for: they are reported in a few files, and counted.
//!
//! Must not know: what keys mean.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::SitePath;
use crate::base::words::Count;
use crate::diagnostics::{Finding, Problem};

/// Files in which a key is reported before the others are summed up; one more if it is the last.
const REPORTED_FILES: usize = 5;

/// Counts dropped keys, the most frequent first.
pub(super) fn count_dropped_keys(findings: &[Finding]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in findings.iter().filter_map(dropped_key) {
        *counts.entry(key).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().map(|(key, count)| (key.to_owned(), count)).collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}

/// Merges the findings of a key in more than a few files into one. Findings must be in order.
pub(super) fn merge_dropped_keys(findings: Vec<Finding>) -> Vec<Finding> {
    let mut files: BTreeMap<String, BTreeSet<SitePath>> = BTreeMap::new();
    for finding in &findings {
        if let Some(key) = dropped_key(finding) {
            files.entry(key.to_owned()).or_default().insert(finding.path().clone());
        }
    }
    let mut merged = BTreeSet::new();
    let mut kept = Vec::with_capacity(findings.len());
    for mut finding in findings {
        if let Some(key) = dropped_key(&finding).map(str::to_owned) {
            let files = &files[&key];
            let is_early = files.iter().take(REPORTED_FILES).any(|path| path == finding.path());
            if !is_early && files.len() > REPORTED_FILES + 1 {
                if !merged.insert(key.clone()) {
                    continue;
                }
                let more = Count(files.len() - REPORTED_FILES, "more file").to_string();
                finding.problem = Problem::KeyLeftAgain { key, files: more };
            }
        }
        kept.push(finding);
    }
    kept
}

fn dropped_key(finding: &Finding) -> Option<&str> {
    match &finding.problem {
        Problem::KeyLeft { key } => Some(key),
        _ => None,
    }
}

/// Formats counts for a summary: the first few keys, then the number of others.
pub(super) fn format_key_counts(counts: &[(String, usize)]) -> String {
    const MAX_NAMED: usize = 8;
    let mut names = Vec::new();
    for (key, count) in counts.iter().take(MAX_NAMED) {
        names.push(if *count == 1 { format!("`{key}`") } else { format!("`{key}` ({count})") });
    }
    let mut line = names.join(", ");
    if counts.len() > MAX_NAMED {
        line += &format!(" and {}", Count(counts.len() - MAX_NAMED, "other"));
    }
    line
}
