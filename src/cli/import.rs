//! `nutgraf import`: a site of another generator's, as one of ours in a new folder.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;

use super::{fail, print, say, show, today};
use crate::base::words::Count;
use crate::diagnostics::Level;
use crate::import::{Imported, import};
use crate::model::Env;
use crate::pipeline::{Memo, compile, time_zone};
use crate::shell::import_dir::{MoveInError, Stage, read, vacant};
use crate::shell::scan::survey;

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
        let new = self.out.unwrap_or_else(|| beside(&self.dir));
        let old = match vacant(&new).and_then(|()| read(&self.dir)) {
            Ok(old) => old,
            Err(error) => return fail(&error),
        };
        let imported = import(&old, today(None, &TimeZone::UTC));
        show(&imported.findings, &old, "nothing was imported");
        if imported.findings.iter().any(|finding| finding.level() == Level::Error) {
            return ExitCode::from(2);
        }
        match move_in((&self.dir, &new), &imported) {
            Ok(builds) => tell(&imported, &new, builds),
            Err(error) => fail(&error),
        }
    }
}

/// Puts the new site at its place, and says whether it builds as it is.
fn move_in((old, new): (&Path, &Path), imported: &Imported) -> Result<bool, MoveInError> {
    let stage = Stage::write((old, new), &imported.files)?;
    let builds = survey(stage.folder()).is_ok_and(|survey| {
        let today = today(None, &time_zone(&survey.settings_text()));
        let env = Env { today, base_url: None, drafts: false };
        let compiled = compile(&survey.read(), &env, &mut Memo::default());
        let errors: Vec<_> =
            compiled.findings().iter().filter(|finding| finding.level() == Level::Error).cloned().collect();
        show(
            &errors,
            compiled.snapshot(),
            "they stand in the new folder, and it does not build until they are mended",
        );
        errors.is_empty()
    });
    stage.settle(new)?;
    Ok(builds)
}

fn tell(imported: &Imported, new: &Path, builds: bool) -> ExitCode {
    print(&imported.summary());
    say(&format!("{} in {}\n", Count(imported.files.len(), "file"), new.display()));
    if imported.findings.is_empty() && builds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn beside(old: &Path) -> PathBuf {
    let whole = old.canonicalize().unwrap_or_else(|_| old.to_owned());
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    whole.with_file_name(format!("{name}-nutgraf"))
}
