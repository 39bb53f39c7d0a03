//! Comments in a Markdown text, and the block that each is about.
//!
//! A comment between blocks is about the one behind it, one inside of a block about that block. Must not know:
//! what a comment says.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::parse::markdown::EXTENSIONS;

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// A comment; all bytes are of the text that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment<'t> {
    /// With its marks.
    pub(crate) range: Range<usize>,
    /// What stands between its marks.
    pub(crate) words: &'t str,
    /// What it is about; nothing, where no block follows.
    pub(crate) block: Range<usize>,
    /// Whether the rest is read alike without it. In a block of HTML with more than comments it may not be: all
    /// of `<!-- a --> *text*` is HTML, and what is left of it would be Markdown.
    pub(crate) can_go: bool,
}

/// The comments of a text, in order.
pub(crate) fn comments(text: &str) -> Vec<Comment<'_>> {
    if !text.contains(OPEN) {
        return vec![];
    }
    let mut found: Vec<(Range<usize>, Option<Range<usize>>, bool)> = Vec::new();
    let (mut open, mut blocks) = (Vec::new(), Vec::new());
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let can_go = is_blank(text, &range, within(text, range.clone()));
                found.extend(within(text, range).map(|it| (it, None, can_go)));
            }
            Event::InlineHtml(_) => {
                found.extend(within(text, range).map(|it| (it, open.last().cloned(), true)));
            }
            Event::Start(tag) if !is_inline(&tag.to_end()) => {
                open.push(range.clone());
                blocks.push(range);
            }
            Event::End(tag) if !is_inline(&tag) && tag != TagEnd::HtmlBlock => drop(open.pop()),
            _ => {}
        }
    }
    let behind = |end: usize| blocks.get(blocks.partition_point(|block| block.start < end)).cloned();
    let comment = |(range, block, can_go): (Range<usize>, Option<Range<usize>>, bool)| Comment {
        words: &text[range.start + OPEN.len()..range.end - CLOSE.len()],
        block: block.or_else(|| behind(range.end)).unwrap_or(range.end..range.end),
        range,
        can_go,
    };
    found.into_iter().map(comment).collect()
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Whether a piece of HTML is nothing but its comments.
fn is_blank(text: &str, html: &Range<usize>, comments: impl Iterator<Item = Range<usize>>) -> bool {
    let mut at = html.start;
    let mut gaps = comments.map(|it| &text[std::mem::replace(&mut at, it.end)..it.start]);
    gaps.all(|gap| gap.trim().is_empty()) && text[at..html.end].trim().is_empty()
}

/// Where comments stand in a piece of HTML. One that never ends is none.
fn within(text: &str, html: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = html.start;
    std::iter::from_fn(move || {
        let start = at + text[at..html.end].find(OPEN)?;
        let inside = start + OPEN.len();
        at = inside + text[inside..html.end].find(CLOSE)? + CLOSE.len();
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, &str)> {
        comments(text).into_iter().map(|it| (it.words, text[it.block].trim_end())).collect()
    }

    #[test]
    fn a_comment_between_blocks_is_about_the_next_one() {
        assert_eq!(read("One.\n\n<!-- a -->\n\n- Two\n- Three\n\nFour."), [(" a ", "- Two\n- Three")]);
        assert_eq!(read("<!-- a -->\n## Two\n\nThree."), [(" a ", "## Two")]);
        assert_eq!(read("One.\n\n<!--a--> <!--b-->\n\nTwo."), [("a", "Two."), ("b", "Two.")]);
    }

    #[test]
    fn a_comment_in_a_block_is_about_that_block() {
        assert_eq!(read("One *two*. <!-- a -->\n\nThree."), [(" a ", "One *two*. <!-- a -->")]);
        assert_eq!(read("- One <!-- a -->\n- Two"), [(" a ", "- One <!-- a -->")]);
    }

    #[test]
    fn a_comment_can_go_where_markdown_does_not_begin_with_its_end() {
        let can_go = |text| comments(text).iter().map(|it| it.can_go).collect::<Vec<_>>();
        assert_eq!(can_go("One <!-- a -->\n\n<!-- b --> <!-- c -->\n\n- <!-- e -->\n"), [true; 4]);
        assert_eq!(can_go("<!-- a --> *One*\n\n<div>\n<!-- b -->\n*Two*\n</div>\n"), [false; 2]);
    }

    #[test]
    fn a_comment_may_be_about_nothing_and_may_not_end() {
        assert_eq!(read("One.\n\n<!-- a -->"), [(" a ", "")]);
        assert_eq!(read("One <!-- a"), []);
        assert_eq!(read("`<!-- a -->`\n\n    <!-- b -->\n"), []);
    }
}
