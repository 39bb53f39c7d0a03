//! Draws findings as SARIF 2.1.0, which code hosts and editors read.
//!
//! They recognise a finding of an earlier run by its fingerprint. Suppressed findings are included, marked as such.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::Region;
use crate::base::{Place, UrlPath};
use crate::diagnostics::report::{CodeDoc, Item, Report};
use crate::diagnostics::{Fix, LintLevel};
use crate::source::Snapshot;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Draws all findings, suppressed ones too, as the log of one run.
pub(crate) fn sarif(report: &Report, snapshot: &Snapshot) -> String {
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "rules": report.code_docs.iter().map(sarif_rule).collect::<Vec<_>>(),
    });
    let run = Run {
        tool: json!({ "driver": driver }),
        column_kind: "unicodeCodePoints",
        results: Results { report, snapshot },
        properties: json!({ "today": report.today.to_string() }),
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    column_kind: &'static str,
    results: Results<'a>,
    properties: Value,
}

/// The results, each made when it is written: all of them as values take ten times the room of their text.
struct Results<'a> {
    report: &'a Report,
    snapshot: &'a Snapshot,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { report, snapshot } = self;
        serializer.collect_seq(report.items.iter().map(|item| sarif_result(item, report, snapshot)))
    }
}

fn sarif_rule(doc: &CodeDoc) -> Value {
    let level = match doc.default_level {
        LintLevel::Deny => "error",
        LintLevel::Warn => "warning",
        LintLevel::Allow => "note",
    };
    let enabled = doc.default_level != LintLevel::Allow && !doc.preview;
    let first_paragraph = doc.explanation.split("\n\n").next().unwrap_or_default();
    let first_paragraph = first_paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    json!({
        "id": doc.code.code,
        "name": doc.code.name,
        "shortDescription": { "text": first_paragraph },
        "help": { "text": doc.explanation, "markdown": doc.explanation },
        "defaultConfiguration": { "level": level, "enabled": enabled },
        "properties": { "tags": [doc.code.category()], "clocked": doc.clocked, "preview": doc.preview },
    })
}

fn sarif_result(item: &Item, report: &Report, snapshot: &Snapshot) -> Value {
    let finding = &item.finding;
    let code = finding.code().code;
    let message = match finding.problem.help() {
        help if help.is_empty() => finding.problem.message(),
        help => format!("{}: {help}", finding.problem.message()),
    };
    let related =
        finding.related.iter().map(|(place, label)| sarif_location(report, place, Some(label), snapshot));
    let mut result = json!({
        "ruleId": code,
        "level": super::json::level_name(finding.level()),
        "message": { "text": message },
        "locations": [sarif_location(report, &finding.place, None, snapshot)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "check/v1": item.fingerprint.digest.to_string() },
        "suppressions": suppressions(item),
    });
    if let Some(at) = report.code_docs.iter().position(|doc| doc.code.code == code) {
        result["ruleIndex"] = at.into();
    }
    if let Some(fix) = finding.fix() {
        result["fixes"] = json!([sarif_fix(fix, item, report, snapshot)]);
    }
    result
}

fn sarif_location(report: &Report, place: &Place, label: Option<&str>, snapshot: &Snapshot) -> Value {
    let physical = json!({
        "artifactLocation": artifact_location(report, place),
        "region": sarif_region(Region::of(place, snapshot)),
    });
    match label {
        Some(label) => json!({ "physicalLocation": physical, "message": { "text": label } }),
        None => json!({ "physicalLocation": physical }),
    }
}

fn artifact_location(report: &Report, place: &Place) -> Value {
    json!({ "uri": UrlPath::new(&report.path(place)).absolute(""), "uriBaseId": "%SRCROOT%" })
}

fn sarif_region(region: Region) -> Value {
    let Region { start, end, line, col, end_line, end_col } = region;
    json!({
        "startLine": line,
        "startColumn": col,
        "endLine": end_line,
        "endColumn": end_col,
        "byteOffset": start,
        "byteLength": end - start,
    })
}

/// Lists what suppresses a finding. SARIF reads an empty list as "not suppressed".
fn suppressions(item: &Item) -> Vec<Value> {
    let by_author =
        item.finding.suppressed().map(|it| json!({ "kind": "inSource", "justification": it.because }));
    let by_baseline = item.accepted.map(
        |since| json!({ "kind": "external", "justification": format!("in the baseline since {since}") }),
    );
    by_author.into_iter().chain(by_baseline).collect()
}

fn sarif_fix(fix: &Fix, item: &Item, report: &Report, snapshot: &Snapshot) -> Value {
    let mut replacements = Vec::new();
    for edit in &fix.edits {
        let place = Place::new(&item.finding.place.path, edit.span);
        replacements.push(json!({
            "deletedRegion": sarif_region(Region::of(&place, snapshot)),
            "insertedContent": { "text": edit.new },
        }));
    }
    json!({
        "description": { "text": item.finding.problem.help() },
        "artifactChanges": [{
            "artifactLocation": artifact_location(report, &item.finding.place),
            "replacements": replacements,
        }],
        "properties": { "applicability": fix.applicability },
    })
}
