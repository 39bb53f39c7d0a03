//! What is said that a template sees is what it is given, and has all that it asks for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tera::{Kwargs, State, Tera};

use super::super::theme::View;
use super::*;
use crate::base::SitePath;
use crate::blocks::BLOCKS;
use crate::model::Env;
use crate::pipeline::{Memo, compile};
use crate::source::{File, Snapshot};

/// A template, a name, and what it was given for it.
type Given = (String, &'static str, Value);

thread_local! {
    /// The variables that templates were given, while a test records them.
    static NOTES: RefCell<Option<Vec<Given>>> = const { RefCell::new(None) };
}

/// Takes down what a template is given.
pub(in super::super) fn note(template: &str, views: &[(&'static str, &dyn View)]) {
    NOTES.with_borrow_mut(|notes| {
        let Some(notes) = notes else { return };
        let json = |view: &dyn View| serde_json::to_value(view.value()).expect("a view is data");
        notes.extend(views.iter().map(|(name, view)| (template.to_owned(), *name, json(*view))));
    });
}

/// A site with one of everything: that of the tests in a browser, with the example of each block, a block of its
/// own, a page in a folder and an old address.
fn everything() -> Snapshot {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/everything");
    let entries = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.expect("an entry"));
    let read = |path: &Path| {
        let name = path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
        (SitePath::new(&name), fs::read(path).expect("readable"))
    };
    let mut files: BTreeMap<_, _> =
        entries.filter(|entry| entry.file_type().is_file()).map(|entry| read(entry.path())).collect();
    let mut picture = std::io::Cursor::new(vec![]);
    image::RgbImage::new(8, 8).write_to(&mut picture, image::ImageFormat::Png).expect("a picture");
    files.insert(SitePath::new("content/what-holds-the-bridge/bridge.png"), picture.into_inner());
    let own = "+++\ntitle = \"Own?\"\naliases = [\"/old/\"]\n+++\n```mine\na = \"b\"\n```\n";
    files.insert(SitePath::new("content/own.md"), own.into());
    files.insert(SitePath::new("templates/blocks/mine.html"), "{{ block.data.a }}".into());
    let below = "+++\nkind = \"page\"\ntitle = \"Below\"\n+++\n";
    files.insert(SitePath::new("content/help/below.md"), below.into());
    // The examples cite and name what the documentation does.
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content");
    for name in ["sources.toml", "entities.toml", "reference/orbit.svg"] {
        let file = name.rsplit('/').next().unwrap_or(name);
        let path = SitePath::new(&format!("content/examples/{file}"));
        files.insert(path, fs::read(docs.join(name)).expect("readable"));
    }
    let examples = BLOCKS.iter().map(|block| format!("```{}\n{}```\n\n", block.name, block.example));
    let examples = format!("+++\ntitle = \"Examples?\"\n+++\n{}", examples.collect::<String>());
    files.insert(SitePath::new("content/examples/index.md"), examples.into());
    Snapshot::new(files.into_iter().map(|(path, bytes)| (path.clone(), File::new(&path, &bytes))).collect())
}

/// Renders that site and gives the variables that its templates were given.
fn given() -> Vec<Given> {
    NOTES.set(Some(vec![]));
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: true };
    let compiled = compile(&everything(), &env, &mut Memo::default());
    assert!(!compiled.has_errors(), "{:#?}", compiled.findings());
    for url in compiled.urls() {
        compiled.render(url).map(|page| page.map_err(|found| format!("{url}: {found:#?}")).expect("a page"));
    }
    NOTES.take().expect("notes")
}

/// Differences between a value and its schema: fields that only one of the two has.
fn differences(value: &Value, schema: &Value, at: &str) -> Vec<String> {
    let schema = optional(schema).unwrap_or(schema);
    match (value, schema.get("properties"), schema.get("items")) {
        (Value::Object(fields), Some(Value::Object(said)), _) => {
            let names = |map: &serde_json::Map<String, Value>| map.keys().cloned().collect::<BTreeSet<_>>();
            let (has, said_of) = (names(fields), names(said));
            let alone = has.symmetric_difference(&said_of).map(|name| format!("{at}.{name}"));
            let both = has.intersection(&said_of);
            let below =
                both.flat_map(|name| differences(&fields[name], &said[name], &format!("{at}.{name}")));
            alone.chain(below).collect()
        }
        (Value::Array(items), _, Some(each)) => {
            items.iter().flat_map(|item| differences(item, each, &format!("{at}[]"))).collect()
        }
        (Value::Object(_), None, _) if schema.get("type").is_some() => vec![format!("{at} has fields")],
        _ => vec![],
    }
}

#[test]
fn what_is_said_of_a_template_is_what_it_is_given() {
    let mut seen: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (template, name, value) in given() {
        let own = if template == "blocks/mine.html" { own_block() } else { template_variables(&template) };
        let own = if template == "base.html" { vec![site()] } else { own };
        let variable = own.iter().find(|variable| variable.name == name);
        let schema = &variable.unwrap_or_else(|| panic!("{template} is given {name}")).schema;
        assert_eq!(differences(&value, schema.as_value(), name), [""; 0], "{template}");
        seen.entry(template).or_default().insert(name);
    }
    for piece in pieces() {
        let said: BTreeSet<_> =
            piece.variables().iter().map(|variable| variable.name).filter(|name| *name != "site").collect();
        let given = seen.get(piece.name()).cloned().unwrap_or_default();
        // What every page is given is noted once.
        let given: BTreeSet<_> = given.into_iter().filter(|name| *name != "site").collect();
        assert_eq!(said, given, "{}", piece.path);
    }
    assert!(seen["blocks/mine.html"].contains("block") && seen["base.html"].contains("site"));
}

#[test]
fn every_template_says_what_it_makes() {
    for piece in
        pieces().iter().filter(|piece| !piece.path.ends_with(".svg") || piece.path.starts_with("templates"))
    {
        assert!(piece.about().ends_with('.'), "{}: {}", piece.path, piece.about());
    }
}

/// Compares the variables that templates ask for with those that they see.
struct Reader {
    texts: BTreeMap<&'static str, &'static str>,
    /// Components by name: their parameters, and their text.
    components: BTreeMap<String, (Vec<String>, String)>,
    asked: usize,
    wrong: BTreeSet<String>,
}

/// Names in a template, each with its schema; with none, where that is not known.
type Names = BTreeMap<String, Option<Value>>;

impl Reader {
    fn new() -> Self {
        let texts: BTreeMap<_, _> = pieces().iter().map(|piece| (piece.name(), piece.text)).collect();
        let mut components = BTreeMap::new();
        let all = texts.values().map(|text| text.replace("{%-", "{%")).collect::<String>();
        for part in all.split("{% component ").skip(1) {
            let (name, rest) = part.split_once('(').expect("a name");
            let (parameters, rest) = rest.split_once(')').expect("parameters");
            let names =
                parameters.split(',').map(|one| one.split(':').next().unwrap_or("").trim().to_owned());
            let (_, text) = rest.split_once("%}").expect("a beginning");
            let (text, _) = text.split_once("{% endcomponent").expect("an end");
            components.insert(name.to_owned(), (names.collect(), text.to_owned()));
        }
        Self { texts, components, asked: 0, wrong: BTreeSet::new() }
    }

    fn read(&mut self, template: &str, text: &str, mut names: Names) {
        let mut outer: Vec<Names> = Vec::new();
        for tag in tags(text) {
            let words: Vec<&str> = tag.split_whitespace().collect();
            self.ask(template, tag, &names);
            match words[..] {
                ["for", name, "in", ..] => {
                    outer.push(names.clone());
                    let (_, list) = tag.split_once(" in ").expect("a list");
                    let each = self.value(list, &names).and_then(|list| list.get("items").cloned());
                    names.insert(name.to_owned(), each);
                }
                ["endfor"] => names = outer.pop().expect("a loop"),
                ["set", name, "=", path] => drop(names.insert(name.to_owned(), self.value(path, &names))),
                ["set", name, ..] => drop(names.insert(name.to_owned(), None)),
                ["extends" | "include", other] => {
                    let other = other.trim_matches('"');
                    self.read(&format!("{template} with {other}"), self.texts[other], names.clone());
                }
                _ => {}
            }
            // A component may stand in the arguments of a function.
            for (at, _) in tag.match_indices('<') {
                if tag[at + 1..].starts_with(char::is_alphabetic) {
                    self.call(template, &tag[at..], &names);
                }
            }
        }
    }

    /// A component's text, with what it is called with.
    fn call(&mut self, template: &str, tag: &str, names: &Names) {
        let name = tag.trim_start_matches('<').split_whitespace().next().unwrap_or_default();
        let (parameters, text) = self.components[name].clone();
        let mut own = Names::new();
        for parameter in parameters {
            let given =
                tag.split_once(&format!(" {parameter}={{")).and_then(|(_, rest)| rest.split_once('}'));
            let value = given.and_then(|(path, _)| self.value(path, names));
            own.insert(parameter, value);
        }
        self.read(&format!("{template}, <{name}>"), &text, own);
    }

    /// The schema of what a path leads to; none for anything that is more than a path.
    fn value(&self, path: &str, names: &Names) -> Option<Value> {
        let path = path.trim();
        let only = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_'));
        let mut parts = path.split('.');
        let mut schema = names.get(parts.next()?)?.clone().filter(|_| only)?;
        for part in parts {
            schema = optional(&schema).unwrap_or(&schema).get("properties")?.get(part)?.clone();
        }
        Some(optional(&schema).unwrap_or(&schema).clone())
    }

    /// Holds every path of a tag against the names.
    fn ask(&mut self, template: &str, tag: &str, names: &Names) {
        for path in paths(tag) {
            let mut parts = path.iter();
            let Some(Some(schema)) = parts.next().and_then(|root| names.get(root)) else { continue };
            let mut schema = schema.clone();
            for part in parts {
                let inner = optional(&schema).unwrap_or(&schema);
                let next = if part == "[]" {
                    inner.get("items").or_else(|| inner.get("prefixItems")?.get(0))
                } else {
                    inner.get("properties").and_then(|fields| fields.get(part))
                };
                self.asked += 1;
                match next {
                    Some(next) => schema = next.clone(),
                    None => {
                        self.wrong.insert(format!("{template}: {}", path.join(".")));
                        break;
                    }
                }
            }
        }
    }
}

/// The insides of a template's tags, without comments.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("{#").enumerate();
    let text = parts
        .map(|(at, part)| if at == 0 { part } else { part.split_once("#}").map_or("", |(_, rest)| rest) });
    text.flat_map(|text| {
        text.match_indices('{').filter_map(|(at, _)| {
            let close = match text.as_bytes().get(at + 1)? {
                b'{' => "}}",
                b'%' => "%}",
                _ => return None,
            };
            let inside = &text[at + 2..];
            Some(inside[..inside.find(close)?].trim_matches('-').trim())
        })
    })
}

