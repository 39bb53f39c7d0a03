//! Dates in words: the form of a date chooses a message, which is in the catalogue of the page's language.
//!
//! No more words than both ends of a range need. Must not know: any word; how a date is written in data.

use super::{Detail, Doubt, Edtf, Extent, Missing, Season, Stated};
use crate::base::catalogue::{Argument, Catalogue};
use crate::base::number::Number;

impl Edtf {
    /// The date as a reader says it: `15–16 September 2022`, `around 2001`, `the 2010s`.
    pub(crate) fn words(&self, catalogue: &Catalogue) -> String {
        let words = Words(catalogue);
        let with = |id: &str, date: Stated| catalogue.format(id, &[("date", words.date(date).into())]);
        match self.0 {
            Extent::One(date) => words.date(date),
            Extent::Between(first, last) => words.between(first, last),
            Extent::From(first, Missing::Open) => with("date-from", first),
            Extent::From(first, Missing::Unknown) => with("date-to-unknown", first),
            Extent::Until(Missing::Open, last) => with("date-until", last),
            Extent::Until(Missing::Unknown, last) => with("date-from-unknown", last),
        }
    }

    /// The words in which findings say the date.
    pub(crate) fn in_english(&self) -> String {
        self.words(Catalogue::english())
    }

    /// How many bytes of its words are left to say under its year: `15–16 September` under `2022`, nothing of
    /// `2022` itself, and all of what would not be understood alone, as `perhaps`.
    pub(crate) fn words_under(&self, words: &str, year: &str) -> usize {
        let rest = words.strip_suffix(year).filter(|rest| !rest.contains(year));
        match (self.0, rest) {
            (Extent::One(Stated { detail: Detail::Year, doubt, .. }), _) if doubt != Doubt::None => {
                words.len()
            }
            (_, Some(rest)) => rest.trim_end().len(),
            (_, None) => words.len(),
        }
    }

    /// The date as APA style has it, the year first: `2022, September 16`; a date that is not plain, in its own words.
    pub(crate) fn apa_words(&self, catalogue: &Catalogue) -> String {
        match self.0 {
            Extent::One(Stated { year, detail: Detail::Day(month, day), doubt: Doubt::None }) => {
                let year = ("year", year_words(year, catalogue).into());
                let month = ("month", catalogue.month_beside_day(month).into());
                catalogue.format("apa-day", &[year, month, ("day", day.into())])
            }
            Extent::One(Stated { year, detail: Detail::Month(month), doubt: Doubt::None }) => {
                let year = ("year", year_words(year, catalogue).into());
                catalogue.format("apa-month", &[year, ("month", catalogue.month(month).into())])
            }
            _ => self.words(catalogue),
        }
    }
}

/// A year in words, with its era where a bare number would not be read as a year: `2022`, `44 BC`. There is no
/// year 0.
pub(crate) fn year_words(year: i64, catalogue: &Catalogue) -> String {
    match year {
        ..=0 => catalogue.format("year-bc", &[("year", grouped(1 - year, catalogue).into())]),
        1..=999 => catalogue.format("year-ad", &[("year", year.to_string().into())]),
        _ => grouped(year, catalogue),
    }
}

/// `170,000,002`; four digits stay together.
fn grouped(year: i64, catalogue: &Catalogue) -> String {
    let digits = year.to_string();
    let number = Number::parse(&digits).filter(|_| digits.len() > 4);
    number.map_or(digits, |number| number.words(&catalogue.language))
}

/// Writes dates in a language.
struct Words<'c>(&'c Catalogue);

