//! Views of what other programs read: the feeds and the sitemap.
//!
//! Must not know: Tera.

use schemars::JsonSchema;
use serde::Serialize;

/// `feed` of the Atom feed (RFC 4287), and of the JSON Feed.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct FeedView<'s> {
    pub(crate) url: String,
    /// The same as a JSON Feed.
    pub(crate) json: String,
    pub(crate) home: &'s str,
    /// RFC 3339, as are all times of a feed.
    pub(crate) updated: String,
    pub(crate) entries: Vec<EntryView<'s>>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct EntryView<'s> {
    /// Never another's, and never changed.
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) dek: Option<&'s str>,
    /// The key points, or the note of a change or a correction, as HTML.
    pub(crate) content: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) updated: String,
    pub(crate) authors: Vec<&'s str>,
    pub(crate) topics: Vec<&'s str>,
}

/// One of `urls` of the sitemap.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct UrlView<'s> {
    pub(crate) url: String,
    /// A W3C date.
    pub(crate) updated: Option<&'s str>,
}
