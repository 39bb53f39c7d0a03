//! T009: a name that has been changed.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T009", "superseded-name", Warn, &[FORMER_NAME, RENAMED], EXPLANATION, Run::Page(check))
        .preview();

const FORMER_NAME: Message = Message {
    text: "`{written}` is a former name",
    label: "now {name}",
    remedies: &["write `{name}`, or say that this is the former name"],
};

const RENAMED: Message = Message { label: "{name} since {date}", ..FORMER_NAME };

const EXPLANATION: &str = "\
Finds former names of places, organizations and people in a text that was written after the change, according to
`renamed` in `entities.toml`.

A reader who looks for the old name on a map does not find it, or thinks of two different places.

    Astana was called Nur-Sultan from 2019 to September 2022: `renamed = [{ from = \"Nur-Sultan\", date = 2022-09-17 }]`

Write the new name, which `--unsafe-fixes` does, or say that it is the old one: `then called Nur-Sultan`.

It ignores texts from before the change, sentences with the new name or with words such as `then`, `former`,
`called` or `known as`, names near a year up to that of the change or under a heading with one, texts with their own
date, pages with `frozen = true`, and text in quotation marks.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if !cx.is_frozen() {
        let mentions = cx.undated_entity_mentions();
        found.extend(mentions.filter_map(|(passage, mention)| superseded_name(cx, passage, mention)));
    }
}

fn superseded_name(
    cx: &LintContext<'_>,
    passage: &Passage<'_>,
    mention: &EntityMention<'_>,
) -> Option<Finding> {
    let EntityMention { range, entity } = mention;
    let written = &passage.text[range.clone()];
    let renamed = entity.renamed.iter().find(|renamed| is_same_name(&renamed.from.value, written))?;
    let is_valid = entity.name.iter().chain(&entity.aliases).any(|name| is_same_name(&name.value, written));
    let written_from = cx.written_between(passage.path)?.first;
    let was_valid_then = renamed.date.as_ref().is_some_and(|date| written_from < date.date.latest());
    let near = range.start.saturating_sub(NEAR)..range.end + NEAR;
    let last_year = renamed.date.as_ref().map_or(i16::MAX, |date| date.date.latest().year());
    let mut years = passage.years_in(&near).iter().map(|year| year.year).chain(cx.year_above(passage));
    let is_about_the_past = years.any(|year| year <= last_year);
    if is_valid || was_valid_then || is_called_old(passage, range, entity.name()) || is_about_the_past {
        return None;
    }
    let name = entity.name();
    let words = match &renamed.date {
        Some(date) => fill!(RENAMED, written, name, date = date.date.in_english().replace('\u{a0}', " ")),
        None => fill!(FORMER_NAME, written, name),
    };
    let fix = passage.edit(range.clone(), entity.name()).map(Fix::unsafe_);
    let place = Place::new(&entity.path, renamed.date.as_ref().map_or(renamed.from.span, |date| date.span));
    Some(RULE.within(passage, range.clone(), words).with_fix(fix).related(place, "because of this"))
}

/// Checks whether two names have the same letters, whatever their spaces and apostrophes.
fn is_same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    plain(one) == plain(other)
}

/// Words by which a sentence says that a name is an old one.
const CALLED: [&str; 10] =
    ["then", "former", "formerly", "called", "named", "renamed", "known", "name", "names", "previously"];
/// Words that say so only right before the name.
const CALLED_BEFORE: [&str; 4] = ["once", "ex", "now", "was"];

/// Checks whether the sentence says that a name is an old one, or has the current name too.
fn is_called_old(passage: &Passage<'_>, name: &Range<usize>, current: &str) -> bool {
    let sentence = passage.sentence_at(name.start);
    let text = &passage.text[sentence.clone()];
    let before = &passage.text[sentence.start..name.start];
    let mut words_before =
        before.rsplit(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    text.contains(current)
        || words_before.next().is_some_and(|word| has_word(word, &CALLED_BEFORE))
        || has_word(text, &CALLED)
}

/// The distance in bytes within which a year can belong to a name.
const NEAR: usize = 400;
