//! Findings, as data for the browser's overlay.
//!
//! Must not know: how the overlay draws them.

use serde::Serialize;

use crate::base::{Digest, Position};
use crate::diagnostics::draw::{Colour, human};
use crate::diagnostics::{Finding, Level};
use crate::source::Snapshot;

/// How many findings are sent.
const LIMIT: usize = 100;

/// The findings of a site, errors first and then in the order of the files, and those of the editor's rules on one
/// page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OverlayReport {
    /// The digest of the rest, by which a browser knows the report.
    pub(super) digest: String,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) findings: Vec<OverlayFinding>,
    /// Shown beside the words that they are about.
    pub(super) remarks: Vec<OverlayFinding>,
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OverlayFinding {
    pub(super) level: &'static str,
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
    /// The source lines with a caret.
    pub(super) snippet: String,
    pub(super) remedy: String,
    /// The sentence that it is about, without markup; empty if it is about no text.
    pub(super) words: String,
}

impl OverlayReport {
    pub(super) fn new(findings: &[&Finding], remarks: &[Finding], snapshot: &Snapshot) -> Self {
        let of_level = |level| findings.iter().filter(move |finding| finding.level() == level);
        let errors = of_level(Level::Error).count();
        let warnings = of_level(Level::Warning).count();
        let first = of_level(Level::Error).chain(of_level(Level::Warning)).take(LIMIT);
        let findings: Vec<_> = first.map(|finding| OverlayFinding::new(finding, snapshot)).collect();
        let open = remarks.iter().filter(|remark| !remark.is_suppressed()).take(LIMIT);
        let remarks: Vec<_> = open.map(|remark| OverlayFinding::new(remark, snapshot)).collect();
        let digest = Digest::of_value(&(errors, warnings, &findings, &remarks)).to_string();
        Self { digest, errors, warnings, findings, remarks }
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl OverlayFinding {
    fn new(finding: &Finding, snapshot: &Snapshot) -> Self {
        let path = finding.place.path.as_str();
        let text = snapshot.text(&finding.place.path).unwrap_or_default();
        let Position { line, column } =
            snapshot.position(&finding.place.path, finding.place.span.start as usize);
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

/// The source lines of a drawing. Its head and its help are fields of their own.
fn snippet(drawing: &str) -> String {
    let body = drawing.lines().skip_while(|line| !line.trim_start().starts_with("--> ")).skip(1);
    let lines: Vec<&str> = body.take_while(|line| !line.trim_start().starts_with("= help: ")).collect();
    // The lines above and below the source have a bar and nothing else.
    let from = lines.iter().position(|line| line.trim() != "|").unwrap_or(0);
    let to = lines.iter().rposition(|line| line.trim() != "|").map_or(from, |last| last + 1);
    lines[from..to].join("\n")
}
