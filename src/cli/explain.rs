//! `nutgraf explain`: what a rule finds, and why; and the list of all of them.

use std::process::ExitCode;

use clap::Args;

use super::{CommandResult, print};
use crate::base::printable::escape_controls;
use crate::base::words::nearest;
use crate::diagnostics::{CodeDoc, LintLevel};
use crate::lint::{code_doc, code_docs};

#[derive(Args)]
pub(super) struct Explain {
    /// A code or a name, such as C006 or doubled-word
    rule: String,
}

impl Explain {
    pub(super) fn run(&self) -> CommandResult {
        let doc = code_doc(&self.rule).ok_or_else(|| unknown_rule(&self.rule))?;
        // What a finding that cannot be set to another level does to a build.
        let consequence = match (doc.is_problem, doc.default_level) {
            (false, _) => "",
            (true, LintLevel::Deny) => "Always an error: the site is not built until it is fixed.\n",
            (true, _) => "Always a warning: the site is built.\n",
        };
        print(&format!("{}{consequence}\n{}", line(&doc), doc.explanation));
        Ok(ExitCode::SUCCESS)
    }
}

/// The rules that some words mean, or all of them, a line each.
pub(super) fn list(only: &[String]) -> String {
    let is_meant = |doc: &CodeDoc| only.is_empty() || only.iter().any(|word| doc.code.is_of(word));
    code_docs().iter().filter(|doc| is_meant(doc)).map(line).collect()
}

fn line(doc: &CodeDoc) -> String {
    let level = match doc.default_level {
        LintLevel::Allow => "allow",
        LintLevel::Warn => "warn",
        LintLevel::Deny => "deny",
    };
    let clocked = if doc.clocked { ", depends on today's date" } else { "" };
    let preview = if doc.preview { ", preview" } else { "" };
    format!("{} {} ({}: {level}{clocked}{preview})\n", doc.code.code, doc.code.name, doc.code.category())
}

/// The message for a name that no rule has.
pub(super) fn unknown_rule(name: &str) -> String {
    let docs = code_docs();
    let near = nearest(name, docs.iter().flat_map(|doc| [doc.code.name, doc.code.code]));
    let help = near.map_or_else(
        || "`nutgraf check --list` shows them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no rule `{}`: {help}", escape_controls(name))
}
