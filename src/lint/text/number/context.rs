//! The words around a number, and what they make of it.
//!
//! Every question looks at a few words to the left and right, so a text takes time in proportion to its
//! length. Must not know: which numbers are quantities.

use std::ops::Range;

use super::super::word::Tokens;
use super::{CURRENCIES, Quantity, SCALES, TIME_UNITS};

/// A text in which quantities are looked for.
pub(super) struct NumberCx<'t> {
    pub(super) tokens: Tokens<'t>,
    /// The dates of the text, in order.
    dates: &'t [Range<usize>],
}

/// The unit after a number: `%`, ` million`, ` dollars`.
pub(super) struct Unit {
    /// The byte at which the number ends together with its unit.
    pub(super) end: usize,
    /// The unit as a quantity's `worth` has it; a currency is a single space, no unit is empty.
    pub(super) name: String,
}

impl<'t> NumberCx<'t> {
    pub(super) fn new(text: &'t str, dates: &'t [Range<usize>]) -> Self {
        Self { tokens: Tokens::with_inner_marks(text), dates }
    }

    pub(super) fn start(&self, at: usize) -> usize {
        self.tokens.range(at, at).start
    }

    pub(super) fn end(&self, at: usize) -> usize {
        self.tokens.range(at, at).end
    }

    /// Makes the quantity from the word `at` to the byte `end`.
    pub(super) fn quantity(&self, at: usize, end: usize, worth: String) -> Quantity {
        Quantity { range: self.start(at)..end, worth }
    }

    /// The index of the next word, if only a space or a hyphen comes between.
    pub(super) fn next_word(&self, at: usize) -> Option<usize> {
        let next = at + 1;
        (next < self.tokens.len() && is_joint(self.tokens.text_after(at))).then_some(next)
    }

    pub(super) fn is_followed_by(&self, at: usize, words: &[&str]) -> bool {
        self.next_word(at).is_some_and(|next| self.tokens.is_one_of(next, words))
    }

    pub(super) fn is_preceded_by(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && is_joint(self.tokens.text_before(at)) && self.tokens.is_one_of(at - 1, words)
    }

    /// Checks whether a word is part of a date.
    pub(super) fn is_in_date(&self, at: usize) -> bool {
        if at >= self.tokens.len() {
            return false;
        }
        let start = self.start(at);
        let before = self.dates.partition_point(|date| date.start <= start);
        self.dates[..before].last().is_some_and(|date| start < date.end)
    }

    /// The byte at which a currency sign begins, right before a number.
    pub(super) fn currency_sign(&self, at: usize) -> Option<usize> {
        let sign = self.tokens.text_before(at).chars().next_back()?;
        let is_currency = matches!(sign, '$' | '€' | '£' | '¥' | '₽' | '₩' | '₴' | '₸' | '₹');
        is_currency.then(|| self.start(at) - sign.len_utf8())
    }

    /// Reads the unit after a number.
    pub(super) fn unit(&self, at: usize) -> Unit {
        let end = self.end(at);
        let after = self.tokens.text_after(at);
        let percent = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        if percent.starts_with('%') {
            return Unit { end: end + (after.len() - percent.len()) + 1, name: "%".to_owned() };
        }
        let Some(next) = self.next_word(at) else { return Unit { end, name: String::new() } };
        if self.tokens.is_one_of(next, &["per"]) && self.is_followed_by(next, &["cent"]) {
            Unit { end: self.end(next + 1), name: "%".to_owned() }
        } else if self.tokens.is_one_of(next, &["percent", "percentage"]) {
            Unit { end: self.end(next), name: "%".to_owned() }
        } else if let Some((scale, _)) = SCALES.iter().find(|(_, words)| self.tokens.is_one_of(next, words)) {
            let last = if self.is_followed_by(next, &CURRENCIES) { next + 1 } else { next };
            Unit { end: self.end(last), name: format!(" {scale}") }
        } else if self.tokens.is_one_of(next, &CURRENCIES) {
            Unit { end: self.end(next), name: " ".to_owned() }
        } else {
            Unit { end, name: String::new() }
        }
    }

