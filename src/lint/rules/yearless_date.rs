//! T008: a date without its year.

use std::ops::Range;

use jiff::ToSpan;

use super::super::text::{DateMention, Passage, PassageKind};
use super::super::{LintContext, Rule, Run, Setting};
use crate::diagnostics::{Finding, Fix, LintLevel, Message, fill};

pub(super) static RULE: Rule =
    Rule::new("T008", "yearless-date", LintLevel::Warn, &[NO_YEAR], EXPLANATION, Run::Page(run))
        .clocked()
        .with(SETTINGS);

const NO_YEAR: Message = Message {
    text: "`{written}` has no year",
    label: "written by {last}; today is {today}",
    remedies: &["add the year: {year}?", "add the year"],
};

const EXPLANATION: &str = "\
Finds days and months without a year on a page that was last worked on more than 180 days ago.

News leaves the year out because it is this year’s. An explainer is read in the next one, and then the date is
another.

    They met on 14 September.

Add the year. `--unsafe-fixes` adds the one in which the page was written, where that is certain.

It keeps quiet where a year stands before it in the paragraph, in its sentence, in a heading or a title over it, or in
the text that leads to its list; about days that come every year and days with a name (`the 11 September attacks`);
in the cells of tables, beside a date of its own, on a page that is kept as of a moment, and in quotation marks.
";

const SETTINGS: &[Setting] =
    &[Setting::count("days", 180, "days for which a date may stand without its year")];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let most = i64::from(RULE.count(cx.site, "days"));
    if cx.is_frozen() {
        return;
    }
    // Whether a list's lead has a year.
    let mut led = false;
    for passage in &cx.passages {
        if passage.kind != PassageKind::ListItem {
            led = !passage.years().is_empty();
        }
        let own = !matches!(
            passage.kind,
            PassageKind::BlockQuote | PassageKind::QuoteBlock | PassageKind::TableCell
        ) && passage.date.is_none();
        let old = cx.written_between(passage.path).and_then(|(_, last)| last.checked_add(most.days()).ok());
        let old = old.is_some_and(|end| end < cx.site.today);
        if own && old && !(led && passage.kind == PassageKind::ListItem) && cx.year_above(passage).is_none() {
            judge(cx, passage, found);
        }
    }
}

fn judge(cx: &LintContext<'_>, passage: &Passage<'_>, found: &mut Vec<Finding>) {
    let mut last = None;
    for date in passage.dates().iter().filter(|date| date.year.is_none()) {
        let sentence = passage.sentence_at(date.range.start);
        // A year in the paragraph up to the end of the sentence; the first one decides for all behind it.
        let dated = passage.years().first().is_some_and(|(year, _)| year.start < sentence.end);
        let clear =
            dated || passage.is_quoted(date.range.start) || is_any_years(passage, (&sentence, &date.range));
        if last == Some(sentence.start) || clear {
            continue;
        }
        last = Some(sentence.start);
        found.push(say(cx, passage, date));
    }
}

/// Words of days that come back.
const EACH: [&str; 10] = [
    "every",
    "each",
    "annual",
    "annually",
    "always",
    "usually",
    "traditionally",
    "yearly",
    "anniversary",
    "fiscal",
];

/// Whether a date is that of every year, or a name.
fn is_any_years(passage: &Passage<'_>, (sentence, date): (&Range<usize>, &Range<usize>)) -> bool {
    let text = &passage.text;
    let recurs = text[sentence.clone()].split(|letter: char| !letter.is_alphanumeric());
    let before = text[..date.start].split_whitespace().next_back().unwrap_or_default();
    let noun = text[date.end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let named = noun && ["the", "a", "since", "after"].iter().any(|word| before.eq_ignore_ascii_case(word));
    let events =
        [" attack", " movement", " incident", " uprising", " revolution", " coup", " holiday", " massacre"];
    // The leap day is no day of one year.
    let leap = ["29 February", "February 29"].contains(&&text[date.clone()]);
    named
        || leap
        || events.iter().any(|event| text[date.end..].starts_with(event))
        || recurs.into_iter().any(|word| EACH.iter().any(|each| word.eq_ignore_ascii_case(each)))
}

fn say(cx: &LintContext<'_>, passage: &Passage<'_>, date: &DateMention) -> Finding {
    let written = &passage.text[date.range.clone()];
    let (first, last) = cx.written_between(passage.path).unwrap_or_default();
    let year = (first.year() == last.year()).then_some(first.year());
    let comma = written.ends_with(|letter: char| letter.is_ascii_digit());
    let fix = year.and_then(|year| {
        let new = if comma { format!("{written}, {year}") } else { format!("{written} {year}") };
        passage.edit(date.range.clone(), new)
    });
    let words = fill!(NO_YEAR, written, last, today = cx.site.today, year);
    RULE.within(passage, date.range.clone(), words).with_fix(fix.map(Fix::unsafe_))
}
