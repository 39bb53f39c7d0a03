//! S010: words in quotation marks that their source does not have.

use super::super::text::{Passage, PassageKind, contains_quotation};
use super::super::{LintContext, Rule, Run};
use crate::base::words::count_words;
use crate::base::{Place, SitePath};
use crate::diagnostics::{FilledMessage, Finding, LintLevel, Message, fill};
use crate::model::SourceEntry;
use crate::parse::block::{Block, Quote};

pub(super) static RULE: Rule =
    Rule::new("S010", "quote-not-in-source", LintLevel::Deny, &[NOT_QUOTED], EXPLANATION, Run::Page(run));

const NOT_QUOTED: Message = Message {
    text: "`{id}` does not have these words",
    label: "quoted",
    remedies: &["quote as the source has it, or add the words to its `excerpt`"],
};

const EXPLANATION: &str = "\
Finds a quotation of four words or more that none of the sources cited for it has: neither in its `excerpt` nor
in its text, if you keep that as `sources/ID.txt` beside `sources.toml`.

A quotation is a promise that somebody said just this. One word changed in the editing breaks it.

    Tokayev called it “a landmark in our eternal friendship”.[@speech]        (the speech says `permanent`)

Quote as the source has it, or add the words to `excerpt`. Capital letters, quotation marks, dashes and spaces make
no difference; words that you leave out are `…`, and words that you put in stand in brackets.

It keeps quiet where a source cited for the words has neither excerpt nor text, is `translated = true`, or is in
another language than the site; and about block quotations of your own template.
";

const LEAST: u32 = 4;

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut passages = cx.passages.iter().peekable();
    while let Some(passage) = passages.next() {
        match passage.kind {
            PassageKind::Heading => {}
            PassageKind::BlockQuote => {
                let mut block = vec![passage];
                while let Some(next) = passages.next_if(|next| next.quotation == passage.quotation) {
                    block.push(next);
                }
                found.extend(in_block(cx, &block, passages.peek().copied()));
            }
            _ => inline(cx, passage, found),
        }
    }
    for body in &cx.page.files {
        for placed in &body.document().blocks {
            if let Block::Quote(quote) = &placed.block {
                found.extend(in_quote(cx, &body.path, quote));
            }
        }
    }
}

/// Quotations in a running text.
fn inline(cx: &LintContext<'_>, passage: &Passage<'_>, found: &mut Vec<Finding>) {
    for quotation in passage.quotations() {
        let words = &passage.text[quotation.words.clone()];
        if count_words(words) < LEAST {
            continue;
        }
        let ids = cited_for(passage, quotation.range.start, quotation.range.end);
        if let Some(source) = lacking(cx, (passage.path, &ids), words) {
            found.push(related(RULE.within(passage, quotation.range.clone(), said(&source)), &source));
        }
    }
}

/// The sources cited for what stands there: to the end of its sentence, else to the end of the next.
fn cited_for(passage: &Passage<'_>, start: usize, end: usize) -> Vec<String> {
    let sentences = passage.sentences();
    let here = sentences.iter().position(|sentence| end <= sentence.end).unwrap_or(sentences.len());
    let until = |nth: usize| sentences.get(nth).map_or(passage.text.len(), |sentence| sentence.end);
    let within = |end: usize| passage.cited_sources(start..end + 1);
    let near = within(until(here));
    if near.is_empty() { within(until(here + 1)) } else { near }
}

/// A quotation that is a block, and what stands behind it.
fn in_block(cx: &LintContext<'_>, block: &[&Passage<'_>], next: Option<&Passage<'_>>) -> Option<Finding> {
    let mut ids: Vec<_> = block.iter().flat_map(|passage| passage.cited_sources(0..usize::MAX)).collect();
    if let (true, Some(next)) = (ids.is_empty(), next.filter(|next| next.path == block[0].path)) {
        ids = next.cited_sources(0..next.sentences().first()?.end + 1);
    }
    block.iter().find_map(|passage| {
        let source = lacking(cx, (passage.path, &ids), &passage.text)?;
        let finding = RULE.within(passage, 0..passage.text.len(), said(&source));
        Some(related(finding, &source))
    })
}

/// A `quote` block, as its source has it.
fn in_quote(cx: &LintContext<'_>, path: &SitePath, quote: &Quote) -> Option<Finding> {
    let text = &quote.text.as_ref()?.text;
    let ids: Vec<_> = quote.source.as_ref()?.cited.iter().map(|cited| cited.id.clone()).collect();
    let source = lacking(cx, (path, &ids), &text.value)?;
    Some(related(RULE.finding(path, text.span, said(&source)), &source))
}

/// The first of the sources, where all of them are known word by word and none has these.
fn lacking(cx: &LintContext<'_>, (path, ids): (&SitePath, &[String]), words: &str) -> Option<SourceEntry> {
    let registry = &cx.site.registry;
    let language = &cx.site.settings.language;
    let mut first = None;
    for id in ids {
        let source = registry.source(path.folder(), id)?;
        let foreign = source.language.as_ref().is_some_and(|tag| primary(&tag.value) != primary(language));
        let stored = registry.stored(source);
        if source.translated || foreign || source.excerpt.is_none() && stored.is_none() {
            return None;
        }
        let texts = source.excerpt.iter().map(|excerpt| excerpt.value.as_str()).chain(stored);
        if texts.into_iter().any(|text| contains_quotation(text, words)) {
            return None;
        }
        first.get_or_insert_with(|| source.clone());
    }
    first
}

/// The language of a tag, without its country.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

fn said(source: &SourceEntry) -> FilledMessage {
    fill!(NOT_QUOTED, id = source.id.value)
}

fn related(finding: Finding, source: &SourceEntry) -> Finding {
    let excerpt = source.excerpt.as_ref();
    let span = excerpt.map_or(source.id.span, |excerpt| excerpt.span);
    finding.related(Place::new(&source.path, span), "what is known of its words")
}
