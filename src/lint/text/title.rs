//! Titles beside names: `President Raisi`, `the president, Raisi`, `Raisi, Iran’s president,`.
//!
//! Must not know: who held which title.

use std::ops::Range;

/// The words of a title that a text puts beside a name: `President` of `President of Iran`, `ambassador` of
/// `Russia’s ambassador to China`.
pub(crate) fn title_head(title: &str) -> &str {
    let owner_end =
        ["’s ", "' ", "'s "].iter().filter_map(|mark| title.rfind(mark).map(|at| at + mark.len())).max();
    let title = &title[owner_end.unwrap_or(0)..];
    let end = [" of ", " for ", " to ", " and ", ", "].iter().filter_map(|word| title.find(word)).min();
    title[..end.unwrap_or(title.len())].trim()
}

/// Finds a title, given by its head, right before or after a name.
pub(crate) fn title_beside_name(text: &str, name: &Range<usize>, head: &str) -> Option<Range<usize>> {
    title_before_name(text, name.start, head).or_else(|| title_after_name(text, name.end, head))
}

/// Words before a title that is no longer held.
const PAST: [&str; 9] = ["then", "former", "ex", "late", "previous", "ousted", "deposed", "past", "onetime"];

/// Reads `President Raisi` and `the president, Raisi`.
fn title_before_name(text: &str, name_start: usize, head: &str) -> Option<Range<usize>> {
    let spaced = text[..name_start].trim_end_matches([' ', '\u{a0}']);
    let lead = spaced.trim_end_matches(',');
    let start = lead.len().checked_sub(head.len())?;
    let before = lead.get(..start)?;
    let is_title = lead[start..].eq_ignore_ascii_case(head);
    let is_whole_word = !before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '-');
    if !is_title || !is_whole_word || lead.len() == name_start {
        return None;
    }
    let clause = before.rsplit([',', ';', '.', '(', '“', ':']).next().unwrap_or_default();
    let words: Vec<String> = clause
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.iter().rev().take(3).any(|word| PAST.contains(&&**word)) {
        return None;
    }
    // A comma between title and name needs a definite title: `the president, Raisi`.
    let has_comma = spaced.ends_with(',');
    let is_definite = words.iter().any(|word| ["the", "s", "current", "incumbent", "new"].contains(&&**word));
    (!has_comma || is_definite).then_some(start..lead.len())
}

/// Reads `Raisi, Iran’s president,` and `Raisi, the president of Iran,`.
fn title_after_name(text: &str, name_end: usize, head: &str) -> Option<Range<usize>> {
    if !text[name_end..].starts_with(", ") {
        return None;
    }
    let mut at = name_end + ", ".len();
    // Up to two words may come before the title.
    for _ in 0..3 {
        if text.get(at..at + head.len()).is_some_and(|words| words.eq_ignore_ascii_case(head)) {
            let rest = &text[at + head.len()..];
            let is_whole =
                rest.is_empty() || rest.starts_with([',', '.', ';', ')']) || rest.starts_with(" of ");
            return is_whole.then_some(at..at + head.len());
        }
        let word = text[at..].split(' ').next()?;
        let leads_to_title = ["the", "current", "incumbent"].contains(&word)
            || word.ends_with("’s")
            || word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
        at += word.len() + 1;
        if !leads_to_title || at >= text.len() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<&str> {
        let name = text.find("Raisi").expect("a name");
        title_beside_name(text, &(name..name + 5), "President").map(|range| &text[range])
    }

    #[test]
    fn a_title_has_a_head() {
        for (title, found) in [
            ("President of Iran", "President"),
            ("Russia’s ambassador to China", "ambassador"),
            ("Foreign Minister", "Foreign Minister"),
            ("President of China and leader of its party", "President"),
        ] {
            assert_eq!(title_head(title), found);
        }
    }

    #[test]
    fn a_title_is_beside_its_name() {
        for text in [
            "President Raisi said",
            "Iranian President Raisi said",
            "the president, Raisi, said",
            "Raisi, the president of Iran, said",
            "Raisi, Iran’s president, said",
            "Raisi, President of Iran.",
            "Iran’s president, Raisi, said",
        ] {
            assert!(read(text).is_some_and(|title| title.eq_ignore_ascii_case("president")), "{text}");
        }
    }

    #[test]
    fn a_past_title_and_the_title_of_another_are_none() {
        for text in [
            "former President Raisi",
            "the late Iranian President Raisi",
            "then-President Raisi",
            "Vice-President Raisi",
            "Raisi, President Xi and others",
            "Raisi, who met the president, said",
            "Xi, a president, Raisi and others",
            "Raisi and the president",
            "Raisi, ",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
