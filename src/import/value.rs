//! Settings and front matter of other generators as values: TOML, YAML or JSON, each value with its span.
//!
//! Numbers and dates stay text as it is written: the reader of a key knows what it should be. Must not know: keys.

use std::ops::Range;

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::Span;

/// A value and its span in the file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Text(String),
    List(Vec<Node>),
    Table(Vec<KeyValue>),
}

#[derive(Clone, Debug)]
pub(super) struct KeyValue {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) node: Node,
}

/// Why a file cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) span: Span,
    pub(super) message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DataFormat {
    Toml,
    /// JSON too, which is a subset.
    Yaml,
}

/// Parses the table at `range` of a file.
pub(super) fn parse_table(
    file: &str,
    range: Range<usize>,
    format: DataFormat,
) -> Result<Vec<KeyValue>, SyntaxError> {
    match format {
        DataFormat::Toml => parse_toml(file, range),
        DataFormat::Yaml => parse_yaml(file, range),
    }
}

fn parse_toml(file: &str, range: Range<usize>) -> Result<Vec<KeyValue>, SyntaxError> {
    let source = &file[range.clone()];
    let table = DeTable::parse(source).map_err(|error| SyntaxError {
        span: shifted(error.span().unwrap_or(0..0), range.start),
        message: error.message().to_owned(),
    })?;
    Ok(toml_table(table.get_ref(), source, range.start))
}

fn toml_table(table: &DeTable<'_>, source: &str, offset: usize) -> Vec<KeyValue> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| KeyValue {
            key: key.get_ref().to_string(),
            span: shifted(key.span(), offset),
            node: toml_node(value, source, offset),
        })
        .collect();
    entries.sort_by_key(|entry| entry.span);
    entries
}

fn toml_node(spanned: &Spanned<DeValue<'_>>, source: &str, offset: usize) -> Node {
    let value = match spanned.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
            Value::Text(source.get(spanned.span()).unwrap_or_default().to_owned())
        }
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| toml_node(item, source, offset)).collect())
        }
        DeValue::Table(table) => Value::Table(toml_table(table, source, offset)),
    };
    Node { span: shifted(spanned.span(), offset), value }
}

fn shifted(range: Range<usize>, offset: usize) -> Span {
    Span::new(range.start + offset..range.end + offset)
}

fn parse_yaml(file: &str, range: Range<usize>) -> Result<Vec<KeyValue>, SyntaxError> {
    let reader = YamlReader::new(file, range.clone());
    let documents = MarkedYaml::load_from_str(&file[range.clone()]).map_err(|error| {
        let at = reader.byte_offset(error.marker().index());
        SyntaxError { span: Span::new(at..at), message: error.info().to_owned() }
    })?;
    let Some(document) = documents.first() else { return Ok(vec![]) };
    match reader.read_node(document).value {
        Value::Table(entries) => Ok(entries),
        Value::Null => Ok(vec![]),
        _ => Err(SyntaxError {
            span: Span::new(range.start..range.start),
            message: "these are not keys with values".to_owned(),
        }),
    }
}

struct YamlReader<'a> {
    file: &'a str,
    /// Byte offset in the file of each character: YAML counts characters.
    offsets: Vec<usize>,
}

impl<'a> YamlReader<'a> {
    fn new(file: &'a str, range: Range<usize>) -> Self {
        let characters = file[range.clone()].char_indices().map(|(at, _)| range.start + at);
        Self { file, offsets: characters.chain([range.end]).collect() }
    }

    fn byte_offset(&self, character: usize) -> usize {
        self.offsets[character.min(self.offsets.len() - 1)]
    }

