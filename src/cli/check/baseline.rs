//! `--baseline`: what a check passes over.
//!
//! Must not know: what an entry is known by.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Check;
use super::mend::Desk;
use crate::base::SitePath;
use crate::diagnostics::draw::short;
use crate::diagnostics::{Finding, Report};
#[cfg(feature = "deploy")]
use crate::lint::Selection;
use crate::lint::{Accept, Baseline, item, read_baseline};
use crate::shell::rewrite::put;
use crate::source::Snapshot;

/// Why nothing can be passed over.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum BaselineError {
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error("`{0}` cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
    #[error("this is no baseline:\n{0}")]
    Wrong(String),
}

impl Check {
    /// Marks what the baseline has, and adds what is dead in it. Gives what a drawing shows of the files, the
    /// baseline among them.
    pub(super) fn accept(
        &self,
        report: &mut Report,
        desk: &Desk<'_>,
        snapshot: &Snapshot,
    ) -> Result<Snapshot, BaselineError> {
        let Some(file) = &self.baseline else { return Ok(snapshot.clone()) };
        let (path, baseline, snapshot) = listed(file, self.text(file)?, snapshot)?;
        let dead = baseline.accept(report, (&path, desk.selection));
        if self.write_baseline {
            self.renew(&baseline, report, (file, desk))?;
        } else {
            report.add(dead.into_iter().map(|finding| item(finding, &snapshot)));
        }
        Ok(snapshot)
    }

    /// A list that is to be written need not be there.
    fn text(&self, file: &Path) -> Result<String, BaselineError> {
        match text(file) {
            Err(BaselineError::Unreadable(_, error))
                if self.write_baseline && error.kind() == io::ErrorKind::NotFound =>
            {
                Ok(String::new())
            }
            read => read,
        }
    }

    /// Writes the list anew, and marks what it has now.
    fn renew(
        &self,
        baseline: &Baseline,
        report: &mut Report,
        (file, desk): (&Path, &Desk<'_>),
    ) -> Result<(), BaselineError> {
        let accept = if self.accept { Accept::In(desk.scope) } else { Accept::None };
        let text = baseline.renewed(report, (desk.selection, accept));
        put(file, &text).map_err(|error| BaselineError::Unwritable(file.to_owned(), error))?;
        let path = SitePath::new(&file.to_string_lossy());
        read_baseline(&path, &text).0.accept(report, (&path, desk.selection));
        Ok(())
    }
}

/// Marks what a baseline has. What is dead in it is left to a check, which sees drafts too.
#[cfg(feature = "deploy")]
pub(in super::super) fn pass_over(
    file: &Path,
    report: &mut Report,
    snapshot: &Snapshot,
) -> Result<(), BaselineError> {
    let (path, baseline, _) = listed(file, text(file)?, snapshot)?;
    baseline.accept(report, (&path, &Selection::default()));
    Ok(())
}

fn text(file: &Path) -> Result<String, BaselineError> {
    fs::read_to_string(file).map_err(|error| BaselineError::Unreadable(file.to_owned(), error))
}

/// The list in a file, and what a drawing shows of the files with it.
fn listed(
    file: &Path,
    text: String,
    snapshot: &Snapshot,
) -> Result<(SitePath, Baseline, Snapshot), BaselineError> {
    let path = SitePath::new(&file.to_string_lossy());
    let (baseline, wrong) = read_baseline(&path, &text);
    let snapshot = snapshot.with([(path.clone(), text)].into());
    if wrong.is_empty() {
        Ok((path, baseline, snapshot))
    } else {
        Err(BaselineError::Wrong(drawn(&wrong, &snapshot)))
    }
}

fn drawn(wrong: &[Finding], snapshot: &Snapshot) -> String {
    wrong.iter().map(|finding| short(finding, snapshot)).collect::<String>().trim_end().to_owned()
}
