//! `card` of `card.svg`: the words of a share card, set.
//!
//! Lines are broken and sizes chosen: a template puts them in their places. Must not know: how words are measured.

use schemars::JsonSchema;
use serde::Serialize;

/// A share card.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CardView<'s> {
    /// `explainer`, `section`, `page`, `topic` or `home`.
    pub(crate) kind: &'static str,
    /// In pixels, as the margin that is kept free on all sides.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) margin: u32,
    pub(crate) language: &'s str,
    /// Whether the question is read from right to left: then all stands on the other side.
    pub(crate) rtl: bool,
    /// The question, as it is written.
    pub(crate) title: &'s str,
    /// What the card is of: `Explainer`.
    pub(crate) kicker: Option<WordsView>,
    /// The first topic of an explainer.
    pub(crate) topic: Option<WordsView>,
    /// The question of the explainer that a section is part of.
    pub(crate) above: Option<WordsView>,
    pub(crate) question: WordsView,
    /// What a home page says of its site.
    pub(crate) dek: Option<WordsView>,
    /// The name of the site.
    pub(crate) site: Option<WordsView>,
    /// When it was true: `As of September 2022`.
    pub(crate) dated: Option<WordsView>,
}

/// Words in lines. All lengths are pixels.
#[derive(Debug, Default, JsonSchema, Serialize)]
pub(crate) struct WordsView {
    /// Of the letters.
    pub(crate) size: f64,
    /// From one line to the next.
    pub(crate) leading: f64,
    /// Of the widest line.
    pub(crate) width: f64,
    /// Of all lines, without the space between the last and what is below it.
    pub(crate) height: f64,
    pub(crate) lines: Vec<LineView>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct LineView {
    pub(crate) width: f64,
    /// Below the first line.
    pub(crate) y: f64,
    pub(crate) runs: Vec<RunView>,
}

/// Words of one face and one direction. Each stands at its own place, so that no run moves another.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct RunView {
    /// From the left end of the line.
    pub(crate) x: f64,
    pub(crate) text: String,
    /// The face: `serif` and `sans-serif` are nutgraf's own.
    pub(crate) family: String,
}

/// `site` of a card: no more than it can show, so that it is made again for nothing else.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CardSiteView<'s> {
    pub(crate) title: &'s str,
    pub(crate) language: &'s str,
}

/// A page's card, as the page names it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct CardLinkView {
    /// Absolute.
    pub(crate) url: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The words that it shows.
    pub(crate) alt: String,
}
