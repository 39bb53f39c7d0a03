//! Where sentences begin and end in a text without mark-up.
//!
//! A full stop ends a sentence when what follows begins one, and it is not an abbreviation's. Must not know:
//! what a sentence says.

use std::ops::Range;

/// Words that a full stop stands behind inside of a sentence: titles, months, and what editors shorten.
const ABBREVIATIONS: [&str; 45] = [
    "adm", "apr", "aug", "brig", "capt", "cf", "co", "col", "corp", "dec", "dr", "ed", "est", "etc", "feb",
    "fig", "gen", "gov", "inc", "jan", "jr", "lt", "ltd", "maj", "mr", "mrs", "ms", "mt", "no", "nov", "oct",
    "para", "paras", "pp", "prof", "rep", "rev", "sen", "sept", "sgt", "sr", "st", "vol", "vs", "ca",
];

/// The sentences of a text, without the space around them.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if !is_end(letter) {
            continue;
        }
        let mut end = at + letter.len_utf8();
        while let Some((next, letter)) = letters.next_if(|(_, letter)| is_end(*letter) || is_closing(*letter))
        {
            end = next + letter.len_utf8();
        }
        if begins(&text[end..]) && !(letter == '.' && is_abbreviated(&text[start..at])) {
            found.extend(trimmed(text, start..end));
            start = end;
        }
    }
    found.extend(trimmed(text, start..text.len()));
    found
}

fn is_end(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…')
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '”' | '’' | '"' | '\'' | '»' | ')' | ']')
}

/// Whether a sentence may begin in this text: behind white space, with a capital, a figure or an opening mark.
fn begins(text: &str) -> bool {
    let rest = text.trim_start();
    match rest.chars().next() {
        None => true,
        Some(_) if rest.len() == text.len() => false,
        Some(letter) => {
            letter.is_uppercase()
                || letter.is_numeric()
                || matches!(letter, '“' | '‘' | '«' | '(' | '[' | '\u{fffc}')
        }
    }
}

/// Whether the full stop behind this text belongs to its last word.
fn is_abbreviated(text: &str) -> bool {
    let word = text.rsplit(|letter: char| letter.is_whitespace() || matches!(letter, '(' | '“' | '‘')).next();
    let Some(word) = word else { return false };
    // `U.S`, `a.m`, and the initials of a name.
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let is_i = word == "I";
    initial && !is_i || word.contains('.') || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inside = &text[range.clone()];
    let start = range.start + (inside.len() - inside.trim_start().len());
    let end = range.start + inside.trim_end().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
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
