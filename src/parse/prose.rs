//! Markdown in a string of TOML: a short text that may cite and name, or a title, which may not.
//!
//! Must not know: HTML beyond a title's; what a reference leads to.

use std::ops::Range;

use pulldown_cmark::html::push_html;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use schemars::JsonSchema;
use serde::Serialize;

use super::markdown::{
    Brackets, ExternalUrl, Reference, citation, events, fact_id, is_bracketed, is_comment, outline,
    plain_text,
};
use super::short_text::without_blocks;
use super::table::{Fields, Text};
use crate::base::Span;
use crate::diagnostics::Problem;

/// A short Markdown text with its references. All spans are of the text's value; [`Text::span_of`] gives those
/// of the file.
#[derive(Clone, Debug)]
pub(crate) struct Prose {
    pub(crate) text: Text,
    pub(crate) references: Vec<Reference>,
    /// Where names do not become links.
    pub(crate) unlinkable: Vec<Span>,
    /// Links out of the site.
    pub(crate) external_urls: Vec<ExternalUrl>,
    pub(crate) words: u32,
}

/// A title: emphasis and code, but no links.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub(crate) struct Title {
    /// Without any mark-up, for `<title>`, metadata and feeds.
    pub(crate) plain: String,
    /// As inline HTML.
    pub(crate) html: String,
}

/// The sentence below a title. It may have figures in it, since it describes the page wherever that is shared.
#[derive(Clone, Debug)]
pub(crate) struct Dek {
    pub(crate) text: Text,
    /// With its figures as they are written, `[=id]`.
    pub(crate) title: Title,
    /// The ids of its figures, and where they are in the file.
    pub(crate) facts: Vec<(String, Span)>,
}

impl Dek {
    /// Renders it with the words of its figures; one without words stays as it is written.
    pub(crate) fn with_facts(&self, fact_words: &dyn Fn(&str) -> Option<String>) -> Title {
        parse_title(&self.text.value, fact_words).title
    }
}

/// Parses a dek, and reports links in it.
pub(crate) fn dek(fields: &Fields<'_, '_>, text: Text) -> Dek {
    let text = without_blocks(text);
    let parsed = parse_title(&text.value, &|_| None);
    if parsed.has_links {
        fields.report(text.span, Problem::CitationInTitle {});
    }
    let facts = parsed.facts.into_iter().map(|(id, range)| (id, text.span_of(range))).collect();
    Dek { title: parsed.title, facts, text }
}

/// Parses a short text, and reports what is wrong with it.
pub(crate) fn prose(fields: &Fields<'_, '_>, text: Text) -> Prose {
    let (prose, problems) = parse_prose(text);
    for (span, problem) in problems {
        fields.report(span, problem);
    }
    prose
}

/// Parses a short text; the problems are at spans of the file.
pub(crate) fn parse_prose(text: Text) -> (Prose, Vec<(Span, Problem)>) {
    let text = without_blocks(text);
    let outline = outline(&text.value, 0);
    let mut problems = Vec::new();
    for (span, problem) in outline.errors {
        problems.push((text.span_of(span.range()), problem));
    }
    for (label, footnote) in outline.footnotes {
        if let (None, Some(used)) = (footnote.defined, footnote.used) {
            let problem = Problem::UndefinedNote { label, near: None };
            problems.push((text.span_of(used.range()), problem));
        }
    }
    let prose = Prose {
        text,
        references: outline.references,
        unlinkable: outline.unlinkable,
        external_urls: outline.external_urls,
        words: outline.words,
    };
    (prose, problems)
}

/// The words of a short text without mark-up: names without their brackets, no citations.
pub(crate) fn plain(text: &str) -> String {
    let mut kept = Vec::new();
    let mut in_citation = false;
    for (event, _) in events(text, Brackets::Links) {
        match &event {
            Event::Start(Tag::Link { link_type: LinkType::ShortcutUnknown, id, .. }) => {
                in_citation = citation(id).is_some();
            }
            Event::End(TagEnd::Link) => in_citation = false,
            Event::Text(_) | Event::Code(_) if in_citation => {}
            _ => kept.push(event),
        }
    }
    plain_text(&kept).trim().to_owned()
}

/// Parses a title, and reports links and figures in it.
pub(crate) fn title(fields: &Fields<'_, '_>, text: &Text) -> Title {
    let parsed = parse_title(&without_blocks(text.clone()).value, &|_| None);
    if parsed.has_links || text.value.contains("[=") {
        fields.report(text.span, Problem::CitationInTitle {});
    }
    parsed.title
}

