//! The grammar of EDTF, levels 0 and 1.
//!
//! Must not know: how a date is said, or what a text that is no EDTF may have meant.

use super::{Detail, Doubt, Edtf, Extent, Missing, Season, Stated, Ymd, days_in_month, meant};

/// What can be wrong with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DateError {
    /// No EDTF at all; with the date that was certainly meant.
    Form(Option<Edtf>),
    Month(i8),
    Day(Ymd),
    /// A day with a time.
    Time(Edtf),
    /// More digits after `Y` than we count.
    LongYear,
    /// `?`, `~` or `%` inside a date.
    Qualifier,
    /// `X` where level 1 has none.
    Unspecified,
    /// An interval from nowhere to nowhere.
    NoDate,
    /// The end of an interval is before its start.
    Backwards(Edtf, Edtf),
}

impl Edtf {
    /// The date that `text` writes; otherwise what is wrong and, where it is certain, what was
    /// meant.
    pub(crate) fn parse(text: &str) -> Result<Self, DateError> {
        read(text).map_err(|error| match error {
            DateError::Form(None) => DateError::Form(meant::meant(text)),
            error => error,
        })
    }
}

pub(super) fn read(text: &str) -> Result<Edtf, DateError> {
    match text.split_once('/') {
        Some((start, end)) => interval(start, end).map(Edtf),
        None => stated(text).map(|date| Edtf(Extent::One(date))),
    }
}

fn interval(start: &str, end: &str) -> Result<Extent, DateError> {
    match (missing(start), missing(end)) {
        (None, None) => {
            let start = stated(start)?;
            let end = stated(end)?;
            if end.last() < start.first() {
                let [start, end] = [start, end].map(|date| Edtf(Extent::One(date)));
                return Err(DateError::Backwards(start, end));
            }
            Ok(Extent::Between(start, end))
        }
        (None, Some(end)) => Ok(Extent::From(stated(start)?, end)),
        (Some(start), None) => Ok(Extent::Until(start, stated(end)?)),
        (Some(_), Some(_)) => Err(DateError::NoDate),
    }
}

fn missing(text: &str) -> Option<Missing> {
    match text {
        "" => Some(Missing::Unknown),
        ".." => Some(Missing::Open),
        _ => None,
    }
}

fn stated(text: &str) -> Result<Stated, DateError> {
    // `1985-04-12T23:20:30Z`, or the same with a space
    if let Some((day, time)) = text.split_once(['T', 't', ' '])
        && time.get(2..3) == Some(":")
    {
        return Err(DateError::Time(Edtf(Extent::One(stated(day)?))));
    }
    let (date, doubt) = doubt(text);
    let (year, detail) = match date.strip_prefix('Y') {
        Some(year) => (long_year(year)?, Detail::Year),
        None => year_and_detail(date).map_err(|error| misplaced(date).unwrap_or(error))?,
    };
    Ok(Stated { year, detail, doubt })
}

fn doubt(text: &str) -> (&str, Doubt) {
    for doubt in [Doubt::Uncertain, Doubt::Approximate, Doubt::Both] {
        if let Some(date) = text.strip_suffix(doubt.edtf()) {
            return (date, doubt);
        }
    }
    (text, Doubt::None)
}

/// A year after `Y`, which four digits could not write. Eighteen are as many as fit.
fn long_year(text: &str) -> Result<i64, DateError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError::Form(None));
    }
    match digits.len() {
        ..=4 => Err(DateError::Form(None)),
        5..=18 => text.parse().or(Err(DateError::Form(None))),
        _ => Err(DateError::LongYear),
    }
}

fn year_and_detail(date: &str) -> Result<(i64, Detail), DateError> {
    if date.len() == 4 && date.ends_with('X') {
        return match date.strip_suffix("XX") {
            Some(century) => Ok((digits::<i64>(century, 2)? * 100, Detail::Century)),
            None => Ok((digits::<i64>(date.trim_end_matches('X'), 3)? * 10, Detail::Decade)),
        };
    }
    let (sign, positive) = date.strip_prefix('-').map_or((1, date), |date| (-1, date));
    let fields: Vec<&str> = positive.split('-').collect();
    let year = sign * digits::<i64>(fields[0], 4)?;
    if sign < 0 && year == 0 {
        return Err(DateError::Form(None));
    }
    Ok((year, detail(year, &fields[1..])?))
}

