//! `nutgraf reference`: writes the generated pages of nutgraf's own documentation. Hidden, since only those who work on
//! nutgraf need it.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory};

use super::{CommandResult, Nutgraf};
use crate::reference::pages;
use crate::shell::printable_path;

#[derive(Args)]
pub(super) struct Reference {
    /// The folder of the pages
    out: PathBuf,
}

impl Reference {
    pub(super) fn run(&self) -> CommandResult {
        let written = fs::create_dir_all(&self.out).and_then(|()| {
            let mut pages = pages(&Nutgraf::command()).into_iter();
            pages.try_for_each(|(name, text)| fs::write(self.out.join(name), text))
        });
        written.map_err(|error| format!("`{}` cannot be written: {error}", printable_path(&self.out)))?;
        Ok(ExitCode::SUCCESS)
    }
}
