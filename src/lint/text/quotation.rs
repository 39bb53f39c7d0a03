//! Quotations in a text without mark-up: what stands between typeset quotation marks.
//!
//! Must not know: who is quoted.

use std::ops::Range;

/// Words between marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// With its marks.
    pub(crate) range: Range<usize>,
    /// Without them.
    pub(crate) words: Range<usize>,
}

/// What opens and what closes.
const MARKS: [(char, char); 3] = [('“', '”'), ('«', '»'), ('„', '“')];

/// The outer quotations of a text, and the marks that have no partner.
pub(crate) fn quotations(text: &str) -> (Vec<Quotation>, Vec<Range<usize>>) {
    let (mut found, mut lone) = (Vec::new(), Vec::new());
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, mark) in text.char_indices() {
        let here = at..at + mark.len_utf8();
        match open.last() {
            Some((start, close)) if *close == mark => {
                let start = *start;
                open.pop();
                if open.is_empty() {
                    let inside = start + text[start..].chars().next().map_or(0, char::len_utf8);
                    found.push(Quotation { range: start..here.end, words: inside..at });
                }
            }
            _ => {
                if let Some((_, close)) = MARKS.iter().find(|(open, _)| *open == mark) {
                    open.push((at, *close));
                } else if MARKS.iter().any(|(_, close)| *close == mark) && !is_measure(&text[..at]) {
                    lone.push(here);
                }
            }
        }
    }
    lone.extend(open.iter().map(|(at, _)| *at..*at + text[*at..].chars().next().map_or(0, char::len_utf8)));
    lone.sort_by_key(|range| range.start);
    (found, lone)
}

/// Inches and minutes: a mark behind a figure that nothing opened.
fn is_measure(before: &str) -> bool {
    before.ends_with(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<&str>, usize) {
        let (found, lone) = quotations(text);
        (found.into_iter().map(|quotation| &text[quotation.words]).collect(), lone.len())
    }

    #[test]
    fn words_between_marks_are_quoted() {
        assert_eq!(read("He said “no limits” and «да»."), (vec!["no limits", "да"], 0));
        assert_eq!(read("„So“ sagte er."), (vec!["So"], 0));
        assert_eq!(read("“A “b” c.”"), (vec!["A “b” c."], 0));
    }

    #[test]
    fn a_mark_without_a_partner_is_alone() {
        assert_eq!(read("He said “no."), (vec![], 1));
        assert_eq!(read("no” he said"), (vec![], 1));
        assert_eq!(read("a 6” pipe"), (vec![], 0));
    }
}
