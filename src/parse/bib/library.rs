//! The entries of a BibLaTeX file, as many as can be read.
//!
//! The crate's parser stops at the first mistake of a file. So it is given one entry at a time, and a mistake
//! costs that entry alone; and one field at a time, so that a slip in an abstract, which is not used, costs
//! nothing. What is wrong with an entry is kept with it, for those who cite it. Must not know: what an entry or a field means.

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

const SEASONS: [(&str, usize); 5] =
    [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];

/// A BibLaTeX file, being read.
pub(super) struct Library<'s> {
    path: &'s SitePath,
    pub(super) file: &'s str,
    pub(super) entries: Vec<Entry<'s>>,
    /// The values of `@string`, by their names in lower case.
    strings: BTreeMap<String, Result<Value<'s>, Slip>>,
    /// What is wrong with the entry that is being read.
    slips: RefCell<Vec<Slip>>,
    /// What is wrong with entries of which not even the id can be read.
    findings: Vec<Finding>,
}

/// A mistake and its place.
pub(super) type Slip = (Span, Problem);

/// One entry: `@kind{id, key = {value}}`.
pub(super) struct Entry<'s> {
    pub(super) id: &'s str,
    pub(super) span: Span,
    /// In lower case.
    pub(super) kind: String,
    /// By keys in lower case, each with where its entry's piece of the file begins.
    fields: BTreeMap<String, (Field<'s>, usize)>,
    /// Why nothing but its id can be read.
    pub(super) slip: Option<Slip>,
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
        let strings = BTreeMap::new();
        let slips = RefCell::default();
        let mut library = Self { path, file, entries: vec![], strings, slips, findings: vec![] };
        let starts = starts(file);
        let mut at = 0;
        while at < starts.len() {
            at = library.read(&starts, at);
        }
        library
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    pub(super) fn report(&self, span: Span, problem: Problem) {
        self.slips.borrow_mut().push((span, problem));
    }

    /// What was reported since the last entry.
    pub(super) fn take_slips(&self) -> Vec<Slip> {
        self.slips.take()
    }

    /// Reads the entry that begins at one of the places where one can, and gives the place after it.
    fn read(&mut self, starts: &[usize], at: usize) -> usize {
        let file = self.file;
        let start = starts[at];
        // Their content is for TeX and other tools.
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
                    let slip = self.syntax(start..start + piece.len(), &error);
                    self.take_unreadable(start, slip);
                    return at + 1;
                }
            }
        }
        let line = file[start..].lines().next().unwrap_or("").trim_end();
        let slip = (Span::new(start..start + line.len()), Problem::UnclosedEntry {});
        self.take_unreadable(start, slip);
        at + 1
    }

    /// Keeps an entry that cannot be read for those who cite it. Without its id, it may be any that is cited.
    fn take_unreadable(&mut self, start: usize, slip: Slip) {
        let line = self.file[start..].lines().next().unwrap_or("");
        let (kind, behind) = line.split_once(['{', '(']).unwrap_or((line, ""));
        let id = behind.split(',').next().unwrap_or("").trim();
        if id.is_empty() || id.contains(|c: char| c.is_whitespace() || matches!(c, '=' | '{' | '}' | '"')) {
            self.findings.push(Finding::new(self.path, slip.0, slip.1));
            return;
        }
        let at = start + kind.len() + 1 + (behind.len() - behind.trim_start().len());
        let span = Span::new(at..at + id.len());
        let kind = kind[1..].trim().to_lowercase();
        self.entries.push(Entry { id, span, kind, fields: BTreeMap::new(), slip: Some(slip) });
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
                slip: None,
            });
        }
    }

    /// A mistake in a piece of the file.
    fn syntax(&self, piece: Range<usize>, error: &ParseError) -> Slip {
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
        (span, Problem::BibSyntax { message })
    }

    /// The last letter before a place.
    pub(super) fn before(&self, at: usize) -> Span {
        let text = self.file[..at].trim_end();
        let last = text.chars().next_back().map_or(0, char::len_utf8);
        Span::new(text.len() - last..text.len())
    }

    /// A value in its pieces; none, if it has no piece.
    fn written_out(&self, field: &[Spanned<RawChunk<'s>>], start: usize) -> Option<Result<Value<'s>, Slip>> {
        let mut parts = Vec::new();
        for Spanned { v: chunk, span } in field {
            match chunk {
                RawChunk::Normal(text) => parts.push((*text, start + span.start)),
                RawChunk::Abbreviation(name) => match self.strings.get(&name.to_lowercase()) {
                    Some(Ok(value)) => parts.extend(value.parts.iter().copied()),
                    Some(Err(slip)) => return Some(Err(slip.clone())),
                    None if MONTHS.iter().any(|month| month.eq_ignore_ascii_case(name)) => {
                        parts.push((*name, start + span.start));
                    }
                    None => return Some(Err((shifted(span, start), self.undefined(name)))),
                },
            }
        }
        parts.truncate(DEEPEST);
        let span = field.first()?.span.start..field.last()?.span.end;
        Some(Ok(Value { parts, span: shifted(&span, start) }))
    }

    fn undefined(&self, name: &str) -> Problem {
        let near = nearest(name, self.strings.keys().map(String::as_str).chain(MONTHS)).map(str::to_owned);
        Problem::UndefinedString { name: name.to_owned(), near }
    }

    /// The value of a field of an entry.
    pub(super) fn value(&self, entry: &Entry<'s>, key: &str) -> Option<Value<'s>> {
        let (field, start) = entry.fields.get(key)?;
        let value = self.written_out(field, *start)?;
        value.map_err(|(span, problem)| self.report(span, problem)).ok()
    }

    /// Reports unknown commands in a value in which all others are resolved.
    pub(super) fn check_commands(&self, value: &Value<'_>, resolved: &str) {
        for name in latex::commands(resolved) {
            let command = format!("\\{name}");
            let found = value.parts.iter().find_map(|(text, start)| Some(start + text.find(&command)?));
            let span = found.map_or(value.span, |at| Span::new(at..at + command.len()));
            self.report(span, Problem::UnknownLatex { latex: command });
        }
    }

    /// The value with its LaTeX resolved, as far as the crate knows it.
    pub(super) fn chunks(&self, value: &Value<'_>) -> Option<Chunks> {
        if value.parts.iter().any(|(text, _)| too_deep(text, DEEPEST).is_some()) {
            let message = format!("braces are nested more than {DEEPEST} deep");
            self.report(value.span, Problem::BibSyntax { message });
            return None;
        }
        let parts: Vec<_> = value.parts.iter().map(|(text, _)| latex::translated(text)).collect();
        for (part, (text, start)) in parts.iter().zip(&value.parts) {
            for range in &part.refused {
                let latex = text[range.clone()].to_owned();
                self.report(shifted(range, *start), Problem::UnknownLatex { latex });
            }
        }
        let texts = parts.iter().map(|part| part.text.as_str());
        let field = texts.map(|text| Spanned::new(RawChunk::Normal(text), 0..text.len()));
        let pair = Pair::new(Spanned::detached("title"), Spanned::detached(field.collect()));
        let entry =
            RawEntry { key: Spanned::detached("x"), kind: Spanned::detached("misc"), fields: vec![pair] };
        let entries = vec![Spanned::detached(entry)];
        let raw = RawBibliography { preamble: String::new(), entries, abbreviations: vec![] };
        match Bibliography::from_raw(raw) {
            Ok(read) => {
                let chunks = read.into_iter().next()?.fields.remove("title")?;
                chunks.iter().for_each(|chunk| self.check_commands(value, chunk.v.get()));
                Some(chunks)
            }
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

/// The number of an English month, by its name or the beginning of it, or EDTF's number of a season.
pub(super) fn month(name: &str) -> Option<usize> {
    let name = name.trim_end_matches('.').to_lowercase();
    let month = MONTHS.iter().position(|month| name.starts_with(month)).map(|at| at + 1);
    month.or_else(|| {
        let season = SEASONS.iter().find(|(season, _)| *season == name)?;
        Some(season.1)
    })
}

fn shifted(span: &Range<usize>, by: usize) -> Span {
    Span::new(span.start + by..span.end + by)
}
