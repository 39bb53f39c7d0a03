//! `facts.toml`: figures, each with its unit, its date and its source, a table a figure.
//!
//! Must not know: who prints one; the page's language.

use super::origin::{Origin, needed_origin};
use super::prose::{Prose, Title, prose, title};
use super::table::{Fields, SpannedDate, Text};
use crate::base::number::Number;

/// A figure: one number that a site knows, wherever it is printed.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) id: Text,
    /// The thing that is counted or measured.
    pub(crate) label: Option<Title>,
    pub(crate) value: Option<Number>,
    /// Behind the number: `members`, `%`, `km`.
    pub(crate) unit: Option<Text>,
    /// How soon it goes out of date.
    pub(crate) kind: Option<FactKind>,
    /// When it was so.
    pub(crate) as_of: Option<SpannedDate>,
    pub(crate) source: Option<Origin>,
    /// A comparison that makes the number understandable.
    pub(crate) comparison: Option<Prose>,
}

/// What a figure is, of those that go out of date each in their own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactKind {
    Price,
    Office,
    Membership,
    Population,
}

const KINDS: [(&str, FactKind); 4] = [
    ("price", FactKind::Price),
    ("office", FactKind::Office),
    ("membership", FactKind::Membership),
    ("population", FactKind::Population),
];

pub(crate) fn facts(fields: &mut Fields<'_, '_>) -> Vec<Fact> {
    fields.entries("a fact", fact)
}

fn fact(id: Text, fields: &mut Fields<'_, '_>) -> Fact {
    Fact {
        id,
        label: fields.needed_text("label").map(|text| title(fields, &text)),
        value: fields.needed_number("value"),
        unit: fields.text("unit"),
        kind: fields.word("kind", &KINDS),
        as_of: fields.date("as_of"),
        source: needed_origin(fields, "source"),
        comparison: fields.text("comparison").map(|text| prose(fields, text)),
    }
}
