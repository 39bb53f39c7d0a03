//! `nutgraf due`: lists what is due for review.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{SiteArgs, print, report_error};
use crate::diagnostics::draw::{self, Format};
use crate::lint::{Selection, due_json, due_table, reviews};
use crate::pipeline::Compiled;
use crate::shell::project::Project;

#[derive(Args)]
pub(super) struct Due {
    #[command(flatten)]
    site: SiteArgs,
    /// How far ahead: days, or weeks as in `4w`
    #[arg(long, value_name = "DAYS", default_value = "30d", value_parser = parse_days)]
    within: i32,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = DueFormat::Human)]
    format: DueFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DueFormat {
    /// A line each
    Human,
    /// For programs: a JSON object a line
    Json,
}

/// Left out of the findings: the list of reviews has these pages.
const REVIEW_OVERDUE: &str = "T007";

impl Due {
    pub(super) fn run(self) -> ExitCode {
        match Project::open(self.site.project_options(false)) {
            Ok(mut project) => {
                print(&self.draw(&project.compile().compiled));
                ExitCode::SUCCESS
            }
            Err(error) => report_error(&error),
        }
    }

    /// The pages to review, then the statements that the day has overtaken.
    fn draw(&self, compiled: &Compiled) -> String {
        let selection = Selection { clocked: true, ..Selection::default() };
        let mut report = compiled.report(&selection);
        report.items.retain(|item| item.clocked && item.finding.code().code != REVIEW_OVERDUE);
        let format = if self.format == DueFormat::Json { Format::Json } else { Format::Short };
        let overtaken = draw::report(&report, compiled.snapshot(), format);
        let reviews = reviews(compiled.site(), self.within);
        let reviews = match self.format {
            DueFormat::Human => due_table(&reviews),
            DueFormat::Json => due_json(&reviews),
        };
        match self.format {
            DueFormat::Human if !overtaken.is_empty() => {
                format!("{reviews}\nwhat the day has overtaken:\n{overtaken}")
            }
            DueFormat::Human if reviews.is_empty() => "nothing is due\n".to_owned(),
            DueFormat::Human | DueFormat::Json => reviews + &overtaken,
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
