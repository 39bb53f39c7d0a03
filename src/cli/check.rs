//! `nutgraf check`: every page, read as its editor would.

mod asked;
mod baseline;
mod mend;
mod scope;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::online::refresh;
use super::{SiteArgs, fail, print, say, summary, today};
use crate::base::SitePath;
use crate::base::words::Count;
use crate::diagnostics::draw::{self, Format};
use crate::diagnostics::{LintLevel, Report};
use crate::lint::Selection;
use crate::model::Env;
use crate::pipeline::{Compiled, Memo, time_zone};
use crate::shell::fonts::MachineFonts;
use crate::shell::publish::Manifest;
use crate::shell::scan::survey;
use crate::source::Snapshot;
pub(super) use asked::unknown;
use asked::{Level, known};
#[cfg(feature = "deploy")]
pub(super) use baseline::pass_over;
use mend::Desk;
use scope::{from_here, scope};

#[derive(Args)]
pub(super) struct Check {
    /// Show findings in these files and folders only
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
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
    /// Mend what can be mended without a doubt, and show the rest
    #[arg(long, group = "mending")]
    fix: bool,
    /// Show what `--fix` would change, and change nothing
    #[arg(long, group = "mending", conflicts_with = "fix")]
    diff: bool,
    /// With `--fix` or `--diff`: what may change the sense of a text too
    #[arg(long, requires = "mending")]
    unsafe_fixes: bool,
    /// Pass over what this file lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Take out of the baseline what is mended
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    /// With `--write-baseline`: put in what is new
    #[arg(long, requires = "write_baseline")]
    accept: bool,
    /// Show how often each rule found something, instead of where
    #[arg(long)]
    stats: bool,
    /// Show how each rule is taken in a file, and who says so
    #[arg(long, value_name = "FILE")]
    show_settings: Option<PathBuf>,
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

    fn check(&self, selection: &Selection) -> Result<ExitCode, Box<dyn Error>> {
        let refreshed = if self.online { refresh(&self.site.root) } else { Ok(()) };
        refreshed?;
        let survey = survey(&self.site.root)?;
        let scope = scope(&self.site.root, &self.paths)?;
        let today = today(self.site.today, &time_zone(&survey.settings_text()));
        let env = Env { today, base_url: self.site.base_url.clone(), drafts: !self.no_drafts };
        let (snapshot, compiled) =
            MachineFonts::default().compile(&survey.read(), &env, &mut Memo::default());
        let desk = Desk { survey: &survey, snapshot: &snapshot, env: &env, selection, scope: &scope };
        if self.diff {
            mend::show(&self.mended(&desk), &desk);
        }
        let (compiled, whole) = if self.fix {
            let mended = self.mended(&desk);
            let whole = mend::write(&mended, &desk);
            (mended.compiled, whole)
        } else {
            (compiled, true)
        };
        let status = self.tell(&compiled, &desk)?;
        Ok(if whole { status } else { ExitCode::from(2) })
    }

    /// Shows what was found, and says how the command ends.
    fn tell(&self, compiled: &Compiled, desk: &Desk<'_>) -> Result<ExitCode, Box<dyn Error>> {
        if let Some(file) = &self.show_settings {
            let path = scope(&self.site.root, std::slice::from_ref(file))?.concat();
            print(&compiled.settings(desk.selection, &SitePath::new(&path)));
            return Ok(ExitCode::SUCCESS);
        }
        let (_, lost) = compiled.lost(&Manifest::former(&self.site.public()));
        let mut report = compiled.report_with(desk.selection, lost);
        let snapshot = self.accept(&mut report, desk, compiled.snapshot())?;
        let report = report.within(desk.scope).in_folder(from_here(&self.site.root));
        self.draw(&report, &snapshot, || compiled.stats(&report, desk.scope));
        let on = compiled.fail_on().unwrap_or(LintLevel::Deny);
        let failed = report.fails(on) && !self.exit_zero;
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn draw(&self, report: &Report, snapshot: &Snapshot, stats: impl FnOnce() -> String) {
        match (self.stats, self.diff) {
            (true, _) => print(&stats()),
            // The difference is the result.
            (false, true) => {}
            (false, false) => print(&draw::report(report, snapshot, self.format.into())),
        }
        let open: Vec<_> = report.open().map(|item| item.finding.clone()).collect();
        say(&summary(&open, "to be mended before this is published"));
        let kept = report.suppressed_for_a_time();
        if kept > 0 {
            say(&format!("{} suppressed for a time\n", Count(kept, "finding")));
        }
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
