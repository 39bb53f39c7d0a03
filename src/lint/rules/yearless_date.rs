//! T008: a date without its year.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T008", "yearless-date", Warn, &[NO_YEAR], EXPLANATION, Run::Page(check))
        .clocked()
        .with(&[Setting::count("days", 180, "days after which a date needs its year")]);

const NO_YEAR: Message = Message {
    text: "`{written}` has no year",
    label: "written on {last} or before; today is {today}",
    remedies: &["add the year: {year}?", "add the year"],
};

const EXPLANATION: &str = "\
Finds days and months without a year on a page that was last changed more than 180 days ago.

News leaves the year out because it is the current one. An explainer is read in later years, and then the date is
wrong.

    They met on 14 September.

Add the year. `--unsafe-fixes` adds the year in which the page was written, if that is certain.

It ignores dates with a year before them in the paragraph, in their sentence, in a heading or a title above, or in
the text that introduces their list. It also ignores days that come every year, days with a name (`the 11 September
attacks`), cells of tables, texts with their own date, pages with `frozen = true`, and text in quotation marks.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    let days = i64::from(RULE.count(cx.site, "days")).days();
    // A year in the paragraph above a list holds for its items.
    let mut is_list_dated = false;
    for passage in &cx.passages {
        if passage.kind != PassageKind::ListItem {
            is_list_dated = !passage.facts().years.is_empty();
        } else if is_list_dated {
            continue;
        }
        let is_exempt = matches!(
            passage.kind,
            PassageKind::BlockQuote | PassageKind::QuoteBlock | PassageKind::TableCell
        );
        if is_exempt || passage.date.is_some() {
            continue;
        }
        let Some(written) = cx.written_between(passage.path) else { continue };
        let is_old = written.last.checked_add(days).is_ok_and(|end| end < cx.site.today);
        if is_old && cx.year_above(passage).is_none() {
            find_yearless_dates(cx, passage, written, found);
        }
    }
}

fn find_yearless_dates(
    cx: &LintContext<'_>,
    passage: &Passage<'_>,
    written: DayRange,
    found: &mut Vec<Finding>,
) {
    let mut last = None;
    for date in passage.facts().dates.iter().filter(|date| date.year.is_none()) {
        let sentence = passage.sentence_at(date.range.start);
        // The first year of a paragraph holds for its sentence and all after it.
        let is_dated = passage.facts().years.first().is_some_and(|year| year.range.start < sentence.end);
        if last == Some(sentence.start)
            || is_dated
            || passage.is_quoted(date.range.start)
            || is_of_every_year(&passage.text, &sentence, &date.range)
        {
            continue;
        }
        last = Some(sentence.start);
        found.push(yearless_date(cx, passage, date, written));
    }
}

/// Words about days that come back.
const RECURRING: [&str; 10] = [
    "every", "each", "annual", "annually", "always", "usually", "traditionally", "yearly", "anniversary",
    "fiscal",
];
/// Nouns after a date that is a name: `the 11 September attacks`.
const EVENTS: [&str; 8] =
    [" attack", " movement", " incident", " uprising", " revolution", " coup", " holiday", " massacre"];

/// Checks whether a date means that day of every year, or is a name.
fn is_of_every_year(text: &str, sentence: &Range<usize>, date: &Range<usize>) -> bool {
    let before = text[..date.start].split_whitespace().next_back().unwrap_or_default();
    let after = &text[date.end..];
    let is_adjective = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase))
        && ["the", "a", "since", "after"].iter().any(|word| before.eq_ignore_ascii_case(word));
    let is_leap_day = ["29 February", "February 29"].contains(&&text[date.clone()]);
    is_adjective
        || is_leap_day
        || EVENTS.iter().any(|event| after.starts_with(event))
        || has_word(&text[sentence.clone()], &RECURRING)
}

/// `days` are those on which the passage was up to date.
fn yearless_date(cx: &LintContext<'_>, passage: &Passage<'_>, date: &DateMention, days: DayRange) -> Finding {
    let written = &passage.text[date.range.clone()];
    let last = days.last;
    let year = (days.first.year() == last.year()).then_some(last.year());
    let fix = year.and_then(|year| {
        let needs_comma = written.ends_with(|letter: char| letter.is_ascii_digit());
        let comma = if needs_comma { "," } else { "" };
        passage.edit(date.range.clone(), format!("{written}{comma} {year}"))
    });
    let words = fill!(NO_YEAR, written, last, today = cx.site.today, year);
    RULE.within(passage, date.range.clone(), words).with_fix(fix.map(Fix::unsafe_))
}
