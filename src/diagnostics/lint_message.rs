//! The finding of an editorial rule: its message, a fix, a suppression.
//!
//! The message itself is in the rule's file. Must not know: the rules.

use jiff::civil::Date;

use super::{Code, FilledMessage, Level};
use crate::base::Span;

/// The finding of a rule.
#[derive(Clone, Debug)]
pub(crate) struct LintMessage {
    pub(crate) code: &'static Code,
    /// Not always the code's: a rule may weigh one of its messages otherwise, and a site may set the level.
    pub(crate) level: Level,
    pub(crate) message: FilledMessage,
    /// A change of the file that removes the finding.
    pub(crate) fix: Option<Fix>,
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
