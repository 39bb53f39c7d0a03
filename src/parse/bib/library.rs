//! The entries of a BibLaTeX file, as many as can be read.
//!
//! The crate's parser stops at the first mistake of a file. So it is given one entry at a time, and a mistake
//! costs that entry alone; and one field at a time, so that a slip in an abstract, which nobody asks for, costs
//! nothing. Must not know: what an entry or a field means.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{
    Bibliography, Chunks, Field, Pair, ParseError, ParseErrorKind, RawBibliography, RawChunk, RawEntry,
    Spanned, Token,
};

use super::latex;
use crate::base::words::nearest;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::parse::catalogue::too_deep;

/// How many lines that begin with `@` may stand within one entry. In an entry that is never closed, all the
/// rest of the file would.
const WITHIN: usize = 8;

/// How deep braces may be nested, and of how many parts a value may be put together: the crate follows both
/// without end.
const DEEPEST: usize = 50;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A BibLaTeX file, being read.
pub(super) struct Library<'s> {
    path: &'s SitePath,
    pub(super) file: &'s str,
    pub(super) entries: Vec<Entry<'s>>,
    /// The values of `@string`, by their names in lower case.
    strings: BTreeMap<String, Value<'s>>,
    findings: RefCell<Vec<Finding>>,
}

/// One entry: `@kind{id, key = {value}}`.
pub(super) struct Entry<'s> {
    pub(super) id: &'s str,
    pub(super) span: Span,
    /// In lower case.
    pub(super) kind: String,
    /// By keys in lower case, each with where its entry's piece of the file begins.
    fields: BTreeMap<String, (Field<'s>, usize)>,
}

/// The value of a field with its abbreviations expanded: pieces of the file, and where each begins.
#[derive(Clone)]
pub(super) struct Value<'s> {
    pub(super) parts: Vec<(&'s str, usize)>,
    pub(super) span: Span,
}

impl Entry<'_> {
    /// Says if a field has a value, readable or not.
    pub(super) fn has(&self, key: &str) -> bool {
        let empty = |chunk: &RawChunk<'_>| matches!(chunk, RawChunk::Normal(text) if text.trim().is_empty());
        self.fields.get(key).is_some_and(|(field, _)| !field.iter().all(|chunk| empty(&chunk.v)))
    }
}

impl<'s> Library<'s> {
    pub(super) fn new(path: &'s SitePath, file: &'s str) -> Self {
        let (strings, findings) = (BTreeMap::new(), RefCell::default());
        let mut library = Self { path, file, entries: vec![], strings, findings };
        let starts = starts(file);
        let mut at = 0;
        while at < starts.len() {
            at = library.read(&starts, at);
        }
        library
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }

    pub(super) fn report(&self, span: Span, problem: Problem) {
        self.findings.borrow_mut().push(Finding::new(self.path, span, problem));
    }

