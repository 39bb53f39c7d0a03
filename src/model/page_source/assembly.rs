//! Puts the files of `content/` together to pages, and gives each heading of a page an id of its own.
//!
//! Must not know: what the files refer to; what an id is linked from.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Body, PageSource};
use crate::base::{Place, SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::model::{Env, Files};
use crate::parse::{Content, Role, role};

/// The pages of a site, and its files of Markdown that are in none.
pub(in crate::model) struct Assembled {
    /// In the order of their main files.
    pub(in crate::model) pages: Vec<PageSource>,
    /// Drafts that are not built.
    pub(in crate::model) drafts: Vec<PageSource>,
    /// Sections without an explainer.
    pub(in crate::model) strays: BTreeSet<SitePath>,
}

/// Puts all files together.
pub(in crate::model) fn assemble(files: &Files, env: &Env, findings: &mut Vec<Finding>) -> Assembled {
    let mut pages: Vec<Vec<Body>> = Vec::new();
    let mut sections: BTreeMap<&str, Vec<(u32, Body)>> = BTreeMap::new();
    for path in files.keys() {
        let Some(body) = Body::of_file(path, files) else { continue };
        match role(path) {
            Role::Section { order, .. } => sections.entry(path.folder()).or_default().push((order, body)),
            _ => pages.push(vec![body]),
        }
    }
    // A file in an explainer's folder has to be a section of it.
    let folders: BTreeSet<&str> =
        pages.iter().filter(|page| is_folder(page)).map(|page| page[0].path.folder()).collect();
    for path in pages.iter().map(|page| &page[0].path).filter(|path| path.file_name() != "index.md") {
        if folders.contains(path.folder()) {
            let suggestion = format!("01-{}", path.file_name());
            findings.push(Finding::new(path, Span::default(), Problem::UnnumberedSection { suggestion }));
        }
    }
    for page in pages.iter_mut().filter(|page| is_folder(page)) {
        let mut found = sections.remove(page[0].path.folder()).unwrap_or_default();
        found.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.path.cmp(&other.path)));
        page.extend(found.into_iter().map(|(_, body)| body));
    }
    report_strays(&sections, files, findings);
    let all = pages.into_par_iter().map(|files| PageSource::new(files, env.today));
    let (pages, drafts) = all.partition(|page| env.drafts || !page.is_draft());
    Assembled { pages, drafts, strays: sections.into_values().flatten().map(|(_, body)| body.path).collect() }
}

/// Whether a page is an explainer that may have files of sections beside it.
fn is_folder(page: &[Body]) -> bool {
    let main = &page[0];
    main.path.file_name() == "index.md" && main.explainer_front().is_some()
}

/// Findings for sections in folders without an explainer, unless its `index.md` is there and unreadable.
fn report_strays(sections: &BTreeMap<&str, Vec<(u32, Body)>>, files: &Files, findings: &mut Vec<Finding>) {
    for (folder, bodies) in sections {
        let index = format!("{folder}/index.md");
        let unreadable = files
            .get(&SitePath::new(&index))
            .is_some_and(|parsed| matches!(parsed.content, Content::Nothing));
        if !unreadable {
            let found = bodies.iter().map(|(_, body)| {
                Finding::new(&body.path, Span::default(), Problem::SectionAlone { index: index.clone() })
            });
            findings.extend(found);
        }
    }
}

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
