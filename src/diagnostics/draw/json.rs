//! Draws findings as JSON, an object a line.
//!
//! Its keys are frozen: a new one may come, none may go or change its meaning without a new `schema`.

use jiff::civil::Date;
use serde::Serialize;

use super::region::Region;
use crate::base::Place;
use crate::diagnostics::report::{Item, Report};
use crate::diagnostics::{Applicability, Finding, Fix, Level, Suppressed};
use crate::source::Snapshot;

/// The version of the objects' shape.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct JsonFinding<'a> {
    schema: u32,
    today: String,
    code: &'a str,
    name: &'a str,
    category: &'a str,
    level: &'a str,
    clocked: bool,
    message: String,
    path: &'a str,
    /// The URL of its page.
    page: Option<String>,
    span: Region,
    /// The finding's own place first.
    labels: Vec<JsonLabel<'a>>,
    notes: [&'a str; 0],
    help: String,
    fix: Option<JsonFix<'a>>,
    fingerprint: String,
    suppressed: Option<JsonSuppression<'a>>,
    docs: String,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    path: &'a str,
    span: Region,
    text: String,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    applicability: Applicability,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    span: Region,
    old: &'a str,
    new: &'a str,
}

/// The suppression of a finding, or its entry in the baseline.
#[derive(Serialize)]
struct JsonSuppression<'a> {
    by: &'static str,
    because: Option<&'a str>,
    until: Option<String>,
}

/// Draws all findings, suppressed ones too, as an object a line.
pub(crate) fn json(report: &Report, snapshot: &Snapshot) -> String {
    report.items.iter().map(|item| finding_as_json(item, report.today, snapshot) + "\n").collect()
}

/// Draws one finding, without a line break.
pub(crate) fn finding_as_json(item: &Item, today: Date, snapshot: &Snapshot) -> String {
    let Finding { place, problem, .. } = &item.finding;
    let code = item.finding.code();
    let lint_message = item.finding.lint_message();
    let line = JsonFinding {
        schema: SCHEMA,
        today: today.to_string(),
        code: code.code,
        name: code.name,
        category: item.category,
        level: level_name(item.finding.level()),
        clocked: item.clocked,
        message: problem.message(),
        path: place.path.as_str(),
        page: item.page.as_ref().map(ToString::to_string),
        span: Region::of(place, snapshot),
        labels: json_labels(&item.finding, snapshot),
        notes: [],
        help: problem.help(),
        fix: lint_message
            .and_then(|lint_message| lint_message.fix.as_ref())
            .map(|fix| json_fix(fix, place, snapshot)),
        fingerprint: item.fingerprint.digest.to_string(),
        suppressed: json_suppression(item),
        docs: format!("nutgraf explain {}", code.code),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// The name of a level in JSON, SARIF and on GitHub.
pub(super) fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn json_labels<'a>(finding: &'a Finding, snapshot: &Snapshot) -> Vec<JsonLabel<'a>> {
    let label = |place: &'a Place, text| JsonLabel {
        path: place.path.as_str(),
        span: Region::of(place, snapshot),
        text,
    };
    let own = label(&finding.place, finding.problem.label());
    let related = finding.related.iter().map(|(place, why)| label(place, (*why).to_owned()));
    std::iter::once(own).chain(related).collect()
}

fn json_fix<'a>(fix: &'a Fix, place: &Place, snapshot: &Snapshot) -> JsonFix<'a> {
    let text = snapshot.text(&place.path).unwrap_or("");
    let edits = fix.edits.iter().map(|edit| JsonEdit {
        span: Region::within(text, edit.span),
        old: &edit.old,
        new: &edit.new,
    });
    JsonFix { applicability: fix.applicability, edits: edits.collect() }
}

fn json_suppression(item: &Item) -> Option<JsonSuppression<'_>> {
    let suppressed = item.finding.lint_message().and_then(|lint_message| lint_message.suppressed.as_ref());
    let by_author = suppressed.map(|Suppressed { by_page, because, until }| JsonSuppression {
        by: if *by_page { "page" } else { "comment" },
        because: Some(because),
        until: until.map(|until| until.to_string()),
    });
    by_author
        .or_else(|| item.accepted.map(|_| JsonSuppression { by: "baseline", because: None, until: None }))
}
