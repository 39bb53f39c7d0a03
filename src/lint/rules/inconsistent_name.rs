//! C008: one name, spelt in two ways.

use std::ops::Range;

use super::super::text::{Passage, hyphenated_words};
use super::super::{LintContext, Rule, Run};
use crate::base::Place;
use crate::diagnostics::{Finding, Fix, LintLevel, Message, fill};
use crate::geo;
use crate::model::EntityEntry;

pub(super) static RULE: Rule =
    Rule::new("C008", "inconsistent-name", LintLevel::Warn, &[OTHER_SPELLING], EXPLANATION, Run::Page(run))
        .preview();

const OTHER_SPELLING: Message = Message {
    text: "`{written}` is spelt in another way here than elsewhere",
    label: "",
    remedies: &["write `{right}`; if somebody else is meant, describe them in `entities.toml`"],
};

const EXPLANATION: &str = "\
Finds a page that spells a name of `entities.toml` in two ways: as the entity's `variants` have it beside a
better form, or a letter or two away from its name.

Two spellings look like two people. Who searches the page for one of them misses the other.

    Mirziyoyev received Xi. Later Mirziyaev spoke.

Keep to the name and the `aliases` of `entities.toml`: those are right wherever they stand. List what nobody
should write as `variants`; with `fix = \"always\"` each of them is a finding, and `--fix` mends it.

It keeps quiet in quotation marks and block quotations, about names that are another's, about countries, about
endings (Kazakhstani), and about one word that begins a sentence.
";

/// Words of a name that a slip may stand in.
const MOST: usize = 4;

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    variants(cx, found);
    for passage in cx.authored_passages() {
        near(cx, passage, found);
    }
}

/// What entities list as spellings that are not theirs.
fn variants<'p, 's>(cx: &'p LintContext<'s>, found: &mut Vec<Finding>) {
    let registry = &cx.site.registry;
    let in_passage = |passage: &'p Passage<'s>| {
        let variants = registry.variants_in(passage.path.folder(), &passage.text);
        let variants = variants.into_iter().filter(|(range, _)| !passage.is_quoted(range.start));
        variants.map(move |(range, named)| (passage, range, named))
    };
    let all: Vec<_> = cx.authored_passages().flat_map(in_passage).collect();
    for (passage, range, named) in &all {
        let written = &passage.text[range.clone()];
        let other = |(passage, range, other): &(&Passage<'_>, Range<usize>, &EntityEntry)| {
            other.is(named) && passage.text[range.clone()] != *written
        };
        if named.fix_always || is_named(cx, named) || all.iter().any(other) {
            found.push(variant(passage, range.clone(), named));
        }
    }
}

/// Whether the page has a right form of the name.
fn is_named(cx: &LintContext<'_>, named: &EntityEntry) -> bool {
    cx.authored_passages().any(|passage| cx.entity_mentions(passage).iter().any(|(_, other)| other.is(named)))
}

fn variant(passage: &Passage<'_>, range: Range<usize>, entity: &EntityEntry) -> Finding {
    let written = &passage.text[range.clone()];
    let right = entity.name.iter().chain(&entity.aliases).map(|name| name.value.as_str());
    let right = right.min_by_key(|name| strsim::osa_distance(written, name)).unwrap_or(entity.name());
    let fix = passage.edit(range.clone(), right);
    let fix = fix.map(if entity.fix_always { Fix::safe } else { Fix::unsafe_ });
    let listed = entity.variants.iter().find(|variant| variant.value == written);
    let finding = say(passage, range, right, fix);
    let span = listed.map_or(entity.id.span, |variant| variant.span);
    finding.related(Place::new(&entity.path, span), "not this spelling")
}

/// Names a letter or two away from one that the site knows.
fn near(cx: &LintContext<'_>, passage: &Passage<'_>, found: &mut Vec<Finding>) {
    let folder = passage.path.folder();
    let registry = &cx.site.registry;
    let longest = registry.longest_name(folder).min(MOST);
    let words = hyphenated_words(&passage.text);
    let mut end = 0;
    for (at, word) in words.iter().enumerate() {
        let capital = passage.text[word.clone()].starts_with(char::is_uppercase);
        if !capital || word.start < end || passage.is_quoted(word.start) {
            continue;
        }
        let window = |count: &usize| {
            let window = words.get(at..at + count)?;
            let range = word.start..window.last()?.end;
            let joined =
                window.windows(2).all(|pair| passage.text[pair[0].end..pair[1].start].trim().is_empty());
            let texts: Vec<_> = window.iter().map(|word| &passage.text[word.clone()]).collect();
            let (name, named) = registry.near_name(folder, &texts).filter(|_| joined)?;
            (!is_other(cx, passage, &range)).then_some((range, name, named))
        };
        if let Some((range, name, named)) = (1..=longest).rev().find_map(|count| window(&count)) {
            end = range.end;
            let fix = passage.edit(range.clone(), name).map(Fix::unsafe_);
            let finding = say(passage, range, name, fix);
            found.push(finding.related(Place::new(&named.path, named.id.span), "spelt so here"));
        }
    }
}

/// Whether words are a name of their own: one that the site knows, a country, or a word that has its capital
/// from the sentence.
fn is_other(cx: &LintContext<'_>, passage: &Passage<'_>, range: &Range<usize>) -> bool {
    let written = &passage.text[range.clone()];
    let within = |words: &Range<usize>| words.start <= range.start && range.end <= words.end;
    let mut mentions = cx.entity_mentions(passage).iter();
    mentions.any(|(words, _)| within(words))
        || cx.site.registry.entity(passage.path.folder(), written).is_some()
        || geo::is_country(written)
        || !written.contains(' ') && passage.sentence_at(range.start).start == range.start
}

fn say(passage: &Passage<'_>, range: Range<usize>, right: &str, fix: Option<Fix>) -> Finding {
    let written = &passage.text[range.clone()];
    RULE.within(passage, range, fill!(OTHER_SPELLING, written, right)).with_fix(fix)
}
