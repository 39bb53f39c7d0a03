//! Where an author has said that a rule does not hold, and why.
//!
//! `[check] allow` of a page is about all of its files. A comment is about the block that it stands in or
//! before, about what lies between a `begin` and its `end`, or about its file:
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

/// One rule that does not hold somewhere.
#[derive(Clone, Debug)]
pub(super) struct Suppression {
    path: SitePath,
    rule: &'static Rule,
    /// The rule's name in it.
    name: Span,
    /// All of it, where it is about this rule alone and can be taken out.
    comment: Option<Whole>,
    reach: Reach,
    because: String,
    until: Option<Date>,
    /// Whether it has kept something back.
    used: bool,
}

/// A comment that is about one rule.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) span: Span,
    pub(super) text: String,
    /// Whether the rest is read alike without it.
    pub(super) can_go: bool,
}

/// What a suppression is about.
#[derive(Clone, Debug)]
enum Reach {
    /// All files of the page, and the data beside it.
    Page,
    File,
    /// Bytes of its file.
    Bytes(Range<usize>),
}

/// What a page says of the rules, with what is wrong about that.
#[derive(Clone, Debug, Default)]
pub(super) struct Suppressions {
    all: Vec<Suppression>,
    pub(super) found: Vec<Finding>,
}

impl Suppressions {
    /// All that a page says.
    pub(super) fn of_page(page: &Page) -> Self {
        let mut read = Self::default();
        if let Some(front) = page.explainer() {
            let check = &front.check;
            let unknown = check.deny.iter().filter(|word| !super::is_meant(&word.value));
            read.found.extend(unknown.map(|word| unknown_rule::rule(page.path(), &word.value, word.span)));
            check.allow.iter().for_each(|allowed| read.allowed(page.path(), allowed));
        }
        for body in &page.files {
            let document = body.document();
            read.comments(&body.path, document.body(), document.body);
        }
        read
    }

    fn allowed(&mut self, path: &SitePath, allowed: &Allowed) {
        let Some(rule) = self.rule(path, &allowed.rule.value, allowed.rule.span) else { return };
        // Without a reason it is a mistake of the front matter, which has been told.
        let Some(because) = &allowed.because else { return };
        self.all.push(Suppression {
            path: path.clone(),
            rule,
            name: allowed.rule.span,
            comment: None,
            reach: Reach::Page,
            because: because.value.clone(),
            until: allowed.until.as_ref().map(|until| until.date.latest()),
            used: false,
        });
    }

    /// The rule of a name, if it is one that may be suppressed.
    fn rule(&mut self, path: &SitePath, word: &str, span: Span) -> Option<&'static Rule> {
        let rule = Rule::named(word);
        match rule {
            None => self.found.push(unknown_rule::rule(path, word, span)),
            Some(rule) if rule.is_fixed() => self.found.push(unknown_rule::fixed(path, rule, span)),
            Some(_) => {}
        }
        rule.filter(|rule| !rule.is_fixed())
    }

    /// Takes a finding for what the author says of it.
    pub(super) fn weigh(&mut self, mut finding: Finding, today: Date) -> Finding {
        let code = finding.code().code;
        let place = finding.place.clone();
        let fits = |it: &&mut Suppression| it.rule.code.code == code && it.is_about(&place.path, place.span);
        let (Some(by), Some(lint_message)) = (self.all.iter_mut().find(fits), finding.lint_message_mut())
        else {
            return finding;
        };
        by.used = true;
        if by.has_expired(today) {
            // What comes back with a day that passes fails no check.
            lint_message.level = Level::Warning;
        } else {
            let by_page = matches!(by.reach, Reach::Page);
            lint_message.suppressed =
                Some(Suppressed { by_page, because: by.because.clone(), until: by.until });
        }
        finding
    }

    /// What is wrong with them, once all rules have been heard.
    pub(super) fn close(self, measure: &LevelResolver<'_>, today: Date) -> impl Iterator<Item = Finding> {
        let said = self.all.into_iter().filter_map(move |it| {
            if it.has_expired(today) {
                let until = it.until.unwrap_or(today);
                return Some(expired_suppression::finding(&it.path, it.name, until, today));
            }
            // One of a rule that reads the day may wait for its day.
            let is_waiting = it.rule.clocked || measure.stance(it.rule, &it.path) == LintLevel::Allow;
            (!it.used && !is_waiting)
                .then(|| unused_suppression::finding(&it.path, it.name, it.rule, it.comment))
        });
        self.found.into_iter().chain(said)
    }
}

impl Suppression {
    fn is_about(&self, path: &SitePath, span: Span) -> bool {
        let range = span.range();
        match &self.reach {
            Reach::Page => true,
            Reach::File => self.path == *path,
            Reach::Bytes(bytes) => {
                self.path == *path && range.start < bytes.end && bytes.start <= range.start
            }
        }
    }

    fn has_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}
