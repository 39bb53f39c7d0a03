//! Numbers as a language writes them: 12,345.50 in English, 12.345,50 in German, 12 345,50 in French.
//!
//! A number keeps the digits that its author wrote. Must not know: what it counts.

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;

/// How many characters a number may have: more are a mistake, and `1e9999` would be a page of zeros.
const MAX_LENGTH: usize = 40;

/// A decimal number, with its zeros.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number(Decimal);

impl Number {
    /// Parses `1234`, `-0.50`, `5.`, `1.5e6` or `1E+06`, and a minus as [`Self::words`] writes it; `None` if the text is
    /// not a number or too long.
    pub(crate) fn parse(digits: &str) -> Option<Self> {
        let digits = digits.trim_start_matches('+').replace('−', "-").replace("e+", "e").replace("E+", "e");
        let whole = digits.strip_suffix('.').filter(|whole| !whole.contains('.'));
        let mut decimal = Decimal::try_from_str(whole.unwrap_or(&digits)).ok()?;
        decimal.absolute.trim_start();
        (decimal.to_string().len() <= MAX_LENGTH).then_some(Self(decimal))
    }

    /// The number in digits, for programs and HTML's `<data value>`.
    pub(crate) fn plain(&self) -> String {
        self.0.to_string()
    }

    /// The number as a language writes it, with a minus instead of a hyphen; `language` is a BCP 47 tag, and an
    /// unknown one counts as English.
    pub(crate) fn words(&self, language: &str) -> String {
        let locale = Locale::try_from_str(language).unwrap_or(icu_locale_core::locale!("en"));
        match DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default()) {
            Ok(formatter) => formatter.format(&self.0).to_string(),
            Err(_) => self.plain(),
        }
        .replace('-', "−")
    }
}

/// A number with its unit, and no line break between the two. There is no space before per cent and degrees in
/// English; CLDR's percent pattern of the listed languages has one.
pub(crate) fn with_unit(number: &str, unit: Option<&str>, language: &str) -> String {
    const SPACED: [&str; 16] =
        ["bg", "cs", "da", "de", "es", "fi", "fr", "hu", "kk", "lt", "nb", "no", "ru", "sk", "sv", "uk"];
    let main = language.split('-').next().unwrap_or("");
    match unit {
        None => number.to_owned(),
        Some(unit) if unit.starts_with('%') && !SPACED.contains(&main) => format!("{number}{unit}"),
        Some(unit) if unit.starts_with('°') && unit.chars().count() == 1 => format!("{number}{unit}"),
        Some(unit) => format!("{number}\u{a0}{unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(digits: &str, language: &str) -> String {
        Number::parse(digits).expect("a number").words(language)
    }

    #[test]
    fn a_language_has_its_own_separators() {
        assert_eq!(words("1234567.50", "en"), "1,234,567.50");
        assert_eq!(words("1234567.50", "de"), "1.234.567,50");
        assert_eq!(words("-1234567", "fr"), "−1\u{202f}234\u{202f}567");
        assert_eq!(words("1234", "no-such-language-tag"), "1,234");
    }

    #[test]
    fn digits_stay_as_they_were_written() {
        assert_eq!(words("8.50", "en"), "8.50");
        assert_eq!(words("0", "en"), "0");
        assert_eq!(words("1.5e6", "en"), "1,500,000");
        let plain = |digits| Number::parse(digits).map(|number| number.plain()).unwrap_or_default();
        assert_eq!(plain("+96000000"), "96000000");
        assert_eq!(["7.", ".25", "007"].map(plain), ["7", "0.25", "7"]);
        assert_eq!(["3e+04", "4.50E+02", "6E-3", "−0.5"].map(plain), ["30000", "450", "0.006", "-0.5"]);
    }

    #[test]
    fn what_is_no_number_or_a_page_of_zeros_is_none() {
        for text in ["", "x", "1e999", "1.2.3", "1.2.", ".", "nan", "inf", "0x10"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_unit_stands_behind_its_number() {
        assert_eq!(with_unit("8", Some("members"), "en"), "8\u{a0}members");
        assert_eq!(with_unit("8", Some("%"), "en"), "8%");
        assert_eq!(with_unit("8", Some("%"), "de-AT"), "8\u{a0}%");
    }
}
