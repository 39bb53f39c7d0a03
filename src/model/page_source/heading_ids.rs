//! The ids of a page's headings, no two of them the same.
//!
//! Must not know: what an id is linked from.

use std::collections::BTreeMap;

use super::Body;
use crate::base::{Place, Span};
use crate::diagnostics::{Finding, Problem};

/// Gives each heading an id of its own: those that differ from the outline's, by file and heading.
pub(super) fn resolve_heading_ids(
    files: &[Body],
    findings: &mut Vec<Finding>,
) -> BTreeMap<(usize, usize), String> {
    let mut taken: BTreeMap<String, Place> = BTreeMap::new();
    let mut fixed = |id: &str, place: Place, findings: &mut Vec<Finding>| {
        if let Some(first) = taken.get(id) {
            let finding = Finding::at(place, Problem::DuplicateId { id: id.to_owned() });
            findings.push(finding.related(first.clone(), "the first"));
        } else {
            taken.insert(id.to_owned(), place);
        }
    };
    for body in files {
        if let Some(id) = body.id() {
            fixed(id, Place::new(&body.path, Span::default()), findings);
        }
        for heading in body.document().outline.headings.iter().filter(|heading| heading.explicit) {
            if heading.id.contains(':') {
                findings.push(Finding::new(&body.path, heading.span, Problem::ColonInId {}));
            }
            fixed(&heading.id, Place::new(&body.path, heading.span), findings);
        }
    }
    let mut renamed = BTreeMap::new();
    // The last number that an id was given: ten thousand headings may have the same words.
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (file, body) in files.iter().enumerate() {
        for (at, heading) in body.document().outline.headings.iter().enumerate() {
            if !heading.explicit {
                let place = Place::new(&body.path, heading.span);
                let id = free(&heading.id, numbers.entry(&heading.id).or_insert(1), &taken);
                taken.insert(id.clone(), place);
                if id != heading.id {
                    renamed.insert((file, at), id);
                }
            }
        }
    }
    renamed
}

/// `id`, or the first of `id-2`, `id-3`, … that is free; `section` for a heading without letters.
fn free(id: &str, number: &mut u32, taken: &BTreeMap<String, Place>) -> String {
    let id = if id.is_empty() { "section" } else { id };
    let mut free = if *number == 1 { id.to_owned() } else { format!("{id}-{number}") };
    while taken.contains_key(&free) {
        *number += 1;
        free = format!("{id}-{number}");
    }
    free
}
