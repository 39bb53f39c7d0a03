//! `quote` as its template sees it.
//!
//! Must not know: how quotation marks are set.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::view::{DateView, text};
use super::Room;
use crate::base::SitePath;
use crate::model::Resolved;
use crate::parse::block::Quote;

/// `block` of `blocks/quote.html`.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct QuoteBlock<'s> {
    html: String,
    /// The language of those words, where it is not the page's.
    language: Option<&'s str>,
    /// The same in the page's language.
    translation: Option<String>,
    translated_by: Option<&'s str>,
    speaker: Option<&'s str>,
    /// The speaker's id, if the site knows them.
    entity: Option<&'s str>,
    date: Option<DateView<'s>>,
    /// The sources' marks, ready to be put into the page.
    marks: Option<String>,
}

impl<'s> Room<'s> {
    pub(super) fn quote(&mut self, path: &SitePath, quote: &'s Quote) -> QuoteBlock<'s> {
        let page = self.page;
        let speaker = quote.speaker.as_ref();
        let resolved = speaker.and_then(|speaker| page.references.at(path, speaker.span.start).first());
        let named = match resolved {
            Some(Resolved::Entity(at)) => Some(&page.references.entities[*at]),
            _ => None,
        };
        QuoteBlock {
            html: quote.text.as_ref().map(|text| self.prose(path, text)).unwrap_or_default(),
            language: text(quote.language.as_ref()),
            translation: quote.translation.as_ref().map(|text| self.prose(path, text)),
            translated_by: text(quote.translated_by.as_ref()),
            speaker: named
                .map_or_else(|| speaker.map(|speaker| speaker.value.as_str()), |named| Some(named.name())),
            entity: named.map(|named| named.id.value.as_str()),
            date: DateView::of(quote.date.as_ref(), &self.site.catalogue),
            marks: self.marks(path, quote.source.as_ref()),
        }
    }
}
