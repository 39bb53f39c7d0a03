//! P001: an acronym that nothing spells out.

use std::collections::BTreeSet;

use super::super::text::is_spelled_out;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("P001", "unexpanded-acronym", Warn, &[UNEXPLAINED], EXPLANATION, Run::Page(check))
        .with(&[Setting::texts("known", "acronyms that need no explanation")]);

const UNEXPLAINED: Message = Message {
    text: "this page does not say what `{letters}` means",
    label: "its first use",
    remedies: &[
        "write `{name} ({letters})`, or link to its card: `[{letters}]`",
        "write it out once, `… ({letters})`, or describe it in `entities.toml`",
    ],
};

const EXPLANATION: &str = "\
Finds the first use of an acronym on a page if neither its sentence nor the one before spells it out.

People who know the subject read `SCO` as a word. Everybody else stops, or guesses.

    The SCO summit opened on 15 September.

Write `the Shanghai Cooperation Organization (SCO)` the first time. Or describe it in `entities.toml`: a name that
links to its card explains itself.

It ignores acronyms that everybody knows (UN, NATO, GDP and such), acronyms in quotation marks, in code and in
headings, text in capitals, initials, and letters with a number that name a thing (F-16).

`known` adds acronyms that your readers know. `--unsafe-fixes` inserts the name from `entities.toml` if the entity
is linked in brackets only.
";

/// Acronyms that readers of English know better than the words.
const KNOWN: [&str; 50] = [
    "AD", "AI", "AIDS", "AM", "BBC", "BC", "BCE", "CCTV", "CD", "CE", "CEO", "CIA", "COVID", "DC", "DNA",
    "DVD", "EU", "FAQ", "FBI", "GDP", "GI", "GMT", "GPS", "HIV", "ID", "IQ", "IT", "MP", "NASA", "NATO",
    "NE", "NW", "OK", "PC", "PDF", "PIN", "PM", "PR", "SE", "SW", "TV", "UFO", "UK", "UN", "UNESCO", "US",
    "USA", "USSR", "UTC", "VIP",
];

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut known: BTreeSet<String> = RULE.texts(cx.site, "known").map(letters).collect();
    for passage in cx.authored_passages().filter(|passage| passage.kind != PassageKind::Heading) {
        // A line in capitals has words in it, not acronyms.
        if !passage.text.contains(char::is_lowercase) {
            continue;
        }
        for range in &passage.facts().acronyms {
            let acronym = letters(&passage.text[range.clone()]);
            let is_roman_number = acronym.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X' | 'L'));
            if passage.is_quoted(range.start)
                || is_roman_number
                || KNOWN.contains(&&*acronym)
                || !known.insert(acronym)
                || is_explained(cx, passage, range)
            {
                continue;
            }
            let letters = &passage.text[range.clone()];
            let entity = cx.site.registry.entity(passage.path.folder(), letters);
            let name = entity.map(EntityEntry::name).filter(|name| *name != letters);
            let edit = name.and_then(|name| passage.edit(range.clone(), format!("{name} ({letters})")));
            let words = fill!(UNEXPLAINED, letters, name);
            found.push(RULE.within(passage, range.clone(), words).with_fix(edit.map(Fix::unsafe_)));
        }
    }
}

/// An acronym without its full stops and hyphens.
fn letters(acronym: &str) -> String {
    acronym.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Returns whether a name with a card contains an acronym, or the sentence around it or the one before spells
/// it out.
fn is_explained(cx: &LintContext<'_>, passage: &Passage<'_>, acronym: &Range<usize>) -> bool {
    let contains = |name: &Range<usize>| name.start <= acronym.start && acronym.end <= name.end;
    if passage.named.iter().any(contains)
        || cx.entity_mentions(passage).iter().any(|mention| contains(&mention.range))
    {
        return true;
    }
    let sentences = &passage.facts().sentences;
    let here = sentences.partition_point(|sentence| sentence.start <= acronym.start).saturating_sub(1);
    let start = sentences.get(here.saturating_sub(1)).map_or(0, |sentence| sentence.start);
    let end = sentences.get(here).map_or(passage.text.len(), |sentence| sentence.end).max(acronym.end);
    let at = acronym.start - start..acronym.end - start;
    is_spelled_out(&passage.text[start..end], &passage.text[acronym.clone()], Some(at))
}
