//! What programs rely on: the shape of what `check` tells them, and that a finding is known again.

use std::collections::BTreeSet;

use boon::{Compiler, Schemas};
use nutgraf::test_support::{Format, report};
use nutgraf::{Env, Memo, Selection, Snapshot, compile};
use serde_json::Value;

const SETTINGS: (&str, &str) = ("site.toml", "title = \"Site\"\nbase_url = \"https://example.org/\"\n");

/// Has a fix, a suppression, a second place, and a finding of each level.
const UGLY: &str = "+++\ntitle = \"A?\"\nreview_by = 2026-11-01\n+++\n\
    Since the the war, he said “a landmark in our friendship”.\n\n\
    We we know. <!-- check: allow(C006) because \"a stammer\" until 2026-12-01 -->\n\n\
    As said.[@onw]\n";
const SOURCES: &str = "[one]\ntitle = \"One\"\n[one]\ntitle = \"Two\"\n";

fn drawn(files: &[(&str, &str)], format: Format) -> String {
    let snapshot: Snapshot = files.iter().copied().chain([SETTINGS]).collect();
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    // Rules that are still to come shall change nothing here.
    let only = ["C006", "S002", "T007"].map(str::to_owned).to_vec();
    let found = compiled.report(&Selection { only, ..Selection::default() });
    report(&found, compiled.snapshot(), format)
}

fn lines(files: &[(&str, &str)]) -> Vec<Value> {
    let json = drawn(files, Format::Json);
    json.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

/// Every key of a value, with those above it.
fn keys(value: &Value, above: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = format!("{above}{key}");
                keys(value, &format!("{path}."), found);
                found.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, above, found)),
        _ => {}
    }
}

#[test]
fn the_keys_of_a_line_of_json_are_these_and_no_others() {
    let mut found = BTreeSet::new();
    for line in lines(&[("content/a.md", UGLY), ("content/sources.toml", SOURCES)]) {
        keys(&line, "", &mut found);
    }
    let span = ["start", "end", "line", "col", "end_line", "end_col"];
    let spans = ["", "labels.", "fix.edits."].iter().flat_map(|of| span.map(|key| format!("{of}span.{key}")));
    let own = "schema today code name category level clocked message path page span labels labels.path \
        labels.span labels.text notes help fix fix.applicability fix.edits fix.edits.span fix.edits.old \
        fix.edits.new fingerprint suppressed suppressed.by suppressed.because suppressed.until docs";
    let expected: BTreeSet<_> = own.split(' ').map(str::to_owned).chain(spans).collect();
    assert_eq!(found, expected, "a key that goes or changes its meaning needs a new `schema`");
}

#[test]
fn the_keys_of_a_line_stand_in_one_order() {
    let json = drawn(&[("content/a.md", UGLY)], Format::Json);
    let top = "{\"schema\":1,\"today\":\"2026-11-24\",\"code\":\"T007\",\"name\":\"review-overdue\",\
        \"category\":\"staleness\",\"level\":\"warning\",\"clocked\":true,\"message\":";
    assert!(json.starts_with(top), "{json}");
}

#[test]
fn sarif_is_what_its_schema_says() {
    let schema = include_str!("../sarif/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("sarif.json", schema).expect("the schema can be taken");
    let schema = compiler.compile("sarif.json", &mut schemas).expect("the schema is one");
    let mut log: Value = serde_json::from_str(&drawn(
        &[("content/a.md", UGLY), ("content/sources.toml", SOURCES)],
        Format::Sarif,
    ))
    .expect("SARIF is JSON");
    if let Err(error) = schemas.validate(&log, schema) {
        panic!("{error}");
    }
    assert!(log["runs"][0]["results"].as_array().is_some_and(|results| results.len() > 4));
    // And the schema is one that refuses something.
    log["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(schemas.validate(&log, schema).is_err());
}

#[test]
fn every_result_names_its_rule_by_number_too() {
    let log: Value = serde_json::from_str(&drawn(&[("content/a.md", UGLY)], Format::Sarif)).expect("JSON");
    let run = &log["runs"][0];
    for result in run["results"].as_array().expect("results") {
        let at = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small one");
        assert_eq!(run["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
    }
}

/// What findings are known by, in their order.
fn fingerprints(body: &str) -> Vec<String> {
    let page = format!("+++\ntitle = \"A?\"\n+++\n{body}");
    let lines = lines(&[("content/a.md", &page)]);
    lines.iter().map(|line| line["fingerprint"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_finding_is_known_again_when_its_text_has_moved_or_is_wrapped_anew() {
    let first = fingerprints("Since the the war began, he said “a landmark in our friendship”.\n");
    assert_eq!(first.len(), 2);
    let wrapped = "New words.\n\nSince the\nthe war began, he\nsaid “a landmark\nin our friendship”.\n";
    assert_eq!(fingerprints(wrapped), first);
    let quoted = |text: &str| fingerprints(&format!("> {text}\n"));
    assert_eq!(quoted("So he said\n> of it all."), quoted("So he\n> said of it all."));
}

#[test]
fn a_finding_is_another_when_its_sentence_is() {
    let first = fingerprints("Since the the war.\n");
    assert_ne!(fingerprints("Since the the wars.\n"), first);
    let twice = fingerprints("Since the the war.\n\nSince the the war.\n");
    assert_eq!(twice[0], first[0]);
    assert_ne!(twice[1], first[0]);
}

#[test]
fn a_workflow_is_told_of_nine_of_a_kind_and_how_many_more_there_are() {
    let body = "Since the the war.\n\n".repeat(12) + "He said “a landmark in our friendship”.\n";
    let page = format!("+++\ntitle = \"A?\"\n+++\n{body}");
    let github = drawn(&[("content/a.md", &page)], Format::Github);
    let lines: Vec<_> = github.lines().collect();
    assert_eq!(lines.len(), 11, "{github}");
    assert!(lines[0].starts_with("::error file=content/a.md,line=28,"), "{github}");
    assert_eq!(lines[10], "::warning title=nutgraf::and 3 more: see the log");
}
