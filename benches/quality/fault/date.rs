//! Dates in a page's prose, as the mutators write and find them.

use std::ops::Range;

use jiff::civil::{Date, Weekday};

use super::super::plot::Plot;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `20 July 1969`.
pub(super) fn written(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

pub(super) fn month(date: Date) -> &'static str {
    MONTHS[date.month() as usize - 1]
}

pub(super) fn weekday(day: Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        [day.to_monday_zero_offset() as usize]
}

/// The whole dates in the page's paragraphs.
pub(super) fn dates(plot: &Plot) -> Vec<(Range<usize>, Date)> {
    let page = plot.page();
    let mut found = Vec::new();
    for paragraph in plot.paragraphs() {
        let words: Vec<_> = words(&page[paragraph.clone()], paragraph.start);
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

fn words(text: &str, base: usize) -> Vec<Range<usize>> {
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

/// A day between two years, by chance.
pub(super) fn some_day(plot: &mut Plot, from: i16, to: i16) -> Date {
    let year = from + plot.seed.below((to - from + 1) as usize) as i16;
    let (month, day) = (plot.seed.below(12) as i8 + 1, plot.seed.below(28) as i8 + 1);
    Date::new(year, month, day).expect("every month has 28 days")
}
