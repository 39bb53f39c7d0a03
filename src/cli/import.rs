//! `nutgraf import`: converts a site of another generator, into a new folder.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;

use super::{eprint, eprint_findings, print, report_error};
use crate::base::words::Count;
use crate::diagnostics::{Finding, Level};
use crate::import::{Imported, import};
use crate::pipeline::Compiled;
use crate::shell::import_dir::{ImportDirError, Stage, check_vacant, read_site};
use crate::shell::project::{Project, ProjectOptions, build_date};

#[derive(Args)]
pub(super) struct Import {
    /// The folder of a site of Zola, Hugo or Jekyll
    dir: PathBuf,
    /// The new folder [default: beside the old one, its name with `-nutgraf` behind it]
    #[arg(long, value_name = "NEW")]
    out: Option<PathBuf>,
}

impl Import {
    pub(super) fn run(self) -> ExitCode {
        let new = self.out.unwrap_or_else(|| default_folder(&self.dir));
        let old = match check_vacant(&new).and_then(|()| read_site(&self.dir)) {
            Ok(old) => old,
            Err(error) => return report_error(&error),
        };
        let imported = import(&old, build_date(None, &TimeZone::UTC));
        eprint_findings(&imported.findings, &old, "nothing was imported");
        if imported.findings.iter().any(|finding| finding.level() == Level::Error) {
            return ExitCode::from(2);
        }
        match write_site(&self.dir, &new, &imported) {
            Ok(builds) => report_result(&imported, &new, builds),
            Err(error) => report_error(&error),
        }
    }
}

/// Writes the new site, and returns whether it builds.
fn write_site(old: &Path, new: &Path, imported: &Imported) -> Result<bool, ImportDirError> {
    let stage = Stage::write(old, new, &imported.files)?;
    let options = ProjectOptions { root: stage.folder().to_owned(), ..ProjectOptions::default() };
    let builds = match Project::open(options) {
        Ok(mut project) => {
            let compiled = project.compile().compiled;
            eprint_findings(&errors_of(&compiled), compiled.snapshot(), DOES_NOT_BUILD);
            !compiled.has_errors()
        }
        Err(_) => false,
    };
    stage.move_into_place(new)?;
    Ok(builds)
}

/// The consequence of errors in the new site.
const DOES_NOT_BUILD: &str = "they stand in the new folder, and it does not build until they are mended";

fn errors_of(compiled: &Compiled) -> Vec<Finding> {
    compiled.findings().iter().filter(|finding| finding.level() == Level::Error).cloned().collect()
}

fn report_result(imported: &Imported, new: &Path, builds: bool) -> ExitCode {
    print(&imported.summary());
    eprint(&format!("{} in {}\n", Count(imported.files.len(), "file"), new.display()));
    if imported.findings.is_empty() && builds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn default_folder(old: &Path) -> PathBuf {
    let old = old.canonicalize().unwrap_or_else(|_| old.to_owned());
    let name = old.file_name().unwrap_or_default().to_string_lossy();
    old.with_file_name(format!("{name}-nutgraf"))
}
