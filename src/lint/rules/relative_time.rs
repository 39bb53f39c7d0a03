//! T001: a time relative to the day of writing.

use super::super::text::{RelativeTime, TimeShift};
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("T001", "relative-time", Warn, &[RELATIVE], EXPLANATION, Run::Page(check));

const RELATIVE: Message = Message {
    text: "`{written}` depends on the day of writing",
    label: "later readers take it for another time",
    remedies: &["write the date: `{date}`", "write the date"],
};

const EXPLANATION: &str = "\
Finds times that depend on the day of writing: yesterday, last year, this month, next Friday, two weeks ago.

An explainer is read for years. In another month `this month` is wrong, and readers cannot know that. On a page with
`evergreen = true` it is an error.

    Xi will visit Kazakhstan this month.

Write the date: `in September 2022`. If the month or the year follows from the page's own dates (`as_of`, or
`published` and `updated` if they agree), `--unsafe-fixes` writes it.

It ignores words beside their date (`last year, 2021`), words that refer to another day in the text (`the next day`,
`his last year`), a weekday near a date, spans too long to go out of date (`500 years ago`), texts with their own
date (a timeline, a correction), and text in quotation marks.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let is_evergreen = cx.front_matter().is_some_and(|front| front.evergreen);
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        let mut last = None;
        for time in &passage.facts().relative_times {
            let sentence = passage.sentence_at(time.range.start).start;
            if last == Some(sentence) || is_clear(passage, time) {
                continue;
            }
            last = Some(sentence);
            let range = &time.range;
            // The date that is meant, if it is the same for every day on which the text can have been written.
            let date = cx.written_between(passage.path).and_then(|days| {
                let first = shifted_date(days.first, time.shift)?;
                (shifted_date(days.last, time.shift)? == first).then_some(first)
            });
            let new = date.as_ref().and_then(|date| replacement(passage, time, date));
            let fix = new.and_then(|new| passage.edit(range.clone(), new)).map(Fix::unsafe_);
            let words = fill!(RELATIVE, written = &passage.text[range.clone()], date);
            let finding = RULE.within(passage, range.clone(), words).with_fix(fix);
            found.push(if is_evergreen { finding.with_level(Level::Error) } else { finding });
        }
    }
}

/// Checks whether a time is quoted, or the text itself says which day is meant.
fn is_clear(passage: &Passage<'_>, time: &RelativeTime) -> bool {
    let range = &time.range;
    // No date is longer than this.
    let near = range.start.saturating_sub(50)..range.end + 10;
    passage.is_quoted(range.start)
        || passage.dates_in(&near).iter().any(|date| is_beside(&passage.text, range, &date.range))
        || passage.years_in(&near).iter().any(|year| is_beside(&passage.text, range, &year.range))
        || time.shift == TimeShift::Weekday && has_date_near(passage, range.start)
}

/// Checks whether a date overlaps a range or is right beside it.
fn is_beside(text: &str, range: &Range<usize>, date: &Range<usize>) -> bool {
    let between = range.end.min(date.end)..range.start.max(date.start);
    if between.start >= between.end {
        return true;
    }
    // There is room for a bracket and a preposition.
    if between.len() >= 8 || text[between.clone()].contains(['.', ';', ':']) {
        return false;
    }
    let word = text[between].trim_matches(|letter: char| !letter.is_alphanumeric());
    ["", "in", "on", "of"].contains(&word)
}

/// Checks whether a date is in the sentence around a byte, or in the one before or after it.
fn has_date_near(passage: &Passage<'_>, at: usize) -> bool {
    let sentences = &passage.facts().sentences;
    let here = sentences.partition_point(|sentence| sentence.start <= at).saturating_sub(1);
    let first = sentences.get(here.saturating_sub(1));
    let last = sentences.get(here + 1).or(sentences.last());
    let start = first.map_or(0, |sentence| sentence.start);
    let end = last.map_or(passage.text.len(), |sentence| sentence.end);
    !passage.dates_in(&(start..end)).is_empty()
}

fn shifted_date(day: Date, shift: TimeShift) -> Option<String> {
    let (span, format) = match shift {
        TimeShift::Days(days) => (days.days(), "%-d %B %Y"),
        TimeShift::Months(months) => (months.months(), "%B %Y"),
        TimeShift::Years(years) => (years.years(), "%Y"),
        TimeShift::Weekday | TimeShift::Unknown => return None,
    };
    Some(day.checked_add(span).ok()?.strftime(format).to_string())
}

/// Words after which a date needs no preposition.
const PREPOSITIONS: [&str; 22] = [
    "in", "on", "of", "since", "until", "till", "by", "before", "after", "from", "for", "during", "than",
    "to", "through", "throughout", "and", "between", "over", "late", "early", "mid",
];
/// Words before which a date is the subject, and needs no preposition.
const VERBS: [&str; 9] = ["was", "is", "were", "saw", "had", "has", "will", "and", "may"];

/// The words that replace a time; `None` if the sentence needs to be rewritten.
fn replacement(passage: &Passage<'_>, time: &RelativeTime, date: &str) -> Option<String> {
    let before = &passage.text[..time.range.start];
    let after = &passage.text[time.range.end..];
    if after.starts_with(['’', '\'', '-', '–']) {
        return None;
    }
    let bare = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    let previous = before.rsplit(char::is_whitespace).nth(1).map(bare).unwrap_or_default();
    let next = after.split_whitespace().next().map(bare).unwrap_or_default();
    let needs_preposition = !PREPOSITIONS.contains(&&*previous) && !VERBS.contains(&&*next);
    let written = &passage.text[time.range.clone()];
    let preposition = if matches!(time.shift, TimeShift::Days(_)) { "on" } else { "in" };
    // `earlier this month` keeps its first word.
    if written.split_whitespace().count() > 2 {
        let first = written.split_whitespace().next()?;
        Some(format!("{first} {preposition} {date}"))
    } else if !needs_preposition {
        Some(date.to_owned())
    } else if written.starts_with(char::is_uppercase) {
        Some(format!("{}{} {date}", preposition[..1].to_uppercase(), &preposition[1..]))
    } else {
        Some(format!("{preposition} {date}"))
    }
}
