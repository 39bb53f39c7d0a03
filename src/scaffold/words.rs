//! Texts of any letters as TOML, so that what is written is read back the same.
//!
//! Must not know: what they say.

use toml_writer::{ToTomlKey, ToTomlValue, TomlKeyBuilder, TomlStringBuilder};

/// A text in quotation marks, on one line.
pub(super) fn string(text: &str) -> String {
    let builder = TomlStringBuilder::new(text);
    builder.as_basic_pretty().unwrap_or_else(|| builder.as_basic()).to_toml_value()
}

/// Texts in brackets, on one line.
pub(super) fn strings(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// The name of a table.
pub(super) fn key(text: &str) -> String {
    TomlKeyBuilder::new(text).as_default().to_toml_key()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_back_the_same(texts in prop::collection::vec(any::<String>(), 0..4)) {
            let key = key(&texts.concat());
            let toml = format!("[{key}]\na = {}\n", strings(&texts));
            let read: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(&toml).expect("TOML");
            prop_assert_eq!(&read[&texts.concat()]["a"], &texts);
            prop_assert_eq!(toml.lines().count(), 2);
        }
    }

    #[test]
    fn quotation_marks_lines_backslashes_and_emoji_are_written() {
        assert_eq!(string("Why “so”?"), "\"Why “so”?\"");
        let text = "a \"b\" 'c'\r\n\\d \u{7f}\u{0}🐝";
        let read: BTreeMap<String, String> = toml::from_str(&format!("a = {}", string(text))).expect("TOML");
        assert_eq!(read["a"], text);
    }
}
