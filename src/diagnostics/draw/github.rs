//! Draws findings as workflow commands, which GitHub shows at their lines in a pull request.
//!
//! GitHub shows ten of a level for a step and drops the rest, so nine are drawn, and how many more there are.

use super::Region;
use super::json::level_name;
use crate::base::printable::escape_controls;
use crate::diagnostics::Level;
use crate::diagnostics::report::{Item, Report};
use crate::source::Snapshot;

const MAX_COMMANDS: usize = 9;

/// Draws the open findings, errors first, as a command a line.
pub(crate) fn github(report: &Report, snapshot: &Snapshot) -> String {
    let mut commands = String::new();
    for level in [Level::Error, Level::Warning] {
        let all: Vec<_> = report.open().filter(|item| item.finding.level() == level).collect();
        commands.extend(all.iter().take(MAX_COMMANDS).map(|item| command(report, item, snapshot)));
        if all.len() > MAX_COMMANDS {
            let word = level_name(level);
            let more = all.len() - MAX_COMMANDS;
            commands += &format!("::{word} title=nutgraf::and {more} more: see the log\n");
        }
    }
    commands
}

fn command(report: &Report, item: &Item, snapshot: &Snapshot) -> String {
    let finding = &item.finding;
    let Region { line, col, end_line, end_col, .. } = Region::of(&finding.place, snapshot);
    // On several lines GitHub takes no columns; its last column is one that is marked.
    let columns = if line == end_line {
        format!(",col={col},endColumn={}", end_col.saturating_sub(1).max(col))
    } else {
        String::new()
    };
    let code = finding.code();
    let help = finding.problem.help();
    let help = if help.is_empty() { help } else { format!("\n{help}") };
    format!(
        "::{} file={},line={line},endLine={end_line}{columns},title={}::{}\n",
        level_name(finding.level()),
        escape_property(&escape_controls(&report.path(&finding.place))),
        escape_property(&format!("{} {}", code.code, code.name)),
        escape_text(&(finding.problem.message() + &help)),
    )
}

fn escape_text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(value: &str) -> String {
    escape_text(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        assert_eq!(escape_text("50 %\r\n:,"), "50 %25%0D%0A:,");
        assert_eq!(escape_property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
