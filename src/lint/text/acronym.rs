//! Acronyms in running English, and whether words spell one out: `SCO`, `G-20`, `C.S.T.O.`
//!
//! Must not know: which of them everyone knows.

use std::ops::Range;

use super::word::runs;

/// The most letters of an acronym: a longer run of capitals is a word.
const MAX_LETTERS: usize = 6;

/// Words that an acronym may leave out.
const SMALL_WORDS: [&str; 14] =
    ["a", "an", "and", "de", "for", "in", "la", "of", "on", "the", "to", "und", "with", "&"];

/// Finds the acronyms of a text, in order, without the `s` of a plural. A text in capitals has none.
pub(crate) fn find_acronyms(text: &str) -> Vec<Range<usize>> {
    let words = bare_words(text);
    let is_shouted = shouted_words(text, &words);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(at, _)| !is_shouted[*at]) {
        let Some(range) = acronym_in_word(text, word) else { continue };
        let acronym = &text[range.clone()];
        // Three letters with full stops before a name are a person's initials.
        let is_initials = acronym.contains('.')
            && acronym.chars().filter(|letter| letter.is_alphabetic()).count() == 3
            && words.get(at + 1).is_some_and(|next| {
                let is_name = text[next.clone()].starts_with(char::is_uppercase);
                is_name && text[range.end..next.start].trim().is_empty()
            });
        if !is_initials {
            found.push(range);
        }
    }
    found
}

/// For each word, whether it belongs to a run of words in capitals that is a shout: three words, or one too
/// long for an acronym.
fn shouted_words(text: &str, words: &[Range<usize>]) -> Vec<bool> {
    let mut is_shouted = vec![false; words.len()];
    let mut start = 0;
    for at in 0..=words.len() {
        let word = words.get(at).map_or("", |word| &text[word.clone()]);
        let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
        if capitals > 1 && !word.contains(char::is_lowercase) {
            continue;
        }
        let run = &words[start..at];
        let has_long_word = run.iter().any(|word| {
            text[word.clone()].chars().filter(|letter| letter.is_alphabetic()).count() > MAX_LETTERS
        });
        is_shouted[start..at].fill(run.len() > 2 || has_long_word);
        start = at + 1;
    }
    is_shouted
}

/// Cuts a text at white space and dashes, and leaves out the marks around each word.
fn bare_words(text: &str) -> Vec<Range<usize>> {
    let is_mark = |letter: char| !letter.is_alphanumeric();
    let mut words = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let mut at = start + piece.len() - piece.trim_start_matches(is_mark).len();
        start += piece.len();
        for part in piece.trim_matches(is_mark).split_inclusive(['–', '—']) {
            words.push(at..at + part.trim_end_matches(['–', '—']).len());
            at += part.len();
        }
    }
    words
}

/// The acronym that a word is or begins with: `SCO’s`, `SCO-led`, `COVID-19`.
fn acronym_in_word(text: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let letters = &text[word.clone()];
    if !letters.starts_with(char::is_uppercase) {
        return None;
    }
    if let Some(len) = dotted_len(letters) {
        // The last full stop was left out with the marks around the word.
        let has_dot = text[word.start + len..].starts_with('.');
        return Some(word.start..word.start + len + usize::from(has_dot));
    }
    let stem = letters.find(['’', '\'']).map_or(letters, |at| &letters[..at]);
    if let Some(len) = group_of_states_len(stem) {
        return Some(word.start..word.start + len);
    }
    let head = stem.split('-').next().unwrap_or(stem);
    let head = head.strip_suffix('s').filter(|head| is_acronym(head)).unwrap_or(head);
    is_acronym(head).then(|| word.start..word.start + head.len())
}

