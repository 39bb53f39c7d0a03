//! Texts with their references resolved, and their events.
//!
//! A page's texts are parsed once for all that is made of the page: its HTML, its Markdown, its data and its
//! metadata. Must not know: what is made of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use crate::base::SitePath;
use crate::model::{Link, Page, Resolved};
use crate::parse::html::{HtmlUrl, find_names, replace_urls};
use crate::parse::markdown::{Brackets, Events, Reference, SpannedEvent, Target, events};
use crate::parse::prose::Prose;

/// A Markdown text with its references resolved.
#[derive(Clone, Copy)]
pub(crate) struct SourceText<'a> {
    pub(crate) text: &'a str,
    /// The byte at which the text begins, counted as the references' spans are.
    pub(crate) base: u32,
    pub(crate) references: &'a [Reference],
    /// One for each of the references.
    pub(crate) resolved: &'a [Resolved],
    /// Names that lead to their cards without brackets, in order; their spans are counted like the references'.
    pub(crate) links: &'a [Link],
}

impl<'a> SourceText<'a> {
    /// A short text.
    pub(crate) fn prose(prose: &'a Prose, resolved: &'a [Resolved], links: &'a [Link]) -> Self {
        Self { text: &prose.text.value, base: 0, references: &prose.references, resolved, links }
    }

    /// Finds where the reference leads that begins at a byte of the text.
    pub(crate) fn resolved_at(&self, start: usize) -> Option<&'a Resolved> {
        let start = u32::try_from(start).ok()? + self.base;
        let at = self.references.binary_search_by_key(&start, |reference| reference.span.start).ok()?;
        self.resolved.get(at)
    }

    /// Resolves the addresses in HTML at some bytes of the text; `href` writes a resolved one. `None`, if none is of the
    /// site.
    pub(crate) fn resolve_html(
        &self,
        html: &str,
        range: &Range<usize>,
        href: &dyn Fn(&str) -> String,
    ) -> Option<String> {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(self.base);
        let start = place(range.start);
        let end = place(range.end);
        let first = self.references.partition_point(|reference| reference.span.start < start);
        let within = self.references.iter().zip(self.resolved).skip(first);
        let within = within.take_while(|(reference, _)| reference.span.start < end);
        let mut found =
            within.filter(|(reference, _)| matches!(reference.target, Target::HtmlUrl { .. })).peekable();
        found.peek()?;
        // Both are in the order of the text, and were found in the same way.
        let resolved = |url: &HtmlUrl| match found.next_if(|_| url.is_unresolved())? {
            (_, Resolved::Link(resolved)) => Some(href(resolved)),
            _ => None,
        };
        Some(replace_urls(html, &find_names(html).urls, resolved))
    }

    pub(crate) fn parse(self) -> ParsedText<'a> {
        let is_link = |start, _: &str| self.resolved_at(start).is_some_and(|it| *it != Resolved::Text);
        ParsedText::new(self, events(self.text, Brackets::LinksIf(&is_link)))
    }
}

/// A text and its events: brackets that lead somewhere are links.
pub(crate) struct ParsedText<'a> {
    pub(crate) source: SourceText<'a>,
    pub(crate) events: Vec<SpannedEvent<'a>>,
    /// The bytes of its definitions of links, `[label]: address`.
    pub(crate) definitions: Vec<Range<usize>>,
}

impl<'a> ParsedText<'a> {
    pub(super) fn new(source: SourceText<'a>, events: Events<'a, '_>) -> Self {
        let definitions = events.reference_definitions().iter();
        let definitions = definitions.map(|(_, definition)| definition.span.clone()).collect();
        Self { source, events: events.collect(), definitions }
    }
}

/// The texts of a page, each parsed once for all that is made of the page.
pub(crate) struct PageTexts<'p> {
    page: &'p Page,
    /// By the addresses of the texts in memory: all are the page's own, so none moves.
    parsed: RefCell<BTreeMap<*const str, Rc<ParsedText<'p>>>>,
}

impl<'p> PageTexts<'p> {
    pub(crate) fn new(page: &'p Page) -> Self {
        Self { page, parsed: RefCell::default() }
    }

    /// The body of one of the page's files.
    pub(crate) fn body(&self, file: usize) -> Rc<ParsedText<'p>> {
        let body = &self.page.files[file];
        let document = body.document();
        let references = &self.page.references;
        self.parse(SourceText {
            text: document.body(),
            base: document.body,
            references: &document.outline.references,
            resolved: references.at(&body.path, document.body),
            links: references.links_at(&body.path, document.body),
        })
    }

    /// A short text in one of the page's files or in a data file.
    pub(crate) fn prose(&self, path: &SitePath, prose: &'p Prose) -> Rc<ParsedText<'p>> {
        let start = prose.text.span.start;
        let references = &self.page.references;
        self.parse(SourceText::prose(prose, references.at(path, start), references.links_at(path, start)))
    }

    /// A cell of a table.
    pub(crate) fn cell(&self, prose: &'p Prose, resolved: &'p [Resolved]) -> Rc<ParsedText<'p>> {
        self.parse(SourceText::prose(prose, resolved, &[]))
    }

    /// A short text that was parsed before.
    pub(crate) fn parsed(&self, prose: &Prose) -> Option<Rc<ParsedText<'p>>> {
        self.parsed.borrow().get(&std::ptr::from_ref(prose.text.value.as_str())).cloned()
    }

    fn parse(&self, source: SourceText<'p>) -> Rc<ParsedText<'p>> {
        let mut parsed = self.parsed.borrow_mut();
        let entry = parsed.entry(std::ptr::from_ref(source.text));
        entry.or_insert_with(|| Rc::new(source.parse())).clone()
    }
}

/// The texts of the page that was rendered last. Outputs of one page that are rendered in a row share them.
#[derive(Default)]
pub(crate) struct LastPageTexts<'p>(Option<PageTexts<'p>>);

impl<'p> LastPageTexts<'p> {
    /// The texts of a page, those of any other are dropped.
    pub(crate) fn of(&mut self, page: &'p Page) -> &PageTexts<'p> {
        let last = self.0.take().filter(|texts| std::ptr::eq(texts.page, page));
        self.0.insert(last.unwrap_or_else(|| PageTexts::new(page)))
    }
}
