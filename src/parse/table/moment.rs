//! Timestamps in TOML, as programs write them, and where a program may insert lines.
//!
//! Must not know: what any key means.

use jiff::Timestamp;
use toml::de::DeValue;

use super::{Fields, Form};
use crate::base::Span;
use crate::diagnostics::ExpectedValue;

impl Fields<'_, '_> {
    /// A timestamp: a day, a time and the offset from UTC.
    pub(crate) fn moment(&mut self, key: &'static str) -> Option<Timestamp> {
        self.note(key, || Form::Moment);
        let value = self.get(key)?;
        let moment = match value.get_ref() {
            DeValue::Datetime(moment) => moment.to_string().parse().ok(),
            _ => None,
        };
        if moment.is_none() {
            self.report_type(key, value, ExpectedValue::MOMENT);
        }
        moment
    }

    /// The end of the line in which a key's value ends; `None` if something follows the value.
    pub(crate) fn behind_line(&self, key: &str) -> Option<Span> {
        let end = self.source.span(self.table.get(key)?.span()).range().end;
        let line = self.source.behind(end).lines().next().unwrap_or("");
        line.trim().is_empty().then(|| Span::new(end..end))
    }
}
