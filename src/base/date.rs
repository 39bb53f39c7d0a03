//! Dates as exact as they are known: a day, a month, a season, around 2001, some time in the 2010s, or an
//! interval between two of these.
//!
//! They are written in the Extended Date/Time Format of the Library of Congress (EDTF, 2019; part
//! of ISO 8601-2), levels 0 and 1, without times of day: <https://www.loc.gov/standards/datetime/>.
//!
//! Must not know: what happened on a date; what day it is today.

mod meant;
mod parse;
mod words;

pub(crate) use parse::DateError;
pub(crate) use words::year_words;

use jiff::civil::Date;

/// A date or an interval. It has no order of its own, since `2022` and `2022~` differ but span the
/// same days: sort by [`earliest`](Self::earliest) and [`latest`](Self::latest).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edtf(Extent);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    One(Stated),
    Between(Stated, Stated),
    From(Stated, Missing),
    Until(Missing, Stated),
}

/// An end of an interval without a date: `..` is open, an empty one is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    Open,
    Unknown,
}

/// One date, as exact as it was stated. The year counts as astronomers do: 0 is 1 BC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stated {
    year: i64,
    detail: Detail,
    doubt: Doubt,
}

/// The known parts besides the year, which for a century or a decade is its first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Century,
    Decade,
    Year,
    Season(Season),
    Month(i8),
    Day(i8, i8),
    /// `2004-XX`
    SomeMonth,
    /// `2004-06-XX`
    SomeDayOf(i8),
    /// `2004-XX-XX`
    SomeDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Season {
    Spring = 21,
    Summer,
    Autumn,
    Winter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    None,
    Uncertain,
    Approximate,
    Both,
}

/// Year, month and day of any year at all, in the order of time.
pub(crate) type Ymd = (i64, i8, i8);

impl Edtf {
    /// A day of the calendar.
    pub(crate) fn day(date: Date) -> Self {
        let detail = Detail::Day(date.month(), date.day());
        Self(Extent::One(Stated { year: date.year().into(), detail, doubt: Doubt::None }))
    }

    /// The first day it can mean, the calendar's first if it has no start. Doubt does not widen it.
    pub(crate) fn earliest(&self) -> Date {
        self.start().map_or(Date::MIN, |start| clamp(start.first()))
    }

    /// The last day it can mean, the calendar's last if it has no end.
    pub(crate) fn latest(&self) -> Date {
        self.end().map_or(Date::MAX, |end| clamp(end.last()))
    }

    /// The year that all of it is in. A winter counts as in the year that it is named after, its first.
    pub(crate) fn one_year(&self) -> Option<i64> {
        let start = self.start()?;
        let end = self.end()?;
        let vague = matches!(start.detail, Detail::Century | Detail::Decade)
            || matches!(end.detail, Detail::Century | Detail::Decade);
        (start.year == end.year && !vague).then_some(start.year)
    }

    /// The value for HTML's `<time datetime>`: a year from 0001 to 9999, a month or a day. It cannot express
    /// doubt.
    pub(crate) fn datetime(&self) -> Option<String> {
        let Extent::One(date) = self.0 else {
            return None;
        };
        let exact = matches!(date.detail, Detail::Year | Detail::Month(_) | Detail::Day(..));
        let plain = Stated { doubt: Doubt::None, ..date };
        (exact && (1..=9999).contains(&date.year)).then(|| plain.edtf())
    }

    /// The text that parses to this date.
    pub(crate) fn edtf(&self) -> String {
        match self.0 {
            Extent::One(date) => date.edtf(),
            Extent::Between(start, end) => format!("{}/{}", start.edtf(), end.edtf()),
            Extent::From(start, end) => format!("{}/{}", start.edtf(), end.edtf()),
            Extent::Until(start, end) => format!("{}/{}", start.edtf(), end.edtf()),
        }
    }

