//! `nutgraf explain`: what a rule finds, and why; and the list of all of them.

use std::process::ExitCode;

use clap::Args;

use super::check::unknown_rule;
use super::{print, report_error};
use crate::diagnostics::{Card, LintLevel};
use crate::lint::{card, cards};

#[derive(Args)]
pub(super) struct Explain {
    /// A code or a name, such as C006 or doubled-word
    rule: String,
}

impl Explain {
    pub(super) fn run(&self) -> ExitCode {
        match card(&self.rule) {
            Some(card) => {
                print(&format!("{}{}\n{}", line(&card), consequence(&card), card.explanation));
                ExitCode::SUCCESS
            }
            None => report_error(&unknown_rule(&self.rule)),
        }
    }
}

/// What a finding that cannot be set to another level does to a build.
fn consequence(card: &Card) -> &'static str {
    match (card.is_problem, card.stance) {
        (false, _) => "",
        (true, LintLevel::Deny) => "Always an error: the site is not built until it is fixed.\n",
        (true, _) => "Always a warning: the site is built.\n",
    }
}

/// The rules that some words mean, or all of them, a line each.
pub(super) fn list(only: &[String]) -> String {
    let is_meant = |card: &Card| only.is_empty() || only.iter().any(|word| card.is_of(word));
    cards().iter().filter(|card| is_meant(card)).map(line).collect()
}

fn line(card: &Card) -> String {
    let stance = match card.stance {
        LintLevel::Allow => "allow",
        LintLevel::Warn => "warn",
        LintLevel::Deny => "deny",
    };
    let clocked = if card.clocked { ", by the day's date" } else { "" };
    let preview = if card.preview { ", preview" } else { "" };
    format!("{} {} ({}: {stance}{clocked}{preview})\n", card.code.code, card.code.name, card.category)
}
