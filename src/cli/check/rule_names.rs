//! The names of rules on the command line.
//!
//! Must not know: what a rule finds.

use std::str::FromStr;

use crate::base::words::nearest;
use crate::diagnostics::LintLevel;
use crate::lint::{Selection, code_docs};

/// A rule and its level, as in `T001=deny`.
#[derive(Clone)]
pub(super) struct LevelArg {
    pub(super) rule: String,
    pub(super) level: LintLevel,
}

impl FromStr for LevelArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (rule, level) = text.split_once('=').ok_or("write it as `T001=deny`")?;
        let level = match level {
            "allow" => LintLevel::Allow,
            "warn" => LintLevel::Warn,
            "deny" => LintLevel::Deny,
            _ => return Err("a level is `allow`, `warn` or `deny`"),
        };
        Ok(Self { rule: rule.to_owned(), level })
    }
}

/// Fails with a message at the first name of the selection that no rule has.
pub(super) fn check_rule_names(selection: &Selection) -> Result<(), String> {
    let docs = code_docs();
    let mut names = selection.only.iter().chain(selection.levels.iter().map(|(name, _)| name));
    match names.find(|name| !docs.iter().any(|doc| doc.code.is_of(name))) {
        Some(name) => Err(unknown_rule(name)),
        None => Ok(()),
    }
}

/// The message for a name that no rule has.
pub(in super::super) fn unknown_rule(name: &str) -> String {
    let docs = code_docs();
    let near = nearest(name, docs.iter().flat_map(|doc| [doc.code.name, doc.code.code]));
    let help = near.map_or_else(
        || "`nutgraf check --list` shows them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no rule `{name}`: {help}")
}
