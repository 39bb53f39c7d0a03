//! TOML with a memory of where everything stood.
//!
//! A table is read key by key; what is asked for is what is known, so a key that nobody asked for is a
//! finding, with the nearest known one. Must not know: what any key means.

use std::cell::RefCell;
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::date::Edtf;
use crate::base::words::{Choice, nearest};
use crate::base::{Place, SitePath, Span};
use crate::finding::{Finding, Problem};

/// A string and where its characters stand in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) value: String,
    /// The characters between the quotes if they are the value letter by letter; else the whole
    /// literal, since an escape in it moves what follows.
    pub(crate) span: Span,
    pub(crate) verbatim: bool,
}

impl Text {
    /// Where bytes `range` of the value stand in the file.
    pub(crate) fn span_of(&self, range: Range<usize>) -> Span {
        if self.verbatim { Span::new(range).shifted(self.span.start) } else { self.span }
    }
}

/// A date and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) date: Edtf,
    pub(crate) span: Span,
    /// The date in words, made once: lists show it on many pages.
    pub(crate) words: Box<str>,
    /// What `<time datetime>` may say of it.
    pub(crate) datetime: Option<Box<str>>,
}

impl When {
    fn new(date: Edtf, span: Span) -> Self {
        Self { date, span, words: date.words().into(), datetime: date.datetime().map(Into::into) }
    }
}

/// A file that has TOML in it, and what was found in reading it.
pub(crate) struct Sheet<'a> {
    path: &'a SitePath,
    file: &'a str,
    /// Where the TOML begins in the file.
    base: u32,
    broken: bool,
    findings: RefCell<Vec<Finding>>,
}

/// The keys of one table, being read.
pub(crate) struct Fields<'s, 't> {
    sheet: &'s Sheet<'s>,
    /// What the table is, as in "`x` is not a key of a source".
    name: &'static str,
    /// Where it is said to lack something.
    span: Span,
    table: &'t DeTable<'t>,
    asked: Vec<&'static str>,
}

/// Reads the TOML that stands at `range` of a file; `name` is what its table is called.
pub(crate) fn read<T>(
    path: &SitePath,
    (file, range): (&str, Range<usize>),
    name: &'static str,
    build: impl FnOnce(&mut Fields<'_, '_>) -> T,
) -> (T, Vec<Finding>) {
    let base = Span::new(range.clone()).start;
    let (table, errors) = DeTable::parse_recoverable(&file[range]);
    let sheet = Sheet { path, file, base, broken: !errors.is_empty(), findings: RefCell::default() };
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().to_owned();
        sheet.report(sheet.span(span), Problem::TomlSyntax { message });
    }
    let start = Span { start: base, end: base };
    let mut fields = Fields { sheet: &sheet, name, span: start, table: table.get_ref(), asked: vec![] };
    let value = build(&mut fields);
    fields.finish();
    (value, sheet.findings.into_inner())
}

impl Sheet<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(range).shifted(self.base)
    }

    fn report(&self, span: Span, problem: Problem) {
        self.findings.borrow_mut().push(Finding::new(self.path, span, problem));
    }

    fn text(&self, value: &str, range: Range<usize>) -> Text {
        let literal = self.span(range);
        let raw = &self.file[literal.range()];
        let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
        let inside = raw.get(quotes..raw.len().saturating_sub(quotes)).unwrap_or("");
        // TOML drops a line break right after three quotes.
        let skipped = if quotes == 3 { inside.len() - inside.trim_start_matches(['\r', '\n']).len() } else { 0 };
        let verbatim = inside.get(skipped..) == Some(value);
        let start = literal.range().start + quotes + skipped;
        let span = if verbatim { Span::new(start..start + value.len()) } else { literal };
        Text { value: value.to_owned(), span, verbatim }
    }
}

impl<'s, 't> Fields<'s, 't> {
    pub(crate) fn path(&self) -> &'s SitePath {
        self.sheet.path
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Moves the place at which the table is said to lack something.
    pub(crate) fn stand_at(&mut self, span: Span) {
        self.span = span;
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        Place::new(self.sheet.path, span)
    }

    pub(crate) fn report(&self, span: Span, problem: Problem) {
        self.sheet.report(span, problem);
    }

    pub(crate) fn report_all(&self, findings: Vec<Finding>) {
        self.sheet.findings.borrow_mut().extend(findings);
    }

    /// The value of a key, which is known from now on.
    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// Says that a key is lacking, unless a syntax error may have swallowed it.
    pub(crate) fn need(&self, key: &'static str) {
        if !self.sheet.broken {
            self.report(self.span, Problem::MissingKey { key, table: self.name });
        }
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &'static str) {
        let found = kind(value.get_ref());
        let problem = Problem::WrongType { key: key.to_owned(), expected, found };
        self.report(self.sheet.span(value.span()), problem);
    }

