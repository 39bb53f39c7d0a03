//! Where something that is no running text comes from: the `source` of a block, a fact or an entity.
//!
//! Written like a citation without its brackets: `id`, `id, p. 4`, `one; other`. Must not know: whether there
//! is such a source.

use super::markdown::{Cited, parse_citation};
use super::table::{Fields, Text};
use crate::diagnostics::Problem;

/// The sources that are named in a string.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) text: Text,
    /// Their places are bytes of the text's value.
    pub(crate) cited: Vec<Cited>,
}

pub(crate) fn needed_origin(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Origin> {
    fields.need(key);
    origin(fields, key)
}

/// Reads the origin under a key.
pub(crate) fn origin(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Origin> {
    let text = fields.text(key)?;
    let named = text.value.trim_start().trim_start_matches('@');
    let start = text.value.len() - named.len();
    match parse_citation(named, start..text.value.len(), true) {
        Some(cited) => Some(Origin { cited, text }),
        None => {
            fields.report(text.span, Problem::EmptyCitation {});
            None
        }
    }
}
