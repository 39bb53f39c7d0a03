//! Dates in the prose of a page, found and written.

use std::ops::Range;

use jiff::civil::{Date, Weekday};

use super::super::explainer::FaultyExplainer;

const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
];

/// Formats a date as `20 July 1969`.
pub(super) fn format_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

pub(super) fn month_name(date: Date) -> &'static str {
    MONTHS[date.month() as usize - 1]
}

pub(super) fn weekday_name(day: Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        [day.to_monday_zero_offset() as usize]
}

/// Finds the dates with day, month and year in the page's paragraphs.
pub(super) fn find_dates(explainer: &FaultyExplainer) -> Vec<(Range<usize>, Date)> {
    let page = explainer.page_text();
    let mut found = Vec::new();
    for paragraph in explainer.paragraphs() {
        let words: Vec<_> = word_ranges(&page[paragraph.clone()], paragraph.start);
        for three in words.windows(3) {
            let text = |at: usize| &page[three[at].clone()];
            let month = MONTHS.iter().position(|month| *month == text(1));
            if let (Ok(day), Some(month), Ok(year)) = (text(0).parse(), month, text(2).parse())
                && let Ok(date) = Date::new(year, month as i8 + 1, day)
            {
                found.push((three[0].start..three[2].end, date));
            }
        }
    }
    found
}

fn word_ranges(text: &str, base: usize) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(base + from..base + at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Picks a day between two years by chance.
pub(super) fn random_day(explainer: &mut FaultyExplainer, from: i16, to: i16) -> Date {
    let year = from + explainer.rng.below((to - from + 1) as usize) as i16;
    let month = explainer.rng.below(12) as i8 + 1;
    let day = explainer.rng.below(28) as i8 + 1;
    Date::new(year, month, day).expect("every month has 28 days")
}
