//! A running text, read from its beginning to its end: references, blocks, names, and where sections begin.
//!
//! The first use of a name in each section leads to its card. Must not know: HTML.

use std::collections::VecDeque;
use std::ops::Range;

use super::{Link, Resolved, Resolver};
use crate::base::{SitePath, Span};
use crate::model::registry::Named;
use crate::syntax::Document;
use crate::syntax::block::Block;
use crate::syntax::markdown::{Reference, is_open};
use crate::syntax::prose::Prose;

/// Something that stands in a text.
enum Part<'a> {
    /// A section begins.
    Cut,
    Reference(&'a Reference),
    Block(&'a Block),
    Name(Span, Named),
}

impl<'a> Resolver<'a> {
    /// The body of a file, and the answer that it begins with.
    pub(super) fn document(&mut self, file: usize, path: &'a SitePath, document: &'a Document) {
        self.met.clear();
        if let Some(answer) = self.page.files[file].section_front().and_then(|front| front.answer.as_ref()) {
            self.linked(path, answer);
        }
        let (mut resolved, mut links) = (Vec::with_capacity(document.outline.references.len()), vec![]);
        for part in self.parts(path, document) {
            match part {
                Part::Cut => self.met.clear(),
                Part::Block(block) => self.block(path, block),
                Part::Name(span, named) => links.extend(self.first_use(span, &named)),
                Part::Reference(reference) => {
                    self.in_heading(path, document, reference);
                    let resolution = self.reference(path, reference, &|range: Range<usize>| Span::new(range));
                    self.meet(&resolution);
                    resolved.push(resolution);
                }
            }
        }
        self.keep((path.clone(), document.body), resolved);
        self.keep_links((path.clone(), document.body), links);
    }

    /// All parts of a body, in their order.
    fn parts(&self, path: &SitePath, document: &'a Document) -> Vec<Part<'a>> {
        let outline = &document.outline;
        let body = document.body as usize;
        let names =
            self.registry.names_in(path.folder(), document.body()).into_iter().filter_map(|(at, named)| {
                let span = Span::new(at.start + body..at.end + body);
                outline.is_open(span).then(|| (span.start, Part::Name(span, named.clone())))
            });
        let references = outline.references.iter().map(|it| (it.span.start, Part::Reference(it)));
        let blocks = document.blocks.iter().map(|it| (it.span.start, Part::Block(&it.block)));
        let cuts = outline.segments.iter().skip(1).map(|it| (it.span.start, Part::Cut));
        let mut parts: Vec<_> = cuts.chain(blocks).chain(references).chain(names).collect();
        parts.sort_by_key(|(start, _)| *start);
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// A short text in which names lead to their cards, too.
    pub(super) fn linked(&mut self, path: &SitePath, prose: &Prose) {
        let names = self.registry.names_in(path.folder(), &prose.text.value).into_iter();
        let names = names.map(|(at, named)| (Span::new(at), named.clone()));
        let mut names: VecDeque<_> =
            names.filter(|(span, _)| is_open(&prose.closed, &prose.references, *span)).collect();
        let (mut resolved, mut links) = (Vec::with_capacity(prose.references.len()), vec![]);
        for reference in &prose.references {
            while let Some((span, named)) = names.pop_front_if(|(span, _)| span.start < reference.span.start)
            {
                links.extend(self.first_use(span, &named));
            }
            let resolution = self.reference(path, reference, &|range| prose.text.span_of(range));
            self.meet(&resolution);
            resolved.push(resolution);
        }
        for (span, named) in names {
            links.extend(self.first_use(span, &named));
        }
        self.keep((path.clone(), prose.text.span.start), resolved);
        self.keep_links((path.clone(), prose.text.span.start), links);
    }

    pub(super) fn all_linked<'p>(&mut self, path: &SitePath, proses: impl IntoIterator<Item = &'p Prose>) {
        for prose in proses {
            self.linked(path, prose);
        }
    }

    /// A link to the card of an entity that the section has not named before.
    fn first_use(&mut self, span: Span, named: &Named) -> Option<Link> {
        let entity = self.place(named);
        self.met.insert(entity).then_some(Link { span, entity })
    }

    fn meet(&mut self, resolved: &Resolved) {
        if let Resolved::Entity(at) = resolved {
            self.met.insert(*at);
        }
    }

    fn keep_links(&mut self, at: super::At, links: Vec<Link>) {
        if !links.is_empty() {
            self.ledger.links.insert(at, links);
        }
    }
}
