//! What our pages say of themselves to machines, held against schema.org's own vocabulary: whether a type has
//! a property, and whether a value is one that the property takes.
//!
//! `tests/schema_org/README.md` says where the vocabulary is from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::case;
use nutgraf::{Env, File, Memo, SitePath, Snapshot, compile};
use serde_json::{Value, json};

/// Types with all that they are kinds of; properties with their domains and ranges.
struct Vocabulary {
    types: BTreeMap<String, BTreeSet<String>>,
    properties: BTreeMap<String, Property>,
}

struct Property {
    domains: Vec<String>,
    ranges: Vec<String>,
    is_superseded: bool,
}

impl Vocabulary {
    fn read() -> Self {
        let parents: BTreeMap<String, Vec<String>> =
            rows("types.csv").map(|row| (row[0].to_owned(), words(&row[1]))).collect();
        let mut types = BTreeMap::new();
        for name in parents.keys() {
            let (mut all, mut next) = (BTreeSet::new(), vec![name.clone()]);
            while let Some(kind) = next.pop() {
                next.extend(parents.get(&kind).into_iter().flatten().cloned());
                all.insert(kind);
            }
            types.insert(name.clone(), all);
        }
        let property = |row: csv::StringRecord| {
            let is_superseded = !row[3].is_empty();
            (row[0].to_owned(), Property { domains: words(&row[1]), ranges: words(&row[2]), is_superseded })
        };
        Self { types, properties: rows("properties.csv").map(property).collect() }
    }

    fn is_one_of(&self, kind: &str, wanted: &[String]) -> bool {
        self.types.get(kind).is_some_and(|kinds| wanted.iter().any(|name| kinds.contains(name)))
    }
}

fn rows(file: &str) -> impl Iterator<Item = csv::StringRecord> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema_org").join(file);
    let reader = csv::Reader::from_path(path).expect("the vocabulary");
    reader.into_records().map(|row| row.expect("a row"))
}

fn words(cell: &str) -> Vec<String> {
    cell.split_whitespace().map(str::to_owned).collect()
}

/// One document being checked.
struct Check<'v> {
    vocabulary: &'v Vocabulary,
    /// The types of the document's nodes, by their ids.
    nodes: BTreeMap<String, String>,
    complaints: Vec<String>,
}

fn complaints(vocabulary: &Vocabulary, document: &Value) -> Vec<String> {
    let mut check = Check { vocabulary, nodes: BTreeMap::new(), complaints: vec![] };
    check.collect(document);
    if document["@context"] != "https://schema.org" {
        check.complain("the context is not schema.org's");
    }
    match document["@graph"].as_array() {
        Some(graph) => graph.iter().for_each(|node| check.node(node)),
        None => check.complain("there is no graph"),
    }
    check.complaints
}

