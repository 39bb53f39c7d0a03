//! Markdown in a string of TOML: short text that may cite and name, or a title, which may not.
//!
//! Must not know: HTML beyond a title's; what a reference leads to.

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd, html};
use schemars::JsonSchema;
use serde::Serialize;

use super::markdown::{
    Address, EXTENSIONS, MarkdownError, Reference, Target, fact_id, outline, reference_candidate,
};
use super::table::{Fields, Text};
use crate::base::Span;
use crate::diagnostics::Problem;

/// A short Markdown text with its references.
#[derive(Clone, Debug)]
pub(crate) struct Prose {
    pub(crate) text: Text,
    /// Their spans are of the text's value; [`Text::span_of`] leads to the file.
    pub(crate) references: Vec<Reference>,
    /// Where a name leads nowhere, in bytes of the value.
    pub(crate) closed: Vec<Span>,
    /// Links out of the site; their spans are of the value, too.
    pub(crate) addresses: Vec<Address>,
    pub(crate) words: u32,
}

/// A title: emphasis and code, but nothing that leads anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub(crate) struct Title {
    /// Without any mark-up, for `<title>`, metadata and feeds.
    pub(crate) plain: String,
    /// As inline HTML.
    pub(crate) html: String,
}

/// One sentence more than the title. Figures may stand in it, since it describes the page wherever it is shared.
#[derive(Clone, Debug)]
pub(crate) struct Dek {
    pub(crate) text: Text,
    /// As it is written.
    pub(crate) title: Title,
}

impl Dek {
    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        self.text.span
    }

    /// The ids of its figures, and where they stand.
    pub(crate) fn facts(&self) -> Vec<(String, Span)> {
        if !self.text.value.contains("[=") {
            return vec![];
        }
        let references = outline(&self.text.value, 0).references.into_iter();
        let fact = |reference: Reference| match reference.target {
            Target::Fact(id) => Some((id, self.text.span_of(reference.span.range()))),
            _ => None,
        };
        references.filter_map(fact).collect()
    }

    /// With a word for each figure that has one.
    pub(crate) fn with(&self, words: &dyn Fn(&str) -> Option<String>) -> Title {
        read_title(&self.text.value, words).0
    }
}

/// The dek that a string is.
pub(crate) fn dek(fields: &Fields<'_, '_>, text: Text) -> Dek {
    let (title, leads) = read_title(&text.value, &|_| None);
    if leads {
        fields.report(text.span, Problem::CitationInTitle {});
    }
    Dek { title, text }
}

/// The prose that a string is.
pub(crate) fn prose(fields: &Fields<'_, '_>, text: Text) -> Prose {
    let (prose, slips) = read(text);
    slips.into_iter().for_each(|(span, problem)| fields.report(span, problem));
    prose
}

/// The prose that a text is, and what is wrong with it.
pub(crate) fn read(text: Text) -> (Prose, Vec<(Span, Problem)>) {
    let outline = outline(&text.value, 0);
    let place = |span: Span| text.span_of(span.range());
    let slips = outline.slips.into_iter().map(|(span, slip)| (place(span), problem(slip)));
    let notes = outline.notes.into_iter().filter(|(_, note)| note.defined.is_none());
    let notes = notes
        .filter_map(|(label, note)| Some((place(note.used?), Problem::UndefinedNote { label, near: None })));
    let slips = slips.chain(notes).collect();
    let (references, closed, addresses) = (outline.references, outline.closed, outline.addresses);
    (Prose { references, closed, addresses, words: outline.words, text }, slips)
}

/// The words of a short text, where no mark-up can be: names without their brackets, no citations.
pub(crate) fn plain(text: &str) -> String {
    let stand_in = |link: BrokenLink<'_>| {
        reference_candidate(&link).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let mut plain = String::with_capacity(text.len());
    let mut cited = false;
    for event in Parser::new_with_broken_link_callback(text, EXTENSIONS, Some(stand_in)) {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::ShortcutUnknown, id, .. }) => {
                cited = id.trim_start().starts_with('@');
            }
            Event::End(TagEnd::Link) => cited = false,
            Event::Text(text) | Event::Code(text) if !cited => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    plain.trim().to_owned()
}

