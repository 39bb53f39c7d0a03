//! Formats strings and keys of any letters as TOML, on one line.
//!
//! Must not know: what they mean.

use toml_writer::{ToTomlKey, ToTomlValue, TomlKeyBuilder, TomlStringBuilder};

pub(crate) fn format_string(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

pub(crate) fn format_strings(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| format_string(text)).collect();
    format!("[{}]", texts.join(", "))
}

pub(crate) fn format_key(text: &str) -> String {
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
            let key = format_key(&texts.concat());
            let toml = format!("[{key}]\na = {}\n", format_strings(&texts));
            let read: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(&toml).expect("TOML");
            prop_assert_eq!(&read[&texts.concat()]["a"], &texts);
            prop_assert_eq!(toml.lines().count(), 2);
        }
    }

    #[test]
    fn quotation_marks_lines_backslashes_and_emoji_are_written() {
        assert_eq!(format_string("Why “so”?"), "\"Why “so”?\"");
        let text = "a \"b\" 'c'\r\n\\d \u{7f}\u{0}🐝";
        let toml = format!("a = {}", format_string(text));
        let read: BTreeMap<String, String> = toml::from_str(&toml).expect("TOML");
        assert_eq!(read["a"], text);
    }
}
