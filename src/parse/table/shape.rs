//! What a table may have in it, as its own reader says: the reader is run over nothing, and what it asks is
//! written down.
//!
//! So there is no second description of a format that could go out of date. Must not know: what any key means;
//! how a shape is shown.

use toml::de::DeTable;

use super::{Fields, TomlSource};
use crate::base::{SitePath, Span};

/// What a table may have in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// What findings call it.
    pub(crate) name: &'static str,
    /// In the order in which they are asked.
    pub(crate) keys: Vec<Key>,
    /// Keys that are its author's own.
    pub(crate) others: Others,
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) needed: Needed,
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A string with something in it.
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
    /// A TOML date with a time and its distance from UTC.
    Moment,
    Table(Shape),
    /// `[[key]]`
    Tables(Shape),
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needed {
    Never,
    Always,
    /// Unless this flag is set.
    Unless(&'static str),
    /// Where this key is.
    Beside(&'static str),
}

/// The keys of a table that are its author's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    /// There are none: each that nobody asks for is a finding.
    None,
    /// Any, with anything under them: another reader knows.
    Any,
    /// Ids without a space in them, each of a table like this.
    Ids(Box<Shape>),
    /// Names, each with one of these words.
    Names(Vec<&'static str>),
}

/// What a reader asks of a table that has nothing in it but `text`; `name` is what such a table is called.
pub(crate) fn shape<T>(
    name: &'static str,
    text: &'static str,
    build: impl FnOnce(&mut Fields<'_, '_>) -> T,
) -> Shape {
    let path = SitePath::new("");
    let sheet = TomlSource::new(&path, text, 0);
    let (table, _) = DeTable::parse_recoverable(text);
    Fields::new(&sheet, (name, Span::default()), table.get_ref()).asked_by(build)
}

/// Words without what they mean.
pub(super) fn bare<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

impl Form {
    pub(super) fn word<T>(words: &[(&'static str, T)]) -> Self {
        Self::Word(bare(words))
    }
}

impl Shape {
    /// The same, where one word of a key says that it is this shape and no other.
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
    /// A key is needed, unless a flag is set.
    pub(crate) fn need_unless(&mut self, key: &'static str, flag: &'static str) {
        if !self.flag(flag) {
            self.need(key);
        }
        self.note_need(key, Needed::Unless(flag));
    }

    /// A key is needed where another is.
    pub(crate) fn need_beside(&mut self, key: &'static str, other: &'static str) {
        if self.table.contains_key(other) {
            self.need(key);
        }
        self.note_need(key, Needed::Beside(other));
    }

    /// What is asked in a table below this one.
    pub(super) fn shape_of<T>(
        &self,
        name: &'static str,
        build: impl FnOnce(&mut Fields<'_, '_>) -> T,
    ) -> Shape {
        let nothing = DeTable::new();
        Fields::new(self.sheet, (name, self.span), &nothing).asked_by(build)
    }

    fn asked_by<T>(mut self, build: impl FnOnce(&mut Self) -> T) -> Shape {
        let name = self.name;
        self.shape = Some(Shape { name, keys: vec![], others: Others::None });
        build(&mut self);
        let mut shape = self.shape.unwrap_or(Shape { name, keys: vec![], others: Others::Any });
        // A table of which nothing is asked has what its author likes.
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
