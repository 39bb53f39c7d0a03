//! Markdown: its events, the references in it, and the outline of a text.
//!
//! [`events()`] sets up the parser, here and nowhere else. [`outline()`] makes of the events what is kept of a text.
//! Must not know: what a reference leads to.

mod citation;
pub(crate) mod events;
mod html_pieces;
mod outline;
mod quotation_marks;
mod reference;
mod spaced_path;

pub(crate) use citation::{Cited, citation, citation_prefix, parse_citation};
pub(crate) use events::{
    Brackets, Events, SpannedEvent, commonmark_events, events, is_bracketed, is_comment, is_suppression,
    plain_text,
};
pub(crate) use outline::{ExternalUrl, Fence, Heading, Outline, is_linkable, outline};
pub(crate) use reference::{Reference, Scheme, Target, active_url, fact_id, scheme};
use spaced_path::spaced_path;
