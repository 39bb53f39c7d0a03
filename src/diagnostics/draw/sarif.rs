//! Findings as SARIF 2.1.0, which code hosts and editors read.
//!
//! A finding keeps its place in their lists by its fingerprint. What is suppressed is told too, and that it is.

use serde_json::{Value, json};

use super::region::Region;
use crate::base::{Place, UrlPath};
use crate::diagnostics::report::{Card, Item, Report};
use crate::diagnostics::{Fix, LintLevel};
use crate::source::Snapshot;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings, suppressed ones too, as a log of one run.
pub(crate) fn sarif(report: &Report, snapshot: &Snapshot) -> String {
    let results: Vec<_> = report.items.iter().map(|item| result(item, report, snapshot)).collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": report.cards.iter().map(rule).collect::<Vec<_>>(),
    });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": { "today": report.today.to_string() },
    });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(card: &Card) -> Value {
    let level = match card.stance {
        LintLevel::Deny => "error",
        LintLevel::Warn => "warning",
        LintLevel::Allow => "note",
    };
    let enabled = card.stance != LintLevel::Allow && !card.preview;
    json!({
        "id": card.code.code,
        "name": card.code.name,
        "shortDescription": { "text": first_sentence(&card.explanation) },
        "help": { "text": card.explanation, "markdown": card.explanation },
        "defaultConfiguration": { "level": level, "enabled": enabled },
        "properties": { "tags": [card.category], "clocked": card.clocked, "preview": card.preview },
    })
}

/// The first paragraph, on one line.
fn first_sentence(explanation: &str) -> String {
    let first = explanation.split("\n\n").next().unwrap_or_default();
    first.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn result(item: &Item, report: &Report, snapshot: &Snapshot) -> Value {
    let finding = &item.finding;
    let code = finding.code().code;
    let related = finding.related.iter().map(|(place, why)| located(report, (place, Some(why)), snapshot));
    let mut result = json!({
        "ruleId": code,
        "level": super::json::level(finding.level()),
        "message": { "text": message(item) },
        "locations": [located(report, (&finding.place, None), snapshot)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "check/v1": item.fingerprint.digest.to_string() },
        "suppressions": suppressions(item),
    });
    if let Some(at) = report.cards.iter().position(|card| card.code.code == code) {
        result["ruleIndex"] = at.into();
    }
    if let Some(fix) = finding.lint_message().and_then(|lint_message| lint_message.fix.as_ref()) {
        result["fixes"] = json!([mending(fix, (item, report), snapshot)]);
    }
    result
}

fn message(item: &Item) -> String {
    let problem = &item.finding.problem;
    match problem.help() {
        help if help.is_empty() => problem.message(),
        help => format!("{}: {help}", problem.message()),
    }
}

fn located(report: &Report, (place, why): (&Place, Option<&str>), snapshot: &Snapshot) -> Value {
    let physical = json!({
        "artifactLocation": artifact(report, place),
        "region": region(Region::of(place, snapshot)),
    });
    match why {
        Some(why) => json!({ "physicalLocation": physical, "message": { "text": why } }),
        None => json!({ "physicalLocation": physical }),
    }
}

fn artifact(report: &Report, place: &Place) -> Value {
    json!({ "uri": UrlPath::new(&report.path(place)).absolute(""), "uriBaseId": "%SRCROOT%" })
}

fn region(region: Region) -> Value {
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

/// Why a finding is kept back: an empty list says that it is not.
fn suppressions(item: &Item) -> Vec<Value> {
    let suppressed = item.finding.lint_message().and_then(|lint_message| lint_message.suppressed.as_ref());
    let by_author = suppressed.map(|it| json!({ "kind": "inSource", "justification": it.because }));
    let by_baseline = item.accepted.map(
        |since| json!({ "kind": "external", "justification": format!("in the baseline since {since}") }),
    );
    by_author.into_iter().chain(by_baseline).collect()
}

fn mending(fix: &Fix, (item, report): (&Item, &Report), snapshot: &Snapshot) -> Value {
    let text = snapshot.text(&item.finding.place.path).unwrap_or("");
    let replacement = |edit: &crate::diagnostics::Edit| {
        json!({
            "deletedRegion": region(Region::within(text, edit.span)),
            "insertedContent": { "text": edit.new },
        })
    };
    json!({
        "description": { "text": item.finding.problem.help() },
        "artifactChanges": [{
            "artifactLocation": artifact(report, &item.finding.place),
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
        "properties": { "applicability": fix.applicability },
    })
}
