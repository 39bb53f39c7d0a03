//! C005: an age that contradicts the person's birthday.

use super::super::person::{is_of_another_day, person_of_age, possible_ages};
use super::super::text::Age;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("C005", "age-birthdate-conflict", Deny, &[WRONG_AGE], EXPLANATION, Run::Page(check)).preview();

const WRONG_AGE: Message = Message {
    text: "{name} was not {years} then",
    label: "{was}, {days}",
    remedies: &["write {least}, or mend `born`", "look the birthday up"],
};

const EXPLANATION: &str = "\
Finds an age beside a person’s name that does not go with `born` in `entities.toml`.

One of the two is wrong, and readers do the sum. It is what a desk has to correct most often.

    Xi, 68, was expected in Samarkand.

On a page that is true as of 12 September 2022 he was 69. The age is reckoned for the page’s `as_of` or its
section’s; where there is none, for the days from `published` to `updated` or `reviewed`. A birthday that is known
to the month or the year leaves a year’s play.

It keeps quiet where the age is the right one in a year that the text names near it, where it is said to be of
another day (`69 at the time`, `at the age of 69`), about the dead, and in quotation marks.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.authored_passages() {
        for age in &passage.facts().ages {
            if !passage.is_quoted(age.range.start) && !is_of_another_day(passage, age) {
                found.extend(age_conflict(cx, passage, age));
            }
        }
    }
}

/// Finds the conflict between an age and the birthday of its person, if there is one.
fn age_conflict(cx: &LintContext<'_>, passage: &Passage<'_>, age: &Age) -> Option<Finding> {
    let person = person_of_age(age, cx.entity_mentions(passage))?.entity;
    let born = person.born.as_ref().filter(|_| person.died.is_none())?;
    let days = match passage.date {
        Some(date) => DayRange::of(date),
        None => cx.written_between(passage.path)?,
    };
    let possible = possible_ages(born, days);
    let near = age.range.start.saturating_sub(NEAR)..age.range.end + NEAR;
    let near_years = passage.years_in(&near).iter().filter_map(|mention| DayRange::year(mention.year));
    let mut possible_then = near_years.map(|days| possible_ages(born, days));
    if possible.contains(&age.years) || possible_then.any(|ages| ages.contains(&age.years)) {
        return None;
    }
    let (youngest, oldest) = possible.into_inner();
    let is_certain = youngest == oldest;
    let was = if is_certain { youngest.to_string() } else { format!("{youngest} to {oldest}") };
    let DayRange { first, last } = days;
    let days = if first == last { format!("on {first}") } else { format!("from {first} to {last}") };
    let least = is_certain.then_some(youngest);
    let words = fill!(WRONG_AGE, name = person.name(), years = age.years, was, days, least);
    let place = Place::new(&person.path, born.span);
    Some(RULE.within(passage, age.range.clone(), words).related(place, "because of this"))
}

/// The distance in bytes within which a year can belong to an age.
const NEAR: usize = 600;
