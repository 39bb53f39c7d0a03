//! A block of a site's own: any TOML that its template understands.
//!
//! Must not know: the template.

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use super::*;
use crate::parse::html::mark_resolved;

/// Shared by all blocks of a site's own; their names are those of their templates.
pub(crate) static TYPE: BlockType = BlockType {
    name: "",
    noun: "a block",
    about: "",
    example: "",
    keys: &[],
    takes_rows: false,
    parse: |fields, _| {
        let mut strings = Vec::new();
        let mut entries = fields.keys();
        entries.sort_by_key(|(key, _)| *key);
        let json = |(key, value): (&str, _)| (key.to_owned(), to_json(fields, value, &mut strings));
        let data = Value::Object(entries.into_iter().map(json).collect());
        Arc::new(Own { data, strings })
    },
    view: schema::<OwnView<'_>>,
    drawing: None,
};

/// A block that only its template understands: the data, and every string of it as Markdown too.
#[derive(Clone, Debug)]
struct Own {
    data: Value,
    /// The strings in the order in which `data` is walked, keys sorted.
    strings: Vec<Prose>,
}

/// A value as JSON, its strings collected on the way.
fn to_json(fields: &Fields<'_, '_>, value: &Spanned<DeValue<'_>>, strings: &mut Vec<Prose>) -> Value {
    match value.get_ref() {
        DeValue::String(string) => {
            strings.push(prose(fields, fields.string(string, value.span())));
            Value::String(string.to_string())
        }
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(&number.as_str().replace('_', ""), number.radix());
            number.map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => {
            number.as_str().replace('_', "").parse::<f64>().map_or(Value::Null, Value::from)
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| to_json(fields, item, strings)).collect(),
        DeValue::Table(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| key.get_ref());
            let entry = |(key, value): (&Spanned<_>, _)| {
                (AsRef::<str>::as_ref(key.get_ref()).to_owned(), to_json(fields, value, strings))
            };
            Value::Object(entries.into_iter().map(entry).collect())
        }
    }
}

/// `block` of a site's own block: its data, and the same with every string as HTML.
#[derive(JsonSchema, Serialize)]
struct OwnView<'s> {
    data: &'s Value,
    html: Value,
}

impl Block for Own {
    fn content(&self) -> BlockContent<'_> {
        BlockContent {
            texts: self.strings.iter().map(BlockText::new).collect(),
            caption: None,
            alt: None,
            claims: vec![],
            drawing: None,
        }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        for text in &self.strings {
            resolver.resolve_brackets(path, text);
        }
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let mut html = self.data.clone();
        // Its addresses are relative to the page already; those in `data` are as the author wrote them.
        let mut rendered =
            self.strings.iter().map(|text| mark_resolved(&renderer.text_html(place.path, text)));
        replace_strings(&mut html, &mut rendered);
        Box::new(OwnView { data: &self.data, html })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        self.strings.iter().map(|text| exporter.text(place.path, text) + "\n\n").collect()
    }
}

/// Replaces a value's strings by rendered ones, in the order in which they were read.
fn replace_strings(value: &mut Value, rendered: &mut dyn Iterator<Item = String>) {
    match value {
        Value::String(string) => *string = rendered.next().unwrap_or_default(),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_strings(item, rendered)),
        Value::Object(entries) => entries.iter_mut().for_each(|(_, entry)| replace_strings(entry, rendered)),
        _ => {}
    }
}
