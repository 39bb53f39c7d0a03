//! The words of a card, set: each part into the room that the layout has for it.
//!
//! `templates/card.svg` puts the parts in their places; how much room they have is decided here. Must not know:
//! SVG.

use schemars::JsonSchema;
use serde::Serialize;

use super::draw::{HEIGHT, WIDTH};
use super::faces::{Faces, Hand};
use super::fit::{Frame, WordsView, fit};
use super::shaped_words::Words;
use super::wording::CardText;

/// Free on all sides, in pixels.
const MARGIN: u32 = 72;

/// Between two parts in one line.
const BESIDE: f64 = 18.0;

/// Between the explainer's question and its section's, and between a name and what is said of it.
const BELOW: f64 = 30.0;

const WIDE: f64 = (WIDTH - 2 * MARGIN) as f64;

/// From below the kicker to above the rule: the question, and the lines around it.
const ROOM: f64 = 346.0;

/// The explainer's question above its section's.
const ABOVE: Frame = Frame { width: WIDE, height: 76.0, sizes: &[32, 30, 28, 26], leading: 1.3 };

/// What a home page says of its site.
const DEK: Frame = Frame { width: WIDE, height: 112.0, sizes: &[36, 34, 32, 30, 28, 26], leading: 1.35 };

/// What is small, on one line.
const SMALL: Frame = Frame { width: WIDE, height: 28.0, sizes: &[28], leading: 1.3 };

const QUESTION: Frame = Frame {
    width: WIDE,
    height: ROOM,
    sizes: &[100, 92, 84, 76, 70, 64, 58, 52, 46, 42, 38, 34, 30],
    leading: 1.14,
};

/// `card` of `card.svg`: the words of a share card, set. The template puts them in their places.
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

/// Sets the words of a card.
pub(super) fn card<'s>(wording: &CardText<'s>, faces: &Faces) -> CardView<'s> {
    let set = |text: &str, hand: Hand, frame: Frame| {
        let words = Words::new(text, hand, faces);
        (fit(&words, &frame, |at| faces.face(at).typeface.name.to_string()), words.base.is_rtl())
    };
    let within = |text: Option<&str>, hand: Hand, frame: Frame| text.map(|text| set(text, hand, frame).0);
    let beside = |other: &Option<WordsView>| other.as_ref().map_or(WIDE, |words| WIDE - words.width - BESIDE);
    let kicker = within(wording.kicker, Hand::Sans, SMALL);
    let topic = within(wording.topic, Hand::Sans, Frame { width: beside(&kicker), ..SMALL });
    let dated = within(wording.dated.as_deref(), Hand::Sans, Frame { width: WIDE * 0.6, ..SMALL });
    let site = within(wording.site, Hand::Serif, Frame { width: beside(&dated), ..SMALL });
    let above = within(wording.above, Hand::Serif, ABOVE);
    let dek = within(wording.dek, Hand::Serif, DEK);
    let taken = [&above, &dek].into_iter().flatten().map(|words| words.height + BELOW).sum::<f64>();
    let (question, rtl) = set(wording.question, Hand::Serif, Frame { height: ROOM - taken, ..QUESTION });
    CardView {
        kind: wording.kind,
        width: WIDTH,
        height: HEIGHT,
        margin: MARGIN,
        language: wording.language,
        rtl,
        title: wording.question,
        kicker,
        topic,
        above,
        question,
        dek,
        site,
        dated,
    }
}
