//! The tables agree with each other, and the schemas with the readers.
//!
//! For all TOML in the repository's own content and in the cases: if its reader finds no error, the schema accepts
//! it; and if a small change makes it wrong, both say so.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use super::schemas;
use crate::base::SitePath;
use crate::blocks::built_in;
use crate::diagnostics::{Finding, Level};
use crate::parse::formats::formats;
use crate::parse::keys::{ENTRY, about, key_docs};
use crate::parse::table::{Form, Others, Shape};
use crate::parse::{self, Content, Kind};
use crate::source::{SETTINGS, Text};

/// Findings that a schema makes as well.
const FINDINGS_OF_SCHEMA: [&str; 5] =
    ["unknown-key", "missing-key", "wrong-type", "unknown-word", "empty-text"];

/// A shape and all shapes inside it, outermost first.
fn nested_shapes(shape: &Shape) -> Vec<&Shape> {
    let below = shape.keys.iter().filter_map(|key| match &key.form {
        Form::Table(shape) | Form::Tables(shape) => Some(shape),
        _ => None,
    });
    let others = match &shape.others {
        Others::Ids(shape) => Some(&**shape),
        Others::None | Others::Any | Others::Names(_) => None,
    };
    std::iter::once(shape).chain(below.chain(others).flat_map(nested_shapes)).collect()
}

#[test]
fn every_key_has_a_sentence_and_every_sentence_a_key() {
    let mut used = BTreeSet::new();
    let mut silent = Vec::new();
    let formats = formats();
    for shape in formats.iter().flat_map(|format| nested_shapes(&format.shape)) {
        let entry = (shape.others != Others::None && shape.name != "the settings of a rule").then_some(ENTRY);
        for key in shape.keys.iter().map(|key| key.name).chain(entry) {
            match about(shape.name, key) {
                Some(sentence) => used.insert(sentence),
                None => {
                    silent.push(format!("`{key}` of {}", shape.name));
                    false
                }
            };
        }
    }
    assert!(silent.is_empty(), "no sentence in src/parse/keys.rs or src/blocks: {silent:?}");
    let idle: Vec<_> = key_docs().filter(|(.., sentence)| !used.contains(sentence)).collect();
    assert!(idle.is_empty(), "no key for: {idle:?}");
}

#[test]
fn tables_of_one_name_have_the_same_keys() {
    let formats = formats();
    let shapes: Vec<&Shape> = formats.iter().flat_map(|format| nested_shapes(&format.shape)).collect();
    for shape in &shapes {
        assert!(shapes.iter().all(|other| other.name != shape.name || other == shape), "{}", shape.name);
    }
}

/// A text in TOML, and the format that it is in.
struct Sample {
    /// The file around it.
    path: SitePath,
    file: String,
    toml: Range<usize>,
    /// The byte of the file from which findings belong to it: its opening line counts.
    from: usize,
    format: &'static str,
}

impl Sample {
    fn toml(&self) -> &str {
        &self.file[self.toml.clone()]
    }

    /// The file with another text instead of this one.
    fn file_with(&self, toml: &str) -> String {
        let mut file = self.file.clone();
        file.replace_range(self.toml.clone(), toml);
        file
    }

    /// The errors in that file.
    fn errors(&self, toml: &str) -> Vec<Finding> {
        let file = self.file_with(toml);
        let end = self.toml.start + toml.len();
        let found = parse_file(&self.path, &file).findings.into_iter();
        let here = |finding: &Finding| (self.from..=end).contains(&finding.range().start);
        found.filter(|finding| finding.level() == Level::Error).filter(here).collect()
    }
}

/// The format of front matter.
fn front_matter_format(kind: &Kind) -> &'static str {
    match kind {
        Kind::Home(_) => "home",
        Kind::Page(_) => "page",
        Kind::Explainer(_) => "explainer",
        Kind::Section(_) => "section",
    }
}

