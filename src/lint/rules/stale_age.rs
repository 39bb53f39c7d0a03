//! T004: an age that was right, and is not any more.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::person::{ages, bearer, born, days, is_of_then};
use super::super::text::{Age, Bearer, Passage};
use super::super::{LintContext, Rule, Run, Setting, Words};
use crate::base::Place;
use crate::diagnostics::{Finding, Fix, LintLevel};
use crate::model::EntityEntry;
use crate::parse::table::SpannedDate;

pub(super) static RULE: Rule =
    Rule::new(("T004", "stale-age"), LintLevel::Warn, EXPLANATION, Run::Page(run)).clocked().with(SETTINGS);

const EXPLANATION: &str = "\
Finds ages beside names that have gone out of date.

An age is wrong within a year, on a page that looks as if somebody kept it. With `born` in `entities.toml` the day is
known; without it, an age is stale when the page was last worked on more than 365 days ago.

    Xi, 69, is President of China.

Leave the age out, or say of which day it is: `Xi, 69 at the time,`. `--unsafe-fixes` takes it out where it stands
between commas or in brackets.

It keeps quiet on a page that is kept as of a moment, in a sentence with a year, under a heading with one, beside a
date of its own, about the dead, where the age is said to be of another day, and in quotation marks. An age that
was wrong from the first is found by `age-birthdate-conflict`.
";

const SETTINGS: &[Setting] =
    &[Setting::count("days", 365, "days for which an age may stand where no birthday is known")];

fn run(proof: &LintContext<'_>, found: &mut Vec<Finding>) {
    if proof.is_frozen() {
        return;
    }
    for passage in proof.own().filter(|passage| passage.date.is_none()) {
        for age in passage.ages() {
            let sentence = passage.sentence_at(age.range.start);
            let dated = !passage.years_in(&sentence).is_empty() || is_of_then(passage, age);
            if !dated && !passage.is_quoted(age.range.start) && proof.year_above(passage).is_none() {
                found.extend(judge(proof, passage, age));
            }
        }
    }
}

fn judge(proof: &LintContext<'_>, passage: &Passage<'_>, age: &Age) -> Option<Finding> {
    let written = proof.written(passage.path)?;
    match bearer(age, proof.mentions(passage)) {
        Some((_, named)) if named.entity().died.is_some() => None,
        Some((_, named)) => match born(named) {
            Some(born) => outgrown(proof, (passage, age), (named, born, written)),
            None => unwatched(proof, (passage, age), written),
        },
        None if is_full_name(passage, age) => unwatched(proof, (passage, age), written),
        None => None,
    }
}

/// A birthday has come since.
fn outgrown(
    proof: &LintContext<'_>,
    (passage, age): (&Passage<'_>, &Age),
    (named, born, written): (&EntityEntry, &SpannedDate, (Date, Date)),
) -> Option<Finding> {
    let today = proof.site.today;
    let (_, most) = ages(born, written);
    let (least, _) = ages(born, (today, today));
    let (first, last) = days(born, age.years)?;
    if age.years >= least || age.years > most {
        return None;
    }
    let label = format!("true from {first} to {last}; today is {today}");
    let place = Place::new(&named.path, born.span);
    Some(
        RULE.within(passage, age.range.clone(), words(passage, age, label)).related(place, "because of this"),
    )
}

/// Nobody has looked at it for a year.
fn unwatched(
    proof: &LintContext<'_>,
    (passage, age): (&Passage<'_>, &Age),
    written: (Date, Date),
) -> Option<Finding> {
    let most = i64::from(RULE.count(proof.site, "days"));
    let end = written.1.checked_add(most.days()).ok()?;
    let label = format!("last looked at on {}; today is {}", written.1, proof.site.today);
    (end < proof.site.today).then(|| RULE.within(passage, age.range.clone(), words(passage, age, label)))
}

fn words(passage: &Passage<'_>, age: &Age, label: String) -> Words {
    let clause = age.clause.clone().and_then(|clause| passage.edit(clause, "")).map(Fix::unsafe_);
    let help = "leave the age out, or say of which day it is";
    Words::new("an age that has gone out of date", label, help).with_fix(clause)
}

/// Whether an age stands behind two words with capitals: somebody whom the data do not know.
fn is_full_name(passage: &Passage<'_>, age: &Age) -> bool {
    let Bearer::EndsAt(end) = age.of else { return false };
    let mut words = passage.text[..end].rsplit(|letter: char| !letter.is_alphabetic() && letter != '-');
    let mut is_capital = || {
        let word = words.next().unwrap_or_default();
        let leads = ["In", "At", "On", "From", "The", "For", "And", "But", "By", "With", "Of", "To"];
        let capital = word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase);
        capital && !leads.contains(&word)
    };
    (16..=110).contains(&age.years) && is_capital() && is_capital()
}
