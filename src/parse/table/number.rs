//! Numbers and timestamps in TOML.
//!
//! Must not know: what any key means.

use jiff::Timestamp;
use toml::de::DeValue;

use super::{Fields, Form};
use crate::base::Span;
use crate::base::number::Number;
use crate::diagnostics::ExpectedValue;

impl Fields<'_, '_> {
    /// A whole number of at least one.
    pub(crate) fn count(&mut self, key: &'static str) -> Option<usize> {
        self.note(key, || Form::Count);
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().replace('_', "").parse().ok(),
            _ => None,
        };
        if number.is_none_or(|number: usize| number == 0) {
            self.report_type(key, value, ExpectedValue::COUNT);
            return None;
        }
        number
    }

    /// A decimal number.
    pub(crate) fn needed_number(&mut self, key: &'static str) -> Option<Number> {
        self.note(key, || Form::Number);
        self.need(key, format!("{key} = 1"));
        let value = self.get(key)?;
        let digits = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => "",
        };
        let number = Number::parse(&digits.replace('_', ""));
        if number.is_none() {
            self.report_type(key, value, ExpectedValue::NUMBER);
        }
        number
    }

    /// A floating-point number, and its span.
    pub(crate) fn needed_degrees(&mut self, key: &'static str) -> Option<(f64, Span)> {
        self.note(key, || Form::Number);
        self.need(key, format!("{key} = 1.5"));
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().replace('_', "").parse().ok(),
            DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.report_type(key, value, ExpectedValue::DEGREES);
        }
        Some((number?, self.source.span(value.span())))
    }

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
}