fn parse_file(path: &SitePath, text: &str) -> parse::Parsed {
    match path.as_str() {
        SETTINGS => parse::parse_settings(path, &Text::new(text)),
        _ => parse::parse(path, &Text::new(text), &BTreeSet::new()),
    }
}

/// The TOML in a file: all of it, its front matter, or its blocks.
fn samples_in_file(path: &SitePath, file: &str) -> Vec<Sample> {
    // Only with the lines around it: a page is long, and is parsed for each change of each text.
    let cut = |format, toml: Range<usize>, end: usize| {
        let start = file[..toml.start].trim_end().rfind('\n').map_or(0, |at| at + 1);
        let head = if start == 0 { "" } else { "+++\ntitle = \"A\"\n+++\n" };
        let toml = toml.start - start + head.len()..toml.end - start + head.len();
        let file = format!("{head}{}\n", &file[start..end]);
        Sample { path: path.clone(), file, toml, from: head.len(), format }
    };
    let sample = |format, toml: Range<usize>| cut(format, toml, file.len());
    match parse_file(path, file).content {
        Content::Settings(_) => vec![sample("site", 0..file.len())],
        Content::Entities(_) => vec![sample("entities", 0..file.len())],
        Content::Facts(_) => vec![sample("facts", 0..file.len())],
        Content::Sources(_) if path.extension() == Some("toml") => vec![sample("sources", 0..file.len())],
        Content::Document(document) => {
            let (front, body) = parse::split(file);
            let front = front.ok().map(|front| cut(front_matter_format(&document.kind), front, body));
            let fences = document.outline.fences.iter().filter_map(|fence| {
                let block = built_in(&fence.word).filter(|_| !fence.nested)?;
                let (toml, _) = block.split(file, fence.body?.range());
                Some(cut(block.name, toml, fence.span.range().end))
            });
            front.into_iter().chain(fences).collect()
        }
        _ => vec![],
    }
}

/// The samples of the repository: of the sites in it, and of all cases.
fn all_samples() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for site in [root.to_owned(), root.join("docs"), root.join("tests/browser/everything")] {
        for path in files(&site.join("content")).into_iter().chain([site.join(SETTINGS)]) {
            let name = path.strip_prefix(&site).expect("below").to_string_lossy().into_owned();
            let Ok(text) = fs::read_to_string(&path) else { continue };
            found.extend(samples_in_file(&SitePath::new(&name), &text));
        }
    }
    for path in files(&root.join("tests/cases")) {
        let text = fs::read_to_string(path).expect("a case is a text");
        for part in text.split("\n--- ").skip(1) {
            let (name, text) = part.split_once('\n').unwrap_or((part, ""));
            if name == SETTINGS || name.starts_with("content/") && !name.contains(' ') {
                found.extend(samples_in_file(&SitePath::new(name), &format!("{text}\n")));
            }
        }
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = entries.collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The compiled schemas.
struct SchemaValidator {
    schemas: Schemas,
    compiled: Vec<(&'static str, SchemaIndex)>,
}

impl SchemaValidator {
    fn new() -> Self {
        let mut schemas_of_compiler = Schemas::new();
        let mut compiler = Compiler::new();
        let schemas = schemas();
        let address = |name: &str| format!("https://nutgraf.example/{name}.schema.json");
        for schema in &schemas {
            compiler.add_resource(&address(schema.name), schema.value.clone()).expect("a schema");
        }
        let compile =
            |name| (name, compiler.compile(&address(name), &mut schemas_of_compiler).expect("a schema"));
        let compiled = schemas.iter().map(|schema| schema.name).map(compile).collect();
        Self { schemas: schemas_of_compiler, compiled }
    }

    /// Says why the schema of a format refuses a document, if it does.
    fn refusal(&self, format: &str, document: toml::Table) -> Option<String> {
        let (_, index) = self.compiled.iter().find(|(name, _)| *name == format).expect("a schema");
        let value = to_json(&document.into());
        let refusal = self.schemas.validate(&value, *index).err()?;
        Some(format!("{refusal:#}"))
    }
}

/// Converts TOML as editors do for a schema: a date is a string.
fn to_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => items.iter().map(to_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect())
        }
        other => serde_json::to_value(other).unwrap_or_default(),
    }
}

