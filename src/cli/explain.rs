//! `nutgraf explain`: what a rule finds, and why; and the list of all of them.

use std::process::ExitCode;

use clap::Args;

use super::check::unknown_rule;
use super::{print, report_error};
use crate::diagnostics::{CodeDoc, LintLevel};
use crate::lint::{code_doc, code_docs};

#[derive(Args)]
pub(super) struct Explain {
    /// A code or a name, such as C006 or doubled-word
    rule: String,
}

impl Explain {
    pub(super) fn run(&self) -> ExitCode {
        match code_doc(&self.rule) {
            Some(doc) => {
                print(&format!("{}{}\n{}", line(&doc), consequence(&doc), doc.explanation));
                ExitCode::SUCCESS
            }
            None => report_error(&unknown_rule(&self.rule)),
        }
    }
}

/// What a finding that cannot be set to another level does to a build.
fn consequence(doc: &CodeDoc) -> &'static str {
    match (doc.is_problem, doc.default_level) {
        (false, _) => "",
        (true, LintLevel::Deny) => "Always an error: the site is not built until it is fixed.\n",
        (true, _) => "Always a warning: the site is built.\n",
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
    let clocked = if doc.clocked { ", by the day's date" } else { "" };
    let preview = if doc.preview { ", preview" } else { "" };
    format!("{} {} ({}: {level}{clocked}{preview})\n", doc.code.code, doc.code.name, doc.code.category())
}
