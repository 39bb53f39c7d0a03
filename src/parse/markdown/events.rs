//! The events of a Markdown text, each with its bytes: the one place where pulldown-cmark is set up.
//!
//! A citation `[@id]`, a figure `[=id]` and a name `[Name]` are links without a definition. CommonMark would leave
//! them as text; [`Brackets`] says which of them are links. Must not know: what a reference leads to.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, BrokenLinkCallback, CowStr, Event, LinkType, OffsetIter, Options, Parser, RefDefs, Tag,
    TagEnd,
};

use super::quotation_marks::QuotationMarks;
use super::{citation, fact_id};

/// What we read beyond CommonMark.
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_GFM);

/// An event and its bytes in the text.
pub(crate) type SpannedEvent<'t> = (Event<'t>, Range<usize>);

/// The events of a text.
pub(crate) struct Events<'t, 'f> {
    parser: OffsetIter<'t, Brackets<'f>>,
    text: &'t str,
    brackets: Brackets<'f>,
    marks: QuotationMarks,
    /// Events that were made ahead.
    ready: VecDeque<SpannedEvent<'t>>,
}

/// The brackets that are links without a definition. They have an empty address, and their label as their id.
///
/// `[^label]` is never one: it is a footnote that is not defined.
#[derive(Clone, Copy)]
pub(crate) enum Brackets<'f> {
    /// None: they stay text, as in CommonMark.
    Text,
    /// All: what they lead to is not known yet.
    Links,
    /// Those that the function picks, by their first byte and their label.
    LinksIf(&'f dyn Fn(usize, &str) -> bool),
}

impl Brackets<'_> {
    fn picks(&self, start: usize, label: &str) -> bool {
        let is_link = match self {
            Self::Text => false,
            Self::Links => true,
            Self::LinksIf(picks) => picks(start, label),
        };
        is_link && !label.starts_with('^')
    }
}

impl<'t> BrokenLinkCallback<'t> for Brackets<'_> {
    fn handle_broken_link(&mut self, link: BrokenLink<'t>) -> Option<(CowStr<'t>, CowStr<'t>)> {
        // Of two brackets side by side the second may lead somewhere alone.
        let second = link.span.end.saturating_sub(link.reference.len() + "[]".len());
        let is_link = self.picks(link.span.start, &link.reference)
            || link.link_type == LinkType::Reference && self.picks(second, &link.reference);
        is_link.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    }
}

/// Parses a text of a site.
pub(crate) fn events<'t, 'f>(text: &'t str, brackets: Brackets<'f>) -> Events<'t, 'f> {
    #[cfg(test)]
    counter::count(text);
    Events::new(text, EXTENSIONS, brackets)
}

/// Parses a text as CommonMark, without extensions.
pub(crate) fn commonmark_events(text: &str) -> Events<'_, 'static> {
    Events::new(text, Options::empty(), Brackets::Text)
}

impl<'t, 'f> Events<'t, 'f> {
    fn new(text: &'t str, options: Options, brackets: Brackets<'f>) -> Self {
        let parser = Parser::new_with_broken_link_callback(text, options, Some(brackets)).into_offset_iter();
        Self { parser, text, brackets, marks: QuotationMarks::default(), ready: VecDeque::new() }
    }

    /// The definitions of links, `[label]: address`.
    pub(crate) fn reference_definitions(&self) -> &RefDefs<'_> {
        self.parser.reference_definitions()
    }

    /// The parser's next event, with marks that are no quotation marks as they were written.
    fn parsed(&mut self) -> Option<SpannedEvent<'t>> {
        let (event, range) = self.parser.next()?;
        match event {
            Event::Text(mark) if range.len() == 1 => {
                let mark = self.marks.typeset(self.text, range.start, mark);
                return Some((Event::Text(mark), range));
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell) => {
                self.marks = QuotationMarks::default();
            }
            _ => {}
        }
        Some((event, range))
    }

    /// Makes two references of `[@a][@b]`, which CommonMark takes for the text of a link and its label.
    fn split_brackets(&mut self, label: CowStr<'t>, range: Range<usize>) {
        let mut inside = Vec::new();
        while let Some(event) = self.parsed().filter(|(event, _)| *event != Event::End(TagEnd::Link)) {
            inside.push(event);
        }
        // No label has a bracket in it.
        let middle = self.text[range.clone()].rfind("][").map_or(range.start, |at| range.start + at);
        let first = &self.text[range.start + 1..middle];
        let words = (Event::Text(label.clone()), middle + 2..range.end - 1);
        self.add_bracket(first.into(), range.start..middle + 1, inside);
        self.add_bracket(label, middle + 1..range.end, vec![words]);
    }

    fn add_bracket(&mut self, label: CowStr<'t>, range: Range<usize>, inside: Vec<SpannedEvent<'t>>) {
        if let Some(note) = label.strip_prefix('^')
            && self.text.contains(&format!("[^{note}]:"))
        {
            return self.ready.push_back((Event::FootnoteReference(note.to_owned().into()), range));
        }
        let (start, end) = if self.brackets.picks(range.start, &label) {
            let dest_url = CowStr::Borrowed("");
            let title = CowStr::Borrowed("");
            let link = Tag::Link { link_type: LinkType::ShortcutUnknown, dest_url, title, id: label };
            ((Event::Start(link), range.clone()), (Event::End(TagEnd::Link), range))
        } else {
            let bracket = |bracket, at| (Event::Text(CowStr::Borrowed(bracket)), at..at + 1);
            (bracket("[", range.start), bracket("]", range.end - 1))
        };
        self.ready.push_back(start);
        self.ready.extend(inside);
        self.ready.push_back(end);
    }
}

impl<'t> Iterator for Events<'t, '_> {
    type Item = SpannedEvent<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            match self.parsed()? {
                (Event::Start(Tag::Link { link_type: LinkType::ReferenceUnknown, id, .. }), range)
                    if is_reference(&id) || is_reference(&self.text[range.start + 1..range.end]) =>
                {
                    self.split_brackets(id, range);
                }
                event => return Some(event),
            }
        }
        self.ready.pop_front()
    }
}

/// Tells what can only be a citation or a figure, and no words of a link.
fn is_reference(label: &str) -> bool {
    citation(label).is_some() || fact_id(label).is_some()
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
