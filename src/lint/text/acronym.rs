//! Acronyms in running English, and whether words spell one out: `SCO`, `G-20`, `C.S.T.O.`
//!
//! Must not know: which of them everybody knows.

use std::ops::Range;

/// How many letters an acronym has at most: more are a word in capitals.
const MOST: usize = 6;

/// Words that an acronym may leave out.
const SMALL: [&str; 14] =
    ["a", "an", "and", "de", "for", "in", "la", "of", "on", "the", "to", "und", "with", "&"];

/// The acronyms of a text, in order, without the `s` of a plural. A text in capitals has none.
pub(crate) fn acronyms(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let cries = cries(text, &words);
    let found = |at: usize| {
        let range = acronym(text, words[at].clone())?;
        (!cries[at] && !is_initials(text, &range, words.get(at + 1))).then_some(range)
    };
    (0..words.len()).filter_map(found).collect()
}

/// Which words stand in a text in capitals: three in a row, or two of which one is too long for an acronym.
fn cries(text: &str, words: &[Range<usize>]) -> Vec<bool> {
    let loud: Vec<_> = words.iter().map(|word| is_loud(&text[word.clone()])).collect();
    let mut cries = vec![false; words.len()];
    let mut start = 0;
    for at in 0..=words.len() {
        if at == words.len() || !loud[at] {
            let run = &words[start..at];
            let letters =
                |word: &Range<usize>| text[word.clone()].chars().filter(|c| c.is_alphabetic()).count();
            let long = run.iter().any(|word| letters(word) > MOST);
            cries[start..at].fill(run.len() > 2 || long);
            start = at + 1;
        }
    }
    cries
}

fn is_loud(word: &str) -> bool {
    !word.contains(char::is_lowercase) && word.chars().filter(|letter| letter.is_uppercase()).count() > 1
}

/// What stands between white space, without the marks around it.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let inside = piece.trim_matches(|letter: char| !letter.is_alphanumeric());
        let skipped = piece.len() - piece.trim_start_matches(|letter: char| !letter.is_alphanumeric()).len();
        if !inside.is_empty() {
            // Slashes and dashes stand between words.
            let mut at = start + skipped;
            for part in inside.split_inclusive(['–', '—']) {
                let word = part.trim_end_matches(['–', '—']);
                words.push(at..at + word.len());
                at += part.len();
            }
        }
        start += piece.len();
    }
    words
}

/// The acronym that a word is or begins with: `SCO’s`, `SCO-led`, `COVID-19`.
fn acronym(text: &str, word: Range<usize>) -> Option<Range<usize>> {
    let inside = &text[word.clone()];
    if !inside.starts_with(char::is_uppercase) {
        return None;
    }
    if let Some(length) = dotted(inside) {
        let dot = text[word.start + length..].starts_with('.');
        return Some(word.start..word.start + length + usize::from(dot));
    }
    let whole = inside.find(['’', '\'']).map_or(inside, |at| &inside[..at]);
    if let Some(length) = group(whole) {
        return Some(word.start..word.start + length);
    }
    let (head, _) = whole.split_once('-').unwrap_or((whole, ""));
    let head = head.strip_suffix('s').filter(|head| is_capitals(head)).unwrap_or(head);
    is_capitals(head).then(|| word.start..word.start + head.len())
}

