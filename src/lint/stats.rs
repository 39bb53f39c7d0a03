//! Counts of findings by rule, in all and for a thousand words.
//!
//! Must not know: the files that they are in.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostics::Report;
use crate::model::Site;

/// Counts the words of prose in these files and folders; in all, where none is given.
pub(crate) fn count_words(site: &Site, paths: &[String]) -> u32 {
    let bodies = site.pages.iter().chain(&site.home).flat_map(|page| &page.files);
    let chosen = bodies.filter(|body| paths.is_empty() || paths.iter().any(|path| body.path.is_in(path)));
    chosen.map(|body| body.document().outline.words).sum()
}

/// Draws a line for each rule that found something, the most frequent first, and one for all of them.
pub(crate) fn stats(report: &Report, words: u32) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for item in report.open() {
        let code = item.finding.code();
        *counts.entry((code.code, code.name)).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let mut table = String::new();
    for ((code, name), count) in counts {
        let _ = writeln!(table, "{count:6}  {:>6}  {code} {name}", rate(count, words));
    }
    let _ = writeln!(table, "{all:6}  {:>6}  in {words} words", rate(all, words));
    table
}

/// Findings for a thousand words, to a tenth.
fn rate(count: usize, words: u32) -> String {
    if words == 0 {
        return "-".to_owned();
    }
    let tenths = (count * 10_000 + words as usize / 2) / words as usize;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_for_a_thousand_words() {
        assert_eq!(rate(3, 2_000), "1.5");
        assert_eq!(rate(1, 30_000), "0.0");
        assert_eq!(rate(1, 0), "-");
    }
}
