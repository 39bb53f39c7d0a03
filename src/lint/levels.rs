//! The level of each rule in each file, from the command line, the page, the folder's settings and the site's.
//!
//! The nearest of them wins. Must not know: what a rule finds.

use crate::base::SitePath;
use crate::base::printable::escape_controls;
use crate::diagnostics::{Finding, Level, LintLevel};
use crate::model::{Page, Site};
use crate::parse::settings::{CheckSettings, PageCheck, Value};
use crate::parse::table::Text;
use crate::source::SETTINGS;

use super::rules::unknown_rule;
use super::{RULES, Rule, owners_by_path};

/// A number or a list that a rule reads from its table in `site.toml`.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) key: &'static str,
    pub(crate) default: DefaultValue,
    pub(crate) about: &'static str,
}

/// The value of a setting that a site does not set.
#[derive(Debug)]
pub(crate) enum DefaultValue {
    Count(u32),
    /// The rule's own list. A site's texts are added to it.
    Texts,
}

impl Setting {
    pub(super) const fn count(key: &'static str, default: u32, about: &'static str) -> Self {
        Self { key, default: DefaultValue::Count(default), about }
    }

    pub(super) const fn texts(key: &'static str, about: &'static str) -> Self {
        Self { key, default: DefaultValue::Texts, about }
    }
}

impl Rule {
    fn value<'s>(&self, site: &'s Site, key: &str) -> Option<&'s Value> {
        let tables = site.settings.check.rules.iter().filter(|table| self.code.is_named(&table.rule.value));
        let values = tables.flat_map(|table| &table.values);
        values.rev().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// The number under a key of this rule's settings.
    pub(super) fn count(&self, site: &Site, key: &str) -> u32 {
        let default = self.settings.iter().find(|setting| setting.key == key).map(|setting| &setting.default);
        match (self.value(site, key), default) {
            // A value of the wrong type is a finding of `check_settings`; the default holds.
            (Some(Value::Count(count)), _) | (_, Some(DefaultValue::Count(count))) => *count,
            _ => unreachable!("{} has no number `{key}`", self.code.name),
        }
    }

    /// The texts that a site adds under a key of this rule's settings.
    pub(super) fn texts<'s>(&self, site: &'s Site, key: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let texts = match self.value(site, key) {
            Some(Value::Texts(texts)) => texts.as_slice(),
            _ => &[],
        };
        texts.iter().map(|text| text.value.as_str())
    }
}

/// The rules that a check runs, and the levels given on its command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Codes, names or letters of categories. If empty, all rules that the site has turned on run.
    pub only: Vec<String>,
    /// Levels that override the site's; the last one for a rule wins.
    pub levels: Vec<(String, LintLevel)>,
    /// Runs only rules that read today's date.
    pub clocked: bool,
    /// The site is to be deployed: some rules weigh more than in a check.
    pub deploy: bool,
}

/// True if a word is a rule's code or name, a category or its letter, or `all`.
pub(super) fn is_known(word: &str) -> bool {
    RULES.iter().any(|rule| rule.code.is_of(word))
}

/// Checks the levels and the rules' tables in `site.toml`.
pub(super) fn check_settings(site: &Site) -> Vec<Finding> {
    let path = SitePath::new(SETTINGS);
    let check = &site.settings.check;
    let levels = check.levels.iter().chain(check.paths.iter().flat_map(|path| &path.levels));
    let unknown = levels.filter(|(word, _)| !is_known(&word.value)).map(|(word, _)| word);
    let mut found: Vec<_> = unknown.map(|word| unknown_rule::rule(&path, &word.value, word.span)).collect();
    for table in &check.rules {
        let Some(rule) = Rule::named(&table.rule.value) else {
            found.push(unknown_rule::rule(&path, &table.rule.value, table.rule.span));
            continue;
        };
        for (key, value) in &table.values {
            let Some(setting) = rule.settings.iter().find(|setting| setting.key == key.value) else {
                found.push(unknown_rule::key(&path, key.span, rule, &key.value));
                continue;
            };
            match (&setting.default, value) {
                (DefaultValue::Count(_), Value::Count(_)) | (DefaultValue::Texts, Value::Texts(_)) => {}
                _ => found.push(unknown_rule::wrong_type(&path, key.span, setting)),
            }
        }
    }
    found
}

/// The setting that gives a rule its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LevelSource<'s> {
    CommandLine,
    /// `[check]` in the page's front matter.
    Page,
    /// A `[[check.path]]` of `site.toml`, for this file or folder.
    Path(&'s str),
    /// `[check.levels]` of `site.toml`.
    Site,
}

