//! The figures as a table.

use std::collections::BTreeMap;

use nutgraf::test_support::{LintLevel, RULES, Rule};

use crate::measure::corpus::{Corpus, explainers};
use crate::measure::label::{Labels, Sample};
use crate::measure::recall::Recall;
use crate::measure::site::{Hit, SiteChecker};
use crate::measure::{MAX_NOISE, MAX_SIDE_FINDINGS, MIN_PRECISION, min_recall};

#[expect(clippy::print_stdout, reason = "it is all that a bench is for")]
pub(crate) fn print_line(text: &str) {
    println!("{text}");
}

/// Prints a line for each rule, and one for the noise.
pub(crate) fn print_table(corpora: &[Corpus], found: &[Vec<Hit>], recall: &BTreeMap<&'static str, Recall>) {
    let labels = Labels::read();
    let words: usize = corpora.iter().map(Corpus::words).sum();
    let hits: Vec<_> = found.iter().flatten().cloned().collect();
    for corpus in corpora {
        print_line(&format!("{}: {} texts, {} words", corpus.name, corpus.documents.len(), corpus.words()));
    }
    print_line("");
    print_line(
        "| rule | taken | hits | per 1,000 words | precision | read | recall | planted | others | gates |",
    );
    print_line("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    for rule in RULES {
        let sample = labels.sample(rule.code.code, &hits);
        let count = hits.iter().filter(|hit| hit.code == rule.code.code).count();
        let rate = 1000.0 * count as f64 / words as f64;
        print_line(&table_row(rule, count, rate, sample, recall.get(rule.code.code)));
    }
    print_noise();
}

/// Prints how many findings there are on the clean explainers.
fn print_noise() {
    let mut found = 0;
    let mut words = 0;
    for (_, files) in explainers() {
        found += SiteChecker::default().hits(&files, &[]).len();
        let pages = files.iter().filter(|(path, _)| path.ends_with("index.md"));
        words += pages.map(|(_, text)| text.split_whitespace().count()).sum::<usize>();
    }
    let rate = 1000.0 * f64::from(u32::try_from(found).unwrap_or(u32::MAX)) / words as f64;
    let holds = if rate <= MAX_NOISE { "holds" } else { "MISSED" };
    print_line(&format!(
        "\nclean explainers: {found} findings in {words} words, {rate:.2} per 1,000 (at most {MAX_NOISE}: {holds})"
    ));
}

fn table_row(rule: &Rule, count: usize, rate: f64, sample: Sample, recall: Option<&Recall>) -> String {
    let precision = sample.precision().map_or_else(|| "–".to_owned(), |share| format!("{share:.2}"));
    let none = Recall::default();
    let planted = recall.unwrap_or(&none);
    let share = if planted.planted == 0 { "–".to_owned() } else { format!("{:.2}", planted.share()) };
    let others = if planted.planted == 0 {
        "–".to_owned()
    } else {
        format!("{:.2}", planted.side_findings_per_fault())
    };
    format!(
        "| {} {} | {} | {count} | {rate:.2} | {precision} | {} | {share} | {} | {others} | {} |",
        rule.code.code,
        rule.code.name,
        level_name(rule),
        sample.read,
        planted.planted,
        gate_result(rule, sample, recall),
    )
}

fn level_name(rule: &Rule) -> &'static str {
    match (rule.preview, rule.default_level) {
        (true, _) => "preview",
        (_, LintLevel::Allow) => "allow",
        (_, LintLevel::Warn) => "warn",
        (_, LintLevel::Deny) => "deny",
    }
}

/// Says which gates a rule has missed, as far as they are measured.
fn gate_result(rule: &Rule, sample: Sample, recall: Option<&Recall>) -> String {
    let mut missed = Vec::new();
    let least = if rule.default_level == LintLevel::Deny { MIN_PRECISION.0 } else { MIN_PRECISION.1 };
    if sample.precision().is_some_and(|share| share < least) {
        missed.push("precision");
    }
    if recall.is_some_and(|recall| recall.share() < min_recall(rule.code.code)) {
        missed.push("recall");
    }
    if recall.is_some_and(|recall| recall.side_findings_per_fault() > MAX_SIDE_FINDINGS) {
        missed.push("others");
    }
    let measured = sample.precision().is_some() || recall.is_some();
    match (missed.is_empty(), measured) {
        (true, true) => "hold".to_owned(),
        (true, false) => "not measured".to_owned(),
        (false, _) => format!("MISSED: {}", missed.join(", ")),
    }
}