    /// A string with something in it.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<Text> {
        let value = self.get(key)?;
        self.as_text(key, value)
    }

    fn as_text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Text> {
        let DeValue::String(string) = value.get_ref() else {
            self.wrong(key, value, "text in quotes");
            return None;
        };
        let text = self.sheet.text(string, value.span());
        if text.value.trim().is_empty() {
            self.report(self.sheet.span(value.span()), Problem::EmptyText { key: key.to_owned() });
            return None;
        }
        Some(text)
    }

    pub(crate) fn needed_text(&mut self, key: &'static str) -> Option<Text> {
        if !self.table.contains_key(key) {
            self.need(key);
        }
        self.text(key)
    }

    /// A list of strings.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<Text> {
        let Some(value) = self.get(key) else { return vec![] };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, value, "a list of texts");
            return vec![];
        };
        items.iter().filter_map(|item| self.as_text(key, item)).collect()
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.wrong(key, value, "`true` or `false`");
        false
    }

    /// A whole number of at least one.
    pub(crate) fn count(&mut self, key: &'static str) -> Option<usize> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().replace('_', "").parse().ok(),
            _ => None,
        };
        if number.is_none_or(|number: usize| number == 0) {
            self.wrong(key, value, "a whole number above zero");
            return None;
        }
        number
    }

    /// A date: TOML's own, or an EDTF string.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<When> {
        let value = self.get(key)?;
        let span = self.sheet.span(value.span());
        let parsed = match value.get_ref() {
            DeValue::Datetime(toml::value::Datetime { date: Some(date), time: None, offset: None }) => {
                day(*date)
            }
            DeValue::String(text) => Edtf::parse(text.trim()).map_err(|error| error.to_string()),
            // A bare `2022` is how most people write a year.
            DeValue::Integer(year) => Edtf::parse(year.as_str()).map_err(|error| error.to_string()),
            _ => {
                self.wrong(key, value, "a date such as 2022-09-15");
                return None;
            }
        };
        match parsed {
            Ok(date) => Some(When::new(date, span)),
            Err(message) => {
                self.report(span, Problem::BadDate { message });
                None
            }
        }
    }

    pub(crate) fn needed_date(&mut self, key: &'static str) -> Option<When> {
        if !self.table.contains_key(key) {
            self.need(key);
        }
        self.date(key)
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key)?;
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

    pub(crate) fn needed_word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        if !self.table.contains_key(key) {
            self.need(key);
        }
        self.word(key, words)
    }

    /// Whether nothing was found wrong so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.sheet.findings.borrow().is_empty()
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
        let value = self.get(key)?;
        self.as_table(key, value, (name, build))
    }

    fn as_table<T, F: FnOnce(&mut Fields<'_, '_>) -> T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        (name, build): (&'static str, F),
    ) -> Option<T> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(key, value, "a table");
            return None;
        };
        let span = self.sheet.span(value.span());
        let mut fields = Fields { sheet: self.sheet, name, span, table, asked: vec![] };
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
        let Some(value) = self.get(key) else { return vec![] };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, value, "a list of tables, each under `[[…]]`");
            return vec![];
        };
        items.iter().filter_map(|item| self.as_table(key, item, (name, &mut build))).collect()
    }

    /// All keys as the ids of tables of one kind, in the order of the file.
    pub(crate) fn entries<T>(
        &mut self,
        name: &'static str,
        mut build: impl FnMut(Text, &mut Fields<'_, '_>) -> T,
    ) -> Vec<T> {
        let mut keys: Vec<_> = self.table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&Spanned<_>, _)| {
            let span = self.sheet.span(key.span());
            let id = Text { value: AsRef::<str>::as_ref(key.get_ref()).to_owned(), span, verbatim: false };
            self.as_table(&id.value.clone(), value, (name, |fields: &mut Fields<'_, '_>| {
                fields.span = span;
                build(id, fields)
            }))
        };
        let built = keys.into_iter().filter_map(entry).collect();
        self.asked.clear();
        built
    }

    /// Findings for the keys that nobody asked for; none after `entries` or `keys`, which take all.
    fn finish(&self) {
        if self.asked.is_empty() {
            return;
        }
        for (key, _) in self.table {
            let word: &str = key.get_ref();
            if !self.asked.contains(&word) {
                let near = nearest(word, self.asked.iter().copied()).map(str::to_owned);
                let known = Choice(self.asked.clone()).to_string();
                let problem = Problem::UnknownKey { key: word.to_owned(), table: self.name, near, known };
                self.report(self.sheet.span(key.span()), problem);
            }
        }
    }

    /// Reads a string at any place of plain data as text.
    pub(crate) fn string(&self, value: &str, range: Range<usize>) -> Text {
        self.sheet.text(value, range)
    }
}

fn day(date: toml::value::Date) -> Result<Edtf, String> {
    let parts = i16::try_from(date.year).ok().zip(i8::try_from(date.month).ok());
    parts
        .zip(i8::try_from(date.day).ok())
        .and_then(|((year, month), day)| Date::new(year, month, day).ok())
        .map(Edtf::day)
        .ok_or_else(|| format!("there is no day {date}"))
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
