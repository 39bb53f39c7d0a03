//! What a site, a folder or a page says of the editor's rules.
//!
//! Must not know: which rules there are. A name that is none is found by whoever knows them.

use toml::Spanned;
use toml::de::DeValue;

use super::super::table::{Fields, SpannedDate, Text};
use crate::diagnostics::LintLevel;

/// `[check]` of `site.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct CheckSettings {
    /// From which weight on a check fails: [`LintLevel::Deny`], unless the site says `warn`.
    pub(crate) fail_on: Option<LintLevel>,
    /// Whether rules speak that are not measured well enough.
    pub(crate) preview: bool,
    /// How rules are taken, by code, name, letter or `all`; the later one wins.
    pub(crate) levels: Vec<(Text, LintLevel)>,
    pub(crate) rules: Vec<RuleTable>,
    /// The last that fits wins.
    pub(crate) paths: Vec<PathCheck>,
}

/// What is set for one rule.
#[derive(Clone, Debug)]
pub(crate) struct RuleTable {
    pub(crate) rule: Text,
    pub(crate) values: Vec<(Text, Value)>,
}

/// A value that a rule has to understand.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Count(u32),
    Texts(Vec<Text>),
    /// Something else.
    Other,
}

/// What holds for a file, or for all in a folder.
#[derive(Clone, Debug)]
pub(crate) struct PathCheck {
    /// From the site's root, without a slash at its end.
    pub(crate) path: Text,
    /// Kept as it was: no rule that reads the day speaks.
    pub(crate) frozen: bool,
    pub(crate) levels: Vec<(Text, LintLevel)>,
}

/// `[check]` of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageCheck {
    /// Rules that this page is held to more strictly.
    pub(crate) deny: Vec<Text>,
    pub(crate) allow: Vec<Allowed>,
}

/// A rule that does not hold for a page.
#[derive(Clone, Debug)]
pub(crate) struct Allowed {
    pub(crate) rule: Text,
    /// Needed; where it lacks, that is a finding already.
    pub(crate) because: Option<Text>,
    pub(crate) until: Option<SpannedDate>,
}

const STANCES: [(&str, LintLevel); 3] =
    [("allow", LintLevel::Allow), ("warn", LintLevel::Warn), ("deny", LintLevel::Deny)];

pub(super) fn check(fields: &mut Fields<'_, '_>) -> CheckSettings {
    CheckSettings {
        fail_on: fields.word("fail_on", &STANCES[1..]),
        preview: fields.flag("preview"),
        levels: levels(fields),
        rules: fields
            .table("rule", "the rules' settings", |rules| rules.entries("the settings of a rule", rule))
            .unwrap_or_default(),
        paths: fields.tables("path", "the check settings of a path", path).into_iter().flatten().collect(),
    }
}

fn levels(fields: &mut Fields<'_, '_>) -> Vec<(Text, LintLevel)> {
    fields.table("levels", "the levels", |levels| levels.open_words(&STANCES)).unwrap_or_default()
}

fn rule(rule: Text, fields: &mut Fields<'_, '_>) -> RuleTable {
    let values = fields.keys_as_text().into_iter().map(|(key, value)| (key, read(fields, value))).collect();
    RuleTable { rule, values }
}

fn read(fields: &Fields<'_, '_>, value: &Spanned<DeValue<'_>>) -> Value {
    match value.get_ref() {
        DeValue::Integer(number) => {
            number.as_str().replace('_', "").parse().map_or(Value::Other, Value::Count)
        }
        DeValue::Array(items) => {
            let text = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
                DeValue::String(text) => Some(fields.string(text, item.span())),
                _ => None,
            };
            items.iter().map(text).collect::<Option<_>>().map_or(Value::Other, Value::Texts)
        }
        _ => Value::Other,
    }
}

fn path(fields: &mut Fields<'_, '_>) -> Option<PathCheck> {
    let path = fields.needed_text("path");
    let (frozen, levels) = (fields.flag("frozen"), levels(fields));
    Some(PathCheck { path: path?, frozen, levels })
}

/// The settings that front matter has for its page.
pub(crate) fn page_check(fields: &mut Fields<'_, '_>) -> PageCheck {
    PageCheck {
        deny: fields.texts("deny"),
        allow: fields.tables("allow", "an allowed finding", allowed).into_iter().flatten().collect(),
    }
}

fn allowed(fields: &mut Fields<'_, '_>) -> Option<Allowed> {
    let rule = fields.needed_text("rule");
    let (because, until) = (fields.needed_text("because"), fields.date("until"));
    Some(Allowed { rule: rule?, because, until })
}
