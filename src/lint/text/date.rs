//! Dates in running English: `Thursday, 15 September 2022`, `Sept. 14`, `September 2022`, `2022-09-14`.
//!
//! A month's name alone is a date behind a preposition only: it may be a verb or a person. Must not know: which year is meant where none
//! is written.

use std::ops::Range;

use jiff::civil::{Date, Weekday};

use super::word::Tokens;

/// A date that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateMention {
    /// With its weekday.
    pub(crate) range: Range<usize>,
    pub(crate) weekday: Option<Weekday>,
    /// The first day, of a range of days.
    pub(crate) day: Option<i8>,
    /// The last one, of a range.
    pub(crate) until: Option<i8>,
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

/// The dates of a text, in order.
pub(crate) fn mentions(tokens: &Tokens<'_>) -> Vec<DateMention> {
    let mut found: Vec<DateMention> = Vec::new();
    for at in 0..tokens.len() {
        let free = found.last().is_none_or(|last| last.range.end <= tokens.range(at, at).start);
        let mention = match month(tokens.word(at)) {
            _ if !free => None,
            Some(month) => mention(tokens, at, month),
            None => iso(tokens, at),
        };
        found.extend(mention);
    }
    found
}

/// What may stand between the first day and the last.
const TO: [&str; 3] = ["–", "-", "—"];

/// The date around a month's name.
fn mention(tokens: &Tokens<'_>, at: usize, month: i8) -> Option<DateMention> {
    let joins = |left: usize, right: usize, glue: &[&str]| {
        tokens.text_between(left, right).is_some_and(|gap| glue.contains(&gap))
    };
    let number = |at: usize| day(tokens.word(at));
    let (mut first, mut last) = (at, at);
    let (mut found, mut until) = (None, None);
    if let Some(before) = at.checked_sub(1)
        && let Some(day) = number(before)
        && joins(before, at, &[" ", "\u{a0}"])
    {
        (found, first) = (Some(day), before);
        if let Some(range) = range_before(tokens, before) {
            (found, until, first) = (number(range), Some(day), range);
        }
    } else if let Some(day) = number(at + 1)
        && joins(at, at + 1, &[" ", ". ", "\u{a0}"])
    {
        (found, last) = (Some(day), at + 1);
        if let Some(day) = number(at + 2)
            && joins(at + 1, at + 2, &TO)
        {
            (until, last) = (Some(day), at + 2);
        }
    }
    let year = year(tokens.word(last + 1)).filter(|_| joins(last, last + 1, &[" ", ", ", ". ", "\u{a0}"]));
    if year.is_some() {
        last += 1;
    }
    let weekday = first.checked_sub(1).and_then(|before| {
        let weekday = weekday(tokens.word(before))?;
        joins(before, first, &[" ", ", ", ", the "]).then_some((before, weekday))
    });
    (found.is_some() || year.is_some() || is_led(tokens, at)).then(|| DateMention {
        range: tokens.range(weekday.map_or(first, |(before, _)| before), last),
        weekday: weekday.map(|(_, weekday)| weekday),
        day: found,
        until,
        month,
        year,
    })
}

/// Whether a month alone is a time: `in September`.
fn is_led(tokens: &Tokens<'_>, at: usize) -> bool {
    let leads = ["in", "since", "until", "by", "during", "early", "late", "mid"];
    let long = tokens.word(at).len() > 4 || tokens.word(at) == "May";
    let named = tokens.word(at + 1).starts_with(char::is_uppercase) && tokens.touches_next(at);
    long && !named && tokens.is_preceded_by(at, 1, &leads) && !tokens.is_one_of(at + 1, &["of"])
}

/// The day with which a range of days begins that ends with this one: `15–16`, `15 to 16`, `15 and 16`.
fn range_before(tokens: &Tokens<'_>, last: usize) -> Option<usize> {
    let dash = last
        .checked_sub(1)
        .filter(|first| tokens.text_between(*first, last).is_some_and(|gap| TO.contains(&gap)));
    let word = last.checked_sub(2).filter(|first| {
        tokens.is_preceded_by(last, 1, &["to", "and"])
            && tokens.touches_next(*first)
            && tokens.touches_next(*first + 1)
    });
    dash.or(word).filter(|first| day(tokens.word(*first)).is_some())
}

