//! Findings for programs: an object a line.
//!
//! Its keys are frozen: a new one may come, none may go or change its meaning without a new `schema`.

use jiff::civil::Date;
use serde::Serialize;

use super::region::Region;
use crate::base::{Place, Span};
use crate::diagnostics::report::{Item, Report};
use crate::diagnostics::{Applicability, Finding, Fix, Level, Suppressed};
use crate::source::Snapshot;

/// The number of this shape of an object.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Line<'a> {
    schema: u32,
    today: String,
    code: &'a str,
    name: &'a str,
    category: &'a str,
    level: &'a str,
    clocked: bool,
    message: String,
    path: &'a str,
    /// The address of the page that it is about.
    page: Option<String>,
    span: Region,
    /// The place itself first.
    labels: Vec<Label<'a>>,
    notes: [&'a str; 0],
    help: String,
    fix: Option<Mending<'a>>,
    fingerprint: String,
    suppressed: Option<Kept<'a>>,
    docs: String,
}

#[derive(Serialize)]
struct Label<'a> {
    path: &'a str,
    span: Region,
    text: String,
}

#[derive(Serialize)]
struct Mending<'a> {
    applicability: Applicability,
    edits: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    span: Region,
    old: &'a str,
    new: &'a str,
}

/// By what a finding is kept back.
#[derive(Serialize)]
struct Kept<'a> {
    by: &'static str,
    because: Option<&'a str>,
    until: Option<String>,
}

/// The findings, suppressed ones too, an object a line.
pub(crate) fn json(report: &Report, snapshot: &Snapshot) -> String {
    report.items.iter().map(|item| object(item, report.today, snapshot) + "\n").collect()
}

/// One finding.
pub(crate) fn object(item: &Item, today: Date, snapshot: &Snapshot) -> String {
    let Finding { place, problem, .. } = &item.finding;
    let code = item.finding.code();
    let lint_message = item.finding.lint_message();
    let line = Line {
        schema: SCHEMA,
        today: today.to_string(),
        code: code.code,
        name: code.name,
        category: item.category,
        level: level(item.finding.level()),
        clocked: item.clocked,
        message: problem.message(),
        path: place.path.as_str(),
        page: item.page.as_ref().map(ToString::to_string),
        span: Region::of(place, snapshot),
        labels: labels(&item.finding, snapshot),
        notes: [],
        help: problem.help(),
        fix: lint_message
            .and_then(|lint_message| lint_message.fix.as_ref())
            .map(|fix| mending(fix, place, snapshot)),
        fingerprint: item.fingerprint.digest.to_string(),
        suppressed: kept(item),
        docs: format!("nutgraf explain {}", code.code),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// The word for a level.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn labels<'a>(finding: &'a Finding, snapshot: &Snapshot) -> Vec<Label<'a>> {
    let label =
        |place: &'a Place, text| Label { path: place.path.as_str(), span: Region::of(place, snapshot), text };
    let own = label(&finding.place, finding.problem.label());
    let related = finding.related.iter().map(|(place, why)| label(place, (*why).to_owned()));
    std::iter::once(own).chain(related).collect()
}

fn mending<'a>(fix: &'a Fix, place: &Place, snapshot: &Snapshot) -> Mending<'a> {
    let text = snapshot.text(&place.path).unwrap_or("");
    let region = |span: Span| Region::within(text, span);
    let edits =
        fix.edits.iter().map(|edit| Change { span: region(edit.span), old: &edit.old, new: &edit.new });
    Mending { applicability: fix.applicability, edits: edits.collect() }
}

fn kept(item: &Item) -> Option<Kept<'_>> {
    let suppressed = item.finding.lint_message().and_then(|lint_message| lint_message.suppressed.as_ref());
    let by_author = suppressed.map(|Suppressed { by_page, because, until }| Kept {
        by: if *by_page { "page" } else { "comment" },
        because: Some(because),
        until: until.map(|until| until.to_string()),
    });
    by_author.or_else(|| item.accepted.map(|_| Kept { by: "baseline", because: None, until: None }))
}
