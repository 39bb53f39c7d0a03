//! `nutgraf man`: the manual, a page for the tool and for each of its commands.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::{Nutgraf, fail, print, say};
use crate::base::words::Count;
use crate::shell::rewrite::put_all;

#[derive(Args)]
pub(super) struct ManPages {
    /// Where the pages go, a file each [default: the tool's own page is shown]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl ManPages {
    pub(super) fn run(&self) -> ExitCode {
        let pages = match pages() {
            Ok(pages) => pages,
            Err(error) => return fail(&error),
        };
        let Some(folder) = &self.folder else {
            pages.first().iter().for_each(|(_, page)| print(page));
            return ExitCode::SUCCESS;
        };
        let count = Count(pages.len(), "page");
        match put_all(folder, &pages) {
            Ok(()) => {
                say(&format!("{count} in {0}; `man -l {0}/nutgraf.1` shows one\n", folder.display()));
                ExitCode::SUCCESS
            }
            Err(error) => fail(&format!("`{}` cannot be written: {error}", folder.display())),
        }
    }
}

/// Each page by the name of its file, the tool's own first.
fn pages() -> io::Result<Vec<(String, String)>> {
    let mut tool = Nutgraf::command();
    tool.build();
    let page = |command: &clap::Command, name: String| {
        let mut roff = Vec::new();
        Man::new(command.clone()).title(name.to_uppercase()).render(&mut roff)?;
        Ok((format!("{name}.1"), String::from_utf8_lossy(&roff).into_owned()))
    };
    let commands =
        tool.get_subcommands().filter(|command| command.get_name() != "help" && !command.is_hide_set());
    let own = std::iter::once(page(&tool, "nutgraf".to_owned()));
    own.chain(commands.map(|command| page(command, format!("nutgraf-{}", command.get_name())))).collect()
}
