//! A site's own words of the interface, `locales/LANGUAGE.ftl`.
//!
//! A message must be one that nutgraf has, and name no variable that nutgraf's own does not name: only these are
//! filled in. Must not know: whether any page is in the language.

use super::{Content, Parsed};
use crate::base::catalogue::{Catalogue, Overlay};
use crate::base::words::nearest;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::source::Text;

/// How deep braces may stand in each other. Fluent reads them by recursion, and no message needs three.
const DEEPEST: usize = 20;

/// Reads a catalogue.
pub(crate) fn parse_catalogue(path: &SitePath, text: &Text) -> Parsed {
    if let Some(at) = too_deep(&text.text, DEEPEST) {
        let message = format!("braces in braces, more than {DEEPEST} deep");
        let finding = Finding::new(path, Span::new(at..at + 1), Problem::CatalogueSyntax { message });
        return Parsed { content: Content::Nothing, findings: vec![finding] };
    }
    let (overlay, errors) = Overlay::parse(&text.text);
    let mut findings: Vec<_> = errors
        .into_iter()
        .map(|(range, message)| {
            // Of whole letters.
            let floor = |at: usize| text.text.floor_char_boundary(at);
            let start = floor(range.start);
            let span = Span::new(start..floor(range.end).max(start));
            // Fluent's words in the form of ours.
            let mut letters = message.trim_end_matches('.').chars();
            let first = letters.next().into_iter().flat_map(char::to_lowercase);
            let message = first.chain(letters).collect();
            Finding::new(path, span, Problem::CatalogueSyntax { message })
        })
        .collect();
    for (id, variables) in overlay.messages() {
        let mut found = |part: &str, problem: Problem| {
            findings.push(Finding::new(path, Span::new(overlay.place(part)), problem));
        };
        let english = Catalogue::english();
        let Some(known) = english.variables(id) else {
            let near = nearest(id, english.ids()).map(str::to_owned);
            found(id, Problem::UnknownMessage { id: id.to_owned(), near });
            continue;
        };
        for variable in variables.into_iter().filter(|variable| !known.contains(*variable)) {
            let known: Vec<_> = known.iter().map(|name| format!("`${name}`")).collect();
            found(
                variable,
                Problem::UnknownVariable {
                    id: id.to_owned(),
                    variable: variable.to_owned(),
                    known: (!known.is_empty()).then(|| known.join(", ")),
                },
            );
        }
    }
    Parsed { content: Content::Catalogue(overlay), findings }
}

/// Returns where more than `deepest` braces are open.
pub(super) fn too_deep(text: &str, deepest: usize) -> Option<usize> {
    let mut depth: usize = 0;
    text.bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > deepest
    })
}
