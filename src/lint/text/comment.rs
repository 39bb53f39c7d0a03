//! The comments in a Markdown text, and the block that each is about.
//!
//! A comment between blocks is about the next block, a comment inside a block about that block. Must not
//! know: what a comment says.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::parse::markdown::{Brackets, events};

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// A comment. Ranges are bytes of the Markdown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment<'t> {
    /// The comment with `<!--` and `-->`.
    pub(crate) range: Range<usize>,
    /// The text between them.
    pub(crate) text: &'t str,
    /// The block that it is about; empty if no block follows.
    pub(crate) block: Range<usize>,
    /// True if the rest of the text keeps its meaning without it. After `<!-- a --> *text*`, which is a block
    /// of HTML, `*text*` would become Markdown.
    pub(crate) is_removable: bool,
}

/// Finds the comments of a Markdown text, in order.
pub(crate) fn find_comments(text: &str) -> Vec<Comment<'_>> {
    let mut comments = Vec::new();
    if !text.contains(OPEN) {
        return comments;
    }
    let mut blocks = Vec::new();
    let mut open_blocks: Vec<Range<usize>> = Vec::new();
    for (event, range) in events(text, Brackets::Text) {
        let (block, is_removable) = match event {
            // The next block is not known yet.
            Event::Start(Tag::HtmlBlock) => (None, has_only_comments(text, range.clone())),
            Event::InlineHtml(_) => (open_blocks.last().cloned(), true),
            Event::Start(tag) if !is_inline(&tag.to_end()) => {
                open_blocks.push(range.clone());
                blocks.push(range);
                continue;
            }
            Event::End(tag) if !is_inline(&tag) && tag != TagEnd::HtmlBlock => {
                open_blocks.pop();
                continue;
            }
            _ => continue,
        };
        for range in comment_ranges(text, range) {
            let block = block.clone().unwrap_or(range.end..range.end);
            let text = &text[range.start + OPEN.len()..range.end - CLOSE.len()];
            comments.push(Comment { range, text, block, is_removable });
        }
    }
    for comment in comments.iter_mut().filter(|comment| comment.block.is_empty()) {
        let next = blocks.partition_point(|block| block.start < comment.range.end);
        if let Some(block) = blocks.get(next) {
            comment.block = block.clone();
        }
    }
    comments
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Checks whether a piece of HTML has nothing but comments and white space.
fn has_only_comments(text: &str, html: Range<usize>) -> bool {
    let mut end = html.start;
    for comment in comment_ranges(text, html.clone()) {
        if !text[end..comment.start].trim().is_empty() {
            return false;
        }
        end = comment.end;
    }
    text[end..html.end].trim().is_empty()
}

/// Finds the comments in a piece of HTML, without one that never ends.
fn comment_ranges(text: &str, html: Range<usize>) -> impl Iterator<Item = Range<usize>> {
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
        find_comments(text).into_iter().map(|it| (it.text, text[it.block].trim_end())).collect()
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
    fn a_comment_can_be_removed_unless_markdown_would_begin_after_it() {
        let removable = |text| find_comments(text).iter().map(|it| it.is_removable).collect::<Vec<_>>();
        assert_eq!(removable("One <!-- a -->\n\n<!-- b --> <!-- c -->\n\n- <!-- e -->\n"), [true; 4]);
        assert_eq!(removable("<!-- a --> *One*\n\n<div>\n<!-- b -->\n*Two*\n</div>\n"), [false; 2]);
    }

    #[test]
    fn a_comment_may_be_about_nothing_and_may_not_end() {
        assert_eq!(read("One.\n\n<!-- a -->"), [(" a ", "")]);
        assert_eq!(read("One <!-- a"), []);
        assert_eq!(read("`<!-- a -->`\n\n    <!-- b -->\n"), []);
    }
}
