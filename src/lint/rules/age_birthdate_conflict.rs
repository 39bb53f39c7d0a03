//! C005: an age that the person's birthday denies.

use jiff::civil::Date;

use super::super::person::{ages, bearer, born, is_of_then};
use super::super::text::{Age, Passage};
use super::super::{LintContext, Rule, Run};
use crate::base::Place;
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::parse::table::SpannedDate;

pub(super) static RULE: Rule =
    Rule::new("C005", "age-birthdate-conflict", LintLevel::Deny, &[WRONG_AGE], EXPLANATION, Run::Page(run))
        .preview();

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

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.authored_passages() {
        for age in passage.ages() {
            found.extend(judge(cx, passage, age));
        }
    }
}

fn judge(cx: &LintContext<'_>, passage: &Passage<'_>, age: &Age) -> Option<Finding> {
    let (_, named) = bearer(age, cx.entity_mentions(passage))?;
    let born = born(named)?;
    let days = match passage.date {
        Some(when) => (when.date.earliest(), when.date.latest()),
        None => cx.written_between(passage.path)?,
    };
    let (least, most) = ages(born, days);
    let right = (least..=most).contains(&age.years) || is_of_a_year(passage, age, born);
    if right || passage.is_quoted(age.range.start) || is_of_then(passage, age) {
        return None;
    }
    let (name, years) = (named.name(), age.years);
    let was = if least == most { least.to_string() } else { format!("{least} to {most}") };
    // Where the birthday is known to the month or the year, nobody can say which age is right.
    let words =
        fill!(WRONG_AGE, name, years, was, days = when(days), least = (least == most).then_some(least));
    let place = Place::new(&named.path, born.span);
    Some(RULE.within(passage, age.range.clone(), words).related(place, "because of this"))
}

/// How far from an age a year may stand that it is told of.
const NEAR: usize = 600;

/// Whether an age is the right one in a year that stands near it.
fn is_of_a_year(passage: &Passage<'_>, age: &Age, born: &SpannedDate) -> bool {
    let near = age.range.start.saturating_sub(NEAR)..age.range.end + NEAR;
    passage.years_in(&near).iter().any(|(_, year)| {
        let days = Date::new(*year, 1, 1).ok().zip(Date::new(*year, 12, 31).ok());
        days.map(|days| ages(born, days)).is_some_and(|(least, most)| (least..=most).contains(&age.years))
    })
}

fn when((first, last): (Date, Date)) -> String {
    if first == last { format!("on {first}") } else { format!("from {first} to {last}") }
}
