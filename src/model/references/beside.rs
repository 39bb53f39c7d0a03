//! References beside the running text: figures, `[=id]`; the cards of entities and figures; corrections, changes, and
//! what a page chiefly rests on.
//!
//! A card's words stand on the page more than once, so what they cite is no use of its own, and they name only
//! those whom the page names. Must not know: HTML.

use std::ops::Range;

use super::{Resolved, Resolver, place};
use crate::base::number::Number;
use crate::base::toml::format_key;
use crate::base::words::{Choice, nearest};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::model::registry::{EntityEntry, FactEntry};
use crate::parse::front_matter::ExplainerFront;
use crate::parse::markdown::{Reference, Target};
use crate::parse::prose::{Dek, Prose, Title};
use crate::parse::table::Text;

/// Whether a figure counts as a use of its sources. In a card it does not: a card is on the page more than once.
#[derive(Clone, Copy)]
pub(super) enum Usage {
    Counted,
    Aside,
}

impl<'a> Resolver<'a> {
    /// A figure, with its sources.
    pub(super) fn fact(&mut self, path: &SitePath, id: &str, (span, usage): (Span, Usage)) -> Resolved {
        let Some(fact) = self.counted(path, id, span) else { return Resolved::Text };
        let at = place(&mut self.references.facts, fact);
        let words = fact.words(&self.catalogue.language);
        let value = fact.value.as_ref().map(Number::plain).unwrap_or_default();
        let origin = fact.source.as_ref();
        let cited =
            origin.into_iter().flat_map(|origin| origin.cited.iter().map(move |cited| (origin, cited)));
        let uses = cited.filter_map(|(origin, cited)| {
            let here = (&fact.path, origin.text.span_of(cited.at.clone()));
            match usage {
                Usage::Counted => self.cite(fact.path.folder(), cited, here),
                Usage::Aside => Some((self.source(fact.path.folder(), &cited.id, here)?, 0)),
            }
        });
        Resolved::Fact { at, words, value, uses: uses.collect() }
    }

    /// The entry of a figure; a finding, where there is none.
    fn counted(&mut self, path: &SitePath, id: &str, span: Span) -> Option<&'a FactEntry> {
        if let Some(fact) = self.registry.fact(path.folder(), id) {
            return Some(fact);
        }
        if self.registry.is_whole(path.folder()) {
            let near = self.registry.near_fact(path.folder(), id);
            let file = self.data_path(path.folder(), "facts.toml");
            let problem = Problem::UndefinedFact { id: id.to_owned(), near, file, key: format_key(id) };
            self.findings.push(Finding::new(path, span, problem));
        }
        None
    }

    /// A dek with its figures in their places: it is the page's description elsewhere too, so it has no marks.
    pub(super) fn dek(&mut self, path: &SitePath, dek: &Dek) -> Option<Title> {
        for (id, span) in &dek.facts {
            self.counted(path, id, *span);
        }
        let words = |id: &str| Some(self.registry.fact(path.folder(), id)?.words(&self.catalogue.language));
        (!dek.facts.is_empty()).then(|| dek.with_facts(&words))
    }

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
            Target::Link { .. } | Target::HtmlUrl { .. } => self.reference(path, reference, place),
        }
    }

    /// A name among the page's, or a name that the page itself says nothing of; nothing for any other label.
    fn mentioned(&self, folder: &str, label: &str) -> Option<Resolved> {
        let entity = self.registry.entity(folder, label)?;
        let same = |other: &EntityEntry| other.is(entity);
        Some(self.references.entities.iter().position(same).map_or(Resolved::Name, Resolved::Entity))
    }

    /// Corrections before changes, as they stand on the page.
    pub(super) fn records(&mut self, front: &ExplainerFront) {
        let path = self.page.path();
        for correction in &front.corrections {
            self.resolve_brackets(path, &correction.note);
            self.section(correction.section.as_ref());
        }
        for change in &front.changes {
            self.resolve_brackets(path, &change.note);
            self.section(change.section.as_ref());
        }
        // Not a use of its own, but a source that a page rests on stands among its sources.
        for id in &front.based_on {
            self.source(path.folder(), &id.value, (path, id.span));
        }
        // What has been done has no date in the future. A page that is held back will have been changed by its day.
        let today = self.page.held_until.unwrap_or(self.today);
        for (key, when) in front.past() {
            if let Some(when) = when.filter(|when| when.date.earliest() > today) {
                self.report(when.span, Problem::FutureDate { key });
            }
        }
    }

    fn section(&mut self, id: Option<&Text>) {
        let page = self.page;
        let Some(id) = id.filter(|id| page.section(&id.value).is_none()) else { return };
        let known: Vec<_> = page.sections.iter().map(|section| page.section_id(*section)).collect();
        let near = nearest(&id.value, known.iter().copied()).map(str::to_owned);
        let known = (!known.is_empty()).then(|| Choice(known).to_string());
        self.report(id.span, Problem::UnknownSection { id: id.value.clone(), near, known });
    }

    /// A finding in the front matter of the page.
    fn report(&mut self, span: Span, problem: Problem) {
        self.findings.push(Finding::new(self.page.path(), span, problem));
    }
}
