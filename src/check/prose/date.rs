//! Dates in running English: `Thursday, 15 September 2022`, `Sept. 14`, `September 2022`.
//!
//! A month's name alone is no date: it may be a verb or a person. Must not know: which year is meant where none
//! is written.

use std::ops::Range;

use jiff::civil::Weekday;

/// A date that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// With its weekday.
    pub(crate) range: Range<usize>,
    pub(crate) weekday: Option<Weekday>,
    /// The first day, of a range of days.
    pub(crate) day: Option<i8>,
    pub(crate) month: i8,
    pub(crate) year: Option<i16>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const SHORT: [&str; 13] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "sept"];
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// A word or a number of a text.
struct Word<'t> {
    text: &'t str,
    range: Range<usize>,
}

/// The dates of a text, in order.
pub(crate) fn mentions(text: &str) -> Vec<Mention> {
    let words = words(text);
    let mut found: Vec<Mention> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let free = found.last().is_none_or(|last| last.range.end <= word.range.start);
        if let Some(month) = month(word.text).filter(|_| free) {
            found.extend(mention(text, (&words, at), month));
        }
    }
    found
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Word { text: &text[from..at], range: from..at });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The date around a month's name.
fn mention(text: &str, (words, at): (&[Word<'_>], usize), month: i8) -> Option<Mention> {
    let near = |left: usize, right: usize| {
        let (left, right) = (words.get(left)?, words.get(right)?);
        Some(&text[left.range.end..right.range.start])
    };
    let joins =
        |left: usize, right: usize, glue: &[&str]| near(left, right).is_some_and(|gap| glue.contains(&gap));
    let number = |at: usize| words.get(at).and_then(|word| day(word.text));
    let (mut first, mut last) = (at, at);
    let mut found = None;
    if let Some(before) = at.checked_sub(1)
        && let Some(day) = number(before)
        && joins(before, at, &[" "])
    {
        (found, first) = (Some(day), before);
        if let Some(range) = before.checked_sub(1)
            && let Some(day) = number(range)
            && joins(range, before, &["–", "-", "—"])
        {
            (found, first) = (Some(day), range);
        }
    } else if let Some(day) = number(at + 1)
        && joins(at, at + 1, &[" ", ". "])
    {
        (found, last) = (Some(day), at + 1);
        if number(at + 2).is_some() && joins(at + 1, at + 2, &["–", "-", "—"]) {
            last = at + 2;
        }
    }
    let year = words.get(last + 1).and_then(|word| year(word.text));
    let year = year.filter(|_| joins(last, last + 1, &[" ", ", ", ". "]));
    if year.is_some() {
        last += 1;
    }
    let weekday = first.checked_sub(1).and_then(|before| {
        let weekday = weekday(words[before].text)?;
        joins(before, first, &[" ", ", ", ", the "]).then_some((before, weekday))
    });
    (found.is_some() || year.is_some()).then(|| Mention {
        range: words[weekday.map_or(first, |(before, _)| before)].range.start..words[last].range.end,
        weekday: weekday.map(|(_, weekday)| weekday),
        day: found,
        month,
        year,
    })
}

fn month(word: &str) -> Option<i8> {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let word = word.to_lowercase();
    let long = MONTHS.iter().position(|month| *month == word);
    let at = long.or_else(|| SHORT.iter().position(|month| *month == word)).filter(|_| capital)?;
    i8::try_from(if at == 12 { 9 } else { at + 1 }).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    WEEKDAYS.iter().find(|(name, _)| *name == word).map(|(_, weekday)| *weekday)
}

/// `14` or `14th`.
fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let is_ordinal = ["", "st", "nd", "rd", "th"].contains(&&word[digits.len()..]);
    let day: i8 = digits.parse().ok().filter(|_| digits.len() <= 2 && is_ordinal)?;
    (1..=31).contains(&day).then_some(day)
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (1000..=2999).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read<'t> = (&'t str, Option<Weekday>, Option<i8>, i8, Option<i16>);

    fn read(text: &str) -> Vec<Read<'_>> {
        let shown = |it: Mention| (&text[it.range], it.weekday, it.day, it.month, it.year);
        mentions(text).into_iter().map(shown).collect()
    }

    #[test]
    fn days_stand_before_or_behind_their_month() {
        let thursday = Some(Weekday::Thursday);
        for (text, weekday) in [
            ("15 September 2022", None),
            ("September 15, 2022", None),
            ("Sept. 15, 2022", None),
            ("15th September 2022", None),
            ("Thursday, 15 September 2022", thursday),
            ("Thursday September 15, 2022", thursday),
            ("15–16 September 2022", None),
            ("September 15–16, 2022", None),
        ] {
            let text = format!("It was on {text}.");
            assert_eq!(
                read(&text),
                [(&text[10..text.len() - 1], weekday, Some(15), 9, Some(2022))],
                "{text}"
            );
        }
    }

    #[test]
    fn a_date_may_lack_its_day_or_its_year() {
        assert_eq!(
            read("in June 2020, on 3 May."),
            [("June 2020", None, None, 6, Some(2020)), ("3 May", None, Some(3), 5, None)]
        );
    }

    #[test]
    fn a_months_name_alone_is_no_date() {
        for text in ["They may 3 times go.", "April came.", "the March of 40,000", "32 June", "Mar-a-Lago"] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
