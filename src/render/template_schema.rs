//! What each template of the theme makes, and what it may see.
//!
//! What it makes, its own first comment says; what it sees, the types of its views. So neither can differ from
//! what is. Must not know: how a page is made.

#[cfg(test)]
pub(super) mod tests;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::card::{CardSiteView, CardView};
use super::feeds::{FeedView, UrlView};
use super::theme;
use super::view::{ExplainerView, HtmlView, ListView, PlainView, RedirectView, SiteView};
use super::views::{CorrectionsView, EntityPageView, ListingView, PageIndexView};
use crate::base::words::nearest;
use crate::blocks;

/// A name that a template sees, and its schema.
pub(crate) struct TemplateVariable {
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
}

/// A file of the built-in theme.
pub(crate) struct Piece {
    /// As a site would have it: `templates/explainer.html`.
    pub(crate) path: &'static str,
    pub(crate) text: &'static str,
}

/// All files of the built-in theme, by path.
pub(crate) fn pieces() -> Vec<Piece> {
    let mut pieces: Vec<_> = theme::built_in().map(|(path, text)| Piece { path, text }).collect();
    pieces.sort_by_key(|piece| {
        (!piece.path.starts_with("templates/"), piece.path.matches('/').count(), piece.path)
    });
    pieces
}

/// The file of a name, `explainer.html` or `templates/explainer.html`, or the name that was likely meant.
pub(crate) fn piece(name: &str) -> Result<Piece, Option<&'static str>> {
    let mut all = pieces();
    match all.iter().position(|piece| piece.path == name || piece.name() == name) {
        Some(at) => Ok(all.swap_remove(at)),
        None => Err(nearest(name, all.iter().map(Piece::name))),
    }
}

impl Piece {
    /// Without its folder.
    pub(crate) fn name(&self) -> &'static str {
        self.path.split_once('/').map_or(self.path, |(_, name)| name)
    }

    /// The text of its first comment; empty if it has none.
    pub(crate) fn about(&self) -> String {
        let marks = [("{#-", "-#}"), ("/*", "*/"), ("<!--", "-->"), ("###", "\n")];
        let mut comments =
            marks.iter().filter_map(|(open, close)| self.text.strip_prefix(open)?.split_once(close));
        let comment = comments.next().map_or("", |(comment, _)| comment);
        comment.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The variables that it sees itself; none if it sees those of the template around it.
    pub(crate) fn variables(&self) -> Vec<TemplateVariable> {
        if self.path.starts_with("templates/") { template_variables(self.name()) } else { vec![] }
    }

    /// The templates that it begins with or has in it.
    pub(crate) fn parts(&self) -> Vec<&'static str> {
        let named = |before: &str| {
            self.text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>()
        };
        let mut parts = [named("{% extends \""), named("include \"")].concat();
        parts.sort_unstable();
        parts.dedup();
        parts
    }
}

/// The variables that the template of a site's own block sees.
pub(crate) fn own_block() -> Vec<TemplateVariable> {
    vec![TemplateVariable { name: "block", schema: (blocks::OWN.view)() }, site()]
}

/// The names that a template sees, each with its type.
fn template_variables(template: &str) -> Vec<TemplateVariable> {
    if let Some(file) = template.strip_prefix("blocks/") {
        let (name, ending) = file.split_once('.').unwrap_or((file, ""));
        let Some(block) = blocks::built_in(name) else { return vec![] };
        let variable = match ending {
            "svg" => block.drawing.map(|schema| TemplateVariable { name: block.name, schema: schema() }),
            _ => Some(TemplateVariable { name: "block", schema: (block.view)() }),
        };
        return variable.into_iter().chain([site()]).collect();
    }
    let own = match template {
        "404.html" | "topic.html" => vec![variable::<ListView<'_>>("page")],
        "home.html" => vec![variable::<ListView<'_>>("page"), variable::<HtmlView>("html")],
        "explainer.html" => {
            vec![
                variable::<ExplainerView<'_>>("page"),
                variable::<HtmlView>("html"),
                variable::<String>("json_ld"),
            ]
        }
        "page.html" => vec![variable::<PlainView<'_>>("page"), variable::<HtmlView>("html")],
        "corrections.html" => vec![variable::<CorrectionsView<'_>>("page")],
        "page-index.html" => vec![variable::<PageIndexView<'_>>("page")],
        "entity.html" => vec![variable::<EntityPageView<'_>>("page")],
        "listing.html" => vec![variable::<ListingView<'_>>("page")],
        "redirect.html" => vec![variable::<RedirectView<'_>>("page")],
        "feed.xml" => vec![variable::<FeedView<'_>>("feed")],
        "sitemap.xml" => vec![variable::<Vec<UrlView<'_>>>("urls")],
        "robots.txt" => vec![],
        // A card sees no more of the site than it can show.
        "card.svg" => return vec![variable::<CardView<'_>>("card"), variable::<CardSiteView<'_>>("site")],
        _ => return vec![],
    };
    own.into_iter().chain([site()]).collect()
}

fn site() -> TemplateVariable {
    variable::<SiteView<'_>>("site")
}

fn variable<T: JsonSchema>(name: &'static str) -> TemplateVariable {
    TemplateVariable { name, schema: schema::<T>() }
}

/// The schema of a view, without references to other schemas.
pub(crate) fn schema<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>()
}

/// A name and all below it, a line each, those within another behind two spaces more.
pub(crate) fn tree(variable: &TemplateVariable) -> String {
    let mut tree = String::new();
    line((variable.name, variable.schema.as_value()), 0, &mut tree);
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
fn optional(schema: &Value) -> Option<&Value> {
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
