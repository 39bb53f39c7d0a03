//! `--baseline`: accepts the findings that a file lists.
//!
//! Must not know: how an entry of the file is matched with a finding.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Check, CheckCx};
use crate::base::SitePath;
use crate::diagnostics::Report;
use crate::diagnostics::draw::short;
#[cfg(feature = "deploy")]
use crate::lint::Selection;
use crate::lint::{Baseline, read_baseline, report_item};
use crate::shell::rewrite::replace;
use crate::source::Snapshot;

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum BaselineError {
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error("`{0}` cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
    #[error("this is no baseline:\n{0}")]
    Invalid(String),
}

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
    ) -> Result<Snapshot, BaselineError> {
        let Some(file) = &self.baseline else { return Ok(snapshot.clone()) };
        let LoadedBaseline { path, baseline, snapshot } =
            LoadedBaseline::parse(file, self.baseline_text(file)?, snapshot)?;
        let unmatched = baseline.accept(report, &path, cx.selection);
        if self.write_baseline {
            self.update_baseline(file, &baseline, report, cx)?;
        } else {
            report.add(unmatched.into_iter().map(|finding| report_item(finding, &snapshot)));
        }
        Ok(snapshot)
    }

    /// The text of the file; empty if there is none and it is to be written.
    fn baseline_text(&self, file: &Path) -> Result<String, BaselineError> {
        match read_text(file) {
            Err(BaselineError::Unreadable(_, error))
                if self.write_baseline && error.kind() == io::ErrorKind::NotFound =>
            {
                Ok(String::new())
            }
            read => read,
        }
    }

    /// Writes the new baseline, and marks the findings that it accepts.
    fn update_baseline(
        &self,
        file: &Path,
        baseline: &Baseline,
        report: &mut Report,
        cx: &CheckCx<'_>,
    ) -> Result<(), BaselineError> {
        let text = baseline.update(report, cx.selection, self.accept.then_some(cx.scope));
        replace(file, &text).map_err(|error| BaselineError::Unwritable(file.to_owned(), error))?;
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
) -> Result<(), BaselineError> {
    let loaded = LoadedBaseline::parse(file, read_text(file)?, snapshot)?;
    loaded.baseline.accept(report, &loaded.path, &Selection::default());
    Ok(())
}

fn read_text(file: &Path) -> Result<String, BaselineError> {
    fs::read_to_string(file).map_err(|error| BaselineError::Unreadable(file.to_owned(), error))
}

impl LoadedBaseline {
    fn parse(file: &Path, text: String, snapshot: &Snapshot) -> Result<Self, BaselineError> {
        let path = SitePath::new(&file.to_string_lossy());
        let (baseline, mistakes) = read_baseline(&path, &text);
        let snapshot = snapshot.with([(path.clone(), text)].into());
        if mistakes.is_empty() {
            return Ok(Self { path, baseline, snapshot });
        }
        let drawn: String = mistakes.iter().map(|finding| short(finding, &snapshot)).collect();
        Err(BaselineError::Invalid(drawn.trim_end().to_owned()))
    }
}
