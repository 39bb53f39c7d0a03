//! The schema of a table, made by its own reader: the reader runs over an empty table, and the keys that it reads are
//! recorded.
//!
//! So there is no second description of a format that could go out of date. Must not know: what any key means;
//! how a schema is shown.

use toml::de::DeTable;

use super::{Fields, TomlSource};
use crate::base::{SitePath, Span};

/// The schema of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The table in findings, `a source`.
    pub(crate) name: &'static str,
    /// In the order in which they are read.
    pub(crate) keys: Vec<Key>,
    /// Keys that its author chooses.
    pub(crate) others: Others,
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) needed: Needed,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A string that is not empty.
    Text,
    /// A list of them.
    Texts,
    Flag,
    /// A TOML date, a bare year, or an EDTF string of level 0 or 1.
    Date,
    /// One of these.
    Word(Vec<&'static str>),
    /// A whole number above zero.
    Count,
    /// A decimal number.
    Number,
    /// A TOML date with a time and its offset from UTC.
    Moment,
    Table(Shape),
    /// `[[key]]`
    Tables(Shape),
}

/// When a key is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needed {
    Never,
    Always,
    /// Unless this flag is set.
    Unless(&'static str),
    /// Where this key is.
    Beside(&'static str),
}

/// The keys of a table that its author chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    /// None: any key that is not read is a finding.
    None,
    /// Any, with any values.
    Any,
    /// Ids without a space in them, each of a table like this.
    Ids(Box<Shape>),
    /// Names, each with one of these words.
    Names(Vec<&'static str>),
}

/// Records what a reader asks of a table with nothing in it but `text`; `name` is the table in findings.
pub(crate) fn shape<T>(
    name: &'static str,
    text: &'static str,
    build: impl FnOnce(&mut Fields<'_, '_>) -> T,
) -> Shape {
    let path = SitePath::new("");
    let source = TomlSource::new(&path, text, 0);
    let (table, _) = DeTable::parse_recoverable(text);
    Fields::new(&source, name, Span::default(), table.get_ref()).record(build)
}

/// The words without their values.
pub(super) fn bare<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

impl Shape {
    /// The shape of those tables in which a key has this word.
    pub(crate) fn told_by(mut self, key: &str, word: &'static str, needed: Needed) -> Self {
        for told in self.keys.iter_mut().filter(|told| told.name == key) {
            (told.form, told.needed) = (Form::Word(vec![word]), needed);
        }
        self
    }

    fn key(&mut self, name: &'static str) -> &mut Key {
        let at = self.keys.iter().position(|key| key.name == name).unwrap_or_else(|| {
            self.keys.push(Key { name, form: Form::Text, needed: Needed::Never });
            self.keys.len() - 1
        });
        &mut self.keys[at]
    }
}

impl Fields<'_, '_> {
    /// Reports a key if it is missing and a flag is not set.
    pub(crate) fn need_unless(&mut self, key: &'static str, flag: &'static str) {
        if !self.flag(flag) {
            self.need(key, format!("{key} = \"…\""));
        }
        self.note_need(key, Needed::Unless(flag));
    }

    /// Reports a key if it is missing and another is there.
    pub(crate) fn need_beside(&mut self, key: &'static str, line: &'static str, other: &'static str) {
        if self.table.contains_key(other) {
            self.need(key, line);
        }
        self.note_need(key, Needed::Beside(other));
    }

    /// Records what a reader asks of a table below this one.
    pub(super) fn shape_of<T>(
        &self,
        name: &'static str,
        build: impl FnOnce(&mut Fields<'_, '_>) -> T,
    ) -> Shape {
        let nothing = DeTable::new();
        Fields::new(self.source, name, self.span, &nothing).record(build)
    }

    fn record<T>(mut self, build: impl FnOnce(&mut Self) -> T) -> Shape {
        let name = self.name;
        self.shape = Some(Shape { name, keys: vec![], others: Others::None });
        build(&mut self);
        let mut shape = self.shape.unwrap_or(Shape { name, keys: vec![], others: Others::Any });
        // A table of which no key is read may have any keys.
        if shape.keys.is_empty() && shape.others == Others::None {
            shape.others = Others::Any;
        }
        shape
    }

    pub(super) fn note(&mut self, key: &'static str, form: impl FnOnce() -> Form) {
        if let Some(shape) = &mut self.shape {
            shape.key(key).form = form();
        }
    }

    pub(super) fn note_need(&mut self, key: &'static str, needed: Needed) {
        if let Some(shape) = &mut self.shape {
            shape.key(key).needed = needed;
        }
    }

    pub(super) fn note_others(&mut self, others: impl FnOnce() -> Others) {
        if let Some(shape) = &mut self.shape {
            shape.others = others();
        }
    }
}
