//! C008: a name spelled in two ways.

use super::super::text::hyphenated_words;
use super::prelude::*;
use crate::geo;

pub(super) static RULE: Rule =
    Rule::new("C008", "inconsistent-name", Warn, &[OTHER_SPELLING], EXPLANATION, Run::Page(check)).preview();

const OTHER_SPELLING: Message = Message {
    text: "`{written}` is spelled differently elsewhere",
    label: "",
    remedies: &["write `{right}`; if this is somebody else, add them to `entities.toml`"],
};

const EXPLANATION: &str = "\
Finds a page that spells a name from `entities.toml` in two ways: one of the entity's `variants` beside a better
form, or a spelling that differs from its name by a letter or two.

Two spellings look like two people. Readers who search the page for one of them miss the other.

    Mirziyoyev received Xi. Later Mirziyaev spoke.

Use the name and the `aliases` from `entities.toml`: those are right everywhere. List wrong spellings as `variants`.
With `fix = \"always\"` each of them is a finding, and `--fix` corrects it.

It ignores quotation marks and block quotations, names of others, countries, forms with an ending (Kazakhstani), and
a single word at the beginning of a sentence.
";

/// The most words of a name in which a slip is looked for.
const MAX_WORDS: usize = 4;

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    find_variants(cx, found);
    // Words that are a letter or two away from a name that the site knows.
    for passage in cx.authored_passages() {
        let words = hyphenated_words(&passage.text);
        let mut end = 0;
        for (at, word) in words.iter().enumerate() {
            let is_capital = passage.text[word.clone()].starts_with(char::is_uppercase);
            if !is_capital || word.start < end || passage.is_quoted(word.start) {
                continue;
            }
            if let Some((range, name, entity)) = longest_misspelling(cx, passage, &words[at..]) {
                end = range.end;
                let place = Place::new(&entity.path, entity.id.span);
                let finding = inconsistent_name(passage, &range, name, Fix::unsafe_);
                found.push(finding.related(place, "spelled like this here"));
            }
        }
    }
}

/// Finds the listed variants of a name, if the page also has another spelling or the entity forbids them.
fn find_variants(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut variants = Vec::new();
    for passage in cx.authored_passages() {
        for (range, entity) in cx.site.registry.variants_in(passage.path.folder(), &passage.text) {
            if !passage.is_quoted(range.start) {
                variants.push((passage, range, entity));
            }
        }
    }
    for (passage, range, entity) in &variants {
        let written = &passage.text[range.clone()];
        let is_named =
            || cx.authored_passages().flat_map(|it| cx.entity_mentions(it)).any(|it| it.entity.is(entity));
        let has_other_spelling = || {
            variants.iter().any(|(it, range, other)| other.is(entity) && it.text[range.clone()] != *written)
        };
        if !entity.fix_always && !is_named() && !has_other_spelling() {
            continue;
        }
        let names = entity.name.iter().chain(&entity.aliases).map(|name| name.value.as_str());
        let nearest = names.min_by_key(|name| strsim::osa_distance(written, name));
        let right = nearest.unwrap_or(entity.name());
        let fix = if entity.fix_always { Fix::safe } else { Fix::unsafe_ };
        let listed = entity.variants.iter().find(|variant| variant.value == written);
        let place = Place::new(&entity.path, listed.map_or(entity.id.span, |variant| variant.span));
        let finding = inconsistent_name(passage, range, right, fix);
        found.push(finding.related(place, "not this spelling"));
    }
}

/// Finds the misspelling that begins with the first of some words, in as many of them as possible: its bytes,
/// and the right name, of which entity.
fn longest_misspelling<'s>(
    cx: &LintContext<'s>,
    passage: &Passage<'_>,
    words: &[Range<usize>],
) -> Option<(Range<usize>, &'s str, &'s EntityEntry)> {
    let folder = passage.path.folder();
    let registry = &cx.site.registry;
    let most = registry.longest_name(folder).min(MAX_WORDS).min(words.len());
    for words in (1..=most).rev().map(|count| &words[..count]) {
        let is_joined =
            words.windows(2).all(|pair| passage.text[pair[0].end..pair[1].start].trim().is_empty());
        let texts: Vec<_> = words.iter().map(|word| &passage.text[word.clone()]).collect();
        let range = words[0].start..words[words.len() - 1].end;
        if is_joined
            && let Some((name, entity)) = registry.near_name(folder, &texts)
            && !is_another_name(cx, passage, &range)
        {
            return Some((range, name, entity));
        }
    }
    None
}

/// Checks whether words are a name of their own: that of an entity, of a country, or a word that only begins
/// a sentence.
fn is_another_name(cx: &LintContext<'_>, passage: &Passage<'_>, range: &Range<usize>) -> bool {
    let written = &passage.text[range.clone()];
    let is_mentioned = cx
        .entity_mentions(passage)
        .iter()
        .any(|mention| mention.range.start <= range.start && range.end <= mention.range.end);
    is_mentioned
        || cx.site.registry.entity(passage.path.folder(), written).is_some()
        || geo::is_country_name(written)
        || !written.contains(' ') && passage.sentence_at(range.start).start == range.start
}

fn inconsistent_name(
    passage: &Passage<'_>,
    range: &Range<usize>,
    right: &str,
    fix: fn(Edit) -> Fix,
) -> Finding {
    let written = &passage.text[range.clone()];
    let fix = passage.edit(range.clone(), right).map(fix);
    RULE.within(passage, range.clone(), fill!(OTHER_SPELLING, written, right)).with_fix(fix)
}
