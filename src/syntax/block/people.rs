//! `people`: who is who.
//!
//! Must not know: who they are, which `entities.toml` says.

use super::super::table::{Fields, Text};
use super::empty;

/// Who is who.
#[derive(Clone, Debug)]
pub(crate) struct People {
    /// Ids of entities.
    pub(crate) who: Vec<Text>,
}

pub(super) fn people(fields: &mut Fields<'_, '_>) -> People {
    let people = People { who: fields.texts("who") };
    if people.who.is_empty() {
        empty(fields, "people block", "`who = [\"id\", …]`, ids from `entities.toml`");
    }
    people
}