impl Check<'_> {
    fn complain(&mut self, complaint: impl Into<String>) {
        self.complaints.push(complaint.into());
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            Value::Object(entries) => {
                if let (Some(id), Some(kind)) = (value["@id"].as_str(), value["@type"].as_str())
                    && self.nodes.insert(id.to_owned(), kind.to_owned()).is_some()
                {
                    self.complain(format!("{id} is described twice"));
                }
                entries.values().for_each(|entry| self.collect(entry));
            }
            _ => {}
        }
    }

    fn node(&mut self, node: &Value) {
        let kind = node["@type"].as_str().unwrap_or("nothing").to_owned();
        if !self.vocabulary.types.contains_key(&kind) {
            return self.complain(format!("{kind} is no type"));
        }
        let entries = node.as_object().into_iter().flatten();
        for (name, value) in entries.filter(|(name, _)| !name.starts_with('@')) {
            match self.vocabulary.properties.get(name) {
                None => self.complain(format!("{name} is no property")),
                Some(property) if property.is_superseded => self.complain(format!("{name} is superseded")),
                Some(property) => {
                    if !self.vocabulary.is_one_of(&kind, &property.domains) {
                        self.complain(format!("a {kind} has no {name}"));
                    }
                    self.values((&kind, name), value, &property.ranges);
                }
            }
        }
    }

    fn values(&mut self, (kind, name): (&str, &str), value: &Value, ranges: &[String]) {
        let values = value.as_array().map_or_else(|| vec![value], |values| values.iter().collect());
        if values.is_empty() {
            self.complain(format!("the {name} of a {kind} is an empty list"));
        }
        for value in values {
            if value["@type"].is_string() {
                self.node(value);
            }
            if !self.is_in_range(value, ranges) {
                self.complain(format!("the {name} of a {kind} cannot be {value}"));
            }
        }
    }

    fn is_in_range(&self, value: &Value, ranges: &[String]) -> bool {
        let takes = |kind: &str| ranges.iter().any(|range| range == kind);
        match value {
            Value::String(text) if text.trim().is_empty() => false,
            Value::String(text) => {
                takes("Text")
                    || (takes("URL") && is_url(text))
                    || ((takes("Date") || takes("DateTime")) && is_date(text))
                    || (takes("Duration") && is_duration(text))
                    || (takes("Distance") && is_distance(text))
            }
            Value::Number(number) => takes("Number") || (takes("Integer") && number.is_u64()),
            Value::Bool(_) => takes("Boolean"),
            Value::Object(_) => match (value["@type"].as_str(), value["@id"].as_str()) {
                (Some(kind), _) => self.vocabulary.is_one_of(kind, ranges),
                // Another page's node is not described here.
                (None, Some(id)) => self.nodes.get(id).map_or_else(
                    || is_url(id) && ranges.iter().any(|range| !self.is_data(range)),
                    |kind| self.vocabulary.is_one_of(kind, ranges),
                ),
                (None, None) => false,
            },
            Value::Null | Value::Array(_) => false,
        }
    }

    fn is_data(&self, range: &str) -> bool {
        self.vocabulary.is_one_of(range, &["DataType".to_owned()])
    }
}

fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|rest| !rest.is_empty() && !rest.contains([' ', '"', '<']) && !rest.contains("/../"))
}

/// ISO 8601: a day, or less of it.
fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let lengths: Vec<_> = parts.iter().map(|part| part.len()).collect();
    let digits = parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit()));
    digits && [&[4][..], &[4, 2], &[4, 2, 2]].contains(&&*lengths)
}

fn is_duration(text: &str) -> bool {
    let minutes = text.strip_prefix("PT").and_then(|rest| rest.strip_suffix('M'));
    minutes.is_some_and(|minutes| minutes.parse::<u32>().is_ok())
}

fn is_distance(text: &str) -> bool {
    text.strip_suffix(" px").is_some_and(|number| number.parse::<u32>().is_ok())
}

/// The documents of a site's pages; none of a site with errors.
fn documents(files: BTreeMap<SitePath, File>) -> Vec<(String, Value)> {
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: true };
    let compiled = compile(&Snapshot::new(files), &env, &mut Memo::default());
    if compiled.has_errors() {
        return vec![];
    }
    let mut documents = Vec::new();
    for url in compiled.urls().filter(|url| url.file().ends_with(".html")) {
        let Some(Ok(html)) = compiled.render(url) else { continue };
        let script = html.split("<script type=\"application/ld+json\">").nth(1);
        let text = script.map(|rest| rest.split("</script>").next().unwrap_or_default());
        documents.extend(text.map(|text| (url.to_string(), serde_json::from_str(text).expect("JSON"))));
    }
    documents
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a case, without those that stand in for a theme.
fn of_case(path: &Path) -> BTreeMap<SitePath, File> {
    let text = fs::read_to_string(path).expect("a case is a text");
    let mut files = BTreeMap::new();
    let desk = "title = \"Site\"\nbase_url = \"https://example.org/\"\n[publisher]\nname = \"The desk\"\n";
    files.extend([case::file("site.toml", desk)]);
    let (_, parts) = case::parts(&text);
    let parts =
        parts.iter().filter(|(name, _)| !case::is_expectation(name) && !name.starts_with("templates/"));
    files.extend(parts.map(|(name, text)| case::file(name, text)));
    files
}

