//! How good the editor's rules are: what they find in texts that were not written for them, how much of it is
//! right, and how many planted faults they find.
//!
//! `benches/README.md` says how to read it.

#[path = "measure.rs"]
#[allow(dead_code, reason = "the bench and the test each use a part")]
mod measure;
mod table;

use std::path::PathBuf;

use measure::corpus::{Corpus, committed, explainers, of_folder};
use measure::label::{Labels, key, plain};
use measure::recall::recall;
use measure::seed::Seed;
use measure::site::Hit;

struct Wish {
    seeds: u64,
    /// More texts, with the day on which they are read as published.
    folder: Option<(PathBuf, String)>,
    /// The rule whose findings are written down, to be labelled.
    sample: Option<String>,
    /// The rules whose faults are planted; all, when there is none.
    only: Vec<String>,
}

fn wish() -> Wish {
    let mut wish = Wish { seeds: 40, folder: None, sample: None, only: Vec::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match &*word {
            "--seeds" => wish.seeds = next().parse().expect("a number of seeds"),
            "--folder" => wish.folder = Some((next().into(), next())),
            "--write-sample" => wish.sample = Some(next()),
            "--only" => wish.only.push(next()),
            // What cargo adds.
            "--bench" => {}
            _ => {
                panic!("{word} means nothing: --seeds N, --folder DIR DAY, --write-sample RULE, --only RULE")
            }
        }
    }
    wish
}

fn main() {
    let wish = wish();
    let mut corpora = if wish.folder.is_none() { committed() } else { Vec::new() };
    corpora.extend(wish.folder.iter().map(|(folder, day)| of_folder(folder, day)));
    let found: Vec<_> = corpora.iter().map(|corpus| corpus.hits(&["all"])).collect();
    if let Some(code) = &wish.sample {
        write_sample(code, &corpora, &found);
        return;
    }
    let recall = recall(&explainers(), wish.seeds, &wish.only);
    if wish.only.is_empty() {
        table::print(&corpora, &found, &recall);
    }
    for note in recall.values().flat_map(|recall| &recall.notes) {
        table::line(note);
    }
}

/// Up to 50 findings of a rule that nobody has read, for `labels.tsv`, with a `?` in the place of the verdict.
fn write_sample(code: &str, corpora: &[Corpus], found: &[Vec<Hit>]) {
    let labels = Labels::read();
    let mut open = Vec::new();
    for (corpus, hits) in corpora.iter().zip(found) {
        let new = |hit: &&Hit| hit.code == code && !labels.is_read(hit);
        open.extend(hits.iter().filter(new).map(|hit| (key(hit), &corpus.name, hit)));
    }
    open.sort_by(|a, b| a.0.cmp(&b.0));
    open.dedup_by(|a, b| a.0 == b.0);
    let mut seed = Seed::new(code, 0);
    for _ in 0..open.len().min(50) {
        let (key, corpus, hit) = open.swap_remove(seed.below(open.len()));
        let (text, sentence) = (plain(&hit.text), plain(&hit.sentence));
        table::line(&format!("{code}\t{key}\t?\t{corpus}\t{text}\t{sentence}\t"));
    }
}
