//! The quality of the editor's rules: what they find in texts that were not written for them, how much of it is
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
use measure::rng::Rng;
use measure::site::Hit;

struct Arguments {
    seeds: u64,
    /// A folder of more texts, and the day that counts as their publication.
    folder: Option<(PathBuf, String)>,
    /// The rule whose findings are printed for labelling.
    sample: Option<String>,
    /// The rules whose faults are planted; all, if there is none.
    only: Vec<String>,
}

fn parse_arguments() -> Arguments {
    let mut arguments = Arguments { seeds: 40, folder: None, sample: None, only: Vec::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match &*word {
            "--seeds" => arguments.seeds = next().parse().expect("a number of seeds"),
            "--folder" => arguments.folder = Some((next().into(), next())),
            "--write-sample" => arguments.sample = Some(next()),
            "--only" => arguments.only.push(next()),
            // Cargo adds this.
            "--bench" => {}
            _ => {
                panic!("{word} means nothing: --seeds N, --folder DIR DAY, --write-sample RULE, --only RULE")
            }
        }
    }
    arguments
}

fn main() {
    let arguments = parse_arguments();
    let mut corpora = if arguments.folder.is_none() { committed() } else { Vec::new() };
    corpora.extend(arguments.folder.iter().map(|(folder, day)| of_folder(folder, day)));
    let found: Vec<_> = corpora.iter().map(|corpus| corpus.hits(&["all"])).collect();
    if let Some(code) = &arguments.sample {
        write_sample(code, &corpora, &found);
        return;
    }
    let recall = recall(&explainers(), arguments.seeds, &arguments.only);
    if arguments.only.is_empty() {
        table::print_table(&corpora, &found, &recall);
    }
    for note in recall.values().flat_map(|recall| &recall.notes) {
        table::print_line(note);
    }
}

/// Prints up to 50 findings of a rule without a label, as lines for `labels.tsv` with `?` as the verdict.
fn write_sample(code: &str, corpora: &[Corpus], found: &[Vec<Hit>]) {
    let labels = Labels::read();
    let mut open = Vec::new();
    for (corpus, hits) in corpora.iter().zip(found) {
        for hit in hits.iter().filter(|hit| hit.code == code && !labels.is_read(hit)) {
            open.push((key(hit), &corpus.name, hit));
        }
    }
    open.sort_by(|a, b| a.0.cmp(&b.0));
    open.dedup_by(|a, b| a.0 == b.0);
    let mut rng = Rng::new(code, 0);
    for _ in 0..open.len().min(50) {
        let (key, corpus, hit) = open.swap_remove(rng.below(open.len()));
        let text = plain(&hit.text);
        let sentence = plain(&hit.sentence);
        table::print_line(&format!("{code}\t{key}\t?\t{corpus}\t{text}\t{sentence}\t"));
    }
}
