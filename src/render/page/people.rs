//! `people` as its template sees it.
//!
//! Must not know: where else the page shows an entity.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::view::EntityView;
use super::super::views;
use super::Room;
use super::caption::CaptionView;
use crate::base::SitePath;
use crate::parse::block::People;
use crate::parse::prose::Title;

/// `block` of `blocks/people.html`.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct PeopleBlock<'s> {
    title: Option<&'s Title>,
    people: Vec<PersonBlock<'s>>,
    caption: CaptionView<'s>,
}

#[derive(JsonSchema, Serialize)]
struct PersonBlock<'s> {
    #[serde(flatten)]
    entity: EntityView<'s>,
    html: String,
}

impl<'s> Room<'s, '_> {
    pub(super) fn people(&mut self, path: &SitePath, people: &'s People) -> PeopleBlock<'s> {
        let page = self.page;
        let places = views::people_places(page, path, people);
        let person = |at: usize| {
            let entity = EntityView { listed: true, ..views::entity_at(self.site, page, at) };
            PersonBlock { entity, html: self.entity_text(at) }
        };
        let shown = places.into_iter().map(person).collect();
        PeopleBlock {
            title: people.title.as_ref(),
            people: shown,
            caption: self.caption(path, &people.caption),
        }
    }
}
