//! The page of findings: all that any command can say of an author's files, as `nutgraf explain` says it.
//!
//! Must not know: what is found; the table of codes and the rules say that.

use std::fmt::Write;

use super::begin_page;
use crate::diagnostics::{CodeDoc, LintLevel};
use crate::lint::code_docs;

const INTRODUCTION: &str = "
Each finding has a code for programs and a name for people: `nutgraf explain C006` and
`nutgraf explain doubled-word` show the text of this page. `…` is a name or a number that differs from finding to finding.

*Always an error*: the site is not built until it is fixed. *Always a warning*: the site is built. Neither can be set
to another level. All others have their default level here: `deny` fails a check, `warn` is shown, `allow` is off.
";

pub(super) fn page() -> String {
    let dek = "All findings of nutgraf by code, with what they mean and what to do.";
    let mut page = begin_page("Findings", dek, INTRODUCTION);
    let mut category = "";
    for doc in code_docs() {
        if doc.code.category() != category {
            category = doc.code.category();
            let _ = write!(page, "\n## {}: {category}\n", &doc.code.code[..1]);
        }
        let code = doc.code.code;
        let name = doc.code.name;
        let _ = write!(page, "\n### `{code}` {name}\n\n{}\n\n{}", taken(&doc), doc.explanation);
    }
    page
}

/// How it is taken, in words.
fn taken(doc: &CodeDoc) -> String {
    let level = match (doc.is_problem, doc.default_level) {
        (true, LintLevel::Deny) => "always an error",
        (true, _) => "always a warning",
        (false, LintLevel::Allow) => "allow",
        (false, LintLevel::Warn) => "warn",
        (false, LintLevel::Deny) => "deny",
    };
    let clocked = if doc.clocked { ", depends on today's date" } else { "" };
    let preview = if doc.preview { ", a preview" } else { "" };
    format!("*{level}{clocked}{preview}*")
}
