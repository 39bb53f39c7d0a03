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

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::rules::malformed_suppression::{self, ENDLESS, UNBEGUN, UNREADABLE};
use super::rules::{expired_suppression, suppression_without_reason, unknown_rule, unused_suppression};
use super::text::{Comment, find_comments, offset_in};
use super::{LevelResolver, Rule};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Level, LintLevel, Suppressed};
use crate::model::Page;

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
            for allowed in &check.allow {
                let name = allowed.rule.span;
                let Some(rule) = read.rule(page.path(), &allowed.rule.value, name) else { continue };
                // One without a reason is a finding of the front matter already.
                let Some(because) = &allowed.because else { continue };
                read.all.push(Suppression {
                    path: page.path().clone(),
                    rule,
                    name,
                    comment: None,
                    scope: Scope::Page,
                    because: because.value.clone(),
                    until: allowed.until.as_ref().map(|until| until.date.latest()),
                    used: false,
                });
            }
        }
        for body in &page.files {
            let document = body.document();
            read.add_comments(&body.path, document.body(), document.body);
        }
        read
    }

    /// Finds the rule with a name. A rule that cannot be suppressed is a finding.
    fn rule(&mut self, path: &SitePath, word: &str, span: Span) -> Option<&'static Rule> {
        match Rule::named(word) {
            Some(rule) if !rule.is_fixed() => return Some(rule),
            Some(rule) => self.found.push(unknown_rule::fixed(path, rule, span)),
            None => self.found.push(unknown_rule::rule(path, word, span)),
        }
        None
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

/// A suppression, as it is written.
#[derive(Debug, PartialEq, Eq)]
struct ParsedComment<'t> {
    kind: CommentKind,
    rules: Vec<&'t str>,
    because: Option<&'t str>,
    until: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CommentKind {
    Block,
    File,
    Begin,
    End,
}

impl Suppressions {
    /// Adds the suppressions in the comments of a file's body, which begins at byte `base` of the file.
    fn add_comments(&mut self, path: &SitePath, text: &str, base: u32) {
        let mut open: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
        for comment in find_comments(text) {
            let Some(words) = comment.text.trim_start().strip_prefix("check:") else { continue };
            let span = Span::new(comment.range.clone()).shifted(base);
            let Some(written) = parse_comment(words) else {
                self.found.push(malformed_suppression::finding(path, span, &UNREADABLE));
                continue;
            };
            if written.kind == CommentKind::End {
                for rule in written.rules {
                    match open.remove(rule).map(|(_, begun)| &mut self.all[begun].scope) {
                        Some(Scope::Bytes(bytes)) => bytes.end = span.range().start,
                        _ => self.found.push(malformed_suppression::finding(path, span, &UNBEGUN)),
                    }
                }
                continue;
            }
            let begun = self.add_comment(path, text, base, &comment, &written);
            for (rule, at) in begun.into_iter().filter(|_| written.kind == CommentKind::Begin) {
                if let Some((earlier, _)) = open.insert(rule, (span, at)) {
                    self.found.push(malformed_suppression::finding(path, earlier, &ENDLESS));
                }
            }
        }
        for (span, begun) in open.into_values() {
            // That it has no end is the only finding about it.
            self.all[begun].used = true;
            self.found.push(malformed_suppression::finding(path, span, &ENDLESS));
        }
    }

    /// Adds a suppression for each rule of a comment. Gives each rule's name and the suppression's index.
    fn add_comment<'t>(
        &mut self,
        path: &SitePath,
        text: &'t str,
        base: u32,
        comment: &Comment<'_>,
        written: &ParsedComment<'t>,
    ) -> Vec<(&'t str, usize)> {
        let span = Span::new(comment.range.clone()).shifted(base);
        let Some(because) = written.because else {
            self.found.push(suppression_without_reason::finding(path, span));
            return vec![];
        };
        let mut added = Vec::new();
        let alone = written.rules.len() == 1 && written.kind != CommentKind::Begin;
        let whole = alone.then(|| WholeComment {
            span,
            text: text[comment.range.clone()].to_owned(),
            can_go: comment.is_removable,
        });
        for word in &written.rules {
            let start = offset_in(text, word);
            let name = Span::new(start..start + word.len()).shifted(base);
            let Some(rule) = self.rule(path, word, name) else { continue };
            let scope = match written.kind {
                CommentKind::File => Scope::File,
                CommentKind::Begin => Scope::Bytes(span.range().end..span.range().end),
                CommentKind::Block | CommentKind::End => {
                    Scope::Bytes(Span::new(comment.block.clone()).shifted(base).range())
                }
            };
            let path = path.clone();
            let comment = whole.clone();
            let because = because.to_owned();
            let until = written.until;
            added.push((*word, self.all.len()));
            self.all.push(Suppression { path, rule, name, comment, scope, because, until, used: false });
        }
        added
    }
}

/// Parses the words behind `check:`; nothing where they are no suppression.
fn parse_comment(words: &str) -> Option<ParsedComment<'_>> {
    let (head, rest) = words.trim().split_once('(')?;
    let kind = match head.split_whitespace().collect::<Vec<_>>()[..] {
        ["allow"] => CommentKind::Block,
        ["allow-file"] => CommentKind::File,
        ["begin", "allow"] => CommentKind::Begin,
        ["end", "allow"] => CommentKind::End,
        _ => return None,
    };
    let (rules, mut rest) = rest.split_once(')')?;
    let rules: Vec<_> = rules.split(',').map(str::trim).collect();
    let mut written = ParsedComment { kind, rules, because: None, until: None };
    loop {
        rest = rest.trim_start();
        rest = if let Some(behind) = rest.strip_prefix("because") {
            let behind = behind.trim_start();
            let marks = [('"', '"'), ('“', '”')].into_iter().find(|(open, _)| behind.starts_with(*open));
            let (because, behind) =
                marks.and_then(|(open, close)| behind[open.len_utf8()..].split_once(close))?;
            written.because = Some(because).filter(|because| !because.trim().is_empty());
            behind
        } else if let Some(behind) = rest.strip_prefix("until") {
            let behind = behind.trim_start();
            let (date, behind) = behind.split_at(behind.find(char::is_whitespace).unwrap_or(behind.len()));
            written.until = Some(date.parse().ok()?);
            behind
        } else {
            let whole = rest.is_empty() && written.rules.iter().all(|rule| !rule.is_empty());
            return whole.then_some(written);
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suppression_has_rules_a_reason_and_perhaps_a_day() {
        let read = parse_comment(r#" allow(C006, long-sentence) because "a poem" until 2026-12-31 "#);
        let until = Some("2026-12-31".parse().expect("a date"));
        let rules = vec!["C006", "long-sentence"];
        assert_eq!(
            read,
            Some(ParsedComment { kind: CommentKind::Block, rules, because: Some("a poem"), until })
        );
        assert_eq!(parse_comment("end allow(C006)").map(|it| it.kind), Some(CommentKind::End));
        assert_eq!(
            parse_comment("begin  allow(C006) because “x”").map(|it| it.kind),
            Some(CommentKind::Begin)
        );
    }

    #[test]
    fn what_is_written_otherwise_is_none() {
        for text in [
            "",
            "allow",
            "allow()",
            "allow(a,)",
            "allow(a",
            "allow(a) because x",
            "allow(a) until soon",
            "off(a)",
            "allow(a) x",
        ] {
            assert_eq!(parse_comment(text), None, "{text}");
        }
    }
}
