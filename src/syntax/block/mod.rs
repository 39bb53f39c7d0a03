//! Blocks: fenced code whose info word names a template, and whose body is TOML.
//!
//! The built-in ones are typed here; a site's own is any TOML that its template understands. Must not
//! know: templates, HTML, what a name or an id leads to.

mod figure;
mod known;
mod own;
mod people;
mod quote;
mod timeline;

use super::prose::Prose;
use super::table::Fields;
use crate::finding::Problem;
pub(crate) use figure::{Figure, figure};
pub(crate) use known::Known;
pub(crate) use own::Own;
pub(crate) use people::People;
pub(crate) use quote::Quote;
pub(crate) use timeline::Timeline;

/// The built-in blocks.
pub(crate) const BUILT_IN: [&str; 5] = ["figure", "known", "people", "quote", "timeline"];

/// What stands in a block.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Figure(Figure),
    Known(Known),
    People(People),
    Quote(Quote),
    Timeline(Timeline),
    Own(Own),
}

impl Block {
    /// All Markdown in it, in the order in which it is shown.
    pub(crate) fn prose(&self) -> Vec<&Prose> {
        match self {
            Self::Figure(figure) => figure.caption.iter().collect(),
            Self::Known(known) => known.known.iter().chain(&known.unknown).collect(),
            Self::People(_) => vec![],
            Self::Quote(quote) => quote.text.iter().collect(),
            Self::Timeline(timeline) => timeline.events.iter().map(|event| &event.text).collect(),
            Self::Own(own) => own.strings.iter().collect(),
        }
    }
}

impl Block {
    /// What a picture that is drawn from the block is called; its file begins with that.
    pub(crate) fn drawing(&self) -> Option<&'static str> {
        match self {
            Self::Figure(_)
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
        "figure" => Block::Figure(figure(fields)),
        "known" => Block::Known(known::known(fields)),
        "people" => Block::People(people::people(fields)),
        "quote" => Block::Quote(quote::quote(fields)),
        "timeline" => Block::Timeline(timeline::timeline(fields)),
        _ => Block::Own(own::own(fields)),
    }
}

/// What a table of this block is called in findings.
pub(crate) fn name(word: &str) -> &'static str {
    match word {
        "figure" => "a figure",
        "known" => "a known block",
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
