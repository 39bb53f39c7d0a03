//! HTML in an old text: it becomes Markdown where that has the same meaning.
//!
//! Must not know: Markdown's own links and pictures.

use std::ops::Range;

use super::super::link_map::ResolvedLink;
use super::super::markdown::inline_code;
use super::{BodyWriter, MASK};
use crate::diagnostics::Problem;
use crate::parse::markdown::is_comment;

impl BodyWriter<'_> {
    pub(super) fn convert_html_block(&mut self, range: &Range<usize>) {
        let html = self.parsed.masked[range.clone()].trim_end();
        let range = range.start..range.start + html.len();
        if is_summary_mark(html) {
            self.edits.remove(range);
        } else if !is_comment(html) && !self.convert_img(&range) {
            let first_line = html.lines().next().unwrap_or("").len();
            self.report(&(range.start..range.start + first_line), Problem::HtmlLeft {});
        }
    }

    pub(super) fn convert_inline_html(&mut self, range: &Range<usize>) {
        let html = &self.parsed.masked[range.clone()];
        if is_summary_mark(html) {
            self.edits.remove(range.clone());
        } else if let Some(name) = html.strip_prefix("</") {
            self.close_tag(name.trim_end_matches('>').trim(), range);
        } else if !is_comment(html) && !self.convert_img(range) {
            match parse_tag(html) {
                Some(tag) if tag.name == "br" => self.convert_line_break(range),
                Some(tag) => self.scope.open_tags.push((tag.name, range.clone())),
                None => self.report(range, Problem::HtmlLeft {}),
            }
        }
    }

    /// Converts `<br>`. Tables and headings cannot have line breaks, and at the end of a paragraph it shows nothing.
    fn convert_line_break(&mut self, range: &Range<usize>) {
        let after = &self.text[range.end..];
        let next = after.trim_start_matches(' ');
        let replacement = if self.scope.is_last {
            ""
        } else if self.scope.is_heading || self.scope.tables > 0 {
            " "
        } else if next.starts_with('\n') {
            "\\"
        } else if next.starts_with(char::is_alphabetic) {
            "\\\n"
        } else {
            // At the start of a line the next character could begin a list or a heading.
            " "
        };
        let spaces = after.len() - next.len();
        self.edits.replace(range.start..range.end + spaces, replacement);
    }

    /// Converts an element at its closing tag, if Markdown has the same.
    fn close_tag(&mut self, name: &str, range: &Range<usize>) {
        let open = self.scope.open_tags.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name));
        let Some(open) = open else { return };
        let (name, open) = self.scope.open_tags.remove(open);
        let inside = &self.text[open.end..range.start];
        // Marks of emphasis work only next to a word.
        let is_tight = inside.starts_with(char::is_alphanumeric) && inside.ends_with(char::is_alphanumeric);
        let is_plain = !inside.contains(['`', '<', '&', '\n']) && !inside.trim().is_empty();
        let mark = match name.as_str() {
            "b" | "strong" => Some("**"),
            "i" | "em" => Some("*"),
            "s" | "del" | "strike" => Some("~~"),
            _ => None,
        };
        match mark {
            Some(mark) if is_tight => {
                self.edits.replace(open, mark);
                self.edits.replace(range.clone(), mark);
            }
            _ if name == "code" && is_plain => {
                self.edits.replace(open.start..range.end, inline_code(inside));
            }
            _ if name == "a" && self.convert_anchor(&open, range) => {}
            _ => self.report(&open, Problem::HtmlLeft {}),
        }
    }

    /// Converts `<a href="x">text</a>` to a link. Returns whether it could.
    fn convert_anchor(&mut self, open: &Range<usize>, close: &Range<usize>) -> bool {
        let tag = parse_tag(&self.parsed.masked[open.clone()]);
        let Some(url) = tag.as_ref().and_then(|tag| tag.attribute("href")) else { return false };
        let inside = &self.text[open.end..close.start];
        if self.scope.links > 0
            || self.scope.is_question
            || url.contains(['<', '>', '\n'])
            || inside.contains(['[', ']'])
            || inside.trim().is_empty()
        {
            return false;
        }
        let href = match self.map.resolve_link(self.at, url) {
            Ok(Some(ResolvedLink { href, missing_id: None })) => href,
            Ok(None) => url.to_owned(),
            _ => return false,
        };
        self.edits.replace(open.clone(), "[");
        self.edits.replace(close.clone(), format!("](<{href}>)"));
        self.intended.links.insert(href);
        true
    }

    /// Reports tags that are not closed in their paragraph.
    pub(super) fn report_open_tags(&mut self) {
        for (_, range) in std::mem::take(&mut self.scope.open_tags) {
            self.report(&range, Problem::HtmlLeft {});
        }
    }

    /// Converts `<img>`. Returns whether it could.
    fn convert_img(&mut self, range: &Range<usize>) -> bool {
        let Some(tag) = parse_tag(&self.parsed.masked[range.clone()]).filter(|tag| tag.name == "img") else {
            return false;
        };
        let Some(src) = tag.attribute("src").filter(|src| !src.contains(MASK)) else { return false };
        let alt = tag.attribute("alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
        match self.map.resolve_picture(self.at, src) {
            Ok(Some(href)) if !self.scope.is_question => {
                self.edits.replace(range.clone(), format!("![{alt}]({href})"));
                self.intended.links.insert(href);
                true
            }
            Ok(None) if !src.contains(['<', '>']) => {
                self.link_to_remote_picture(range, &alt, src);
                true
            }
            _ => false,
        }
    }
}

/// Returns whether a comment only marks the end of a summary, `<!-- more -->`: a dek is nutgraf's summary.
fn is_summary_mark(html: &str) -> bool {
    let comment = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    comment
        .is_some_and(|text| matches!(text.trim().to_ascii_lowercase().as_str(), "more" | "excerpt" | "toc"))
}

/// An opening tag: `<img src="a.png" alt="A">`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HtmlTag {
    /// In lower case.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

/// Parses an opening tag; `None` if `html` is anything else or more.
pub(super) fn parse_tag(html: &str) -> Option<HtmlTag> {
    let inside = html.trim().strip_prefix('<')?.strip_suffix('>')?;
    let inside = inside.strip_suffix('/').unwrap_or(inside);
    if inside.contains(['<', '>']) {
        return None;
    }
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let name = inside[..end].to_ascii_lowercase();
    let mut attributes = Vec::new();
    let mut rest = inside[end..].trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let key = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            attributes.push((key, String::new()));
            continue;
        };
        let (value, after) = split_value(after.trim_start())?;
        attributes.push((key, value.replace("&amp;", "&").replace("&quot;", "\"")));
        rest = after.trim_start();
    }
    (!name.is_empty()).then_some(HtmlTag { name, attributes })
}

/// Splits an attribute's value from what follows it.
fn split_value(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote);
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

impl HtmlTag {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_attributes() {
        let found = parse_tag("<IMG src='a b.png' alt=\"A &amp; B\" hidden width=3/>").expect("a tag");
        assert_eq!(found.name, "img");
        let value = |name| found.attribute(name);
        assert_eq!((value("src"), value("alt"), value("hidden")), (Some("a b.png"), Some("A & B"), Some("")));
        assert_eq!(parse_tag("<a><b>"), None);
        assert_eq!(parse_tag("<a x='>"), None);
    }
}
