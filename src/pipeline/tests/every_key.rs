//! An edit of any key that the reference knows leaves the site as a clean build makes it: from right to wrong, from
//! wrong to right, from one mistake to another.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::super::{Compiled, Memo, compile};
use crate::model::Env;
use crate::parse::formats::{Format, Written, formats};
use crate::parse::table::{Form, Key, Needed, Others, Shape};

/// A site of one page of each kind, which refer to each other and to all data.
const SITE: [(&str, &str); 9] = [
    ("site.toml", "title = \"S\"\nbase_url = \"https://example.org/\"\ncards = \"explainers\"\n"),
    ("content/sources.toml", "[ap]\nkind = \"article\"\ntitle = \"A\"\n"),
    ("content/facts.toml", "[n]\nlabel = \"N\"\nvalue = 8\nsource = \"ap\"\n"),
    ("content/entities.toml", "[xi]\nkind = \"person\"\nname = \"Xi\"\n"),
    (
        "content/q.md",
        "+++\ntitle = \"Q?\"\ntopics = [\"T\"]\n+++\nXi has [=n] [@ap]. See [more](f/index.md#why).\n",
    ),
    (
        "content/f/index.md",
        "+++\ntitle = \"F?\"\naliases = [\"/f-old/\"]\ntopics = [\"T\"]\n+++\nXi and [Q](../q.md).\n",
    ),
    ("content/f/01-s.md", "+++\ntitle = \"S?\"\n+++\n### Why {#why}\n\nSo [it](/topics/t/) is.\n"),
    ("content/p.md", "+++\nkind = \"page\"\ntitle = \"P\"\n+++\nSee [all](/) and [f](/f/).\n"),
    ("content/index.md", "+++\n+++\nWelcome to [Q](q.md).\n"),
];

/// The file in which a format is tried.
fn file_of(format: &Format) -> &'static str {
    match (format.name, format.place) {
        ("site", _) => "site.toml",
        ("sources", _) => "content/sources.toml",
        ("entities", _) => "content/entities.toml",
        ("facts", _) => "content/facts.toml",
        ("section", _) => "content/f/01-s.md",
        ("page", _) => "content/p.md",
        ("home", _) => "content/index.md",
        (_, Written::Fence) => "content/f/index.md",
        _ => "content/q.md",
    }
}

/// The whole file with this TOML in the place of its own.
fn file_with(format: &Format, toml: &str) -> String {
    let path = file_of(format);
    let (_, text) = SITE.iter().find(|(known, _)| *known == path).expect("a file of the site");
    match format.place {
        Written::File(_) => toml.to_owned(),
        Written::Front(_) => {
            let body = text.split("+++\n").nth(2).expect("a body");
            format!("+++\n{toml}+++\n{body}")
        }
        Written::Fence => format!("{text}\n```{}\n{toml}```\n", format.name),
    }
}

/// Two values that are right in form, then two that are not, or whose meaning is none.
fn values(form: &Form) -> [String; 4] {
    let values = match form {
        Form::Text => ["\"/ap/\"", "\"T\"", "\"https://elsewhere.example/x?\"", "7"],
        Form::Texts => ["[\"/ap/\"]", "[\"T\", \"U\"]", "[\"https://elsewhere.example/x?\", \"\"]", "[7]"],
        Form::Flag => ["true", "false", "\"yes\"", "7"],
        Form::Date => ["2022-01-01", "\"2021-05~\"", "\"2022-13\"", "2999-01-01"],
        Form::Count => ["1", "2", "0", "\"two\""],
        Form::Number => ["9", "2.5", "\"nine\"", "true"],
        Form::Moment => ["2022-01-01T00:00:00Z", "2022-01-02T00:00:00Z", "2022-01-01", "\"now\""],
        Form::Word(words) => {
            let quoted = |at: usize| format!("\"{}\"", words[at % words.len()]);
            return [quoted(0), quoted(1), "\"nonsense\"".to_owned(), "7".to_owned()];
        }
        Form::Table(_) | Form::Tables(_) => ["{}", "[{}]", "7", "\"x\""],
    };
    values.map(str::to_owned)
}

