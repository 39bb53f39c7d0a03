//! Names in running text: where a text says, without any mark, who or what the site knows.
//!
//! The longest name at a place wins, at the borders of words, over a line's end too. A name that begins with a
//! small letter may begin a sentence, and an apostrophe is straight or curved. Must not know: what part of a
//! text may lead anywhere.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::registry::EntityEntry;
use crate::parse::data::Entity;

/// All names of one data file, ready to be looked for.
#[derive(Debug)]
pub(super) struct Names {
    /// Finds their first words.
    first: AhoCorasick,
    /// The names that begin with each of these, the longest first.
    names: Vec<Vec<(String, EntityEntry)>>,
}

impl Names {
    /// Prepares the names that `names` gives of each entity; nothing if there are none, or too many for an automaton.
    pub(super) fn new(entities: &[EntityEntry], names: fn(&Entity) -> Vec<&str>) -> Option<Self> {
        let mut by_word: BTreeMap<String, Vec<(String, EntityEntry)>> = BTreeMap::new();
        for entity in entities {
            for name in names(entity) {
                for word in spellings(name.split_whitespace().next().unwrap_or_default()) {
                    by_word.entry(word).or_default().push((name.to_owned(), entity.clone()));
                }
            }
        }
        for names in by_word.values_mut() {
            names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        }
        let (words, names): (Vec<_>, Vec<_>) = by_word.into_iter().unzip();
        let first = AhoCorasick::new(words).ok()?;
        (!names.is_empty()).then_some(Self { first, names })
    }

    /// Finds names in a text, in their order; no two overlap.
    pub(super) fn in_text<'n>(&'n self, text: &str) -> Vec<(Range<usize>, &'n EntityEntry)> {
        let mut words: Vec<_> = self.first.find_overlapping_iter(text).collect();
        // The longest first word need not begin the longest name: `China's` may be China's own.
        words.sort_by_key(|word| (word.start(), std::cmp::Reverse(word.end())));
        let mut found: Vec<(Range<usize>, &EntityEntry)> = Vec::new();
        for word in words {
            let (start, names) = (word.start(), &self.names[word.pattern().as_usize()]);
            if found.last().is_some_and(|(last, _)| start < last.end) {
                continue;
            }
            let longest = names.iter().find_map(|(name, entity)| Some((end(text, start, name)?, entity)));
            found.extend(longest.map(|(end, entity)| (start..end, entity)));
        }
        found
    }
}

/// The first word of a name as it may be written: with a capital, with either apostrophe.
fn spellings(word: &str) -> Vec<String> {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>())
    };
    let mut all = vec![word.to_owned()];
    all.extend(capital(word));
    let curved: Vec<_> =
        all.iter().flat_map(|word| [word.replace('\'', "’"), word.replace('’', "'")]).collect();
    all.extend(curved);
    all.retain(|word| !word.is_empty());
    all.sort();
    all.dedup();
    all
}

/// The end of a name that begins at `start` of a text; nothing if it is not there as words of its own.
fn end(text: &str, start: usize, name: &str) -> Option<usize> {
    let mut at = start;
    for (nth, wanted) in name.split_whitespace().enumerate() {
        if nth > 0 {
            at += gap(&text[at..])?;
        }
        for (letter, wanted) in wanted.chars().enumerate() {
            let found = text[at..].chars().next()?;
            let first = nth == 0 && letter == 0;
            let fits = same(found, wanted) || first && wanted.to_uppercase().eq([found]);
            if !fits {
                return None;
            }
            at += found.len_utf8();
        }
    }
    let (before, behind) = (text[..start].chars(), text[at..].chars());
    let alone = is_border(before.rev(), text[start..].chars().next()?)
        && is_border(behind, text[..at].chars().next_back()?);
    alone.then_some(at)
}

fn same(found: char, wanted: char) -> bool {
    found == wanted || matches!((found, wanted), ('\'', '’') | ('’', '\''))
}

/// The bytes of the white space between two words: no more than one line's end is in it.
fn gap(text: &str) -> Option<usize> {
    let space = text.len() - text.trim_start_matches([' ', '\t', '\r', '\n', '\u{a0}']).len();
    (space > 0 && text[..space].matches('\n').count() <= 1).then_some(space)
}

/// Whether a word may end before these letters; `edge` is its last letter. A hyphen joins words; Chinese and
/// Japanese have no borders to look for.
fn is_border(mut beyond: impl Iterator<Item = char>, edge: char) -> bool {
    if is_unspaced(edge) {
        return true;
    }
    match beyond.next() {
        None => true,
        Some('-' | '.' | '/' | '@' | '#' | '&' | '=') => beyond.next().is_none_or(|c| !c.is_alphanumeric()),
        Some(c) => !c.is_alphanumeric() && c != '_' || is_unspaced(c),
    }
}

/// Kana and Han (Unicode blocks).
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(text: &str, name: &str) -> bool {
        text.find(name.split(' ').next().expect("a word")).and_then(|at| end(text, at, name)).is_some()
    }

    #[test]
    fn a_name_stands_between_the_borders_of_words() {
        for text in ["Xi", "Xi’s", "(Xi)", "**Xi**", "met Xi.", "Xi, who", "“Xi”", "Xi\u{a0}met"] {
            assert!(stands(text, "Xi"), "{text}");
        }
        for text in ["Xinjiang", "ТаXi", "anti-Xi", "Xi-led", "x.org/Xi", "Xi_1", "@a.Xi"] {
            assert!(!stands(text, "Xi"), "{text}");
        }
        assert!(stands("去中国了", "中国"));
    }

    #[test]
    fn a_name_may_be_broken_over_a_line_but_not_over_a_paragraph() {
        assert!(stands("Xi\nJinping", "Xi Jinping"));
        assert!(stands("Xi \r\n  Jinping", "Xi Jinping"));
        assert!(!stands("Xi\n\nJinping", "Xi Jinping"));
        assert!(!stands("XiJinping", "Xi Jinping"));
    }

    #[test]
    fn a_small_letter_may_begin_a_sentence_and_a_capital_stays_one() {
        assert_eq!(spellings("zero-COVID"), ["Zero-COVID", "zero-COVID"]);
        assert_eq!(end("Zero-COVID is", 0, "zero-COVID"), Some(10));
        assert_eq!(end("the party", 4, "Party"), None);
    }

    #[test]
    fn apostrophes_are_straight_or_curved() {
        assert_eq!(spellings("People’s"), ["People's", "People’s"]);
        assert_eq!(end("People's Army", 0, "People’s Army"), Some(13));
    }
}
