//! Tables of TOML whose values keep their spans.
//!
//! A table is read key by key. The keys that were read are the known ones, so any other is a finding, with the
//! nearest known key. Must not know: what any key means.

mod number;
mod shape;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::span_map::SpanMap;
pub(crate) use super::span_map::SpannedDate;
use super::toml_source::{TomlSource, kind};
use crate::base::date::Edtf;
use crate::base::words::{Choice, nearest, slug};
use crate::base::{SitePath, Span};
use crate::diagnostics::{ExpectedValue, Finding, Problem};
pub(crate) use shape::{Form, Key, Needed, Others, Shape, shape};

/// A string and where its characters are in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) value: String,
    /// The characters between the quotes.
    pub(crate) span: Span,
    pub(super) span_map: SpanMap,
}

impl Text {
    /// The span in the file of bytes of the value.
    pub(crate) fn span_of(&self, range: Range<usize>) -> Span {
        self.span_map.span_of(range)
    }
}

/// The keys of one table, being read.
pub(crate) struct Fields<'s, 't> {
    source: &'s TomlSource<'s>,
    /// The table in findings, as in "`x` is not a key of a source".
    name: &'static str,
    /// Where missing keys are reported.
    span: Span,
    table: &'t DeTable<'t>,
    asked: Vec<&'static str>,
    /// Keys that are needed and not there.
    missing: Vec<MissingKey>,
    /// The keys that are read and their forms, if a schema is made of them instead of reading a file.
    shape: Option<Shape>,
}

/// A key that is needed and not there.
struct MissingKey {
    key: &'static str,
    /// A line that sets it, with `…` for what only its author knows.
    line: String,
    /// The words that its value can be, if there are few.
    choices: Option<String>,
}

