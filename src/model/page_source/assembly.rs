//! Puts the files of `content/` together to pages.
//!
//! Must not know: what the files refer to.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Body, PageSource};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::model::{Env, Files};
use crate::parse::{Content, Role, role};

/// The pages of a site, and its files of Markdown that are in none.
pub(in crate::model) struct Assembled {
    /// In the order of their main files.
    pub(in crate::model) pages: Vec<PageSource>,
    /// The files of drafts that are not built.
    pub(in crate::model) drafts: BTreeSet<SitePath>,
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
    report_unnumbered(&pages, findings);
    for page in pages.iter_mut().filter(|page| is_folder(page)) {
        let mut found = sections.remove(page[0].path.folder()).unwrap_or_default();
        found.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.path.cmp(&other.path)));
        page.extend(found.into_iter().map(|(_, body)| body));
    }
    report_strays(&sections, files, findings);
    let is_built = |page: &Vec<Body>| env.drafts || !page[0].document().kind.is_draft();
    let (built, drafts): (Vec<_>, Vec<_>) = pages.into_iter().partition(is_built);
    Assembled {
        pages: built.into_par_iter().map(PageSource::new).collect(),
        drafts: drafts.into_iter().flatten().map(|body| body.path).collect(),
        strays: sections.into_values().flatten().map(|(_, body)| body.path).collect(),
    }
}

/// Whether a page is an explainer that may have files of sections beside it.
fn is_folder(page: &[Body]) -> bool {
    let main = &page[0];
    main.path.file_name() == "index.md" && main.explainer_front().is_some()
}

/// Findings for files that lie in an explainer's folder without being a section of it.
fn report_unnumbered(pages: &[Vec<Body>], findings: &mut Vec<Finding>) {
    let folders: BTreeSet<&str> =
        pages.iter().filter(|page| is_folder(page)).map(|page| page[0].path.folder()).collect();
    for path in pages.iter().map(|page| &page[0].path).filter(|path| path.file_name() != "index.md") {
        if folders.contains(path.folder()) {
            let suggestion = format!("01-{}", path.file_name());
            findings.push(Finding::new(path, Span::default(), Problem::UnnumberedSection { suggestion }));
        }
    }
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
