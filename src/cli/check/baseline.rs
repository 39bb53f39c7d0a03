//! `--baseline`: accepts the findings that a file lists.
//!
//! Must not know: how an entry of the file is matched with a finding.

use std::fs;
use std::io;
use std::path::Path;

use super::{Check, CheckCx};
use crate::base::SitePath;
use crate::diagnostics::Report;
use crate::diagnostics::draw::short;
#[cfg(feature = "deploy")]
use crate::lint::Selection;
use crate::lint::{Baseline, read_baseline, report_item};
use crate::shell::printable_path;
use crate::shell::rewrite::replace;
use crate::source::Snapshot;

/// A baseline, and the files of the site with it among them, for drawing findings in it.
struct LoadedBaseline {
    path: SitePath,
    baseline: Baseline,
    snapshot: Snapshot,
}

impl Check {
    /// Marks the findings that the baseline accepts, and adds a finding for each entry that matches none. Gives the
    /// files for drawing, the baseline among them.
    pub(super) fn accept_baseline(
        &self,
        report: &mut Report,
        cx: &CheckCx<'_>,
        snapshot: &Snapshot,
    ) -> Result<Snapshot, String> {
        let Some(file) = &self.baseline else { return Ok(snapshot.clone()) };
        let LoadedBaseline { path, baseline, snapshot } =
            LoadedBaseline::read(file, self.write_baseline, snapshot)?;
        let unmatched = baseline.accept(report, &path, cx.selection);
        if self.write_baseline {
            self.update_baseline(file, &baseline, report, cx)?;
        } else {
            report.add(unmatched.into_iter().map(|finding| report_item(finding, &snapshot)));
        }
        Ok(snapshot)
    }

    /// Writes the new baseline, and marks the findings that it accepts.
    fn update_baseline(
        &self,
        file: &Path,
        baseline: &Baseline,
        report: &mut Report,
        cx: &CheckCx<'_>,
    ) -> Result<(), String> {
        let text = baseline.update(report, cx.selection, self.accept.then_some(cx.scope));
        replace(file, &text)
            .map_err(|error| format!("`{}` cannot be written: {error}", printable_path(file)))?;
        let path = SitePath::new(&file.to_string_lossy());
        read_baseline(&path, &text).0.accept(report, &path, cx.selection);
        Ok(())
    }
}

/// Marks the findings that a baseline accepts. Entries that match none are not reported: they may be about drafts,
/// which a deploy does not see.
#[cfg(feature = "deploy")]
pub(in super::super) fn accept_baseline(
    file: &Path,
    report: &mut Report,
    snapshot: &Snapshot,
) -> Result<(), String> {
    let loaded = LoadedBaseline::read(file, false, snapshot)?;
    loaded.baseline.accept(report, &loaded.path, &Selection::default());
    Ok(())
}

impl LoadedBaseline {
    /// Reads the file; one that is missing is empty if it `may_be_missing`.
    fn read(file: &Path, may_be_missing: bool, snapshot: &Snapshot) -> Result<Self, String> {
        let text = match fs::read_to_string(file) {
            Err(error) if may_be_missing && error.kind() == io::ErrorKind::NotFound => String::new(),
            read => read.map_err(|error| format!("`{}` cannot be read: {error}", printable_path(file)))?,
        };
        let path = SitePath::new(&file.to_string_lossy());
        let (baseline, mistakes) = read_baseline(&path, &text);
        let snapshot = snapshot.with([(path.clone(), text)].into());
        if mistakes.is_empty() {
            return Ok(Self { path, baseline, snapshot });
        }
        let drawn: String = mistakes.iter().map(|finding| short(finding, &snapshot)).collect();
        Err(format!("this is not a baseline:\n{}", drawn.trim_end()))
    }
}
