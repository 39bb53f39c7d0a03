//! Recall: how many planted faults are found, and what else is found because of them.

use std::collections::BTreeMap;

use super::fault::{Fault, faults};
use super::label::plain;
use super::plot::{Place, Plot};
use super::seed::Seed;
use super::site::{Files, Hit, Reader};

/// What a fault is for another rule too: a source whose last citation goes is unused, and a claim that somebody should
/// check may have a number in it.
const COMPANIONS: [(&str, &str); 5] =
    [("C001", "C002"), ("S002", "C002"), ("S002", "S003"), ("S003", "C002"), ("S004", "S003")];

/// What came of planting one rule's faults.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recall {
    pub planted: usize,
    pub found: usize,
    /// New findings of other rules, of those that the fault does not concern.
    pub splashed: usize,
    /// Where a fault was planted and not found, and what else was found.
    pub notes: Vec<String>,
}

impl Recall {
    pub(crate) fn share(&self) -> f64 {
        self.found as f64 / self.planted.max(1) as f64
    }

    pub(crate) fn splash(&self) -> f64 {
        self.splashed as f64 / self.planted.max(1) as f64
    }
}

/// A clean explainer with what is found on it all the same.
struct Clean {
    name: String,
    files: Files,
    /// By the rules as everybody reads them, and by all.
    hits: [Vec<Hit>; 2],
}

/// Plants each rule's faults `seeds` times, or as often as there is a place for it.
pub(crate) fn recall(
    explainers: &[(String, Files)],
    seeds: u64,
    only: &[String],
) -> BTreeMap<&'static str, Recall> {
    let mut reader = Reader::default();
    let mut clean = Vec::new();
    for (name, files) in explainers {
        let hits = [reader.hits(files, &[]), reader.hits(files, &["all"])];
        clean.push(Clean { name: name.clone(), files: files.clone(), hits });
    }
    let mut found: BTreeMap<_, Recall> = BTreeMap::new();
    let wanted = |fault: &&'static Fault| only.is_empty() || only.iter().any(|code| code == fault.code);
    for fault in faults().filter(wanted) {
        let kinds = faults().filter(|other| other.code == fault.code).count() as u64;
        let into = found.entry(fault.code).or_default();
        for number in 0..seeds.div_ceil(kinds) {
            try_one(fault, number, (&clean, &mut reader), into);
        }
    }
    found
}

fn try_one(fault: &Fault, number: u64, (clean, reader): (&[Clean], &mut Reader), into: &mut Recall) {
    let mut seed = Seed::new(fault.code, number);
    // Not every explainer has a place for every fault.
    for _ in 0..20 {
        let Some(clean) = seed.pick(clean) else { return };
        let mut plot = Plot::new(&clean.name, clean.files.clone(), seed.clone());
        if let Some(places) = (fault.plant)(&mut plot) {
            judge(fault, (clean, &plot, &places), reader, into);
            return;
        }
    }
}

fn judge(
    fault: &Fault,
    (clean, plot, places): (&Clean, &Plot, &[Place]),
    reader: &mut Reader,
    into: &mut Recall,
) {
    let all = new(&reader.hits(&plot.files, &["all"]), &clean.hits[1]);
    let usual = new(&reader.hits(&plot.files, &[]), &clean.hits[0]);
    let is_it = |hit: &&Hit| hit.code == fault.code && places.iter().any(|place| place.meets(hit));
    let found = all.iter().any(|hit| is_it(&hit));
    let is_other = |hit: &&Hit| hit.code != fault.code && !COMPANIONS.contains(&(fault.code, hit.code));
    let others: Vec<_> = usual.iter().filter(is_other).collect();
    into.planted += 1;
    into.found += usize::from(found);
    into.splashed += others.len();
    if !found {
        into.notes.push(format!("{} not found: {} in {}", fault.code, fault.name, plot.shown(places)));
    }
    for hit in others {
        let (code, text) = (hit.code, plain(&hit.text));
        into.notes.push(format!(
            "{} with {code} `{text}`: {} in {}",
            fault.code,
            fault.name,
            plot.shown(places)
        ));
    }
}

/// The findings that were not there before.
fn new(now: &[Hit], before: &[Hit]) -> Vec<Hit> {
    let mut left: Vec<_> = before.iter().map(Hit::sameness).collect();
    let is_new = |hit: &&Hit| match left.iter().position(|known| *known == hit.sameness()) {
        Some(at) => {
            left.swap_remove(at);
            false
        }
        None => true,
    };
    now.iter().filter(is_new).cloned().collect()
}
