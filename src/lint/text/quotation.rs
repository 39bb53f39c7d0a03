//! Quotations in a text without mark-up: the words between typographic quotation marks.
//!
//! Whether another text contains them: capitals, marks and spaces make no difference; words in brackets were
//! inserted, and `…` marks an omission. Must not know: who is quoted, or where the other text comes from.

use std::ops::Range;

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The bytes with the marks.
    pub(crate) range: Range<usize>,
    /// The bytes between the marks.
    pub(crate) words: Range<usize>,
}

/// Pairs of marks: the opening and the closing one.
const MARKS: [(char, char); 3] = [('“', '”'), ('«', '»'), ('„', '“')];

/// Pairs the quotation marks of a text: gives the outermost quotations, and the marks without a partner, both
/// in order.
pub(crate) fn pair_quotation_marks(text: &str) -> (Vec<Quotation>, Vec<Range<usize>>) {
    let mut quotations = Vec::new();
    let mut unpaired = Vec::new();
    // The opening marks without a partner so far, each with the mark that closes it.
    let mut open: Vec<(Range<usize>, char)> = Vec::new();
    for (at, mark) in text.char_indices() {
        let here = at..at + mark.len_utf8();
        if let Some((opening, _)) = open.pop_if(|(_, closing)| *closing == mark) {
            if open.is_empty() {
                quotations.push(Quotation { range: opening.start..here.end, words: opening.end..at });
            }
        } else if let Some((_, closing)) = MARKS.iter().find(|(opening, _)| *opening == mark) {
            open.push((here, *closing));
        } else if MARKS.iter().any(|(_, closing)| *closing == mark)
            // After a figure, it means inches or minutes.
            && !text[..at].ends_with(|letter: char| letter.is_ascii_digit())
        {
            unpaired.push(here);
        }
    }
    unpaired.extend(open.into_iter().map(|(opening, _)| opening));
    unpaired.sort_by_key(|mark| mark.start);
    (quotations, unpaired)
}

/// Checks whether the pieces of a quotation are in a text, in their order.
pub(crate) fn contains_quotation(text: &str, quotation: &str) -> bool {
    let text = normalize(text);
    let mut rest = text.as_str();
    for piece in quoted_pieces(quotation) {
        let Some(at) = rest.find(&piece) else { return false };
        // The space after one piece may be the one before the next.
        rest = &rest[at + piece.len() - 1..];
    }
    true
}

/// The normalized words between omissions and insertions.
fn quoted_pieces(quotation: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut depth = 0_usize;
    for letter in quotation.replace("...", "…").replace(". . .", "…").chars() {
        match letter {
            '[' => {
                depth += 1;
                pieces.push(std::mem::take(&mut piece));
            }
            ']' => depth = depth.saturating_sub(1),
            '…' => pieces.push(std::mem::take(&mut piece)),
            _ if depth == 0 => piece.push(letter),
            _ => {}
        }
    }
    pieces.push(piece);
    pieces.iter().map(|piece| normalize(piece)).filter(|piece| piece != " ").collect()
}

/// The words of a text in lower case without apostrophes, with one space around each.
fn normalize(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            words.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’' | '‘' | '\u{ad}') && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<&str>, usize) {
        let (quotations, unpaired) = pair_quotation_marks(text);
        (quotations.into_iter().map(|quotation| &text[quotation.words]).collect(), unpaired.len())
    }

    #[test]
    fn words_between_marks_are_quotations() {
        assert_eq!(read("He said “no limits” and «да»."), (vec!["no limits", "да"], 0));
        assert_eq!(read("„So“ sagte er."), (vec!["So"], 0));
        assert_eq!(read("“A “b” c.”"), (vec!["A “b” c."], 0));
    }

    #[test]
    fn a_mark_may_have_no_partner() {
        assert_eq!(read("He said “no."), (vec![], 1));
        assert_eq!(read("no” he said"), (vec![], 1));
        assert_eq!(read("a 6” pipe"), (vec![], 0));
    }

    const TEXT: &str =
        "Friendship between the two States has no limits, there are no ‘forbidden’ areas of cooperation.";

    #[test]
    fn marks_capitals_omissions_and_insertions_make_no_difference() {
        for quotation in [
            "friendship between the two states",
            "Friendship … has no limits",
            "Friendship [of both] has no “limits” – there are no",
            "no limits... cooperation",
            "has no limits [and] there are",
        ] {
            assert!(contains_quotation(TEXT, quotation), "{quotation}");
        }
    }

    #[test]
    fn another_word_another_order_and_half_a_word_make_one() {
        for quotation in ["friendship of the two states", "no limits … the two States", "has no limit"] {
            assert!(!contains_quotation(TEXT, quotation), "{quotation}");
        }
    }
}
