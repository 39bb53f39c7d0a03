//! Markdown to HTML: pulldown-cmark's own writer, fed with events whose references are resolved.
//!
//! What an explainer has beyond CommonMark becomes fixed mark-up here, so that a theme only styles it: citations,
//! names, footnotes, alerts, tables, blocks. Must not know: the site; which template a page has.

mod marks;
mod rewrite;
mod text;

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd, html};

use crate::base::catalogue::Catalogue;
use crate::parse::markdown::{commonmark_events, plain_text};
pub(crate) use marks::{citation, footnote_use_id, side_by_side};
use rewrite::EventRewriter;
pub(crate) use text::{LastPageTexts, PageTexts, ParsedText, SourceText};

/// The page around a text, as far as the text shows it. The defaults are those of a text that is shown alone: it has
/// no cards, no blocks and no footnotes.
pub(crate) trait Surroundings {
    /// The words of the page's language.
    fn catalogue(&self) -> &Catalogue;
    /// The name of an entity of the page, and its id.
    fn entity(&self, at: usize) -> (&str, &str);
    /// The mark of one use of a source of the page.
    fn citation(&self, at: usize, usage: usize) -> String;
    /// The label of a figure of the page, and its id; `None` if the page has no card for it.
    fn fact(&self, _at: usize) -> Option<(&str, &str)> {
        None
    }
    /// The HTML of the block whose fence begins at a byte of the file.
    fn block(&mut self, _start: u32) -> Option<String> {
        None
    }
    /// The id of the next heading.
    fn heading_id(&mut self) -> Option<String> {
        None
    }
    /// Counts a use of a footnote: its number, and how often it was used before; `None` if there is no place for
    /// footnotes.
    fn note(&mut self, _label: &str) -> Option<(usize, usize)> {
        None
    }
    /// Takes the HTML of a footnote.
    fn define_note(&mut self, _label: &str, _html: String) {}
    /// The number of the next table on the page.
    fn table(&mut self) -> usize {
        1
    }
    /// Whether raw HTML is copied verbatim.
    fn raw_html(&self) -> bool;
}

/// Renders CommonMark, without extensions or references.
pub fn commonmark(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    let source = SourceText { text: markdown, base: 0, references: &[], resolved: &[], links: &[] };
    let text = ParsedText::new(source, commonmark_events(markdown));
    html::push_html(&mut out, EventRewriter::new(&text, &mut CommonMark));
    out
}

/// Renders the parts of a text between cuts, one string each. The heading at the beginning of a cut is left out: it
/// is a section's question, which the page's template shows.
pub(crate) fn segments<S: Surroundings>(
    text: &ParsedText<'_>,
    cuts: &[Range<usize>],
    around: &mut S,
) -> Vec<String> {
    let mut rewriter = EventRewriter::new(text, around);
    let mut segments = Vec::with_capacity(cuts.len());
    for (at, cut) in cuts.iter().enumerate() {
        let mut out = String::with_capacity(cut.len() * 3 / 2);
        rewriter.end = cut.end;
        rewriter.question = (at > 0).then_some(cut.start);
        html::push_html(&mut out, &mut rewriter);
        segments.push(out);
    }
    segments
}

/// Renders a short text; a single paragraph has no `<p>`.
pub(crate) fn inline<S: Surroundings>(text: &ParsedText<'_>, around: &mut S) -> String {
    let mut events: Vec<_> = EventRewriter::new(text, around).collect();
    let is_start = |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph));
    let is_one = matches!(
        events.as_slice(),
        [first, rest @ .., Event::End(TagEnd::Paragraph)] if is_start(first) && !rest.iter().any(is_start)
    );
    if is_one {
        events.pop();
        events.remove(0);
    }
    let mut out = String::with_capacity(text.source.text.len() * 2);
    html::push_html(&mut out, events.into_iter());
    out
}

/// The words of a short text, without any mark-up.
pub(crate) fn plain<S: Surroundings>(text: &ParsedText<'_>, around: &mut S) -> String {
    let events: Vec<_> = EventRewriter::new(text, around).collect();
    plain_text(&events).trim_end().to_owned()
}

/// No page: Markdown is CommonMark, and nothing refers to anything.
struct CommonMark;

impl Surroundings for CommonMark {
    fn catalogue(&self) -> &Catalogue {
        Catalogue::english()
    }

    fn entity(&self, _: usize) -> (&str, &str) {
        ("", "")
    }

    fn citation(&self, _: usize, _: usize) -> String {
        String::new()
    }

    fn raw_html(&self) -> bool {
        true
    }
}
