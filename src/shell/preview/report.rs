//! Findings as a browser draws them.
//!
//! Must not know: what the drawing looks like.

use serde::Serialize;

use crate::base::Digest;
use crate::diagnostics::draw::{Colour, human, line_and_column};
use crate::diagnostics::{Finding, Level};
use crate::source::Snapshot;

/// How many findings are sent. Whoever has more mends these first.
const MOST: usize = 100;

/// What was found: errors first, each level in the order of the files; and what an editor would say of the page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    /// Of all that is in it, by which a browser knows it again.
    pub(super) digest: String,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) findings: Vec<Note>,
    /// Each stands beside its words.
    pub(super) remarks: Vec<Note>,
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Note {
    pub(super) level: &'static str,
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
    /// The lines that it stands in, with its caret.
    pub(super) snippet: String,
    pub(super) remedy: String,
    /// The sentence that it is about, as it reads; empty where it is about no text.
    pub(super) words: String,
}

impl Report {
    pub(super) fn new(findings: &[&Finding], remarks: &[Finding], snapshot: &Snapshot) -> Self {
        let of = |level| findings.iter().filter(move |finding| finding.level() == level);
        let (errors, warnings) = (of(Level::Error).count(), of(Level::Warning).count());
        let first = of(Level::Error).chain(of(Level::Warning)).take(MOST);
        let findings: Vec<Note> = first.map(|finding| Note::new(finding, snapshot)).collect();
        let spoken = remarks.iter().filter(|lint_message| !lint_message.is_suppressed()).take(MOST);
        let remarks: Vec<Note> = spoken.map(|lint_message| Note::new(lint_message, snapshot)).collect();
        let digest = Digest::of_value(&(errors, warnings, &findings, &remarks)).to_string();
        Self { digest, errors, warnings, findings, remarks }
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Note {
    fn new(finding: &Finding, snapshot: &Snapshot) -> Self {
        let path = finding.place.path.as_str();
        let text = snapshot.text(&finding.place.path).unwrap_or_default();
        let (line, column) = line_and_column(text, finding.place.span);
        Self {
            level: match finding.level() {
                Level::Error => "error",
                Level::Warning => "warning",
            },
            code: finding.code().code,
            name: finding.code().name,
            file: path.to_owned(),
            line,
            column,
            message: finding.problem.message(),
            snippet: if text.trim().is_empty() {
                String::new()
            } else {
                snippet(&human(finding, snapshot, Colour::None))
            },
            remedy: finding.problem.help(),
            words: finding
                .lint_message()
                .map_or_else(String::new, |lint_message| lint_message.context.clone()),
        }
    }
}

/// The middle of a drawing: what stands above and below it is said in other places.
fn snippet(drawing: &str) -> String {
    let body = drawing.lines().skip_while(|line| !line.trim_start().starts_with("--> ")).skip(1);
    let lines: Vec<&str> = body.take_while(|line| !line.trim_start().starts_with("= help: ")).collect();
    let is_edge = |line: &&str| line.trim() == "|";
    let from = lines.iter().position(|line| !is_edge(line)).unwrap_or(0);
    let to = lines.iter().rposition(|line| !is_edge(line)).map_or(from, |last| last + 1);
    lines[from..to].join("\n")
}