    /// Checks whether a number is part of a name or only a label: `G-20`, `Boeing 747`, `Article 12`, `#5`.
    pub(super) fn is_label(&self, at: usize, labelled: &[&str]) -> bool {
        let before = self.tokens.text_before(at);
        let Some(previous) = at.checked_sub(1) else {
            return before.ends_with(['#', '.']);
        };
        let word = self.tokens.word(previous);
        let is_word = !word.starts_with(|letter: char| letter.is_ascii_digit());
        let is_glued = matches!(before, "-" | "–" | "‑" | "." | "/");
        let is_spaced = matches!(before, " " | "\u{a0}");
        let is_capital = word.starts_with(char::is_uppercase);
        let marks = ['.', '!', '?', ':', ';', '“', '‘', '"', '(', '—'];
        let starts_sentence = previous == 0 || self.tokens.text_before(previous).contains(marks);
        let follows_name = is_spaced && is_word && is_capital && !starts_sentence;
        let is_numbered = (is_spaced || before == ". ") && self.tokens.is_one_of(previous, labelled);
        let is_group = is_spaced
            && self.tokens.is_one_of(previous, &["of"])
            && self.is_preceded_by(previous, &["group"]);
        before.ends_with('#') || is_glued && is_word || follows_name || is_numbered || is_group
    }

    /// Checks whether a number numbers an item or a note: `12. `, `[12]`.
    pub(super) fn is_item_number(&self, at: usize) -> bool {
        let before = self.tokens.text_before(at);
        let after = self.tokens.text_after(at);
        let starts_item = at == 0 && (after.starts_with(". ") || after.starts_with(')'));
        starts_item || before.ends_with('[') && after.starts_with(']')
    }

    /// Checks whether a number is an age, a time of day, a day of a date, or a span of time.
    pub(super) fn is_time(&self, at: usize) -> bool {
        // `20` of `2019–20`
        let before = at.checked_sub(1).map_or("", |before| self.tokens.word(before));
        let ends_year_range = before.len() == 4
            && before.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(self.tokens.text_before(at), "-" | "–" | "‑");
        let is_clock_time = self
            .is_followed_by(at, &["am", "pm", "noon", "gmt", "utc", "o'clock", "o’clock"])
            || self.is_followed_by(at, &["a", "p"]) && self.tokens.is_one_of(at + 2, &["m"]);
        ends_year_range
            || is_clock_time
            || self.is_age(at)
            || self.is_day_of_date(at)
            || self.is_time_span(at)
    }

    fn is_age(&self, at: usize) -> bool {
        let in_years_old =
            self.is_followed_by(at, &["year", "years"]) && self.is_followed_by(at + 1, &["old", "olds"]);
        let aged = self.is_preceded_by(at, &["aged", "age", "ages", "turned", "turns", "turning"]);
        let at_the_age_of = self.is_preceded_by(at, &["of"]) && self.is_preceded_by(at - 1, &["age"]);
        let follows_name =
            at.checked_sub(1).is_some_and(|name| self.tokens.word(name).starts_with(char::is_uppercase));
        let after = self.tokens.text_after(at);
        let is_set_off = match self.tokens.text_before(at) {
            ", " => {
                after.is_empty()
                    || after.starts_with([',', '.', ';', ')'])
                    || self.is_followed_by(at, &["at", "then"])
            }
            " (" => after.starts_with([')', ',']),
            _ => false,
        };
        in_years_old || aged || at_the_age_of || follows_name && is_set_off
    }

    /// `15` of `15 and 16 September`.
    fn is_day_of_date(&self, at: usize) -> bool {
        let joints = ["and", "or", "to", "through", "until"];
        if self.is_followed_by(at, &joints) && self.is_in_date(at + 2)
            || self.is_preceded_by(at, &joints) && at >= 2 && self.is_in_date(at - 2)
        {
            return true;
        }
        let is_dash = |gap: &str| matches!(gap, "-" | "–" | "—");
        let after = self.tokens.text_after(at);
        (is_dash(after) || after == ", ") && self.is_in_date(at + 1)
            || is_dash(self.tokens.text_before(at)) && at > 0 && self.is_in_date(at - 1)
    }

    /// `20 years ago`, `the past 20 years`, `20 BC`.
    fn is_time_span(&self, at: usize) -> bool {
        let is_relative = self.is_followed_by(at + 1, &["ago", "later", "earlier", "before"])
            || self.is_preceded_by(at, &["past", "last", "next", "coming", "following"]);
        let has_era = self
            .next_word(at)
            .is_some_and(|next| matches!(self.tokens.word(next), "AD" | "BC" | "BCE" | "CE"));
        let has_dotted_era =
            matches!((self.tokens.word(at + 1), self.tokens.word(at + 2)), ("A", "D") | ("B", "C"));
        self.is_followed_by(at, &TIME_UNITS) && is_relative || has_era || has_dotted_era
    }
}

fn is_joint(gap: &str) -> bool {
    matches!(gap, " " | "-" | "\u{a0}" | "‑")
}
