//! The events of a Markdown text, each with its bytes: the one place where pulldown-cmark is set up.
//!
//! A citation `[@id]`, a figure `[=id]` and a name `[Name]` are links without a definition. CommonMark would leave
//! them as text; [`Brackets`] says which of them are links. Must not know: what a reference leads to.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, Event, LinkType, OffsetIter, Options, Parser};

/// What we read beyond CommonMark.
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_GFM);

/// An event and its bytes in the text.
pub(crate) type SpannedEvent<'t> = (Event<'t>, Range<usize>);

/// The events of a text; [`OffsetIter::reference_definitions`] has its definitions `[label]: address`.
pub(crate) type Events<'t, 'f> = OffsetIter<'t, Brackets<'f>>;

/// The brackets that are links without a definition. They have an empty address, and their label as their id.
///
/// `[^label]` is never one: it is a footnote that is not defined.
pub(crate) enum Brackets<'f> {
    /// None: they stay text, as in CommonMark.
    Text,
    /// All: what they lead to is not known yet.
    Links,
    /// Those that the function picks, by their first byte and their label.
    LinksIf(&'f dyn Fn(usize, &str) -> bool),
}

impl<'t> BrokenLinkCallback<'t> for Brackets<'_> {
    fn handle_broken_link(&mut self, link: BrokenLink<'t>) -> Option<(CowStr<'t>, CowStr<'t>)> {
        let is_link = match self {
            Self::Text => false,
            Self::Links => true,
            Self::LinksIf(picks) => picks(link.span.start, &link.reference),
        };
        (is_link && !link.reference.starts_with('^')).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    }
}

/// Parses a text of a site.
pub(crate) fn events<'t, 'f>(text: &'t str, brackets: Brackets<'f>) -> Events<'t, 'f> {
    #[cfg(test)]
    counter::count(text);
    Parser::new_with_broken_link_callback(text, EXTENSIONS, Some(brackets)).into_offset_iter()
}

/// Parses a text as CommonMark, without extensions.
pub(crate) fn commonmark_events(text: &str) -> Events<'_, 'static> {
    Parser::new_with_broken_link_callback(text, Options::empty(), Some(Brackets::Text)).into_offset_iter()
}

/// Tells brackets without a definition from other links.
pub(crate) fn is_bracketed(kind: LinkType) -> bool {
    matches!(kind, LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown)
}

/// The words of events, without any mark-up; a line break is a space.
pub(crate) fn plain_text<'e, 't: 'e>(events: impl IntoIterator<Item = &'e Event<'t>>) -> String {
    let mut plain = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(text),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    plain
}

/// Tells comments from other HTML: they are the author's notes, which no reader sees.
pub(crate) fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some((_, behind)) = rest.strip_prefix("<!--").and_then(|inside| inside.split_once("-->")) {
        rest = behind.trim_start();
    }
    rest.is_empty() && !html.trim().is_empty()
}

/// Recognises a comment that suppresses rules, `<!-- check: … -->`.
pub(crate) fn is_suppression(html: &str) -> bool {
    is_comment(html) && html.trim()["<!--".len()..].trim_start().starts_with("check:")
}

/// How often each text was parsed, in all tests of this process together.
#[cfg(test)]
pub(crate) mod counter {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    static PARSED: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

    pub(super) fn count(text: &str) {
        let mut parsed = PARSED.lock().expect("no thread fails while it counts");
        *parsed.entry(text.to_owned()).or_default() += 1;
    }

    /// The texts that have a word in them, each with how often it was parsed.
    pub(crate) fn texts_with(word: &str) -> Vec<(String, usize)> {
        let parsed = PARSED.lock().expect("no thread fails while it counts");
        let texts = parsed.iter().filter(|(text, _)| text.contains(word));
        texts.map(|(text, times)| (text.clone(), *times)).collect()
    }
}