    fn start(&self) -> Option<Stated> {
        match self.0 {
            Extent::One(start) | Extent::Between(start, _) | Extent::From(start, _) => Some(start),
            Extent::Until(..) => None,
        }
    }

    fn end(&self) -> Option<Stated> {
        match self.0 {
            Extent::One(end) | Extent::Between(_, end) | Extent::Until(_, end) => Some(end),
            Extent::From(..) => None,
        }
    }
}

impl Missing {
    fn edtf(self) -> &'static str {
        match self {
            Self::Open => "..",
            Self::Unknown => "",
        }
    }
}

impl Stated {
    fn first(self) -> Ymd {
        match self.detail {
            Detail::Season(season) => (self.year, season.first_month(), 1),
            Detail::Month(month) | Detail::SomeDayOf(month) => (self.year, month, 1),
            Detail::Day(month, day) => (self.year, month, day),
            _ => (self.year, 1, 1),
        }
    }

    fn last(self) -> Ymd {
        match self.detail {
            Detail::Century => (self.year + 99, 12, 31),
            Detail::Decade => (self.year + 9, 12, 31),
            Detail::Season(Season::Winter) => end_of_month(self.year + 1, 2),
            Detail::Season(season) => end_of_month(self.year, season.first_month() + 2),
            Detail::Month(month) | Detail::SomeDayOf(month) => end_of_month(self.year, month),
            Detail::Day(month, day) => (self.year, month, day),
            Detail::Year | Detail::SomeMonth | Detail::SomeDay => (self.year, 12, 31),
        }
    }

    fn edtf(self) -> String {
        let Self { year, detail, doubt } = self;
        let year = match year {
            0..=9999 => format!("{year:04}"),
            -9999..0 => format!("{year:05}"),
            _ => format!("Y{year}"),
        };
        let date = match detail {
            Detail::Century => format!("{}XX", &year[..2]),
            Detail::Decade => format!("{}X", &year[..3]),
            Detail::Year => year,
            Detail::Season(season) => format!("{year}-{}", season as i8),
            Detail::Month(month) => format!("{year}-{month:02}"),
            Detail::Day(month, day) => format!("{year}-{month:02}-{day:02}"),
            Detail::SomeMonth => format!("{year}-XX"),
            Detail::SomeDayOf(month) => format!("{year}-{month:02}-XX"),
            Detail::SomeDay => format!("{year}-XX-XX"),
        };
        format!("{date}{}", doubt.edtf())
    }
}

impl Season {
    /// Seasons of the northern hemisphere in whole months, as meteorologists count them; winter
    /// reaches into the next year. EDTF leaves the hemisphere open, but dates need one order.
    fn first_month(self) -> i8 {
        3 * (self as i8 - Self::Spring as i8) + 3
    }
}

impl Doubt {
    fn edtf(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Uncertain => "?",
            Self::Approximate => "~",
            Self::Both => "%",
        }
    }
}

fn end_of_month(year: i64, month: i8) -> Ymd {
    (year, month, days_in_month(year, month))
}

