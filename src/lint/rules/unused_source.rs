//! C002: a source that supports nothing.

use std::collections::BTreeSet;

use super::super::{Rule, Run, Words};
use crate::diagnostics::{Finding, LintLevel};
use crate::model::Site;

pub(super) static RULE: Rule =
    Rule::new(("C002", "unused-source"), LintLevel::Warn, EXPLANATION, Run::Site(run));

const EXPLANATION: &str = "\
Finds a source in a folder of its own that no page cites.

It is not printed, so no reader sees it. Either a claim has lost its citation, or the source is a leftover.

Cite it, or take it out of `sources.toml`. The sources of the whole site, in `content/`, may wait for a page.
";

fn run(site: &Site, found: &mut Vec<Finding>) {
    let pages = site.pages.iter().chain(&site.home);
    let cited: BTreeSet<_> =
        pages.flat_map(|page| &page.references.sources).map(|cited| cited.source.entry_id()).collect();
    for sourced in site.registry.sources().filter(|sourced| sourced.path.folder() != "content") {
        if !cited.contains(&sourced.entry_id()) {
            let id = &sourced.id;
            let words = Words::new(
                format!("nothing cites the source `{}`", id.value),
                "",
                format!("cite it, `[@{}]`, or take it out", id.value),
            );
            found.push(RULE.finding(&sourced.path, id.span, words));
        }
    }
}