fn is_capitals(word: &str) -> bool {
    (2..=MOST).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// `G-20` and `G7`: groups of so many states. Other letters with a number are things, not words cut short.
fn group(word: &str) -> Option<usize> {
    let rest = word.strip_prefix('G')?;
    let number = rest.strip_prefix('-').unwrap_or(rest);
    let digits = number.len() - number.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let ends = matches!(number[digits..].chars().next(), None | Some('-'));
    ((1..=2).contains(&digits) && ends).then_some(word.len() - number.len() + digits)
}

/// The bytes of `A.B.C`, without the last full stop. Two such letters are mostly a state or a person.
fn dotted(word: &str) -> Option<usize> {
    let mut length = 0;
    let mut letters = 0;
    for part in word.split('.') {
        if part.chars().count() != 1 || !part.chars().all(char::is_uppercase) {
            break;
        }
        length += part.len() + usize::from(letters > 0);
        letters += 1;
    }
    let ends = word[length..].chars().next().is_none_or(|next| matches!(next, '’' | '\'' | '-' | '.'));
    (letters > 2 && ends).then_some(length)
}

/// Whether three letters with full stops are somebody's initials: a name follows them.
fn is_initials(text: &str, range: &Range<usize>, next: Option<&Range<usize>>) -> bool {
    let here = &text[range.clone()];
    let three = here.contains('.') && here.chars().filter(|letter| letter.is_alphabetic()).count() == 3;
    let capital = next.filter(|next| text[(*next).clone()].starts_with(char::is_uppercase));
    three && capital.is_some_and(|next| text[range.end..next.start].trim().is_empty())
}

/// Whether a text spells an acronym out that stands in it at `at`: by its first letters anywhere, or as words
/// that stand before it or behind it in parentheses.
pub(crate) fn is_spelled_out(text: &str, acronym: &str, at: Option<Range<usize>>) -> bool {
    let units = units(acronym);
    let words: Vec<_> = pieces(text);
    let lower: Vec<String> = words.iter().map(|word| text[word.clone()].to_lowercase()).collect();
    let outside = |word: usize| at.as_ref().is_none_or(|at| !at.contains(&words[word].start));
    (0..words.len()).any(|first| outside(first) && spells(&lower[first..], &units))
        || at.is_some_and(|at| in_parentheses(text, &units, &at))
}

/// The letters of an acronym, and its number as one.
fn units(acronym: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for letter in acronym.chars().filter(|letter| letter.is_alphanumeric()) {
        let number = |unit: &String| unit.starts_with(|first: char| first.is_ascii_digit());
        match units.last_mut().filter(|last| number(last) && letter.is_ascii_digit()) {
            Some(last) => last.push(letter),
            None => units.push(letter.to_lowercase().collect()),
        }
    }
    units
}

/// The words of a text; a hyphen parts them, an apostrophe does not.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric() || matches!(letter, '’' | '\'' | '&'), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Whether the first letters of these words are those; small words may be passed over, but the first may not.
fn spells(words: &[String], units: &[String]) -> bool {
    let Some((unit, rest)) = units.split_first() else { return true };
    let Some((word, behind)) = words.split_first() else { return false };
    let fits = word.starts_with(unit.as_str()) && word.chars().count() > 1 || word == unit;
    let passes = || SMALL.contains(&word.as_str()) && spells(behind, units);
    fits && (rest.is_empty() || spells_on(behind, rest)) || !fits && passes()
}

/// The same, inside of the words.
fn spells_on(words: &[String], units: &[String]) -> bool {
    let Some(word) = words.first() else { return false };
    spells(words, units) || SMALL.contains(&word.as_str()) && spells_on(&words[1..], units)
}

/// Whether an acronym stands in parentheses behind words of which one begins with its first letter, or has such
/// words in parentheses behind it.
fn in_parentheses(text: &str, units: &[String], at: &Range<usize>) -> bool {
    let Some(first) = units.first() else { return false };
    let begins = |word: &str| word.to_lowercase().starts_with(first.as_str());
    let before = text[..at.start].strip_suffix('(').map(str::trim_end);
    let named = before.is_some_and(|before| {
        let words = before.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 1);
        words.rev().take(units.len() + 3).any(begins)
    });
    let behind = text[at.end..].trim_start_matches(['’', 's']).trim_start().strip_prefix('(');
    let told = behind.is_some_and(|behind| {
        let inside = behind.split(')').next().unwrap_or("");
        let inside = inside.strip_prefix("the ").unwrap_or(inside);
        inside.contains(' ') && begins(inside)
    });
    named || told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        acronyms(text).into_iter().map(|range| &text[range]).collect()
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
    fn things_names_and_cries_are_none() {
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