fn is_acronym(word: &str) -> bool {
    (2..=MAX_LETTERS).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// The length in bytes of `G-20` or `G7` at the beginning of a word. Other letters with a number name a
/// thing.
fn group_of_states_len(word: &str) -> Option<usize> {
    let rest = word.strip_prefix('G')?;
    let number = rest.strip_prefix('-').unwrap_or(rest);
    let after = number.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = number.len() - after.len();
    let is_whole = after.is_empty() || after.starts_with('-');
    ((1..=2).contains(&digits) && is_whole).then_some(word.len() - after.len())
}

/// The length in bytes of `A.B.C` at the beginning of a word, without the last full stop. Two letters with
/// full stops are mostly a state or a person.
fn dotted_len(word: &str) -> Option<usize> {
    let mut len = 0;
    let mut letters = 0;
    for part in word.split('.') {
        if part.chars().count() != 1 || !part.chars().all(char::is_uppercase) {
            break;
        }
        len += part.len() + usize::from(letters > 0);
        letters += 1;
    }
    let rest = &word[len..];
    let is_whole = rest.is_empty() || rest.starts_with(['’', '\'', '-', '.']);
    (letters > 2 && is_whole).then_some(len)
}

/// Checks whether a text spells an acronym out: by its first letters anywhere but at `at`, where the acronym
/// itself is, or by words in parentheses beside it.
pub(crate) fn is_spelled_out(text: &str, acronym: &str, at: Option<Range<usize>>) -> bool {
    let units = acronym_units(acronym);
    let words = runs(text, |_, letter| letter.is_alphanumeric() || matches!(letter, '’' | '\'' | '&'));
    let lower: Vec<String> = words.iter().map(|word| text[word.clone()].to_lowercase()).collect();
    let is_outside = |word: &Range<usize>| at.as_ref().is_none_or(|at| !at.contains(&word.start));
    let mut starts = (0..words.len()).filter(|first| is_outside(&words[*first]));
    starts.any(|first| begin_with_units(&lower[first..], &units))
        || at.is_some_and(|at| is_explained_in_parentheses(text, &units, &at))
}

/// Cuts an acronym into its letters and its number.
fn acronym_units(acronym: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for letter in acronym.chars().filter(|letter| letter.is_alphanumeric()) {
        match units.last_mut() {
            Some(last)
                if letter.is_ascii_digit() && last.starts_with(|first: char| first.is_ascii_digit()) =>
            {
                last.push(letter);
            }
            _ => units.push(letter.to_lowercase().collect()),
        }
    }
    units
}

/// Checks whether words begin with the units of an acronym, one after the other. Small words are skipped
/// unless they stand for a unit themselves.
fn begin_with_units(words: &[String], units: &[String]) -> bool {
    let Some((unit, other_units)) = units.split_first() else { return true };
    let Some((word, other_words)) = words.split_first() else { return false };
    if word.starts_with(unit.as_str()) && word.chars().count() > 1 || word == unit {
        return other_units.is_empty() || skip_to_units(other_words, other_units);
    }
    SMALL_WORDS.contains(&&**word) && begin_with_units(other_words, units)
}

fn skip_to_units(words: &[String], units: &[String]) -> bool {
    let Some((word, other_words)) = words.split_first() else { return false };
    begin_with_units(words, units) || SMALL_WORDS.contains(&&**word) && skip_to_units(other_words, units)
}

/// Checks whether an acronym is in parentheses after words of which one begins with its first letter, or is
/// followed by such words in parentheses.
fn is_explained_in_parentheses(text: &str, units: &[String], at: &Range<usize>) -> bool {
    let Some(first) = units.first() else { return false };
    let begins_alike = |word: &str| word.to_lowercase().starts_with(first.as_str());
    if let Some(before) = text[..at.start].strip_suffix('(') {
        let words = before.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 1);
        if words.rev().take(units.len() + 3).any(begins_alike) {
            return true;
        }
    }
    let after = text[at.end..].trim_start_matches(['’', 's']).trim_start();
    let Some(inside) = after.strip_prefix('(').and_then(|rest| rest.split(')').next()) else { return false };
    let inside = inside.strip_prefix("the ").unwrap_or(inside);
    inside.contains(' ') && begins_alike(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        find_acronyms(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn capitals_and_groups_and_dotted_letters_are_acronyms() {
        assert_eq!(read("The SCO’s eight, the G-20 and G7."), ["SCO", "G-20", "G7"]);
        assert_eq!(read("(NGOs) an SCO-led plan under COVID-19."), ["NGO", "SCO", "COVID"]);
        assert_eq!(read("in the U.S.S.R. then"), ["U.S.S.R."]);
        assert_eq!(read("did the C.S.T.O. The SCO"), ["C.S.T.O.", "SCO"]);
        assert_eq!(read("NATO–EU"), ["NATO", "EU"]);
    }

    #[test]
    fn things_names_and_shouts_are_none() {
        for text in [
            "an F-16 and a B-52, H5N1, CO2, A4, MI6",
            "J.D. Vance, J.R.R. Tolkien, of N.Y. and D.C.",
            "THE PRESIDENT of, SO HE SAYS",
            "AT&T and x.org/ABC, a_BC",
            "I am A. Berg, McDONALD",
            "ABCDEFG",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn first_letters_spell_it_out() {
        for (text, acronym) in [
            ("the Shanghai Cooperation Organization (SCO)", "SCO"),
            ("SCO, or Shanghai Cooperation Organization", "SCO"),
            ("the Group of 20 met", "G-20"),
            ("Asia-Pacific Economic Cooperation (APEC)", "APEC"),
            ("people’s liberation army", "PLA"),
            ("the Department of Defense", "DOD"),
            ("the Department of Defense", "DD"),
        ] {
            assert!(is_spelled_out(text, acronym, None), "{text}");
        }
        for (text, acronym) in [("the SCO met", "SCO"), ("so cold outside", "SCE"), ("Group of 21", "G20")] {
            assert!(
                !is_spelled_out(text, acronym, text.find(acronym).map(|at| at..at + acronym.len())),
                "{text}"
            );
        }
    }

    #[test]
    fn parentheses_spell_it_out_with_fewer_letters() {
        let spelt = |text: &str, acronym: &str| {
            is_spelled_out(text, acronym, text.find(acronym).map(|at| at..at + acronym.len()))
        };
        assert!(spelt("nongovernmental organizations (NGOs) said", "NGO"));
        assert!(spelt("DVLA (the Driver agency) said", "DVLA"));
        assert!(!spelt("He left (BBC) it", "BBC"));
        assert!(!spelt("the SCO (in Asia) met", "SCO"));
    }
}
