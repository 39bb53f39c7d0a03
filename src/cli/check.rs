//! `nutgraf check`: every page, read as its editor would.

mod asked;
mod scope;

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::online::refresh;
use super::{SiteArgs, fail, print, say, summary, today};
use crate::check::Selection;
use crate::compile::{Compiled, Memo, compile, time_zone};
use crate::finding::draw::{self, Format};
use crate::finding::{Report, Stance};
use crate::model::Env;
use crate::shell::scan::survey;
pub(super) use asked::unknown;
use asked::{Level, known};
use scope::scope;

#[derive(Args)]
pub(super) struct Check {
    /// Show findings in these files and folders only
    #[arg(value_name = "PATHS")]
    paths: Vec<std::path::PathBuf>,
    #[command(flatten)]
    site: SiteArgs,
    /// Leave drafts out
    #[arg(long)]
    no_drafts: bool,
    /// Ask the addresses outside the site, and write what they answer into links.lock
    #[arg(long)]
    online: bool,
    /// Only these rules: codes, names, or the letter of a category, with commas between them
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    only: Vec<String>,
    /// How a rule is taken, whatever the site says: `T001=deny`; may be given again
    #[arg(long, value_name = "RULE=LEVEL")]
    level: Vec<Level>,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = Shown::Human)]
    format: Shown,
    /// End with status 0 whatever is found
    #[arg(long)]
    exit_zero: bool,
    /// Show the rules, and read nothing
    #[arg(long)]
    list: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shown {
    /// With the line and a remedy
    Human,
    /// A line each
    Short,
    /// For programs: a JSON object a line
    Json,
    /// For code hosts and editors: SARIF 2.1.0
    Sarif,
    /// For a workflow on GitHub: annotations
    Github,
}

impl Check {
    pub(super) fn run(self) -> ExitCode {
        let selection = Selection {
            only: self.only.clone(),
            levels: self.level.iter().map(|level| level.0.clone()).collect(),
            ..Selection::default()
        };
        if let Err(word) = known(&selection) {
            return fail(&word);
        }
        if self.list {
            print(&super::explain::list(&selection.only));
            return ExitCode::SUCCESS;
        }
        match self.check(&selection) {
            Ok(code) => code,
            Err(error) => fail(&*error),
        }
    }

    fn check(&self, selection: &Selection) -> Result<ExitCode, Box<dyn std::error::Error>> {
        if self.online {
            refresh(&self.site.root)?;
        }
        let survey = survey(&self.site.root)?;
        let scope = scope(&self.site.root, &self.paths)?;
        let today = today(self.site.today, &time_zone(&survey.settings_text()));
        let env = Env { today, base_url: self.site.base_url.clone(), drafts: !self.no_drafts };
        let compiled = compile(&survey.read(), &env, &mut Memo::default());
        let report = compiled.report(selection).within(&scope);
        Ok(self.tell(&report, &compiled))
    }

    /// Shows what was found, and says how the command ends.
    fn tell(&self, report: &Report, compiled: &Compiled) -> ExitCode {
        print(&draw::report(report, compiled.snapshot(), self.format.into()));
        let open: Vec<_> = report.open().map(|item| item.finding.clone()).collect();
        say(&summary(&open, "to be mended before this is published"));
        let on = compiled.fail_on().unwrap_or(Stance::Deny);
        if report.fails(on) && !self.exit_zero { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

impl From<Shown> for Format {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Human => Self::Human,
            Shown::Short => Self::Short,
            Shown::Json => Self::Json,
            Shown::Sarif => Self::Sarif,
            Shown::Github => Self::Github,
        }
    }
}
