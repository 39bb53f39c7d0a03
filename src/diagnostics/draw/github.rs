//! Findings as workflow commands, which GitHub shows at their lines in a pull request.
//!
//! It shows ten of a kind for a step and drops the rest, so nine are told, and how many more there are.

use super::region::Region;
use crate::diagnostics::Level;
use crate::diagnostics::report::{Item, Report};
use crate::source::Snapshot;

const MOST: usize = 9;

/// The findings by their weight, a command a line.
pub(crate) fn github(report: &Report, snapshot: &Snapshot) -> String {
    [Level::Error, Level::Warning].map(|level| of_level(report, level, snapshot)).concat()
}

fn of_level(report: &Report, level: Level, snapshot: &Snapshot) -> String {
    let all: Vec<_> = report.open().filter(|item| item.finding.level() == level).collect();
    let shown = all.iter().take(MOST).map(|item| command(report, item, snapshot));
    let more = all.len().saturating_sub(MOST);
    let word = super::json::level(level);
    let rest = (more > 0).then(|| format!("::{word} title=nutgraf::and {more} more: see the log\n"));
    shown.chain(rest).collect()
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
        super::json::level(finding.level()),
        property(&report.path(&finding.place)),
        property(&format!("{} {}", code.code, code.name)),
        text(&(finding.problem.message() + &help)),
    )
}

fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        assert_eq!(text("50 %\r\n:,"), "50 %25%0D%0A:,");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
