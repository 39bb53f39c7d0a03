//! The view of a plain page.
//!
//! Must not know: explainers.

use pulldown_cmark::HeadingLevel;

use super::super::view::{PartView, PlainView};
use super::{entity_views, fact_views, page_head, sources};
use crate::model::{Page, Site};

/// From so many parts on a page has a list of them: a reader sees fewer at a glance.
const LISTED: usize = 4;

/// `page` of a plain page.
pub(crate) fn plain<'s>(site: &'s Site, page: &'s Page) -> PlainView<'s> {
    PlainView {
        head: page_head(site, "page", page),
        dek: page.dek(),
        parts: parts(page),
        sources: sources(&page.references, &site.catalogue),
        entities: entity_views(site, page),
        facts: fact_views(site, page),
    }
}

/// What stands under the headings of the second level; nothing, where they are few.
fn parts(page: &Page) -> Vec<PartView<'_>> {
    let Some(body) = page.files.first() else { return vec![] };
    let headings = body.document().outline.headings.iter().enumerate();
    let parts = headings.filter(|(_, heading)| heading.top && heading.level == HeadingLevel::H2);
    let parts: Vec<_> =
        parts.map(|(at, heading)| PartView { id: page.heading_id(0, at), title: &heading.title }).collect();
    if parts.len() < LISTED { vec![] } else { parts }
}
