//! What other Markdown has and ours has not: formulas, and lists of attributes.
//!
//! Found where it stands, outside of code. Must not know: what becomes of it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::settings::Generator;
use crate::parse::markdown::EXTENSIONS;

/// Something that our Markdown would read wrongly.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    Formula(Range<usize>),
    /// `{: .class}`
    Attributes(Range<usize>),
}

impl Foreign {
    pub(super) fn range(&self) -> &Range<usize> {
        let (Self::Formula(range) | Self::Attributes(range)) = self;
        range
    }
}

/// Where code stands in a text, blocks and words.
pub(super) fn code(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        match event {
            Event::Code(_)
            | Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
                ranges.push(range);
            }
            _ => {}
        }
    }
    ranges
}

/// Where HTML stands in a text, blocks and single tags; comments, too.
pub(super) fn html(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, EXTENSIONS).into_offset_iter();
    let html = events.filter(|(event, _)| {
        matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) | Event::End(TagEnd::HtmlBlock))
    });
    html.map(|(_, range)| range).collect()
}

/// Whether a range lies in one of others.
pub(super) fn is_in(range: &Range<usize>, others: &[Range<usize>]) -> bool {
    others.iter().any(|other| other.start <= range.start && range.end <= other.end)
}

/// What is foreign in a text; `single` says that one dollar begins a formula, too.
pub(super) fn foreign(text: &str, single: bool, generator: Generator) -> Vec<Foreign> {
    let code = code(text);
    let mut found: Vec<Foreign> = formulas(text, single).into_iter().map(Foreign::Formula).collect();
    let lists = if generator == Generator::Zola { vec![] } else { attributes(text, generator) };
    found.extend(lists.into_iter().map(Foreign::Attributes));
    found.retain(|foreign| {
        let range = foreign.range();
        !code.iter().any(|code| code.start < range.end && range.start < code.end)
    });
    found.sort_by_key(|foreign| foreign.range().start);
    found
}

fn formulas(text: &str, single: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find('$').map(|next| at + next) {
        let end = if text[..next].ends_with('\\') {
            None
        } else if text[next..].starts_with("$$") {
            text[next + 2..].find("$$").filter(|length| *length > 0).map(|length| next + length + 4)
        } else if single {
            inline(&text[next + 1..]).map(|length| next + length + 2)
        } else {
            None
        };
        if let Some(end) = end.filter(|end| !text[next..*end].contains("\n\n")) {
            found.push(next..end);
        }
        at = end.unwrap_or(next + 1);
    }
    found
}

/// How long a formula behind one dollar is: no space stands inside its dollars, and no digit behind them.
fn inline(text: &str) -> Option<usize> {
    let end = text.find(['$', '\n']).filter(|end| *end > 0 && text[*end..].starts_with('$'))?;
    let tight = !text.starts_with(' ') && !text[..end].ends_with([' ', '\\']);
    let amount = text[end + 1..].starts_with(|c: char| c.is_ascii_digit());
    (tight && !amount).then_some(end)
}

/// `{: .class}` behind anything, as kramdown has it; `{.class}` on a line of its own, as Hugo has it.
fn attributes(text: &str, generator: Generator) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let alone = trimmed.starts_with("{.") || trimmed.starts_with("{#") || trimmed.starts_with("{:");
        if alone && trimmed.ends_with('}') && trimmed.matches('{').count() == 1 {
            let indent = line.len() - line.trim_start().len();
            found.push(start + indent..start + indent + trimmed.len());
        } else if generator == Generator::Jekyll {
            let behind =
                line.match_indices("{:").filter_map(|(at, _)| Some(at..at + line[at..].find('}')? + 1));
            found.extend(behind.map(|range| start + range.start..start + range.end));
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, single: bool, generator: Generator) -> Vec<&str> {
        foreign(text, single, generator).iter().map(|foreign| &text[foreign.range().clone()]).collect()
    }

    #[test]
    fn a_formula_stands_between_dollars_and_a_price_does_not() {
        assert_eq!(found("a $$x_1$$ b $y$ `$$z$$` \\$a$", true, Generator::Hugo), ["$$x_1$$", "$y$"]);
        assert_eq!(found("$5 and $6, $ 7 $", true, Generator::Hugo), Vec::<&str>::new());
        assert_eq!(found("a $y$", false, Generator::Hugo), Vec::<&str>::new());
    }

    #[test]
    fn attributes_stand_where_their_markdown_has_them() {
        assert_eq!(found("a\n{.b}\n", false, Generator::Hugo), ["{.b}"]);
        assert_eq!(found("[a](b){: .c} d\n", false, Generator::Jekyll), ["{: .c}"]);
        assert_eq!(found("a\n{.b}\n", false, Generator::Zola), Vec::<&str>::new());
    }
}
