//! What other Markdown has and ours shows as it is written: definitions, emoji by name, kinds of alerts.
//!
//! Must not know: what becomes of it.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::markup::{code, html, is_in};
use super::settings::Settings;
use crate::parse::markdown::EXTENSIONS;

/// Lines that a definition may have before the next one begins, so that both are of one list.
const APART: usize = 4;

/// Where such things stand in a text, and what they are.
pub(super) fn unknown(text: &str, settings: &Settings) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let kind = "alerts with a title or of a kind of their own";
    found.extend(alerts(text).into_iter().map(|range| (range, kind)));
    if settings.definitions {
        found.extend(definitions(text).into_iter().map(|range| (range, "lists of definitions")));
    }
    if settings.emoji {
        found.extend(emoji(text).into_iter().map(|range| (range, "names of emoji")));
    }
    let not_read: Vec<_> = code(text).into_iter().chain(html(text)).collect();
    found.retain(|(range, _)| !is_in(range, &not_read));
    found
}

/// `> [!INFO]`, and `> [!NOTE] with a title`.
fn alerts(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, EXTENSIONS).into_offset_iter();
    let quotations = events.filter(|(event, _)| matches!(event, Event::Start(Tag::BlockQuote(None))));
    let mark = |range: Range<usize>| {
        let written = &text[range.clone()];
        let start = written.len() - written.trim_start_matches(['>', ' ']).len();
        let kind = written[start..].strip_prefix("[!")?;
        let end = kind.find(']').filter(|end| kind[..*end].chars().all(char::is_alphanumeric))?;
        Some(range.start + start..range.start + start + end + 3)
    };
    quotations.filter_map(|(_, range)| mark(range)).collect()
}

/// The first `: words` of each list.
fn definitions(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut last, mut before) = (0, None, "");
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let inside = line.trim_start_matches(' ');
        let indent = line.len() - inside.len();
        let words = inside.strip_prefix(": ").or_else(|| inside.strip_prefix(":\t"));
        if indent < 4 && words.is_some_and(|words| !words.trim().is_empty()) && is_term(before) {
            if last.is_none_or(|last| number > last + APART) {
                found.push(start + indent..start + line.trim_end().len());
            }
            last = Some(number);
        }
        if !line.trim().is_empty() {
            before = line;
        }
        start += line.len();
    }
    found
}

/// Whether a line can have a definition below it.
fn is_term(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', '>', '|', '`', '~'])
}

/// `:word:` between white space and marks.
fn emoji(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices(':') {
        let taken = found.last().is_some_and(|last| at < last.end);
        let firm = |c: char| c.is_alphanumeric() || matches!(c, ':' | '/');
        if taken || text[..at].ends_with(firm) {
            continue;
        }
        let behind = &text[at + 1..];
        let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c);
        let length = behind.find(|c| !name(c)).unwrap_or(behind.len());
        let ends = behind[length..].strip_prefix(':').is_some_and(|rest| !rest.starts_with(firm));
        if ends && length > 1 {
            found.push(at..at + length + 2);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, found: Vec<Range<usize>>) -> Vec<&str> {
        found.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_is_shown_as_it_is_written_is_found() {
        let text = "a :+1: b :smile:, 12:30:45 ::x:: a:b: http://c:80:\n";
        assert_eq!(drawn(text, emoji(text)), [":+1:", ":smile:"]);
        let text = "Term\n: words\n\nOther\n: more\n\n: not below\n# No\n: term\n";
        assert_eq!(drawn(text, definitions(text)), [": words"]);
        let text = "> [!INFO]\n> a\n\n> [!NOTE]\n> b\n\n> [!TIP] Title\n> c\n\n> [d]\n";
        assert_eq!(drawn(text, alerts(text)), ["[!INFO]", "[!TIP]"]);
    }
}
