//! Syntax of other Markdown dialects that nutgraf does not have: formulas, attribute lists, definition lists, emoji and
//! kinds of alerts.
//!
//! Must not know: what becomes of it.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::markdown::{Regions, events};
use super::settings::{Generator, Settings};

/// Syntax that nutgraf's Markdown would parse as something else: a formula or a list of attributes, `{: .class}`.
#[derive(Debug)]
pub(super) struct DialectSyntax {
    pub(super) range: Range<usize>,
    pub(super) is_formula: bool,
}

/// Finds formulas and attribute lists outside of code, in order. `single_dollar` is whether `$` delimits formulas, and
/// not only `$$`.
pub(super) fn find_dialect_syntax(
    text: &str,
    single_dollar: bool,
    generator: Generator,
) -> Vec<DialectSyntax> {
    let syntax = |is_formula| move |range| DialectSyntax { range, is_formula };
    let mut found: Vec<_> = find_formulas(text, single_dollar).into_iter().map(syntax(true)).collect();
    if generator != Generator::Zola {
        found.extend(find_attributes(text, generator).into_iter().map(syntax(false)));
    }
    let code = Regions::find(&events(text)).code;
    found.retain(|DialectSyntax { range, .. }| {
        !code.iter().any(|code| code.start < range.end && range.start < code.end)
    });
    found.sort_by_key(|syntax| syntax.range.start);
    found
}

fn find_formulas(text: &str, single_dollar: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('$').map(|offset| at + offset) {
        let end = if text[..start].ends_with('\\') {
            None
        } else if let Some(inside) = text[start..].strip_prefix("$$") {
            inside.find("$$").filter(|length| *length > 0).map(|length| start + length + 4)
        } else if single_dollar {
            inline_formula_length(&text[start + 1..]).map(|length| start + length + 2)
        } else {
            None
        };
        if let Some(end) = end.filter(|end| !text[start..*end].contains("\n\n")) {
            found.push(start..end);
        }
        at = end.unwrap_or(start + 1);
    }
    found
}

/// Returns the length of a formula after one dollar sign. It does not begin or end with a space, and no digit follows
/// it: that would be an amount of money.
fn inline_formula_length(text: &str) -> Option<usize> {
    let end = text.find(['$', '\n']).filter(|end| *end > 0 && text[*end..].starts_with('$'))?;
    let is_tight = !text.starts_with(' ') && !text[..end].ends_with([' ', '\\']);
    let is_amount = text[end + 1..].starts_with(|c: char| c.is_ascii_digit());
    (is_tight && !is_amount).then_some(end)
}

/// Finds `{: .class}` anywhere in a line, as kramdown has it, and `{.class}` on a line of its own, as Hugo has it.
fn find_attributes(text: &str, generator: Generator) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let is_list = trimmed.starts_with("{.") || trimmed.starts_with("{#") || trimmed.starts_with("{:");
        if is_list && trimmed.ends_with('}') && trimmed.matches('{').count() == 1 {
            let indent = line.len() - line.trim_start().len();
            found.push(start + indent..start + indent + trimmed.len());
        } else if generator == Generator::Jekyll {
            for (at, _) in line.match_indices("{:") {
                if let Some(length) = line[at..].find('}') {
                    found.push(start + at..start + at + length + 1);
                }
            }
        }
        start += line.len();
    }
    found
}

