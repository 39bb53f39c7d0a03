//! Blocks: fenced code whose info word names a template, and whose body is TOML.
//!
//! The built-in ones are typed here; a site's own is any TOML that its template understands. Must not
//! know: templates, HTML, what a name or an id leads to.

mod caption;
mod compare;
mod figure;
mod known;
mod map;
mod own;
mod people;
mod quote;
mod timeline;

use super::prose::Prose;
use super::table::Fields;
use crate::finding::Problem;
pub(crate) use caption::Caption;
pub(crate) use compare::{Compare, Grid};
pub(crate) use figure::{Figure, figure};
pub(crate) use known::Known;
pub(crate) use map::{Map, Marked, Route};
pub(crate) use own::Own;
pub(crate) use people::People;
pub(crate) use quote::Quote;
pub(crate) use timeline::{Event, Timeline};

/// The built-in blocks.
pub(crate) const BUILT_IN: [&str; 7] = ["compare", "figure", "known", "map", "people", "quote", "timeline"];

/// What stands in a block.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Compare(Compare),
    Figure(Figure),
    Known(Known),
    Map(Map),
    People(People),
    Quote(Quote),
    Timeline(Timeline),
    Own(Own),
}

impl Block {
    /// All Markdown in it, in the order in which it is shown.
    pub(crate) fn prose(&self) -> Vec<&Prose> {
        let mut prose: Vec<_> = match self {
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
            Self::Compare(compare) => Some(&compare.caption),
            Self::Known(known) => Some(&known.caption),
            Self::Map(map) => Some(&map.caption),
            Self::People(people) => Some(&people.caption),
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
            Self::Compare(_)
            | Self::Figure(_)
            | Self::Known(_)
            | Self::People(_)
            | Self::Quote(_)
            | Self::Timeline(_)
            | Self::Own(_) => None,
        }
    }
}

/// The block that stands in a fence with this info word.
pub(crate) fn block(word: &str, fields: &mut Fields<'_, '_>) -> Block {
    match word {
        "compare" => Block::Compare(compare::compare(fields)),
        "figure" => Block::Figure(figure(fields)),
        "known" => Block::Known(known::known(fields)),
        "map" => Block::Map(map::map(fields)),
        "people" => Block::People(people::people(fields)),
        "quote" => Block::Quote(quote::quote(fields)),
        "timeline" => Block::Timeline(timeline::timeline(fields)),
        _ => Block::Own(own::own(fields)),
    }
}

/// What a table of this block is called in findings.
pub(crate) fn name(word: &str) -> &'static str {
    match word {
        "compare" => "a comparison",
        "figure" => "a figure",
        "known" => "a known block",
        "map" => "a map",
        "people" => "a people block",
        "quote" => "a quote",
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
