//! What a check has found, with all that a machine is told beside the words.
//!
//! Must not know: the rules; whoever fills it in says of each finding what is known of its rule.

use jiff::civil::Date;

use super::{Code, Finding, Level, LintLevel};
use crate::base::{Digest, Place, SitePath, UrlPath};

/// What a check has found, in the order of the files.
#[derive(Clone, Debug)]
pub struct Report {
    /// The day by which it was found.
    pub(crate) today: Date,
    /// The site's folder, as code hosts call it: from the folder that holds all of them, with a slash at its
    /// end; nothing, where they are the same.
    pub(crate) folder: String,
    pub(crate) items: Vec<Item>,
    /// All that could have been found, by code.
    pub(crate) cards: Vec<Card>,
}

/// A finding, and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) finding: Finding,
    /// The page that it is about.
    pub(crate) page: Option<UrlPath>,
    /// The main file of that page; its own, where it is about none.
    pub(crate) home: SitePath,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) category: &'static str,
    /// Whether it reads the day's date.
    pub(crate) clocked: bool,
    /// Since when the baseline has it.
    pub(crate) accepted: Option<Date>,
}

/// What a finding is known by from run to run, wherever its text has moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    pub(crate) digest: Digest,
    /// That of the first among those which nothing but their order tells apart.
    pub(crate) first: Digest,
    /// The words that it is about, on one line.
    pub(crate) text: String,
}

/// What there is to say of a code, whatever was found.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    pub(crate) code: &'static Code,
    pub(crate) category: &'static str,
    /// How it is taken where nobody says otherwise.
    pub(crate) stance: LintLevel,
    pub(crate) clocked: bool,
    pub(crate) preview: bool,
    /// Found while the files are read, by every command: no site can set its level.
    pub(crate) is_problem: bool,
    /// Markdown.
    pub(crate) explanation: String,
}

impl Item {
    /// Whether it is shown to people: nobody has suppressed it, and no baseline has it.
    pub(crate) fn is_open(&self) -> bool {
        !self.finding.is_suppressed() && self.accepted.is_none()
    }

    /// Whether a check fails by it. What reads the day's date never fails one.
    fn fails(&self, on: LintLevel) -> bool {
        let enough = self.finding.level() == Level::Error || on == LintLevel::Warn && !self.clocked;
        self.is_open() && enough
    }
}

impl Card {
    /// Whether a code, a name, a category or its letter, or `all` means it.
    pub(crate) fn is_of(&self, word: &str) -> bool {
        let code =
            self.code.code.eq_ignore_ascii_case(word) || self.code.code[..1].eq_ignore_ascii_case(word);
        code || self.code.name == word || self.category == word || word == "all"
    }
}

impl Report {
    /// The same, of a site that lies in a folder of what a code host knows.
    pub(crate) fn in_folder(self, folder: String) -> Self {
        Self { folder, ..self }
    }

    /// A file as code hosts call it.
    pub(crate) fn path(&self, place: &Place) -> String {
        format!("{}{}", self.folder, place.path)
    }

    /// What is in these files and folders; all, where there are none.
    pub(crate) fn within(mut self, paths: &[String]) -> Self {
        let is_there = |path: &SitePath| paths.is_empty() || paths.iter().any(|there| path.is_in(there));
        self.items.retain(|item| is_there(&item.finding.place.path));
        self
    }

    /// The same with more in it.
    pub(crate) fn add(&mut self, items: impl IntoIterator<Item = Item>) {
        self.items.extend(items);
        self.items.sort_by_cached_key(|item| item.finding.place.clone());
    }

    /// What is shown to people.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.is_open())
    }

    /// How many are kept back until some day.
    pub(crate) fn suppressed_for_a_time(&self) -> usize {
        let remarks = self.items.iter().filter_map(|item| item.finding.lint_message()?.suppressed.as_ref());
        remarks.filter(|suppressed| suppressed.until.is_some()).count()
    }

    /// Whether the check fails: by errors, or by warnings too.
    pub(crate) fn fails(&self, on: LintLevel) -> bool {
        self.items.iter().any(|item| item.fails(on))
    }

    /// What the check fails by.
    #[cfg(feature = "deploy")]
    pub(crate) fn failing(&self, on: LintLevel) -> Vec<Finding> {
        self.items.iter().filter(|item| item.fails(on)).map(|item| item.finding.clone()).collect()
    }
}
