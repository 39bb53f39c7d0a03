//! `nutgraf man`: writes manual pages, one for the tool and one for each command.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::{Nutgraf, eprint, print, report_error};
use crate::base::words::Count;
use crate::shell::rewrite::replace_all;

#[derive(Args)]
pub(super) struct ManPages {
    /// Where the pages go, a file each [default: the tool's own page is shown]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl ManPages {
    pub(super) fn run(&self) -> ExitCode {
        let pages = match man_pages() {
            Ok(pages) => pages,
            Err(error) => return report_error(&error),
        };
        let Some(folder) = &self.folder else {
            if let Some((_, page)) = pages.first() {
                print(page);
            }
            return ExitCode::SUCCESS;
        };
        let count = Count(pages.len(), "page");
        match replace_all(folder, &pages) {
            Ok(()) => {
                eprint(&format!("{count} in {0}; `man -l {0}/nutgraf.1` shows one\n", folder.display()));
                ExitCode::SUCCESS
            }
            Err(error) => report_error(&format!("`{}` cannot be written: {error}", folder.display())),
        }
    }
}

/// File names and texts, those of the tool itself first.
fn man_pages() -> io::Result<Vec<(String, String)>> {
    let mut tool = Nutgraf::command();
    tool.build();
    let mut pages = vec![man_page(&tool, "nutgraf")?];
    for command in tool.get_subcommands() {
        if command.get_name() != "help" && !command.is_hide_set() {
            pages.push(man_page(command, &format!("nutgraf-{}", command.get_name()))?);
        }
    }
    Ok(pages)
}

fn man_page(command: &clap::Command, name: &str) -> io::Result<(String, String)> {
    let mut roff = Vec::new();
    Man::new(command.clone()).title(name.to_uppercase()).render(&mut roff)?;
    Ok((format!("{name}.1"), String::from_utf8_lossy(&roff).into_owned()))
}
