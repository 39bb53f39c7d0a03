//! The page of findings lists all that a finding can say: what the text cases show is on it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, iter};

/// A gap in a sentence of the page: a name or a number that differs from finding to finding.
const GAP: char = '…';

/// The sentences of each code, by code: what it finds, and what to do.
fn listed() -> BTreeMap<String, Vec<String>> {
    let page = fs::read_to_string("docs/content/reference/findings.md").expect("the page of findings");
    let mut listed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut code = String::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("### `") {
            code = heading[..4].to_owned();
        } else if let Some(item) = line.trim_start().strip_prefix("- ") {
            listed.entry(code.clone()).or_default().push(item.to_owned());
        } else if let Some(fact) = line.strip_prefix("Finds: ").and_then(|fact| fact.strip_suffix('.')) {
            listed.entry(code.clone()).or_default().push(fact.to_owned());
        }
    }
    listed
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The code of each finding that a case draws, with its message and with its remedy.
fn drawn(case: &str) -> Vec<(String, String)> {
    let mut drawn = Vec::new();
    let mut code = "";
    for line in case.lines() {
        let title = ["error[", "warning["].iter().find_map(|level| line.strip_prefix(level));
        if let Some(message) = title.and_then(|title| title.get(4..)?.strip_prefix("]: ")) {
            code = &title.unwrap_or_default()[..4];
            drawn.push((code.to_owned(), message.to_owned()));
        } else if let Some(help) = line.trim_start().strip_prefix("= help: ") {
            drawn.push((code.to_owned(), help.to_owned()));
        }
    }
    drawn
}

/// True if a sentence is another one with its gaps filled.
fn fits(filled: &str, sentence: &str) -> bool {
    let Some((first, rest)) = sentence.split_once(GAP) else { return filled == sentence };
    let Some(filled) = filled.strip_prefix(first) else { return false };
    iter::once(0)
        .chain(filled.char_indices().map(|(at, _)| at))
        .chain([filled.len()])
        .any(|at| fits(&filled[at..], rest))
}

#[test]
fn what_a_finding_says_is_on_the_page_of_findings() {
    let listed = listed();
    let mut seen = BTreeSet::new();
    for path in files_below(Path::new("tests/cases")) {
        let Ok(case) = fs::read_to_string(&path) else { continue };
        for (code, text) in drawn(&case) {
            let sentences = listed.get(&code).unwrap_or_else(|| panic!("{code} lists nothing"));
            let is_listed = sentences.iter().any(|sentence| fits(&text, sentence));
            assert!(is_listed, "{}: the page does not list what {code} says: {text}", path.display());
            seen.insert(code);
        }
    }
    assert!(seen.len() > 150, "the cases show {} codes only", seen.len());
}

#[test]
fn a_gap_stands_for_any_words() {
    assert!(fits("write `a b`, or `c`", "write `…`, or `…`"));
    assert!(fits("add `alt = …`", "add `… = …`"));
    assert!(!fits("write it", "write …!"));
}
