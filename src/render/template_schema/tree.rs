//! A type in words: its fields, what is in each, and what its author says of it.
//!
//! Must not know: which type it is.

use serde_json::Value;

use super::TemplateVariable;

/// A name and all below it, a line each, those within another behind two spaces more.
pub(crate) fn tree(sight: &TemplateVariable) -> String {
    let mut tree = String::new();
    line((sight.name, sight.schema.as_value()), 0, &mut tree);
    tree
}

fn line((name, schema): (&str, &Value), depth: usize, tree: &mut String) {
    let Kind { words, fields } = kind(schema);
    let about = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
    let colon = if words.is_empty() { "" } else { ": " };
    let gap = if about.is_empty() { "" } else { "  # " };
    *tree += &format!("{}{name}{colon}{words}{gap}{about}\n", "  ".repeat(depth));
    let fields = fields.and_then(|fields| fields.get("properties")).and_then(Value::as_object);
    for (name, schema) in fields.into_iter().flatten() {
        line((name, schema), depth + 1, tree);
    }
}

/// The type of a value in words, and the schema that has its fields.
struct Kind<'s> {
    words: String,
    fields: Option<&'s Value>,
}

fn kind(schema: &Value) -> Kind<'_> {
    if let Some(some) = optional(schema) {
        let Kind { words, fields } = kind(some);
        let words = if words.is_empty() { "fields" } else { &words };
        let words = format!("{words}, or nothing");
        return Kind { words, fields };
    }
    let types = match schema.get("type") {
        Some(Value::Array(several)) => several.as_slice(),
        one => one.map(std::slice::from_ref).unwrap_or_default(),
    };
    let orless = if types.len() > 1 && types.iter().any(|one| one == "null") { ", or nothing" } else { "" };
    let plain = |words: &str| Kind { words: format!("{words}{orless}"), fields: None };
    if schema.get("enum").is_some() || schema.get("oneOf").is_some() {
        let listed =
            |schema: &Value| schema.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
        let each = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
        let of_each = each.flat_map(|one| one.get("const").cloned().into_iter().chain(listed(one)));
        let words = listed(schema).into_iter().chain(of_each).map(|word| word.to_string());
        return plain(&words.collect::<Vec<_>>().join(" or "));
    }
    match types.iter().filter_map(Value::as_str).find(|one| *one != "null") {
        Some("string") => plain("text"),
        Some("integer" | "number") => plain("number"),
        Some("boolean") => plain("true or false"),
        Some("array") => list(schema),
        Some("object") => Kind { words: String::new(), fields: Some(schema) },
        _ => plain("anything"),
    }
}

/// The schema of a value that may be null, without the null; none for other schemas.
pub(super) fn optional(schema: &Value) -> Option<&Value> {
    let is_null = |schema: &Value| schema.get("type").and_then(Value::as_str) == Some("null");
    let either = schema.get("anyOf")?.as_array()?;
    either.iter().any(is_null).then(|| either.iter().find(|schema| !is_null(schema)))?
}

fn list(schema: &Value) -> Kind<'_> {
    if let Some(pair) = schema.get("prefixItems").and_then(Value::as_array) {
        let words: Vec<_> = pair.iter().map(|item| kind(item).words).collect();
        return Kind { words: words.join(" and "), fields: None };
    }
    let Some(items) = schema.get("items") else {
        return Kind { words: "list".to_owned(), fields: None };
    };
    let Kind { words, fields } = kind(items);
    let words = if words.is_empty() { "list, each with".to_owned() } else { format!("list of {words}") };
    Kind { words, fields }
}
