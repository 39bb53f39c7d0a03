//! Reads suppressions out of Markdown comments.
//!
//! Must not know: the findings that they suppress.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::super::rules::malformed_suppression::{self, ENDLESS, UNBEGUN, UNREADABLE};
use super::super::rules::suppression_without_reason;
use super::super::text::{Comment, find_comments, offset_in};
use super::{Scope, Span, Suppression, Suppressions, WholeComment};
use crate::base::SitePath;

/// The beginning of such a comment.
const MARK: &str = "check:";

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
    /// Adds those in a file's body, which begins at byte `base` of the file.
    pub(super) fn add_comments(&mut self, path: &SitePath, text: &str, base: u32) {
        let mut open: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
        for comment in find_comments(text) {
            let Some(words) = comment.text.trim_start().strip_prefix(MARK) else { continue };
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
            let (path, comment, because) = (path.clone(), whole.clone(), because.to_owned());
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
            let (because, behind) = split_quoted(behind.trim_start())?;
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

/// Splits a text that begins with a quotation into the quoted words and the rest.
fn split_quoted(text: &str) -> Option<(&str, &str)> {
    let (open, close) = [('"', '"'), ('“', '”')].into_iter().find(|(open, _)| text.starts_with(*open))?;
    text[open.len_utf8()..].split_once(close)
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
