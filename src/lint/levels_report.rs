//! A table of the level of each rule in a file, and of the setting that gives it.
//!
//! Must not know: what a rule finds.

use super::levels::{LevelResolver, LevelSource};
use super::{RULES, Rule, Selection, owners_by_path};
use crate::base::SitePath;
use crate::diagnostics::LintLevel;
use crate::model::Site;

/// Gives a line for each rule.
pub(crate) fn levels_table(site: &Site, selection: &Selection, path: &SitePath) -> String {
    let pages: Vec<_> = site.pages.iter().chain(&site.home).collect();
    let own = pages.iter().copied().find(|page| page.files.iter().any(|body| body.path == *path));
    let page = own.or_else(|| owners_by_path(&pages).get(path.folder()).map(|at| pages[*at]));
    let resolver = LevelResolver::new(selection, site, page);
    RULES.iter().map(|rule| levels_row(rule, &resolver, path)).collect()
}

fn levels_row(rule: &Rule, resolver: &LevelResolver<'_>, path: &SitePath) -> String {
    let level = match resolver.level(rule, path) {
        LintLevel::Allow => "allow",
        LintLevel::Warn => "warn",
        LintLevel::Deny => "deny",
    };
    let source = match resolver.level_and_source(rule, path) {
        Some((_, LevelSource::CommandLine)) => "the command line".to_owned(),
        Some((_, LevelSource::Page)) => "the page's front matter".to_owned(),
        Some((_, LevelSource::Path(set))) => format!("`[[check.path]]` of `{set}`"),
        Some((_, LevelSource::Site)) => "`[check.levels]`".to_owned(),
        None => "the rule itself".to_owned(),
    };
    let note = if rule.is_fixed() {
        ": holds everywhere"
    } else if rule.clocked && resolver.is_frozen(path) {
        ": frozen, so nothing is said of the day"
    } else if rule.preview && level == "allow" {
        ": a preview"
    } else {
        ""
    };
    format!("{level:5}  {} {}, by {source}{note}\n", rule.code.code, rule.code.name)
}
