//! S010: a quotation that is not in its source.

use super::super::text::contains_quotation;
use super::prelude::*;
use crate::blocks::Voice;
use crate::model::SourceEntry;

pub(super) static RULE: Rule =
    Rule::new("S010", "quote-not-in-source", Deny, &[NOT_QUOTED], EXPLANATION, Run::Page(check));

const NOT_QUOTED: Message = Message {
    text: "source `{id}` does not have these words",
    label: "quoted",
    remedies: &["quote the source exactly, or add the words to its `excerpt`"],
};

const EXPLANATION: &str = "\
Finds a quotation of four words or more that is in none of the sources cited for it: neither in the `excerpt` nor in
the text, if you keep that as `sources/ID.txt` beside `sources.toml`.

A quotation promises that somebody said exactly this. One changed word breaks the promise.

    Tokayev called it “a landmark in our eternal friendship”.[@speech]        (the speech says `permanent`)

Quote the source exactly, or add the words to `excerpt`. Capital letters, quotation marks, dashes and spaces make no
difference. Write `…` for words that you leave out, and put words that you add in brackets.

It ignores a quotation if one of its sources has neither excerpt nor text, is `translated = true`, or is in another
language than the site. It also ignores block quotations from your own templates.
";

/// Shorter quotations are too common to be found word by word.
const MIN_WORDS: u32 = 4;

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut passages = cx.passages.iter().peekable();
    while let Some(passage) = passages.next() {
        match passage.kind {
            PassageKind::Heading => {}
            PassageKind::BlockQuote => {
                let mut block = vec![passage];
                while let Some(next) = passages.next_if(|next| next.is_in_block_quote_of(passage)) {
                    block.push(next);
                }
                found.extend(check_block_quote(cx, &block, passages.peek().copied()));
            }
            _ => check_inline_quotations(cx, passage, found),
        }
    }
    for body in &cx.page.files {
        for text in body.document().blocks.iter().flat_map(|placed| placed.block.texts()) {
            let Voice::Quoted(Some(origin)) = text.voice else { continue };
            let text = &text.prose.text;
            let ids: Vec<_> = origin.cited.iter().map(|cited| cited.id.clone()).collect();
            if let Some(source) = source_without(cx, &body.path, &ids, &text.value) {
                let words = fill!(NOT_QUOTED, id = source.id.value);
                found.push(with_excerpt(RULE.finding(&body.path, text.span, words), source));
            }
        }
    }
}

fn check_inline_quotations(cx: &LintContext<'_>, passage: &Passage<'_>, found: &mut Vec<Finding>) {
    for quotation in &passage.facts().quotations {
        let text = &passage.text[quotation.words.clone()];
        if count_words(text) < MIN_WORDS {
            continue;
        }
        let ids = sources_of_quotation(passage, &quotation.range);
        if let Some(source) = source_without(cx, passage.path, &ids, text) {
            let words = fill!(NOT_QUOTED, id = source.id.value);
            found.push(with_excerpt(RULE.within(passage, quotation.range.clone(), words), source));
        }
    }
}

/// The sources cited from a quotation to the end of its sentence, or else to the end of the next.
fn sources_of_quotation(passage: &Passage<'_>, quotation: &Range<usize>) -> Vec<String> {
    let sentence_ends = passage.facts().sentences.iter().map(|sentence| sentence.end);
    let mut ends = sentence_ends.filter(|end| quotation.end <= *end).chain([passage.text.len(); 2]);
    let mut ids = ends.by_ref().take(2).map(|end| passage.cited_sources(quotation.start..end + 1));
    ids.find(|ids| !ids.is_empty()).unwrap_or_default()
}

/// Checks a block quotation, whose source is cited in it or in the first sentence after it.
fn check_block_quote(
    cx: &LintContext<'_>,
    block: &[&Passage<'_>],
    next: Option<&Passage<'_>>,
) -> Option<Finding> {
    let mut ids: Vec<_> = block.iter().flat_map(|passage| passage.cited_sources(0..usize::MAX)).collect();
    if let Some(next) = next.filter(|next| ids.is_empty() && next.path == block[0].path) {
        ids = next.cited_sources(0..next.facts().sentences.first()?.end + 1);
    }
    block.iter().find_map(|passage| {
        let source = source_without(cx, passage.path, &ids, &passage.text)?;
        let words = fill!(NOT_QUOTED, id = source.id.value);
        Some(with_excerpt(RULE.within(passage, 0..passage.text.len(), words), source))
    })
}

/// The first of some sources, if the words of all are known and none contains the quotation.
fn source_without<'s>(
    cx: &LintContext<'s>,
    path: &SitePath,
    ids: &[String],
    quotation: &str,
) -> Option<&'s SourceEntry> {
    let registry = &cx.site.registry;
    let language = &cx.site.settings.language;
    let mut first = None;
    for id in ids {
        let source = registry.source(path.folder(), id)?;
        let is_foreign = source.language.as_ref().is_some_and(|tag| {
            // Regions make no difference.
            tag.value.split('-').next() != language.split('-').next()
        });
        let excerpt = source.excerpt.as_ref().map(|excerpt| excerpt.value.as_str());
        let mut known = excerpt.into_iter().chain(registry.stored(source)).peekable();
        if source.translated
            || is_foreign
            || known.peek().is_none()
            || known.any(|text| contains_quotation(text, quotation))
        {
            return None;
        }
        first.get_or_insert(source);
    }
    first
}

/// Adds the place of the source's excerpt to a finding.
fn with_excerpt(finding: Finding, source: &SourceEntry) -> Finding {
    let excerpt = source.excerpt.as_ref();
    let span = excerpt.map_or(source.id.span, |excerpt| excerpt.span);
    finding.related(Place::new(&source.path, span), "the words of the source")
}
