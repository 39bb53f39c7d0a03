//! What other generators' settings and front matter say: TOML, YAML or JSON, each value with its place.
//!
//! Numbers and dates are texts, as they are written: who reads a key knows what it should be. Must not know: any
//! key.

use std::ops::Range;

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::Span;

/// A value and where it stands in its file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Nothing,
    Flag(bool),
    Text(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key of a table, its place, and what it says.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) node: Node,
}

/// Why something cannot be read, and where.
pub(super) type Fault = (Span, String);

/// The language of some settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Toml,
    /// JSON is YAML too.
    Yaml,
}

/// The keys that stand at `range` of a file.
pub(super) fn read(file: &str, range: Range<usize>, form: Form) -> Result<Vec<Entry>, Fault> {
    match form {
        Form::Toml => toml(file, range),
        Form::Yaml => yaml(file, range),
    }
}

fn toml(file: &str, range: Range<usize>) -> Result<Vec<Entry>, Fault> {
    let source = &file[range.clone()];
    let table = DeTable::parse(source).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        (Span::new(range.start + at.start..range.start + at.end), error.message().to_owned())
    })?;
    Ok(toml_table(table.get_ref(), source, range.start))
}

fn toml_table(table: &DeTable<'_>, source: &str, base: usize) -> Vec<Entry> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            span: shifted(key.span(), base),
            node: toml_node(value, source, base),
        })
        .collect();
    entries.sort_by_key(|entry| entry.span);
    entries
}

fn toml_node(value: &Spanned<DeValue<'_>>, source: &str, base: usize) -> Node {
    let written = || source.get(value.span()).unwrap_or_default().to_owned();
    let read = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => Value::Text(written()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| toml_node(item, source, base)).collect())
        }
        DeValue::Table(table) => Value::Table(toml_table(table, source, base)),
    };
    Node { span: shifted(value.span(), base), value: read }
}

fn shifted(range: Range<usize>, base: usize) -> Span {
    Span::new(range.start + base..range.end + base)
}

/// Where characters of a text stand, in bytes of its file: YAML counts characters.
struct Places {
    bytes: Vec<usize>,
}

impl Places {
    fn new(source: &str, base: usize) -> Self {
        let ends = std::iter::once(base + source.len());
        Self { bytes: source.char_indices().map(|(at, _)| base + at).chain(ends).collect() }
    }

    fn byte(&self, character: usize) -> usize {
        self.bytes[character.min(self.bytes.len() - 1)]
    }
}

fn yaml(file: &str, range: Range<usize>) -> Result<Vec<Entry>, Fault> {
    let source = &file[range.clone()];
    let places = Places::new(source, range.start);
    let documents = MarkedYaml::load_from_str(source).map_err(|error| {
        let at = places.byte(error.marker().index());
        (Span::new(at..at), error.info().to_owned())
    })?;
    let Some(document) = documents.first() else { return Ok(vec![]) };
    match yaml_node(document, file, &places).value {
        Value::Table(entries) => Ok(entries),
        Value::Nothing => Ok(vec![]),
        _ => Err((Span::new(range.start..range.start), "these are no keys with values".to_owned())),
    }
}

fn yaml_node(node: &MarkedYaml<'_>, file: &str, places: &Places) -> Node {
    let range = places.byte(node.span.start.index())..places.byte(node.span.end.index());
    let written = || file.get(range.clone()).unwrap_or_default().trim().to_owned();
    let value = match &node.data {
        YamlData::Value(Scalar::String(text)) => Value::Text(text.to_string()),
        YamlData::Value(Scalar::Boolean(flag)) => Value::Flag(*flag),
        YamlData::Value(Scalar::Integer(_) | Scalar::FloatingPoint(_)) => Value::Text(written()),
        YamlData::Representation(text, ..) => Value::Text(text.to_string()),
        YamlData::Sequence(items) => {
            Value::List(items.iter().map(|item| yaml_node(item, file, places)).collect())
        }
        YamlData::Mapping(entries) => Value::Table(
            entries.iter().filter_map(|(key, value)| yaml_entry(key, value, (file, places))).collect(),
        ),
        YamlData::Tagged(_, inner) => yaml_node(inner, file, places).value,
        YamlData::Value(Scalar::Null) | YamlData::Alias(_) | YamlData::BadValue => Value::Nothing,
    };
    // A value over many lines is drawn at its first one.
    let end = file[range.clone()].trim_end().len() + range.start;
    Node { span: Span::new(range.start..end), value }
}

