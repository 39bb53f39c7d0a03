//! What templates refer to and there is not: filters, components, other templates.
//!
//! Tera tells of these in a text for the terminal only, which is read here: `error: …`, a line `--> file:line:column`,
//! and three lines that draw it. Must not know: how a finding is drawn.

use super::{path, plain};
use crate::base::Span;
use crate::diagnostics::{Finding, Problem};

/// The findings in Tera's text about templates, each a name and a source.
pub(super) fn dangling(told: &str, templates: &[(&str, &str)]) -> Vec<Finding> {
    let lines: Vec<&str> = told.lines().collect();
    let found: Vec<_> = lines.windows(5).filter_map(|lines| report(lines, templates)).collect();
    if found.is_empty() { vec![elsewhere(told, templates)] } else { found }
}

fn report(lines: &[&str], templates: &[(&str, &str)]) -> Option<Finding> {
    let message = plain(lines[0].strip_prefix("error: ")?);
    let place = lines[1].trim_start().strip_prefix("--> ")?;
    let (place, column) = place.rsplit_once(':')?;
    let (name, line) = place.rsplit_once(':')?;
    let (_, source) = templates.iter().find(|(known, _)| *known == name)?;
    let wide = lines[4].chars().filter(|c| *c == '^').count();
    let span = span(source, (line.parse().ok()?, column.parse().ok()?), wide)?;
    let problem = match message.strip_prefix("unknown template ") {
        Some(gone) => Problem::MissingInclude { name: gone.trim_matches('`').to_owned() },
        None => Problem::TemplateSyntax { message },
    };
    Some(Finding::new(&path(name), span, problem))
}

/// Where a line and a column are, both counted from one, and so many letters behind it.
fn span(source: &str, (line, column): (usize, usize), wide: usize) -> Option<Span> {
    let before: usize = source.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let text = &source[before..];
    let at = |nth: usize| text.char_indices().nth(nth).map_or(text.len(), |(at, _)| at);
    let first = column.checked_sub(1)?;
    Some(Span::new(before + at(first)..before + at(first + wide)))
}

/// At the beginning of the template that the text names first.
fn elsewhere(told: &str, templates: &[(&str, &str)]) -> Finding {
    let named = told.split('`').find(|name| templates.iter().any(|(known, _)| known == name));
    let problem = Problem::TemplateSyntax { message: plain(told) };
    Finding::new(&path(named.unwrap_or("base.html")), Span::default(), problem)
}
