//! T006: an event that is over, told as if it were to come.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::text::{DateMention, Passage};
use super::super::{LintContext, Rule, Run};
use crate::diagnostics::{Finding, LintLevel, Message, fill};

pub(super) static RULE: Rule =
    Rule::new("T006", "past-event-in-future-tense", LintLevel::Warn, &[PAST], EXPLANATION, Run::Page(run))
        .clocked();

const PAST: Message = Message {
    text: "this is told as if it were to come",
    label: "it was over on {latest}; today is {today}",
    remedies: &["say what happened, or what was planned: `was to`"],
};

const EXPLANATION: &str = "\
Finds sentences that tell of a day as still to come when it has passed: will, is to, is due, is expected to,
plans to, with a date.

Nothing shows sooner that nobody has looked at a page.

    Xi will arrive in Samarkand on 15 September 2022.

Say what happened, with its source, or what was planned: `Xi was to arrive`.

A date without a year is read in the year over it, or as the next one after the page’s own time. It keeps quiet
where another date of the sentence is still to come, where the date belongs to something past (`the law passed in
2015`, `those who came on 14 September`), about conditions (`if`), on a page that is kept as of a moment, and in
quotation marks.
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    for passage in cx.authored_passages() {
        let mut last = None;
        for future in passage.futures() {
            let sentence = passage.sentence_at(future.start);
            if last == Some(sentence.start) || passage.is_quoted(future.start) {
                continue;
            }
            last = Some(sentence.start);
            found.extend(judge(cx, passage, (future, sentence)));
        }
    }
}

fn judge(
    cx: &LintContext<'_>,
    passage: &Passage<'_>,
    (future, sentence): (&Range<usize>, Range<usize>),
) -> Option<Finding> {
    if is_condition(&passage.text[sentence.clone()]) {
        return None;
    }
    let dates =
        passage.dates_in(&sentence).iter().filter(|date| is_of(passage, (future, &sentence), &date.range));
    let days = dates.filter_map(|date| last_day(cx, passage, date));
    let years = passage.years_in(&sentence).iter().filter(|(range, _)| {
        let alone = passage.dates_in(&sentence).iter().all(|date| !date.range.contains(&range.start));
        alone && leads(passage, range, &YEAR_LEADS) && is_of(passage, (future, &sentence), range)
    });
    let ends = years.filter_map(|(_, year)| Date::new(*year, 12, 31).ok());
    let latest = days.chain(ends).max()?;
    let today = cx.site.today;
    (latest.checked_add(1.day()).ok()? < today)
        .then(|| RULE.within(passage, future.clone(), fill!(PAST, latest, today)))
}

fn is_condition(sentence: &str) -> bool {
    let conditional = ["if", "unless", "whether", "would"];
    sentence
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| conditional.iter().any(|it| word.eq_ignore_ascii_case(it)))
}

/// What stands before a year alone that something is to happen in.
const YEAR_LEADS: [&str; 5] = ["in", "by", "during", "until", "before"];
const LEADS: [&str; 9] = ["on", "in", "by", "until", "before", "during", "from", "between", "for"];
/// Before a date, these make it a part of something else.
const BOUND: [&str; 12] = ["of", "the", "s", "a", "an", "this", "than", "after", "since", "to", "and", "or"];
/// Behind these, something else is told.
const TURNS: [&str; 8] = ["who", "which", "that", "since", "after", "when", "because", "where"];

/// Whether a date is that of what is to come: it stands behind the words that say so, or begins the sentence.
fn is_of(
    passage: &Passage<'_>,
    (future, sentence): (&Range<usize>, &Range<usize>),
    date: &Range<usize>,
) -> bool {
    let text = &passage.text;
    if date.end <= future.start {
        return date.start <= sentence.start + "Beginning on ".len()
            && text[date.end..].starts_with([',', ' ']);
    }
    let between = &text[future.end..date.start.max(future.end)];
    let words = |text: &str| text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    let turns = between.split_whitespace().any(|word| TURNS.contains(&&*words(word)));
    let mut before = between.split_whitespace().rev().map(words).peekable();
    if before.peek().is_some_and(|word| BOUND.contains(&&**word)) || turns {
        return false;
    }
    before.next_if(|word| LEADS.contains(&&**word));
    let done = before.next().is_some_and(|word| is_participle(&word));
    !done || before.next().is_some_and(|word| ["be", "been", "being", "get"].contains(&&*word))
}

/// Whether a word tells of something done: `passed`, `held`.
fn is_participle(word: &str) -> bool {
    let irregular =
        ["held", "made", "begun", "won", "struck", "taken", "given", "born", "built", "sent", "lost", "met"];
    word.len() > 3 && word.ends_with("ed") || irregular.contains(&word)
}

/// Whether one of these stands before a place.
fn leads(passage: &Passage<'_>, range: &Range<usize>, words: &[&str]) -> bool {
    let last = passage.text[..range.start].split_whitespace().next_back().unwrap_or_default();
    words.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// The last day that a date can mean: the next one after the text was written, where it has no year.
fn last_day(cx: &LintContext<'_>, passage: &Passage<'_>, date: &DateMention) -> Option<Date> {
    if date.year.is_some() {
        return date.days(None).map(|(_, last)| last);
    }
    let beside = passage.date.and_then(|when| when.date.one_year()).and_then(|year| i16::try_from(year).ok());
    if let Some(year) = beside.or_else(|| cx.year_above(passage)) {
        return date.days(Some(year)).map(|(_, last)| last);
    }
    let (_, written) = cx.written_between(passage.path)?;
    let least = written.checked_sub(180.days()).ok()?;
    let in_year = |year: i16| date.days(Some(year)).map(|(_, last)| last).filter(|last| *last >= least);
    in_year(written.year()).or_else(|| in_year(written.year() + 1))
}
