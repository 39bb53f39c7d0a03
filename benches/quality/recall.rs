//! Recall: how many planted faults are found, and what else is found because of them.

use std::collections::BTreeMap;

use super::explainer::FaultyExplainer;
use super::fault::{Fault, faults};
use super::label::plain;
use super::rng::Rng;
use super::site::{Files, Hit, SiteChecker};

/// Rules that rightly find a fault of another rule as well: a source without its last citation is unused, and a
/// claim that needs a check may have a number in it.
const COMPANIONS: [(&str, &str); 5] =
    [("C001", "C002"), ("S002", "C002"), ("S002", "S003"), ("S003", "C002"), ("S004", "S003")];

/// The results of planting one rule's faults.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recall {
    pub planted: usize,
    pub found: usize,
    /// New findings of rules that the fault does not concern.
    pub side_findings: usize,
    /// Faults that were not found, and side findings, in words.
    pub notes: Vec<String>,
}

impl Recall {
    pub(crate) fn share(&self) -> f64 {
        self.found as f64 / self.planted.max(1) as f64
    }

    pub(crate) fn side_findings_per_fault(&self) -> f64 {
        self.side_findings as f64 / self.planted.max(1) as f64
    }
}

/// A clean explainer with the findings that it has all the same.
struct CleanExplainer {
    name: String,
    files: Files,
    default_hits: Vec<Hit>,
    /// With rules that are off by default.
    all_hits: Vec<Hit>,
}

/// Plants each rule's faults `seeds` times, or as often as there is a place for it.
pub(crate) fn recall(
    explainers: &[(String, Files)],
    seeds: u64,
    only: &[String],
) -> BTreeMap<&'static str, Recall> {
    let mut checker = SiteChecker::default();
    let mut clean = Vec::new();
    for (name, files) in explainers {
        clean.push(CleanExplainer {
            name: name.clone(),
            files: files.clone(),
            default_hits: checker.hits(files, &[]),
            all_hits: checker.hits(files, &["all"]),
        });
    }
    let mut results: BTreeMap<_, Recall> = BTreeMap::new();
    for fault in faults().filter(|fault| only.is_empty() || only.iter().any(|code| code == fault.code)) {
        let kinds = faults().filter(|other| other.code == fault.code).count() as u64;
        let result = results.entry(fault.code).or_default();
        for number in 0..seeds.div_ceil(kinds) {
            plant_fault(fault, number, &clean, &mut checker, result);
        }
    }
    results
}

fn plant_fault(
    fault: &Fault,
    number: u64,
    clean: &[CleanExplainer],
    checker: &mut SiteChecker,
    result: &mut Recall,
) {
    let mut rng = Rng::new(fault.code, number);
    // Not every explainer has a place for every fault.
    for _ in 0..20 {
        let Some(clean) = rng.pick(clean) else { return };
        let mut explainer = FaultyExplainer::new(&clean.name, clean.files.clone(), rng.clone());
        if let Some(places) = (fault.plant)(&mut explainer) {
            let all = new_hits(checker.hits(&explainer.files, &["all"]), &clean.all_hits);
            let default = new_hits(checker.hits(&explainer.files, &[]), &clean.default_hits);
            let where_planted = explainer.describe(&places);
            result.planted += 1;
            if all.iter().any(|hit| hit.code == fault.code && places.iter().any(|place| place.meets(hit))) {
                result.found += 1;
            } else {
                result.notes.push(format!("{} not found: {} in {where_planted}", fault.code, fault.name));
            }
            for hit in default.iter().filter(|hit| hit.code != fault.code) {
                if COMPANIONS.contains(&(fault.code, hit.code)) {
                    continue;
                }
                let text = plain(&hit.text);
                result.side_findings += 1;
                result.notes.push(format!(
                    "{} with {} `{text}`: {} in {where_planted}",
                    fault.code, hit.code, fault.name
                ));
            }
            return;
        }
    }
}

/// The hits that were not there before.
fn new_hits(now: Vec<Hit>, before: &[Hit]) -> Vec<Hit> {
    let mut left: Vec<_> = before.iter().map(Hit::sameness).collect();
    let mut new = now;
    new.retain(|hit| match left.iter().position(|known| *known == hit.sameness()) {
        Some(at) => {
            left.swap_remove(at);
            false
        }
        None => true,
    });
    new
}
