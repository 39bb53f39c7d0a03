//! Ages beside names: `Xi, 69,`, `Xi (69)`, `69-year-old Xi`, `Xi is 69`.
//!
//! Must not know: who is named, or how old anybody is.

use std::ops::Range;

use super::word::Tokens;

/// An age that a text gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Age {
    pub(crate) years: i16,
    /// The number.
    pub(crate) range: Range<usize>,
    /// Whose it is.
    pub(crate) of: NamePosition,
    /// With the marks that come and go with it: `, 69,` is `,` from here to its end.
    pub(crate) clause: Option<Range<usize>>,
}

/// Where the name stands that an age belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamePosition {
    /// It ends here.
    EndsAt(usize),
    /// It begins somewhere in this range.
    In(Range<usize>),
}

/// Whoever is older is no one that a text can have met.
const OLDEST: i16 = 120;

/// The ages of a text, in order.
pub(crate) fn ages(tokens: &Tokens<'_>) -> Vec<Age> {
    (1..tokens.len()).filter_map(|at| behind(tokens, at).or_else(|| before(tokens, at))).collect()
}

fn number(tokens: &Tokens<'_>, at: usize) -> Option<i16> {
    let word = tokens.word(at);
    let digits = (1..=3).contains(&word.len()) && word.bytes().all(|letter| letter.is_ascii_digit());
    word.parse().ok().filter(|years| digits && (1..=OLDEST).contains(years))
}

/// `Xi, 69,`, `Xi, aged 69,`, `Xi (69)`, `Xi is 69 years old`
fn behind(tokens: &Tokens<'_>, at: usize) -> Option<Age> {
    let years = number(tokens, at)?;
    let range = tokens.range(at, at);
    let after = &tokens.text[range.end..];
    let (told, rest) =
        match after.strip_prefix(" years old").or_else(|| after.strip_prefix("\u{a0}years old")) {
            Some(rest) => (true, rest),
            None => (false, after),
        };
    let end = tokens.text.len() - rest.len();
    let aged = tokens.is_preceded_by(at, 1, &["aged", "age"]) && tokens.touches_previous(at);
    let name = at - 1 - usize::from(aged);
    let (name, first) = if aged { (at.checked_sub(2)?, at - 1) } else { (name, at) };
    let closes = rest.starts_with([',', ';', ')']) || rest.trim_end() == "." || rest.starts_with(". ");
    match tokens.text_between(name, first)? {
        ", " if closes => {
            let comma = tokens.range(name, name).end;
            let clause = rest.starts_with(',').then(|| comma..end + 1);
            Some(Age { years, range, of: NamePosition::EndsAt(comma), clause })
        }
        " (" if rest.starts_with(')') => {
            let of = NamePosition::EndsAt(tokens.range(name, name).end);
            let clause = Some(tokens.range(name, name).end..end + 1);
            Some(Age { years, range, of, clause })
        }
        " " | "\u{a0}"
            if tokens.is_one_of(name, &["is", "turned"])
                && tokens.touches_previous(name)
                && (told || closes)
                && !aged =>
        {
            let of = NamePosition::EndsAt(tokens.range(name - 1, name - 1).end);
            Some(Age { years, range, of, clause: None })
        }
        _ => None,
    }
}

/// `69-year-old Xi`, `the 69-year-old president, Xi`
fn before(tokens: &Tokens<'_>, at: usize) -> Option<Age> {
    let years = number(tokens, at)?;
    let hyphens = |left: usize| matches!(tokens.text_between(left, left + 1), Some("-" | "‑" | "–" | " "));
    let old = tokens.word(at + 1) == "year" && tokens.word(at + 2) == "old" && hyphens(at) && hyphens(at + 1);
    if !old {
        return None;
    }
    // Between the age and the name there is no more than a title.
    let title = (at + 3..at + 8).take_while(|word| {
        let gap = tokens.text_between(word - 1, *word);
        let before = *word == at + 3 || is_title(tokens, word - 1);
        before && gap.is_some_and(|gap| matches!(gap, " " | "\u{a0}" | ", "))
    });
    let last = title.last()?;
    let of = NamePosition::In(tokens.range(at + 3, last));
    Some(Age { years, range: tokens.range(at, at), of, clause: None })
}

const TITLES: [&str; 22] = [
    "president",
    "leader",
    "minister",
    "prime",
    "foreign",
    "chancellor",
    "king",
    "queen",
    "senator",
    "general",
    "pope",
    "chairman",
    "secretary",
    "ambassador",
    "governor",
    "mayor",
    "politician",
    "premier",
    "party",
    "former",
    "emperor",
    "author",
];

/// Whether a word may stand between an age and the name that it belongs to: a part of the name, or a title.
fn is_title(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.word(at).starts_with(char::is_uppercase) || tokens.is_one_of(at, &TITLES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(i16, &str)> {
        let bearer = |of: NamePosition| match of {
            NamePosition::EndsAt(end) => text[..end].rsplit(' ').next().unwrap_or_default(),
            NamePosition::In(range) => &text[range],
        };
        ages(&Tokens::new(text)).into_iter().map(|age| (age.years, bearer(age.of))).collect()
    }

    #[test]
    fn an_age_stands_beside_a_name() {
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
    fn what_goes_with_an_age_is_known() {
        let text = "Xi, 69, said so.";
        assert_eq!(ages(&Tokens::new(text))[0].clause.clone().map(|clause| &text[clause]), Some(", 69,"));
    }
}
