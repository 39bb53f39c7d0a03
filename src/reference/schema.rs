//! JSON Schemas of the formats, for editors that complete and check TOML.
//!
//! Taplo, which most of them use, knows the older drafts: so there is nothing here that draft 4 does not know, but
//! the name of draft 7, which all read. A schema accepts whatever its reader accepts. It knows no calendar, no
//! other file and no sense, so `nutgraf check` finds more. Must not know: which tool reads it.

use serde_json::{Map, Value, json};

use crate::lint::{DefaultValue, RULES, Rule, Setting};
use crate::parse::formats::{Written, formats};
use crate::parse::keys::{ENTRY, about};
use crate::parse::table::{Form, Key, Needed, Others, Shape};

/// A schema, and what it is for.
pub(crate) struct Schema {
    pub(crate) name: &'static str,
    pub(crate) place: Written,
    pub(crate) value: Value,
}

impl Schema {
    /// As it is written to a file.
    pub(crate) fn text(&self) -> String {
        format!("{:#}\n", self.value)
    }
}

/// The schemas of all formats.
pub(crate) fn schemas() -> Vec<Schema> {
    let schema = |shape: &Shape| {
        let mut value = table(shape);
        value["$schema"] = json!("http://json-schema.org/draft-07/schema#");
        value
    };
    let formats = formats().into_iter();
    formats
        .map(|format| Schema { name: format.name, place: format.place, value: schema(&format.shape) })
        .collect()
}

fn table(shape: &Shape) -> Value {
    let properties = shape.keys.iter().map(|key| (key.name.to_owned(), property(shape, key)));
    let mut value = json!({
        "title": shape.name,
        "type": "object",
        "properties": properties.collect::<Map<_, _>>(),
        "additionalProperties": false,
    });
    others(shape, &mut value);
    needs(shape, &mut value);
    value
}

/// What a key may have, and what it is for.
fn property(shape: &Shape, key: &Key) -> Value {
    let mut value = form(&key.form);
    value["description"] = json!(about(shape.name, key.name).unwrap_or_default());
    value
}

fn form(form: &Form) -> Value {
    match form {
        Form::Text => json!({ "type": "string", "pattern": r"\S" }),
        Form::Texts => json!({ "type": "array", "items": self::form(&Form::Text) }),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Date => date(),
        Form::Word(words) => json!({ "enum": words }),
        Form::Count => json!({ "type": "integer", "minimum": 1 }),
        Form::Number => json!({ "type": "number" }),
        Form::Moment => json!({ "type": "string", "format": "date-time" }),
        Form::Table(shape) => table(shape),
        Form::Tables(shape) => json!({ "type": "array", "items": table(shape) }),
    }
}

/// A TOML date is a string to a schema. Of EDTF its letters are known, and that there is a year.
fn date() -> Value {
    json!({ "anyOf": [
        { "type": "string", "format": "date" },
        { "type": "string", "pattern": r"^\s*[-0-9XY./?~%]*[0-9]{2}[-0-9X./Y?~%]*\s*$" },
        { "type": "integer", "minimum": 1000, "maximum": 9999 },
    ] })
}

/// What may stand under keys that are the author's own.
fn others(shape: &Shape, value: &mut Value) {
    let entry = |mut entry: Value| {
        entry["description"] = json!(about(shape.name, ENTRY).unwrap_or_default());
        entry
    };
    match &shape.others {
        Others::None => {}
        Others::Any => value["additionalProperties"] = json!(true),
        Others::Ids(below) if below.others == Others::Any => {
            value["properties"] = rules();
            value["additionalProperties"] = entry(json!({ "type": "object" }));
        }
        Others::Ids(below) => value["patternProperties"] = json!({ r"^\S*$": entry(table(below)) }),
        Others::Names(words) => value["additionalProperties"] = entry(json!({ "enum": words })),
    }
}

/// What can be set for the editor's rules, by their names.
fn rules() -> Value {
    let settable = RULES.iter().filter(|rule| !rule.settings.is_empty());
    let rule = |rule: &&Rule| {
        let keys: Map<_, _> = rule.settings.iter().map(|it| (it.key.to_owned(), setting(it))).collect();
        (rule.code.name.to_owned(), json!({ "type": "object", "properties": keys }))
    };
    Value::Object(settable.map(rule).collect())
}

fn setting(setting: &Setting) -> Value {
    let mut value = match setting.default {
        DefaultValue::Count(_) => json!({ "type": "integer", "minimum": 0 }),
        DefaultValue::Texts => json!({ "type": "array", "items": { "type": "string" } }),
    };
    value["description"] = json!(setting.about);
    value
}

/// Which keys must be there.
fn needs(shape: &Shape, value: &mut Value) {
    let required = shape.keys.iter().filter(|key| key.needed == Needed::Always).map(|key| key.name);
    let required: Vec<_> = required.collect();
    if !required.is_empty() {
        value["required"] = json!(required);
    }
    for key in &shape.keys {
        match key.needed {
            Needed::Always | Needed::Never => {}
            Needed::Unless(flag) => {
                let set = json!({ "properties": { flag: { "enum": [true] } }, "required": [flag] });
                value["anyOf"] = json!([{ "required": [key.name] }, set]);
            }
            Needed::Beside(other) => value["dependencies"][other] = json!([key.name]),
        }
    }
}
