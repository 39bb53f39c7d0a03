//! Findings that have been read, each with a verdict: whether a careful editor wants to see it.
//!
//! A line of `labels.tsv`: code, key, `true` or `false`, corpus, what was found, its sentence, a note. The key is
//! made of the code, what was found and its sentence, so that it outlives any other change of the text. For texts
//! that may not lie in the repository, what was found and its sentence are left out.

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

/// How many of a rule's findings have been read, and how many of those are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sample {
    pub read: usize,
    pub right: usize,
    /// Findings that nobody has read.
    pub unread: usize,
    /// Labels whose finding is found no more.
    pub gone: usize,
}

/// FNV-1a, which is the same on every machine and in every version.
fn digest(parts: &[&str]) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    digest
}

/// What a finding is known by.
pub(crate) fn key(hit: &Hit) -> String {
    format!("{:016x}", digest(&[hit.code, &plain(&hit.text), &plain(&hit.sentence)]))
}

/// On one line, however it was wrapped.
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

    /// What has been read of one rule's findings.
    pub(crate) fn sample(&self, code: &str, hits: &[Hit]) -> Sample {
        let found: BTreeSet<_> = hits.iter().filter(|hit| hit.code == code).map(key).collect();
        let known = |(_, label): &(&String, &Label)| label.code == code;
        let (here, gone): (Vec<_>, Vec<_>) =
            self.labels.iter().filter(known).partition(|(key, _)| found.contains(*key));
        let right = here.iter().filter(|(_, label)| label.right).count();
        Sample { read: here.len(), right, unread: found.len() - here.len(), gone: gone.len() }
    }
}

impl Sample {
    /// The share that is right; nothing, where too few have been read. A few that are all right are enough.
    pub(crate) fn precision(self) -> Option<f64> {
        let enough = self.read >= 20 || self.read >= 10 && self.right == self.read;
        enough.then(|| self.right as f64 / self.read as f64)
    }
}
