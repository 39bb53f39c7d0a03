//! The images of a Markdown text, with their alternative texts.
//!
//! Must not know: blocks, or the file of an image.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::Span;
use crate::parse::Document;
use crate::parse::markdown::{Brackets, events};

/// An image: `![alt](address)`.
#[derive(Debug)]
pub(crate) struct Image {
    /// All of it, in the file.
    pub(crate) span: Span,
    pub(crate) alt: String,
}

/// Finds the images in a file's body, in order. Of images inside each other, the outermost counts.
pub(crate) fn find_images(document: &Document) -> Vec<Image> {
    let text = document.body();
    let mut images: Vec<Image> = Vec::new();
    if !text.contains("![") {
        return images;
    }
    let mut depth = 0;
    let mut alt = String::new();
    for (event, range) in events(text, Brackets::Links) {
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => {
                depth -= 1;
                if depth == 0 {
                    let span = Span::new(range).shifted(document.body);
                    images.push(Image { span, alt: std::mem::take(&mut alt) });
                }
            }
            Event::Text(words) | Event::Code(words) if depth > 0 => alt.push_str(&words),
            Event::SoftBreak | Event::HardBreak if depth > 0 => alt.push(' '),
            _ => {}
        }
    }
    images
}
