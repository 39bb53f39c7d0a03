//! The sentences of a text without mark-up.
//!
//! A full stop ends a sentence if it belongs to no abbreviation and a new sentence can begin after it. Must
//! not know: what a sentence says.

use std::ops::Range;

/// Words that have a full stop inside a sentence: titles, months, and other abbreviations of editors.
const ABBREVIATIONS: [&str; 45] = [
    "adm", "apr", "aug", "brig", "capt", "cf", "co", "col", "corp", "dec", "dr", "ed", "est", "etc", "feb",
    "fig", "gen", "gov", "inc", "jan", "jr", "lt", "ltd", "maj", "mr", "mrs", "ms", "mt", "no", "nov", "oct",
    "para", "paras", "pp", "prof", "rep", "rev", "sen", "sept", "sgt", "sr", "st", "vol", "vs", "ca",
];

const END_MARKS: [char; 4] = ['.', '!', '?', '…'];
const CLOSING_MARKS: [char; 7] = ['”', '’', '"', '\'', '»', ')', ']'];

/// Finds the sentences of a text, in order, without the space around them.
pub(crate) fn find_sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if !END_MARKS.contains(&letter) {
            continue;
        }
        let mut end = at + letter.len_utf8();
        while let Some((next, mark)) =
            letters.next_if(|(_, letter)| END_MARKS.contains(letter) || CLOSING_MARKS.contains(letter))
        {
            end = next + mark.len_utf8();
        }
        let is_abbreviation = letter == '.' && ends_with_abbreviation(&text[start..at]);
        if can_begin_sentence(&text[end..]) && !is_abbreviation {
            sentences.extend(trim_range(text, start..end));
            start = end;
        }
    }
    sentences.extend(trim_range(text, start..text.len()));
    sentences
}

/// Checks whether a text begins with white space and then a capital, a figure or an opening mark, or is
/// empty.
fn can_begin_sentence(text: &str) -> bool {
    let rest = text.trim_start();
    let Some(first) = rest.chars().next() else { return true };
    let is_spaced = rest.len() < text.len();
    is_spaced
        && (first.is_uppercase()
            || first.is_numeric()
            || matches!(first, '“' | '‘' | '«' | '(' | '[' | '\u{fffc}'))
}

/// Checks whether a full stop after this text belongs to its last word.
fn ends_with_abbreviation(text: &str) -> bool {
    let before_word = |letter: char| letter.is_whitespace() || matches!(letter, '(' | '“' | '‘');
    let word = text.rsplit(before_word).next().unwrap_or(text);
    let mut letters = word.chars();
    let is_letter = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    // One letter is an initial, but for the pronoun; a full stop inside is that of `U.S` and `a.m`.
    is_letter && word != "I" || word.contains('.') || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Leaves out the white space at both ends; `None` if nothing is left.
fn trim_range(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inside = &text[range.clone()];
    let start = range.end - inside.trim_start().len();
    let end = range.start + inside.trim_end().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        find_sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_sentence_ends_where_the_next_begins() {
        assert_eq!(split("Xi left. He came back! Why? "), ["Xi left.", "He came back!", "Why?"]);
        assert_eq!(split("“He left.” She said so."), ["“He left.”", "She said so."]);
        assert_eq!(split("It is 3.5 million. 40 came."), ["It is 3.5 million.", "40 came."]);
        assert_eq!(split("No end"), ["No end"]);
        assert_eq!(split(" "), [""; 0]);
    }

    #[test]
    fn an_abbreviation_ends_none() {
        for text in [
            "Mr. Xi met Gen. Smith on Sept. 14.",
            "J. D. Vance came.",
            "The U.S. Senate sat at 8 a.m. Monday.",
            "It was so (cf. Berg).",
            "Wait... he said.",
        ] {
            assert_eq!(split(text), [text]);
        }
        assert_eq!(split("So did I. He left."), ["So did I.", "He left."]);
    }
}
