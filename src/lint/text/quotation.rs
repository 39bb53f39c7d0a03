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
}