fn yaml_entry(
    key: &MarkedYaml<'_>,
    value: &MarkedYaml<'_>,
    (file, places): (&str, &Places),
) -> Option<Entry> {
    let key = yaml_node(key, file, places);
    let Value::Text(name) = key.value else { return None };
    Some(Entry { key: name, span: key.span, node: yaml_node(value, file, places) })
}

impl Node {
    /// The text, if it is one with something in it.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The texts of a list, or the one text.
    pub(super) fn texts(&self) -> Vec<&str> {
        match &self.value {
            Value::List(items) => items.iter().filter_map(Self::text).collect(),
            _ => self.text().into_iter().collect(),
        }
    }

    pub(super) fn flag(&self) -> Option<bool> {
        match &self.value {
            Value::Flag(flag) => Some(*flag),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub(super) fn table(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// Whether it says nothing: then nothing is lost with it.
    pub(super) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Nothing | Value::Flag(false) => true,
            Value::Flag(true) => false,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(Self::is_empty),
            Value::Table(entries) => entries.iter().all(|entry| entry.node.is_empty()),
        }
    }
}

/// What a key of a table says; Hugo takes no notice of case.
pub(super) fn get<'n>(table: &'n [Entry], key: &str) -> Option<&'n Node> {
    table.iter().find(|entry| entry.key.eq_ignore_ascii_case(key)).map(|entry| &entry.node)
}

/// What a key below others says, `["params", "description"]`.
pub(super) fn at<'n>(table: &'n [Entry], keys: &[&str]) -> Option<&'n Node> {
    let (last, above) = keys.split_last()?;
    let table = above.iter().try_fold(table, |table, key| Some(get(table, key)?.table()))?;
    get(table, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(file: &str, form: Form) -> Vec<Entry> {
        read(file, 0..file.len(), form).expect("it can be read")
    }

    #[test]
    fn each_form_says_the_same_with_its_places() {
        let toml = all("title = \"Ä b\"\ntags = [\"c\"]\ndate = 2022-09-14\n", Form::Toml);
        let yaml = all("title: Ä b\ntags: [c]\ndate: 2022-09-14\n", Form::Yaml);
        let json = all("{\"title\": \"Ä b\", \"tags\": [\"c\"], \"date\": \"2022-09-14\"}", Form::Yaml);
        for keys in [&toml, &yaml, &json] {
            assert_eq!(get(keys, "Title").and_then(Node::text), Some("Ä b"));
            assert_eq!(get(keys, "tags").map(Node::texts), Some(vec!["c"]));
            assert_eq!(get(keys, "date").and_then(Node::text), Some("2022-09-14"));
        }
        assert_eq!(yaml[1].span.range(), 12..16);
        assert_eq!(toml[1].span.range(), 15..19);
    }

    #[test]
    fn numbers_are_texts_as_they_are_written() {
        assert_eq!(get(&all("v: 1.10\n", Form::Yaml), "v").and_then(Node::text), Some("1.10"));
        assert_eq!(get(&all("v = 0x1F", Form::Toml), "v").and_then(Node::text), Some("0x1F"));
    }

    #[test]
    fn a_fault_has_its_place() {
        assert_eq!(read("ä\na: [", 0..7, Form::Yaml).map_err(|(span, _)| span.start > 2).err(), Some(true));
        assert!(read("a =\n", 0..4, Form::Toml).is_err());
    }
}