    fn read_node(&self, node: &MarkedYaml<'_>) -> Node {
        let start = self.byte_offset(node.span.start.index());
        let end = self.byte_offset(node.span.end.index());
        let written = self.file.get(start..end).unwrap_or_default();
        let value = match &node.data {
            YamlData::Value(Scalar::String(text)) => Value::Text(text.to_string()),
            YamlData::Value(Scalar::Boolean(flag)) => Value::Bool(*flag),
            YamlData::Value(Scalar::Integer(_) | Scalar::FloatingPoint(_)) => {
                Value::Text(written.trim().to_owned())
            }
            YamlData::Representation(text, ..) => Value::Text(text.to_string()),
            YamlData::Sequence(items) => Value::List(items.iter().map(|item| self.read_node(item)).collect()),
            YamlData::Mapping(entries) => {
                let mut table = Vec::new();
                for (key, value) in entries {
                    let key = self.read_node(key);
                    if let Value::Text(name) = key.value {
                        table.push(KeyValue { key: name, span: key.span, node: self.read_node(value) });
                    }
                }
                Value::Table(table)
            }
            YamlData::Tagged(_, inner) => self.read_node(inner).value,
            YamlData::Value(Scalar::Null) | YamlData::Alias(_) | YamlData::BadValue => Value::Null,
        };
        // The span of a block ends after the line breaks that follow it.
        Node { span: Span::new(start..start + written.trim_end().len()), value }
    }
}

impl Node {
    /// Returns the trimmed text, if this is text and not empty.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Returns the items of a list; any other value counts as a list of one.
    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// Returns the texts of a list; a single text counts as a list of one.
    pub(super) fn as_texts(&self) -> Vec<&str> {
        self.items().iter().filter_map(Self::as_text).collect()
    }

    pub(super) fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(flag) => Some(*flag),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Returns the entries of a table; none for other values.
    pub(super) fn as_table(&self) -> &[KeyValue] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// Returns whether nothing is lost when this value is dropped: `false` counts as nothing.
    pub(super) fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null | Value::Bool(false) => true,
            Value::Bool(true) => false,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(Self::is_empty),
            Value::Table(entries) => entries.iter().all(|entry| entry.node.is_empty()),
        }
    }
}

/// Finds a key of a table, in any case: Hugo ignores it.
pub(super) fn find_key<'n>(table: &'n [KeyValue], key: &str) -> Option<&'n Node> {
    table.iter().find(|entry| entry.key.eq_ignore_ascii_case(key)).map(|entry| &entry.node)
}

/// Finds a key in nested tables, by its path: `["params", "description"]`.
pub(super) fn find_path<'n>(table: &'n [KeyValue], path: &[&str]) -> Option<&'n Node> {
    let (last, parents) = path.split_last()?;
    let table = parents.iter().try_fold(table, |table, key| Some(find_key(table, key)?.as_table()))?;
    find_key(table, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_all(file: &str, form: DataFormat) -> Vec<KeyValue> {
        parse_table(file, 0..file.len(), form).expect("valid")
    }

    #[test]
    fn each_format_gives_the_same_values_with_their_spans() {
        let toml = parse_all("title = \"Ä b\"\ntags = [\"c\"]\ndate = 2022-09-14\n", DataFormat::Toml);
        let yaml = parse_all("title: Ä b\ntags: [c]\ndate: 2022-09-14\n", DataFormat::Yaml);
        let json =
            parse_all("{\"title\": \"Ä b\", \"tags\": [\"c\"], \"date\": \"2022-09-14\"}", DataFormat::Yaml);
        for keys in [&toml, &yaml, &json] {
            assert_eq!(find_key(keys, "Title").and_then(Node::as_text), Some("Ä b"));
            assert_eq!(find_key(keys, "tags").map(Node::as_texts), Some(vec!["c"]));
            assert_eq!(find_key(keys, "date").and_then(Node::as_text), Some("2022-09-14"));
        }
        assert_eq!(yaml[1].span.range(), 12..16);
        assert_eq!(toml[1].span.range(), 15..19);
    }

    #[test]
    fn numbers_stay_text_as_it_is_written() {
        assert_eq!(
            find_key(&parse_all("v: 1.10\n", DataFormat::Yaml), "v").and_then(Node::as_text),
            Some("1.10")
        );
        assert_eq!(
            find_key(&parse_all("v = 0x1F", DataFormat::Toml), "v").and_then(Node::as_text),
            Some("0x1F")
        );
    }

    #[test]
    fn an_error_has_a_span() {
        assert_eq!(
            parse_table("ä\na: [", 0..7, DataFormat::Yaml).map_err(|error| error.span.start > 2).err(),
            Some(true)
        );
        assert!(parse_table("a =\n", 0..4, DataFormat::Toml).is_err());
    }
}
