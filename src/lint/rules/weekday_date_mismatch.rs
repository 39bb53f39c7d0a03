//! C003: a weekday that the calendar denies, or a day that there is not.

use jiff::civil::{Date, Weekday};

use super::super::text::DateMention;
use super::super::{LintContext, Rule, Run};
use crate::diagnostics::{FilledMessage, Finding, LintLevel, Message, fill};

pub(super) static RULE: Rule = Rule::new(
    "C003",
    "weekday-date-mismatch",
    LintLevel::Deny,
    &[NO_SUCH_DAY, OTHER_WEEKDAY],
    EXPLANATION,
    Run::Page(run),
);

const NO_SUCH_DAY: Message = Message {
    text: "there is no such day",
    label: "that month has {days} days",
    remedies: &["look the date up"],
};

const OTHER_WEEKDAY: Message = Message {
    text: "{date} was no {weekday}",
    label: "it was a {right}",
    remedies: &["the {weekday} next to it was {nearest}"],
};

const EXPLANATION: &str = "\
Finds a weekday that does not belong to its date, and a date that there is not.

One of the two is wrong, and nobody can tell which: whoever planned by it comes on the wrong day.

    Thursday, 14 September 2022

That was a Wednesday. A date without a year is read in the year of the page's `as_of`, if it has one; where no
year is certain, and before 1583, the rule keeps quiet.
";

/// The first whole year of the Gregorian calendar.
const FIRST: i16 = 1583;

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let year = cx.front_matter().and_then(|front| front.as_of.as_ref()).and_then(|when| when.date.one_year());
    let year = year.and_then(|year| i16::try_from(year).ok());
    for passage in &cx.passages {
        for mention in passage.dates() {
            let Some(words) = judge(mention, year) else { continue };
            found.push(RULE.within(passage, mention.range.clone(), words));
        }
    }
}

fn judge(mention: &DateMention, year: Option<i16>) -> Option<FilledMessage> {
    let year = mention.year.or(year.filter(|_| mention.weekday.is_some())).filter(|year| *year >= FIRST)?;
    let (day, month) = (mention.day?, mention.month);
    let Ok(date) = Date::new(year, month, day) else {
        let days = Date::new(year, month, 1).ok()?.days_in_month();
        return Some(fill!(NO_SUCH_DAY, days));
    };
    let (written, is) = (mention.weekday?, date.weekday());
    (written != is).then(|| {
        let nearest = nearest(date, written);
        fill!(OTHER_WEEKDAY, date, weekday = name(written), right = name(is), nearest)
    })
}

/// The day with that weekday that lies nearest.
fn nearest(date: Date, weekday: Weekday) -> Date {
    let near = |days: i64| date.checked_add(jiff::Span::new().days(days)).ok();
    let found = [-1, 1, -2, 2, -3, 3].into_iter().filter_map(near).find(|near| near.weekday() == weekday);
    found.unwrap_or(date)
}

fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
