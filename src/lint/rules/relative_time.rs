//! T001: a time that is told from the day of writing.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::text::{Passage, RelativeTime, TimeShift};
use super::super::{LintContext, Rule, Run};
use crate::diagnostics::{Finding, Fix, Level, LintLevel, Message, fill};

pub(super) static RULE: Rule =
    Rule::new("T001", "relative-time", LintLevel::Warn, &[RELATIVE], EXPLANATION, Run::Page(run));

const RELATIVE: Message = Message {
    text: "`{written}` is told from the day of writing",
    label: "a later reader takes it for another time",
    remedies: &["write the date: `{date}`", "write the date"],
};

const EXPLANATION: &str = "\
Finds times that are told from the day of writing: yesterday, last year, this month, next Friday, two weeks ago.

An explainer is read for years. Whoever reads `this month` in another month is told something false, and
cannot see it. On a page with `evergreen = true` it is an error.

    Xi will visit Kazakhstan this month.

Write the date: `in September 2022`. Where a month or a year can be reckoned from what the page says of its own
time (`as_of`, or `published` and `updated`, where they agree), `--unsafe-fixes` writes it.

It keeps quiet where the date stands beside the words (`last year, 2021`), where another day of the text is the
one that is reckoned from (`the next day`, `his last year`), about a weekday near a date, about spans too long to
age (`500 years ago`), beside a date of its own (a timeline, a correction), and in quotation marks.
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let evergreen = cx.front_matter().is_some_and(|front| front.evergreen);
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        let mut last = None;
        for relative in passage.relative_times() {
            let sentence = passage.sentence_at(relative.range.start).start;
            if last == Some(sentence) || is_clear(passage, relative) {
                continue;
            }
            last = Some(sentence);
            let finding = say(cx, passage, relative);
            found.push(if evergreen { finding.with_level(Level::Error) } else { finding });
        }
    }
}

/// Whether it is another's, or the text says itself which time is meant.
fn is_clear(passage: &Passage<'_>, relative: &RelativeTime) -> bool {
    let range = &relative.range;
    // No date is longer, and nothing further away stands beside it.
    let near = range.start.saturating_sub(50)..range.end + 10;
    let dates = || {
        let days = passage.dates_in(&near).iter().map(|date| &date.range);
        days.chain(passage.years_in(&near).iter().map(|(year, _)| year))
    };
    passage.is_quoted(range.start)
        || dates().any(|date| is_beside(&passage.text, range, date))
        || relative.to == TimeShift::Weekday && is_near_a_date(passage, range.start)
}

/// Whether a date stands at a place, or right beside it.
fn is_beside(text: &str, range: &Range<usize>, date: &Range<usize>) -> bool {
    let between = range.end.min(date.end)..range.start.max(date.start);
    if between.start >= between.end {
        return true;
    }
    // No more than a bracket and a preposition.
    let near = between.len() < 8;
    let glue = |text: &str| {
        ["", "in", "on", "of"].contains(&text.trim_matches(|letter: char| !letter.is_alphanumeric()))
    };
    near && !text[between.clone()].contains(['.', ';', ':']) && glue(&text[between])
}

/// Whether a date stands in the sentence, in the one before it or in the one behind it.
fn is_near_a_date(passage: &Passage<'_>, at: usize) -> bool {
    let sentences = passage.sentences();
    let here = sentences.partition_point(|sentence| sentence.start <= at).saturating_sub(1);
    let start = sentences.get(here.saturating_sub(1)).map_or(0, |sentence| sentence.start);
    let end =
        sentences.get(here + 1).or(sentences.last()).map_or(passage.text.len(), |sentence| sentence.end);
    !passage.dates_in(&(start..end)).is_empty()
}

fn say(cx: &LintContext<'_>, passage: &Passage<'_>, relative: &RelativeTime) -> Finding {
    let written = &passage.text[relative.range.clone()];
    let date = meant(cx, passage, relative.to);
    let fix = date.as_ref().and_then(|date| new_words(passage, relative, date));
    let fix = fix.and_then(|new| passage.edit(relative.range.clone(), new)).map(Fix::unsafe_);
    RULE.within(passage, relative.range.clone(), fill!(RELATIVE, written, date)).with_fix(fix)
}

/// The time that is meant, where all that the page says of its own time leads to the same.
fn meant(cx: &LintContext<'_>, passage: &Passage<'_>, to: TimeShift) -> Option<String> {
    let (first, last) = cx.written_between(passage.path)?;
    let (first, last) = (shifted(first, to)?, shifted(last, to)?);
    (first == last).then_some(first)
}

fn shifted(day: Date, to: TimeShift) -> Option<String> {
    let (by, format) = match to {
        TimeShift::Days(days) => (days.days(), "%-d %B %Y"),
        TimeShift::Months(months) => (months.months(), "%B %Y"),
        TimeShift::Years(years) => (years.years(), "%Y"),
        TimeShift::Weekday | TimeShift::Other => return None,
    };
    Some(day.checked_add(by).ok()?.strftime(format).to_string())
}

/// Behind these, and before those, a date needs no preposition.
const LEADS: [&str; 22] = [
    "in",
    "on",
    "of",
    "since",
    "until",
    "till",
    "by",
    "before",
    "after",
    "from",
    "for",
    "during",
    "than",
    "to",
    "through",
    "throughout",
    "and",
    "between",
    "over",
    "late",
    "early",
    "mid",
];
const VERBS: [&str; 9] = ["was", "is", "were", "saw", "had", "has", "will", "and", "may"];

/// What shall stand in its place; nothing, where the sentence has to be built anew.
fn new_words(passage: &Passage<'_>, relative: &RelativeTime, date: &str) -> Option<String> {
    let (before, behind) = (&passage.text[..relative.range.start], &passage.text[relative.range.end..]);
    let word = |text: &str| text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    let led = before.rsplit(char::is_whitespace).nth(1).is_some_and(|last| LEADS.contains(&&*word(last)));
    let subject = behind.split_whitespace().next().is_some_and(|next| VERBS.contains(&&*word(next)));
    if behind.starts_with(['’', '\'', '-', '–']) {
        return None;
    }
    let written = &passage.text[relative.range.clone()];
    let preposition = if matches!(relative.to, TimeShift::Days(_)) { "on" } else { "in" };
    let lead = written.split_whitespace().next().filter(|_| written.split_whitespace().count() > 2);
    Some(match lead {
        Some(lead) => format!("{lead} {preposition} {date}"),
        None if led || subject => date.to_owned(),
        None if written.starts_with(char::is_uppercase) => {
            format!("{}{} {date}", preposition[..1].to_uppercase(), &preposition[1..])
        }
        None => format!("{preposition} {date}"),
    })
}
