//! The page of findings lists all that a finding can advise: what the text cases show is on it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, iter};

/// A gap in a sentence of the page: a name or a number that differs from finding to finding.
const GAP: char = '…';

/// The items of each code's lists, by code.
fn listed() -> BTreeMap<String, Vec<String>> {
    let page = fs::read_to_string("docs/content/reference/findings.md").expect("the page of findings");
    let mut listed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut code = String::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("### `") {
            code = heading[..4].to_owned();
        } else if let Some(item) = line.trim_start().strip_prefix("- ") {
            listed.entry(code.clone()).or_default().push(item.to_owned());
        }
    }
    listed
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The code and the advice of each finding that a case draws.
fn advised(case: &str) -> Vec<(String, String)> {
    let mut advised = Vec::new();
    let mut code = "";
    for line in case.lines() {
        let drawn = ["error[", "warning["].iter().find_map(|level| line.strip_prefix(level));
        if let Some(drawn) = drawn.filter(|drawn| drawn.get(4..6) == Some("]:")) {
            code = &drawn[..4];
        } else if let Some(help) = line.trim_start().strip_prefix("= help: ") {
            advised.push((code.to_owned(), help.to_owned()));
        }
    }
    advised
}

/// Whether a sentence is one with gaps, filled in.
fn fits(filled: &str, sentence: &str) -> bool {
    let Some((first, rest)) = sentence.split_once(GAP) else { return filled == sentence };
    let Some(filled) = filled.strip_prefix(first) else { return false };
    iter::once(0)
        .chain(filled.char_indices().map(|(at, _)| at))
        .chain([filled.len()])
        .any(|at| fits(&filled[at..], rest))
}

#[test]
fn what_a_finding_advises_is_on_the_page_of_findings() {
    let listed = listed();
    let mut seen = BTreeSet::new();
    for path in files_below(Path::new("tests/cases")) {
        let Ok(case) = fs::read_to_string(&path) else { continue };
        for (code, help) in advised(&case) {
            let items = listed.get(&code).unwrap_or_else(|| panic!("{code} lists nothing"));
            let fits = items.iter().any(|item| fits(&help, item));
            assert!(fits, "{}: the page does not list what {code} advises: {help}", path.display());
            seen.insert(code);
        }
    }
    assert!(seen.len() > 150, "the cases show the advice of {} codes only", seen.len());
}

#[test]
fn a_gap_stands_for_any_words() {
    assert!(fits("write `a b`, or `c`", "write `…`, or `…`"));
    assert!(fits("add `alt = …`", "add `… = …`"));
    assert!(!fits("write it", "write …!"));
}
