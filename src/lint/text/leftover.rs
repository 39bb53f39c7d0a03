//! Markup that Markdown does not take for markup, so that readers see it: an open `**`, `[[page]]`, `{{< … >}}`.
//!
//! Must not know: what a finding says; which sources there are.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::parse::markdown::{Brackets, citation, events, fact_id, is_bracketed};

/// A piece of markup that is shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Leftover {
    pub(crate) kind: LeftoverKind,
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftoverKind {
    Emphasis,
    Link,
    WikiLink,
    Table,
    Heading,
    Container,
    Shortcode,
    Math,
    Highlight,
    Task,
    Script,
    InlineNote,
    /// A command of LaTeX.
    Cite,
    /// `@` and what may be a source's id.
    BareCitation,
    /// An address of which letters are taken for emphasis.
    Address,
}

/// Finds leftover markup in Markdown, in order; of emphasis only the first in each line.
pub(crate) fn find_leftovers(text: &str) -> Vec<Leftover> {
    if !text.contains(['*', '_', '~', '[', '|', '#', ':', '{', '$', '=', '^', '\\', '@']) {
        return vec![];
    }
    let mut found = Vec::new();
    let shown = shown_text(text, &mut found);
    let mut add = |kind, range| found.push(Leftover { kind, range });
    find_emphasis(&shown, &mut add);
    find_links(&shown, &mut add);
    find_lines(text, &shown, &mut add);
    find_pairs(&shown, &mut add);
    find_scripts(&shown, &mut add);
    find_citations(&shown, &mut add);
    found.sort_by_key(|leftover| leftover.range.start);
    found
}

/// The text with a zero byte for all that readers do not see as it is written: markup, code, escaped
/// characters, citations. Adds what only the events tell.
fn shown_text(text: &str, found: &mut Vec<Leftover>) -> String {
    let mut shown = vec![0; text.len()];
    let mut muted = 0;
    let mut muted_links = Vec::new();
    for (event, range) in events(text, Brackets::Links) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. }) => muted += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image) => muted -= 1,
            Event::Start(Tag::Link { link_type, id, .. }) => {
                let is_text = is_bracketed(link_type) && citation(&id).is_none() && fact_id(&id).is_none();
                let is_muted = !is_text && (is_bracketed(link_type) || text[range.clone()].starts_with('<'));
                muted += usize::from(is_muted);
                muted_links.push(is_muted);
                if is_text && muted == 0 {
                    shown[range.start] = b'[';
                    shown[range.end - 1] = b']';
                }
            }
            Event::End(TagEnd::Link) => muted -= usize::from(muted_links.pop() == Some(true)),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                found.extend(address_around(text, range.start));
            }
            Event::Text(words) if muted == 0 && text[range.clone()] == *words => {
                let is_escaped = text[..range.start].ends_with('\\');
                let first = words.chars().next().filter(|_| is_escaped).map_or(0, char::len_utf8);
                shown[range.start + first..range.end].copy_from_slice(&words.as_bytes()[first..]);
            }
            Event::SoftBreak | Event::HardBreak if muted == 0 => shown[range.end - 1] = b'\n',
            _ => {}
        }
    }
    found.dedup();
    String::from_utf8(shown).unwrap_or_default()
}

/// The bare address around a byte.
fn address_around(text: &str, at: usize) -> Option<Leftover> {
    let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '<' | '>' | '"');
    let start = text[..at].rfind(is_end).map_or(0, |end| end + 1);
    let end = text[at..].find(is_end).map_or(text.len(), |end| at + end);
    let address = text.get(start..end)?.trim_end_matches(['.', ',', ';', ':']);
    let is_address = ["http://", "https://"].iter().any(|scheme| text[start..at].starts_with(scheme));
    is_address.then(|| Leftover { kind: LeftoverKind::Address, range: start..start + address.len() })
}

