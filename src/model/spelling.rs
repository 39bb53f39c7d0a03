//! Names that are spelt nearly as one that the site knows: `Kazakstan`, `Xi Jingping`.
//!
//! A name word by word: as long as the known one, beginning with the same letter, and different in a letter or
//! two. Must not know: whether another name is meant.

use std::collections::BTreeMap;

use super::registry::EntityEntry;
use crate::parse::data::EntityKind;

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