/// `2022-09-14`
fn iso(tokens: &Tokens<'_>, at: usize) -> Option<DateMention> {
    let year = year(tokens.word(at))?;
    let joined =
        tokens.text_between(at, at + 1) == Some("-") && tokens.text_between(at + 1, at + 2) == Some("-");
    let two = |at: usize| tokens.word(at).parse::<i8>().ok().filter(|_| tokens.word(at).len() == 2);
    let (month, day) = (two(at + 1)?, two(at + 2)?);
    let fits = joined && (1..=12).contains(&month) && (1..=31).contains(&day);
    let range = || tokens.range(at, at + 2);
    fits.then(|| DateMention {
        range: range(),
        weekday: None,
        day: Some(day),
        until: None,
        month,
        year: Some(year),
    })
}

/// The years of a text, in figures, whatever they are the years of: `2022`, `2022–23`, the `2010s`.
pub(crate) fn years(tokens: &Tokens<'_>) -> Vec<(Range<usize>, i16)> {
    let is_part = |at: usize| {
        let comma = at.checked_sub(1).is_some_and(|left| {
            matches!(tokens.text_between(left, at), Some("," | "."))
                && tokens.word(left).ends_with(|c: char| c.is_ascii_digit())
        });
        comma || tokens.text_between(at, at + 1) == Some(",")
    };
    let written = |at: usize| Some((tokens.range(at, at), year(tokens.word(at).trim_end_matches('s'))?));
    (0..tokens.len()).filter(|at| !is_part(*at)).filter_map(written).collect()
}

/// The first year of a text.
pub(crate) fn first_year(text: &str) -> Option<i16> {
    years(&Tokens::new(text)).first().map(|(_, year)| *year)
}

impl DateMention {
    /// The first day and the last that it can mean, with the year that a text means where it says none.
    pub(crate) fn days(&self, year: Option<i16>) -> Option<(Date, Date)> {
        let year = self.year.or(year)?;
        let first = Date::new(year, self.month, self.day.unwrap_or(1)).ok()?;
        let last = match (self.until, self.day) {
            (Some(until), _) => Date::new(year, self.month, until).unwrap_or(first),
            (None, Some(_)) => first,
            (None, None) => first.last_of_month(),
        };
        Some((first, last.max(first)))
    }
}

pub(super) fn month(word: &str) -> Option<i8> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let word = word.to_lowercase();
    let long = MONTHS.iter().position(|month| *month == word);
    let at = long.or_else(|| SHORT.iter().position(|month| *month == word))?;
    i8::try_from(if at == 12 { 9 } else { at + 1 }).ok()
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
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
        let shown = |it: DateMention| (&text[it.range], it.weekday, it.day, it.month, it.year);
        mentions(&Tokens::new(text)).into_iter().map(shown).collect()
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
        assert_eq!(read("They met in September."), [("September", None, None, 9, None)]);
    }

    #[test]
    fn a_date_may_be_written_as_data_are() {
        assert_eq!(read("on 2022-09-14."), [("2022-09-14", None, Some(14), 9, Some(2022))]);
        assert_eq!(read("2022-9-14, 2022-13-01, 2022-23"), []);
    }

    #[test]
    fn a_range_of_days_has_a_last() {
        for text in ["15–16 September", "September 15–16", "15 to 16 September", "15 and 16 September"] {
            let found = mentions(&Tokens::new(text));
            assert_eq!((found[0].range.clone(), found[0].day), (0..text.len(), Some(15)), "{text}");
            assert_eq!(found[0].until, Some(16), "{text}");
        }
    }

    #[test]
    fn years_are_told_from_other_numbers() {
        let read =
            |text: &str| years(&Tokens::new(text)).into_iter().map(|(_, year)| year).collect::<Vec<_>>();
        assert_eq!(read("In 2022, the 1990s and 2010–11"), [2022, 1990, 2010]);
        assert_eq!(read("1,500 men, 12000, 1.2022 and 4500"), [0; 0]);
    }

    #[test]
    fn a_months_name_alone_is_no_date() {
        for text in [
            "They may 3 times go.",
            "April came.",
            "by April Smith",
            "in March of 1953",
            "the March of 40,000",
            "32 June",
            "Mar-a-Lago",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
