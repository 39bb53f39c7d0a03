//! Citations: `[@id, locator; @other]`, and what Pandoc writes besides.
//!
//! Must not know: which sources there are.

use std::ops::Range;

use crate::diagnostics::Problem;

/// One source of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cited {
    /// `see`: what is written before it in its bracket, which readers would not see.
    pub(crate) prefix: String,
    pub(crate) id: String,
    /// `para. 4`: where in the source.
    pub(crate) locator: Option<String>,
    /// Its own part of the reference, counted from the reference's first byte.
    pub(crate) at: Range<usize>,
}

/// The citation in a label `@id` or `-@id`, as Pandoc writes one without the author's name.
pub(crate) fn citation(label: &str) -> Option<&str> {
    let label = label.trim_start();
    label.strip_prefix('-').unwrap_or(label).starts_with('@').then_some(label)
}

/// Parses `@id, locator; @id`, with or without `@`; `None` if an id is missing.
///
/// `place` is its range in the reference. If it is not `verbatim` there, each source has all of it as its place.
pub(crate) fn parse_citation(citation: &str, place: Range<usize>, verbatim: bool) -> Option<Vec<Cited>> {
    let parts: Vec<&str> = citation.split(';').collect();
    let has_own_places = parts.len() > 1 && verbatim;
    let mut at = place.start;
    let mut all = Vec::with_capacity(parts.len());
    for part in parts {
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + ";".len();
        let part = part.trim();
        let own = if has_own_places { start..(start + part.len()).min(place.end) } else { 0..place.end };
        let (prefix, part) = split_prefix(part);
        let (id, locator) = split_locator(part);
        if id.is_empty() {
            return None;
        }
        let locator = Some(locator).filter(|locator| !locator.is_empty()).map(str::to_owned);
        all.push(Cited { prefix: prefix.to_owned(), id: id.to_owned(), locator, at: own });
    }
    Some(all)
}

/// Splits `see @id, locator` before the id; what has no `@` is all id and locator.
fn split_prefix(part: &str) -> (&str, &str) {
    let bare = part.strip_prefix('-').unwrap_or(part);
    if let Some(rest) = bare.strip_prefix('@') {
        return ("", rest);
    }
    let marks = part.match_indices('@').map(|(at, _)| part.split_at(at));
    let prefix = |before: &str| before.trim_end_matches('-').ends_with(char::is_whitespace);
    let found = marks.map(|(before, rest)| (before, &rest[1..])).find(|(before, _)| prefix(before));
    found.map_or(("", part), |(before, rest)| (before.trim_end_matches('-').trim_end(), rest))
}

/// Splits `id, locator`. The comma may lack before what has a number in it: no id has white space.
fn split_locator(part: &str) -> (&str, &str) {
    let is_number = |word: &str| {
        let word = word.trim_end_matches(['.', ',']);
        word.contains(|letter: char| letter.is_ascii_digit())
            || !word.is_empty() && word.chars().all(|letter| "ivx".contains(letter))
    };
    let (id, locator) = part.split_once(',').unwrap_or((part, ""));
    match id.split_once(char::is_whitespace) {
        Some((id, rest)) if rest.split_whitespace().any(is_number) => (id, part[id.len()..].trim()),
        _ => (id.trim(), locator.trim()),
    }
}

/// The finding for words before a source in its bracket, if there are any.
pub(crate) fn citation_prefix(cited: &[Cited]) -> Option<Problem> {
    let prefix = cited.iter().map(|cited| &cited.prefix).find(|prefix| !prefix.is_empty())?;
    let written = |cited: &Cited| match &cited.locator {
        Some(locator) => format!("@{}, {locator}", cited.id),
        None => format!("@{}", cited.id),
    };
    let citation = cited.iter().map(written).collect::<Vec<_>>().join("; ");
    Some(Problem::CitationPrefix { prefix: prefix.clone(), citation: format!("[{citation}]") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(text: &str) -> Vec<(String, String, String)> {
        let cited = parse_citation(text, 0..text.len(), true).unwrap_or_default();
        cited.into_iter().map(|it| (it.prefix, it.id, it.locator.unwrap_or_default())).collect()
    }

    #[test]
    fn a_locator_needs_no_comma_if_it_has_a_number() {
        let locators = ["p. 4", "pp. 12–14", "§ 3", "17", "ch. iv", "para. 4, line 2", "chapter two", ""]
            .map(|locator| {
                let with_comma = cited(&format!("@fao, {locator}"));
                let without = cited(&format!("@fao {locator}"));
                (with_comma == without, without[0].1.clone())
            });
        for (same, id) in &locators[..6] {
            assert!(same, "{id}");
            assert_eq!(id, "fao");
        }
        assert_eq!(locators[6], (false, "fao chapter two".to_owned()));
        assert!(locators[7].0);
    }

    #[test]
    fn words_before_a_source_are_kept_apart_from_it() {
        let expected = |prefix: &str, id: &str, locator: &str| (prefix.into(), id.into(), locator.into());
        assert_eq!(
            cited("-@fao; see also @who, p. 3; vgl. -@who 9"),
            [expected("", "fao", ""), expected("see also", "who", "p. 3"), expected("vgl.", "who", "9")]
        );
        assert_eq!(cited("fao, mail to x@y.z"), [expected("", "fao", "mail to x@y.z")]);
        assert!(cited("see @").is_empty());
    }
}
