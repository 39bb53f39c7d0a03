//! What is taken for a sign of TOML, and what is left alone.

use proptest::prelude::*;

use super::*;

/// Applies what is offered for a text with errors.
fn mended(toml: &str) -> String {
    let (_, errors) = DeTable::parse_recoverable(toml);
    let errors: Vec<_> = errors.iter().filter_map(toml::de::Error::span).map(|span| span.start).collect();
    let lines = find_look_alikes(toml, &errors);
    with_changes(toml, &lines.iter().flat_map(|line| &line.changes).collect::<Vec<_>>())
}

const PAIRS: [(char, char); 12] = [
    ('“', '”'),
    ('”', '”'),
    ('„', '“'),
    ('‟', '”'),
    ('«', '»'),
    ('»', '«'),
    ('＂', '＂'),
    ('‘', '’'),
    ('‚', '‘'),
    ('‹', '›'),
    ('“', '"'),
    ('"', '”'),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_marks_a_text_stands_in_they_become_straight(
        text in "[a-z][a-zé ?!,#=.]{0,12}[a-z]",
        mark in 0..PAIRS.len(),
        shape in 0..6_usize,
        tail in prop::sample::select(vec!["", " ", " # “so”", "\r"]),
    ) {
        let (open, close) = PAIRS[mark];
        let broken = format!("{open}{text}{close}");
        let whole = format!("\"{text}\"");
        let line = |value: &str| match shape {
            0 => format!("key = {value}{tail}\n"),
            1 => format!("key = [{value}, {value}]{tail}\n"),
            2 => format!("key = [\n  {value},\n  {value}\n]{tail}\n"),
            3 => format!("{value} = 1{tail}\n"),
            4 => format!("[{value}]{tail}\nkey = 1\n"),
            _ => format!("key = {{ a = {value}, b = {value} }}{tail}\n"),
        };
        prop_assert_eq!(mended(&line(&broken)), line(&whole));
    }

    #[test]
    fn a_space_or_a_letter_that_nobody_sees_goes(
        at in 0..5_usize,
        letter in prop::sample::select(vec!['\u{a0}', '\u{202f}', '\u{3000}', '\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}', '\u{200f}']),
    ) {
        let parts = ["", "ke", "y ", "= ", "\"a b\"", " # c\n"];
        let text: String = parts[..=at].concat() + &letter.to_string() + &parts[at + 1..].concat();
        let table = mended(&text);
        prop_assume!(at != 1 || !letter.is_whitespace());
        prop_assert!(lines_with_errors(&table).is_empty(), "{table:?}");
    }

    #[test]
    fn toml_is_left_alone_and_nothing_is_lost(parts in prop::collection::vec(prop::sample::select(vec![
        "a = \"“x”\"\n", "b = '''\n“ ” „\n'''\n", "# “c”\n", "d = “e”\n", "[f]\n", "g = [\"h\", \"“\"]\n", "i = \"\"\"“\n\"\"\"\n", "\u{a0}\n", "j = “\n",
    ]), 0..8)) {
        let text = parts.concat();
        let after = mended(&text);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&text), letters(&after));
        if !text.contains("“e”") && !text.contains("\u{a0}\n") {
            prop_assert_eq!(text, after);
        }
    }
}

const MENDED: [(&str, &str); 12] = [
    ("title ＝ \"Why?\"", "title = \"Why?\""),
    ("ｔｉｔｌｅ = \"Why?\"", "title = \"Why?\""),
    ("published = 2026–11–01", "published = 2026-11-01"),
    ("lon = −71.5", "lon = -71.5"),
    ("[my–source]", "[my-source]"),
    ("topics = ［“a”，“b”］", "topics = [\"a\",\"b\"]"),
    ("title = “Why do they say “no”?”", "title = \"Why do they say “no”?\""),
    ("title = “Why do they say \"no\"?”", "title = 'Why do they say \"no\"?'"),
    ("title = “It's \"no\"”", "title = \"It's \\\"no\\\"\""),
    ("title = ‘It’s so’", "title = \"It’s so\""),
    ("title = ''", "title = ''"),
    ("a = ［“b”］＃ c", "a = [\"b\"]# c"),
];

#[test]
fn signs_of_other_keyboards_become_those_of_toml() {
    for (text, expected) in MENDED {
        assert_eq!(mended(text), expected, "{text}");
    }
}

#[test]
fn a_change_that_is_not_certain_is_not_made() {
    for text in [
        "title = Why is Xi’s trip – so – long？",
        "title = 为什么？",
        "title = “Why",
        "title = “““Why”””",
        "names = [“He said “no”, then left”, “B”]",
        "title = “a\\b”",
        "a = “b”\u{2028}c = 1",
        "title = \"Why do they say \"no\"?\"",
        "title = 'It's so'",
    ] {
        assert_eq!(mended(text), text, "{text}");
    }
}
