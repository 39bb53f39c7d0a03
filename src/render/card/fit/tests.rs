//! What holds for any words: all of them stand in their frame.

use proptest::prelude::*;

use super::*;
use crate::render::card::faces::{Faces, Hand};

const FRAME: Frame =
    Frame { width: 1056.0, height: 346.0, sizes: &[100, 84, 70, 58, 46, 38, 30], leading: 1.14 };

/// Words of many scripts and lengths, and what stands between them.
const PIECES: &[&str] = &[
    "a",
    "Why",
    "does",
    "it",
    "matter?",
    "Überwachungsaufgabenübertragung",
    "Γιατί",
    "ταξίδι",
    "почему",
    "важна",
    "Қазақстан",
    "fi",
    "e\u{301}",
    "ÅÇ",
    "—",
    "…",
    "“",
    "”",
    "2022",
    "10 %",
    "\u{a0}",
    " ",
    "  ",
    "\u{200b}",
    "\n",
    "中亚",
    "لماذا",
    "(2022)",
    "מדוע",
    "🦄",
    "👩\u{200d}👧",
    "\u{202e}",
    "\0",
    "\u{ad}",
    "/",
    "https://x.y/z",
    "-",
    "X",
];

fn title() -> impl Strategy<Value = String> {
    let piece = || prop::sample::select(PIECES);
    let words = prop::collection::vec((piece(), any::<bool>()), 0..120);
    words.prop_map(|words| {
        words.into_iter().map(|(word, ends)| format!("{word}{}", if ends { " " } else { "" })).collect()
    })
}

/// The letters that are drawn, without the marks that order them.
fn drawn(set: &WordsView) -> Vec<char> {
    let runs = set.lines.iter().flat_map(|line| &line.runs);
    let mut letters: Vec<_> = runs.flat_map(|run| run.text.chars()).collect();
    letters.retain(|letter| !letter.is_whitespace() && *letter != '\u{200f}');
    letters.sort_unstable();
    letters
}

fn assert_fits(title: &str) {
    let faces = Faces::new(&[]);
    let words = Words::new(title, Hand::Serif, &faces);
    let set = fit(&words, &FRAME, |at| faces.face(at).typeface.name.to_string());
    assert!(
        set.width <= FRAME.width && set.height <= FRAME.height,
        "{title:?}: {} × {}",
        set.width,
        set.height
    );
    for line in &set.lines {
        let runs = line.runs.iter().map(|run| run.x);
        assert!(runs.into_iter().all(|x| (0.0..=line.width).contains(&x)), "{title:?}: {line:?}");
    }
    let mut whole: Vec<_> = words.text.chars().filter(|letter| !letter.is_whitespace()).collect();
    whole.sort_unstable();
    assert_eq!(drawn(&set), whole, "{title:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_cut_and_nothing_stands_outside(title in title()) {
        assert_fits(&title);
    }

    #[test]
    fn a_word_of_any_length_stands_in_its_frame(length in 1_usize..1000, letter in prop::sample::select(vec!["W", "i", "ж", "中"])) {
        assert_fits(&letter.repeat(length));
    }
}

fn set(title: &str) -> WordsView {
    let faces = Faces::new(&[]);
    fit(&Words::new(title, Hand::Serif, &faces), &FRAME, |at| faces.face(at).typeface.name.to_string())
}

#[test]
fn a_short_question_is_large_and_a_long_one_smaller() {
    assert_eq!(set("Why?").size, 100.0);
    assert!(set(&"Why does it matter? ".repeat(12)).size < 58.0);
}

#[test]
fn lines_are_as_even_as_they_can_be() {
    let set = set("Why did Xi Jinping’s 2022 Central Asia trip matter?");
    let last = set.lines.last().expect("lines").width;
    assert!(set.lines.len() > 1 && last > set.width / 2.0, "{:?}", set.lines);
}

#[test]
fn a_word_is_parted_only_where_it_would_make_all_words_small() {
    let long = set("What is Überwachungsaufgabenübertragung?");
    assert!(
        long.lines
            .iter()
            .any(|line| line.runs.iter().any(|run| run.text.contains("Überwachungsaufgabenübertragung")))
    );
    assert!(set(&format!("What is {}?", "a".repeat(200))).size >= 46.0);
}

#[test]
fn no_words_are_no_lines() {
    assert!(set(" \0 ").lines.is_empty());
}
