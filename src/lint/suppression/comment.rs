//! Suppressions in comments: how one is written.
//!
//! Must not know: what it is good for.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::super::rules::malformed_suppression::{self, Fault};
use super::super::rules::suppression_without_reason;
use super::super::text::{Comment, comments};
use super::{Reach, Span, Suppression, Suppressions, Whole};
use crate::base::SitePath;

/// What such a comment begins with.
const MARK: &str = "check:";

/// A suppression as it is written.
#[derive(Debug, PartialEq, Eq)]
struct Written<'t> {
    form: Form,
    rules: Vec<&'t str>,
    because: Option<&'t str>,
    until: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Block,
    File,
    Begin,
    End,
}

impl Suppressions {
    /// Those of a file's body, which begins at a byte of the file.
    pub(super) fn comments(&mut self, path: &SitePath, text: &str, base: u32) {
        let mut open: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
        for comment in comments(text) {
            let Some(words) = comment.words.trim_start().strip_prefix(MARK) else { continue };
            let span = Span::new(comment.range.clone()).shifted(base);
            let Some(written) = written(words) else {
                self.found.push(malformed_suppression::finding(path, span, Fault::Unreadable));
                continue;
            };
            if written.form == Form::End {
                self.end((path, span), &written.rules, &mut open);
                continue;
            }
            let begun = self.comment((path, base), text, (&comment, &written));
            for (rule, at) in begun.into_iter().filter(|_| written.form == Form::Begin) {
                if let Some((earlier, _)) = open.insert(rule, (span, at)) {
                    self.found.push(malformed_suppression::finding(path, earlier, Fault::Endless));
                }
            }
        }
        for (span, begun) in open.into_values() {
            // It has been said what is wrong with it.
            self.all[begun].used = true;
            self.found.push(malformed_suppression::finding(path, span, Fault::Endless));
        }
    }

    fn end<'t>(
        &mut self,
        (path, span): (&SitePath, Span),
        rules: &[&'t str],
        open: &mut BTreeMap<&'t str, (Span, usize)>,
    ) {
        for rule in rules {
            match open.remove(rule) {
                Some((_, begun)) => self.all[begun].end_at(span.range().start),
                None => self.found.push(malformed_suppression::finding(path, span, Fault::Unbegun)),
            }
        }
    }

    /// Adds what a comment suppresses: each rule's word, and its place among all.
    fn comment<'t>(
        &mut self,
        (path, base): (&SitePath, u32),
        text: &'t str,
        (comment, written): (&Comment<'_>, &Written<'t>),
    ) -> Vec<(&'t str, usize)> {
        let span = Span::new(comment.range.clone()).shifted(base);
        let Some(because) = written.because else {
            self.found.push(suppression_without_reason::finding(path, span));
            return vec![];
        };
        let mut added = Vec::new();
        let shifted = |range: &Range<usize>| Span::new(range.clone()).shifted(base).range();
        let alone = written.rules.len() == 1 && written.form != Form::Begin;
        let whole = alone.then(|| Whole {
            span,
            text: text[comment.range.clone()].to_owned(),
            can_go: comment.can_go,
        });
        for word in &written.rules {
            let name = name(text, word, base);
            let Some(rule) = self.rule(path, word, name) else { continue };
            let reach = match written.form {
                Form::File => Reach::File,
                Form::Begin => Reach::Bytes(span.range().end..span.range().end),
                Form::Block | Form::End => Reach::Bytes(shifted(&comment.block)),
            };
            let (path, comment, because) = (path.clone(), whole.clone(), because.to_owned());
            let until = written.until;
            added.push((*word, self.all.len()));
            self.all.push(Suppression { path, rule, name, comment, reach, because, until, used: false });
        }
        added
    }
}

impl Suppression {
    fn end_at(&mut self, end: usize) {
        if let Reach::Bytes(bytes) = &mut self.reach {
            bytes.end = end;
        }
    }
}

/// Where a piece of a text stands in it.
fn name(text: &str, word: &str, base: u32) -> Span {
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    Span::new(start..start + word.len()).shifted(base)
}

/// What stands behind `check:`; nothing, where it is not written as it must be.
fn written(words: &str) -> Option<Written<'_>> {
    let (head, rest) = words.trim().split_once('(')?;
    let form = match head.split_whitespace().collect::<Vec<_>>()[..] {
        ["allow"] => Form::Block,
        ["allow-file"] => Form::File,
        ["begin", "allow"] => Form::Begin,
        ["end", "allow"] => Form::End,
        _ => return None,
    };
    let (rules, mut rest) = rest.split_once(')')?;
    let rules: Vec<_> = rules.split(',').map(str::trim).collect();
    let mut written = Written { form, rules, because: None, until: None };
    loop {
        rest = rest.trim_start();
        rest = if let Some(behind) = rest.strip_prefix("because") {
            let (because, behind) = quoted(behind.trim_start())?;
            written.because = Some(because).filter(|because| !because.trim().is_empty());
            behind
        } else if let Some(behind) = rest.strip_prefix("until") {
            let (date, behind) = word(behind);
            written.until = Some(date.parse().ok()?);
            behind
        } else {
            let whole = rest.is_empty() && written.rules.iter().all(|rule| !rule.is_empty());
            return whole.then_some(written);
        };
    }
}

/// What stands in quotation marks at the beginning, and what behind them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (open, close) = [('"', '"'), ('“', '”')].into_iter().find(|(open, _)| text.starts_with(*open))?;
    text[open.len_utf8()..].split_once(close)
}

fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suppression_has_rules_a_reason_and_perhaps_a_day() {
        let read = written(r#" allow(C006, long-sentence) because "a poem" until 2026-12-31 "#);
        let until = Some("2026-12-31".parse().expect("a date"));
        let rules = vec!["C006", "long-sentence"];
        assert_eq!(read, Some(Written { form: Form::Block, rules, because: Some("a poem"), until }));
        assert_eq!(written("end allow(C006)").map(|it| it.form), Some(Form::End));
        assert_eq!(written("begin  allow(C006) because “x”").map(|it| it.form), Some(Form::Begin));
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
            assert_eq!(written(text), None, "{text}");
        }
    }
}
