//! Titles beside names: `President Raisi`, `the president, Raisi`, `Raisi, Iran’s president,`.
//!
//! Must not know: who held which title.

use std::ops::Range;

/// The word that stands for a title in a text: `President` of `President of Iran`, `ambassador` of `Russia’s
/// ambassador to China`.
pub(crate) fn title_head(title: &str) -> &str {
    let own =
        ["’s ", "' ", "'s "].iter().filter_map(|mark| title.rfind(mark).map(|at| at + mark.len())).max();
    let title = &title[own.unwrap_or(0)..];
    let end = [" of ", " for ", " to ", " and ", ", "].iter().filter_map(|word| title.find(word)).min();
    title[..end.unwrap_or(title.len())].trim()
}

/// Where a title stands beside a name.
pub(crate) fn title_beside_name(text: &str, name: &Range<usize>, head: &str) -> Option<Range<usize>> {
    before(text, name.start, head).or_else(|| behind(text, name.end, head))
}

/// Words behind which a title is one of the past.
const PAST: [&str; 9] = ["then", "former", "ex", "late", "previous", "ousted", "deposed", "past", "onetime"];

/// `President Raisi`, `the president, Raisi`
fn before(text: &str, name: usize, head: &str) -> Option<Range<usize>> {
    let lead = text[..name].trim_end_matches([' ', '\u{a0}']);
    let comma = lead.ends_with(',');
    let lead = lead.trim_end_matches(',');
    let start = lead.len().checked_sub(head.len())?;
    let fits = lead.get(start..)?.eq_ignore_ascii_case(head);
    let outer = &lead[..start];
    if !fits
        || lead.len() == name
        || outer.ends_with(|letter: char| letter.is_alphanumeric() || letter == '-')
    {
        return None;
    }
    // The clause, from its last mark on; a comma stands only behind `the president`.
    let clause = outer.rsplit([',', ';', '.', '(', '“', ':']).next().unwrap_or_default();
    let mut words =
        clause.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).rev();
    let past = words.clone().take(3).any(|word| PAST.iter().any(|it| word.eq_ignore_ascii_case(it)));
    let defined =
        words.any(|word| ["the", "s", "current", "incumbent", "new"].contains(&&*word.to_lowercase()));
    (!past && (!comma || defined)).then_some(start..lead.len())
}

/// `Raisi, Iran’s president,`, `Raisi, the president of Iran,`
fn behind(text: &str, name: usize, head: &str) -> Option<Range<usize>> {
    let mut at = name + text[name..].strip_prefix(", ").map(|_| 2)?;
    for _ in 0..3 {
        let here = text.get(at..at + head.len()).filter(|here| here.eq_ignore_ascii_case(head));
        if here.is_some() {
            let rest = &text[at + head.len()..];
            let closes =
                rest.starts_with([',', '.', ';', ')']) || rest.starts_with(" of ") || rest.is_empty();
            return closes.then_some(at..at + head.len());
        }
        let word = text[at..].split(' ').next()?;
        let leads = ["the", "current", "incumbent"].contains(&word)
            || word.ends_with("’s")
            || word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
        if !leads {
            return None;
        }
        at += word.len() + 1;
        if at >= text.len() {
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
    fn a_title_stands_beside_its_name() {
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
    fn a_title_of_the_past_or_of_another_is_none() {
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
