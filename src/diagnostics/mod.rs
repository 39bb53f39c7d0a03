//! What nutgraf has to say about an author's work: data first, words second.
//!
//! A [`Finding`] is a [`Problem`] at a place. All English is in the table of `problem.rs`, but what an editor's
//! rule has to say, which is in the rule; drawing is in
//! `draw.rs`. Must not know: how files are parsed, or who reads the findings.

pub(crate) mod draw;
mod lint_message;
mod mend;
mod message;
mod problem;
mod report;

use std::ops::Range;

use crate::base::{Place, SitePath, Span};
use crate::source::Snapshot;

pub(crate) use draw::{diff, messages_as_markdown};
pub(crate) use lint_message::{Applicability, Edit, Fix, LintMessage, Suppressed};
pub(crate) use mend::mended;
pub(crate) use message::{FilledMessage, GapValue, Message, fill, gap_value, with_ellipses};
pub use problem::{CODES, Code};
pub(crate) use problem::{Problem, code_named};
pub use report::Report;
pub(crate) use report::{Card, Fingerprint, Item};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is written while one stands.
    Error,
    /// Shown; the site is built.
    Warning,
}

/// How a rule of the editor's is taken: what follows from a finding of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LintLevel {
    /// It speaks only when it is asked.
    Allow,
    /// Shown.
    Warn,
    /// The check fails.
    Deny,
}

/// Something that its author should know, with its place.
#[derive(Clone, Debug)]
pub struct Finding {
    pub(crate) place: Place,
    pub(crate) problem: Problem,
    /// Other places that explain it, each with a word on why.
    pub(crate) related: Vec<(Place, &'static str)>,
}

impl Finding {
    pub(crate) fn new(path: &SitePath, span: Span, problem: Problem) -> Self {
        Self { place: Place::new(path, span), problem, related: Vec::new() }
    }

    pub(crate) fn at(place: Place, problem: Problem) -> Self {
        Self { place, problem, related: Vec::new() }
    }

    pub(crate) fn related(mut self, place: Place, why: &'static str) -> Self {
        self.related.push((place, why));
        self
    }

    /// The same with a change that fixes it, where a rule has one.
    pub(crate) fn with_fix(mut self, fix: Option<Fix>) -> Self {
        if let Some(lint_message) = self.lint_message_mut() {
            lint_message.fix = fix;
        }
        self
    }

    /// The same, one case of a rule that weighs otherwise than its others.
    pub(crate) fn taken_as(mut self, level: Level) -> Self {
        if let Some(lint_message) = self.lint_message_mut() {
            lint_message.level = level;
        }
        self
    }

    /// Its entry in the table of codes.
    pub fn code(&self) -> &'static Code {
        self.problem.code()
    }

    /// How much it weighs: as the table of codes says, or as the site takes a rule.
    pub fn level(&self) -> Level {
        self.lint_message().map_or(self.code().level, |lint_message| lint_message.level)
    }

    /// Whether its author has said that it does not hold.
    pub fn is_suppressed(&self) -> bool {
        self.lint_message().is_some_and(|lint_message| lint_message.suppressed.is_some())
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

    /// What a rule says; nothing for what reading a file finds.
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

    /// Whether it stands in the text of its file, at whole characters. A file that is no text has no places.
    pub fn stands_in(&self, snapshot: &Snapshot) -> bool {
        let places = std::iter::once(&self.place).chain(self.related.iter().map(|(place, _)| place));
        let stands = |place: &Place| {
            let range = place.span.range();
            snapshot.text(&place.path).map_or(range.end == 0, |text| {
                text.is_char_boundary(range.start) && text.is_char_boundary(range.end)
            })
        };
        places.into_iter().all(stands)
    }

    fn rank(&self) -> (&Place, &'static str) {
        (&self.place, self.code().code)
    }
}

/// Sorts findings as a reader of the files meets them, and drops repetitions: a template that fails, fails
/// on every page.
pub(crate) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    // By message too: two findings at one place, made for page after page, must come to lie side by side.
    findings.sort_by_cached_key(|finding| {
        (finding.place.clone(), finding.code().code, finding.problem.message())
    });
    findings.dedup_by(|a, b| {
        let again =
            matches!(a.problem, Problem::TemplateError { .. }) || a.problem.message() == b.problem.message();
        a.rank() == b.rank() && again
    });
    findings
}