    /// Reads the entry that begins at one of the places where one can, and gives the place after it.
    fn read(&mut self, starts: &[usize], at: usize) -> usize {
        let (file, start) = (self.file, starts[at]);
        // What stands in them concerns TeX and other tools.
        let begins =
            |word: &&str| file[start..].get(..word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word));
        if ["@comment", "@preamble"].iter().any(begins) {
            return at + 1;
        }
        for next in (at + 1..=starts.len()).take(WITHIN) {
            let piece = &file[start..starts.get(next).copied().unwrap_or(file.len())];
            match RawBibliography::parse(piece) {
                Ok(raw) => {
                    self.take(raw, start);
                    return next;
                }
                Err(error) if error.span.start >= piece.trim_end().len() => {}
                // It ended too soon, and what follows is no part of it.
                Err(_) if next > at + 1 => break,
                Err(error) => {
                    self.syntax(start..start + piece.len(), &error);
                    return at + 1;
                }
            }
        }
        let line = file[start..].lines().next().unwrap_or("").trim_end();
        self.report(Span::new(start..start + line.len()), Problem::UnclosedEntry {});
        at + 1
    }

    fn take(&mut self, raw: RawBibliography<'s>, start: usize) {
        for Pair { key, value } in raw.abbreviations {
            if let Some(value) = self.written_out(&value.v, start) {
                self.strings.insert(key.v.to_lowercase(), value);
            }
        }
        for Spanned { v: entry, .. } in raw.entries {
            let fields = entry.fields.into_iter();
            self.entries.push(Entry {
                id: entry.key.v,
                span: shifted(&entry.key.span, start),
                kind: entry.kind.v.to_lowercase(),
                fields: fields.map(|pair| (pair.key.v.to_lowercase(), (pair.value.v, start))).collect(),
            });
        }
    }

    /// A mistake in a piece of the file.
    fn syntax(&self, piece: Range<usize>, error: &ParseError) {
        let message = match &error.kind {
            // The crate's word for a value that does not begin as one.
            ParseErrorKind::UnexpectedEof => ParseErrorKind::Expected(Token::OpeningBrace).to_string(),
            kind => kind.to_string(),
        };
        let at = self.file.floor_char_boundary((piece.start + error.span.start).min(piece.end));
        // A comma is missed where the next thing begins, and belongs behind the last.
        let behind = matches!(error.kind, ParseErrorKind::Expected(Token::Comma));
        let here = self.file[at..piece.end].chars().next().filter(|c| !behind && !c.is_whitespace());
        let span = here.map_or_else(|| self.before(at), |here| Span::new(at..at + here.len_utf8()));
        self.report(span, Problem::BibSyntax { message });
    }

    /// The last letter before a place.
    pub(super) fn before(&self, at: usize) -> Span {
        let text = self.file[..at].trim_end();
        let last = text.chars().next_back().map_or(0, char::len_utf8);
        Span::new(text.len() - last..text.len())
    }

    fn written_out(&self, field: &[Spanned<RawChunk<'s>>], start: usize) -> Option<Value<'s>> {
        let mut parts = Vec::new();
        for Spanned { v: chunk, span } in field {
            match chunk {
                RawChunk::Normal(text) => parts.push((*text, start + span.start)),
                RawChunk::Abbreviation(name) => match self.strings.get(&name.to_lowercase()) {
                    Some(value) => parts.extend(value.parts.iter().copied()),
                    None if MONTHS.iter().any(|month| month.eq_ignore_ascii_case(name)) => {
                        parts.push((*name, start + span.start))
                    }
                    None => {
                        let known = self.strings.keys().map(String::as_str).chain(MONTHS);
                        let near = nearest(name, known).map(str::to_owned);
                        let problem = Problem::UndefinedString { name: (*name).to_owned(), near };
                        self.report(shifted(span, start), problem);
                        return None;
                    }
                },
            }
        }
        parts.truncate(DEEPEST);
        let span = field.first()?.span.start..field.last()?.span.end;
        Some(Value { parts, span: shifted(&span, start) })
    }

    /// The value of a field of an entry.
    pub(super) fn value(&self, entry: &Entry<'s>, key: &str) -> Option<Value<'s>> {
        let (field, start) = entry.fields.get(key)?;
        self.written_out(field, *start)
    }

    /// The value with its LaTeX resolved, as far as the crate knows it.
    pub(super) fn chunks(&self, value: &Value<'_>) -> Option<Chunks> {
        if value.parts.iter().any(|(text, _)| too_deep(text, DEEPEST).is_some()) {
            let message = format!("braces are nested more than {DEEPEST} deep");
            self.report(value.span, Problem::BibSyntax { message });
            return None;
        }
        let parts: Vec<_> = value.parts.iter().map(|(text, _)| latex::for_the_crate(text)).collect();
        let field = parts.iter().map(|text| Spanned::new(RawChunk::Normal(text), 0..text.len()));
        let pair = Pair::new(Spanned::detached("title"), Spanned::detached(field.collect()));
        let entry =
            RawEntry { key: Spanned::detached("x"), kind: Spanned::detached("misc"), fields: vec![pair] };
        let entries = vec![Spanned::detached(entry)];
        let raw = RawBibliography { preamble: String::new(), entries, abbreviations: vec![] };
        match Bibliography::from_raw(raw) {
            Ok(read) => read.into_iter().next()?.fields.remove("title"),
            Err(error) => {
                self.report(value.span, problem(&error));
                None
            }
        }
    }
}

/// The error in a value. The crate gives only its rough position.
fn problem(error: &ParseError) -> Problem {
    match &error.kind {
        ParseErrorKind::UnexpectedEof => Problem::UnclosedMath {},
        kind => Problem::BibSyntax { message: kind.to_string() },
    }
}

/// Where lines begin with `@`.
fn starts(file: &str) -> Vec<usize> {
    let mut at = 0;
    let mut starts = Vec::new();
    for line in file.split_inclusive('\n') {
        let text = line.trim_start();
        if text.starts_with('@') {
            starts.push(at + line.len() - text.len());
        }
        at += line.len();
    }
    starts
}

/// The number of an English month, by its name or the beginning of it.
pub(super) fn month(name: &str) -> Option<usize> {
    let name = name.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|month| name.starts_with(month))?;
    Some(at + 1)
}

fn shifted(span: &Range<usize>, by: usize) -> Span {
    Span::new(span.start + by..span.end + by)
}
