//! C002: a source that no page cites.

use std::collections::BTreeSet;

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("C002", "unused-source", Warn, &[UNUSED], EXPLANATION, Run::Site(check));

const UNUSED: Message = Message {
    text: "no page cites the source `{id}`",
    label: "",
    remedies: &["cite it, `[@{id}]`, or remove it"],
};

const EXPLANATION: &str = "\
Finds a source in a page's folder that no page cites.

It is not shown, so readers never see it. Either a claim has lost its citation, or the source is a leftover.

Cite it, or remove it from `sources.toml`. The sources of the whole site, in `content/`, may be unused.
";

fn check(site: &Site, found: &mut Vec<Finding>) {
    let pages = site.all_pages();
    let cited: BTreeSet<_> =
        pages.flat_map(|page| &page.references.sources).map(|cited| cited.source.entry_id()).collect();
    for source in site.registry.sources().filter(|source| source.path.folder() != "content") {
        if !cited.contains(&source.entry_id()) {
            found.push(RULE.finding(&source.path, source.id.span, fill!(UNUSED, id = source.id.value)));
        }
    }
}