fn detail(year: i64, fields: &[&str]) -> Result<Detail, DateError> {
    match *fields {
        [] => Ok(Detail::Year),
        ["XX"] => Ok(Detail::SomeMonth),
        ["XX", "XX"] => Ok(Detail::SomeDay),
        ["21"] => Ok(Detail::Season(Season::Spring)),
        ["22"] => Ok(Detail::Season(Season::Summer)),
        ["23"] => Ok(Detail::Season(Season::Autumn)),
        ["24"] => Ok(Detail::Season(Season::Winter)),
        [month] => Ok(Detail::Month(self::month(month)?)),
        [month, "XX"] => Ok(Detail::SomeDayOf(self::month(month)?)),
        [month, day] => self::day(year, month, day),
        _ => Err(DateError::Form(None)),
    }
}

fn month(text: &str) -> Result<i8, DateError> {
    let month: i8 = digits(text, 2)?;
    (1..=12).contains(&month).then_some(month).ok_or(DateError::Month(month))
}

fn day(year: i64, month: &str, day: &str) -> Result<Detail, DateError> {
    let day: i8 = digits(day, 2)?;
    let month = self::month(month)?;
    if (1..=days_in_month(year, month)).contains(&day) {
        return Ok(Detail::Day(month, day));
    }
    Err(DateError::Day((year, month, day)))
}

/// The number that exactly so many ASCII digits write.
fn digits<T: std::str::FromStr>(text: &str, count: usize) -> Result<T, DateError> {
    if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError::Form(None));
    }
    text.parse().or(Err(DateError::Form(None)))
}

/// Signs that EDTF knows, but not in this place; level 2 has more of them.
fn misplaced(date: &str) -> Option<DateError> {
    let doubts = ['?', '~', '%'];
    let known = |c: char| c.is_ascii_digit() || doubts.contains(&c) || matches!(c, '-' | 'X');
    if date.ends_with(doubts) || !date.chars().all(known) {
        return None;
    }
    if date.contains(doubts) {
        return Some(DateError::Qualifier);
    }
    date.contains('X').then_some(DateError::Unspecified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_levels_0_and_1_is_read_and_written_back() {
        let level_0 = "1985-04-12 1985-04 1985 1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 \
            2004-02-01/2005-02 2004-02-01/2005 2005/2006-02";
        let level_1 = "Y170000002 Y-170000002 2001-21 1984? 2004-06~ 2004-06-11% 201X 20XX 2004-XX \
            1985-04-XX 1985-XX-XX 1985-04-12/.. 1985-04/.. 1985/.. ../1985-04-12 ../1985-04 ../1985 \
            1985-04-12/ 1985-04/ 1985/ /1985-04-12 /1985-04 /1985 -1985";
        for text in level_0.split(' ').chain(level_1.split(' ')) {
            assert_eq!(Edtf::parse(text).map(|date| date.edtf()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn ends_of_an_interval_may_be_in_doubt_or_vague_or_overlap() {
        let intervals = "1984~/2004-06? 200X/2010% 2001-21/2001-24 2022/2022 2022/2022-01-01 \
            2022-12-31/2022 Y-20000/-9999";
        for text in intervals.split(' ') {
            assert!(Edtf::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn an_interval_that_ends_before_it_starts_is_refused() {
        let backwards = "2023/2022 2022-09-16/2022-09-15 Y20000/Y10000 2022/201X 2022/-2022";
        for text in backwards.split(' ') {
            assert!(matches!(Edtf::parse(text), Err(DateError::Backwards(..))), "{text}");
        }
    }

    #[test]
    fn level_2_is_refused() {
        let level_2 = "156X-12-25 15XX-12-XX 1XXX XXXX 2004-XX-15 2004-06-1X -1X85 1984?-06 ?2004-06 \
            2004-06-~11 Y17E7 1950S2 [1667,1668] {1667..1668} 2001-25";
        for text in level_2.split(' ') {
            assert!(Edtf::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_only_resembles_a_date_is_refused() {
        let odd = "/ .. ../.. - -- Y Y- Y2022 Y012345 -0000 -201X 2022- 2022-09- 2022-09-15- +2022 \
            2022-+9 20222 ２０２２ 2022-0９ 2022/2023/2024 2022?? ? X XX –1985 Y99999999999999999999";
        for text in odd.split(' ').chain(["", " 2022", "2022-09-15\n"]) {
            assert!(Edtf::parse(text).is_err(), "{text}");
        }
    }
}