/// Makes a title of a text that is not Markdown; only its quotation marks are typeset.
pub(super) fn literal(text: &str) -> Title {
    Title::of_markdown(&escape_markdown(text))
}

/// Escapes a text so that Markdown shows it verbatim. Quotation marks and three dots are left to typesetting.
pub(crate) fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let is_dots = letter == '.' && (text[at..].starts_with("..") || text[..at].ends_with('.'));
        if letter.is_ascii_punctuation() && !matches!(letter, '"' | '\'') && !is_dots {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

impl Title {
    /// A title in plain words.
    pub(crate) fn of_plain(text: &str) -> Self {
        let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Self { plain: text.to_owned(), html }
    }

    /// A title in Markdown that is known to have no links.
    pub(super) fn of_markdown(text: &str) -> Self {
        parse_title(text, &|_| None).title
    }
}

/// A title, with findings for its author.
struct ParsedTitle {
    title: Title,
    /// The ids of its figures, and their bytes in the text.
    facts: Vec<(String, Range<usize>)>,
    /// Whether there is a link, a picture, a citation or a footnote in it.
    has_links: bool,
}

/// Parses a title. A figure for which `fact_words` has no words is shown as it is written.
fn parse_title(text: &str, fact_words: &dyn Fn(&str) -> Option<String>) -> ParsedTitle {
    let mut facts = Vec::new();
    let mut has_links = text.contains("[@") || text.contains("[^");
    let mut kept = Vec::new();
    let mut bracket_end = None;
    let is_fact = |_, label: &str| fact_id(label).is_some();
    for (event, range) in events(text, Brackets::LinksIf(&is_fact)) {
        if let Some(end) = bracket_end {
            bracket_end = (event != Event::End(end)).then_some(end);
            continue;
        }
        match event {
            Event::Start(Tag::Link { link_type, ref id, .. } | Tag::Image { link_type, ref id, .. })
                if is_bracketed(link_type) =>
            {
                let is_shortcut = matches!(event, Event::Start(Tag::Link { .. }))
                    && link_type != LinkType::ReferenceUnknown;
                let fact = fact_id(id).filter(|_| is_shortcut);
                let words = fact.and_then(fact_words);
                facts.extend(fact.map(|id| (id.to_owned(), range.clone())));
                kept.push(Event::Text(words.unwrap_or_else(|| text[range].replace('\n', " ")).into()));
                bracket_end = if let Event::Start(tag) = &event { Some(tag.to_end()) } else { None };
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::FootnoteReference(_) => {
                has_links = true;
            }
            Event::Start(Tag::Paragraph) if !kept.is_empty() => kept.push(Event::SoftBreak),
            Event::Html(html) if !is_comment(&html) => kept.push(Event::Text(html)),
            Event::Text(_)
            | Event::Code(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => kept.push(event),
            _ => {}
        }
    }
    let plain = plain_text(&kept);
    let mut html = String::with_capacity(text.len());
    push_html(&mut html, kept.into_iter());
    ParsedTitle { title: Title { plain, html }, facts, has_links }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Title, bool) {
        let parsed = parse_title(text, &|_| None);
        (parsed.title, parsed.has_links)
    }

    #[test]
    fn a_figure_in_a_title_is_its_words() {
        let words = |id: &str| (id == "members").then(|| "8 & more".to_owned());
        let title = parse_title("It has *[=members]*, not [=other].", &words).title;
        assert_eq!(title.plain, "It has 8 & more, not [=other].");
        assert_eq!(title.html, "It has <em>8 &amp; more</em>, not [=other].");
    }

    #[test]
    fn a_title_has_real_quotes_and_may_stress() {
        let (title, has_links) = parse("Why is *Xi's* trip \"important\" & new?");
        assert_eq!(title.plain, "Why is Xi’s trip “important” & new?");
        assert_eq!(title.html, "Why is <em>Xi’s</em> trip “important” &amp; new?");
        assert!(!has_links);
    }

    #[test]
    fn a_plain_text_has_no_marks() {
        assert_eq!(plain("The [SCO] & *[its][sco]* bloc [@ap, p. 3]"), "The SCO & its bloc");
    }

    #[test]
    fn a_title_that_leads_somewhere_is_noticed() {
        assert!(parse("a [b](c)").1);
        assert!(parse("a [@b]").1);
    }
}
