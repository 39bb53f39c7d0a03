//! How each rule is taken, where: what the command line, a page, a folder and the site say of it.
//!
//! The nearest of them wins. Must not know: what a rule finds.

use crate::base::SitePath;
use crate::diagnostics::{Finding, Level, LintLevel};
use crate::model::{Page, Site};
use crate::parse::settings::{CheckSettings, PageCheck, Value};
use crate::parse::table::Text;
use crate::source::SETTINGS;

use super::rules::unknown_rule;
use super::{RULES, Rule};

/// A number or a list that a rule can be told, in its table of `site.toml`.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) key: &'static str,
    pub(crate) usual: Usual,
    pub(crate) about: &'static str,
}

/// What holds where a site says nothing.
#[derive(Debug)]
pub(crate) enum Usual {
    Count(u32),
    /// A site's own come to those that the rule has.
    Texts,
}

impl Setting {
    pub(super) const fn count(key: &'static str, usual: u32, about: &'static str) -> Self {
        Self { key, usual: Usual::Count(usual), about }
    }

    pub(super) const fn texts(key: &'static str, about: &'static str) -> Self {
        Self { key, usual: Usual::Texts, about }
    }
}

impl Rule {
    fn value<'s>(&self, site: &'s Site, key: &str) -> Option<&'s Value> {
        let tables = site.settings.check.rules.iter().filter(|table| self.is_named(&table.rule.value));
        let values = tables.flat_map(|table| &table.values);
        values.rev().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// A number that can be set.
    pub(super) fn count(&self, site: &Site, key: &str) -> u32 {
        let usual = self.settings.iter().find(|setting| setting.key == key).map(|setting| &setting.usual);
        match (self.value(site, key), usual) {
            // A value of another kind has been found as one.
            (Some(Value::Count(count)), _) | (_, Some(Usual::Count(count))) => *count,
            _ => unreachable!("{} has no number `{key}`", self.code.name),
        }
    }

    /// The texts that a site has set.
    pub(super) fn texts<'s>(&self, site: &'s Site, key: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let texts = match self.value(site, key) {
            Some(Value::Texts(texts)) => texts.as_slice(),
            _ => &[],
        };
        texts.iter().map(|text| text.value.as_str())
    }
}

/// What a check is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Rules by code, name or letter of the category; all that the site wants, when there is none.
    pub only: Vec<String>,
    /// How rules are taken, whatever the site says; the later one wins.
    pub levels: Vec<(String, LintLevel)>,
    /// Those that read the day's date, and no others.
    pub clocked: bool,
}

/// Whether a word names a rule, a category, or all of them.
pub(super) fn is_meant(word: &str) -> bool {
    RULES.iter().any(|rule| rule.is_of(word))
}

/// What is wrong with what the site says of the rules.
pub(super) fn faults(site: &Site) -> impl Iterator<Item = Finding> {
    let path = SitePath::new(SETTINGS);
    let check = &site.settings.check;
    let levels = check.levels.iter().chain(check.paths.iter().flat_map(|path| &path.levels));
    let unknown = levels.filter(|(word, _)| !is_meant(&word.value)).map(|(word, _)| word);
    let mut found: Vec<_> = unknown.map(|word| unknown_rule::rule(&path, &word.value, word.span)).collect();
    for table in &check.rules {
        match Rule::named(&table.rule.value) {
            Some(rule) => {
                found.extend(table.values.iter().filter_map(|(key, value)| fault(rule, &path, (key, value))));
            }
            None => found.push(unknown_rule::rule(&path, &table.rule.value, table.rule.span)),
        }
    }
    found.into_iter()
}

/// What is wrong with a key of a rule's table.
fn fault(rule: &Rule, path: &SitePath, (key, value): (&Text, &Value)) -> Option<Finding> {
    let place = (path, key.span);
    let Some(setting) = rule.settings.iter().find(|setting| setting.key == key.value) else {
        return Some(unknown_rule::key(place, rule, &key.value));
    };
    let expected = match (&setting.usual, value) {
        (Usual::Count(_), Value::Count(_)) | (Usual::Texts, Value::Texts(_)) => return None,
        (Usual::Count(_), _) => "a whole number",
        (Usual::Texts, _) => "a list of texts",
    };
    Some(unknown_rule::value(place, &key.value, expected))
}

/// Who says how a rule is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin<'s> {
    /// The command line.
    Line,
    /// The page's front matter.
    Page,
    /// The settings of this file or folder.
    Path(&'s str),
    Site,
}

/// How rules are taken for one page and its files.
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

    /// How a rule is taken in a file, and who says so; nothing, where nobody says otherwise than the rule
    /// itself.
    pub(super) fn origin(&self, rule: &Rule, path: &SitePath) -> Option<(LintLevel, Origin<'s>)> {
        let last = |levels: &[(Text, LintLevel)]| {
            let fits = levels.iter().rfind(|(word, _)| rule.is_of(&word.value));
            fits.map(|(_, stance)| *stance)
        };
        let line =
            self.selection.levels.iter().rfind(|(word, _)| rule.is_of(word)).map(|(_, stance)| *stance);
        let page = self.page.is_some_and(|page| page.deny.iter().any(|word| rule.is_of(&word.value)));
        let mut paths = self.settings.paths.iter().rev().filter(|set| path.is_in(&set.path.value));
        let in_path =
            || paths.find_map(|set| Some((last(&set.levels)?, Origin::Path(set.path.value.as_str()))));
        line.map(|stance| (stance, Origin::Line))
            .or(page.then_some((LintLevel::Deny, Origin::Page)))
            .or_else(in_path)
            .or_else(|| Some((last(&self.settings.levels)?, Origin::Site)))
    }

    fn said(&self, rule: &Rule, path: &SitePath) -> Option<LintLevel> {
        self.origin(rule, path).map(|(stance, _)| stance)
    }

    /// Whether a file is kept as it was.
    pub(super) fn is_frozen(&self, path: &SitePath) -> bool {
        let set = self.settings.paths.iter().rfind(|set| path.is_in(&set.path.value));
        set.is_some_and(|set| set.frozen)
    }

    /// How a rule is taken in a file.
    pub(super) fn stance(&self, rule: &Rule, path: &SitePath) -> LintLevel {
        let asked = self.selection.only.iter().any(|word| rule.is_of(word));
        let called = self.selection.only.is_empty() || asked;
        let frozen = rule.clocked && self.is_frozen(path);
        if !called || frozen || self.selection.clocked && !rule.clocked {
            return LintLevel::Allow;
        }
        let silent = rule.preview && !self.settings.preview;
        let own = if silent { LintLevel::Allow } else { rule.default_level };
        let stance = self.said(rule, path).unwrap_or(own);
        // Who asks for a rule wants to hear it.
        let stance = if asked { stance.max(LintLevel::Warn) } else { stance };
        if rule.clocked { stance.min(LintLevel::Warn) } else { stance }
    }

    /// A finding with the weight that its rule has there; nothing, where the rule does not hold.
    pub(super) fn weigh(&self, rule: &Rule, mut finding: Finding) -> Option<Finding> {
        let stance = self.stance(rule, &finding.place.path);
        let said = self.said(rule, &finding.place.path).is_some();
        let lint_message = finding.lint_message_mut()?;
        match stance {
            LintLevel::Allow => return None,
            LintLevel::Warn if said || rule.clocked => lint_message.level = Level::Warning,
            LintLevel::Deny if said => lint_message.level = Level::Error,
            // A rule may take one of its cases more or less seriously than the others.
            LintLevel::Warn | LintLevel::Deny => {}
        }
        Some(finding)
    }
}