/// Gives the level of rules for one page and its files.
pub(super) struct LevelResolver<'s> {
    selection: &'s Selection,
    settings: &'s CheckSettings,
    page: Option<&'s PageCheck>,
}

impl<'s> LevelResolver<'s> {
    pub(super) fn new(selection: &'s Selection, site: &'s Site, page: Option<&'s Page>) -> Self {
        let page = page.and_then(|page| page.explainer()).map(|front| &front.check);
        Self { selection, settings: &site.settings.check, page }
    }

    /// The level of a rule in a file and what sets it; nothing where the rule's default holds.
    pub(super) fn level_and_source(
        &self,
        rule: &Rule,
        path: &SitePath,
    ) -> Option<(LintLevel, LevelSource<'s>)> {
        if let Some((_, level)) = self.selection.levels.iter().rfind(|(word, _)| rule.code.is_of(word)) {
            return Some((*level, LevelSource::CommandLine));
        }
        if self.page.is_some_and(|page| page.deny.iter().any(|word| rule.code.is_of(&word.value))) {
            return Some((LintLevel::Deny, LevelSource::Page));
        }
        for set in self.settings.paths.iter().rev().filter(|set| path.is_in(&set.path.value)) {
            if let Some(level) = last_level(&set.levels, rule) {
                return Some((level, LevelSource::Path(&set.path.value)));
            }
        }
        last_level(&self.settings.levels, rule).map(|level| (level, LevelSource::Site))
    }

    /// True if the site's settings say that a file is not updated any more.
    pub(super) fn is_frozen(&self, path: &SitePath) -> bool {
        let set = self.settings.paths.iter().rfind(|set| path.is_in(&set.path.value));
        set.is_some_and(|set| set.frozen)
    }

    /// True if a finding of the rule prevents the deploy that is under way.
    fn stops(&self, rule: &Rule) -> bool {
        self.selection.deploy && rule.stops_deploy
    }

    /// The level of a rule in a file.
    pub(super) fn level(&self, rule: &Rule, path: &SitePath) -> LintLevel {
        let is_named = self.selection.only.iter().any(|word| rule.code.is_of(word));
        let is_selected = self.selection.only.is_empty() || is_named;
        let is_frozen = rule.clocked && self.is_frozen(path);
        if !is_selected || is_frozen || self.selection.clocked && !rule.clocked {
            return LintLevel::Allow;
        }
        let is_off = rule.preview && !self.settings.preview;
        let default = match rule.default_level {
            _ if is_off => LintLevel::Allow,
            _ if self.stops(rule) => LintLevel::Deny,
            level => level,
        };
        let level = self.level_and_source(rule, path).map_or(default, |(level, _)| level);
        // A rule that is named on the command line runs even if the site has turned it off.
        let level = if is_named { level.max(LintLevel::Warn) } else { level };
        if rule.clocked { level.min(LintLevel::Warn) } else { level }
    }

    /// Gives a finding the level that its rule has at its place; nothing where the rule is off.
    pub(super) fn apply(&self, rule: &Rule, mut finding: Finding) -> Option<Finding> {
        let level = self.level(rule, &finding.place.path);
        let is_set = self.level_and_source(rule, &finding.place.path).is_some();
        let lint_message = finding.lint_message_mut()?;
        match level {
            LintLevel::Allow => return None,
            LintLevel::Warn if is_set || rule.clocked => lint_message.level = Level::Warning,
            LintLevel::Deny if is_set || self.stops(rule) => lint_message.level = Level::Error,
            // A default leaves the finding its own level: a rule may weigh one of its messages otherwise.
            LintLevel::Warn | LintLevel::Deny => {}
        }
        Some(finding)
    }
}

/// The last level in a list that is about a rule.
fn last_level(levels: &[(Text, LintLevel)], rule: &Rule) -> Option<LintLevel> {
    levels.iter().rfind(|(word, _)| rule.code.is_of(&word.value)).map(|(_, level)| *level)
}

/// Draws a line for each rule: its level in a file, and the setting that gives it.
pub(crate) fn levels_table(site: &Site, selection: &Selection, path: &SitePath) -> String {
    let pages: Vec<_> = site.all_pages().collect();
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
        Some((_, LevelSource::Path(set))) => format!("`[[check.path]]` of `{}`", escape_controls(set)),
        Some((_, LevelSource::Site)) => "`[check.levels]`".to_owned(),
        None => "the rule itself".to_owned(),
    };
    let note = if rule.is_fixed() {
        ": applies everywhere"
    } else if rule.clocked && resolver.is_frozen(path) {
        ": off, since this path is `frozen`"
    } else if rule.preview && level == "allow" {
        ": a preview"
    } else {
        ""
    };
    format!("{level:5}  {} {}, by {source}{note}\n", rule.code.code, rule.code.name)
}
