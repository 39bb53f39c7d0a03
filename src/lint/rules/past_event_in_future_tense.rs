//! T006: an event in the future tense that is over.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T006", "past-event-in-future-tense", Warn, &[PAST], EXPLANATION, Run::Page(check)).clocked();

const PAST: Message = Message {
    text: "this is in the future tense, but its date has passed",
    label: "it ended on {latest}; today is {today}",
    remedies: &["write what happened, or what was planned: `was to`"],
};

const EXPLANATION: &str = "\
Finds sentences that announce something for a date that has passed: will, is to, is due, is expected to, plans to,
with a date.

Nothing shows sooner that a page is out of date.

    Xi will arrive in Samarkand on 15 September 2022.

Write what happened, with its source, or what was planned: `Xi was to arrive`.

A date without a year gets the year above it, or is the next such date after the page’s own. The rule ignores
sentences with another date that is still to come, dates of something past (`the law passed in 2015`, `those who
came on 14 September`, `in 2019 the council decided that`), conditions (`if`), pages with `frozen = true`, and text in quotation marks.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    for passage in cx.authored_passages() {
        let mut last = None;
        for verb in &passage.facts().futures {
            let sentence = passage.sentence_at(verb.start);
            if last == Some(sentence.start) || passage.is_quoted(verb.start) {
                continue;
            }
            last = Some(sentence.start);
            if !has_word(&passage.text[sentence.clone()], &["if", "unless", "whether", "would"]) {
                found.extend(overdue_statement(cx, passage, &sentence, verb));
            }
        }
    }
}

/// Checks a sentence that is put into the future by the words at `verb`.
fn overdue_statement(
    cx: &LintContext<'_>,
    passage: &Passage<'_>,
    sentence: &Range<usize>,
    verb: &Range<usize>,
) -> Option<Finding> {
    let dates = passage.dates_in(sentence);
    let mut last_days = Vec::new();
    for date in dates.iter().filter(|date| is_about(&passage.text, sentence, verb, &date.range)) {
        last_days.extend(last_possible_day(cx, passage, date));
    }
    for year in passage.years_in(sentence) {
        let before = passage.text[..year.range.start].split_whitespace().next_back().unwrap_or_default();
        if YEAR_PREPOSITIONS.iter().any(|it| before.eq_ignore_ascii_case(it))
            && !dates.iter().any(|date| date.range.contains(&year.range.start))
            && is_about(&passage.text, sentence, verb, &year.range)
        {
            last_days.extend(DayRange::year(year.year).map(|days| days.last));
        }
    }
    let latest = last_days.into_iter().max()?;
    let today = cx.site.today;
    (latest.checked_add(1.day()).ok()? < today)
        .then(|| RULE.within(passage, verb.clone(), fill!(PAST, latest, today)))
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
/// Words of what was said or decided on a date, before words of what will come of it: `on 3 May the council announced a
/// bridge will be built`.
const REPORTING_WORDS: [&str; 52] = [
    "accepted", "adopted", "advised", "agreed", "announced", "approved", "argued", "asked", "assured",
    "became", "began", "chose", "claimed", "concluded", "confirmed", "decided", "declared", "decreed",
    "estimated", "expected", "feared", "found", "hinted", "hoped", "how", "learned", "learnt", "made",
    "ordered", "passed", "pledged", "predicted", "promised", "proposed", "published", "reported", "resolved",
    "revealed", "ruled", "said", "showed", "signed", "sold", "suggested", "told", "voted", "vowed", "warned",
    "was", "were", "what", "wrote",
];

/// Returns whether a date is that of the event to come: it comes after the verb, or begins the sentence.
fn is_about(text: &str, sentence: &Range<usize>, verb: &Range<usize>, date: &Range<usize>) -> bool {
    if date.end <= verb.start {
        let begins_sentence = date.start <= sentence.start + "Beginning on ".len();
        let between = &text[date.end..verb.start];
        return begins_sentence
            && between.starts_with([',', ' '])
            && !has_word(between, &CLAUSE_WORDS)
            && !has_word(between, &REPORTING_WORDS);
    }
    let between: Vec<String> = text[verb.end..date.start.max(verb.end)]
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

/// Checks whether a word is a past participle, such as `passed` and `held`.
fn is_participle(word: &str) -> bool {
    let irregular =
        ["held", "made", "begun", "won", "struck", "taken", "given", "born", "built", "sent", "lost", "met"];
    word.len() > 3 && word.ends_with("ed") || irregular.contains(&word)
}

/// The last day that a date can mean. Without a year, it is the next such day after the text was written.
fn last_possible_day(cx: &LintContext<'_>, passage: &Passage<'_>, date: &DateMention) -> Option<Date> {
    if date.year.is_some() {
        return Some(date.days(None)?.last);
    }
    let year_beside = passage.date.and_then(|date| i16::try_from(date.date.one_year()?).ok());
    if let Some(year) = year_beside.or_else(|| cx.year_above(passage)) {
        return Some(date.days(Some(year))?.last);
    }
    let written = cx.written_between(passage.path)?.last;
    let earliest = written.checked_sub(180.days()).ok()?;
    let mut last_days =
        [0, 1].into_iter().filter_map(|later| Some(date.days(Some(written.year() + later))?.last));
    last_days.find(|last| *last >= earliest)
}