/// Not by jiff, whose calendar ends with the year 9999.
pub(crate) fn days_in_month(year: i64, month: i8) -> i8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn clamp((year, month, day): Ymd) -> Date {
    let outside = if year < 0 { Date::MIN } else { Date::MAX };
    let inside = i16::try_from(year).ok().and_then(|year| Date::new(year, month, day).ok());
    inside.unwrap_or(outside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn parse(text: &str) -> Edtf {
        Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    fn days(text: &str) -> String {
        format!("{} {}", parse(text).earliest(), parse(text).latest())
    }

    #[test]
    fn a_date_spans_the_days_that_it_can_mean() {
        for (text, expected) in [
            ("2022-09-15", "2022-09-15 2022-09-15"),
            ("2022-09", "2022-09-01 2022-09-30"),
            ("2023-02", "2023-02-01 2023-02-28"),
            ("2024-02-XX", "2024-02-01 2024-02-29"),
            ("1900-02", "1900-02-01 1900-02-28"),
            ("2000-02~", "2000-02-01 2000-02-29"),
            ("2004-XX", "2004-01-01 2004-12-31"),
            ("2004-XX-XX", "2004-01-01 2004-12-31"),
            ("201X", "2010-01-01 2019-12-31"),
            ("19XX", "1900-01-01 1999-12-31"),
            ("2001-21", "2001-03-01 2001-05-31"),
            ("2001-23", "2001-09-01 2001-11-30"),
            ("2003-24", "2003-12-01 2004-02-29"),
            ("2004-02-01/2005-02", "2004-02-01 2005-02-28"),
            ("0000", "0000-01-01 0000-12-31"),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }

    #[test]
    fn what_lies_outside_the_calendar_is_its_first_or_last_day() {
        assert_eq!(parse("2022/..").latest(), Date::MAX);
        assert_eq!(parse("2022/").latest(), Date::MAX);
        assert_eq!(parse("../2022").earliest(), Date::MIN);
        assert_eq!(parse("/2022").earliest(), Date::MIN);
        assert_eq!(parse("Y170000002").earliest(), Date::MAX);
        assert_eq!(parse("Y-170000002").latest(), Date::MIN);
        assert_eq!(parse("9999-24").latest(), Date::MAX);
    }

    #[test]
    fn html_gets_a_year_a_month_or_a_day() {
        for same in ["2022", "2022-09", "2022-09-15", "0014"] {
            assert_eq!(parse(same).datetime().as_deref(), Some(same));
        }
        assert_eq!(parse("2022-09%").datetime().as_deref(), Some("2022-09"));
        let none = "2022/2023 2022/.. 2001-21 201X 20XX 2004-XX 2004-06-XX 2004-XX-XX 0000 -1985";
        for none in none.split(' ').chain(["Y170000002"]) {
            assert_eq!(parse(none).datetime(), None, "{none}");
        }
    }

    #[test]
    fn a_date_lies_in_one_year_or_in_none() {
        for one in ["2022", "2022~", "2022-09", "2022-XX", "2022-24", "2022-09-15/2022-11", "2022-09-15"] {
            assert_eq!(parse(one).one_year(), Some(2022), "{one}");
        }
        for none in ["202X", "20XX", "2022/2023", "2022/..", "../2022", "2022/", "2020/202X", "202X/203X"] {
            assert_eq!(parse(none).one_year(), None, "{none}");
        }
    }

    #[test]
    fn a_date_from_data_equals_the_same_date_as_text() {
        assert_eq!(Edtf::day(date(2022, 9, 15)), parse("2022-09-15"));
        assert_eq!(Edtf::day(date(-44, 3, 15)), parse("-0044-03-15"));
    }

    const DATE: &str = "(-?[0-9]{4}|-?[0-9]{4}-(0[1-9]|1[0-2])|[0-9]{4}-2[1-4]|[0-9]{2}XX|[0-9]{3}X\
        |[0-9]{4}-XX|[0-9]{4}-(0[1-9]|1[0-2])-(XX|0[1-9]|[12][0-9]|3[01])|[0-9]{4}-XX-XX\
        |Y-?[1-9][0-9]{4,17})[?~%]?";

    proptest! {
        #[test]
        fn what_parses_is_written_as_it_was(start in DATE, end in DATE, kind in 0..5) {
            let text = match kind {
                0 => start,
                1 => format!("{start}/{end}"),
                2 => format!("{start}/.."),
                3 => format!("/{end}"),
                _ => format!("../{end}"),
            };
            if let Ok(date) = Edtf::parse(&text) {
                prop_assert_eq!(date.edtf(), text);
                prop_assert!(date.earliest() <= date.latest());
                prop_assert!(!date.in_english().is_empty());
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}|[0-9XYTxyu?~%./ –:-]{0,24}") {
            let _ = Edtf::parse(&text);
        }
    }
}
