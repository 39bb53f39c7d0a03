//! The findings of a check, with what programs read beside the texts.
//!
//! Must not know: the rules. `lint` fills in what a report needs of them.

use jiff::civil::Date;

use super::{Code, Finding, Level, LintLevel};
use crate::base::{Digest, Place, SitePath, UrlPath};

/// The findings of a check, in the order of the files.
#[derive(Clone, Debug)]
pub struct Report {
    /// The day of the check.
    pub(crate) today: Date,
    /// The site's folder inside its repository, with a slash at its end; empty where they are the same.
    pub(crate) folder: String,
    pub(crate) items: Vec<Item>,
    /// All codes, found or not.
    pub(crate) code_docs: Vec<CodeDoc>,
}

/// A finding in a report.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) finding: Finding,
    /// The page that it is about.
    pub(crate) page: Option<UrlPath>,
    /// The main file of that page; its own, where it is about none.
    pub(crate) home: SitePath,
    pub(crate) fingerprint: Fingerprint,
    /// True if its rule reads today's date.
    pub(crate) clocked: bool,
    /// The day on which it came to the baseline, if it is there.
    pub(crate) accepted: Option<Date>,
}

/// Identifies a finding from run to run, wherever its text has moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    pub(crate) digest: Digest,
    /// The digest of the first among findings that differ in their order only.
    pub(crate) first: Digest,
    /// The words that it is about, on one line.
    pub(crate) text: String,
}

/// The documentation of a code.
#[derive(Clone, Debug)]
pub(crate) struct CodeDoc {
    pub(crate) code: &'static Code,
    /// The level where a site sets none.
    pub(crate) default_level: LintLevel,
    pub(crate) clocked: bool,
    pub(crate) preview: bool,
    /// Found while the files are read, by every command: no site can set its level.
    pub(crate) is_problem: bool,
    /// Markdown.
    pub(crate) explanation: String,
}

impl Item {
    /// True if people are shown it: it is neither suppressed nor in the baseline.
    pub(crate) fn is_open(&self) -> bool {
        !self.finding.is_suppressed() && self.accepted.is_none()
    }

    /// True if a check fails because of it. A rule that reads today's date never fails a check.
    fn fails(&self, on: LintLevel) -> bool {
        let is_enough = self.finding.level() == Level::Error || on == LintLevel::Warn && !self.clocked;
        self.is_open() && is_enough
    }
}

impl Report {
    /// The same for a site in a folder of its repository.
    pub(crate) fn in_folder(self, folder: String) -> Self {
        Self { folder, ..self }
    }

    /// The path of a file in its repository.
    pub(crate) fn path(&self, place: &Place) -> String {
        format!("{}{}", self.folder, place.path)
    }

    /// Keeps the findings in these files and folders; all, where none is given.
    pub(crate) fn within(mut self, paths: &[String]) -> Self {
        if !paths.is_empty() {
            self.items.retain(|item| paths.iter().any(|path| item.finding.place.path.is_in(path)));
        }
        self
    }

    /// Adds findings at their place in the order.
    pub(crate) fn add(&mut self, items: impl IntoIterator<Item = Item>) {
        self.items.extend(items);
        self.items.sort_by_cached_key(|item| item.finding.place.clone());
    }

    /// The findings that people are shown.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.is_open())
    }

    /// Counts the findings that are suppressed until some day.
    pub(crate) fn count_suppressed_for_a_time(&self) -> usize {
        let suppressed =
            self.items.iter().filter_map(|item| item.finding.lint_message()?.suppressed.as_ref());
        suppressed.filter(|suppressed| suppressed.until.is_some()).count()
    }

    /// True if the check fails: on errors, or on warnings too.
    pub(crate) fn fails(&self, on: LintLevel) -> bool {
        self.items.iter().any(|item| item.fails(on))
    }

    /// The findings because of which the check fails.
    #[cfg(feature = "deploy")]
    pub(crate) fn failing(&self, on: LintLevel) -> Vec<Finding> {
        self.items.iter().filter(|item| item.fails(on)).map(|item| item.finding.clone()).collect()
    }
}
