//! The words around a figure, and what they make of it.
//!
//! Every question looks at a few words to the left and to the right, so that a text is read in the time of its
//! length. Must not know: which figures are quantities.

use std::ops::Range;

use super::super::joined::{Word, words};
use super::{CURRENCIES, Quantity, SCALES, SPANS};

pub(super) struct Line<'t> {
    text: &'t str,
    pub(super) words: Vec<Word<'t>>,
    dates: &'t [Range<usize>],
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str, dates: &'t [Range<usize>]) -> Self {
        Self { text, words: words(text), dates }
    }

    /// A quantity from a word on.
    pub(super) fn quantity(&self, at: usize, end: usize, worth: String) -> Quantity {
        Quantity { range: self.words[at].range.start..end, worth }
    }

    /// What stands before a word, up to the one before it.
    pub(super) fn before(&self, at: usize) -> &'t str {
        let start = at.checked_sub(1).map_or(0, |before| self.words[before].range.end);
        &self.text[start..self.words[at].range.start]
    }

    /// What stands behind a word, up to the next one.
    pub(super) fn behind(&self, at: usize) -> &'t str {
        let end = self.words.get(at + 1).map_or(self.text.len(), |next| next.range.start);
        &self.text[self.words[at].range.end..end]
    }

    /// The next word, where nothing but a space or a hyphen stands between.
    pub(super) fn next(&self, at: usize) -> Option<&Word<'t>> {
        self.words.get(at + 1).filter(|_| matches!(self.behind(at), " " | "-" | "\u{a0}" | "‑"))
    }

    pub(super) fn previous(&self, at: usize) -> Option<&Word<'t>> {
        self.words.get(at.wrapping_sub(1)).filter(|_| matches!(self.before(at), " " | "-" | "\u{a0}" | "‑"))
    }

    /// Whether the next word is one of these.
    pub(super) fn follows(&self, at: usize, those: &[&str]) -> bool {
        self.next(at).is_some_and(|next| next.is_one_of(those))
    }

    fn is_behind(&self, at: usize, those: &[&str]) -> bool {
        self.previous(at).is_some_and(|word| word.is_one_of(those))
    }

    /// Whether a word is part of a date.
    pub(super) fn is_date(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let before = self.dates.partition_point(|date| date.start <= word.range.start);
        before.checked_sub(1).is_some_and(|last| word.range.start < self.dates[last].end)
    }

    /// Where the sign of a currency stands, right before a figure.
    pub(super) fn symbol(&self, at: usize) -> Option<usize> {
        let before = self.before(at);
        let sign = before
            .chars()
            .last()
            .filter(|sign| matches!(sign, '$' | '€' | '£' | '¥' | '₽' | '₩' | '₴' | '₸' | '₹'))?;
        Some(self.words[at].range.start - sign.len_utf8())
    }

    /// Where the unit behind a number ends, and its name; nothing and the number's end, where it has none.
    pub(super) fn unit(&self, at: usize) -> (usize, String) {
        let end = self.words[at].range.end;
        let behind = self.behind(at);
        let percent = behind.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        if percent.starts_with('%') {
            return (end + (behind.len() - percent.len()) + 1, "%".to_owned());
        }
        let Some(next) = self.next(at) else { return (end, String::new()) };
        let per_cent = next.is("per") && self.follows(at + 1, &["cent"]);
        if per_cent {
            (self.words[at + 2].range.end, "%".to_owned())
        } else if next.is_one_of(&["percent", "percentage"]) {
            (next.range.end, "%".to_owned())
        } else if let Some((_, scale)) = SCALES.iter().find(|(word, _)| next.is(word)) {
            let money = self.follows(at + 1, &CURRENCIES);
            (self.words[at + 1 + usize::from(money)].range.end, format!(" {scale}"))
        } else if next.is_one_of(&CURRENCIES) {
            (next.range.end, " ".to_owned())
        } else {
            (end, String::new())
        }
    }

    /// Whether a figure belongs to a name or tells things apart: `G-20`, `Boeing 747`, `Article 12`, `#5`.
    pub(super) fn is_named(&self, at: usize, numbered: &[&str]) -> bool {
        let before = self.before(at);
        let Some(previous) = at.checked_sub(1).map(|before| &self.words[before]) else {
            return before.ends_with(['#', '.']);
        };
        let letters = !previous.text.starts_with(|letter: char| letter.is_ascii_digit());
        let glued = matches!(before, "-" | "–" | "‑" | "." | "/");
        let spaced = matches!(before, " " | "\u{a0}");
        let name = spaced && letters && previous.is_capital() && !self.begins(at - 1);
        let apart = (spaced || before == ". ") && previous.is_one_of(numbered);
        let group = spaced && previous.is("of") && self.is_behind(at - 1, &["group"]);
        before.ends_with('#') || glued && letters || name || apart || group
    }

    /// Whether a sentence, or what may be one, begins with a word.
    fn begins(&self, at: usize) -> bool {
        at == 0 || self.before(at).contains(['.', '!', '?', ':', ';', '“', '‘', '"', '(', '—'])
    }

    /// Whether a figure numbers an item or a note: `12. `, `[12]`.
    pub(super) fn is_listed(&self, at: usize) -> bool {
        let (before, behind) = (self.before(at), self.behind(at));
        let first = at == 0 && (behind.starts_with(". ") || behind.starts_with(')'));
        first || before.ends_with('[') && behind.starts_with(']')
    }

    /// Whether a figure is an age, a time of day, one of several days, or a time that has passed.
    pub(super) fn is_other_than_count(&self, at: usize) -> bool {
        self.is_age(at) || self.is_clock(at) || self.is_day(at) || self.is_ago(at) || self.is_end_of_years(at)
    }

    fn is_age(&self, at: usize) -> bool {
        let year = self.follows(at, &["year", "years"]) && self.follows(at + 1, &["old", "olds"]);
        let said = self.is_behind(at, &["aged", "age", "ages", "turned", "turns", "turning"]);
        let of = self.is_behind(at, &["of"]) && self.is_behind(at - 1, &["age"]);
        let named = at.checked_sub(1).is_some_and(|before| self.words[before].is_capital());
        let behind = self.behind(at);
        let apart = match self.before(at) {
            ", " => {
                behind.is_empty()
                    || behind.starts_with([',', '.', ';', ')'])
                    || self.follows(at, &["at", "then"])
            }
            " (" => behind.starts_with([')', ',']),
            _ => false,
        };
        year || said || of || named && apart
    }

    fn is_clock(&self, at: usize) -> bool {
        let marks = ["am", "pm", "noon", "gmt", "utc", "o'clock", "o’clock"];
        let dotted = self.follows(at, &["a", "p"]) && self.words.get(at + 2).is_some_and(|word| word.is("m"));
        dotted || self.follows(at, &marks)
    }

    /// `15` of `15 and 16 September`.
    fn is_day(&self, at: usize) -> bool {
        let joint = ["and", "or", "to", "through", "until"];
        let later = self.follows(at, &joint) && self.is_date(at + 2);
        let earlier = self.is_behind(at, &joint) && at.checked_sub(2).is_some_and(|day| self.is_date(day));
        let dash = |gap: &str| matches!(gap, "-" | "–" | "—" | ", ");
        let glued = dash(self.behind(at)) && self.is_date(at + 1);
        later
            || earlier
            || glued
            || dash(self.before(at)) && at > 0 && self.is_date(at - 1) && self.before(at) != ", "
    }

    /// `20 years ago`, `the past 20 years`, `20 BC`.
    fn is_ago(&self, at: usize) -> bool {
        let past = self.follows(at + 1, &["ago", "later", "earlier", "before"])
            || self.is_behind(at, &["past", "last", "next", "coming", "following"]);
        let era = self.next(at).is_some_and(|next| matches!(next.text, "AD" | "BC" | "BCE" | "CE"));
        let dotted = matches!(self.words.get(at + 1..at + 3), Some([first, second]) if matches!((first.text, second.text), ("A", "D") | ("B", "C")));
        self.follows(at, &SPANS) && past || era || dotted
    }

    /// `20` of `2019–20`.
    fn is_end_of_years(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| self.words[before].text);
        let year =
            before.is_some_and(|text| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()));
        year && matches!(self.before(at), "-" | "–" | "‑")
    }
}
