//! A site's own block as its template sees it.
//!
//! Must not know: what its data means.

use schemars::JsonSchema;
use serde::Serialize;

use super::Room;
use crate::base::SitePath;
use crate::parse::block::Own;

/// `block` of a site's own block: its data, and the same with every string as HTML.
#[derive(JsonSchema, Serialize)]
pub(in crate::render) struct OwnBlock<'s> {
    data: &'s serde_json::Value,
    html: serde_json::Value,
}

impl<'s> Room<'s, '_> {
    pub(super) fn own(&mut self, path: &SitePath, own: &'s Own) -> OwnBlock<'s> {
        let mut html = own.data.clone();
        let mut rendered = own.strings.iter().map(|prose| self.prose(path, prose));
        fill(&mut html, &mut rendered);
        OwnBlock { data: &own.data, html }
    }
}

/// Puts rendered strings in the place of a value's own, in the order in which they were read.
fn fill(value: &mut serde_json::Value, rendered: &mut dyn Iterator<Item = String>) {
    match value {
        serde_json::Value::String(string) => *string = rendered.next().unwrap_or_default(),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| fill(item, rendered)),
        serde_json::Value::Object(entries) => entries.iter_mut().for_each(|(_, entry)| fill(entry, rendered)),
        _ => {}
    }
}
