//! Resolves figures: `[=id]` to its entry in `facts.toml`, in a text and in a dek.
//!
//! Must not know: HTML.

use super::{Resolved, Resolver, place};
use crate::base::number::Number;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::model::registry::FactEntry;
use crate::parse::prose::{Dek, Title};

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
            let problem = Problem::UndefinedFact { id: id.to_owned(), near };
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
}
