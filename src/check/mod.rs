//! The editor who reads every page every time: rules over a resolved site.
//!
//! A [`Rule`] reads a [`Proof`], which is a page with the prose facts of its text, made out once for all rules.
//! A build asks for no rule: what it finds are mistakes that leave no page to read. Must not know: HTML, the
//! clock (a rule that reads the day says so), who reads the findings.

mod prose;
mod rules;

use rayon::prelude::*;

use crate::base::{SitePath, Span};
use crate::finding::{Code, Finding, Level, Problem, Remark};
use crate::model::{Page, Site};
use crate::syntax::front::ExplainerFront;
use prose::{Kind, Passage, of_body, of_text};
pub use rules::RULES;

/// One rule of the editor's.
#[derive(Debug)]
pub struct Rule {
    /// Its code, its name, and how much a finding of it weighs.
    pub code: Code,
    /// Whether it reads the day's date: it may find something while nobody edits.
    pub clocked: bool,
    /// What it does, why, an example, exceptions: Markdown.
    pub explanation: &'static str,
    run: Run,
}

/// What a rule reads.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// One page after the other.
    Page(fn(&Proof<'_>, &mut Vec<Finding>)),
    /// The pages together.
    Site(fn(&Site, &mut Vec<Finding>)),
}

impl Rule {
    /// The rule with a code or a name.
    pub(crate) fn named(word: &str) -> Option<&'static Self> {
        RULES.iter().copied().find(|rule| rule.code.code.eq_ignore_ascii_case(word) || rule.code.name == word)
    }

    /// Whether a code, a name or the letter of a category means it.
    pub(crate) fn is_of(&self, word: &str) -> bool {
        let code = self.code.code;
        code.eq_ignore_ascii_case(word) || code[..1].eq_ignore_ascii_case(word) || self.code.name == word
    }

    fn finding(&'static self, path: &SitePath, span: Span, words: Words) -> Finding {
        let Words { message, label, help } = words;
        let remark = Remark { code: &self.code, message, label, help };
        Finding::new(path, span, Problem::Remark(Box::new(remark)))
    }
}

/// What a rule says: the fact, why it is one, what to do.
struct Words {
    message: String,
    label: String,
    help: String,
}

impl Words {
    fn new(message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), label: label.into(), help: help.into() }
    }
}

const fn code(code: &'static str, name: &'static str, level: Level) -> Code {
    Code { code, name, level }
}

/// A page as its editor reads it.
pub(crate) struct Proof<'s> {
    site: &'s Site,
    page: &'s Page,
    /// In the order of the files, and in each of its text.
    passages: Vec<Passage<'s>>,
}

impl<'s> Proof<'s> {
    fn new(site: &'s Site, page: &'s Page) -> Self {
        let mut passages = Vec::new();
        if let Some(front) = page.explainer() {
            let notes = front.changes.iter().map(|change| &change.note);
            let notes = notes.chain(front.corrections.iter().map(|correction| &correction.note));
            for prose in front.key_points.iter().chain(notes) {
                passages.extend(of_text(page.path(), prose));
            }
        }
        for body in &page.files {
            let answer = body.section_front().and_then(|front| front.answer.as_ref());
            let document = body.document();
            let blocks = document.blocks.iter().flat_map(|placed| placed.block.prose());
            for prose in answer.into_iter().chain(blocks) {
                passages.extend(of_text(&body.path, prose));
            }
            passages.extend(of_body(&body.path, document));
        }
        Self { site, page, passages }
    }

    fn front(&self) -> Option<&'s ExplainerFront> {
        self.page.explainer()
    }

    /// What the author wrote in words of his or her own: no block quotations.
    fn own(&self) -> impl Iterator<Item = &Passage<'s>> {
        self.passages.iter().filter(|passage| passage.kind != Kind::Quote)
    }
}

/// All that the rules find on a site.
pub(crate) fn check(site: &Site, rules: &[&'static Rule]) -> Vec<Finding> {
    let pages: Vec<_> = site.pages.iter().chain(&site.home).collect();
    let found = pages.par_iter().flat_map_iter(|page| {
        let proof = Proof::new(site, page);
        let mut found = Vec::new();
        for rule in rules {
            if let Run::Page(run) = rule.run {
                run(&proof, &mut found);
            }
        }
        found
    });
    let mut found: Vec<_> = found.collect();
    for rule in rules {
        if let Run::Site(run) = rule.run {
            run(site, &mut found);
        }
    }
    found
}
