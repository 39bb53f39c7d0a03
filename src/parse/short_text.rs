//! Short texts: paragraphs with emphasis, links and citations, but without headings, lists and other blocks.
//!
//! `3. Oktober` in a title is a date, and `- 5` in a cell a number. CommonMark would make a list of both, and the
//! number would be lost. Must not know: what the text belongs to.

use std::ops::Range;

use super::table::Text;

/// Escapes what would begin a block in a text. A footnote or a link may still be defined below its first line.
pub(super) fn without_blocks(text: Text) -> Text {
    let edits = edits(&text.value);
    if edits.is_empty() {
        return text;
    }
    let mut value = String::with_capacity(text.value.len() + edits.len());
    let mut runs = vec![(0, 0)];
    let mut done = 0;
    for edit in edits {
        value.push_str(&text.value[done..edit.start]);
        if edit.is_empty() {
            value.push('\\');
        }
        done = edit.end;
        runs.push((value.len(), done));
    }
    value.push_str(&text.value[done..]);
    Text { span_map: text.span_map.through(&runs), span: text.span, value }
}

/// The bytes to escape, as empty ranges, and the white space to leave out, in order.
fn edits(text: &str) -> Vec<Range<usize>> {
    let mut edits: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut is_first = true;
    for line in text.split_inclusive(['\n', '\r']) {
        let words = line.trim_start_matches([' ', '\t']);
        let start = at + line.len() - words.len();
        // Four spaces begin code.
        if start - at >= 4 || line[..start - at].contains('\t') {
            edits.push(at..start);
        }
        if is_first && words.starts_with('[') {
            // A definition of a link or a footnote; its label may be broken over lines.
            let colon = text[start..].find("]:").map(|bracket| start + bracket + 1);
            edits.extend(colon.map(|colon| colon..colon));
        }
        let words = words.trim_end();
        edits.extend(block_marks(words, is_first).into_iter().map(|mark| start + mark..start + mark));
        is_first &= words.is_empty();
        at += line.len();
    }
    edits.sort_by_key(|edit| edit.start);
    edits
}

/// The marks of a line that would begin a block, or would make one of the lines above.
fn block_marks(line: &str, is_first: bool) -> Vec<usize> {
    let Some(mark) = line.chars().next() else { return vec![] };
    let run = line.len() - line.trim_start_matches(mark).len();
    let ends_word = |at: usize| line[at..].is_empty() || line[at..].starts_with([' ', '\t']);
    let consists_of = |marks: &str| line.chars().all(|letter| marks.contains(letter));
    let every = || line.match_indices(mark).map(|(at, _)| at).collect();
    match mark {
        '-' | '*' | '_' if consists_of(&format!("{mark} \t")) && line.matches(mark).count() >= 3 => every(),
        '-' | '=' if !is_first && run == line.len() => every(),
        '-' | '+' | '*' if ends_word(1) => vec![0],
        '-' | ':' | '|' if !is_first && consists_of("-:| \t") => vec![0],
        '#' if run <= 6 && ends_word(run) => vec![0],
        '>' => vec![0],
        '`' if run >= 3 && !line[run..].contains('`') => every(),
        '~' if run >= 3 => (0..run).collect(),
        '0'..='9' => {
            let digits = line.len() - line.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
            let is_number = line[digits..].starts_with(['.', ')']) && ends_word(digits + 1);
            if is_number { vec![digits] } else { vec![] }
        }
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Span;
    use crate::parse::markdown::{Brackets, events, plain_text};
    use crate::parse::prose::parse_prose;
    use crate::parse::span_map::SpanMap;

    /// Words, and what begins a block in Markdown.
    const PIECES: [&str; 36] = [
        "17", "May", "a", "中", ".", ")", " ", " ", "    ", "\t", "\n", "\n\n", "\r\n", "- ", "-", "---",
        "+ ", "* ", "***", "___", "_ _ _", "> ", ">", "# ", "###### ", "#", "===", "```", "~~~", "|",
        "|---|", ":-", "[May]: ", "[", "]:", "1) ",
    ];

    fn text(value: &str) -> Text {
        Text { value: value.to_owned(), span: Span::new(0..value.len()), span_map: SpanMap::at(0) }
    }

    fn words(text: &str) -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).collect()
    }

    proptest! {
        #[test]
        fn no_block_begins_in_a_short_text_and_no_word_is_lost(
            pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..12)
        ) {
            use pulldown_cmark::{Event, Tag};
            let written = pieces.concat();
            // Below the first line a definition is one.
            prop_assume!(!written.trim_start().contains("\n[") && !written.contains("]: \n"));
            let (prose, _) = parse_prose(text(&written));
            let events: Vec<_> = events(&prose.text.value, Brackets::Links).map(|(event, _)| event).collect();
            for event in &events {
                if let Event::Start(tag) = event {
                    let is_inline = matches!(tag, Tag::Paragraph | Tag::Link { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough);
                    prop_assert!(is_inline, "{written:?}: {tag:?}");
                }
                prop_assert!(*event != Event::Rule, "{written:?}");
            }
            prop_assert_eq!(words(&plain_text(&events)), words(&written), "{:?}", written);
        }

        #[test]
        fn every_word_of_a_short_text_keeps_its_place(
            pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..12)
        ) {
            let written = pieces.concat();
            let guarded = without_blocks(text(&written));
            for (at, letter) in guarded.value.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
                let span = guarded.span_of(at..at + letter.len_utf8());
                prop_assert_eq!(&written[span.range()], letter.to_string(), "{:?}", written);
            }
        }
    }
}
