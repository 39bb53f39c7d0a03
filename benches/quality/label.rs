//! Findings that a person has read, each with a verdict: whether a careful editor wants to see it.
//!
//! A line of `labels.tsv`: code, key, `true` or `false`, corpus, what was found, its sentence, a note. The key is
//! made of the code, what was found and its sentence, so that it survives other changes of the text. For texts that
//! may not be in the repository, what was found and its sentence are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::corpus::folder;
use super::site::Hit;

/// The verdicts, by key.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    labels: BTreeMap<String, Label>,
}

#[derive(Debug)]
struct Label {
    code: String,
    right: bool,
}

/// Counts of a rule's findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sample {
    pub read: usize,
    pub right: usize,
    /// Findings without a label.
    pub unread: usize,
    /// Labels without a finding.
    pub gone: usize,
}

/// FNV-1a, which is the same on every machine and in every version of Rust.
fn digest(parts: &[&str]) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    digest
}

/// The key of a finding in `labels.tsv`.
pub(crate) fn key(hit: &Hit) -> String {
    format!("{:016x}", digest(&[hit.code, &plain(&hit.text), &plain(&hit.sentence)]))
}

/// A text on one line.
pub(crate) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Labels {
    pub(crate) fn read() -> Self {
        let text = fs::read_to_string(folder().join("labels.tsv")).unwrap_or_default();
        let mut labels = BTreeMap::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let fields: Vec<_> = line.split('\t').collect();
            let [code, key, verdict, ..] = fields[..] else {
                panic!("line {} of labels.tsv is short", at + 1)
            };
            let right = verdict.parse().unwrap_or_else(|_| panic!("line {} has no verdict", at + 1));
            let known = labels.insert(key.to_owned(), Label { code: code.to_owned(), right });
            assert!(known.is_none(), "line {} of labels.tsv labels something twice", at + 1);
        }
        Self { labels }
    }

    pub(crate) fn is_read(&self, hit: &Hit) -> bool {
        self.labels.contains_key(&key(hit))
    }

    /// Counts one rule's findings and labels.
    pub(crate) fn sample(&self, code: &str, hits: &[Hit]) -> Sample {
        let found: BTreeSet<_> = hits.iter().filter(|hit| hit.code == code).map(key).collect();
        let mut sample = Sample::default();
        for (key, label) in self.labels.iter().filter(|(_, label)| label.code == code) {
            if found.contains(key) {
                sample.read += 1;
                sample.right += usize::from(label.right);
            } else {
                sample.gone += 1;
            }
        }
        sample.unread = found.len() - sample.read;
        sample
    }
}

impl Sample {
    /// The share that is right; `None` if too few have been read. Ten are enough if all are right.
    pub(crate) fn precision(self) -> Option<f64> {
        let enough = self.read >= 20 || self.read >= 10 && self.right == self.read;
        enough.then(|| self.right as f64 / self.read as f64)
    }
}
