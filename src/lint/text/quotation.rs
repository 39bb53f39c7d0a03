//! Quotations in a text without mark-up: the words between typographic quotation marks.
//!
//! Must not know: who is quoted.

use std::ops::Range;

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The bytes with the marks.
    pub(crate) range: Range<usize>,
    /// The bytes between the marks.
    pub(crate) words: Range<usize>,
}

/// The quotation marks of a text.
#[derive(Debug, Default)]
pub(crate) struct QuotationMarks {
    /// The outermost quotations, in order.
    pub(crate) quotations: Vec<Quotation>,
    /// The marks without a partner, in order.
    pub(crate) unpaired: Vec<Range<usize>>,
}

/// Pairs of marks: the opening and the closing one.
const MARKS: [(char, char); 3] = [('“', '”'), ('«', '»'), ('„', '“')];

/// Pairs the quotation marks of a text.
pub(crate) fn pair_quotation_marks(text: &str) -> QuotationMarks {
    let mut found = QuotationMarks::default();
    // The opening marks without a partner so far, each with the mark that closes it.
    let mut open: Vec<(Range<usize>, char)> = Vec::new();
    for (at, mark) in text.char_indices() {
        let here = at..at + mark.len_utf8();
        if let Some((opening, _)) = open.pop_if(|(_, closing)| *closing == mark) {
            if open.is_empty() {
                found.quotations.push(Quotation { range: opening.start..here.end, words: opening.end..at });
            }
        } else if let Some((_, closing)) = MARKS.iter().find(|(opening, _)| *opening == mark) {
            open.push((here, *closing));
        } else if MARKS.iter().any(|(_, closing)| *closing == mark) && !is_inch_mark(&text[..at]) {
            found.unpaired.push(here);
        }
    }
    found.unpaired.extend(open.into_iter().map(|(opening, _)| opening));
    found.unpaired.sort_by_key(|mark| mark.start);
    found
}

/// Checks whether a closing mark after this text means inches or minutes: it follows a figure.
fn is_inch_mark(before: &str) -> bool {
    before.ends_with(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<&str>, usize) {
        let marks = pair_quotation_marks(text);
        let words = marks.quotations.into_iter().map(|quotation| &text[quotation.words]).collect();
        (words, marks.unpaired.len())
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
}
