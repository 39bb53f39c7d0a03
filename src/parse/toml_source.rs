//! A file with TOML in it: spans of its values, and findings.
//!
//! A syntax error is one finding, not one for each error that follows from it. Must not know: what any key means.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeValue;

use super::look_alikes::{LookAlikeLine, find_look_alikes};
use super::span_map::SpanMap;
use super::table::Text;
use crate::base::date::Edtf;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Applicability, Edit, Finding, Fix, Problem};

/// A file with TOML in it, and what was found while reading it.
pub(super) struct TomlSource<'a> {
    path: &'a SitePath,
    file: &'a str,
    /// Where the TOML begins in the file.
    base: u32,
    /// The first bytes of syntax errors: what was meant there is not known.
    broken: BTreeSet<u32>,
    /// Lines that were reported, in order: what is read in them follows from that.
    reported: Vec<Span>,
    findings: RefCell<Vec<Finding>>,
}

impl<'a> TomlSource<'a> {
    pub(super) fn new(path: &'a SitePath, file: &'a str, base: u32) -> Self {
        Self { path, file, base, broken: BTreeSet::new(), reported: vec![], findings: RefCell::default() }
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }

    /// Says if nothing was reported so far.
    pub(super) fn is_clean(&self) -> bool {
        self.findings.borrow().is_empty()
    }

    /// Says if there was no syntax error.
    pub(super) fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }

    /// Says if there was a syntax error in a span.
    pub(super) fn is_broken_in(&self, span: Span) -> bool {
        self.broken.range(span.start..=span.end).next().is_some()
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(range).shifted(self.base)
    }

    pub(super) fn report(&self, span: Span, problem: Problem) {
        if !self.is_in_reported_line(span) {
            self.findings.borrow_mut().push(Finding::new(self.path, span, problem));
        }
    }

    /// Says if something begins in a line that was reported as a whole.
    pub(super) fn is_in_reported_line(&self, span: Span) -> bool {
        let before = self.reported.partition_point(|line| line.start <= span.start);
        self.reported[..before].last().is_some_and(|line| span.start <= line.end)
    }

    /// Reports the look-alikes of TOML's signs in a text with errors at some places. The text begins at `base`.
    pub(super) fn report_look_alikes(&mut self, toml: &str, errors: &[usize]) {
        for LookAlikeLine { range, problem, changes } in find_look_alikes(toml, errors) {
            let edits = changes.iter().map(|change| Edit {
                span: self.span(change.range.clone()),
                old: toml[change.range.clone()].to_owned(),
                new: change.new.clone(),
            });
            let edits: Vec<_> = edits.collect();
            let fix = (!edits.is_empty()).then_some(Fix { applicability: Applicability::Safe, edits });
            let span = self.span(range.clone());
            self.broken.insert(span.start);
            let start = toml[..range.start].rfind('\n').map_or(0, |at| at + 1);
            let end = toml[range.start..].find('\n').map_or(toml.len(), |at| range.start + at);
            self.reported.push(self.span(start..end));
            let finding = Finding::new(self.path, span, problem).with_fix(fix);
            self.findings.borrow_mut().push(finding);
        }
    }

    /// Reports a syntax error, unless it follows from the last one. A day that no calendar has is a syntax error of
    /// TOML, and gets a better message.
    pub(super) fn syntax_error(&mut self, range: Range<usize>, message: &str) {
        let span = self.span(range);
        let date = Edtf::parse(self.file[span.range()].trim());
        let problem = match date {
            Err(day) if message.starts_with("invalid date") => day.into(),
            _ => {
                // An error in the same line as the one before it or in the next follows from it.
                let last = self.broken.range(..=span.start).next_back().copied();
                let again = last.is_some_and(|last| {
                    let between = Span { start: last, end: span.start };
                    self.file[between.range()].matches('\n').count() <= 1
                });
                self.broken.insert(span.start);
                if again {
                    return;
                }
                Problem::TomlSyntax { message: message.to_owned() }
            }
        };
        self.report(span, problem);
    }

    /// Says if something was reported at this span.
    pub(super) fn found_at(&self, span: Span) -> bool {
        self.findings.borrow().iter().any(|finding| finding.place.span == span)
    }

    /// Says if a key may belong to another table, whose header has a syntax error.
    pub(super) fn may_be_misplaced(&self, key: Span) -> bool {
        let line = |at: usize| self.file[..at].rfind('\n').map_or(0, |at| at + 1);
        let header = |at: &u32| self.file[line(*at as usize)..].trim_start().starts_with('[');
        self.broken.range(..key.start).any(header)
    }

    /// The text behind a byte of the file.
    pub(super) fn behind(&self, at: usize) -> &str {
        self.file.get(at..).unwrap_or("")
    }

    pub(super) fn text(&self, value: &str, range: Range<usize>) -> Text {
        let literal = self.span(range);
        let raw = &self.file[literal.range()];
        let span_map = SpanMap::of(value, raw, literal.range().start);
        Text { value: value.to_owned(), span: span_map.span_of(0..value.len()), span_map }
    }
}

/// The type of a value, in words for authors.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(number) if number.radix() != 10 => "a number of another base",
        DeValue::Float(number) if number.as_str().ends_with(['n', 'f']) => "no number that ends",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
