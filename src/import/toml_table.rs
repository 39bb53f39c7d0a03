//! Writes front matter and settings of the new site as TOML.
//!
//! Must not know: the old site.

use std::fmt::Write;

use crate::base::toml::{format_string, format_strings};

/// The text of a TOML table. Keys without a visible value are left out.
#[derive(Debug, Default)]
pub(super) struct TomlTable {
    pub(super) text: String,
}

impl TomlTable {
    pub(super) fn add_string(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| is_visible(value)) {
            self.add_raw(key, &toml_string(value.trim()));
        }
    }

    pub(super) fn add_strings<'t>(&mut self, key: &str, values: impl IntoIterator<Item = &'t str>) {
        let values: Vec<_> =
            values.into_iter().filter(|value| is_visible(value)).map(without_controls).collect();
        if !values.is_empty() {
            self.add_raw(key, &format_strings(&values));
        }
    }

    /// Adds a value that is TOML already: a date, a number, `true`.
    pub(super) fn add_raw(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    pub(super) fn start_table(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n[{name}]");
    }
}

fn is_visible(text: &str) -> bool {
    text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control())
}

/// Formats a TOML string on one line, without control characters: they are invisible, and XML cannot have them.
pub(super) fn toml_string(text: &str) -> String {
    format_string(&without_controls(text))
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_on_one_line() {
        assert_eq!(toml_string("a \"b\" \\ \n\u{1}"), "\"a \\\"b\\\" \\\\ \\n\"");
    }
}
