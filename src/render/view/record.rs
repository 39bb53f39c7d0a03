//! Views of what a page tells of itself: its corrections and changes, and the list of all corrections.
//!
//! Must not know: Tera.

use schemars::JsonSchema;
use serde::Serialize;

use super::{DateView, HeadView, NumberView};
use crate::parse::prose::Title;

/// A substantive change; its words come beside the view.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ChangeView<'s> {
    pub(crate) date: DateView<'s>,
    /// The section that it is about.
    pub(crate) section: Option<NumberView<'s>>,
}

/// A correction; its words come beside the view.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CorrectionView<'s> {
    pub(crate) id: String,
    pub(crate) date: DateView<'s>,
    pub(crate) was: Option<&'s str>,
    /// The section that it is about.
    pub(crate) section: Option<NumberView<'s>>,
}

/// What a section shows of a correction: the id of the note at the foot.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct MarkView<'s> {
    pub(crate) id: String,
    pub(crate) date: DateView<'s>,
}

/// `page` of the list of all corrections.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CorrectionsView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    pub(crate) corrections: Vec<CorrectedView<'s>>,
}

/// A correction in the list of all.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CorrectedView<'s> {
    /// Of the explainer.
    pub(crate) href: String,
    pub(crate) title: &'s Title,
    /// Of the note on it.
    pub(crate) note: String,
    pub(crate) date: DateView<'s>,
    pub(crate) was: Option<&'s str>,
    /// The note, whose references lead to the explainer: the one text that a view has, since it stands on
    /// other pages than its own.
    pub(crate) html: String,
}
