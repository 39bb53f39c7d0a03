//! T006: an event in the future tense that is over.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::day_range::DayRange;
use super::super::text::DateMention;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T006", "past-event-in-future-tense", Warn, &[PAST], EXPLANATION, Run::Page(check)).clocked();

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

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    for passage in cx.authored_passages() {
        let mut last = None;
        for verb in passage.futures() {
            let range = passage.sentence_at(verb.start);
            if last == Some(range.start) || passage.is_quoted(verb.start) {
                continue;
            }
            last = Some(range.start);
            found.extend(overdue_statement(cx, &FutureSentence { passage, range, verb }));
        }
    }
}

/// A sentence about something that is still to come.
struct FutureSentence<'p, 's> {
    passage: &'p Passage<'s>,
    range: Range<usize>,
    /// The words that put it into the future.
    verb: &'p Range<usize>,
}

fn overdue_statement(cx: &LintContext<'_>, sentence: &FutureSentence<'_, '_>) -> Option<Finding> {
    let passage = sentence.passage;
    if is_condition(&passage.text[sentence.range.clone()]) {
        return None;
    }
    let dates = passage.dates_in(&sentence.range);
    let last_days = dates
        .iter()
        .filter(|date| sentence.is_about(&date.range))
        .filter_map(|date| last_possible_day(cx, passage, date));
    let last_days_of_years = passage
        .years_in(&sentence.range)
        .iter()
        .filter(|year| !dates.iter().any(|date| date.range.contains(&year.range.start)))
        .filter(|year| ends_with_one_of(&passage.text[..year.range.start], &YEAR_PREPOSITIONS))
        .filter(|year| sentence.is_about(&year.range))
        .filter_map(|year| Some(DayRange::year(year.year)?.last));
    let latest = last_days.chain(last_days_of_years).max()?;
    let today = cx.site.today;
    (latest.checked_add(1.day()).ok()? < today)
        .then(|| RULE.within(passage, sentence.verb.clone(), fill!(PAST, latest, today)))
}

fn is_condition(sentence: &str) -> bool {
    sentence
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| ["if", "unless", "whether", "would"].iter().any(|it| word.eq_ignore_ascii_case(it)))
}

/// Words before a year in which something is to happen.
const YEAR_PREPOSITIONS: [&str; 5] = ["in", "by", "during", "until", "before"];
/// Words before a date on which something is to happen.
const DATE_PREPOSITIONS: [&str; 9] =
    ["on", "in", "by", "until", "before", "during", "from", "between", "for"];
/// Words before a date that belongs to something else.
const BINDING_WORDS: [&str; 12] =
    ["of", "the", "s", "a", "an", "this", "than", "after", "since", "to", "and", "or"];
/// Words that begin a clause about something else.
const CLAUSE_WORDS: [&str; 8] = ["who", "which", "that", "since", "after", "when", "because", "where"];

impl FutureSentence<'_, '_> {
    /// Checks whether a date is that of the event to come: it comes after the verb, or begins the sentence.
    fn is_about(&self, date: &Range<usize>) -> bool {
        let text = &self.passage.text;
        if date.end <= self.verb.start {
            return date.start <= self.range.start + "Beginning on ".len()
                && text[date.end..].starts_with([',', ' ']);
        }
        let between: Vec<String> = text[self.verb.end..date.start.max(self.verb.end)]
            .split_whitespace()
            .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase())
            .collect();
        let mut before_date = between.iter().map(String::as_str).rev().peekable();
        let is_bound = before_date.peek().is_some_and(|word| BINDING_WORDS.contains(word));
        if is_bound || between.iter().any(|word| CLAUSE_WORDS.contains(&&**word)) {
            return false;
        }
        before_date.next_if(|word| DATE_PREPOSITIONS.contains(word));
        // `the law passed in 2015` is over, but not `will be passed in 2015`.
        let is_done = before_date.next().is_some_and(is_participle);
        !is_done || before_date.next().is_some_and(|word| ["be", "been", "being", "get"].contains(&word))
    }
}

/// Checks whether a word is a past participle, such as `passed` and `held`.
fn is_participle(word: &str) -> bool {
    let irregular =
        ["held", "made", "begun", "won", "struck", "taken", "given", "born", "built", "sent", "lost", "met"];
    word.len() > 3 && word.ends_with("ed") || irregular.contains(&word)
}

fn ends_with_one_of(text: &str, words: &[&str]) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    words.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// The last day that a date can mean. Without a year, it is the next such day after the text was written.
fn last_possible_day(cx: &LintContext<'_>, passage: &Passage<'_>, date: &DateMention) -> Option<Date> {
    if date.year.is_some() {
        return Some(date.days(None)?.last);
    }
    let year_beside = passage.date.and_then(|date| date.date.one_year());
    let year_beside = year_beside.and_then(|year| i16::try_from(year).ok());
    if let Some(year) = year_beside.or_else(|| cx.year_above(passage)) {
        return Some(date.days(Some(year))?.last);
    }
    let written = cx.written_between(passage.path)?.last;
    let earliest = written.checked_sub(180.days()).ok()?;
    let this_year = date.days(Some(written.year())).map(|days| days.last);
    this_year
        .filter(|last| *last >= earliest)
        .or_else(|| Some(date.days(Some(written.year() + 1))?.last).filter(|last| *last >= earliest))
}