fn find_emphasis(shown: &str, add: &mut dyn FnMut(LeftoverKind, Range<usize>)) {
    let mut line_end = 0;
    for (at, mark) in shown.char_indices().filter(|(_, letter)| matches!(letter, '*' | '_' | '~')) {
        if at < line_end || shown[..at].ends_with(mark) {
            continue;
        }
        let run = shown[at..].len() - shown[at..].trim_start_matches(mark).len();
        let before = shown[..at].chars().next_back().unwrap_or(' ');
        let behind = shown[at + run..].chars().next().unwrap_or(' ');
        let is_word =
            |letter: char| letter.is_alphanumeric() || "“”‘’\"'()（）「」『』《》，。".contains(letter);
        let is_space = |letter: char| letter.is_whitespace() || letter == '\0';
        let is_beside = match (mark, run) {
            ('*', 1) => (is_cjk(before) || is_cjk(behind)) && !is_space(before) && !is_space(behind),
            // `a__b` is a name in a program, and `2**8` a power.
            (_, 2 | 3) => {
                let is_inside = before.is_ascii_alphanumeric() && behind.is_ascii_alphanumeric();
                let is_code = mark == '_' && is_inside || before.is_ascii_digit() && behind.is_ascii_digit();
                (is_word(before) || is_word(behind)) && !is_code && (mark == '*' || run == 2)
            }
            _ => false,
        };
        if is_beside {
            add(LeftoverKind::Emphasis, at..at + run);
            line_end = shown[at..].find('\n').map_or(shown.len(), |end| at + end);
        }
    }
}

/// Tells letters of Chinese, Japanese and Korean, which have no space between words.
fn is_cjk(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

fn find_links(shown: &str, add: &mut dyn FnMut(LeftoverKind, Range<usize>)) {
    for marks in ["](", "] (http", "] (/", ")[http"] {
        for (at, marks) in shown.match_indices(marks) {
            // The code of a template is a find of its own: `[plan]({{ url }})`, `[![plan]({{ url }})](address)`.
            let behind = shown[at + marks.len()..].trim_start();
            let is_around_code = behind.starts_with("{{") || behind.starts_with("{%");
            if !is_around_code && !shown[..at].trim_end_matches([')', ' ']).ends_with("}}") {
                add(LeftoverKind::Link, at..at + marks.len());
            }
        }
    }
    for (at, _) in shown.match_indices("[[") {
        let line = shown[at..].lines().next().unwrap_or("");
        if let Some(end) = line.find("]]") {
            add(LeftoverKind::WikiLink, at..at + end + 2);
        }
    }
}

/// Finds what would be a block if its line were written otherwise.
fn find_lines(text: &str, shown: &str, add: &mut dyn FnMut(LeftoverKind, Range<usize>)) {
    let mut at = 0;
    let mut is_behind_blank = true;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let words = line.trim();
        let start = at + line.len() - line.trim_start().len();
        let here = &shown[start.min(at + line.len())..at + line.len()];
        let mark = |marks: &str| here.len() - here.trim_start_matches(|letter| marks.contains(letter)).len();
        let is_row =
            words.contains("--") && words.contains('|') && words.chars().all(|c| "|:- \t".contains(c));
        if is_row && here.contains('|') {
            add(LeftoverKind::Table, start..start + words.len());
        }
        let hashes = mark("#");
        let is_alone = is_behind_blank && lines.peek().is_none_or(|next| next.trim().is_empty());
        let is_title = is_alone && !words.ends_with('.') && !words[hashes.min(words.len())..].contains('#');
        let is_heading = here[hashes..].starts_with(char::is_alphabetic) && hashes <= 6;
        if is_heading && (hashes >= 2 || hashes == 1 && is_title) {
            add(LeftoverKind::Heading, start..start + hashes);
        }
        if mark(":") >= 3 {
            add(LeftoverKind::Container, start..start + words.len());
        }
        let item = words.trim_start_matches(['-', '*', '+', ' ']);
        let is_task = ["[ ] ", "[x] ", "[X] "].iter().any(|task| item.starts_with(task));
        if is_task && item.len() < words.len() && here.contains('[') {
            let item = start + words.len() - item.len();
            add(LeftoverKind::Task, item..item + 3);
        }
        is_behind_blank = words.is_empty();
        at += line.len();
    }
}

/// Finds marks that other tools read in pairs.
fn find_pairs(shown: &str, add: &mut dyn FnMut(LeftoverKind, Range<usize>)) {
    let pairs = [
        ("{{", "}}", LeftoverKind::Shortcode),
        ("{%", "%}", LeftoverKind::Shortcode),
        ("$$", "$$", LeftoverKind::Math),
        ("==", "==", LeftoverKind::Highlight),
    ];
    for (open, close, kind) in pairs {
        let mut at = 0;
        while let Some(start) = shown[at..].find(open).map(|start| at + start) {
            let inside = &shown[start + 2..];
            let line = inside.lines().next().unwrap_or("");
            at = start + 2;
            let is_mark = kind == LeftoverKind::Highlight;
            let is_open = !is_mark || !shown[..start].ends_with('=') && !line.starts_with([' ', '=']);
            let end = line.find(close).filter(|end| is_open && *end > 0);
            let end = end.filter(|end| !is_mark || !line[..*end].ends_with(' '));
            if let Some(end) = end {
                at = start + 2 + end + 2;
                add(kind, start..at);
            }
        }
    }
}

