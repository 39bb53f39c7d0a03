//! How the numbers of a data file are written: with a point or a comma before decimals, with groups of thousands, with
//! `%`.
//!
//! Must not know: which column is meant, what a block wants of it.

use crate::base::number::Number;

/// How the numbers of one column are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Notation {
    /// A comma stands before decimals, and a point between thousands.
    pub(super) decimal_comma: bool,
    /// Each is per cent, and says so.
    pub(super) percent: bool,
}

impl Notation {
    /// Makes out a column's notation of its cells, which say something each. `None` for the decimal sign if none of
    /// them tells: `1.234` may be either.
    pub(super) fn decimal_comma<'c>(cells: impl Iterator<Item = &'c str>, delimiter: u8) -> Option<bool> {
        let mut comma = false;
        let mut point = false;
        for cell in cells.filter(|cell| cell.contains([',', '.'])) {
            let cell = cell.strip_suffix('%').unwrap_or(cell).trim_end();
            let reads = |decimal_comma| Self { decimal_comma, percent: false }.read(cell).is_some();
            match (reads(true), reads(false)) {
                (true, false) => comma = true,
                (false, true) => point = true,
                // Who parts cells by semicolons does so because a comma is the decimal sign.
                (true, true) if delimiter == b';' && cell.contains(',') => comma = true,
                _ => {}
            }
        }
        (comma || point).then_some(comma && !point)
    }

    /// Reads a number.
    pub(super) fn read(self, cell: &str) -> Option<Number> {
        let cell = if self.percent { cell.strip_suffix('%')?.trim_end() } else { cell };
        let (decimal, group) = if self.decimal_comma { (',', '.') } else { ('.', ',') };
        let end = cell.find([decimal, 'e', 'E']).unwrap_or(cell.len());
        let (whole, rest) = cell.split_at(end);
        if !whole.contains(group) && !self.decimal_comma {
            return Number::parse(cell);
        }
        let is_grouped = |whole: &str| {
            let mut groups = whole.trim_start_matches(['+', '-', '−']).split(group);
            let first = groups.next().unwrap_or("");
            let mut others = groups.peekable();
            others.peek().is_none()
                || (1..=3).contains(&first.len())
                    && !first.starts_with('0')
                    && others.all(|group| group.len() == 3)
        };
        // The other sign has no place behind the first.
        if rest.contains(group) || !is_grouped(whole) {
            return None;
        }
        Number::parse(&(whole.replace(group, "") + &rest.replace(decimal, ".")))
    }
}

/// Tells if a cell says that there is no value, as statistical offices and spreadsheets write it.
pub(super) fn is_missing(cell: &str) -> bool {
    const WORDS: [&str; 8] = ["na", "n/a", "#n/a", "nan", "null", "none", "<na>", "n.a."];
    const SIGNS: [&str; 10] = ["-", "--", "–", "—", "−", ".", "..", "…", ":", "*"];
    SIGNS.contains(&cell) || cell == "..." || WORDS.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// Tells if digits are a code and no quantity: a zero leads them.
pub(super) fn is_code(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-', '−']).unwrap_or(cell);
    let leads = digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit());
    leads && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str], delimiter: u8) -> Vec<Option<String>> {
        let decimal_comma = Notation::decimal_comma(cells.iter().copied(), delimiter).unwrap_or_default();
        let notation = Notation { decimal_comma, percent: false };
        cells.iter().map(|cell| notation.read(cell).map(|number| number.plain())).collect()
    }

    fn numbers(cells: &[&str], delimiter: u8) -> Vec<String> {
        read(cells, delimiter).into_iter().map(Option::unwrap_or_default).collect()
    }

    #[test]
    fn cells_tell_which_sign_stands_before_decimals() {
        assert_eq!(numbers(&["1,5", "2"], b';'), ["1.5", "2"]);
        assert_eq!(numbers(&["1,500", "2"], b';'), ["1.500", "2"]);
        assert_eq!(numbers(&["1.234.567,5", "−1.234"], b';'), ["1234567.5", "-1234"]);
        assert_eq!(numbers(&["1.5", "2.250"], b';'), ["1.5", "2.250"]);
        assert_eq!(numbers(&["1,234", "12,345,678.9"], b','), ["1234", "12345678.9"]);
        assert_eq!(numbers(&["0,512", "1,250"], b','), ["0.512", "1.250"]);
        assert_eq!(numbers(&["1,5e3", "2E-1"], b';'), ["1500", "0.2"]);
    }

    #[test]
    fn a_sign_out_of_its_place_makes_no_number() {
        for cell in ["1,23,4", "1,2345", "1.5,6", ",", "1,,000", "12,34.5.6"] {
            assert_eq!(read(&[cell, "0.5"], b',')[0], None, "{cell}");
        }
    }

    #[test]
    fn a_zero_before_other_digits_makes_a_code() {
        for cell in ["007", "00.50", "-01", "0,0", "00"] {
            assert_eq!(is_code(cell), cell != "0,0", "{cell}");
        }
        for cell in ["0", "0.5", "-0.5", "0x1", "0e3", "100", ""] {
            assert!(!is_code(cell), "{cell}");
        }
    }
}
