//! What templates refer to and there is not: filters, components, other templates.
//!
//! Tera tells of these in a text for the terminal only, which is read here: `error: …`, a line `--> file:line:column`,
//! and three lines that draw it. Must not know: how a finding is drawn.

use super::{path, plain};
use crate::base::Span;
use crate::diagnostics::{Finding, Problem};

/// The findings in Tera's text about templates, each a name and a source.
pub(super) fn dangling(message: &str, templates: &[(&str, &str)]) -> Vec<Finding> {
    let lines: Vec<&str> = message.lines().collect();
    let found: Vec<_> = lines.windows(5).filter_map(|lines| report(lines, templates)).collect();
    if !found.is_empty() {
        return found;
    }
    // At the beginning of the template that the text names first.
    let named = message.split('`').find(|name| templates.iter().any(|(known, _)| known == name));
    let problem = Problem::TemplateSyntax { message: plain(message) };
    vec![Finding::new(&path(named.unwrap_or("base.html")), Span::default(), problem)]
}

fn report(lines: &[&str], templates: &[(&str, &str)]) -> Option<Finding> {
    let message = plain(lines[0].strip_prefix("error: ")?);
    let place = lines[1].trim_start().strip_prefix("--> ")?;
    let (place, column) = place.rsplit_once(':')?;
    let (name, line) = place.rsplit_once(':')?;
    let (_, source) = templates.iter().find(|(known, _)| *known == name)?;
    let wide = lines[4].chars().filter(|c| *c == '^').count();
    // Tera counts lines, and letters in a line, from one.
    let line = line.parse::<usize>().ok()?.checked_sub(1)?;
    let first = column.parse::<usize>().ok()?.checked_sub(1)?;
    let before: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let text = &source[before..];
    let at = |nth: usize| before + text.char_indices().nth(nth).map_or(text.len(), |(at, _)| at);
    let span = Span::new(at(first)..at(first + wide));
    let problem = match message.strip_prefix("unknown template ") {
        Some(gone) => Problem::MissingInclude { name: gone.trim_matches('`').to_owned() },
        None => Problem::TemplateSyntax { message },
    };
    Some(Finding::new(&path(name), span, problem))
}
