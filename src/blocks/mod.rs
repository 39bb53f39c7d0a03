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
use crate::parse::prose::Prose;
use crate::parse::table::Fields;
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

/// The built-in blocks.
pub(crate) const BUILT_IN: [&str; 9] =
    ["chart", "compare", "figure", "known", "map", "people", "quote", "table", "timeline"];

/// What stands in a block.
#[derive(Clone, Debug)]
pub(crate) enum Block {
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

impl Block {
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

impl Block {
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

/// What stands in the body of a block: TOML, and rows of data under it.
pub(crate) fn parts(word: &str, file: &str, body: Range<usize>) -> (Range<usize>, Option<Rows>) {
    if matches!(word, "chart" | "table") { data::split(file, body) } else { (body, None) }
}

/// The block that stands in a fence with this info word; `rows` are those in the fence itself.
pub(crate) fn block(word: &str, fields: &mut Fields<'_, '_>, rows: Option<Rows>) -> Block {
    match word {
        "chart" => Block::Chart(Box::new(chart::chart(fields, rows))),
        "compare" => Block::Compare(compare::compare(fields)),
        "figure" => Block::Figure(figure(fields)),
        "known" => Block::Known(known::known(fields)),
        "map" => Block::Map(map::map(fields)),
        "people" => Block::People(people::people(fields)),
        "quote" => Block::Quote(quote::quote(fields)),
        "table" => Block::Table(Box::new(table::table(fields, rows))),
        "timeline" => Block::Timeline(timeline::timeline(fields)),
        _ => Block::Own(own::own(fields)),
    }
}

/// What a table of this block is called in findings.
pub(crate) fn name(word: &str) -> &'static str {
    match word {
        "chart" => "a chart",
        "compare" => "a comparison",
        "figure" => "a figure",
        "known" => "a known block",
        "map" => "a map",
        "people" => "a people block",
        "quote" => "a quote",
        "table" => "a table",
        "timeline" => "a timeline",
        _ => "a block",
    }
}

/// Says so when a block has nothing in it, unless something in it was already found wrong.
fn empty(fields: &Fields<'_, '_>, name: &'static str, needs: &'static str) {
    if fields.is_clean() {
        fields.report(fields.span(), Problem::EmptyBlock { name, needs });
    }
}
