//! The editor's rules are as good as they were: the gates of `benches/quality`, on the same data with fewer seeds.

#[path = "../../benches/quality/measure.rs"]
#[allow(dead_code, reason = "the bench and the test each use a part")]
mod measure;

use std::fmt::Write;

use measure::corpus::{committed, explainers};
use measure::label::Labels;
use measure::recall::recall;
use measure::site::{Hit, SiteChecker};
use measure::{MAX_NOISE, MAX_SIDE_FINDINGS, MIN_PRECISION, min_recall};
use nutgraf::test_support::{LintLevel, RULES, Rule};

/// The rules that speak without being asked.
fn speaking() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(|rule| rule.default_level != LintLevel::Allow && !rule.preview)
}

#[test]
fn clean_copy_has_few_findings() {
    let (mut found, mut words) = (Vec::new(), 0);
    for (name, files) in explainers() {
        found.extend(SiteChecker::default().hits(&files, &[]));
        let pages = files.get(&format!("content/{name}/index.md")).into_iter();
        words += pages.map(|text| text.split_whitespace().count()).sum::<usize>();
    }
    let rate = 1000.0 * found.len() as f64 / words as f64;
    assert!(rate <= MAX_NOISE, "{rate} per 1,000 words: {found:#?}");
}

#[test]
fn what_a_rule_finds_in_the_texts_of_others_is_right() {
    let labels = Labels::read();
    let hits: Vec<Hit> = committed().iter().flat_map(|corpus| corpus.hits(&["all"])).collect();
    let mut failed = String::new();
    for rule in speaking() {
        let sample = labels.sample(rule.code.code, &hits);
        let least = if rule.default_level == LintLevel::Deny { MIN_PRECISION.0 } else { MIN_PRECISION.1 };
        if sample.precision().is_some_and(|share| share < least) {
            let _ = writeln!(failed, "{}: {sample:?}", rule.code.code);
        }
    }
    assert!(failed.is_empty(), "below the gate\n{failed}");
}

#[test]
fn planted_faults_are_found_and_little_else_with_them() {
    let recall = recall(&explainers(), 12, &[]);
    let mut failed = String::new();
    for rule in speaking() {
        let Some(of) = recall.get(rule.code.code) else { continue };
        // Of a dozen, one may be missed where the bench, with more of them, holds the gate.
        let allowed = f64::max((1.0 - min_recall(rule.code.code)) * of.planted as f64, 1.0);
        let missed = (of.planted - of.found) as f64;
        if missed > allowed || of.side_findings as f64 > f64::max(MAX_SIDE_FINDINGS * of.planted as f64, 1.0)
        {
            let _ = writeln!(failed, "{}:\n{}", rule.code.code, of.notes.join("\n"));
        }
    }
    assert!(failed.is_empty(), "below the gate\n{failed}");
}
