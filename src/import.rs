//! Imports a site of another generator: values in, values out.
//!
//! ```text
//! old files ──settings──▶ generator ──old_site──▶ pages, lists, files ──layout──▶ new paths ──writer──▶ new files
//! ```
//!
//! Every old address still leads to its page, what cannot be imported is a [`Finding`] at its place in the old file, and
//! the new site builds. Must not know: the disk.

mod body;
mod date;
mod dialect;
mod escape;
mod front_matter;
mod heading;
mod layout;
mod link_map;
mod location;
mod markdown;
mod old_site;
mod permalink;
mod redirects;
mod settings;
mod shortcode;
mod value;
mod writer;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::words::Count;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem, sort_and_dedup};
use crate::source::{OWN_REDIRECTS, Snapshot};
use body::ParsedBody;
use link_map::LinkMap;
pub use location::old_file;
pub(crate) use location::{ReadMode, is_skipped, read_mode};
use old_site::OldSite;
use settings::Settings;

/// A new site, and what it lacks of the old one.
#[derive(Debug, Default)]
pub struct Imported {
    /// All files by path. Empty if there was no old site, which an error in `findings` says.
    pub files: BTreeMap<SitePath, ImportedFile>,
    /// Parts of the old site that could not be imported, with paths and spans of the old site, in order.
    pub findings: Vec<Finding>,
    // For the summary.
    generator: &'static str,
    theme: Option<String>,
    pages: usize,
    drafts: usize,
    copied_files: usize,
    redirects: usize,
    theme_files: usize,
    /// How often each key was dropped, the most frequent first.
    dropped_keys: Vec<(String, usize)>,
}

/// The origin of a file of the new site.
#[derive(Debug, PartialEq, Eq)]
pub enum ImportedFile {
    /// The import wrote this text.
    Written(String),
    /// It is a copy of this file of the old site.
    Copied(SitePath),
}

/// Imports an old site, as it was on a day.
pub fn import(old: &Snapshot, today: Date) -> Imported {
    let failed = |finding| Imported { findings: vec![finding], ..Imported::default() };
    let settings = match settings::read_settings(old) {
        Ok(settings) => settings,
        Err(finding) => return failed(finding),
    };
    let site = old_site::read_old_site(old, &settings, today);
    if site.pages.is_empty() && site.findings.is_empty() {
        return failed(Finding::new(&SitePath::new("."), Span::default(), Problem::NoTree {}));
    }
    write_site(old, &settings, &site)
}

fn write_site(old: &Snapshot, settings: &Settings, site: &OldSite) -> Imported {
    let layout = layout::plan_layout(site, settings);
    let bodies: Vec<_> = site.pages.par_iter().map(|page| ParsedBody::parse(page, settings)).collect();
    let ids = bodies.iter().map(ParsedBody::ids).collect();
    let map = LinkMap::new(old, settings, site, &layout, ids);
    let pages: Vec<_> =
        bodies.par_iter().enumerate().map(|(at, body)| writer::write_page(&map, at, body)).collect();
    let redirects = redirects::write_redirects(&map);
    let (site_toml, mut findings) = writer::write_site_settings(settings, site);
    findings.extend(redirects.findings);
    findings.extend(site.findings.iter().chain(&layout.findings).cloned());
    let mut files = BTreeMap::from([(SitePath::new("site.toml"), ImportedFile::Written(site_toml))]);
    for (new_page, written) in layout.pages.iter().zip(pages) {
        findings.extend(written.findings);
        files.insert(new_page.path.clone(), ImportedFile::Written(written.text));
    }
    if !layout.list_aliases.is_empty() {
        files
            .entry(SitePath::new("content/index.md"))
            .or_insert_with(|| ImportedFile::Written(writer::write_empty_home(&layout.list_aliases)));
    }
    if let Some(text) = redirects.text {
        files.insert(SitePath::new(OWN_REDIRECTS), ImportedFile::Written(text));
    }
    for (old_path, new_path) in &layout.files {
        files.insert(new_path.clone(), ImportedFile::Copied(old_path.clone()));
    }
    let findings = sort_and_dedup(findings);
    let dropped_keys = count_dropped_keys(&findings);
    Imported {
        files,
        generator: settings.generator.name(),
        theme: settings.theme.clone(),
        pages: site.pages.len(),
        drafts: site.pages.iter().filter(|page| page.front.draft).count(),
        copied_files: layout.files.len(),
        redirects: redirects.count
            + layout.pages.iter().map(|page| page.aliases.len()).sum::<usize>()
            + layout.list_aliases.len(),
        theme_files: site.theme_files,
        findings: merge_dropped_keys(findings),
        dropped_keys,
    }
}

