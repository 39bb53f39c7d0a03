//! Countries by their ISO 3166-1 codes, and what an author may have meant by something else.
//!
//! Must not know: shapes.

use std::sync::LazyLock;

use crate::base::words::nearest;

/// A country, or another area that has a code.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Country {
    /// Two letters.
    pub(crate) code: &'static str,
    /// Three letters.
    long: &'static str,
    /// As it stands in a sentence.
    pub(crate) name: &'static str,
    others: Vec<&'static str>,
}

/// In the order of their codes.
static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let rows = include_str!("data/countries.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let mut cells = row.split('\t');
        let mut cell = || cells.next().unwrap_or("");
        let code = cell();
        let long = cell();
        let name = cell();
        Country { code, long, name, others: cell().split('|').filter(|name| !name.is_empty()).collect() }
    })
    .collect()
});

/// The country with this code of two or three letters.
pub(crate) fn country_by_code(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code || country.long == code)
}

/// Returns whether a country has this name.
pub(crate) fn is_country_name(name: &str) -> bool {
    COUNTRIES.iter().any(|country| country.names().any(|known| known == name))
}

/// The code of the country that is most likely meant by a word which is no code: small letters, a name, the
/// beginning of one. Codes are too short for a likeness to mean anything.
pub(crate) fn likely_code(word: &str) -> Option<&'static str> {
    let word = word.trim();
    let same = |name: &str| name.to_lowercase() == word.to_lowercase();
    let named = |country: &&Country| country.names().any(same) || same(country.code) || same(country.long);
    if let Some(country) = COUNTRIES.iter().find(named) {
        return Some(country.code);
    }
    if word.chars().count() <= 3 {
        let begins = |country: &&Country| country.name.to_lowercase().starts_with(&word.to_lowercase());
        let mut found = COUNTRIES.iter().filter(begins);
        return found.next().filter(|_| found.next().is_none()).map(|country| country.code);
    }
    let near = nearest(word, COUNTRIES.iter().flat_map(Country::names))?;
    COUNTRIES.iter().find(|country| country.names().any(|name| name == near)).map(|country| country.code)
}

impl Country {
    fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.others.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_has_two_codes() {
        assert_eq!(country_by_code("KZ").map(|country| country.name), Some("Kazakhstan"));
        assert_eq!(country_by_code("KAZ"), country_by_code("KZ"));
        assert_eq!(country_by_code("kz"), None);
        assert_eq!(country_by_code("Kazakhstan"), None);
        assert_eq!(country_by_code(""), None);
    }

    #[test]
    fn what_is_no_code_may_be_a_name() {
        assert_eq!(likely_code("Kazakhstan"), Some("KZ"));
        assert_eq!(likely_code("Kazachstan"), Some("KZ"));
        assert_eq!(likely_code("kz"), Some("KZ"));
        assert_eq!(likely_code("UK"), Some("GB"));
        assert_eq!(likely_code("GER"), Some("DE"));
        assert_eq!(likely_code("XX"), None);
        assert_eq!(likely_code("Atlantis"), None);
        assert_eq!(likely_code(""), None);
    }
}
