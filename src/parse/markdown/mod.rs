//! Markdown: its events, the references in it, and the outline of a text.
//!
//! [`events()`] sets up the parser, here and nowhere else. [`outline()`] makes of the events what is kept of a text.
//! Must not know: HTML, or what a reference leads to.

pub(crate) mod events;
mod html;
mod outline;
mod reference;
mod scheme;

pub(crate) use events::{
    Brackets, Events, SpannedEvent, commonmark_events, events, is_bracketed, plain_text,
};
pub(crate) use html::{is_comment, is_suppression};
pub(crate) use outline::{
    ExternalUrl, Fence, Heading, MAX_DEPTH, MarkdownError, Outline, is_linkable, outline,
};
pub(crate) use reference::{Cited, Reference, Target, fact_id, parse_citation};
pub(crate) use scheme::{Scheme, scheme};
