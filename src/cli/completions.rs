//! `nutgraf completions`: writes a shell's completion script.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::{CommandResult, Nutgraf, print};

#[derive(Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> CommandResult {
        let mut script = Vec::new();
        generate(self.shell, &mut Nutgraf::command(), "nutgraf", &mut script);
        print(&String::from_utf8_lossy(&script));
        Ok(ExitCode::SUCCESS)
    }
}
