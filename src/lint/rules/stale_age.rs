//! T004: an age that is out of date.

use super::super::person::{days_of_age, is_of_another_day, person_of_age, possible_ages};
use super::super::text::{Age, NamePosition};
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T004", "stale-age", Warn, &[OUTDATED, UNWATCHED], EXPLANATION, Run::Page(check))
        .clocked()
        .with(&[Setting::count(
            "days",
            365,
            "days after which an age is out of date if `born` is not known",
        )]);

const OUTDATED: Message = Message {
    text: "this age is out of date",
    label: "true from {first} to {last}; today is {today}",
    remedies: &["remove the age, or say when it was correct"],
};

const UNWATCHED: Message = Message { label: "last checked on {last}; today is {today}", ..OUTDATED };

const EXPLANATION: &str = "\
Finds ages beside names that are out of date.

An age is wrong within a year, on a page that looks up to date. With `born` in `entities.toml` the rule knows the
day. Without it, an age is out of date if the page was last changed or reviewed more than 365 days ago.

    Xi, 69, is President of China.

Remove the age, or say when it was correct: `Xi, 69 at the time,`. `--unsafe-fixes` removes it if it is between
commas or in brackets.

It ignores pages with `frozen = true`, sentences with a year, text under a heading with a year,
texts with their own date, people who have died, ages that are said to be of another day, and text in quotation
marks. `age-birthdate-conflict` finds ages that were wrong from the beginning.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        for age in &passage.facts().ages {
            let sentence = passage.sentence_at(age.range.start);
            let is_dated = !passage.years_in(&sentence).is_empty()
                || is_of_another_day(passage, age)
                || cx.year_above(passage).is_some();
            if !is_dated && !passage.is_quoted(age.range.start) {
                found.extend(stale_age(cx, passage, age));
            }
        }
    }
}

fn stale_age(cx: &LintContext<'_>, passage: &Passage<'_>, age: &Age) -> Option<Finding> {
    let written = cx.written_between(passage.path)?;
    let Some(mention) = person_of_age(age, cx.entity_mentions(passage)) else {
        return unreviewed_age(cx, passage, age, written).filter(|_| follows_full_name(passage, age));
    };
    let person = mention.entity;
    if person.died.is_some() {
        return None;
    }
    let Some(born) = &person.born else { return unreviewed_age(cx, passage, age, written) };
    let today = cx.site.today;
    let was_too_old = age.years > *possible_ages(born, written).end();
    let may_be_right = age.years >= *possible_ages(born, DayRange::day(today)).start();
    if was_too_old || may_be_right {
        return None;
    }
    let DayRange { first, last } = days_of_age(born, age.years)?;
    let words = fill!(OUTDATED, first, last, today);
    let place = Place::new(&person.path, born.span);
    Some(outdated_age(passage, age, words).related(place, "because of this"))
}

/// Finds an age without a birthday on a page that was not looked at for a year.
fn unreviewed_age(
    cx: &LintContext<'_>,
    passage: &Passage<'_>,
    age: &Age,
    written: DayRange,
) -> Option<Finding> {
    let today = cx.site.today;
    let last = written.last;
    let end = last.checked_add(i64::from(RULE.count(cx.site, "days")).days()).ok()?;
    (end < today).then(|| outdated_age(passage, age, fill!(UNWATCHED, last, today)))
}

fn outdated_age(passage: &Passage<'_>, age: &Age, words: FilledMessage) -> Finding {
    let edit = age.clause.clone().and_then(|clause| passage.edit(clause, ""));
    RULE.within(passage, age.range.clone(), words).with_fix(edit.map(Fix::unsafe_))
}

/// Checks whether an age follows two words with capitals: the name of a person whom the data do not have.
fn follows_full_name(passage: &Passage<'_>, age: &Age) -> bool {
    let NamePosition::EndsAt(end) = age.name else { return false };
    let words = passage.text[..end].rsplit(|letter: char| !letter.is_alphabetic() && letter != '-');
    let small_words = ["In", "At", "On", "From", "The", "For", "And", "But", "By", "With", "Of", "To"];
    let names = words.take(2).filter(|word| {
        word.starts_with(char::is_uppercase)
            && word.chars().skip(1).any(char::is_lowercase)
            && !small_words.contains(word)
    });
    (16..=110).contains(&age.years) && names.count() == 2
}
