//! The baseline: accepted findings, which do not fail a check.
//!
//! An entry is recognised by its words and their sentence, not by its line, so an edit of the sentence brings the
//! finding back. The list grows only on request. Must not know: the disk.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use super::rules::stale_baseline_entry;
use super::{Rule, Selection};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Item, Report};
use crate::parse::table::{self, Fields};

/// Characters of its words that an entry has, for people who read the list.
const MAX_SHOWN_CHARACTERS: usize = 60;

const HEAD: &str = "# Findings that `nutgraf check --baseline` accepts. `--write-baseline` removes those that are fixed,\n\
    # and with `--accept` adds the new ones.\n";

/// The accepted findings.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    entries: Vec<BaselineEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct BaselineEntry {
    rule: String,
    page: String,
    fingerprint: String,
    text: String,
    /// The number of findings that differ in their order only.
    count: u32,
    since: Date,
    /// The place of its fingerprint in the file.
    span: Span,
}

/// Reads a baseline, with findings about its own mistakes.
pub(crate) fn read_baseline(path: &SitePath, text: &str) -> (Baseline, Vec<Finding>) {
    let (entries, found) =
        table::read(path, (text, 0..text.len()), ("a baseline", Span::default()), |fields| {
            fields.tables("finding", "an entry of a baseline", read_entry).into_iter().flatten().collect()
        });
    (Baseline { entries }, found)
}

fn read_entry(fields: &mut Fields<'_, '_>) -> Option<BaselineEntry> {
    let [rule, page] = ["rule", "page"].map(|key| fields.needed_text(key));
    let fingerprint = fields.needed_text("fingerprint");
    let text = fields.text("text");
    let count = fields.count("count");
    let since = fields.date("since");
    let fingerprint = fingerprint?;
    Some(BaselineEntry {
        rule: rule?.value,
        page: page?.value,
        span: fingerprint.span,
        fingerprint: fingerprint.value,
        text: text.map(|text| text.value).unwrap_or_default(),
        count: count.and_then(|count| u32::try_from(count).ok()).unwrap_or(1),
        since: since.map(|since| since.date.latest()).unwrap_or_default(),
    })
}

impl Baseline {
    /// Marks the findings that are in the list. Gives findings about entries of the selected rules that nothing
    /// in the report needs any more.
    pub(crate) fn accept(&self, report: &mut Report, path: &SitePath, selection: &Selection) -> Vec<Finding> {
        let mut left: BTreeMap<&str, (u32, Date)> =
            self.entries.iter().map(|entry| (&*entry.fingerprint, (entry.count, entry.since))).collect();
        for item in report.items.iter_mut().filter(|item| can_be_accepted(item)) {
            if let Some((count, since)) = left.get_mut(&*item.fingerprint.first.to_string())
                && *count > 0
            {
                *count -= 1;
                item.accepted = Some(*since);
            }
        }
        let mut findings = Vec::new();
        for entry in self.entries.iter().filter(|entry| is_selected(entry, selection)) {
            if left.get(&*entry.fingerprint).is_some_and(|(left, _)| *left > 0) {
                findings.push(stale_baseline_entry::finding(path, entry.span, &entry.rule));
            }
        }
        findings
    }

    /// Writes the list again as TOML, without dead entries. Where `accept` is given, new entries come to it: those in
    /// its files and folders, or all where it is empty. Expects a report that [`accept`](Self::accept) has marked.
    pub(crate) fn update(&self, report: &Report, selection: &Selection, accept: Option<&[String]>) -> String {
        let mut entries: BTreeMap<String, BaselineEntry> = BTreeMap::new();
        for item in report.items.iter().filter(|item| !item.finding.is_suppressed()) {
            let is_new = accept.is_some_and(|paths| is_in_one_of(item, paths)) && can_be_accepted(item);
            let since = item.accepted.or(is_new.then_some(report.today));
            if let Some(since) = since {
                let fingerprint = item.fingerprint.first.to_string();
                let shown = item.fingerprint.text.chars().filter(|letter| !letter.is_control());
                let entry = entries.entry(fingerprint.clone()).or_insert_with(|| BaselineEntry {
                    rule: item.finding.code().name.to_owned(),
                    page: item.home.to_string(),
                    fingerprint,
                    text: shown.take(MAX_SHOWN_CHARACTERS).collect(),
                    count: 0,
                    since,
                    span: Span::default(),
                });
                entry.count += 1;
            }
        }
        let others = self.entries.iter().filter(|entry| !is_selected(entry, selection));
        let mut entries: Vec<_> = entries.into_values().chain(others.cloned()).collect();
        entries.sort_by(|a, b| {
            let key = |it: &BaselineEntry| [&it.page, &it.rule, &it.text, &it.fingerprint].map(Clone::clone);
            key(a).cmp(&key(b))
        });
        entries.iter().fold(HEAD.to_owned(), |list, entry| list + &entry_as_toml(entry))
    }
}

/// Checks whether a finding is in one of some files and folders; none stand for the whole site.
fn is_in_one_of(item: &Item, paths: &[String]) -> bool {
    paths.is_empty() || paths.iter().any(|path| item.finding.place.path.is_in(path))
}

/// Problems cannot be accepted: no command passes over them.
fn can_be_accepted(item: &Item) -> bool {
    item.finding.lint_message().is_some() && !item.finding.is_suppressed()
}

fn is_selected(entry: &BaselineEntry, selection: &Selection) -> bool {
    selection.only.is_empty()
        || Rule::named(&entry.rule).is_none_or(|rule| selection.only.iter().any(|word| rule.code.is_of(word)))
}

fn entry_as_toml(entry: &BaselineEntry) -> String {
    let BaselineEntry { rule, page, fingerprint, text, count, since, .. } = entry;
    // A string of JSON is one of TOML, where no control character is in it.
    let line = |key: &str, text: &str| format!("{key} = {}\n", serde_json::Value::from(text));
    let mut written = "\n[[finding]]\n".to_owned();
    written += &[line("rule", rule), line("page", page), line("fingerprint", fingerprint)].concat();
    if !text.trim().is_empty() {
        written += &line("text", text);
    }
    let _ = writeln!(written, "count = {count}\nsince = {since}");
    written
}