/// Finds `x^2^`, `H~2~O` and `^[note]`.
fn find_scripts(shown: &str, add: &mut dyn FnMut(LeftoverKind, Range<usize>)) {
    for (at, mark) in shown.match_indices(['^', '~']) {
        let behind = &shown[at + 1..];
        if mark == "^" && behind.starts_with('[') {
            add(LeftoverKind::InlineNote, at..at + 2);
        }
        let inside = behind.len() - behind.trim_start_matches(char::is_alphanumeric).len();
        let is_beside_word = shown[..at].ends_with(char::is_alphanumeric) && (1..=4).contains(&inside);
        if is_beside_word && behind[inside..].starts_with(mark) {
            add(LeftoverKind::Script, at..at + inside + 2);
        }
    }
}

fn find_citations(shown: &str, add: &mut dyn FnMut(LeftoverKind, Range<usize>)) {
    for (at, _) in shown.match_indices('\\') {
        let behind = &shown[at + 1..];
        let command =
            behind.len() - behind.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()).len();
        let is_cite = behind[..command].contains("cite") && behind[command..].starts_with(['{', '[', '*']);
        if let Some(end) = behind.find('}').filter(|end| is_cite && !behind[..*end].contains('\n')) {
            add(LeftoverKind::Cite, at..at + 1 + end + 1);
        }
    }
    for (at, _) in shown.match_indices('@') {
        let before = &shown[..at];
        let is_inside = before.rfind('[') > before.rfind(']');
        let id = shown[at + 1..].split(|letter: char| !letter.is_alphanumeric() && !"_:.-/".contains(letter));
        let id = id.into_iter().next().unwrap_or("").trim_end_matches(['_', ':', '.', '-', '/']);
        if !id.is_empty() && !is_inside && !before.ends_with(char::is_alphanumeric) {
            add(LeftoverKind::BareCitation, at..at + 1 + id.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<LeftoverKind> {
        find_leftovers(text).into_iter().map(|leftover| leftover.kind).collect()
    }

    #[test]
    fn each_kind_is_found() {
        use LeftoverKind::*;
        for (text, kind) in [
            ("an **open mark", Emphasis),
            ("~~struck", Emphasis),
            ("他说**“好”**吗", Emphasis),
            ("これは*「木」*です", Emphasis),
            ("[the plan](the old plan)", Link),
            ("[the plan] (https://x.example)", Link),
            ("[no end](https://x.example", Link),
            ("see [[page]]", WikiLink),
            ("| a | b |\n|---|\n| 1 | 2 |", Table),
            ("#Why", Heading),
            ("##Why\nbecause", Heading),
            (":::tip", Container),
            ("a {{< figure >}}", Shortcode),
            ("a {% include x %}", Shortcode),
            ("$$x^2$$", Math),
            ("a ==mark== b", Highlight),
            ("- [ ] to do", Task),
            ("- [x] done", Task),
            ("H~2~O", Script),
            ("m^2^", Script),
            ("a^[A note.]", InlineNote),
            ("a\\parencite[3]{who}", Cite),
            ("@who says", BareCitation),
            ("https://x.example/_a_/b", Address),
        ] {
            assert_eq!(kinds(text).first(), Some(&kind), "{text}");
        }
    }

    #[test]
    fn what_is_meant_is_not_found() {
        for text in [
            "\\*\\*two stars\\*\\*, `**code**`, **bold** and __bold__",
            "```\n{{ code }}\n[[x]]\n```",
            "[@who, p. 3], [=many], [Ada] and [text][ada]",
            "write to x@y.z, #MeToo began, 2**8 and f***",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "<https://x.example/_a_/b> and [a](https://x.example/_a_/b)",
            "if a == b, 10^6 and $5 and $6",
            "[sic] (he wrote) a ~ b",
            "\\[[a]]",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