#[test]
fn a_schema_accepts_what_its_reader_accepts_and_refuses_what_is_formed_wrong() {
    let validator = SchemaValidator::new();
    let samples = all_samples();
    assert!(samples.len() > 300, "the cases were not found");
    for sample in &samples {
        assert_agreement(&validator, sample, sample.toml());
    }
}

#[test]
fn schema_and_reader_agree_on_every_small_change() {
    let validator = SchemaValidator::new();
    let mut seen = BTreeSet::new();
    for sample in all_samples() {
        if !sample.errors(sample.toml()).is_empty() || !seen.insert((sample.format, sample.toml().to_owned()))
        {
            continue;
        }
        let Ok(table) = sample.toml().parse::<toml::Table>() else { continue };
        for changed in small_changes(&toml::Value::Table(table)) {
            let Ok(changed) = toml::to_string(&changed) else { continue };
            if seen.insert((sample.format, changed.clone())) {
                assert_agreement(&validator, &sample, &changed);
            }
        }
    }
}

/// Asserts that the schema refuses what the reader finds wrong in form, and the reader what the schema refuses.
fn assert_agreement(validator: &SchemaValidator, sample: &Sample, toml: &str) {
    let found = sample.errors(toml);
    // A schema never sees what is no TOML.
    let Ok(document) = toml.parse() else { return };
    // A page whose kind is changed is held against what it is now.
    let format = match parse_file(&sample.path, &sample.file_with(toml)).content {
        Content::Document(document) if built_in(sample.format).is_none() => {
            front_matter_format(&document.kind)
        }
        _ => sample.format,
    };
    let of_form: Vec<_> =
        found.iter().filter(|finding| FINDINGS_OF_SCHEMA.contains(&finding.code().name)).collect();
    let refused = validator.refusal(format, document);
    let said = || format!("{}: {format}\n{toml}", sample.path);
    // The settings of rules are checked by `nutgraf check`, not by the reader.
    if let Some(refusal) = refused.as_ref().filter(|refusal| !refusal.contains("at '/check/rule/")) {
        assert!(!found.is_empty(), "the reader finds nothing in {}\n{refusal}", said());
    }
    assert!(of_form.is_empty() || refused.is_some(), "the schema accepts {}\n{of_form:?}", said());
}

/// All small changes of a document: an unknown key, a missing key, a value of another type.
fn small_changes(value: &toml::Value) -> Vec<toml::Value> {
    let wrong = [toml::Value::Boolean(true), toml::Value::String("zzz".into()), toml::Value::Integer(-7)];
    let below = |at: &dyn Fn(toml::Value) -> toml::Value, inner: &toml::Value| -> Vec<toml::Value> {
        small_changes(inner).into_iter().chain(wrong.clone()).map(at).collect()
    };
    match value {
        toml::Value::Table(table) => {
            let mut changed = Vec::new();
            let with = |key: &str, value| {
                let mut table = table.clone();
                table.insert(key.to_owned(), value);
                toml::Value::Table(table)
            };
            changed.push(with("zzzzzzzzz", toml::Value::Boolean(true)));
            for (key, inner) in table {
                let mut without = table.clone();
                without.remove(key);
                changed.push(toml::Value::Table(without));
                changed.extend(below(&|value| with(key, value), inner));
            }
            changed
        }
        toml::Value::Array(items) => {
            let Some(first) = items.first() else { return vec![] };
            let with = |value| {
                let mut items = items.clone();
                items[0] = value;
                toml::Value::Array(items)
            };
            below(&with, first)
        }
        _ => vec![],
    }
}
