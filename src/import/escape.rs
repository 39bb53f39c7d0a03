//! Escapes what nutgraf's Markdown would take for its own syntax: `[@name]`, `[=id]` and `[text][id]` were text before.
//!
//! Must not know: the old text.

use std::collections::BTreeSet;

use pulldown_cmark::HeadingLevel;

use super::body::IntendedSyntax;
use super::heading::is_atx_heading;
use super::markdown::{Edits, line_start};
use crate::blocks;
use crate::diagnostics::Problem;
use crate::parse::markdown::{Outline, Target, outline};

/// An escape may make other syntax visible, so the text is parsed again until nothing is escaped.
const MAX_PASSES: usize = 16;

/// Passes in which open code fences are closed. One that is still open then, deep in lists and quotations, is escaped.
const CLOSING_PASSES: usize = 4;

/// Escapes a text, except for syntax that is intended. Section headings of explainers cannot have footnotes.
pub(super) fn escape_own_syntax(text: &str, intended: &IntendedSyntax, is_explainer: bool) -> String {
    let mut text = text.to_owned();
    for pass in 0..MAX_PASSES {
        let mut escaper = Escaper { text: &text, intended, edits: Edits::default() };
        escaper.escape(&outline(&text, 0), pass < CLOSING_PASSES, is_explainer);
        let edits = escaper.edits;
        if edits.is_empty() {
            break;
        }
        text = edits.apply(&text);
    }
    text
}

struct Escaper<'a> {
    text: &'a str,
    intended: &'a IntendedSyntax,
    edits: Edits,
}

impl Escaper<'_> {
    fn escape(&mut self, outline: &Outline, close_fences: bool, is_explainer: bool) {
        for reference in &outline.references {
            if !self.is_intended(&reference.target) {
                self.edits.insert(reference.span.range().start, "\\");
            }
        }
        for heading in &outline.headings {
            if heading.level == HeadingLevel::H1 {
                let start = heading.span.range().start;
                let marks = if is_atx_heading(&self.text[start..]) { "#" } else { "## " };
                self.edits.insert(start, marks);
            }
        }
        self.rename_blocks(outline);
        for (span, problem) in &outline.errors {
            let start = span.range().start;
            match problem {
                Problem::UnclosedFence { fence } if close_fences => self.close_fence(start, fence),
                Problem::RawHtml {} | Problem::TooDeep { .. } => {}
                _ => self.edits.insert(start, "\\"),
            }
        }
        let mut notes = BTreeSet::new();
        for note in outline.footnotes.values() {
            if note.defined.is_none() {
                notes.extend(note.used);
            }
        }
        if is_explainer {
            notes.extend(outline.footnotes_in_questions.iter().copied());
        }
        for span in notes {
            self.edits.insert(span.range().start, "\\");
        }
    }

    fn is_intended(&self, target: &Target) -> bool {
        match target {
            Target::Sources(_) | Target::Fact(_) | Target::Label(_) => false,
            Target::Name(_) | Target::HtmlUrl { .. } => true,
            Target::Link { destination, .. } => {
                self.intended.links.contains(destination) || destination.starts_with('#')
            }
        }
    }

    /// Gives code blocks that have the name of one of our blocks the language `text`.
    fn rename_blocks(&mut self, outline: &Outline) {
        for fence in &outline.fences {
            let range = fence.span.range();
            let block = &self.text[range.clone()];
            let is_intended = self.intended.blocks.contains(block.trim_end());
            if is_intended || blocks::built_in(&fence.word).is_none() {
                continue;
            }
            let first_line = block.lines().next().unwrap_or("");
            if let Some(word) = first_line.find(&fence.word) {
                self.edits.replace(range.start + word..range.start + first_line.len(), "text");
            }
        }
    }

    /// Closes a fence that is open until the end of the block that contains it.
    fn close_fence(&mut self, start: usize, fence: &str) {
        let text = self.text;
        // Following lines repeat the mark of a quotation, and have spaces for that of a list.
        let prefix: String =
            line_start(text, start).chars().map(|c| if c == '>' { c } else { ' ' }).collect();
        let end = if prefix.is_empty() { text.len() } else { container_end(text, start, &prefix) };
        let end = text[..end].trim_end().len().max(start);
        self.edits.insert(end, format!("\n{prefix}{fence}\n"));
    }
}

/// Returns where the quotation or list item ends that contains the line at `start`. `prefix` begins its lines.
fn container_end(text: &str, start: usize, prefix: &str) -> usize {
    let is_quotation = prefix.contains('>');
    let mut lines = text[start..].split_inclusive('\n');
    let mut end = start + lines.next().map_or(0, str::len);
    for line in lines {
        let is_inside = if is_quotation {
            line.starts_with(prefix.trim_end_matches(' '))
        } else {
            line.trim().is_empty() || line.starts_with(prefix)
        };
        if !is_inside {
            break;
        }
        end += line.len();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        escape_own_syntax(text, &IntendedSyntax::default(), true)
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("[@a] [=b] [c][d] [e] ![f] [^g]\n"), "\\[@a] \\[=b] \\[c][d] [e] \\![f] \\[^g]\n");
        assert_eq!(escaped("<foo:bar> [a](javascript:b)\n"), "\\<foo:bar> \\[a](javascript:b)\n");
    }

    #[test]
    fn a_fence_is_closed_at_the_end_of_its_container() {
        assert_eq!(escaped("```\na\n"), "```\na\n```\n\n");
        assert_eq!(escaped("> ```\n> a\n\nb\n"), "> ```\n> a\n> ```\n\n\nb\n");
        assert_eq!(escaped("- ```\n  a\n\nb\n"), "- ```\n  a\n  ```\n\n\nb\n");
    }
}
