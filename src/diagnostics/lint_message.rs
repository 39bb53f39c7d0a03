//! What a rule of the editor's has to say.
//!
//! Its English stands in the rule's own file, beside what the rule is for. Must not know: the rules.

use jiff::civil::Date;

use super::{Code, FilledMessage, Level};
use crate::base::Span;

/// A rule's finding, in words.
#[derive(Clone, Debug)]
pub(crate) struct LintMessage {
    pub(crate) code: &'static Code,
    /// Its own: a rule may take one case more seriously than another, and a site may take all otherwise.
    pub(crate) level: Level,
    pub(crate) message: FilledMessage,
    /// A change that mends it.
    pub(crate) fix: Option<Fix>,
    /// Set where its author has said that it does not hold.
    pub(crate) suppressed: Option<Suppressed>,
    /// The words that it is about, without mark-up; empty where it is about no text.
    pub(crate) matched: String,
    /// The sentence that it is about, without mark-up; empty where it is about no text.
    pub(crate) context: String,
}

/// That a finding is kept back, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suppressed {
    /// By its page's front matter; else by a comment.
    pub(crate) by_page: bool,
    pub(crate) because: String,
    /// The last day on which it is.
    pub(crate) until: Option<Date>,
}

/// A change of a finding's own file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fix {
    pub(crate) applicability: Applicability,
    /// In order; none overlaps another.
    pub(crate) edits: Vec<Edit>,
}

/// How far a change may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Applicability {
    /// It says the same, without the mistake.
    Safe,
    /// It may change what is said: its author has to look.
    Unsafe,
}

/// A piece of a file, and what shall stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) span: Span,
    /// What stands there now: where it does not, nothing is changed.
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
