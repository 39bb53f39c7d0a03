//! A running text, read from its beginning to its end: references, blocks, names, and where sections begin.
//!
//! The first use of a name in each section leads to its card. Must not know: HTML.

use std::ops::Range;

use super::{Link, Resolved, Resolver, place};
use crate::base::{SitePath, Span};
use crate::blocks::Block;
use crate::model::registry::EntityEntry;
use crate::parse::Document;
use crate::parse::markdown::{Reference, is_linkable};
use crate::parse::prose::Prose;

/// Something that stands in a text.
enum Part<'r, 'a> {
    /// A section begins.
    Cut,
    Reference(&'r Reference),
    Block(&'a dyn Block),
    Name(Span, &'a EntityEntry),
}

impl<'a> Resolver<'a> {
    /// The body of a file, and the answer that it begins with.
    pub(super) fn document(&mut self, file: usize, path: &'a SitePath, document: &'a Document) {
        self.met.clear();
        if let Some(answer) = self.page.files[file].section_front().and_then(|front| front.answer.as_ref()) {
            self.resolve_text(path, answer);
        }
        let outline = &document.outline;
        for reference in &outline.references {
            self.in_heading(path, document, reference);
        }
        let body = document.body as usize;
        let names = self.names(path, document.body(), body).filter(|(span, _)| outline.is_linkable(*span));
        let names = names.map(|(span, entity)| (span.start, Part::Name(span, entity)));
        let references = outline.references.iter().map(|it| (it.span.start, Part::Reference(it)));
        let blocks = document.blocks.iter().map(|it| (it.span.start, Part::Block(&*it.block)));
        let cuts = outline.segments.iter().skip(1).map(|it| (it.span.start, Part::Cut));
        let parts = cuts.chain(blocks).chain(references).chain(names).collect();
        self.read((path, document.body), parts, &|range: Range<usize>| Span::new(range));
    }

    /// Resolves a short text in which names lead to their cards, too.
    pub(crate) fn resolve_text(&mut self, path: &SitePath, prose: &Prose) {
        let names = self.names(path, &prose.text.value, 0);
        let names = names.filter(|(span, _)| is_linkable(&prose.unlinkable, &prose.references, *span));
        let names = names.map(|(span, entity)| (span.start, Part::Name(span, entity)));
        let references = prose.references.iter().map(|it| (it.span.start, Part::Reference(it)));
        let parts = references.chain(names).collect();
        self.read((path, prose.text.span.start), parts, &|range| prose.text.span_of(range));
    }

    pub(crate) fn resolve_texts<'p>(&mut self, path: &SitePath, proses: impl IntoIterator<Item = &'p Prose>) {
        for prose in proses {
            self.resolve_text(path, prose);
        }
    }

    /// The names in a text that begins at a byte.
    fn names(
        &self,
        path: &SitePath,
        text: &str,
        base: usize,
    ) -> impl Iterator<Item = (Span, &'a EntityEntry)> + use<'a> {
        let names = self.registry.names_in(path.folder(), text).into_iter();
        names.map(move |(at, entity)| (Span::new(at.start + base..at.end + base), entity))
    }

    /// The parts of a text at a place, each with where it begins; `span_of` says where bytes stand in the file.
    fn read(
        &mut self,
        (path, start): (&SitePath, u32),
        mut parts: Vec<(u32, Part<'_, 'a>)>,
        span_of: &dyn Fn(Range<usize>) -> Span,
    ) {
        parts.sort_by_key(|(start, _)| *start);
        let mut resolved = vec![];
        let mut links = vec![];
        for (_, part) in parts {
            match part {
                Part::Cut => self.met.clear(),
                Part::Block(block) => block.resolve(self, path),
                // A link to the card of an entity that the section has not named before.
                Part::Name(span, entity) => {
                    let entity = place(&mut self.references.entities, entity);
                    links.extend(self.met.insert(entity).then_some(Link { span, entity }));
                }
                Part::Reference(reference) => {
                    let resolution = self.reference(path, reference, span_of);
                    if let Resolved::Entity(at) = resolution {
                        self.met.insert(at);
                    }
                    resolved.push(resolution);
                }
            }
        }
        self.keep((path.clone(), start), resolved);
        if !links.is_empty() {
            self.references.links.insert((path.clone(), start), links);
        }
    }
}
