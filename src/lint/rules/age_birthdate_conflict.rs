//! C005: an age that contradicts the person's birthday.

use super::super::person::{is_of_another_day, person_of_age, possible_ages};
use super::super::text::Age;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("C005", "age-birthdate-conflict", Deny, &[WRONG_AGE], EXPLANATION, Run::Page(check)).preview();

const WRONG_AGE: Message = Message {
    text: "{name} was not {years} then",
    label: "{was}, {days}",
    remedies: &["write {least}, or correct `born`", "look up the date of birth"],
};

const EXPLANATION: &str = "\
Finds an age beside a person’s name that contradicts `born` in `entities.toml`.

One of the two is wrong, and readers notice. Ages are what news desks correct most often.

    Xi, 68, was expected in Samarkand.

On a page that is correct as of 12 September 2022, he was 69. The rule calculates the age for the `as_of` of the
section or the page. If there is none, it uses the days from `published` to `updated` or `reviewed`. If only the
month or the year of birth is known, it accepts every age that is possible.

It ignores ages that are right in a year mentioned nearby, ages that are said to be of another day (`69 at the
time`, `at the age of 69`), people who have died, and text in quotation marks.
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
