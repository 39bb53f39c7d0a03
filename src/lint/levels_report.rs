//! How each rule is taken in a file, and who says so.
//!
//! Must not know: what a rule finds.

use super::levels::{LevelResolver, Origin};
use super::{RULES, Rule, Selection, owners};
use crate::base::SitePath;
use crate::diagnostics::LintLevel;
use crate::model::Site;

/// A line for each rule.
pub(crate) fn taken(site: &Site, selection: &Selection, path: &SitePath) -> String {
    let pages: Vec<_> = site.pages.iter().chain(&site.home).collect();
    let own = pages.iter().copied().find(|page| page.files.iter().any(|body| body.path == *path));
    let page = own.or_else(|| owners(&pages).get(path.folder()).map(|at| pages[*at]));
    let measure = LevelResolver::new(selection, site, page);
    RULES.iter().map(|rule| line(rule, &measure, path)).collect()
}

fn line(rule: &Rule, measure: &LevelResolver<'_>, path: &SitePath) -> String {
    let stance = match measure.stance(rule, path) {
        LintLevel::Allow => "allow",
        LintLevel::Warn => "warn",
        LintLevel::Deny => "deny",
    };
    let said = match measure.origin(rule, path) {
        Some((_, Origin::Line)) => "the command line".to_owned(),
        Some((_, Origin::Page)) => "the page's front matter".to_owned(),
        Some((_, Origin::Path(set))) => format!("`[[check.path]]` of `{set}`"),
        Some((_, Origin::Site)) => "`[check.levels]`".to_owned(),
        None => "the rule itself".to_owned(),
    };
    let why = if rule.is_fixed() {
        ": holds everywhere"
    } else if rule.clocked && measure.is_frozen(path) {
        ": frozen, so nothing is said of the day"
    } else if rule.preview && stance == "allow" {
        ": a preview"
    } else {
        ""
    };
    format!("{stance:5}  {} {}, by {said}{why}\n", rule.code.code, rule.code.name)
}
