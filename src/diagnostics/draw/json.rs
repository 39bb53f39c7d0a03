//! Draws findings as JSON, an object a line.
//!
//! Its keys are frozen: a new one may come, none may go or change its meaning without a new `schema`.

use jiff::civil::Date;
use serde::Serialize;

use super::Region;
use crate::base::Place;
use crate::diagnostics::report::{Item, Report};
use crate::diagnostics::{Applicability, Finding, Level, Suppressed};
use crate::source::Snapshot;

#[derive(Serialize)]
struct JsonFinding<'a> {
    /// The version of the objects' shape.
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
fn finding_as_json<'a>(item: &'a Item, today: Date, snapshot: &Snapshot) -> String {
    let Finding { place, problem, related, .. } = &item.finding;
    let code = item.finding.code();
    let label = |place: &'a Place, text| JsonLabel {
        path: place.path.as_str(),
        span: Region::of(place, snapshot),
        text,
    };
    let own_label = label(place, problem.filled_message().label());
    let related = related.iter().map(|(place, why)| label(place, (*why).to_owned()));
    let fix = item.finding.fix().map(|fix| {
        let edits = fix.edits.iter().map(|edit| JsonEdit {
            span: Region::of(&Place::new(&place.path, edit.span), snapshot),
            old: &edit.old,
            new: &edit.new,
        });
        JsonFix { applicability: fix.applicability, edits: edits.collect() }
    });
    let by_author = item.finding.suppressed().map(|Suppressed { by_page, because, until }| JsonSuppression {
        by: if *by_page { "page" } else { "comment" },
        because: Some(because),
        until: until.map(|until| until.to_string()),
    });
    let by_baseline = item.accepted.map(|_| JsonSuppression { by: "baseline", because: None, until: None });
    let line = JsonFinding {
        schema: 1,
        today: today.to_string(),
        code: code.code,
        name: code.name,
        category: code.category(),
        level: level_name(item.finding.level()),
        clocked: item.clocked,
        message: problem.message(),
        path: place.path.as_str(),
        page: item.page.as_ref().map(ToString::to_string),
        span: Region::of(place, snapshot),
        labels: std::iter::once(own_label).chain(related).collect(),
        notes: [],
        help: problem.help(),
        fix,
        fingerprint: item.fingerprint.digest.to_string(),
        suppressed: by_author.or(by_baseline),
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
