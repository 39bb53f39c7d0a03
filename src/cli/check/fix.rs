//! `--fix` and `--diff`: applies the fixes of findings on disk, or shows what they would change.
//!
//! Must not know: what a fix changes.

use super::{Check, CheckCx};
use crate::base::SitePath;
use crate::base::words::Count;
use crate::cli::{eprint, print};
use crate::diagnostics::{Applicability, diff};
use crate::pipeline::{FixRequest, FixedSite, Memo, fix_site};
use crate::shell::rewrite::rewrite;

impl Check {
    /// Applies all fixes that the command line allows, in memory.
    pub(super) fn fixed(&self, cx: &CheckCx<'_>) -> FixedSite {
        let most = if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let request = FixRequest { selection: cx.selection, scope: cx.scope, most };
        let fixed = fix_site(&cx.revision.snapshot, &cx.revision.env, &request, &mut Memo::default());
        for path in &fixed.given_up {
            eprint(&format!("warning: `{path}` was not changed: the fixes would have caused errors\n"));
        }
        fixed
    }
}

pub(super) fn print_diff(fixed: &FixedSite, cx: &CheckCx<'_>) {
    for path in &fixed.changed {
        if let Some((old, new)) = old_and_new(path, fixed, cx) {
            print(&diff(path, old, new));
        }
    }
    eprint(&format!("{} would be fixed in {}\n", finding_count(fixed), file_count(fixed)));
}

/// Writes the fixed files, and returns whether all could be written.
pub(super) fn write_fixes(fixed: &FixedSite, cx: &CheckCx<'_>) -> bool {
    let mut all_written = true;
    for path in &fixed.changed {
        let Some((old, new)) = old_and_new(path, fixed, cx) else { continue };
        if let Err(error) = rewrite(&cx.revision.files, path, old, new) {
            all_written = false;
            eprint(&format!("error: {error}\n"));
        }
    }
    if all_written && fixed.count > 0 {
        eprint(&format!("{} fixed in {}\n", finding_count(fixed), file_count(fixed)));
    }
    all_written
}

fn old_and_new<'a>(path: &SitePath, fixed: &'a FixedSite, cx: &'a CheckCx<'_>) -> Option<(&'a str, &'a str)> {
    Some((cx.revision.snapshot.text(path)?, fixed.compiled.snapshot().text(path)?))
}

fn finding_count(fixed: &FixedSite) -> Count {
    Count(fixed.count, "finding")
}

fn file_count(fixed: &FixedSite) -> Count {
    Count(fixed.changed.len(), "file")
}
