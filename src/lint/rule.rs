//! The declaration of an editorial rule, and the findings that it makes.
//!
//! Must not know: the level that a site sets for it.

use std::ops::Range;

use super::LintContext;
use super::levels::Setting;
use super::lexicon::WordList;
use super::source_file::SourceFile;
use super::text::Passage;
use crate::base::{SitePath, Span};
use crate::diagnostics::{
    Code, FilledMessage, Finding, Level, LintLevel, LintMessage, Message, Problem, code_named,
};
use crate::model::Site;

/// An editorial rule. Its file has all of it: messages, documentation, settings, code.
#[derive(Debug)]
pub struct Rule {
    /// Its code and name, the severity of its findings, and all their messages.
    pub code: Code,
    /// The level where a site sets none.
    pub default_level: LintLevel,
    /// True if it reads today's date: it may find something in a site without an edit, so it never fails
    /// a check.
    pub clocked: bool,
    /// True if its precision is not measured yet: it is off unless a site turns previews on.
    pub preview: bool,
    /// True if a deploy takes its warning for an error, unless the site sets a level.
    pub stops_deploy: bool,
    /// What it finds, why, an example, exceptions; Markdown.
    pub explanation: &'static str,
    pub(crate) settings: &'static [Setting],
    /// The lists of words from which its remedies come.
    pub(super) word_lists: &'static [WordList],
    pub(super) run: Run,
}

/// The input of a rule.
#[derive(Clone, Copy, Debug)]
pub(super) enum Run {
    /// One page after the other.
    Page(fn(&LintContext<'_>, &mut Vec<Finding>)),
    /// The pages and the data together.
    Site(fn(&Site, &mut Vec<Finding>)),
    /// One file after the other as it is written: what no page has in it, such as comments.
    SourceFile(fn(&SourceFile<'_>, &mut Vec<Finding>)),
    /// None: its findings come with the reading of settings and suppressions.
    Hygiene,
    /// None: its findings come with the reading of the files, in every command.
    Reading,
}

/// Bytes of a sentence that a finding keeps. A text without a full stop is one sentence, and may have a finding at each
/// of its words.
const LONGEST_CONTEXT: usize = 2_000;

impl Rule {
    pub(super) const fn new(
        code: &'static str,
        name: &'static str,
        default_level: LintLevel,
        messages: &'static [Message],
        explanation: &'static str,
        run: Run,
    ) -> Self {
        let level = match default_level {
            LintLevel::Deny => Level::Error,
            LintLevel::Warn | LintLevel::Allow => Level::Warning,
        };
        let code = Code { code, name, level, phrases: None, messages };
        Self::with_code(code, default_level, explanation, run)
    }

    /// A rule whose findings come with the reading of the files: the table of problems has the rest of it.
    pub(super) const fn of_problem(code: &str, explanation: &'static str) -> Self {
        let code = *code_named(code);
        let default_level = match code.level {
            Level::Error => LintLevel::Deny,
            Level::Warning => LintLevel::Warn,
        };
        Self::with_code(code, default_level, explanation, Run::Reading)
    }

    /// Makes a rule that declares nothing besides.
    const fn with_code(code: Code, default_level: LintLevel, explanation: &'static str, run: Run) -> Self {
        Self {
            code,
            default_level,
            clocked: false,
            preview: false,
            stops_deploy: false,
            explanation,
            settings: &[],
            word_lists: &[],
            run,
        }
    }

    /// Declares that the rule reads today's date.
    pub(super) const fn clocked(self) -> Self {
        Self { clocked: true, ..self }
    }

    /// Declares that the rule's precision is not measured yet.
    pub(super) const fn preview(self) -> Self {
        Self { preview: true, ..self }
    }

    /// Declares that a site is not deployed while the rule finds something.
    pub(super) const fn stops_deploy(self) -> Self {
        Self { stops_deploy: true, ..self }
    }

    /// Declares the settings of its table, `[check.rule.NAME]`.
    pub(super) const fn with(self, settings: &'static [Setting]) -> Self {
        Self { settings, ..self }
    }

    /// Declares that its remedies come from these lists of words.
    pub(super) const fn with_word_lists(self, word_lists: &'static [WordList]) -> Self {
        Self { word_lists, ..self }
    }

    /// The rule with a code or a name.
    pub(crate) fn named(word: &str) -> Option<&'static Self> {
        super::RULES.iter().copied().find(|rule| rule.code.is_named(word))
    }

    /// True if it cannot be suppressed.
    pub(super) fn is_fixed(&self) -> bool {
        matches!(self.run, Run::Hygiene | Run::Reading)
    }

    /// Makes a finding at a place in a file.
    pub(super) fn finding(&'static self, path: &SitePath, span: Span, message: FilledMessage) -> Finding {
        debug_assert!(
            self.code.messages.contains(message.message),
            "{} does not list what it says: {}",
            self.code.code,
            message.message.text
        );
        let level = self.code.level;
        let (matched, context) = Default::default();
        let code = &self.code;
        let lint_message = LintMessage { code, level, message, suppressed: None, matched, context };
        Finding::new(path, span, Problem::LintMessage(Box::new(lint_message)))
    }

    /// Makes a finding in a passage. `range` counts the passage's bytes. Of a very long sentence it keeps the part around
    /// them.
    pub(super) fn within(
        &'static self,
        passage: &Passage<'_>,
        range: Range<usize>,
        message: FilledMessage,
    ) -> Finding {
        let text = &passage.text;
        let sentence = passage.sentence_at(range.start);
        let start =
            sentence.start.max(text.floor_char_boundary(range.start.saturating_sub(LONGEST_CONTEXT / 2)));
        let last = text.floor_char_boundary(start + LONGEST_CONTEXT);
        let mut finding = self.finding(passage.path, passage.span(range.clone()), message);
        if let Some(lint_message) = finding.lint_message_mut() {
            lint_message.context = text[start..sentence.end.max(range.end).min(last).max(start)].to_owned();
            lint_message.matched = text[range.start..range.end.min(last).max(range.start)].to_owned();
        }
        finding
    }
}
