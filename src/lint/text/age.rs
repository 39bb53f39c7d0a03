//! Ages beside names: `Xi, 69,`, `Xi (69)`, `69-year-old Xi`, `Xi is 69`.
//!
//! Must not know: who is named, or how old anyone is.

use std::ops::Range;

use super::word::Tokens;

/// An age that a text gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Age {
    pub(crate) years: i16,
    /// The bytes of the number.
    pub(crate) range: Range<usize>,
    pub(crate) name: NamePosition,
    /// The age with the marks that go with it: `, 69,` up to the second comma.
    pub(crate) clause: Option<Range<usize>>,
}

/// The bytes where the name that an age belongs to is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamePosition {
    /// The name ends at this byte.
    EndsAt(usize),
    /// The name begins somewhere in this range.
    Within(Range<usize>),
}

/// Larger numbers are no ages.
const OLDEST: i16 = 120;

/// Finds the ages of a text, in order.
pub(crate) fn find_ages(tokens: &Tokens<'_>) -> Vec<Age> {
    (1..tokens.len())
        .filter_map(|at| age_after_name(tokens, at).or_else(|| age_before_name(tokens, at)))
        .collect()
}

fn parse_age(word: &str) -> Option<i16> {
    let is_short = (1..=3).contains(&word.len()) && word.bytes().all(|letter| letter.is_ascii_digit());
    word.parse().ok().filter(|years| is_short && (1..=OLDEST).contains(years))
}

/// Reads `Xi, 69,`, `Xi, aged 69,`, `Xi (69)` and `Xi is 69 years old`.
fn age_after_name(tokens: &Tokens<'_>, at: usize) -> Option<Age> {
    let years = parse_age(tokens.word(at))?;
    let range = tokens.range(at, at);
    let after = &tokens.text[range.end..];
    let years_old = after.strip_prefix(" years old").or_else(|| after.strip_prefix("\u{a0}years old"));
    let rest = years_old.unwrap_or(after);
    let end = tokens.text.len() - rest.len();
    let is_set_off = rest.starts_with([',', ';', ')']) || rest.trim_end() == "." || rest.starts_with(". ");
    let is_aged = tokens.is_preceded_by(at, 1, &["aged", "age"]) && tokens.touches_previous(at);
    let first = if is_aged { at - 1 } else { at };
    let before = first.checked_sub(1)?;
    let name_end = tokens.range(before, before).end;
    let name = NamePosition::EndsAt(name_end);
    match tokens.text_between(before, first)? {
        ", " if is_set_off => {
            let clause = rest.starts_with(',').then(|| name_end..end + 1);
            Some(Age { years, range, name, clause })
        }
        " (" if rest.starts_with(')') => Some(Age { years, range, name, clause: Some(name_end..end + 1) }),
        " " | "\u{a0}"
            if tokens.is_one_of(before, &["is", "turned"])
                && tokens.touches_previous(before)
                && (years_old.is_some() || is_set_off)
                && !is_aged =>
        {
            let name = NamePosition::EndsAt(tokens.range(before - 1, before - 1).end);
            Some(Age { years, range, name, clause: None })
        }
        _ => None,
    }
}

/// Reads `69-year-old Xi` and `the 69-year-old president, Xi`.
fn age_before_name(tokens: &Tokens<'_>, at: usize) -> Option<Age> {
    let years = parse_age(tokens.word(at))?;
    let is_hyphenated =
        |left: usize| matches!(tokens.text_between(left, left + 1), Some("-" | "‑" | "–" | " "));
    let is_year_old = tokens.word(at + 1) == "year"
        && tokens.word(at + 2) == "old"
        && is_hyphenated(at)
        && is_hyphenated(at + 1);
    if !is_year_old {
        return None;
    }
    // Between the age and the name there is no more than a title.
    let first = at + 3;
    let mut end = first;
    while end < first + 5
        && matches!(tokens.text_between(end - 1, end), Some(" " | "\u{a0}" | ", "))
        && (end == first
            || tokens.word(end - 1).starts_with(char::is_uppercase)
            || tokens.is_one_of(end - 1, &TITLES))
    {
        end += 1;
    }
    if end == first {
        return None;
    }
    let name = NamePosition::Within(tokens.range(first, end - 1));
    Some(Age { years, range: tokens.range(at, at), name, clause: None })
}

const TITLES: [&str; 22] = [
    "president", "leader", "minister", "prime", "foreign", "chancellor", "king", "queen", "senator",
    "general", "pope", "chairman", "secretary", "ambassador", "governor", "mayor", "politician", "premier",
    "party", "former", "emperor", "author",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(i16, &str)> {
        let name = |position: NamePosition| match position {
            NamePosition::EndsAt(end) => text[..end].rsplit(' ').next().unwrap_or_default(),
            NamePosition::Within(range) => &text[range],
        };
        find_ages(&Tokens::new(text)).into_iter().map(|age| (age.years, name(age.name))).collect()
    }

    #[test]
    fn an_age_is_beside_a_name() {
        for (text, found) in [
            ("Xi, 69, said so.", (69, "Xi")),
            ("He met Xi, 69.", (69, "Xi")),
            ("Xi (69) said so.", (69, "Xi")),
            ("Xi, aged 69, said so.", (69, "Xi")),
            ("Xi is 69 years old.", (69, "Xi")),
            ("Xi is 69.", (69, "Xi")),
            ("the 69-year-old Xi said", (69, "Xi said")),
            ("the 69-year-old president, Xi, said", (69, "president, Xi, said")),
            ("the 69-year-old Chinese leader Xi", (69, "Chinese leader Xi")),
        ] {
            assert_eq!(read(text), [found], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_ages() {
        for text in [
            "Xi, 69 at the time, said so.",
            "Xi, 2022,",
            "at the age of 69",
            "the 69-year-old aide met Xi",
            "on May 14, 2022",
            "It is 69 km.",
            "Xi has 69, he said.",
            "140, 150",
        ] {
            let others: Vec<_> = read(text).into_iter().filter(|(_, name)| name.contains("Xi")).collect();
            assert_eq!(others, [], "{text}");
        }
    }

    #[test]
    fn the_clause_of_an_age_has_its_commas() {
        let text = "Xi, 69, said so.";
        assert_eq!(
            find_ages(&Tokens::new(text))[0].clause.clone().map(|clause| &text[clause]),
            Some(", 69,")
        );
    }
}
