//! Findings: errors and warnings about an author's files.
//!
//! A [`Finding`] is a [`Problem`] at a place. All texts are data ([`Message`]): those of problems in the table of
//! `problem.rs`, those of an editorial rule in the rule's file. `draw` shows findings, to people and to programs.
//! Must not know: how files are parsed, or who reads the findings.

mod apply_fixes;
pub(crate) mod draw;
mod expected_value;
pub(crate) mod import_reasons;
mod message;
mod problem;
mod report;

use std::ops::Range;

use jiff::civil::Date;

use crate::base::{Place, SitePath, Span};
use crate::source::Snapshot;

pub(crate) use apply_fixes::apply_fixes;
pub(crate) use draw::{diff, messages_as_markdown};
pub(crate) use expected_value::ExpectedValue;
pub(crate) use message::{FilledMessage, GapValue, Message, fill, gap_value, with_ellipses};
pub use problem::{CODES, Code};
pub(crate) use problem::{Phrases, Problem, code_named};
pub use report::Report;
pub(crate) use report::{CodeDoc, Fingerprint, Item};

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The site is not built.
    Error,
    /// Shown; the site is built.
    Warning,
}

/// The level of an editorial rule: what a finding of it does to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LintLevel {
    /// The rule is off, unless it is asked for by name.
    Allow,
    /// Findings are shown.
    Warn,
    /// The check fails.
    Deny,
}

/// A problem in an author's file, with its place.
#[derive(Clone, Debug)]
pub struct Finding {
    pub(crate) place: Place,
    pub(crate) problem: Problem,
    /// Other places that explain it, each with a label.
    pub(crate) related: Vec<(Place, &'static str)>,
    /// A change of the file that removes it.
    pub(crate) fix: Option<Fix>,
}

impl Finding {
    /// Returns whether the system is at fault, and no author.
    pub(crate) fn is_of_system(&self) -> bool {
        matches!(self.problem, Problem::ReadFailed { .. })
    }

    pub(crate) fn new(path: &SitePath, span: Span, problem: Problem) -> Self {
        Self::at(Place::new(path, span), problem)
    }

    pub(crate) fn at(place: Place, problem: Problem) -> Self {
        Self { place, problem, related: Vec::new(), fix: None }
    }

    pub(crate) fn related(mut self, place: Place, why: &'static str) -> Self {
        self.related.push((place, why));
        self
    }

    /// The same with a change that fixes it, where there is one.
    pub(crate) fn with_fix(self, fix: Option<Fix>) -> Self {
        Self { fix, ..self }
    }

    /// The same with a level other than its rule's.
    pub(crate) fn with_level(mut self, level: Level) -> Self {
        if let Some(lint_message) = self.lint_message_mut() {
            lint_message.level = level;
        }
        self
    }

    /// Its entry in the table of codes.
    pub fn code(&self) -> &'static Code {
        self.problem.code()
    }

    /// Its severity: from the table of codes, or from the level of its rule at its place.
    pub fn level(&self) -> Level {
        self.lint_message().map_or(self.code().level, |lint_message| lint_message.level)
    }

    /// Returns whether the author has suppressed it.
    pub fn is_suppressed(&self) -> bool {
        self.suppressed().is_some()
    }

    /// The author's suppression of it.
    pub(crate) fn suppressed(&self) -> Option<&Suppressed> {
        self.lint_message()?.suppressed.as_ref()
    }

    /// The change that mends it.
    pub(crate) fn fix(&self) -> Option<&Fix> {
        self.fix.as_ref()
    }

    /// The file that it is about.
    pub fn path(&self) -> &SitePath {
        &self.place.path
    }

    /// The bytes of the file that it is about.
    pub fn range(&self) -> Range<usize> {
        self.place.span.range()
    }

    /// The sentence that it is about, without mark-up; empty where it is about no text.
    pub fn sentence(&self) -> &str {
        self.lint_message().map_or("", |lint_message| &lint_message.context)
    }

    /// The rest of a rule's finding; nothing for a problem of the table.
    pub(crate) fn lint_message(&self) -> Option<&LintMessage> {
        match &self.problem {
            Problem::LintMessage(lint_message) => Some(lint_message),
            _ => None,
        }
    }

    pub(crate) fn lint_message_mut(&mut self) -> Option<&mut LintMessage> {
        match &mut self.problem {
            Problem::LintMessage(lint_message) => Some(lint_message),
            _ => None,
        }
    }

    /// True if all its places are in the text of their file, at whole characters. A file that is no text has
    /// no places.
    pub fn is_inside(&self, snapshot: &Snapshot) -> bool {
        let mut places = std::iter::once(&self.place).chain(self.related.iter().map(|(place, _)| place));
        places.all(|place| {
            let range = place.span.range();
            snapshot.text(&place.path).map_or(range.end == 0, |text| {
                text.is_char_boundary(range.start) && text.is_char_boundary(range.end)
            })
        })
    }
}

/// The finding of a rule.
#[derive(Clone, Debug)]
pub(crate) struct LintMessage {
    pub(crate) code: &'static Code,
    /// Not always the code's: a rule may weigh one of its messages otherwise, and a site may set the level.
    pub(crate) level: Level,
    pub(crate) message: FilledMessage,
    /// Set where the author has suppressed it.
    pub(crate) suppressed: Option<Suppressed>,
    /// The words at its place, without mark-up; empty where it is about no text.
    pub(crate) matched: String,
    /// The sentence around them, without mark-up; empty where it is about no text.
    pub(crate) context: String,
}

/// The suppression of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suppressed {
    /// True if the page's front matter suppresses it, false if a comment does.
    pub(crate) by_page: bool,
    pub(crate) because: String,
    /// The last day on which it is suppressed.
    pub(crate) until: Option<Date>,
}

/// A change of the file that a finding is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fix {
    pub(crate) applicability: Applicability,
    /// In order; none overlaps another.
    pub(crate) edits: Vec<Edit>,
}

/// Says if a fix needs an author's eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Applicability {
    /// The text keeps its meaning.
    Safe,
    /// The meaning may change: the author has to look.
    Unsafe,
}

/// A replacement of some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) span: Span,
    /// The text that is replaced. If the file has another there, nothing is changed.
    pub(crate) old: String,
    pub(crate) new: String,
}

impl Fix {
    pub(crate) fn safe(edit: Edit) -> Self {
        Self { applicability: Applicability::Safe, edits: vec![edit] }
    }

    pub(crate) fn unsafe_(edit: Edit) -> Self {
        Self { applicability: Applicability::Unsafe, edits: vec![edit] }
    }
}

/// Sorts findings by file and place, and drops repetitions: a template that fails, fails on every page. If the system
/// could not read a file, it is unknown which of the others follow from that: they are dropped too.
pub(crate) fn sort_and_dedup(mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.iter().any(Finding::is_of_system) {
        findings.retain(Finding::is_of_system);
    }
    // By message too: equal findings at one place, made for several pages, must be neighbours to be dropped.
    findings.sort_by_cached_key(|finding| {
        (finding.place.clone(), finding.code().code, finding.problem.message())
    });
    findings.dedup_by(|a, b| {
        let is_same_place = a.place == b.place && a.code().code == b.code().code;
        let is_template_error = matches!(a.problem, Problem::TemplateError { .. });
        is_same_place && (is_template_error || a.problem.message() == b.problem.message())
    });
    findings
}