/// The paths in a tag, `html.sections[loop.index0].answer` as `html`, `sections`, `[]`, `answer`.
fn paths(tag: &str) -> Vec<Vec<String>> {
    let texts_out: String = tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    let mut found = Vec::new();
    let mut rest = &*texts_out;
    let word = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(at) = rest.find(|c: char| c.is_alphabetic() || c == '_') {
        rest = &rest[at..];
        let mut path = Vec::new();
        loop {
            let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
            path.push(rest[..end].to_owned());
            rest = &rest[end..];
            if let Some(index) = rest.strip_prefix('[') {
                let (inside, behind) = index.split_once(']').expect("an end");
                found.extend(paths(inside));
                path.push("[]".to_owned());
                rest = behind;
            }
            match rest.strip_prefix('.') {
                Some(behind) if behind.starts_with(word) => rest = behind,
                _ => break,
            }
        }
        found.push(path);
    }
    found
}

#[test]
fn a_template_asks_for_nothing_that_it_does_not_see() {
    let mut reader = Reader::new();
    for piece in pieces().iter().filter(|piece| !piece.variables().is_empty()) {
        let names = piece.variables().into_iter();
        let names =
            names.map(|variable| (variable.name.to_owned(), Some(variable.schema.as_value().clone())));
        reader.read(piece.name(), piece.text, names.collect());
    }
    // `<origin>` asks for the data of blocks that may have none, and asks whether there are any first.
    reader.wrong.retain(|wrong| !wrong.contains("<origin>: block.data"));
    assert!(reader.wrong.is_empty(), "{:#?}", reader.wrong);
    assert!(reader.asked > 500, "no more than {} names were found", reader.asked);
}

#[test]
fn a_template_names_nothing_that_it_does_not_see() {
    let mut tera = Tera::default();
    tera.register_function("t", |_: Kwargs, _: &State<'_>| "");
    let templates = pieces().into_iter().filter(|piece| piece.path.starts_with("templates/"));
    tera.add_raw_templates(templates.map(|piece| (piece.name(), piece.text))).expect("the theme");
    for piece in pieces().iter().filter(|piece| !piece.variables().is_empty()) {
        let said: BTreeSet<_> = piece.variables().iter().map(|variable| variable.name).collect();
        let asked = tera.get_template_variables(piece.name()).expect("a template");
        // Pages without metadata for machines go without this one; what is set in a template is its own.
        let own = ["json_ld", "description", "dated", "block"];
        let unseen: Vec<_> =
            asked.iter().filter(|name| !said.contains(*name) && !own.contains(name)).collect();
        assert!(unseen.is_empty(), "{}: {unseen:?}", piece.path);
    }
}
