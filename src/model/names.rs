//! Names in running text: where a text says, without any mark, who or what the site knows.
//!
//! The longest name at a place wins, at the borders of words, over a line's end too. A name that begins with a
//! small letter may begin a sentence, and an apostrophe is straight or curved. A name is spelt nearly as one that the
//! site knows, `Kazakstan`, if it has as many words, begins with the same letter, and differs in a letter or two. Must
//! not know: what part of a text may lead anywhere; whether another name is meant.

use std::collections::BTreeMap;
use std::ops::Range;

use super::registry::EntityEntry;
use crate::parse::data::{Entity, EntityKind};

/// How many bytes a name may have that is looked for in texts: twice those of an institution's. As many are compared at
/// most at each word of a text.
const LONGEST: usize = 250;

/// All names of one data file, ready to be looked for, each with whose it is.
#[derive(Debug)]
pub(super) struct Names<T = EntityEntry> {
    /// As [`normal`] writes them and with a capital, in the order of their bytes: those that begin alike are neighbours.
    names: Vec<(String, T)>,
}

impl Names {
    /// Prepares the names that `names` gives of each entity; nothing if there are none.
    pub(super) fn new(entities: &[EntityEntry], names: fn(&Entity) -> Vec<&str>) -> Option<Self> {
        let names = Self::of(
            entities
                .iter()
                .flat_map(|entity| names(entity).into_iter().map(move |name| (name, entity.clone()))),
        );
        (!names.names.is_empty()).then_some(names)
    }
}

impl<T: Clone> Names<T> {
    fn of<'n>(pairs: impl IntoIterator<Item = (&'n str, T)>) -> Self {
        let mut names = Vec::new();
        for (name, whose) in pairs {
            let name = normal(name);
            let capital = with_capital(&name).filter(|capital| *capital != name);
            names.extend([Some(name), capital].into_iter().flatten().map(|name| (name, whose.clone())));
        }
        names.retain(|(name, _)| (1..=LONGEST).contains(&name.len()));
        // Stable: a name that two have is the first one's.
        names.sort_by(|(name, _), (other, _)| name.cmp(other));
        Self { names }
    }

    /// Finds names in a text, in their order; no two overlap.
    pub(super) fn in_text(&self, text: &str) -> Vec<(Range<usize>, &T)> {
        let mut found: Vec<(Range<usize>, &T)> = Vec::new();
        let mut last_end = 0;
        for (start, _) in text.char_indices() {
            if start >= last_end
                && let Some((end, whose)) = self.longest_at(text, start)
            {
                found.push((start..end, whose));
                last_end = end;
            }
        }
        found
    }

    /// The end of the longest name that begins at a byte, and whose it is. With each letter, the names that go on as
    /// the text does are a smaller part of the list: no name is compared by itself.
    fn longest_at(&self, text: &str, start: usize) -> Option<(usize, &T)> {
        let first = text[start..].chars().next()?;
        if first.is_whitespace() || !is_border(text[..start].chars().rev(), first) {
            return None;
        }
        let mut left = self.names.as_slice();
        let mut at = start;
        let mut length = 0;
        let mut longest = None;
        while let Some(first) = text[at..].chars().next() {
            let (letter, bytes) = match gap(&text[at..]) {
                "" => (straight(first), first.len_utf8()),
                gap if gap.matches('\n').count() <= 1 => (' ', gap.len()),
                _paragraph_ends => break,
            };
            at += bytes;
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                #[cfg(test)]
                tests::COMPARED.with(|compared| compared.set(compared.get() + 1));
                let next = |name: &str| name.as_bytes().get(length).copied();
                let from = left.partition_point(|(name, _)| next(name) < Some(byte));
                let to = left.partition_point(|(name, _)| next(name) <= Some(byte));
                left = &left[from..to];
                length += 1;
            }
            let Some((name, whose)) = left.first() else { break };
            if name.len() == length && is_border(text[at..].chars(), letter) {
                longest = Some((at, whose));
            }
        }
        longest
    }
}

/// A name with straight apostrophes and one space between two words.
fn normal(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'")
}

fn straight(letter: char) -> char {
    if letter == '’' { '\'' } else { letter }
}

/// A name as it begins a sentence; nothing where its first letter has no capital of one letter.
fn with_capital(name: &str) -> Option<String> {
    let mut letters = name.chars();
    let mut capital = letters.next()?.to_uppercase();
    let capital = capital.next().filter(|_| capital.next().is_none())?;
    Some(std::iter::once(capital).chain(letters).collect())
}

/// The white space that a text begins with.
fn gap(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches([' ', '\t', '\r', '\n', '\u{a0}']).len()]
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
    let one = known.chars().count();
    let other = found.chars().count();
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
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    thread_local! {
        /// The bytes that were compared with names.
        pub(super) static COMPARED: Cell<usize> = const { Cell::new(0) };
    }

    fn found(text: &str, names: &[&str]) -> Vec<String> {
        let names = Names::of(names.iter().map(|name| (*name, ())));
        names.in_text(text).into_iter().map(|(range, ())| text[range].to_owned()).collect()
    }

    fn stands(text: &str, name: &str) -> bool {
        found(text, &[name]).len() == 1
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
        assert!(stands("Zero-COVID is", "zero-COVID"));
        assert!(!stands("the party", "Party"));
    }

    #[test]
    fn apostrophes_are_straight_or_curved() {
        for [text, name] in [["People's Army", "People’s Army"], ["People’s Army", "People's Army"]] {
            assert!(stands(text, name));
        }
    }

    #[test]
    fn a_name_that_two_have_is_the_first_ones() {
        let names = Names::of([("port", 1), ("Port", 2)]);
        assert_eq!(names.in_text("Port and port"), [(0..4, &1), (9..13, &1)]);
    }

    proptest! {
        #[test]
        fn of_several_names_the_longest_is_found_that_is_found_alone(
            text in "[aA b'’\n]{0,40}",
            names in proptest::collection::vec("[ab]{1,3}( [aA'b]{1,3}){0,3}", 1..8),
        ) {
            let all = Names::of(names.iter().map(|name| (&**name, ())));
            for (at, _) in text.char_indices() {
                let alone = names.iter().filter_map(|name| Names::of([(&**name, ())]).longest_at(&text, at).map(|it| it.0));
                prop_assert_eq!(all.longest_at(&text, at).map(|it| it.0), alone.max());
            }
        }
    }

    #[test]
    fn names_that_begin_alike_cost_no_more_than_one_and_a_longer_text_its_length() {
        let compared = |names: usize, words: usize| {
            let name = |at: usize| format!("{}the {at}th", "river ".repeat(at % 30));
            let names: Vec<String> = (0..names).map(name).collect();
            let names = Names::of(names.iter().map(|name| (&**name, ())));
            COMPARED.with(|compared| compared.set(0));
            assert_eq!(names.in_text(&"river ".repeat(words)).len(), 0);
            COMPARED.with(Cell::get)
        };
        let text = compared(100, 1_000);
        assert_eq!([compared(200, 1_000), compared(400, 1_000)], [text; 2]);
        assert!(
            compared(100, 2_000) <= 2 * text + LONGEST * 30
                && compared(100, 4_000) <= 4 * text + LONGEST * 90
        );
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
