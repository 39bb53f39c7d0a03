//! Mends a site in memory: makes the changes that findings offer, and reads it again to see what became of it.
//!
//! A change may show a further fault, so this goes on for some rounds. Must not know: the disk.

use std::collections::{BTreeMap, BTreeSet};

use super::{Compiled, Memo, compile};
use crate::base::SitePath;
use crate::diagnostics::{Applicability, Fix, Level, Report, apply_fixes};
use crate::lint::Selection;
use crate::model::Env;
use crate::source::Snapshot;

/// How often a site is read anew.
const ROUNDS: usize = 8;

/// Which changes are to be made.
pub(crate) struct Wanted<'a> {
    pub(crate) selection: &'a Selection,
    /// The files and folders that may be changed; all, where none is named.
    pub(crate) scope: &'a [String],
    pub(crate) most: Applicability,
}

/// A site as it is with the changes.
pub(crate) struct Mended {
    pub(crate) compiled: Compiled,
    /// The files that are others than before.
    pub(crate) changed: BTreeSet<SitePath>,
    pub(crate) count: usize,
    /// Those in which the changes would have made errors: they are as they were.
    pub(crate) given_up: BTreeSet<SitePath>,
}

/// Makes all changes that can be made.
pub(crate) fn mend(snapshot: &Snapshot, env: &Env, wanted: &Wanted<'_>, memo: &mut Memo) -> Mended {
    let (mut now, mut compiled) = (snapshot.clone(), compile(snapshot, env, memo));
    let (mut given_up, mut count) = (BTreeSet::new(), 0);
    for _ in 0..ROUNDS {
        let report = compiled.report(wanted.selection);
        let (texts, made) = round(&report, &now, wanted, &given_up);
        if texts.is_empty() {
            break;
        }
        let changed: Vec<_> = texts.keys().cloned().collect();
        let then = now.with(texts);
        let next = compile(&then, env, memo);
        match worse(&report, &next.report(wanted.selection), &changed) {
            worse if worse.is_empty() => {
                (now, compiled) = (then, next);
                count += made;
            }
            worse => given_up.extend(worse),
        }
    }
    let changed = now.since(snapshot).paths.into_iter().collect();
    Mended { compiled, changed, count, given_up }
}

/// The texts with all changes that can be made together, and how many these are.
fn round(
    report: &Report,
    snapshot: &Snapshot,
    wanted: &Wanted<'_>,
    not: &BTreeSet<SitePath>,
) -> (BTreeMap<SitePath, String>, usize) {
    let mut fixes: BTreeMap<&SitePath, Vec<&Fix>> = BTreeMap::new();
    for item in report.open() {
        let path = &item.finding.place.path;
        let fix = item.finding.lint_message().and_then(|lint_message| lint_message.fix.as_ref());
        let is_in = wanted.scope.is_empty() || wanted.scope.iter().any(|there| path.is_in(there));
        if let Some(fix) = fix.filter(|fix| fix.applicability <= wanted.most && is_in && !not.contains(path))
        {
            fixes.entry(path).or_default().push(fix);
        }
    }
    let mut all = 0;
    let texts = fixes.into_iter().filter_map(|(path, fixes)| {
        let (text, count) = apply_fixes(snapshot.text(path)?, &fixes);
        all += count;
        (count > 0).then(|| (path.clone(), text))
    });
    let texts = texts.collect();
    (texts, all)
}

/// The changed files that have come to have more errors; all of them, where another file has.
fn worse(before: &Report, after: &Report, changed: &[SitePath]) -> Vec<SitePath> {
    let (before, after) = (errors(before), errors(after));
    let grew = |path: &&SitePath| after.get(path).unwrap_or(&0) > before.get(path).unwrap_or(&0);
    let here: Vec<_> = changed.iter().filter(grew).cloned().collect();
    let elsewhere = after.keys().copied().find(grew).is_some();
    if here.is_empty() && elsewhere { changed.to_vec() } else { here }
}

fn errors(report: &Report) -> BTreeMap<&SitePath, usize> {
    let mut errors = BTreeMap::new();
    for item in report.open().filter(|item| item.finding.level() == Level::Error) {
        *errors.entry(&item.finding.place.path).or_default() += 1;
    }
    errors
}

#[cfg(test)]
mod tests;
