//! P002: a term that no page uses.

use std::cell::LazyCell;

use aho_corasick::AhoCorasick;

use super::prelude::*;
use crate::parse::data::EntityKind;

pub(super) static RULE: Rule =
    Rule::new("P002", "undefined-term", Warn, &[UNUSED], EXPLANATION, Run::Site(check));

const UNUSED: Message = Message {
    text: "no page uses the term `{name}`",
    label: "so readers never see its explanation",
    remedies: &["use it, or remove it"],
};

const EXPLANATION: &str = "\
Finds a term in the `entities.toml` of a folder that none of the folder's pages uses.

Readers never see its explanation: a page lists only the terms that it names. Either the text has lost the word, or
the entry is a leftover.

    [belt-and-road]
    kind = \"term\"
    name = \"Belt and Road\"        (but no page uses it)

Use it, or remove it. A plural, or a capital letter at the beginning, counts as a use. The terms of the whole site,
in `content/`, may be unused.

The opposite, a reference to a term without an explanation, is found when the files are read (C010).
";

fn check(site: &Site, found: &mut Vec<Finding>) {
    for entity in site.registry.entities().filter(|entity| entity.kind == EntityKind::Term) {
        let folder = entity.path.folder();
        if folder == "content" {
            continue;
        }
        // In any case and with any ending.
        let names = LazyCell::new(|| {
            let names = entity.names().map(|name| name.value.as_str());
            AhoCorasick::builder().ascii_case_insensitive(true).build(names)
        });
        let is_in = |text: &str| names.as_ref().is_ok_and(|names| names.is_match(text));
        let mut pages = site.pages.iter().filter(|page| page.path().folder() == folder);
        let is_used = pages.any(|page| {
            page.references.entities.iter().any(|other| other.is(entity))
                || page.files.iter().any(|body| is_in(body.document().body()))
        });
        if !is_used {
            found.push(RULE.finding(&entity.path, entity.id.span, fill!(UNUSED, name = entity.name())));
        }
    }
}
