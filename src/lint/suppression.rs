//! Suppressions: an author turns a rule off for a piece of text, with a reason.
//!
//! `[check] allow` of a page covers all of its files. A comment covers the block that it is in or before, the text
//! between a `begin` and its `end`, or its file:
//!
//! ```text
//! <!-- check: allow(relative-time) because "a quoted headline" -->
//! <!-- check: allow-file(P004) because "a court report" until 2026-12-01 -->
//! <!-- check: begin allow(S003) because "the table cites them" --> … <!-- check: end allow(S003) -->
//! ```
//!
//! Must not know: what a rule finds.

mod comment;

use std::ops::Range;

use jiff::civil::Date;

use super::rules::{expired_suppression, unknown_rule, unused_suppression};
use super::{LevelResolver, Rule};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Level, LintLevel, Suppressed};
use crate::model::Page;
use crate::parse::settings::Allowed;

/// A rule that is turned off somewhere.
#[derive(Clone, Debug)]
pub(super) struct Suppression {
    path: SitePath,
    rule: &'static Rule,
    /// The place of the rule's name.
    name: Span,
    /// The comment, where it is about this rule alone: a fix can remove it.
    comment: Option<WholeComment>,
    scope: Scope,
    because: String,
    until: Option<Date>,
    /// True once it has suppressed a finding.
    used: bool,
}

/// A comment that is about one rule.
#[derive(Clone, Debug)]
pub(super) struct WholeComment {
    pub(super) span: Span,
    pub(super) text: String,
    /// True if the rest means the same without it.
    pub(super) can_go: bool,
}

/// The text that a suppression covers.
#[derive(Clone, Debug)]
enum Scope {
    /// All files of the page, and the data beside it.
    Page,
    File,
    /// Bytes of its file.
    Bytes(Range<usize>),
}

/// The suppressions of a page, and findings about them.
#[derive(Clone, Debug, Default)]
pub(super) struct Suppressions {
    all: Vec<Suppression>,
    pub(super) found: Vec<Finding>,
}

impl Suppressions {
    /// Reads the suppressions in a page's front matter and comments.
    pub(super) fn of_page(page: &Page) -> Self {
        let mut read = Self::default();
        if let Some(front) = page.explainer() {
            let check = &front.check;
            let unknown = check.deny.iter().filter(|word| !super::is_known(&word.value));
            read.found.extend(unknown.map(|word| unknown_rule::rule(page.path(), &word.value, word.span)));
            check.allow.iter().for_each(|allowed| read.add_allowed(page.path(), allowed));
        }
        for body in &page.files {
            let document = body.document();
            read.add_comments(&body.path, document.body(), document.body);
        }
        read
    }

    fn add_allowed(&mut self, path: &SitePath, allowed: &Allowed) {
        let Some(rule) = self.rule(path, &allowed.rule.value, allowed.rule.span) else { return };
        // One without a reason is a finding of the front matter already.
        let Some(because) = &allowed.because else { return };
        self.all.push(Suppression {
            path: path.clone(),
            rule,
            name: allowed.rule.span,
            comment: None,
            scope: Scope::Page,
            because: because.value.clone(),
            until: allowed.until.as_ref().map(|until| until.date.latest()),
            used: false,
        });
    }

    /// Finds the rule with a name. A rule that cannot be suppressed is a finding.
    fn rule(&mut self, path: &SitePath, word: &str, span: Span) -> Option<&'static Rule> {
        let rule = Rule::named(word);
        match rule {
            None => self.found.push(unknown_rule::rule(path, word, span)),
            Some(rule) if rule.is_fixed() => self.found.push(unknown_rule::fixed(path, rule, span)),
            Some(_) => {}
        }
        rule.filter(|rule| !rule.is_fixed())
    }

    /// Marks a finding as suppressed where one of them covers it.
    pub(super) fn apply(&mut self, mut finding: Finding, today: Date) -> Finding {
        let code = finding.code().code;
        let place = finding.place.clone();
        let fits = |it: &&mut Suppression| it.rule.code.code == code && it.covers(&place.path, place.span);
        let (Some(by), Some(lint_message)) = (self.all.iter_mut().find(fits), finding.lint_message_mut())
        else {
            return finding;
        };
        by.used = true;
        if by.has_expired(today) {
            // A day that passes must not fail a check, so what comes back is a warning.
            lint_message.level = Level::Warning;
        } else {
            let by_page = matches!(by.scope, Scope::Page);
            lint_message.suppressed =
                Some(Suppressed { by_page, because: by.because.clone(), until: by.until });
        }
        finding
    }

    /// Finds expired and unused ones, once all findings of the page have been through [`apply`](Self::apply).
    pub(super) fn findings(self, resolver: &LevelResolver<'_>, today: Date) -> impl Iterator<Item = Finding> {
        let findings = self.all.into_iter().filter_map(move |it| {
            if it.has_expired(today) {
                let until = it.until.unwrap_or(today);
                return Some(expired_suppression::finding(&it.path, it.name, until, today));
            }
            // A rule that reads today's date may find something later.
            let is_waiting = it.rule.clocked || resolver.level(it.rule, &it.path) == LintLevel::Allow;
            (!it.used && !is_waiting)
                .then(|| unused_suppression::finding(&it.path, it.name, it.rule, it.comment))
        });
        self.found.into_iter().chain(findings)
    }
}

impl Suppression {
    fn covers(&self, path: &SitePath, span: Span) -> bool {
        let range = span.range();
        match &self.scope {
            Scope::Page => true,
            Scope::File => self.path == *path,
            Scope::Bytes(bytes) => {
                self.path == *path && range.start < bytes.end && bytes.start <= range.start
            }
        }
    }

    fn has_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}
