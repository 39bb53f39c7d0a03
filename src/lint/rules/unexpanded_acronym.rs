//! P001: letters that nobody has spelt out.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::text::{Passage, PassageKind, is_spelled_out};
use super::super::{LintContext, Rule, Run, Setting};
use crate::diagnostics::{Finding, Fix, LintLevel, Message, fill};
use crate::model::EntityEntry;

pub(super) static RULE: Rule =
    Rule::new("P001", "unexpanded-acronym", LintLevel::Warn, &[UNEXPLAINED], EXPLANATION, Run::Page(run))
        .with(SETTINGS);

const UNEXPLAINED: Message = Message {
    text: "nothing says what `{letters}` stands for",
    label: "its first use",
    remedies: &[
        "write `{name} ({letters})`, or lead to its card: `[{letters}]`",
        "write the words once, `… ({letters})`, or describe it in `entities.toml`",
    ],
};

const EXPLANATION: &str = "\
Finds the first use of an acronym on a page where nothing spells it out: not the sentence, not the one before.

Who knows the subject reads `SCO` as a word. Everybody else stops, or guesses. Four letters to an editor are a
wall to a reader.

    The SCO summit opened on 15 September.

Write `the Shanghai Cooperation Organization (SCO)` the first time. Or describe it in `entities.toml`: a name
that leads to its card explains itself.

It keeps quiet about acronyms that everybody knows (UN, NATO, GDP and such), about those in quotation marks, in
code and in headings, about text in capitals, initials, and letters with a number that name a thing (F-16).

`known`: more acronyms that your readers know. `--unsafe-fixes` inserts the name from `entities.toml`, where the
entity is linked in brackets only.
";

const SETTINGS: &[Setting] = &[Setting::texts("known", "acronyms that need no explanation")];

/// What readers of English know better by its letters than by its words.
const KNOWN: [&str; 50] = [
    "AD", "AI", "AIDS", "AM", "BBC", "BC", "BCE", "CCTV", "CD", "CE", "CEO", "CIA", "COVID", "DC", "DNA",
    "DVD", "EU", "FAQ", "FBI", "GDP", "GI", "GMT", "GPS", "HIV", "ID", "IQ", "IT", "MP", "NASA", "NATO",
    "NE", "NW", "OK", "PC", "PDF", "PIN", "PM", "PR", "SE", "SW", "TV", "UFO", "UK", "UN", "UNESCO", "US",
    "USA", "USSR", "UTC", "VIP",
];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let known: BTreeSet<String> = RULE.texts(cx.site, "known").map(plain).collect();
    let mut met = known;
    // A line that is all in capitals has words in it, not letters.
    let written = |passage: &&Passage<'_>| passage.text.contains(char::is_lowercase);
    for passage in
        cx.authored_passages().filter(|passage| passage.kind != PassageKind::Heading).filter(written)
    {
        for range in passage.acronyms() {
            let letters = plain(&passage.text[range.clone()]);
            if passage.is_quoted(range.start) || is_known(&letters) || !met.insert(letters) {
                continue;
            }
            if !is_explained(cx, passage, range) {
                found.push(say(cx, passage, range.clone()));
            }
        }
    }
}

/// Without full stops and hyphens.
fn plain(acronym: &str) -> String {
    acronym.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Roman numerals are known too.
fn is_known(letters: &str) -> bool {
    KNOWN.contains(&letters) || letters.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X' | 'L'))
}

/// Whether a reader learns there what the letters stand for: by the words around them, or on a card.
fn is_explained(cx: &LintContext<'_>, passage: &Passage<'_>, range: &Range<usize>) -> bool {
    let carded = |words: &Range<usize>| words.start <= range.start && range.end <= words.end;
    let marked = passage.named.iter().any(|(words, _)| carded(words));
    let named = || cx.entity_mentions(passage).iter().any(|(words, _)| carded(words));
    marked || named() || is_spelt_near(passage, range)
}

/// Whether the sentence or the one before spells them out.
fn is_spelt_near(passage: &Passage<'_>, range: &Range<usize>) -> bool {
    let sentences = passage.sentences();
    let here = sentences.partition_point(|sentence| sentence.start <= range.start).saturating_sub(1);
    let first = sentences.get(here.saturating_sub(1)).map_or(0, |sentence| sentence.start);
    let end = sentences.get(here).map_or(passage.text.len(), |sentence| sentence.end).max(range.end);
    let place = range.start - first..range.end - first;
    is_spelled_out(&passage.text[first..end], &passage.text[range.clone()], Some(place))
}

fn say(cx: &LintContext<'_>, passage: &Passage<'_>, range: Range<usize>) -> Finding {
    let letters = &passage.text[range.clone()];
    let named = cx.site.registry.entity(passage.path.folder(), letters);
    let name = named.map(EntityEntry::name).filter(|name| *name != letters);
    let fix = name.and_then(|name| passage.edit(range.clone(), format!("{name} ({letters})")));
    let words = fill!(UNEXPLAINED, letters, name);
    RULE.within(passage, range, words).with_fix(fix.map(Fix::unsafe_))
}
