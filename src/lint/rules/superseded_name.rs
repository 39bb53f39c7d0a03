//! T009: a name that something does not have any more.

use std::ops::Range;

use super::super::text::Passage;
use super::super::{LintContext, Mentioned, Rule, Run};
use crate::base::Place;
use crate::diagnostics::{Finding, Fix, LintLevel, Message, fill};
use crate::parse::data::Renamed;

pub(super) static RULE: Rule = Rule::new(
    "T009",
    "superseded-name",
    LintLevel::Warn,
    &[FORMER_NAME, RENAMED],
    EXPLANATION,
    Run::Page(run),
)
.preview();

const FORMER_NAME: Message = Message {
    text: "`{written}` is not the name any more",
    label: "it is {name}",
    remedies: &["write `{name}`, or say that this was the name then"],
};

const RENAMED: Message = Message { label: "it is {name}, since {date}", ..FORMER_NAME };

const EXPLANATION: &str = "\
Finds names that places, organizations and people had, in a text that was written when they had another, as `renamed` in
`entities.toml` says.

A reader who looks for the old name on a map does not find it, or takes the two for different places.

    Astana was called Nur-Sultan from 2019 to September 2022: `renamed = [{ from = \"Nur-Sultan\", date = 2022-09-17 }]`

Write the name that it has now, which `--unsafe-fixes` does, or say that it is the old one: `then called Nur-Sultan`.

It keeps quiet where the text was written before the day of the change, where the sentence has the new name too, or
words such as `then`, `former`, `called` or `known as`, near a year up to that of the change, under a heading with one,
beside a date of its own, on a page that is kept as of a moment, and in quotation marks.
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    found.extend(cx.undated_entity_mentions().filter_map(|(passage, name)| judge(cx, passage, name)));
}

fn judge(cx: &LintContext<'_>, passage: &Passage<'_>, (name, entity): &Mentioned<'_>) -> Option<Finding> {
    let written = &passage.text[name.clone()];
    let renamed = entity.renamed.iter().find(|renamed| same(&renamed.from.value, written))?;
    let holds = entity.name.iter().chain(&entity.aliases).any(|name| same(&name.value, written));
    let (first, _) = cx.written_between(passage.path)?;
    let early = renamed.date.as_ref().is_some_and(|date| first < date.date.latest());
    if holds || early || is_told(passage, (name, entity.name())) || is_dated(cx, (passage, name), renamed) {
        return None;
    }
    let words = match &renamed.date {
        Some(date) => fill!(RENAMED, written, name = entity.name(), date = date.words.replace('\u{a0}', " ")),
        None => fill!(FORMER_NAME, written, name = entity.name()),
    };
    let fix = passage.edit(name.clone(), entity.name()).map(Fix::unsafe_);
    let place = Place::new(&entity.path, renamed.date.as_ref().map_or(renamed.from.span, |date| date.span));
    Some(RULE.within(passage, name.clone(), words).with_fix(fix).related(place, "because of this"))
}

/// Whether two names are spelled with the same letters.
fn same(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    plain(one) == plain(other)
}

/// Words that tell of a name.
const TOLD: [&str; 14] = [
    "then",
    "former",
    "formerly",
    "called",
    "named",
    "renamed",
    "known",
    "name",
    "names",
    "previously",
    "once",
    "ex",
    "now",
    "was",
];

/// Whether a sentence says that it is another's name now, or was one then.
fn is_told(passage: &Passage<'_>, (name, current): (&Range<usize>, &str)) -> bool {
    let sentence = passage.sentence_at(name.start);
    let text = &passage.text[sentence.clone()];
    // `was` only right before it.
    let near = &passage.text[sentence.start..name.start];
    let mut before =
        near.split(|letter: char| !letter.is_alphanumeric()).rev().filter(|word| !word.is_empty());
    let was = before.next().is_some_and(|word| TOLD.iter().any(|it| word.eq_ignore_ascii_case(it)));
    let told = |word: &str| TOLD[..TOLD.len() - 4].iter().any(|it| word.eq_ignore_ascii_case(it));
    was || text.contains(current) || text.split(|letter: char| !letter.is_alphanumeric()).any(told)
}

/// How far from a name a year may stand that it is told of.
const NEAR: usize = 400;

/// Whether a text near a name is about a year in which it was the right one.
fn is_dated(cx: &LintContext<'_>, (passage, name): (&Passage<'_>, &Range<usize>), renamed: &Renamed) -> bool {
    let near = name.start.saturating_sub(NEAR)..name.end + NEAR;
    let last = renamed.date.as_ref().map_or(i16::MAX, |date| date.date.latest().year());
    let years = passage.years_in(&near).iter().map(|(_, year)| *year);
    years.chain(cx.year_above(passage)).any(|year| year <= last)
}
