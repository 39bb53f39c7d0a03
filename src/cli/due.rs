//! `nutgraf due`: lists what is due for review, and what is held back.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{CommandResult, SiteArgs, print, report_unread};
use crate::diagnostics::draw::{self, Format};
use crate::lint::{Selection, due_json, due_pages, due_table};
use crate::pipeline::Compiled;
use crate::shell::project::Project;

#[derive(Args)]
pub(super) struct Due {
    #[command(flatten)]
    site: SiteArgs,
    /// Look this far ahead: days, or weeks as in `4w`
    #[arg(long, value_name = "DAYS", default_value = "30d", value_parser = parse_days)]
    within: i32,
    /// Choose how the list is shown
    #[arg(long, value_enum, default_value_t = DueFormat::Human)]
    format: DueFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum DueFormat {
    /// One line each
    Human,
    /// For programs: one JSON object per line
    Json,
}

/// Left out of the findings: the list of reviews has these pages.
const REVIEW_OVERDUE: &str = "T007";

impl Due {
    pub(super) fn run(self) -> CommandResult {
        let mut project = Project::open(self.site.project_options(false))?;
        let compiled = project.compile().compiled;
        if let Some(status) = report_unread(&compiled) {
            return Ok(status);
        }
        print(&self.draw(&compiled));
        Ok(ExitCode::SUCCESS)
    }

    /// The pages to review and those held back, then the statements that the day has overtaken.
    fn draw(&self, compiled: &Compiled) -> String {
        let selection = Selection { clocked: true, ..Selection::default() };
        let mut report = compiled.report(&selection);
        report.items.retain(|item| item.clocked && item.finding.code().code != REVIEW_OVERDUE);
        let draw_overtaken = |format| draw::report(&report, compiled.snapshot(), format);
        let pages = due_pages(compiled.site(), self.within);
        if matches!(self.format, DueFormat::Json) {
            return due_json(&pages) + &draw_overtaken(Format::Json);
        }
        let pages = due_table(&pages);
        let overtaken = draw_overtaken(Format::Short);
        match (overtaken.is_empty(), pages.is_empty()) {
            (false, _) => format!("{pages}\nStatements that may be out of date:\n{overtaken}"),
            (true, true) => "nothing is due\n".to_owned(),
            (true, false) => pages,
        }
    }
}

/// Parses `30d`, `4w` or `30`.
fn parse_days(text: &str) -> Result<i32, &'static str> {
    let (number, days_each) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let number: u16 = number.parse().map_err(|_| "write days or weeks, as in `30d` or `4w`")?;
    Ok(i32::from(number) * days_each)
}