/// Reads the TOML at `range` of a file; `name` is its table in findings, and missing keys are reported at `span`.
pub(crate) fn read<T>(
    path: &SitePath,
    (file, range): (&str, Range<usize>),
    (name, span): (&'static str, Span),
    build: impl FnOnce(&mut Fields<'_, '_>) -> T,
) -> (T, Vec<Finding>) {
    let base = Span::new(range.clone()).start;
    let toml = &file[range];
    let (table, errors) = DeTable::parse_recoverable(toml);
    let mut source = TomlSource::new(path, file, base);
    let mut errors: Vec<_> =
        errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    errors.sort_by_key(|(span, _)| span.start);
    if !errors.is_empty() {
        let places: Vec<_> = errors.iter().map(|(span, _)| span.start).collect();
        source.report_look_alikes(toml, &places);
        errors.retain(|(range, _)| !source.is_in_reported_line(source.span(range.clone())));
    }
    for (span, message) in errors {
        source.syntax_error(span, message);
    }
    let mut fields = Fields::new(&source, name, span, table.get_ref());
    let value = build(&mut fields);
    fields.finish();
    (value, source.into_findings())
}

impl<'s, 't> Fields<'s, 't> {
    fn new(source: &'s TomlSource<'s>, name: &'static str, span: Span, table: &'t DeTable<'t>) -> Self {
        Self { source, name, span, table, asked: vec![], missing: vec![], shape: None }
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// The end of the line in which a key's value ends; `None` if something follows the value.
    pub(crate) fn behind_line(&self, key: &str) -> Option<Span> {
        let end = self.source.span(self.table.get(key)?.span()).range().end;
        let line = self.source.behind(end).lines().next().unwrap_or("");
        line.trim().is_empty().then(|| Span::new(end..end))
    }

    /// The place of a key's value; that of the table, if the key is missing.
    pub(crate) fn span_of(&self, key: &str) -> Span {
        self.table.get(key).map_or(self.span, |value| self.source.span(value.span()))
    }

    pub(crate) fn report(&self, span: Span, problem: Problem) {
        self.source.report(span, problem);
    }

    /// The value of a key, which becomes a known one.
    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// Says if a key is missing. After a syntax error it is not known, since the error may hide the key.
    pub(crate) fn lacks(&self, key: &str) -> bool {
        self.source.is_whole() && !self.table.contains_key(key)
    }

    /// Reports a key if it is missing. `line` sets it, with `…` for what only its author knows.
    pub(crate) fn need(&mut self, key: &'static str, line: impl Into<String>) {
        self.need_key(MissingKey { key, line: line.into(), choices: None });
    }

    fn need_key(&mut self, missing: MissingKey) {
        self.note_need(missing.key, Needed::Always);
        if self.lacks(missing.key) {
            self.missing.push(missing);
        }
    }

    fn report_type(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: ExpectedValue) {
        let span = self.source.span(value.span());
        let found = kind(value.get_ref());
        // Where the TOML is broken, the value is not the author's.
        if !self.source.found_at(span) {
            self.report(span, Problem::WrongType { key: key.to_owned(), expected, found });
        }
    }

    /// A string that is not empty, and with which nothing is wrong by a check of its own.
    pub(crate) fn checked_text(
        &mut self,
        key: &'static str,
        check: impl FnOnce(&str) -> Result<(), Problem>,
    ) -> Option<Text> {
        let text = self.text(key)?;
        match check(&text.value) {
            Ok(()) => Some(text),
            Err(problem) => {
                self.report(text.span, problem);
                None
            }
        }
    }

    /// A string that is not empty.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<Text> {
        self.note(key, || Form::Text);
        let value = self.get(key)?;
        self.as_text(key, value)
    }

    fn as_text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Text> {
        let DeValue::String(string) = value.get_ref() else {
            self.report_type(key, value, ExpectedValue::TEXT);
            return None;
        };
        let text = self.source.text(string, value.span());
        if text.value.trim().is_empty() {
            let problem = match key {
                "alt" => Problem::EmptyAlt {},
                key => Problem::EmptyText { key: key.to_owned() },
            };
            self.report(self.source.span(value.span()), problem);
            return None;
        }
        // No character in XML (XML 1.0, section 2.2): parsers reject a feed with one.
        let is_control = |letter| matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        if text.value.contains(is_control) {
            let problem = Problem::ControlCharacter { key: key.to_owned() };
            self.report(self.source.span(value.span()), problem);
            return None;
        }
        Some(text)
    }

    pub(crate) fn needed_text(&mut self, key: &'static str) -> Option<Text> {
        self.need(key, format!("{key} = \"…\""));
        self.text(key)
    }

    /// A list of strings.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<Text> {
        self.note(key, || Form::Texts);
        let Some(value) = self.get(key) else { return vec![] };
        let DeValue::Array(items) = value.get_ref() else {
            self.report_type(key, value, ExpectedValue::TEXTS);
            return vec![];
        };
        // After a syntax error in the list, its texts are only a guess.
        if self.source.is_broken_in(self.source.span(value.span())) {
            return vec![];
        }
        items.iter().filter_map(|item| self.as_text(key, item)).collect()
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        self.note(key, || Form::Flag);
        let Some(value) = self.get(key) else { return false };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.report_type(key, value, ExpectedValue::FLAG);
        false
    }

    /// A date: TOML's own, or an EDTF string.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<SpannedDate> {
        self.note(key, || Form::Date);
        let value = self.get(key)?;
        let span = self.source.span(value.span());
        let parsed = match value.get_ref() {
            // It was reported that it is no date.
            DeValue::Datetime(_) if self.source.found_at(span) => return None,
            DeValue::Datetime(date) if date.date.is_some() => Edtf::parse(&date.to_string()),
            DeValue::String(text) => Edtf::parse(text.trim()),
            // A bare `2022` is how most people write a year.
            DeValue::Integer(year) => Edtf::parse(year.as_str()),
            _ => {
                self.report_type(key, value, ExpectedValue::DATE);
                return None;
            }
        };
        match parsed {
            Ok(date) => Some(SpannedDate::new(date, span)),
            Err(error) => {
                self.report(span, error.into());
                None
            }
        }
    }

    pub(crate) fn needed_date(&mut self, key: &'static str) -> Option<SpannedDate> {
        self.need(key, format!("{key} = 2022-09-15"));
        self.date(key)
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key);
        self.note(key, || Form::Word(shape::bare(words)));
        self.one_of(key, text?, words)
    }

    fn one_of<T: Copy>(&self, key: &str, text: Text, words: &[(&'static str, T)]) -> Option<T> {
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        let near = nearest(&text.value, known.iter().copied()).map(str::to_owned);
        let known = Choice(known).to_string();
        let problem = Problem::UnknownWord { key: key.to_owned(), word: text.value, near, known };
        self.report(text.span, problem);
        None
    }

    pub(crate) fn needed_word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let first = words.first().map_or("…", |(word, _)| word);
        let choices = Some(Choice(shape::bare(words)).to_string());
        self.need_key(MissingKey { key, line: format!("{key} = \"{first}\""), choices });
        self.word(key, words)
    }

    /// Says if nothing was reported so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.source.is_clean()
    }

    /// All keys verbatim, in the order of the file, with their values.
    pub(crate) fn keys_as_text(&self) -> Vec<(Text, &'t Spanned<DeValue<'t>>)> {
        let mut keys: Vec<_> = self.table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        keys.into_iter().map(|(key, value)| (self.key(key), value)).collect()
    }

    fn key(&self, key: &Spanned<Cow<'_, str>>) -> Text {
        let span = self.source.span(key.span());
        Text { value: key.get_ref().to_string(), span, span_map: SpanMap::at(span.range().start) }
    }

    /// All keys in the order of the file, each with one of a few words as its value.
    pub(crate) fn open_words<T: Copy>(&mut self, words: &[(&'static str, T)]) -> Vec<(Text, T)> {
        self.note_others(|| Others::Names(shape::bare(words)));
        let read = |(key, value): (Text, &Spanned<DeValue<'_>>)| {
            let word = self.as_text(&key.value, value)?;
            let word = self.one_of(&key.value, word, words)?;
            Some((key, word))
        };
        self.keys_as_text().into_iter().filter_map(read).collect()
    }

    /// The value as plain data, for a block that only its template understands.
    pub(crate) fn keys(&mut self) -> Vec<(&'t str, &'t Spanned<DeValue<'t>>)> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), value)).collect()
    }

    /// A table below a key.
    pub(crate) fn table<T>(
        &mut self,
        key: &'static str,
        name: &'static str,
        build: impl FnOnce(&mut Fields<'_, '_>) -> T,
    ) -> Option<T> {
        if self.shape.is_some() {
            let shape = self.shape_of(name, build);
            self.note(key, || Form::Table(shape));
            return None;
        }
        let value = self.get(key)?;
        self.as_table(key, value, name, build)
    }

    fn as_table<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        name: &'static str,
        build: impl FnOnce(&mut Fields<'_, '_>) -> T,
    ) -> Option<T> {
        let DeValue::Table(table) = value.get_ref() else {
            self.report_type(key, value, ExpectedValue::TABLE);
            return None;
        };
        let mut fields = Fields::new(self.source, name, self.source.span(value.span()), table);
        let built = build(&mut fields);
        fields.finish();
        Some(built)
    }

    /// The tables of a list, `[[key]]`.
    pub(crate) fn tables<T>(
        &mut self,
        key: &'static str,
        name: &'static str,
        mut build: impl FnMut(&mut Fields<'_, '_>) -> T,
    ) -> Vec<T> {
        if self.shape.is_some() {
            let shape = self.shape_of(name, &mut build);
            self.note(key, || Form::Tables(shape));
        }
        let Some(value) = self.get(key) else { return vec![] };
        let DeValue::Array(items) = value.get_ref() else {
            self.report_type(key, value, ExpectedValue::TABLES);
            return vec![];
        };
        items.iter().filter_map(|item| self.as_table(key, item, name, &mut build)).collect()
    }

    /// All keys as the ids of tables of one kind, in the order of the file.
    pub(crate) fn entries<T>(
        &mut self,
        name: &'static str,
        mut build: impl FnMut(Text, &mut Fields<'_, '_>) -> T,
    ) -> Vec<T> {
        if self.shape.is_some() {
            let id = Text { value: String::new(), span: self.span, span_map: SpanMap::at(0) };
            let shape = self.shape_of(name, |fields| build(id, fields));
            self.note_others(|| Others::Ids(Box::new(shape)));
        }
        let keys = self.keys_as_text();
        let mut built = Vec::with_capacity(keys.len());
        for (id, value) in keys {
            let span = id.span;
            if id.value.contains(char::is_whitespace) {
                let problem = Problem::SpaceInId { id: id.value.clone(), slug: slug(&id.value) };
                self.report(id.span, problem);
            }
            if !matches!(value.get_ref(), DeValue::Table(_)) {
                self.report_type(&id.value, value, ExpectedValue::TABLE_WITH_ID);
                continue;
            }
            built.extend(self.as_table(&id.value.clone(), value, name, |fields| {
                fields.span = span;
                build(id, fields)
            }));
        }
        self.asked.clear();
        built
    }

    /// Reports unknown keys, unless `entries` or `keys` have read all, and missing keys, unless an unknown one is a
    /// misspelling of it.
    fn finish(&self) {
        if self.asked.is_empty() {
            return;
        }
        let mut meant = BTreeSet::new();
        for (key, _) in self.table {
            let word: &str = key.get_ref();
            if self.asked.contains(&word) {
                continue;
            }
            let near = nearest(word, self.asked.iter().copied());
            meant.extend(near);
            self.report_unknown(word, self.source.span(key.span()), near);
        }
        for MissingKey { key, line, choices } in &self.missing {
            if !meant.contains(key) {
                let (line, choices) = (line.clone(), choices.clone());
                self.report(self.span, Problem::MissingKey { key, table: self.name, line, choices });
            }
        }
    }

    fn report_unknown(&self, key: &str, span: Span, near: Option<&str>) {
        if self.source.may_be_misplaced(span) {
            return;
        }
        let mut known = self.asked.clone();
        known.sort_unstable();
        known.dedup();
        let key = key.to_owned();
        let near = near.map(str::to_owned);
        let known = Choice(known).to_string();
        self.report(span, Problem::UnknownKey { key, table: self.name, near, known });
    }

    /// Makes a text of a string at a range of plain data.
    pub(crate) fn string(&self, value: &str, range: Range<usize>) -> Text {
        self.source.text(value, range)
    }
}