impl Imported {
    /// Returns lines that say what was imported, and how much of each kind was not.
    pub fn summary(&self) -> String {
        if self.files.is_empty() {
            return String::new();
        }
        let pages = Count(self.pages, "page");
        let drafts = match self.drafts {
            0 => String::new(),
            drafts => format!(", {} among them", Count(drafts, "draft")),
        };
        let copied = Count(self.copied_files, "file");
        let redirects = match self.redirects {
            0 => String::new(),
            1 => ", 1 redirect from an old address".to_owned(),
            redirects => format!(", {redirects} redirects from old addresses"),
        };
        let mut text = format!("from {}: {pages}{drafts}; {copied} copied{redirects}\n", self.generator);
        if self.theme_files > 0 {
            let theme = match &self.theme {
                Some(theme) => format!(" (`{theme}`)"),
                None => String::new(),
            };
            text += &format!(
                "not imported, since nutgraf has its own theme: {} of templates and styles{theme}\n",
                Count(self.theme_files, "file")
            );
        }
        if !self.dropped_keys.is_empty() {
            let count: usize = self.dropped_keys.iter().map(|(_, count)| count).sum();
            let keys = format_key_counts(&self.dropped_keys);
            text += &format!("left: {count:>5} key-left (I002): {keys}\n");
        }
        let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for code in self.findings.iter().map(Finding::code) {
            // The line above has these.
            if !matches!(code.code, "I002" | "I021") {
                *kinds.entry((code.code, code.name)).or_default() += 1;
            }
        }
        for ((code, name), count) in kinds {
            text += &format!("left: {count:>5} {name} ({code})\n");
        }
        text
    }
}

/// Files in which a key is reported before the others are summed up; one more if it is the last.
const REPORTED_FILES: usize = 5;

/// Counts dropped keys, the most frequent first.
fn count_dropped_keys(findings: &[Finding]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in findings.iter().filter_map(dropped_key) {
        *counts.entry(key).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().map(|(key, count)| (key.to_owned(), count)).collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}

/// Merges the findings of a key in more than a few files into one. Findings must be in order.
fn merge_dropped_keys(findings: Vec<Finding>) -> Vec<Finding> {
    let mut files: BTreeMap<String, BTreeSet<SitePath>> = BTreeMap::new();
    for finding in &findings {
        if let Some(key) = dropped_key(finding) {
            files.entry(key.to_owned()).or_default().insert(finding.path().clone());
        }
    }
    let mut merged = BTreeSet::new();
    let mut kept = Vec::with_capacity(findings.len());
    for mut finding in findings {
        if let Some(key) = dropped_key(&finding).map(str::to_owned) {
            let files = &files[&key];
            let is_early = files.iter().take(REPORTED_FILES).any(|path| path == finding.path());
            if !is_early && files.len() > REPORTED_FILES + 1 {
                if !merged.insert(key.clone()) {
                    continue;
                }
                let more = Count(files.len() - REPORTED_FILES, "more file").to_string();
                finding.problem = Problem::KeyLeftAgain { key, files: more };
            }
        }
        kept.push(finding);
    }
    kept
}

fn dropped_key(finding: &Finding) -> Option<&str> {
    match &finding.problem {
        Problem::KeyLeft { key } => Some(key),
        _ => None,
    }
}

/// Formats counts for a summary: the first few keys, then the number of others.
fn format_key_counts(counts: &[(String, usize)]) -> String {
    const MAX_NAMED: usize = 8;
    let mut names = Vec::new();
    for (key, count) in counts.iter().take(MAX_NAMED) {
        names.push(if *count == 1 { format!("`{key}`") } else { format!("`{key}` ({count})") });
    }
    let mut line = names.join(", ");
    if counts.len() > MAX_NAMED {
        line += &format!(" and {}", Count(counts.len() - MAX_NAMED, "other"));
    }
    line
}
