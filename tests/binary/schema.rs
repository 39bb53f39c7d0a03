//! The formats as JSON Schemas: where an editor can read them.

use super::folder::{NUTGRAF, Run, Site};

fn schema(site: &Site, arguments: &[&str]) -> Run {
    site.end(site.around(NUTGRAF).arg("schema").args(arguments))
}

#[test]
fn a_schema_is_printed_and_all_are_written_into_a_folder() {
    let site = Site::empty();
    let names = schema(&site, &[]).expect_status(0).output;
    let first = |line: &str| line.split_whitespace().next().map(str::to_owned);
    let names: Vec<String> = names.lines().filter_map(first).collect();
    assert!(
        names.iter().any(|name| name == "site") && names.iter().any(|name| name == "timeline"),
        "{names:?}"
    );
    schema(&site, &["--out", "schemas"]).expect_status(0);
    for name in &names {
        let printed = schema(&site, &[name]).expect_status(0).output;
        assert_eq!(printed, site.read(&format!("schemas/{name}.schema.json")));
        let value: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(value["$schema"], "http://json-schema.org/draft-07/schema#");
    }
}

#[test]
fn a_schema_that_is_not_there_is_status_2_with_the_one_that_was_meant() {
    let site = Site::empty();
    schema(&site, &["sorces"]).expect_status(2).expect_messages(&["`sorces`", "`sources`"]);
    std::fs::write(site.root().join("file"), "").unwrap();
    schema(&site, &["--out", "file"]).expect_status(2).expect_messages(&["`file`"]);
}
