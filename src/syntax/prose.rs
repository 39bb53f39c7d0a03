//! Markdown in a string of TOML: short text that may cite and name, or a title, which may not.
//!
//! Must not know: HTML beyond a title's; what a reference leads to.

use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};
use serde::Serialize;

use super::markdown::{EXTENSIONS, Reference, Slip, outline};
use super::table::{Fields, Text};
use crate::base::Span;
use crate::finding::Problem;

/// A short Markdown text with its references.
#[derive(Clone, Debug)]
pub(crate) struct Prose {
    pub(crate) text: Text,
    /// Their spans are of the text's value; [`Text::span_of`] leads to the file.
    pub(crate) references: Vec<Reference>,
    pub(crate) words: u32,
}

/// A title: emphasis and code, but nothing that leads anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Title {
    /// Without any mark-up, for `<title>`, metadata and feeds.
    pub(crate) plain: String,
    /// As inline HTML.
    pub(crate) html: String,
}

/// The prose that a string is.
pub(crate) fn prose(fields: &Fields<'_, '_>, text: Text) -> Prose {
    let outline = outline(&text.value, 0);
    let place = |span: Span| text.span_of(span.range());
    for (span, slip) in outline.slips {
        fields.report(place(span), problem(slip));
    }
    for (label, note) in outline.notes {
        if let Some(used) = note.used.filter(|_| note.defined.is_none()) {
            fields.report(place(used), Problem::UndefinedNote { label, near: None });
        }
    }
    Prose { references: outline.references, words: outline.words, text }
}

/// The finding for what is wrong with a Markdown text by itself.
pub(crate) fn problem(slip: Slip) -> Problem {
    match slip {
        Slip::RawHtml => Problem::RawHtml {},
        Slip::UnclosedFence(fence) => Problem::UnclosedFence { fence },
        Slip::TooDeep => Problem::TooDeep { limit: super::markdown::DEEPEST },
        Slip::EmptyCitation => Problem::EmptyCitation {},
        Slip::ActiveUrl(scheme) => Problem::ActiveUrl { scheme },
        Slip::UndefinedImage(label) => Problem::UndefinedImage { label },
    }
}

/// The title that a string is.
pub(crate) fn title(fields: &Fields<'_, '_>, text: &Text) -> Title {
    let (title, leads) = read_title(&text.value);
    if leads {
        fields.report(text.span, Problem::CitationInTitle {});
    }
    title
}

/// The title, and whether it has something in it that would lead somewhere.
fn read_title(text: &str) -> (Title, bool) {
    let mut plain = String::with_capacity(text.len());
    let mut html_text = String::with_capacity(text.len());
    let mut leads = false;
    let events = Parser::new_ext(text, EXTENSIONS).filter(|event| match event {
        Event::Text(text) | Event::Code(text) => {
            plain.push_str(text);
            true
        }
        Event::SoftBreak | Event::HardBreak => {
            plain.push(' ');
            true
        }
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::FootnoteReference(_) => {
            leads = true;
            false
        }
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
        | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => true,
        _ => false,
    });
    html::push_html(&mut html_text, events);
    leads |= text.contains("[@") || text.contains("[^");
    (Title { plain, html: html_text }, leads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_real_quotes_and_may_stress() {
        let (title, leads) = read_title("Why is *Xi's* trip \"important\" & new?");
        assert_eq!(title.plain, "Why is Xi’s trip “important” & new?");
        assert_eq!(title.html, "Why is <em>Xi’s</em> trip “important” &amp; new?");
        assert!(!leads);
    }

    #[test]
    fn a_title_that_leads_somewhere_is_noticed() {
        assert!(read_title("a [b](c)").1);
        assert!(read_title("a [@b]").1);
    }
}
