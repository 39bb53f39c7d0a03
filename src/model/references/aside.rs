//! What cards say: of an entity, of a figure.
//!
//! A card's words stand on the page more than once, so what they cite is no use of its own, and they name only
//! those whom the page names. Must not know: HTML.

use std::ops::Range;

use super::fact::Usage;
use super::{Resolved, Resolver};
use crate::base::{SitePath, Span};
use crate::model::registry::EntityEntry;
use crate::parse::markdown::{Reference, Target};
use crate::parse::prose::Prose;

impl Resolver<'_> {
    /// Resolves the text of an entity's card, and its sources.
    pub(super) fn card(&mut self, at: usize) {
        let entity = self.references.entities[at].clone();
        for id in &entity.sources {
            self.source(entity.path.folder(), &id.value, (&entity.path, id.span));
        }
        if let Some(text) = &entity.text {
            self.aside(&entity.path, text);
        }
    }

    /// A figure's comparison.
    pub(super) fn comparison(&mut self, at: usize) {
        let fact = self.references.facts[at].clone();
        if let Some(text) = &fact.comparison {
            self.aside(&fact.path, text);
        }
    }

    fn aside(&mut self, path: &SitePath, text: &Prose) {
        let place = |range| text.text.span_of(range);
        let references = text.references.iter();
        let resolved = references.map(|reference| self.aside_reference(path, reference, &place)).collect();
        self.keep((path.clone(), text.text.span.start), resolved);
    }

    fn aside_reference(
        &mut self,
        path: &SitePath,
        reference: &Reference,
        place: &dyn Fn(Range<usize>) -> Span,
    ) -> Resolved {
        match &reference.target {
            Target::Name(label) | Target::Label(label) => {
                let mentioned = self.mentioned(path.folder(), label);
                mentioned.unwrap_or_else(|| self.reference(path, reference, place))
            }
            Target::Sources(cited) => Resolved::Sources(
                cited
                    .iter()
                    .filter_map(|cited| {
                        let here = (path, place(reference.part(cited)));
                        Some((self.source(path.folder(), &cited.id, here)?, 0))
                    })
                    .collect(),
            ),
            Target::Fact(id) => self.fact(path, id, (place(reference.span.range()), Usage::Aside)),
            Target::Link { .. } => self.reference(path, reference, place),
        }
    }

    /// A name among the page's, or a name that the page itself says nothing of; nothing for any other label.
    fn mentioned(&self, folder: &str, label: &str) -> Option<Resolved> {
        let entity = self.registry.entity(folder, label)?;
        let same = |other: &EntityEntry| other.is(entity);
        Some(self.references.entities.iter().position(same).map_or(Resolved::Name, Resolved::Entity))
    }
}
