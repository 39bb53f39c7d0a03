//! A text that means to nutgraf what it meant before: `[@name]`, `[=id]` and `[text][id]` were words elsewhere.
//!
//! What would be a mistake of our syntax is escaped, until nothing is one. Must not know: the old text.

use std::collections::BTreeSet;

use pulldown_cmark::HeadingLevel;

use super::body::Meant;
use super::edit::Edits;
use super::heading::is_marked;
use crate::parse::block::BUILT_IN;
use crate::parse::markdown::{MarkdownError, Outline, Target, outline};

/// A text is read again until it stays as it is; each time something in it is escaped that was not before.
const TIMES: usize = 16;

/// So often a fence without an end is closed; where that ends nothing, deep in lists and quotations, it is escaped.
const CLOSED: usize = 4;

/// The text, with what would be taken for our own syntax escaped, but what is meant. In an explainer a section's
/// heading has no footnotes.
pub(super) fn settled(text: &str, meant: &Meant, is_explainer: bool) -> String {
    let mut text = text.to_owned();
    for time in 0..TIMES {
        let edits = escapes((&text, time < CLOSED), &outline(&text, 0), (meant, is_explainer));
        if edits.is_empty() {
            return text;
        }
        text = edits.made(&text);
    }
    text
}

fn escapes((text, closes): (&str, bool), outline: &Outline, (meant, is_explainer): (&Meant, bool)) -> Edits {
    let mut edits = Edits::default();
    for reference in &outline.references {
        let foreign = match &reference.target {
            Target::Sources(_) | Target::Fact(_) | Target::Label(_) => true,
            Target::Name(_) => false,
            Target::Link { destination, .. } => {
                !meant.led.contains(destination) && !destination.starts_with('#')
            }
        };
        if foreign {
            edits.insert(reference.span.range().start, "\\");
        }
    }
    for heading in outline.headings.iter().filter(|heading| heading.level == HeadingLevel::H1) {
        let start = heading.span.range().start;
        edits.insert(start, if is_marked(&text[start..]) { "#" } else { "## " });
    }
    for fence in outline.fences.iter().filter(|fence| BUILT_IN.contains(&fence.word.as_str())) {
        let range = fence.span.range();
        let line = text[range.clone()].lines().next().unwrap_or("");
        let word = line.find(&fence.word).filter(|_| !meant.blocks.contains(text[range.clone()].trim_end()));
        if let Some(word) = word {
            edits.replace(range.start + word..range.start + line.len(), "text");
        }
    }
    for (span, slip) in &outline.slips {
        match slip {
            MarkdownError::UnclosedFence(fence) if closes => {
                close(text, &mut edits, (span.range().start, fence))
            }
            MarkdownError::RawHtml | MarkdownError::TooDeep => {}
            MarkdownError::UnclosedFence(_)
            | MarkdownError::EmptyCitation
            | MarkdownError::ActiveUrl(_)
            | MarkdownError::UndefinedImage(_) => {
                edits.insert(span.range().start, "\\");
            }
        }
    }
    let undefined = outline.notes.values().filter(|note| note.defined.is_none()).filter_map(|note| note.used);
    let questions = outline.question_notes.iter().copied().filter(|_| is_explainer);
    for span in undefined.chain(questions).collect::<BTreeSet<_>>() {
        edits.insert(span.range().start, "\\");
    }
    edits
}

/// Closes a fence that goes to the end of what it stands in.
fn close(text: &str, edits: &mut Edits, (start, fence): (usize, &str)) {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    // A list's mark stands in its first line alone, a quotation's in each.
    let before: String = text[line..start].chars().map(|c| if c == '>' { c } else { ' ' }).collect();
    let mut end = text.len();
    if !before.is_empty() {
        end = start;
        for (at, line) in lines(&text[start..]).skip(1) {
            let belongs = line.trim().is_empty() && !before.contains('>')
                || line.starts_with(before.trim_end_matches(' '));
            let indented = before.contains('>') || line.trim().is_empty() || line.starts_with(&before);
            if !(belongs && indented) {
                end = start + at;
                break;
            }
            end = start + at + line.len();
        }
        if end == start {
            end = start + text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
        }
    }
    let end = text[..end].trim_end().len().max(start);
    edits.insert(end, format!("\n{before}{fence}\n"));
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str) -> String {
        settled(text, &Meant::default(), true)
    }

    #[test]
    fn what_was_words_stays_words() {
        assert_eq!(after("[@a] [=b] [c][d] [e] ![f] [^g]\n"), "\\[@a] \\[=b] \\[c][d] [e] \\![f] \\[^g]\n");
        assert_eq!(after("<foo:bar> [a](javascript:b)\n"), "\\<foo:bar> \\[a](javascript:b)\n");
    }

    #[test]
    fn a_fence_is_closed_where_it_ended() {
        assert_eq!(after("```\na\n"), "```\na\n```\n\n");
        assert_eq!(after("> ```\n> a\n\nb\n"), "> ```\n> a\n> ```\n\n\nb\n");
        assert_eq!(after("- ```\n  a\n\nb\n"), "- ```\n  a\n  ```\n\n\nb\n");
    }
}
