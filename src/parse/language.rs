//! The language of a text: a BCP 47 tag.
//!
//! Must not know: which languages there are; what a browser does with one.

use super::table::{Fields, Text};
use crate::diagnostics::Problem;

/// Reads a language tag under a key; reports one that is not well-formed.
pub(crate) fn language(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Text> {
    let text = fields.text(key)?;
    if !is_tag(&text.value) {
        fields.report(text.span, Problem::NotALanguageTag { key: key.to_owned() });
    }
    Some(text)
}

/// Says if a tag is well-formed (BCP 47).
pub(crate) fn is_tag(text: &str) -> bool {
    let mut tags = text.split('-');
    let primary = tags
        .next()
        .is_some_and(|tag| matches!(tag.len(), 2 | 3) && tag.chars().all(|c| c.is_ascii_lowercase()));
    primary && tags.all(|tag| (1..=8).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric()))
}
