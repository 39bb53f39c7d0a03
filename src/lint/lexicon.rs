//! Words that rules look for: data, with the reason for each and a better word.
//!
//! All lists are looked for at once, by one automaton that is made once, so that a text is read once however
//! long they are. Words stand whole and in whatever case. Must not know: what a rule makes of a word.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, PatternID};
use serde::Deserialize;

/// A list of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordList {
    /// Subjects that name nobody.
    Vague,
    /// Verbs that have nobody for a subject.
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

/// Words of one kind, and what is to be said of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LexiconEntry {
    words: Vec<String>,
    /// What they may be part of.
    #[serde(default)]
    unless: Vec<String>,
    /// They count only where a comma follows.
    #[serde(default)]
    comma: bool,
    #[serde(default)]
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) instead: String,
}

/// A word of a list, in a text.
#[derive(Clone, Debug)]
pub(crate) struct LexiconHit {
    pub(crate) range: Range<usize>,
    pub(crate) list: WordList,
    pub(crate) entry: &'static LexiconEntry,
}

struct Lexicon {
    automaton: AhoCorasick,
    entries: Vec<(WordList, LexiconEntry)>,
    /// By pattern: its entry, and whether it is a use in which the entry's words do not count.
    patterns: Vec<(usize, bool)>,
    /// Bytes of the longest pattern.
    longest: usize,
}

#[derive(Deserialize)]
struct File {
    entry: Vec<LexiconEntry>,
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let of_list = |(list, text): (WordList, &str)| {
            let File { entry } = toml::from_str(text).expect("the lists are well formed: a test reads them");
            entry.into_iter().map(move |entry| (list, entry))
        };
        let entries: Vec<_> = LISTS.into_iter().flat_map(of_list).collect();
        let (mut patterns, mut words) = (Vec::new(), Vec::new());
        for (at, (_, entry)) in entries.iter().enumerate() {
            let all = entry.words.iter().map(|word| (word, false));
            for (word, excused) in all.chain(entry.unless.iter().map(|word| (word, true))) {
                patterns.push((at, excused));
                words.push(word.as_str());
            }
        }
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        let automaton = automaton(&words).expect("the lists are small");
        Lexicon { automaton, patterns, longest, entries }
    })
}

fn automaton(words: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
}

/// What the entries of some lists recommend, each recommendation once.
pub(crate) fn recommendations(lists: &[WordList]) -> impl Iterator<Item = &'static str> {
    let entries = lexicon().entries.iter().filter(move |(list, _)| lists.contains(list));
    let recommended: BTreeSet<_> = entries.map(|(_, entry)| entry.instead.as_str()).collect();
    recommended.into_iter()
}

/// Where a text has words of the lists, in order; of one list, the longest at each place.
pub(crate) fn hits(text: &str) -> Vec<LexiconHit> {
    let lexicon = lexicon();
    let (mut found, mut excuses) = (Vec::new(), Vec::new());
    for (range, pattern) in whole(&lexicon.automaton, text) {
        let (at, excused) = lexicon.patterns[pattern.as_usize()];
        let (list, entry) = &lexicon.entries[at];
        if excused {
            excuses.push((range, entry));
        } else if !entry.comma || text[range.end..].starts_with(',') {
            found.push(LexiconHit { range, list: *list, entry });
        }
    }
    excuses.sort_by_key(|(range, _)| range.start);
    let is_excused = |hit: &LexiconHit| {
        let near = hit.range.start.saturating_sub(lexicon.longest);
        let from = excuses.partition_point(|(range, _)| range.start < near);
        let around = excuses[from..].iter().take_while(|(range, _)| range.start <= hit.range.start);
        let mut around = around.filter(|(range, _)| hit.range.start < range.end);
        around.any(|(_, entry)| std::ptr::eq(*entry, hit.entry))
    };
    found.retain(|hit| !is_excused(hit));
    found.sort_by_key(|hit| (hit.list, hit.range.start, std::cmp::Reverse(hit.range.end)));
    found.dedup_by(|next, last| next.list == last.list && next.range.start < last.range.end);
    found.sort_by_key(|hit| hit.range.start);
    found
}

/// Where words that are no list of ours stand in a text.
pub(crate) fn places<'w>(words: impl Iterator<Item = &'w str>, text: &str) -> Vec<Range<usize>> {
    let words: Vec<_> = words.collect();
    let automaton = if words.is_empty() { None } else { automaton(&words) };
    automaton.iter().flat_map(|automaton| whole(automaton, text)).map(|(range, _)| range).collect()
}

/// Where an automaton finds whole words.
fn whole<'a>(
    automaton: &'a AhoCorasick,
    text: &'a str,
) -> impl Iterator<Item = (Range<usize>, PatternID)> + 'a {
    let is_whole = |range: &Range<usize>| {
        let before = text[..range.start].chars().next_back();
        let behind = text[range.end..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
    };
    let found = automaton.find_overlapping_iter(text).map(|it| (it.range(), it.pattern()));
    found.filter(move |(range, _)| is_whole(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: WordList, text: &str) -> Vec<&str> {
        hits(text).into_iter().filter(|hit| hit.list == list).map(|hit| &text[hit.range]).collect()
    }

    #[test]
    fn words_stand_whole_in_whatever_case() {
        assert_eq!(
            read(WordList::Loaded, "The Regime. The regimented so-called thug."),
            ["Regime", "so-called", "thug"]
        );
        assert_eq!(read(WordList::Saying, "He said. Unsaid."), ["said"]);
    }

    #[test]
    fn a_word_may_be_part_of_what_excuses_it() {
        assert_eq!(read(WordList::Loaded, "the sanctions regime and the regime"), ["regime"]);
        assert_eq!(hits("the sanctions regime and the regime")[0].range, 29..35);
    }

    #[test]
    fn some_words_count_before_a_comma() {
        assert_eq!(
            read(WordList::Opinion, "Clearly, it is clearly so. Of course not."),
            ["Clearly", "Of course"]
        );
    }

    #[test]
    fn a_word_of_a_warning_has_a_reason_and_a_better_one() {
        for (list, entry) in lexicon().entries.iter().filter(|(list, _)| *list != WordList::Saying) {
            assert!(!entry.reason.is_empty() && !entry.instead.is_empty(), "{list:?} {:?}", entry.words);
        }
    }
}
