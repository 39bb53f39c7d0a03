//! `people`: who is who.
//!
//! Must not know: who they are, which `entities.toml` says.

use super::caption::{Caption, caption};
use super::empty;
use crate::parse::front_matter::optional_title;
use crate::parse::prose::Title;
use crate::parse::table::{Fields, Text};

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