/// A key, and the TOML that must be above it: other keys that are needed, and headers.
struct Place<'s> {
    above: String,
    key: &'s Key,
}

/// All keys of a table and of those in it. `above` ends in the table's header, `path` is the name in it.
fn places<'s>(shape: &'s Shape, above: &str, path: &str) -> Vec<Place<'s>> {
    let mut all = Vec::new();
    let needed = |but: &str| {
        let keys = shape.keys.iter().filter(|key| key.needed == Needed::Always && key.name != but);
        keys.filter_map(needed_line).collect::<String>()
    };
    for key in &shape.keys {
        let above = format!("{above}{}", needed(key.name));
        let below = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
        match &key.form {
            Form::Table(shape) => all.extend(places(shape, &format!("{above}[{below}]\n"), &below)),
            Form::Tables(shape) => all.extend(places(shape, &format!("{above}[[{below}]]\n"), &below)),
            _ => {}
        }
        all.push(Place { above, key });
    }
    if let Others::Ids(shape) = &shape.others {
        let id = match shape.name {
            "an entity" => "xi",
            "a fact" => "n",
            _ => "ap",
        };
        let path = if path.is_empty() { id.to_owned() } else { format!("{path}.{id}") };
        all.extend(places(shape, &format!("{above}[{path}]\n"), &path));
    }
    all
}

/// A key that must be there, with a value that fits wherever it stands.
fn needed_line(key: &Key) -> Option<String> {
    let value = match &key.form {
        Form::Text => "\"ap\"".to_owned(),
        Form::Table(_) | Form::Tables(_) => return None,
        form => values(form)[0].clone(),
    };
    Some(format!("{} = {value}\n", key.name))
}

fn compiled(files: &BTreeMap<&str, String>, memo: &mut Memo) -> Compiled {
    let snapshot = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let env = Env { today: date(2022, 9, 15), base_url: None, drafts: true };
    compile(&snapshot, &env, memo)
}

/// All findings, and the key of what is at each address.
fn outcome(compiled: &Compiled) -> (Vec<String>, Vec<String>) {
    let findings = compiled.findings().iter().map(|finding| format!("{finding:?}"));
    let keys = compiled.urls().map(|url| format!("{url} {:?}", compiled.key(url)));
    (findings.collect(), keys.collect())
}

#[test]
fn an_edit_of_any_key_leaves_what_a_clean_build_makes() {
    let mut files: BTreeMap<_, _> = SITE.iter().map(|(path, text)| (*path, (*text).to_owned())).collect();
    let mut memo = Memo::default();
    assert_eq!(outcome(&compiled(&files, &mut memo)).0, Vec::<String>::new());
    let mut tried = 0;
    for format in formats() {
        let path = file_of(&format);
        let original = files[path].clone();
        for place in places(&format.shape, "", "") {
            let [right, other, wrong, worse] =
                values(&place.key.form).map(|value| Some(format!("{} = {value}\n", place.key.name)));
            for line in [right, wrong, worse.clone(), other, None, worse, None] {
                let toml = format!("{}{}", place.above, line.as_deref().unwrap_or_default());
                files.insert(path, file_with(&format, &toml));
                let warm = outcome(&compiled(&files, &mut memo));
                // A theme takes longer to load than the rest, and no key is about it.
                let mut nothing = Memo { theme: memo.theme.clone(), ..Memo::default() };
                let cold = outcome(&compiled(&files, &mut nothing));
                assert_eq!(warm, cold, "{path}:\n{toml}");
                tried += 1;
            }
        }
        files.insert(path, original);
        compiled(&files, &mut memo);
    }
    assert!(tried > 700, "only {tried} edits were tried");
}
