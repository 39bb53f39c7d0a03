//! Views of the lists of names, and of the page of an entity that explainers share.
//!
//! Their texts stand in them, since they stand on other pages than their own. Must not know: Tera.

use schemars::JsonSchema;
use serde::Serialize;

use super::{EntityView, HeadView, LinkView, SourceView, TeaserView};
use crate::parse::prose::Title;

/// `page` of a list of names.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ListingView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    /// By kind; none is empty.
    pub(crate) groups: Vec<GroupView<'s>>,
}

/// The entities of one kind.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct GroupView<'s> {
    /// `people`, `organizations`, `terms`, `places` or `events`.
    pub(crate) id: &'static str,
    pub(crate) name: &'s str,
    pub(crate) entities: Vec<ListedView<'s>>,
}

/// An entity in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ListedView<'s> {
    #[serde(flatten)]
    pub(crate) entity: EntityView<'s>,
    /// What is said of it.
    pub(crate) html: Option<String>,
    /// The explainers that name it, the newest first.
    pub(crate) explainers: Vec<NamingView<'s>>,
}

/// An explainer that names an entity.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct NamingView<'s> {
    pub(crate) href: String,
    pub(crate) title: &'s Title,
}

/// `page` of an entity.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct EntityPageView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    /// The list that it stands in.
    pub(crate) listing: LinkView<'s>,
    pub(crate) entity: EntityView<'s>,
    /// What is said of it.
    pub(crate) html: Option<String>,
    pub(crate) explainers: Vec<TeaserView<'s>>,
    pub(crate) sources: Vec<SourceView<'s>>,
}
