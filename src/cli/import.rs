//! `nutgraf import`: converts a site of another generator, into a new folder.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;

use super::{CommandResult, eprint, eprint_findings, print};
use crate::base::words::Count;
use crate::diagnostics::Level;
use crate::import::{Imported, import};
use crate::shell::import_dir::{ImportDirError, OldFolder, Stage, check_vacant, read_site};
use crate::shell::printable_path;
use crate::shell::project::{Project, ProjectOptions, build_date};

#[derive(Args)]
pub(super) struct Import {
    /// The folder of a Zola, Hugo or Jekyll site
    dir: PathBuf,
    /// Write the new site to this folder [default: beside the old one, with `-nutgraf` added to its name]
    #[arg(long, value_name = "NEW")]
    out: Option<PathBuf>,
}

impl Import {
    pub(super) fn run(self) -> CommandResult {
        let new = self.out.unwrap_or_else(|| default_folder(&self.dir));
        check_vacant(&new)?;
        let old = read_site(&self.dir)?;
        let imported = import(&old.snapshot, build_date(None, &TimeZone::UTC));
        eprint_findings(&imported.findings, &old.snapshot, "nothing was imported");
        if imported.findings.iter().any(|finding| finding.level() == Level::Error) {
            return Ok(ExitCode::from(2));
        }
        let builds = write_site(&old, &new, &imported)?;
        print(&imported.summary());
        eprint(&format!("{} in {}\n", Count(imported.files.len(), "file"), printable_path(&new)));
        let is_clean = imported.findings.is_empty() && builds;
        Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Writes the new site, and returns whether it builds.
fn write_site(old: &OldFolder, new: &Path, imported: &Imported) -> Result<bool, ImportDirError> {
    let stage = Stage::write(old, new, &imported.files)?;
    let options = ProjectOptions { root: stage.folder().to_owned(), ..ProjectOptions::default() };
    let builds = match Project::open(options) {
        Ok(mut project) => {
            let compiled = project.compile().compiled;
            let errors = compiled.findings().iter().filter(|finding| finding.level() == Level::Error);
            eprint_findings(&errors.cloned().collect::<Vec<_>>(), compiled.snapshot(), DOES_NOT_BUILD);
            !compiled.has_errors()
        }
        Err(_) => false,
    };
    stage.move_into_place(new)?;
    Ok(builds)
}

/// The consequence of errors in the new site.
const DOES_NOT_BUILD: &str = "they are in the new folder, which does not build until they are fixed";

fn default_folder(old: &Path) -> PathBuf {
    let old = old.canonicalize().unwrap_or_else(|_| old.to_owned());
    let name = old.file_name().unwrap_or_default().to_string_lossy();
    old.with_file_name(format!("{name}-nutgraf"))
}