fn repository() -> BTreeMap<SitePath, File> {
    let below = |folder: &str| walkdir::WalkDir::new(top().join(folder)).into_iter().flatten();
    let files = below("content").chain(below("site.toml")).filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(top()).expect("below").to_string_lossy().replace('\\', "/");
        let path = SitePath::new(&path);
        (path.clone(), File::new(&path, &fs::read(entry.path()).expect("a file")))
    };
    files.map(file).collect()
}

#[test]
fn every_page_says_what_schema_org_has_words_for() {
    let vocabulary = Vocabulary::read();
    let mut all = documents(repository());
    assert!(!all.is_empty(), "the repository's explainer has no metadata");
    let cases = walkdir::WalkDir::new(top().join("tests/cases")).min_depth(2).into_iter().flatten();
    for entry in cases {
        all.extend(documents(of_case(entry.path())));
    }
    let mut used = BTreeSet::new();
    for (url, document) in &all {
        assert_eq!(complaints(&vocabulary, document), Vec::<String>::new(), "{url}: {document:#}");
        properties(document, &mut used);
    }
    // What no case has is not tested.
    for property in ["correction", "isBasedOn", "hasPart", "abstract", "sameAs", "jobTitle", "deathDate"]
        .into_iter()
        .chain(["image", "width", "archivedAt", "citation", "about", "mentions", "temporalCoverage"])
    {
        assert!(used.contains(property), "no case has {property}");
    }
}

fn properties(value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| properties(item, used)),
        Value::Object(entries) => entries.iter().for_each(|(name, entry)| {
            used.insert(name.clone());
            properties(entry, used);
        }),
        _ => {}
    }
}

#[test]
fn a_mistake_in_metadata_is_noticed() {
    let vocabulary = Vocabulary::read();
    let article = |name: &str, value: Value| {
        let mut node = json!({ "@type": "BackgroundNewsArticle", "@id": "https://a.example/" });
        node[name] = value;
        json!({ "@context": "https://schema.org", "@graph": [node, { "@type": "Place", "@id": "#place" }] })
    };
    for (name, value, complaint) in [
        ("headline", json!("Why?"), None),
        ("author", json!({ "@type": "NewsMediaOrganization", "name": "N" }), None),
        ("datePublished", json!("2022-09"), None),
        ("isPartOf", json!({ "@id": "https://b.example/" }), None),
        ("@type", json!("Explainer"), Some("Explainer is no type")),
        ("headlines", json!("Why?"), Some("headlines is no property")),
        ("jobTitle", json!("Editor"), Some("a BackgroundNewsArticle has no jobTitle")),
        ("breadcrumb", json!("Home"), Some("a BackgroundNewsArticle has no breadcrumb")),
        ("correction", json!(5), Some("the correction of a BackgroundNewsArticle cannot be 5")),
        ("wordCount", json!("9"), Some("the wordCount of a BackgroundNewsArticle cannot be \"9\"")),
        ("keywords", json!([]), Some("the keywords of a BackgroundNewsArticle is an empty list")),
        (
            "datePublished",
            json!("15 September 2022"),
            Some("the datePublished of a BackgroundNewsArticle cannot be \"15 September 2022\""),
        ),
        (
            "publisher",
            json!({ "@id": "#place" }),
            Some("the publisher of a BackgroundNewsArticle cannot be {\"@id\":\"#place\"}"),
        ),
        (
            "isPartOf",
            json!({ "@id": "#nowhere" }),
            Some("the isPartOf of a BackgroundNewsArticle cannot be {\"@id\":\"#nowhere\"}"),
        ),
        ("mentions", json!([{ "@type": "Place", "deathDate": "2022" }]), Some("a Place has no deathDate")),
        ("sameAs", json!("Q15031"), Some("the sameAs of a BackgroundNewsArticle cannot be \"Q15031\"")),
    ] {
        let found = complaints(&vocabulary, &article(name, value));
        assert_eq!(found, complaint.into_iter().map(str::to_owned).collect::<Vec<_>>(), "{name}");
    }
}
