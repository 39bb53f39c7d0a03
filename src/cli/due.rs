//! `nutgraf due`: what must be looked at again, by date.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{SiteArgs, fail, print, today};
use crate::diagnostics::draw::{self, Format};
use crate::lint::Selection;
use crate::model::Env;
use crate::pipeline::{Compiled, Memo, compile, time_zone};
use crate::shell::scan::{ScanError, survey};

#[derive(Args)]
pub(super) struct Due {
    #[command(flatten)]
    site: SiteArgs,
    /// How far ahead: days, or weeks as in `4w`
    #[arg(long, value_name = "DAYS", default_value = "30d", value_parser = days)]
    within: i32,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Shown::Human)]
    format: Shown,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    /// A line each
    Human,
    /// For programs: a JSON object a line
    Json,
}

/// Whose page is overdue is told by its day.
const REVIEW_OVERDUE: &str = "T007";

impl Due {
    pub(super) fn run(self) -> ExitCode {
        match self.compiled() {
            Ok(compiled) => {
                print(&self.drawn(&compiled));
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error),
        }
    }

    fn compiled(&self) -> Result<Compiled, ScanError> {
        let survey = survey(&self.site.root)?;
        let today = today(self.site.today, &time_zone(&survey.settings_text()));
        let env = Env { today, base_url: self.site.base_url.clone(), drafts: false };
        Ok(compile(&survey.read(), &env, &mut Memo::default()))
    }

    fn drawn(&self, compiled: &Compiled) -> String {
        let selection = Selection { clocked: true, ..Selection::default() };
        let mut overtaken = compiled.report(&selection);
        overtaken.items.retain(|item| item.clocked && item.finding.code().code != REVIEW_OVERDUE);
        let format = if self.format == Shown::Json { Format::Json } else { Format::Short };
        let overtaken = draw::report(&overtaken, compiled.snapshot(), format);
        let reviews = compiled.due(self.within, self.format == Shown::Json);
        match self.format {
            Shown::Human if !overtaken.is_empty() => {
                format!("{reviews}\nwhat the day has overtaken:\n{overtaken}")
            }
            Shown::Human if reviews.is_empty() => "nothing is due\n".to_owned(),
            Shown::Human | Shown::Json => reviews + &overtaken,
        }
    }
}

/// `30d`, `4w` or `30`.
fn days(text: &str) -> Result<i32, &'static str> {
    let (number, each) = match text.strip_suffix('w') {
        Some(number) => (number, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let number: u16 = number.parse().map_err(|_| "write days or weeks, as in `30d` or `4w`")?;
    Ok(i32::from(number) * each)
}