/// The finding for what is wrong with a Markdown text by itself.
pub(crate) fn problem(slip: MarkdownError) -> Problem {
    match slip {
        MarkdownError::RawHtml => Problem::RawHtml {},
        MarkdownError::UnclosedFence(fence) => Problem::UnclosedFence { fence },
        MarkdownError::TooDeep => Problem::TooDeep { limit: super::markdown::DEEPEST },
        MarkdownError::EmptyCitation => Problem::EmptyCitation {},
        MarkdownError::ActiveUrl(scheme) => Problem::ActiveUrl { scheme },
        MarkdownError::UndefinedImage(label) => Problem::UndefinedImage { label },
    }
}

/// The title that a string is.
pub(crate) fn title(fields: &Fields<'_, '_>, text: &Text) -> Title {
    let (title, leads) = read_title(&text.value, &|_| None);
    if leads || text.value.contains("[=") {
        fields.report(text.span, Problem::CitationInTitle {});
    }
    title
}

/// A title that is no Markdown: it says what it says, and only its quotes are made real.
pub(super) fn literal(text: &str) -> Title {
    Title::of_markdown(&markdown(text))
}

/// Markdown that shows a text as it is. Quotes are left to the typesetting, and so are three dots.
pub(crate) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let dots = letter == '.' && (text[at..].starts_with("..") || text[..at].ends_with('.'));
        if letter.is_ascii_punctuation() && !matches!(letter, '"' | '\'') && !dots {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

impl Title {
    /// Plain words.
    pub(crate) fn of_plain(text: &str) -> Self {
        let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Self { plain: text.to_owned(), html }
    }

    /// A title that is known to lead nowhere.
    pub(super) fn of_markdown(text: &str) -> Self {
        read_title(text, &|_| None).0
    }
}

/// The title, with `words` for its figures, and whether it has something in it that would lead somewhere.
fn read_title(text: &str, words: &dyn Fn(&str) -> Option<String>) -> (Title, bool) {
    let mut plain = String::with_capacity(text.len());
    let mut html_text = String::with_capacity(text.len());
    let mut leads = false;
    let figure = |link: BrokenLink<'_>| {
        let words = words(fact_id(&link.reference)?)?;
        Some((CowStr::from(words), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, EXTENSIONS, Some(figure));
    let events = figures(parser).into_iter().filter(|event| match event {
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

/// The events of a title with its figures as text: each came as a link to its own words.
fn figures<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut read = Vec::new();
    let mut inside = false;
    for event in events {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::ShortcutUnknown, dest_url, .. }) => {
                read.push(Event::Text(dest_url));
                inside = true;
            }
            Event::End(TagEnd::Link) if inside => inside = false,
            event if !inside => read.push(event),
            _ => {}
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Title, bool) {
        read_title(text, &|_| None)
    }

    #[test]
    fn a_figure_in_a_title_is_its_words() {
        let words = |id: &str| (id == "members").then(|| "8 & more".to_owned());
        let (title, _) = read_title("It has *[=members]*, not [=other].", &words);
        assert_eq!(title.plain, "It has 8 & more, not [=other].");
        assert_eq!(title.html, "It has <em>8 &amp; more</em>, not [=other].");
    }

    #[test]
    fn a_title_has_real_quotes_and_may_stress() {
        let (title, leads) = read("Why is *Xi's* trip \"important\" & new?");
        assert_eq!(title.plain, "Why is Xi’s trip “important” & new?");
        assert_eq!(title.html, "Why is <em>Xi’s</em> trip “important” &amp; new?");
        assert!(!leads);
    }

    #[test]
    fn a_plain_text_has_no_marks() {
        assert_eq!(plain("The [SCO] & *[its][sco]* bloc [@ap, p. 3]"), "The SCO & its bloc");
    }

    #[test]
    fn a_title_that_leads_somewhere_is_noticed() {
        assert!(read("a [b](c)").1);
        assert!(read("a [@b]").1);
    }
}
