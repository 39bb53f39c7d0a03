//! `nutgraf man`: writes manual pages, one for the tool and one for each command.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::{CommandResult, Nutgraf, eprint, print};
use crate::base::words::Count;
use crate::shell::printable_path;
use crate::shell::rewrite::replace_all;

#[derive(Args)]
pub(super) struct ManPages {
    /// Write the pages to this folder, one file each [default: print the page of nutgraf itself]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl ManPages {
    pub(super) fn run(&self) -> CommandResult {
        let mut tool = Nutgraf::command();
        tool.build();
        let own_page = man_page(&tool, "nutgraf")?;
        let Some(folder) = &self.folder else {
            print(&own_page.1);
            return Ok(ExitCode::SUCCESS);
        };
        let mut pages = vec![own_page];
        for command in tool.get_subcommands() {
            if command.get_name() != "help" && !command.is_hide_set() {
                pages.push(man_page(command, &format!("nutgraf-{}", command.get_name()))?);
            }
        }
        let count = Count(pages.len(), "page");
        let folder_name = printable_path(folder);
        replace_all(folder, &pages).map_err(|error| format!("`{folder_name}` cannot be written: {error}"))?;
        eprint(&format!("{count} in {folder_name}; `man -l {folder_name}/nutgraf.1` shows one\n"));
        Ok(ExitCode::SUCCESS)
    }
}

/// The name of a file, and its text.
fn man_page(command: &clap::Command, name: &str) -> io::Result<(String, String)> {
    let mut roff = Vec::new();
    Man::new(command.clone()).title(name.to_uppercase()).render(&mut roff)?;
    Ok((format!("{name}.1"), String::from_utf8_lossy(&roff).into_owned()))
}
