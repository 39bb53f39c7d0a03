//! Dates as front matter and file names of other generators have them.
//!
//! Must not know: the keys that have dates.

use jiff::civil::Date;

/// Parses the day of a date, with or without a time, in the forms that front matter has.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let iso_date = text.get(..10).and_then(|day| day.parse::<Date>().ok());
    // `4 September 2022`; a time may follow: ` 08:00:00 GMT`.
    let formats = ["%a, %d %b %Y", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y"];
    let day = text.split(" 0").next().unwrap_or(text);
    let written_date = || formats.into_iter().find_map(|format| Date::strptime(format, day).ok());
    iso_date.or_else(|| parse_numeric_date(text)).or_else(written_date)
}

/// Parses `2022/9/4`, with `-`, `/` or `.`.
fn parse_numeric_date(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next()?;
    let mut numbers = day.splitn(3, ['-', '/', '.']).map(|number| number.parse::<i16>().ok());
    let year = numbers.next()??;
    let month = i8::try_from(numbers.next()??).ok()?;
    let day = i8::try_from(numbers.next()??).ok()?;
    Date::new(year, month, day).ok().filter(|_| year > 99)
}

/// Splits `2022-09-14-a` into its date and `a`. A name that is only a date stays whole.
pub(super) fn split_date_prefix(name: &str) -> (Option<Date>, &str) {
    let Some(date) = name.get(..10).and_then(parse_date) else { return (None, name) };
    let mut rest = &name[10..];
    // A time may follow the date: `2022-09-14T10:00:00Z-a`.
    if rest.starts_with('T') {
        rest = rest.find(['-', '_']).map_or("", |at| &rest[at..]);
    }
    match rest.strip_prefix(['-', '_']) {
        Some(rest) if !rest.is_empty() => (Some(date), rest),
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_may_be_written_in_many_ways() {
        let expected = jiff::civil::date(2022, 9, 4);
        for text in [
            "2022-09-04",
            "2022-09-04T23:59:59+02:00",
            "2022-09-04 10:00:00 -0500",
            "2022-9-4",
            "2022/09/04",
            "4 September 2022",
            "September 4, 2022",
        ] {
            assert_eq!(parse_date(text), Some(expected), "{text}");
        }
        for text in ["soon", "2022", "2022-13-01", "04/09/2022"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_at_the_start_of_a_name_is_split_off() {
        assert_eq!(split_date_prefix("2022-09-14-a-b").1, "a-b");
        assert_eq!(split_date_prefix("2022-09-14T10:00:00Z-a").1, "a");
        assert_eq!(split_date_prefix("2022-09-14").1, "2022-09-14");
        assert_eq!(split_date_prefix("2022-99-14-a").1, "2022-99-14-a");
        assert_eq!(split_date_prefix("ä-and-more-letters").1, "ä-and-more-letters");
    }
}