impl Words<'_> {
    fn year(&self, year: i64) -> Argument<'static> {
        year_words(year, self.0).into()
    }

    fn date(&self, date: Stated) -> String {
        let plain = self.without_doubt(date);
        let id = match date.doubt {
            Doubt::None => return plain,
            Doubt::Uncertain => "perhaps",
            Doubt::Approximate => "around",
            Doubt::Both => "perhaps-around",
        };
        self.0.format(id, &[("date", plain.into())])
    }

    fn without_doubt(&self, Stated { year, detail, .. }: Stated) -> String {
        let month = |month: i8| ("month", self.0.month(month).into());
        let (id, part) = match detail {
            Detail::Century => return self.years_from(year, 100),
            Detail::Decade => return self.years_from(year, 10),
            Detail::Year => return year_words(year, self.0),
            Detail::Season(season) => ("date-season", Some(("season", self.0.text(season.id()).into()))),
            Detail::Month(at) => ("date-month", Some(month(at))),
            Detail::SomeDayOf(at) => ("date-day-unknown", Some(month(at))),
            Detail::SomeMonth => ("date-month-unknown", None),
            Detail::SomeDay => ("date-month-and-day-unknown", None),
            Detail::Day(month, day) => {
                let month = ("month", self.0.month_beside_day(month).into());
                let arguments = [("day", day.into()), month, ("year", self.year(year))];
                return self.0.format("date-day", &arguments);
            }
        };
        let arguments: Vec<_> = part.into_iter().chain([("year", self.year(year))]).collect();
        self.0.format(id, &arguments)
    }

    /// Both ends, sharing what they have in common. Ends that are not plain dates have words of their
    /// own, which a dash would tear apart.
    fn between(&self, first: Stated, last: Stated) -> String {
        let year = ("year", self.year(last.year));
        let same_year = first.year == last.year;
        let days = |month: i8, day: i8, last_day: i8| {
            let month = ("month", self.0.month_beside_day(month).into());
            [("day", day.into()), month, ("last-day", last_day.into())]
        };
        match (first.detail, last.detail) {
            _ if first == last => self.date(first),
            _ if !(first.is_plain() && last.is_plain()) => self.range("date-range-vague", first, last),
            (Detail::Year, Detail::Year) => self.years(first.year, last.year),
            (Detail::Day(month, day), Detail::Day(other, last_day)) if same_year && month == other => {
                let [day, month, last_day] = days(month, day, last_day);
                self.0.format("days-in-month", &[day, last_day, month, year])
            }
            (Detail::Day(month, day), Detail::Day(last_month, last_day)) if same_year => {
                let [day, month, last_day] = days(month, day, last_day);
                let last_month = ("last-month", self.0.month_beside_day(last_month).into());
                self.0.format("days-in-year", &[day, month, last_day, last_month, year])
            }
            (Detail::Month(month), Detail::Month(last_month)) if same_year => {
                let month = ("month", self.0.month(month).into());
                let last_month = ("last-month", self.0.month(last_month).into());
                self.0.format("months-in-year", &[month, last_month, year])
            }
            (Detail::Season(season), Detail::Season(last_season)) if same_year => {
                let season = ("season", self.0.text(season.id()).into());
                let last_season = ("last-season", self.0.text(last_season.id()).into());
                self.0.format("seasons-in-year", &[season, last_season, year])
            }
            _ => self.range("date-range", first, last),
        }
    }

    fn range(&self, id: &str, first: Stated, last: Stated) -> String {
        let arguments = [("first", self.date(first).into()), ("last", self.date(last).into())];
        self.0.format(id, &arguments)
    }

    /// Years from one to another, with one era for both where they share it.
    fn years(&self, first: i64, last: i64) -> String {
        let (id, first, last) = match (first, last) {
            (..=0, ..=0) => {
                let bc = |year: i64| grouped(1 - year, self.0).into();
                ("years-bc", bc(first), bc(last))
            }
            (1..=999, 1..=999) => ("years-ad", first.to_string().into(), last.to_string().into()),
            (1000.., _) => ("years", self.year(first), self.year(last)),
            _ => ("date-range", self.year(first), self.year(last)),
        };
        self.0.format(id, &[("first", first), ("last", last)])
    }

    /// `the 2010s` for ten years, `the 1900s` for a hundred; hence `190X`, and years so early that the
    /// name would puzzle, are spelled out.
    fn years_from(&self, first: i64, count: i64) -> String {
        if first < 100 || (count == 10 && first % 100 == 0) {
            let years = self.years(first, first + count - 1);
            return self.0.format("date-years-from-to", &[("years", years.into())]);
        }
        self.0.format("date-years", &[("year", first.to_string().into())])
    }
}

