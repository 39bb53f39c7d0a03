//! The page of findings: all that any command can say of an author's files, as `nutgraf explain` says it.
//!
//! Must not know: what is found; the table of codes and the rules say that.

use std::fmt::Write;

use super::GENERATED;
use crate::diagnostics::{Card, LintLevel};
use crate::lint::cards;

const HEAD: &str = "\
+++
kind = \"page\"
title = \"Findings\"
dek = \"All that nutgraf can find, by code: what it means, and what to do.\"
+++

";

const INTRODUCTION: &str = "
Each has a code that programs keep and a name that people remember: `nutgraf explain C006` and
`nutgraf explain doubled-word` say what stands here. `…` is a name or a number that differs from finding to finding.

*Always an error*: the site is not built until it is fixed. *Always a warning*: the site is built. Neither can be set
to another level. All others can: `deny` fails a check, `warn` is shown, `allow` keeps quiet, and what is given below
is the default.
";

pub(super) fn page() -> String {
    let mut page = HEAD.to_owned() + GENERATED + INTRODUCTION;
    let mut category = "";
    for card in cards() {
        if card.category != category {
            category = card.category;
            let _ = write!(page, "\n## {}: {category}\n", &card.code.code[..1]);
        }
        let (code, name) = (card.code.code, card.code.name);
        let _ = write!(page, "\n### `{code}` {name}\n\n{}\n\n{}", taken(&card), card.explanation);
    }
    page
}

/// How it is taken, in words.
fn taken(card: &Card) -> String {
    let stance = match (card.is_problem, card.stance) {
        (true, LintLevel::Deny) => "always an error",
        (true, _) => "always a warning",
        (false, LintLevel::Allow) => "allow",
        (false, LintLevel::Warn) => "warn",
        (false, LintLevel::Deny) => "deny",
    };
    let clocked = if card.clocked { ", by the day's date" } else { "" };
    let preview = if card.preview { ", a preview" } else { "" };
    format!("*{stance}{clocked}{preview}*")
}
