//! T004: an age that was right, and is not any more.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::person::{ages, bearer, born, days, is_of_then};
use super::super::text::{Age, NamePosition, Passage};
use super::super::{LintContext, Rule, Run, Setting};
use crate::base::Place;
use crate::diagnostics::{FilledMessage, Finding, Fix, LintLevel, Message, fill};
use crate::model::EntityEntry;
use crate::parse::table::SpannedDate;

pub(super) static RULE: Rule =
    Rule::new("T004", "stale-age", LintLevel::Warn, &[OUTDATED, UNWATCHED], EXPLANATION, Run::Page(run))
        .clocked()
        .with(SETTINGS);

const OUTDATED: Message = Message {
    text: "an age that has gone out of date",
    label: "true from {first} to {last}; today is {today}",
    remedies: &["leave the age out, or say of which day it is"],
};

const UNWATCHED: Message = Message { label: "last looked at on {last}; today is {today}", ..OUTDATED };

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

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        for age in passage.ages() {
            let sentence = passage.sentence_at(age.range.start);
            let dated = !passage.years_in(&sentence).is_empty() || is_of_then(passage, age);
            if !dated && !passage.is_quoted(age.range.start) && cx.year_above(passage).is_none() {
                found.extend(judge(cx, passage, age));
            }
        }
    }
}

fn judge(cx: &LintContext<'_>, passage: &Passage<'_>, age: &Age) -> Option<Finding> {
    let written = cx.written_between(passage.path)?;
    match bearer(age, cx.entity_mentions(passage)) {
        Some((_, named)) if named.died.is_some() => None,
        Some((_, named)) => match born(named) {
            Some(born) => outgrown(cx, (passage, age), (named, born, written)),
            None => unwatched(cx, (passage, age), written),
        },
        None if is_full_name(passage, age) => unwatched(cx, (passage, age), written),
        None => None,
    }
}

/// A birthday has come since.
fn outgrown(
    cx: &LintContext<'_>,
    (passage, age): (&Passage<'_>, &Age),
    (named, born, written): (&EntityEntry, &SpannedDate, (Date, Date)),
) -> Option<Finding> {
    let today = cx.site.today;
    let (_, most) = ages(born, written);
    let (least, _) = ages(born, (today, today));
    let (first, last) = days(born, age.years)?;
    if age.years >= least || age.years > most {
        return None;
    }
    let words = fill!(OUTDATED, first, last, today);
    let place = Place::new(&named.path, born.span);
    Some(say(passage, age, words).related(place, "because of this"))
}

/// Nobody has looked at it for a year.
fn unwatched(
    cx: &LintContext<'_>,
    (passage, age): (&Passage<'_>, &Age),
    written: (Date, Date),
) -> Option<Finding> {
    let most = i64::from(RULE.count(cx.site, "days"));
    let end = written.1.checked_add(most.days()).ok()?;
    let words = fill!(UNWATCHED, last = written.1, today = cx.site.today);
    (end < cx.site.today).then(|| say(passage, age, words))
}

fn say(passage: &Passage<'_>, age: &Age, words: FilledMessage) -> Finding {
    let fix = age.clause.clone().and_then(|clause| passage.edit(clause, "")).map(Fix::unsafe_);
    RULE.within(passage, age.range.clone(), words).with_fix(fix)
}

/// Whether an age stands behind two words with capitals: somebody whom the data do not know.
fn is_full_name(passage: &Passage<'_>, age: &Age) -> bool {
    let NamePosition::EndsAt(end) = age.of else { return false };
    let mut words = passage.text[..end].rsplit(|letter: char| !letter.is_alphabetic() && letter != '-');
    let mut is_capital = || {
        let word = words.next().unwrap_or_default();
        let leads = ["In", "At", "On", "From", "The", "For", "And", "But", "By", "With", "Of", "To"];
        let capital = word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase);
        capital && !leads.contains(&word)
    };
    (16..=110).contains(&age.years) && is_capital() && is_capital()
}