/// Finds alerts, definition lists and emoji that nutgraf shows as they are written, outside of code and HTML. Each has a
/// name in the plural, for a message.
pub(super) fn find_unrendered(
    text: &str,
    events: &[(Event<'_>, Range<usize>)],
    regions: &Regions,
    settings: &Settings,
) -> Vec<(&'static str, Range<usize>)> {
    let mut found = Vec::new();
    let mut add =
        |name, ranges: Vec<Range<usize>>| found.extend(ranges.into_iter().map(|range| (name, range)));
    add("alerts with a title or of another kind", find_alerts(text, events));
    if settings.definition_lists {
        add("lists of definitions", find_definitions(text));
    }
    if settings.emoji {
        add("names of emoji", find_emoji(text));
    }
    found.retain(|(_, range)| !regions.is_code(range) && !regions.is_html(range));
    found
}

/// Finds the marks of alerts that are plain quotations to us: `> [!INFO]`, `> [!NOTE] with a title`.
fn find_alerts(text: &str, events: &[(Event<'_>, Range<usize>)]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (event, range) in events {
        if !matches!(event, Event::Start(Tag::BlockQuote(None))) {
            continue;
        }
        let quotation = &text[range.clone()];
        let content = quotation.trim_start_matches(['>', ' ']);
        let Some(kind) = content.strip_prefix("[!") else { continue };
        let Some(length) = kind.find(']') else { continue };
        if kind[..length].chars().all(char::is_alphanumeric) {
            let start = range.start + quotation.len() - content.len();
            found.push(start..start + length + 3);
        }
    }
    found
}

/// Lines between definitions of the same list.
const MAX_DEFINITION_LINES: usize = 4;

/// Finds the first `: text` of each definition list.
fn find_definitions(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut last_definition = None;
    let mut term = "";
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let definition = content.strip_prefix(": ").or_else(|| content.strip_prefix(":\t"));
        let is_definition = definition.is_some_and(|text| !text.trim().is_empty());
        // A heading, a quotation, a table or code is no term.
        let is_term = !term.is_empty() && !term.starts_with(['#', '>', '|', '`', '~']);
        if is_definition && indent < 4 && is_term {
            if last_definition.is_none_or(|last| number > last + MAX_DEFINITION_LINES) {
                found.push(start + indent..start + line.trim_end().len());
            }
            last_definition = Some(number);
        }
        if !line.trim().is_empty() {
            term = line.trim();
        }
        start += line.len();
    }
    found
}

/// Finds `:name:` that is no part of a word, a time or an address.
fn find_emoji(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let joins = |c: char| c.is_alphanumeric() || matches!(c, ':' | '/');
    for (at, _) in text.match_indices(':') {
        let is_taken = found.last().is_some_and(|last| at < last.end);
        if is_taken || text[..at].ends_with(joins) {
            continue;
        }
        let name = &text[at + 1..];
        let is_name_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c);
        let length = name.find(|c| !is_name_letter(c)).unwrap_or(name.len());
        let is_closed = name[length..].strip_prefix(':').is_some_and(|rest| !rest.starts_with(joins));
        if is_closed && length > 1 {
            found.push(at..at + length + 2);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn syntax(text: &str, single_dollar: bool, generator: Generator) -> Vec<&str> {
        let found = find_dialect_syntax(text, single_dollar, generator);
        found.iter().map(|syntax| &text[syntax.range.clone()]).collect()
    }

    fn texts(text: &str, found: Vec<Range<usize>>) -> Vec<&str> {
        found.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_formula_is_between_dollar_signs_and_a_price_is_none() {
        assert_eq!(syntax("a $$x_1$$ b $y$ `$$z$$` \\$a$", true, Generator::Hugo), ["$$x_1$$", "$y$"]);
        assert_eq!(syntax("$5 and $6, $ 7 $", true, Generator::Hugo), Vec::<&str>::new());
        assert_eq!(syntax("a $y$", false, Generator::Hugo), Vec::<&str>::new());
    }

    #[test]
    fn attribute_lists_are_found_where_their_dialect_has_them() {
        assert_eq!(syntax("a\n{.b}\n", false, Generator::Hugo), ["{.b}"]);
        assert_eq!(syntax("[a](b){: .c} d\n", false, Generator::Jekyll), ["{: .c}"]);
        assert_eq!(syntax("a\n{.b}\n", false, Generator::Zola), Vec::<&str>::new());
    }

    #[test]
    fn unrendered_syntax_is_found() {
        let text = "a :+1: b :smile:, 12:30:45 ::x:: a:b: http://c:80:\n";
        assert_eq!(texts(text, find_emoji(text)), [":+1:", ":smile:"]);
        let text = "Term\n: words\n\nOther\n: more\n\n: not below\n# No\n: term\n";
        assert_eq!(texts(text, find_definitions(text)), [": words"]);
        let text = "> [!INFO]\n> a\n\n> [!NOTE]\n> b\n\n> [!TIP] Title\n> c\n\n> [d]\n";
        assert_eq!(texts(text, find_alerts(text, &events(text))), ["[!INFO]", "[!TIP]"]);
    }
}
