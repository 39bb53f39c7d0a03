//! C003: a weekday that does not belong to its date, or a date that does not exist.

use super::prelude::*;

pub(super) static RULE: Rule = Rule::new(
    "C003",
    "weekday-date-mismatch",
    Deny,
    &[NO_SUCH_DAY, OTHER_WEEKDAY],
    EXPLANATION,
    Run::Page(check),
);

const NO_SUCH_DAY: Message = Message {
    text: "there is no such day",
    label: "that month has {days} days",
    remedies: &["look up the date"],
};

const OTHER_WEEKDAY: Message = Message {
    text: "{date} was not a {weekday}",
    label: "it was a {right}",
    remedies: &["the nearest {weekday} was {nearest}"],
};

const EXPLANATION: &str = "\
Finds a weekday that does not match its date, and a date that does not exist.

One of the two is wrong, and readers cannot tell which: those who plan by it may come on the wrong day.

    Thursday, 14 September 2022

That was a Wednesday. A date without a year gets the year of the page's `as_of`, if it has one. The rule ignores
dates whose year is not certain, and dates before 1583.
";

/// The first whole year of the Gregorian calendar.
const FIRST_YEAR: i16 = 1583;

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let as_of = cx.front_matter().and_then(|front| front.as_of.as_ref());
    let year = as_of.and_then(|as_of| i16::try_from(as_of.date.one_year()?).ok());
    for passage in &cx.passages {
        for mention in &passage.facts().dates {
            if let Some(words) = mismatch(mention, year) {
                found.push(RULE.within(passage, mention.range.clone(), words));
            }
        }
    }
}

/// Checks a date; `page_year` is the year of a weekday and day without one.
fn mismatch(mention: &DateMention, page_year: Option<i16>) -> Option<FilledMessage> {
    let page_year = page_year.filter(|_| mention.weekday.is_some());
    let year = mention.year.or(page_year).filter(|year| *year >= FIRST_YEAR)?;
    let Ok(date) = Date::new(year, mention.month, mention.day?) else {
        let days = Date::new(year, mention.month, 1).ok()?.days_in_month();
        return Some(fill!(NO_SUCH_DAY, days));
    };
    let written = mention.weekday?;
    if written == date.weekday() {
        return None;
    }
    let days_beside = [-1, 1].into_iter().filter_map(|nth| date.nth_weekday(nth, written).ok());
    let nearest = days_beside.min_by_key(|day| (*day - date).get_days().abs())?;
    let [weekday, right] = [nearest, date].map(|day| day.strftime("%A").to_string());
    Some(fill!(OTHER_WEEKDAY, date, weekday, right, nearest))
}
