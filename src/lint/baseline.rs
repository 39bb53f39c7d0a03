//! What a site has agreed to live with, for a while: findings that a check does not fail by.
//!
//! An entry is known by its words and their sentence, not by a line, so whoever edits the sentence sees the
//! finding again. The list can only grow when somebody asks for it. Must not know: the disk.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use super::rules::stale_baseline_entry;
use super::{Rule, Selection};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Item, Report};
use crate::parse::table::{self, Fields};

/// How much of the words an entry has, for whoever reads the list.
const SHOWN: usize = 60;

const HEAD: &str = "# What `nutgraf check --baseline` passes over. `--write-baseline` takes out what is mended,\n\
    # and with `--accept` puts in what is new.\n";

/// The list, as it was read.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    rule: String,
    page: String,
    fingerprint: String,
    text: String,
    /// How many findings there are that nothing but their order tells apart.
    count: u32,
    since: Date,
    /// Its fingerprint in the file.
    span: Span,
}

/// Reads a list; what is found is wrong with it.
pub(crate) fn read(path: &SitePath, text: &str) -> (Baseline, Vec<Finding>) {
    let (entries, found) = table::read(path, (text, 0..text.len()), "a baseline", |fields| {
        fields.tables("finding", "an entry of a baseline", entry).into_iter().flatten().collect()
    });
    (Baseline { entries }, found)
}

fn entry(fields: &mut Fields<'_, '_>) -> Option<Entry> {
    let [rule, page] = ["rule", "page"].map(|key| fields.needed_text(key));
    let fingerprint = fields.needed_text("fingerprint");
    let text = fields.text("text");
    let (count, since) = (fields.count("count"), fields.date("since"));
    let fingerprint = fingerprint?;
    Some(Entry {
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
    /// Marks what the list has, and gives what is dead in it: entries that nothing needs any more, of rules
    /// that were asked.
    pub(crate) fn accept(&self, report: &mut Report, (path, asked): (&SitePath, &Selection)) -> Vec<Finding> {
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
        let is_dead = |entry: &&Entry| left.get(&*entry.fingerprint).is_some_and(|(left, _)| *left > 0);
        let dead = self.entries.iter().filter(|entry| is_asked(entry, asked)).filter(is_dead);
        dead.map(|entry| stale_baseline_entry::finding(path, entry.span, &entry.rule)).collect()
    }

    /// The list without what is dead, and with what is new where it is to be accepted: `report` has been
    /// marked with the list.
    pub(crate) fn renewed(&self, report: &Report, (asked, accept): (&Selection, Accept<'_>)) -> String {
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        for item in report.items.iter().filter(|item| !item.finding.is_suppressed()) {
            let since = item.accepted.or_else(|| accept.takes(item).then_some(report.today));
            if let Some(since) = since {
                let entry = Entry { since, ..new(item) };
                entries
                    .entry(entry.fingerprint.clone())
                    .and_modify(|entry| entry.count += 1)
                    .or_insert(entry);
            }
        }
        let unasked = self.entries.iter().filter(|entry| !is_asked(entry, asked));
        let mut entries: Vec<_> = entries.into_values().chain(unasked.cloned()).collect();
        entries.sort_by(|a, b| key(a).cmp(&key(b)));
        entries.iter().fold(HEAD.to_owned(), |list, entry| list + &written(entry))
    }
}

/// Which findings come to the list.
#[derive(Clone, Copy)]
pub(crate) enum Accept<'a> {
    None,
    /// Those in these files and folders; all, where none is named.
    In(&'a [String]),
}

impl Accept<'_> {
    fn takes(self, item: &Item) -> bool {
        let path = &item.finding.place.path;
        let is_in =
            matches!(self, Self::In(paths) if paths.is_empty() || paths.iter().any(|it| path.is_in(it)));
        is_in && can_be_accepted(item)
    }
}

/// What every command goes by cannot be lived with.
fn can_be_accepted(item: &Item) -> bool {
    item.finding.lint_message().is_some() && !item.finding.is_suppressed()
}

fn is_asked(entry: &Entry, asked: &Selection) -> bool {
    let means = |rule: &Rule| asked.only.iter().any(|word| rule.is_of(word));
    asked.only.is_empty() || Rule::named(&entry.rule).is_none_or(means)
}

fn new(item: &Item) -> Entry {
    Entry {
        rule: item.finding.code().name.to_owned(),
        page: item.home.to_string(),
        fingerprint: item.fingerprint.first.to_string(),
        text: item.fingerprint.text.chars().filter(|letter| !letter.is_control()).take(SHOWN).collect(),
        count: 1,
        since: Date::default(),
        span: Span::default(),
    }
}

fn key(entry: &Entry) -> (&str, &str, &str, &str) {
    (&entry.page, &entry.rule, &entry.text, &entry.fingerprint)
}

fn written(entry: &Entry) -> String {
    let Entry { rule, page, fingerprint, text, count, since, .. } = entry;
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
