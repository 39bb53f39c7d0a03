//! Blocks: fenced code whose info word names a template, and whose body is TOML.
//!
//! The built-in ones are typed here; a site's own is any TOML that its template understands. Must not
//! know: templates, HTML, what a name or an id leads to.

mod caption;
mod chart;
mod compare;
mod data;
mod figure;
mod known;
mod map;
mod own;
mod people;
mod quote;
mod table;
mod timeline;

use std::ops::Range;

use crate::diagnostics::Problem;
use crate::parse::csv::Rows;
use crate::parse::keys::KeyDoc;
use crate::parse::prose::Prose;
use crate::parse::table::{Fields, Shape, shape};
pub(crate) use caption::Caption;
pub(crate) use chart::{Chart, ChartKind};
pub(crate) use compare::{Compare, Grid};
pub(crate) use data::{ColumnKind, Data};
pub(crate) use figure::{Figure, figure};
pub(crate) use known::Known;
pub(crate) use map::{Map, Marked, Route};
pub(crate) use own::Own;
pub(crate) use people::People;
pub(crate) use quote::Quote;
pub(crate) use table::{Column, Table};
pub(crate) use timeline::{Event, Timeline};

/// The built-in blocks, by name. A new block is registered here and nowhere else.
pub(crate) static BLOCKS: &[&BlockType] = &[
    &chart::TYPE,
    &compare::TYPE,
    &figure::TYPE,
    &known::TYPE,
    &map::TYPE,
    &people::TYPE,
    &quote::TYPE,
    &table::TYPE,
    &timeline::TYPE,
];

/// What all blocks of one name share.
pub(crate) struct BlockType {
    /// The info word of its fences, and the name of its template.
    pub(crate) name: &'static str,
    /// What findings call it: `a quote`.
    pub(crate) noun: &'static str,
    /// What it is for, in a sentence of Markdown.
    pub(crate) about: &'static str,
    /// The body of a fence, which the reference shows as it is written and as it looks. It may cite and name
    /// what the documentation has in its data files.
    pub(crate) example: &'static str,
    /// A sentence for each key that is its own, those of the tables in it included.
    pub(crate) keys: &'static [KeyDoc],
    /// Rows of data may follow its TOML.
    pub(crate) takes_rows: bool,
    pub(crate) parse: fn(&mut Fields<'_, '_>, Option<Rows>) -> AnyBlock,
}

/// The built-in block of this name.
pub(crate) fn built_in(name: &str) -> Option<&'static BlockType> {
    BLOCKS.iter().find(|block| block.name == name).copied()
}

/// The built-in block of this name, or what all blocks of a site's own are.
pub(crate) fn block_type(name: &str) -> &'static BlockType {
    built_in(name).unwrap_or(&own::TYPE)
}

/// The sentences for the keys of all blocks.
pub(crate) fn key_docs() -> impl Iterator<Item = &'static KeyDoc> {
    BLOCKS.iter().flat_map(|block| block.keys)
}

impl BlockType {
    /// The keys that it may have.
    pub(crate) fn shape(&self) -> Shape {
        shape(self.noun, "", |fields| (self.parse)(fields, None))
    }

    /// Splits the body of a fence into its TOML and the rows of data under it.
    pub(crate) fn split(&self, file: &str, body: Range<usize>) -> (Range<usize>, Option<Rows>) {
        if self.takes_rows { data::split(file, body) } else { (body, None) }
    }
}

/// What stands in a block.
#[derive(Clone, Debug)]
pub(crate) enum AnyBlock {
    Chart(Box<Chart>),
    Compare(Compare),
    Figure(Figure),
    Known(Known),
    Map(Map),
    People(People),
    Quote(Quote),
    Table(Box<Table>),
    Timeline(Timeline),
    Own(Own),
}

impl AnyBlock {
    /// All Markdown in it, in the order in which it is shown.
    pub(crate) fn prose(&self) -> Vec<&Prose> {
        let mut prose: Vec<_> = match self {
            Self::Chart(_) | Self::Table(_) => vec![],
            Self::Compare(compare) => compare.prose().collect(),
            Self::Figure(figure) => figure.caption.iter().collect(),
            Self::Known(known) => known.known.iter().chain(&known.unknown).collect(),
            Self::Map(_) | Self::People(_) => vec![],
            Self::Quote(quote) => quote.text.iter().chain(&quote.translation).collect(),
            Self::Timeline(timeline) => timeline.events.iter().map(|event| &event.text).collect(),
            Self::Own(own) => own.strings.iter().collect(),
        };
        prose.extend(self.caption().and_then(|caption| caption.text.as_ref()));
        prose
    }

    /// What is said below it, of a block of data.
    pub(crate) fn caption(&self) -> Option<&Caption> {
        match self {
            Self::Chart(chart) => Some(&chart.caption),
            Self::Compare(compare) => Some(&compare.caption),
            Self::Known(known) => Some(&known.caption),
            Self::Map(map) => Some(&map.caption),
            Self::People(people) => Some(&people.caption),
            Self::Table(table) => Some(&table.caption),
            Self::Timeline(timeline) => Some(&timeline.caption),
            Self::Figure(_) | Self::Quote(_) | Self::Own(_) => None,
        }
    }
}

impl AnyBlock {
    /// What a picture that is drawn from the block is called; its file begins with that.
    pub(crate) fn drawing(&self) -> Option<&'static str> {
        match self {
            Self::Map(_) => Some("map"),
            Self::Chart(_) => Some("chart"),
            Self::Compare(_)
            | Self::Figure(_)
            | Self::Known(_)
            | Self::People(_)
            | Self::Quote(_)
            | Self::Table(_)
            | Self::Timeline(_)
            | Self::Own(_) => None,
        }
    }
}

/// Says so when a block has nothing in it, unless something in it was already found wrong.
fn empty(fields: &Fields<'_, '_>, name: &'static str, needs: &'static str) {
    if fields.is_clean() {
        fields.report(fields.span(), Problem::EmptyBlock { name, needs });
    }
}
