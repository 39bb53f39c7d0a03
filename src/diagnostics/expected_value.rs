//! The values that a key can need, as the ends of sentences that begin with "write".

use super::GapValue;

/// One of the values in this file: no other text can stand for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExpectedValue(&'static str);

impl ExpectedValue {
    pub(crate) const TEXT: Self = Self("text in quotes");
    pub(crate) const TEXTS: Self = Self("a list of texts, `[\"one\", \"two\"]`");
    pub(crate) const FLAG: Self = Self("`true` or `false`");
    pub(crate) const DATE: Self = Self("a date such as 2022-09-15");
    pub(crate) const MOMENT: Self = Self("a moment such as 2022-09-15T12:00:00Z");
    pub(crate) const COUNT: Self = Self("a whole number above zero");
    pub(crate) const NUMBER: Self = Self("a number in digits, such as 96_000_000 or 4.5");
    pub(crate) const DEGREES: Self = Self("a number such as 39.65");
    pub(crate) const TABLE: Self = Self("a table");
    pub(crate) const TABLES: Self = Self("a list of tables, each under `[[…]]`");
    pub(crate) const TABLE_WITH_ID: Self = Self("a table, `[id]` on a line of its own with its keys below");

    /// All of them: a remedy that asks for one is documented once for each.
    pub(super) const ALL: &[&str] = &[
        Self::TEXT.0,
        Self::TEXTS.0,
        Self::FLAG.0,
        Self::DATE.0,
        Self::MOMENT.0,
        Self::COUNT.0,
        Self::NUMBER.0,
        Self::DEGREES.0,
        Self::TABLE.0,
        Self::TABLES.0,
        Self::TABLE_WITH_ID.0,
    ];
}

impl GapValue for ExpectedValue {
    fn gap_value(&self) -> Option<String> {
        self.0.gap_value()
    }
}
