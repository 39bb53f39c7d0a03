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
    /// The bytes of its formulas, in order.
    formulas: Vec<Range<usize>>,
}

/// Words that deny what follows: `no minute has 61 seconds`.
const DENIALS: [&str; 10] =
    ["no", "never", "none", "nobody", "nothing", "neither", "nor", "cannot", "without", "not"];
/// Words that suppose what follows: `if 12 people share a cake`.
const SUPPOSITIONS: [&str; 7] = ["if", "suppose", "supposing", "imagine", "assume", "assuming", "unless"];
/// Words after a denial that make a bound of it, and a bound is counted: `no fewer than 40 people`.
const BOUNDS: [&str; 5] = ["fewer", "less", "more", "later", "only"];
/// How many of a unit make another, by definition.
const DEFINITIONS: [(&str, &str, &str); 20] = [
    ("60", "second", "minute"),
    ("3,600", "second", "hour"),
    ("86,400", "second", "day"),
    ("60", "minute", "hour"),
    ("24", "hour", "day"),
    ("365", "day", "year"),
    ("366", "day", "year"),
    ("12", "month", "year"),
    ("52", "week", "year"),
    ("10", "year", "decade"),
    ("100", "year", "century"),
    ("100", "cent", "dollar"),
    ("100", "cent", "euro"),
    ("100", "penny", "pound"),
    ("100", "pence", "pound"),
    ("1,000", "metre", "kilometre"),
    ("1,000", "meter", "kilometer"),
    ("100", "centimetre", "metre"),
    ("12", "inch", "foot"),
    ("16", "ounce", "pound"),
];

/// The unit after a number: `%`, ` million`, ` dollars`.
pub(super) struct Unit {
    /// The byte at which the number ends together with its unit.
    pub(super) end: usize,
    /// The unit as a quantity's `worth` has it; a currency is a single space, no unit is empty.
    pub(super) name: String,
}

impl<'t> NumberCx<'t> {
    pub(super) fn new(text: &'t str, dates: &'t [Range<usize>]) -> Self {
        Self { tokens: Tokens::with_inner_marks(text), dates, formulas: formulas(text) }
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
        is_in_one_of(self.dates, self.start(at))
    }

    /// Checks whether a word is part of a formula.
    pub(super) fn is_in_formula(&self, at: usize) -> bool {
        is_in_one_of(&self.formulas, self.start(at))
    }

    /// Checks whether the clause denies or supposes the number before it comes to it.
    pub(super) fn is_denied_or_supposed(&self, at: usize) -> bool {
        let mut words_before = (0..at).rev().take(MAX_CLAUSE).take_while(|&word| self.continues_clause(word));
        words_before.any(|word| {
            let is_denial = self.tokens.is_one_of(word, &DENIALS) && !self.is_followed_by(word, &BOUNDS);
            is_denial || self.tokens.is_one_of(word, &SUPPOSITIONS)
        })
    }

    /// Checks whether `would` comes after the number in its clause: `a minute of 59 seconds would be shorter`.
    pub(super) fn is_before_would(&self, at: usize) -> bool {
        let words = (at..self.tokens.len()).take(MAX_CLAUSE);
        words
            .take_while(|&word| self.continues_clause(word))
            .any(|word| self.tokens.is_one_of(word, &["would"]))
    }

    /// Checks whether no mark parts a word from the next, and it joins no two clauses.
    fn continues_clause(&self, word: usize) -> bool {
        let marks = [',', '.', ';', ':', '!', '?', '—', '(', ')'];
        !self.tokens.text_after(word).contains(marks) && !self.tokens.is_one_of(word, &["but", "and"])
    }

    /// Checks whether a number is how many of a unit make another that the same text names: `60 seconds` of a minute.
    pub(super) fn is_definition(&self, at: usize, digits: &str) -> bool {
        let Some(unit) = self.next_word(at) else { return false };
        DEFINITIONS.iter().any(|(count, part, whole)| {
            let is_part = *count == digits && is_singular_or_plural(self.tokens.word(unit), part);
            let near = at.saturating_sub(MAX_CLAUSE)..(at + MAX_CLAUSE).min(self.tokens.len());
            is_part && near.into_iter().any(|word| is_singular_or_plural(self.tokens.word(word), whole))
        })
    }

    /// Checks whether a number is part of one that is dialled: `+44 20 7946 0958`, `555-0100`.
    pub(super) fn is_phone_number(&self, at: usize) -> bool {
        let groups = (0..at).rev().take(MAX_CLAUSE).take_while(|&word| self.is_dialled_with_next(word));
        let first = groups.last().unwrap_or(at);
        let has_hyphen = self.tokens.text_after(at) == "-" || self.tokens.text_before(at) == "-";
        let is_long = first < at || self.is_dialled_with_next(at);
        self.tokens.text_before(first).ends_with('+')
            || is_long && has_hyphen && self.tokens.word(at).len() >= 3
    }

    /// Checks whether a word and the next are figures with a space or a hyphen between.
    fn is_dialled_with_next(&self, word: usize) -> bool {
        let are_figures = |at: usize| self.tokens.word(at).bytes().all(|byte| byte.is_ascii_digit());
        let next = self.next_word(word);
        are_figures(word) && next.is_some_and(are_figures)
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

/// How many words a clause has at most, so that a text takes time in proportion to its length.
const MAX_CLAUSE: usize = 16;

/// Finds the formulas of a text that stand between `$$` and `$$`.
fn formulas(text: &str) -> Vec<Range<usize>> {
    let marks: Vec<usize> = text.match_indices("$$").map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| pair[0]..pair[1] + 2).collect()
}

/// Checks whether a byte is in one of the ranges, which are in order.
fn is_in_one_of(ranges: &[Range<usize>], byte: usize) -> bool {
    let before = ranges.partition_point(|range| range.start <= byte);
    ranges[..before].last().is_some_and(|range| byte < range.end)
}

fn is_singular_or_plural(word: &str, singular: &str) -> bool {
    let word = word.to_lowercase();
    word == singular || word.strip_prefix(singular).is_some_and(|ending| matches!(ending, "s" | "es"))
}

fn is_joint(gap: &str) -> bool {
    matches!(gap, " " | "-" | "\u{a0}" | "‑")
}