impl Stated {
    fn is_plain(self) -> bool {
        use Detail::{Day, Month, Season, Year};
        matches!(self.detail, Year | Season(_) | Month(_) | Day(..)) && self.doubt == Doubt::None
    }
}

impl Season {
    fn id(self) -> &'static str {
        match self {
            Self::Spring => "season-spring",
            Self::Summer => "season-summer",
            Self::Autumn => "season-autumn",
            Self::Winter => "season-winter",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `_` stands for a no-break space.
    const WORDS: &[(&str, &str)] = &[
        ("2022", "2022"),
        ("2022-09", "September 2022"),
        ("2022-09-15", "15_September 2022"),
        ("2022-09-05", "5_September 2022"),
        ("2001~", "around 2001"),
        ("2001?", "perhaps 2001"),
        ("2001-04%", "perhaps around April 2001"),
        ("201X", "the 2010s"),
        ("19XX", "the 1900s"),
        ("190X", "the years 1900–1909"),
        ("09XX~", "around the 900s"),
        ("00XX", "the years 1 BC_– AD 99"),
        ("001X", "the years AD 10–19"),
        ("2004-XX", "2004, month unknown"),
        ("1985-04-XX", "April 1985, day unknown"),
        ("1985-XX-XX", "1985, month and day unknown"),
        ("2001-21", "spring 2001"),
        ("2001-24~", "around winter 2001"),
        ("-1985", "1986 BC"),
        ("0000", "1 BC"),
        ("-0043-03-15", "15_March 44 BC"),
        ("0014", "AD 14"),
        ("Y170000002", "170,000,002"),
        ("Y-170000002", "170,000,003 BC"),
        ("Y12345", "12,345"),
        ("-9999", "10,000 BC"),
        ("2022-09-15/2022-09-16", "15–16_September 2022"),
        ("2022-09-28/2022-10-02", "28_September_– 2_October 2022"),
        ("2022-09-15/2023-01-03", "15_September 2022_– 3_January 2023"),
        ("2022-08/2022-09", "August–September 2022"),
        ("2004-06/2006-08", "June 2004_– August 2006"),
        ("2004/2006", "2004–2006"),
        ("2004-02-01/2005", "1_February 2004_– 2005"),
        ("2001-21/2001-22", "spring–summer 2001"),
        ("2001-22/2002-24", "summer 2001_– winter 2002"),
        ("2022-09-15/2022-09-15", "15_September 2022"),
        ("-0043/-0026", "44–27 BC"),
        ("-0026/0014", "27 BC_– AD 14"),
        ("0014/0037", "AD 14–37"),
        ("0500/1000", "AD 500_– 1000"),
        ("1984~/2004-06", "around 1984 to June 2004"),
        ("199X/201X", "the 1990s to the 2010s"),
        ("2022-09/..", "from September 2022"),
        ("../1985?", "until perhaps 1985"),
        ("2004/", "2004 to an unknown date"),
        ("/2006", "until 2006, start unknown"),
    ];

    #[test]
    fn a_year_that_stands_above_is_not_said_again() {
        for (text, year, left) in [
            ("2022", "2022", ""),
            ("2022-09", "2022", "September"),
            ("2022-09-15/2022-09-16", "2022", "15–16_September"),
            ("2022-09~", "2022", "around September"),
            ("2022-23", "2022", "autumn"),
            ("-0043-03-15", "44 BC", "15_March"),
            ("0014", "AD 14", ""),
            ("2022~", "2022", "around 2022"),
            ("2022-XX", "2022", "2022, month unknown"),
            ("2022-01~/2022-03", "2022", "around January 2022 to March 2022"),
        ] {
            let date = Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            let words = date.in_english();
            assert_eq!(words[..date.words_under(&words, year)].replace('\u{a0}', "_"), left, "{text}");
        }
    }

    #[test]
    fn dates_read_as_english() {
        for (text, expected) in WORDS {
            let words = Edtf::parse(text).map(|date| date.in_english().replace('\u{a0}', "_"));
            assert_eq!(words.as_deref(), Ok(*expected), "{text}");
        }
    }
}
