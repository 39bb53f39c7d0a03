//! The pictures of a Markdown text, and the words that stand for each.
//!
//! Must not know: blocks, or where the picture's file is.

use pulldown_cmark::{BrokenLink, CowStr, Event, Parser, Tag, TagEnd};

use crate::base::Span;
use crate::parse::Document;
use crate::parse::markdown::{EXTENSIONS, reference_candidate};

/// `![words](address)`.
#[derive(Debug)]
pub(crate) struct Picture {
    /// All of it.
    pub(crate) span: Span,
    /// What is heard in its place.
    pub(crate) alt: String,
}

/// The pictures of a file's body, in order.
pub(crate) fn pictures(document: &Document) -> Vec<Picture> {
    let text = document.body();
    if !text.contains("![") {
        return vec![];
    }
    let stand_in = |link: BrokenLink<'_>| {
        reference_candidate(&link).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let mut found: Vec<Picture> = Vec::new();
    let mut depth = 0;
    for (event, range) in
        Parser::new_with_broken_link_callback(text, EXTENSIONS, Some(stand_in)).into_offset_iter()
    {
        match event {
            Event::Start(Tag::Image { .. }) => {
                depth += 1;
                if depth == 1 {
                    found.push(Picture { span: Span::new(range).shifted(document.body), alt: String::new() });
                }
            }
            Event::End(TagEnd::Image) => depth -= 1,
            Event::Text(words) | Event::Code(words) if depth > 0 => {
                found.iter_mut().last().into_iter().for_each(|picture| picture.alt.push_str(&words));
            }
            Event::SoftBreak | Event::HardBreak if depth > 0 => {
                found.iter_mut().last().into_iter().for_each(|picture| picture.alt.push(' '));
            }
            _ => {}
        }
    }
    found
}
