//! JSON Schemas of the formats, for editors that complete and check TOML.
//!
//! Most editors use Taplo, which knows the older drafts: the schemas use the keywords of draft 4 only, under the
//! name of draft 7, which all tools read. A schema accepts all that its reader accepts. It cannot look at the
//! calendar or at other files, so `nutgraf check` finds more. Must not know: which tool reads it.

use serde_json::{Map, Value, json};

use crate::lint::{DefaultValue, RULES};
use crate::parse::formats::{Written, formats};
use crate::parse::keys::{ENTRY, about};
use crate::parse::table::{Form, Needed, Others, Shape};

/// The schema of a format.
pub(crate) struct Schema {
    pub(crate) name: &'static str,
    pub(crate) place: Written,
    pub(crate) value: Value,
}

impl Schema {
    /// The text of its file.
    pub(crate) fn text(&self) -> String {
        format!("{:#}\n", self.value)
    }
}

/// Builds the schemas of all formats.
pub(crate) fn schemas() -> Vec<Schema> {
    let mut schemas = Vec::new();
    for format in formats() {
        let mut value = table_schema(&format.shape);
        value["$schema"] = json!("http://json-schema.org/draft-07/schema#");
        schemas.push(Schema { name: format.name, place: format.place, value });
    }
    schemas
}

fn table_schema(shape: &Shape) -> Value {
    let properties = shape.keys.iter().map(|key| {
        let mut value = value_schema(&key.form);
        value["description"] = json!(about(shape.name, key.name).unwrap_or_default());
        (key.name.to_owned(), value)
    });
    let mut value = json!({
        "title": shape.name,
        "type": "object",
        "properties": properties.collect::<Map<_, _>>(),
        "additionalProperties": false,
    });
    allow_other_keys(shape, &mut value);
    require_keys(shape, &mut value);
    value
}

fn value_schema(form: &Form) -> Value {
    match form {
        Form::Text => json!({ "type": "string", "pattern": r"\S" }),
        Form::Texts => json!({ "type": "array", "items": value_schema(&Form::Text) }),
        Form::Flag => json!({ "type": "boolean" }),
        // A date of TOML is a string to a schema. An EDTF string is checked for its characters and for a year only.
        Form::Date => json!({ "anyOf": [
            { "type": "string", "format": "date" },
            { "type": "string", "pattern": r"^\s*[-0-9XY./?~%]*[0-9]{2}[-0-9X./Y?~%]*\s*$" },
            { "type": "integer", "minimum": 1000, "maximum": 9999 },
        ] }),
        Form::Word(words) => json!({ "enum": words }),
        Form::Count => json!({ "type": "integer", "minimum": 1 }),
        Form::Number => json!({ "type": "number" }),
        Form::Moment => json!({ "type": "string", "format": "date-time" }),
        Form::Table(shape) => table_schema(shape),
        Form::Tables(shape) => json!({ "type": "array", "items": table_schema(shape) }),
    }
}

/// Sets the schema of keys that the author chooses.
fn allow_other_keys(shape: &Shape, value: &mut Value) {
    let described = |mut schema: Value| {
        schema["description"] = json!(about(shape.name, ENTRY).unwrap_or_default());
        schema
    };
    match &shape.others {
        Others::None => {}
        Others::Any => value["additionalProperties"] = json!(true),
        Others::Ids(below) if below.others == Others::Any => {
            value["properties"] = rule_settings_schema();
            value["additionalProperties"] = described(json!({ "type": "object" }));
        }
        Others::Ids(below) => {
            value["patternProperties"] = json!({ r"^\S*$": described(table_schema(below)) });
        }
        Others::Names(words) => value["additionalProperties"] = described(json!({ "enum": words })),
    }
}

/// The schemas of the rules' settings, by the name of the rule.
fn rule_settings_schema() -> Value {
    let mut rules = Map::new();
    for rule in RULES.iter().filter(|rule| !rule.settings.is_empty()) {
        let mut keys = Map::new();
        for setting in rule.settings {
            let mut value = match setting.default {
                DefaultValue::Count(_) => json!({ "type": "integer", "minimum": 0 }),
                DefaultValue::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            };
            value["description"] = json!(setting.about);
            keys.insert(setting.key.to_owned(), value);
        }
        rules.insert(rule.code.name.to_owned(), json!({ "type": "object", "properties": keys }));
    }
    Value::Object(rules)
}

/// Sets the keys that a table needs.
fn require_keys(shape: &Shape, value: &mut Value) {
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
