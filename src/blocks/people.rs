//! `people`: who is who.
//!
//! Must not know: who they are, which `entities.toml` says.

use super::caption::{Caption, caption};
use super::{Alt, AnyBlock, Block, BlockText, BlockType, Claim, empty};
use crate::base::SitePath;
use crate::model::Resolver;
use crate::parse::front_matter::optional_title;
use crate::parse::prose::Title;
use crate::parse::table::{Fields, Text};

pub(super) static TYPE: BlockType = BlockType {
    name: "people",
    noun: "a people block",
    about: "Who is who, out of `entities.toml`.",
    example: EXAMPLE,
    keys: &[("a people block", "who", "The ids of entities, in the order in which they are shown.")],
    takes_rows: false,
    parse: |fields, _| AnyBlock::People(people(fields)),
};

const EXAMPLE: &str = r#"title = "Whose calendars they are"
who = ["caesar", "gregory-xiii"]
"#;

/// Who is who.
#[derive(Clone, Debug)]
pub(crate) struct People {
    pub(crate) title: Option<Title>,
    /// Ids of entities.
    pub(crate) who: Vec<Text>,
    pub(crate) caption: Caption,
}

pub(super) fn people(fields: &mut Fields<'_, '_>) -> People {
    let people =
        People { title: optional_title(fields, "title"), who: fields.texts("who"), caption: caption(fields) };
    if people.who.is_empty() {
        empty(fields, "people block", "`who = [\"id\", …]`, ids from `entities.toml`");
    }
    people
}

impl Block for People {
    fn own_texts(&self) -> Vec<BlockText<'_>> {
        vec![]
    }

    fn caption(&self) -> Option<&Caption> {
        Some(&self.caption)
    }

    fn alt(&self) -> Option<Alt<'_>> {
        None
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        for id in &self.who {
            if let Some(entity) = resolver.resolve_entity(path, id) {
                resolver.list_entity(path, id, entity);
            }
        }
        resolver.resolve_caption(path, &self.caption);
    }

    fn claims(&self) -> Vec<Claim<'_>> {
        vec![]
    }
}
