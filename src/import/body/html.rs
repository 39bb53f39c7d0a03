//! HTML in an old text: what Markdown can say is said in Markdown.
//!
//! Must not know: links and pictures of Markdown's own.

use std::ops::Range;

use super::super::html::{element, mark};
use super::super::link::Led;
use super::Writer;
use crate::diagnostics::Problem;
use crate::parse::markdown::is_comment;

impl Writer<'_> {
    pub(super) fn html_block(&mut self, range: &Range<usize>) {
        let html = self.read.masked[range.clone()].trim_end();
        let range = range.start..range.start + html.len();
        if is_more(html) {
            self.edits.remove(range);
        } else if !is_comment(html) && !self.picture(&range) {
            let line = html.lines().next().unwrap_or("").len();
            self.report(&(range.start..range.start + line), Problem::HtmlLeft {});
        }
    }

    pub(super) fn inline_html(&mut self, range: &Range<usize>) {
        let html = &self.read.masked[range.clone()];
        if is_more(html) {
            self.edits.remove(range.clone());
        } else if let Some(name) = html.strip_prefix("</") {
            self.close(name.trim_end_matches('>').trim(), range);
        } else if !is_comment(html) && !self.picture(range) {
            match element(html).map(|element| element.name) {
                Some(name) if name == "br" => self.line_break(range),
                Some(name) => self.scope.marks.push((name, range.clone())),
                None => self.report(range, Problem::HtmlLeft {}),
            }
        }
    }

    /// A line ends; in a table and in a heading it cannot, and where all ends with it there is nothing to say.
    fn line_break(&mut self, range: &Range<usize>) {
        let behind = &self.text[range.end..];
        let last = behind.trim_start_matches(' ').starts_with('\n');
        let shown = match self.scope.heading || self.scope.tables > 0 {
            _ if self.scope.last => "",
            true => " ",
            false if last => "\\",
            // What follows could begin a list or a heading in a line of its own.
            false if !behind.trim_start_matches(' ').starts_with(char::is_alphabetic) => " ",
            false => "\\\n",
        };
        let indent = behind.len() - behind.trim_start_matches(' ').len();
        self.edits.replace(range.start..range.end + indent, shown);
    }

    /// Ends what a tag began, and says both in Markdown where that says the same.
    fn close(&mut self, name: &str, range: &Range<usize>) {
        let Some(at) = self.scope.marks.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name)) else {
            return;
        };
        let (name, open) = self.scope.marks.remove(at);
        let inside = &self.text[open.end..range.start];
        let firm = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let firm = firm(inside.chars().next()) && firm(inside.chars().next_back());
        let code = name == "code" && !inside.contains(['`', '<', '&', '\n']) && !inside.trim().is_empty();
        match mark(&name).filter(|_| firm) {
            Some(mark) => {
                self.edits.replace(open, mark);
                self.edits.replace(range.clone(), mark);
            }
            None if code => self.edits.replace(open.start..range.end, super::super::edit::code(inside)),
            None if name == "a" && self.anchor(&open, range) => {}
            None => self.report(&open, Problem::HtmlLeft {}),
        }
    }

    /// `<a href="x">words</a>` as a link.
    fn anchor(&mut self, open: &Range<usize>, close: &Range<usize>) -> bool {
        let element = element(&self.read.masked[open.clone()]);
        let Some(url) = element.as_ref().and_then(|element| element.attribute("href")) else { return false };
        let plain = self.scope.links == 0 && !self.scope.question && !url.contains(['<', '>', '\n']);
        let inside = &self.text[open.end..close.start];
        if !plain || inside.contains(['[', ']']) || inside.trim().is_empty() {
            return false;
        }
        let to = match self.map.led(self.at, url) {
            Ok(Some(Led { to, lost: None })) => to,
            Ok(None) => url.to_owned(),
            _ => return false,
        };
        self.meant.led.insert(to.clone());
        self.edits.replace(open.clone(), "[");
        self.edits.replace(close.clone(), format!("](<{to}>)"));
        true
    }

    /// Tags that nothing ends before their paragraph does.
    pub(super) fn unmatched(&mut self) {
        for (_, range) in std::mem::take(&mut self.scope.marks) {
            self.report(&range, Problem::HtmlLeft {});
        }
    }

    /// `<img>` as a picture; whether it is one.
    fn picture(&mut self, range: &Range<usize>) -> bool {
        let Some(element) = element(&self.read.masked[range.clone()]).filter(|element| element.name == "img")
        else {
            return false;
        };
        let Some(src) = element.attribute("src").filter(|src| !src.contains("xxxx")) else { return false };
        let alt = element.attribute("alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
        match self.map.picture(self.at, src) {
            Ok(Some(to)) if !self.scope.question => {
                self.edits.replace(range.clone(), format!("![{alt}]({to})"));
                self.meant.led.insert(to);
                true
            }
            Ok(None) if !src.contains(['<', '>']) => {
                self.elsewhere(range, (&alt, src));
                true
            }
            _ => false,
        }
    }
}

/// `<!-- more -->`: where a summary ends. A dek says it here.
fn is_more(html: &str) -> bool {
    let inside = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inside.is_some_and(|word| matches!(word.trim().to_ascii_lowercase().as_str(), "more" | "excerpt" | "toc"))
}
