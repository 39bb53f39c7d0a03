//! The words that rules look for: data, with the reason for each and a better word.
//!
//! One automaton, built once, finds the words of all lists in one reading of a text. It finds whole words, in
//! any case. Must not know: what a rule makes of a word.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, PatternID};
use serde::Deserialize;

/// A list of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordList {
    /// Subjects that name no one.
    Vague,
    /// Verbs without a person as their subject.
    Impersonal,
    Saying,
    Opinion,
    Loaded,
    /// Verbs of saying that take a side.
    Reporting,
}

const LISTS: [(WordList, &str); 6] = [
    (WordList::Vague, include_str!("lexicon/vague.toml")),
    (WordList::Impersonal, include_str!("lexicon/impersonal.toml")),
    (WordList::Saying, include_str!("lexicon/saying.toml")),
    (WordList::Opinion, include_str!("lexicon/opinion.toml")),
    (WordList::Loaded, include_str!("lexicon/loaded.toml")),
    (WordList::Reporting, include_str!("lexicon/reporting.toml")),
];

/// Words of one meaning, with what a finding says about them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LexiconEntry {
    words: Vec<String>,
    /// Longer phrases in which the words do not count.
    #[serde(default)]
    unless: Vec<String>,
    /// True if the words count only before a comma.
    #[serde(default)]
    comma: bool,
    #[serde(default)]
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) instead: String,
}

/// A word of a list, found in a text.
#[derive(Clone, Debug)]
pub(crate) struct LexiconHit {
    pub(crate) range: Range<usize>,
    pub(crate) list: WordList,
    pub(crate) entry: &'static LexiconEntry,
}

struct Lexicon {
    automaton: AhoCorasick,
    entries: Vec<(WordList, LexiconEntry)>,
    /// In the order of the automaton's: the index of its entry, and whether it is a phrase in which the entry's
    /// words do not count.
    patterns: Vec<(usize, bool)>,
    /// The length in bytes of the longest pattern.
    longest: usize,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

impl Lexicon {
    fn load() -> Self {
        let mut entries = Vec::new();
        for (list, text) in LISTS {
            // Each file has one array of tables, `[[entry]]`.
            let file: BTreeMap<String, Vec<LexiconEntry>> =
                toml::from_str(text).expect("the lists are well formed: a test reads them");
            entries.extend(file.into_values().flatten().map(|entry| (list, entry)));
        }
        let mut patterns = Vec::new();
        let mut words = Vec::new();
        for (at, (_, entry)) in entries.iter().enumerate() {
            patterns.extend(entry.words.iter().map(|_| (at, false)));
            patterns.extend(entry.unless.iter().map(|_| (at, true)));
            words.extend(entry.words.iter().chain(&entry.unless).map(String::as_str));
        }
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        let automaton = build_automaton(&words).expect("the lists are small");
        Self { automaton, entries, patterns, longest }
    }
}

/// Builds an automaton that finds words in any case; `None` if there are too many of them.
fn build_automaton(words: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
}

/// Lists what the entries of some lists recommend, each recommendation once.
pub(crate) fn recommendations(lists: &[WordList]) -> impl Iterator<Item = &'static str> {
    let entries = LEXICON.entries.iter().filter(|(list, _)| lists.contains(list));
    let recommended: BTreeSet<_> = entries.map(|(_, entry)| entry.instead.as_str()).collect();
    recommended.into_iter()
}

/// Finds the words of all lists in a text, in order; of each list, the longest at each place.
pub(crate) fn find_lexicon_hits(text: &str) -> Vec<LexiconHit> {
    let mut hits = Vec::new();
    let mut excuses = Vec::new();
    for (range, pattern) in find_whole_words(&LEXICON.automaton, text) {
        let (entry, is_excuse) = LEXICON.patterns[pattern.as_usize()];
        let (list, entry) = &LEXICON.entries[entry];
        if is_excuse {
            excuses.push(LexiconHit { range, list: *list, entry });
        } else if !entry.comma || text[range.end..].starts_with(',') {
            hits.push(LexiconHit { range, list: *list, entry });
        }
    }
    excuses.sort_by_key(|excuse| excuse.range.start);
    // A hit inside an excuse of the same entry does not count. Only the excuses near it are looked at.
    hits.retain(|LexiconHit { range: Range { start, .. }, entry, .. }| {
        let first = excuses.partition_point(|it| it.range.start < start.saturating_sub(LEXICON.longest));
        let mut near = excuses[first..].iter().take_while(|excuse| excuse.range.start <= *start);
        !near.any(|excuse| *start < excuse.range.end && std::ptr::eq(excuse.entry, *entry))
    });
    hits.sort_by_key(|hit| (hit.list, hit.range.start, Reverse(hit.range.end)));
    hits.dedup_by(|next, last| next.list == last.list && next.range.start < last.range.end);
    hits.sort_by_key(|hit| hit.range.start);
    hits
}

/// Finds words that are on no list, as those that a site adds, in the order of the text.
pub(crate) fn find_words<'w>(words: impl Iterator<Item = &'w str>, text: &str) -> Vec<Range<usize>> {
    let words: Vec<_> = words.collect();
    if words.is_empty() {
        return vec![];
    }
    let automaton = build_automaton(&words);
    automaton.iter().flat_map(|automaton| find_whole_words(automaton, text)).map(|(range, _)| range).collect()
}

/// Finds the patterns of an automaton that are whole words.
fn find_whole_words<'a>(
    automaton: &'a AhoCorasick,
    text: &'a str,
) -> impl Iterator<Item = (Range<usize>, PatternID)> + 'a {
    let found = automaton.find_overlapping_iter(text).map(|found| (found.range(), found.pattern()));
    found.filter(move |(range, _)| {
        !text[..range.start].ends_with(char::is_alphanumeric)
            && !text[range.end..].starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: WordList, text: &str) -> Vec<&str> {
        find_lexicon_hits(text)
            .into_iter()
            .filter(|hit| hit.list == list)
            .map(|hit| &text[hit.range])
            .collect()
    }

    #[test]
    fn whole_words_are_found_in_any_case() {
        assert_eq!(
            read(WordList::Loaded, "The Regime. The regimented so-called thug."),
            ["Regime", "so-called", "thug"]
        );
        assert_eq!(read(WordList::Saying, "He said. Unsaid."), ["said"]);
    }

    #[test]
    fn a_word_may_be_excused_by_its_phrase() {
        assert_eq!(read(WordList::Loaded, "the sanctions regime and the regime"), ["regime"]);
        assert_eq!(find_lexicon_hits("the sanctions regime and the regime")[0].range, 29..35);
    }

    #[test]
    fn some_words_count_before_a_comma() {
        assert_eq!(
            read(WordList::Opinion, "Clearly, it is clearly so. Of course not."),
            ["Clearly", "Of course"]
        );
    }

    #[test]
    fn an_entry_has_a_reason_and_a_better_word() {
        for (list, entry) in LEXICON.entries.iter().filter(|(list, _)| *list != WordList::Saying) {
            assert!(!entry.reason.is_empty() && !entry.instead.is_empty(), "{list:?} {:?}", entry.words);
        }
    }
}
