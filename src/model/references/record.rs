//! What a page tells of itself: corrections, changes, and what it chiefly rests on.
//!
//! Must not know: HTML.

use super::Resolver;
use crate::base::words::{Choice, nearest};
use crate::diagnostics::{Finding, Problem};
use crate::parse::front_matter::ExplainerFront;
use crate::parse::table::Text;

impl Resolver<'_> {
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
        self.done(front);
    }

    /// Reports dates in the future of what has been done.
    fn done(&mut self, front: &ExplainerFront) {
        for (key, when) in front.past() {
            if let Some(when) = when.filter(|when| when.date.earliest() > self.today) {
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
    fn report(&mut self, span: crate::base::Span, problem: Problem) {
        self.findings.push(Finding::new(self.page.path(), span, problem));
    }
}
