//! Names in running text: where a text says, without any mark, who or what the site knows.
//!
//! The longest name at a place wins, at the borders of words, over a line's end too. A name that begins with a
//! small letter may begin a sentence, and an apostrophe is straight or curved. A name is spelt nearly as one that the
//! site knows, `Kazakstan`, if it has as many words, begins with the same letter, and differs in a letter or two. Must
//! not know: what part of a text may lead anywhere; whether another name is meant.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::registry::EntityEntry;
use crate::parse::data::{Entity, EntityKind};

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
            let same = found == wanted || matches!((found, wanted), ('\'', '’') | ('’', '\''));
            let fits = same || first && wanted.to_uppercase().eq([found]);
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

/// All names of one folder, ready to be compared with.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    /// By how many words they have, and their first letter.
    forms: BTreeMap<(usize, char), Vec<Form>>,
}

#[derive(Debug)]
struct Form {
    /// In lower case.
    words: Vec<String>,
    /// As its entity spells it.
    name: String,
    entity: EntityEntry,
}

impl Spellings {
    pub(super) fn new<'n>(entities: impl Iterator<Item = &'n EntityEntry>) -> Self {
        let mut spellings = Self::default();
        for entity in entities {
            for name in entity.name.iter().chain(&entity.aliases) {
                spellings.add(&name.value, entity);
            }
            // A person's one name stands for the whole.
            let person = entity.name.iter().filter(|_| entity.kind == EntityKind::Person);
            for part in person.flat_map(|name| name.value.split_whitespace()) {
                spellings.add(part, entity);
            }
        }
        spellings
    }

    fn add(&mut self, name: &str, entity: &EntityEntry) {
        let words: Vec<_> = name.split_whitespace().map(str::to_lowercase).collect();
        let Some(first) = words.first().and_then(|word| word.chars().next()) else { return };
        let forms = self.forms.entry((words.len(), first)).or_default();
        forms.push(Form { words, name: name.to_owned(), entity: entity.clone() });
    }

    /// The name that these words are nearly, and whose it is; nothing, where they are one.
    pub(super) fn near(&self, words: &[&str]) -> Option<(&str, &EntityEntry)> {
        let lower: Vec<_> = words.iter().map(|word| word.to_lowercase()).collect();
        let first = lower.first()?.chars().next()?;
        let forms = self.forms.get(&(lower.len(), first))?;
        if forms.iter().any(|form| form.words == lower) {
            return None;
        }
        let form = forms.iter().find(|form| is_near(&form.words, &lower))?;
        Some((&form.name, &form.entity))
    }

    /// The number of words in the longest name.
    pub(super) fn longest(&self) -> usize {
        self.forms.keys().next_back().map_or(0, |(words, _)| *words)
    }
}

/// Whether exactly one word differs, by a letter or two.
fn is_near(known: &[String], found: &[String]) -> bool {
    let mut differing = known.iter().zip(found).filter(|(known, found)| known != found);
    differing.next().is_some_and(|(known, found)| is_near_word(known, found)) && differing.next().is_none()
}

/// One letter of five may differ, two of eight. A word that begins with the other is an ending, not a slip:
/// `Kazakhstani`.
fn is_near_word(known: &str, found: &str) -> bool {
    let (one, other) = (known.chars().count(), found.chars().count());
    let allowed = match one.min(other) {
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    one.abs_diff(other) <= allowed
        && known.chars().next() == found.chars().next()
        && !known.starts_with(found)
        && !found.starts_with(known)
        && !found.contains(|letter: char| letter.is_ascii_digit())
        && strsim::osa_distance(known, found) <= allowed
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

    #[test]
    fn a_letter_or_two_make_another_spelling() {
        for (known, found) in [("kazakhstan", "kazakstan"), ("mirziyoyev", "mirziyaev"), ("putin", "puttin")]
        {
            assert!(is_near_word(known, found), "{found}");
        }
        for (known, found) in
            [("kazakhstan", "kazakhstani"), ("austria", "australia"), ("xi", "xu"), ("putin", "rutin")]
        {
            assert!(!is_near_word(known, found), "{found}");
        }
    }
}
