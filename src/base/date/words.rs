//! Dates in English: day before month, en dashes between, and no more words than both ends need.
//!
//! Must not know: how a date is written in data.

use std::fmt;

use super::{Detail, Doubt, Edtf, Extent, Missing, Season, Stated};

pub(super) const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
];

impl Edtf {
    /// The date as a reader says it: `15–16 September 2022`, `around 2001`, `the 2010s`.
    pub(crate) fn words(&self) -> String {
        match self.0 {
            Extent::One(date) => date.to_string(),
            Extent::Between(start, end) => between(start, end),
            Extent::From(start, Missing::Open) => format!("from {start}"),
            Extent::From(start, Missing::Unknown) => format!("{start} to an unknown date"),
            Extent::Until(Missing::Open, end) => format!("until {end}"),
            Extent::Until(Missing::Unknown, end) => format!("until {end}, start unknown"),
        }
    }
}

impl Edtf {
    /// How many bytes of its words are left to say under its year: `15–16 September` under `2022`, nothing of
    /// `2022` itself, and all of what would not be understood alone, as `perhaps`.
    pub(crate) fn words_under(&self, year: &str) -> usize {
        let words = self.words();
        let rest = words.strip_suffix(year).filter(|rest| !rest.contains(year));
        match (self.0, rest) {
            (Extent::One(Stated { detail: Detail::Year, doubt, .. }), _) if doubt != Doubt::None => {
                words.len()
            }
            (_, Some(rest)) => rest.trim_end().len(),
            (_, None) => words.len(),
        }
    }
}

/// A year in words: `2022`, `44 BC`.
pub(crate) fn year(year: i64) -> String {
    Year(year).to_string()
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.doubt.words())?;
        let year = Year(self.year);
        match self.detail {
            Detail::Century => f.write_str(&vague(self.year, 100)),
            Detail::Decade => f.write_str(&vague(self.year, 10)),
            Detail::Year => write!(f, "{year}"),
            Detail::Season(season) => write!(f, "{} {year}", season.word()),
            Detail::Month(month) => write!(f, "{} {year}", month_name(month)),
            Detail::Day(month, day) => write!(f, "{} {year}", day_of(month, day)),
            Detail::SomeMonth => write!(f, "{year}, month unknown"),
            Detail::SomeDayOf(month) => write!(f, "{} {year}, day unknown", month_name(month)),
            Detail::SomeDay => write!(f, "{year}, month and day unknown"),
        }
    }
}

/// Both ends, sharing what they have in common. Ends that are not plain dates have words of their
/// own, which a dash would tear apart.
fn between(start: Stated, end: Stated) -> String {
    use Detail::{Day, Month, Season, Year};
    let same_year = start.year == end.year;
    match (start.detail, end.detail) {
        _ if start == end => start.to_string(),
        _ if !(start.is_plain() && end.is_plain()) => format!("{start} to {end}"),
        (Year, Year) => years(start.year, end.year),
        (Day(month, day), Day(other, _)) if same_year && month == other => format!("{day}–{end}"),
        (Day(month, day), Day(..)) if same_year => spaced(day_of(month, day), end),
        (Month(month), Month(_)) if same_year => format!("{}–{end}", month_name(month)),
        (Season(season), Season(_)) if same_year => format!("{}–{end}", season.word()),
        _ => spaced(start, end),
    }
}

/// A dash between ends that have spaces themselves; it does not begin a line.
fn spaced(start: impl fmt::Display, end: impl fmt::Display) -> String {
    format!("{start}\u{a0}– {end}")
}

fn years(first: i64, last: i64) -> String {
    match (first, last) {
        (..=0, ..=0) => format!("{}–{}", Grouped(1 - first), Year(last)),
        (1..=999, 1..=999) => format!("{}–{last}", Year(first)),
        (1000.., _) => format!("{}–{}", Year(first), Year(last)),
        _ => spaced(Year(first), Year(last)),
    }
}

/// `the 2010s` for ten years, `the 1900s` for a hundred; hence `190X`, and years so early that the
/// name would puzzle, are spelled out.
fn vague(first: i64, count: i64) -> String {
    if first < 100 || (count == 10 && first % 100 == 0) {
        return format!("the years {}", years(first, first + count - 1));
    }
    format!("the {first}s")
}

fn day_of(month: i8, day: i8) -> String {
    format!("{day}\u{a0}{}", month_name(month))
}

pub(crate) fn month_name(month: i8) -> &'static str {
    MONTHS[month as usize - 1]
}

impl Stated {
    fn is_plain(self) -> bool {
        use Detail::{Day, Month, Season, Year};
        matches!(self.detail, Year | Season(_) | Month(_) | Day(..)) && self.doubt == Doubt::None
    }
}

impl Season {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Spring => "spring",
            Self::Summer => "summer",
            Self::Autumn => "autumn",
            Self::Winter => "winter",
        }
    }
}

impl Doubt {
    fn words(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Uncertain => "perhaps ",
            Self::Approximate => "around ",
            Self::Both => "perhaps around ",
        }
    }
}

/// A year with its era where a bare number would not be read as a year. There is no year 0.
pub(super) struct Year(pub(super) i64);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ..=0 => write!(f, "{} BC", Grouped(1 - self.0)),
            1..=999 => write!(f, "AD {}", self.0),
            year => write!(f, "{}", Grouped(year)),
        }
    }
}

/// `170,000,002`; four digits stay together.
struct Grouped(i64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (at, digit) in digits.char_indices() {
            let left = digits.len() - at;
            let comma = if at > 0 && left.is_multiple_of(3) && digits.len() > 4 { "," } else { "" };
            write!(f, "{comma}{digit}")?;
        }
        Ok(())
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
            let words = date.words();
            assert_eq!(words[..date.words_under(year)].replace('\u{a0}', "_"), left, "{text}");
        }
    }

    #[test]
    fn dates_read_as_english() {
        for (text, expected) in WORDS {
            let words = Edtf::parse(text).map(|date| date.words().replace('\u{a0}', "_"));
            assert_eq!(words.as_deref(), Ok(*expected), "{text}");
        }
    }
}
