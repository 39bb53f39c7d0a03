//! Fixes a site in memory: applies the fixes that findings offer, and compiles the site again to see what is left.
//!
//! A fix may uncover another finding, so this goes on for some rounds. Must not know: the disk.

use std::collections::{BTreeMap, BTreeSet};

use super::{Compiled, Memo, compile};
use crate::base::SitePath;
use crate::diagnostics::{Applicability, Finding, Fix, Level, Report, apply_fixes};
use crate::lint::Selection;
use crate::model::Env;
use crate::source::Snapshot;

/// The most rounds of a run: fixes that undo each other would never end.
const ROUNDS: usize = 8;

/// Which fixes to apply.
pub(crate) struct FixRequest<'a> {
    pub(crate) selection: &'a Selection,
    /// The files and folders that may be changed; all if there are none.
    pub(crate) scope: &'a [String],
    /// The least certain kind of fix that may be applied.
    pub(crate) most: Applicability,
}

/// A site with its fixes applied.
pub(crate) struct FixedSite {
    pub(crate) compiled: Compiled,
    pub(crate) changed: BTreeSet<SitePath>,
    /// How many fixes were applied.
    pub(crate) count: usize,
    /// Files left alone because their fixes would have made errors.
    pub(crate) given_up: BTreeSet<SitePath>,
}

/// Applies fixes until none is left.
pub(crate) fn fix_site(
    snapshot: &Snapshot,
    env: &Env,
    request: &FixRequest<'_>,
    memo: &mut Memo,
) -> FixedSite {
    let mut current = snapshot.clone();
    let mut compiled = compile(snapshot, env, memo);
    let mut given_up = BTreeSet::new();
    let mut count = 0;
    for _ in 0..ROUNDS {
        let report = compiled.report(request.selection);
        let (texts, applied) = apply_round(&report, &current, request, &given_up);
        if texts.is_empty() {
            break;
        }
        let changed: Vec<_> = texts.keys().cloned().collect();
        let next = current.with(texts);
        let next_compiled = compile(&next, env, memo);
        // What a mended mistake has hidden was there before.
        let worse = match mends_reading(&report, request, &given_up) {
            true => vec![],
            false => worse_files(&report, &next_compiled.report(request.selection), &changed),
        };
        if worse.is_empty() {
            current = next;
            compiled = next_compiled;
            count += applied;
        } else {
            given_up.extend(worse);
        }
    }
    let changed = current.since(snapshot).paths.into_iter().collect();
    FixedSite { compiled, changed, count, given_up }
}

/// Returns whether some file cannot be read to its end until a fix is applied.
fn mends_reading(report: &Report, request: &FixRequest<'_>, given_up: &BTreeSet<SitePath>) -> bool {
    let mut fixable = report.open().filter(|item| is_fixable(&item.finding, request, given_up));
    fixable.any(|item| item.finding.lint_message().is_none())
}

fn is_fixable(finding: &Finding, request: &FixRequest<'_>, given_up: &BTreeSet<SitePath>) -> bool {
    let path = &finding.place.path;
    let is_in_scope = request.scope.is_empty() || request.scope.iter().any(|folder| path.is_in(folder));
    let fix = finding.fix().filter(|fix| fix.applicability <= request.most);
    fix.is_some() && is_in_scope && !given_up.contains(path)
}

/// The files with all fixes that can be applied together, and the number of fixes. What keeps a file from being read is
/// mended alone: only then is it known what else there is.
fn apply_round(
    report: &Report,
    snapshot: &Snapshot,
    request: &FixRequest<'_>,
    given_up: &BTreeSet<SitePath>,
) -> (BTreeMap<SitePath, String>, usize) {
    let mut fixes: BTreeMap<&SitePath, Vec<&Fix>> = BTreeMap::new();
    let only_reading = mends_reading(report, request, given_up);
    for item in report.open().filter(|item| is_fixable(&item.finding, request, given_up)) {
        if !only_reading || item.finding.lint_message().is_none() {
            fixes.entry(&item.finding.place.path).or_default().extend(item.finding.fix());
        }
    }
    let mut texts = BTreeMap::new();
    let mut total = 0;
    for (path, fixes) in fixes {
        let Some(old) = snapshot.text(path) else { continue };
        let (text, count) = apply_fixes(old, &fixes);
        if count > 0 {
            texts.insert(path.clone(), text);
        }
        total += count;
    }
    (texts, total)
}

/// The changed files that have more errors than before; all of them if another file has.
fn worse_files(before: &Report, after: &Report, changed: &[SitePath]) -> Vec<SitePath> {
    let before = count_errors(before);
    let after = count_errors(after);
    let is_worse = |path: &&SitePath| after.get(path).unwrap_or(&0) > before.get(path).unwrap_or(&0);
    let here: Vec<_> = changed.iter().filter(is_worse).cloned().collect();
    let is_worse_elsewhere = after.keys().copied().any(|path| is_worse(&path));
    if here.is_empty() && is_worse_elsewhere { changed.to_vec() } else { here }
}

fn count_errors(report: &Report) -> BTreeMap<&SitePath, usize> {
    let mut errors = BTreeMap::new();
    for item in report.open().filter(|item| item.finding.level() == Level::Error) {
        *errors.entry(&item.finding.place.path).or_default() += 1;
    }
    errors
}

#[cfg(test)]
mod tests;
