//! The interface has no words but those of its catalogue, `locales/en.ftl`.
//!
//! The main test builds sites with a catalogue of which every message is marked, `⟦Close⟧`. What a reader sees outside
//! of marks is the site's own, or a word that somebody wrote into a template or into the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Resource};
use fluent_syntax::parser::parse;
use fluent_syntax::serializer::serialize;
use html5gum::{Token, Tokenizer};
use nutgraf::{Env, File, Memo, SitePath, Snapshot, compile};

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// Attributes that a reader reads or hears.
const READ: [&str; 4] = ["alt", "aria-label", "placeholder", "title"];

/// What a `<meta>` has for readers of other sites.
const SHARED: [&str; 5] = ["description", "og:title", "og:description", "og:site_name", "og:image:alt"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

fn catalogue() -> Resource<String> {
    let text = fs::read_to_string(root().join("locales/en.ftl")).expect("the catalogue");
    parse(text).expect("no mistakes")
}

fn messages(resource: &Resource<String>) -> impl Iterator<Item = &Message<String>> {
    resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    })
}

/// The built-in catalogue with each message between marks.
fn marked() -> String {
    let mut resource = catalogue();
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry {
            mark(message.value.as_mut().expect("a value"));
        }
    }
    serialize(&resource)
}

fn mark(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        if let PatternElement::Placeable { expression: Expression::Select { variants, .. } } = element {
            return variants.iter_mut().for_each(|variant| mark(&mut variant.value));
        }
    }
    let text = |letter: char| PatternElement::TextElement { value: letter.to_string() };
    pattern.elements.insert(0, text(OPEN));
    pattern.elements.push(text(CLOSE));
}

/// A site on disk with the marked catalogue.
fn site(folder: &Path) -> Snapshot {
    let own = [folder.join("content"), folder.join("static")];
    let own = own.iter().filter(|folder| folder.is_dir()).flat_map(|folder| files(folder));
    let mut all: BTreeMap<SitePath, File> = own
        .chain([folder.join("site.toml")])
        .map(|path| {
            let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            let place = SitePath::new(&name);
            (place.clone(), File::new(&place, &fs::read(&path).expect("a file")))
        })
        .collect();
    let mut picture = std::io::Cursor::new(vec![]);
    image::RgbImage::new(8, 8).write_to(&mut picture, image::ImageFormat::Png).expect("a picture");
    let mut add = |name: &str, bytes: &[u8]| {
        let place = SitePath::new(name);
        all.insert(place.clone(), File::new(&place, bytes));
    };
    add("locales/en.ftl", marked().as_bytes());
    if folder.ends_with("everything") {
        add("content/what-holds-the-bridge/bridge.png", &picture.into_inner());
    }
    Snapshot::new(all)
}

/// The words of a site's own files, and the names of countries, which are data.
fn own_words(folder: &Path) -> String {
    let content = files(&folder.join("content")).into_iter().chain([folder.join("site.toml")]);
    let texts = content.filter_map(|path| fs::read_to_string(path).ok());
    let countries = fs::read_to_string(root().join("src/geo/data/countries.tsv")).expect("countries");
    let text: String = texts.chain([countries]).map(|text| text + " ").collect();
    format!(" {} ", runs(&text).join(" ").to_lowercase())
}

/// Letters and spaces between anything else; addresses are left out.
fn runs(text: &str) -> Vec<String> {
    let text = text.replace(['(', ')', '[', ']', '<', '>', '"', '`'], " | ");
    let text: Vec<&str> = text.split_whitespace().filter(|word| !word.contains("://")).collect();
    let text = text.join(" ");
    let runs = text.split(|letter: char| !letter.is_alphabetic() && letter != ' ');
    let words = |run: &str| run.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    runs.map(words).filter(|run| !run.is_empty()).collect()
}

/// The parts of a text that are outside of all marks.
fn outside(text: &str) -> Vec<String> {
    let (mut depth, mut parts, mut part) = (0usize, vec![], String::new());
    for letter in text.chars() {
        match letter {
            OPEN => depth += 1,
            CLOSE => depth = depth.checked_sub(1).expect("a mark closes one that is open"),
            _ if depth == 0 => part.push(letter),
            _ => {}
        }
        if letter == OPEN {
            parts.push(std::mem::take(&mut part));
        }
    }
    assert_eq!(depth, 0, "a mark is not closed: {text}");
    parts.push(part);
    parts
}

/// What a reader sees or hears of a page or a picture, marks and all. A message may have an element in it, so its marks
/// are those of the whole page's text; what belongs to an attribute stands alone.
fn seen(html: &str) -> Vec<String> {
    let (mut seen, mut body, mut hidden) = (vec![], String::new(), 0usize);
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if matches!(&*name, "script" | "style" | "pre" | "generator") && !tag.self_closing {
                    hidden += 1;
                }
                let attribute = |name: &str| {
                    tag.attributes
                        .get(name.as_bytes())
                        .map(|value| String::from_utf8_lossy(value).into_owned())
                };
                seen.extend(READ.iter().filter_map(|name| attribute(name)).filter(|_| name != "link"));
                let property = attribute("property").or_else(|| attribute("name")).unwrap_or_default();
                if name == "meta" && SHARED.contains(&&*property) {
                    seen.extend(attribute("content"));
                }
                // No run of words goes on behind a tag.
                body.push('|');
            }
            Token::EndTag(tag) => {
                if matches!(&tag.name[..], b"script" | b"style" | b"pre" | b"generator") {
                    hidden -= 1;
                }
                body.push('|');
            }
            Token::String(text) if hidden == 0 => {
                // A feed has HTML in its text.
                let mut text = String::from_utf8_lossy(&text).into_owned();
                cut(&mut text, "<", ">");
                body += &text;
            }
            _ => {}
        }
    }
    seen.push(body);
    seen
}

#[test]
fn every_word_of_the_interface_is_a_message() {
    let mut leaks = BTreeSet::new();
    let mut said = String::new();
    for folder in [root().join("tests/browser/everything"), root().to_owned()] {
        let own = own_words(&folder);
        let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: true };
        let compiled = compile(&site(&folder), &env, &mut Memo::default());
        assert!(!compiled.has_errors(), "{folder:?} {:?}", compiled.findings());
        for url in compiled.urls() {
            let Some(rendered) = compiled.render(url) else { continue };
            let text = rendered.expect("a page");
            let address = url.to_string();
            let file = address.rsplit('/').next().unwrap_or("");
            let ending = if file.is_empty() { "html" } else { file.rsplit('.').next().unwrap_or("") };
            let parts = match ending {
                "xml" if address == "/sitemap.xml" => continue,
                // Not share cards: their typefaces have no marks to draw, so none is left.
                "html" | "svg" | "xml" => seen(&text),
                "md" => vec![text],
                // Data for programs, and for hosts.
                _ => continue,
            };
            for part in &parts {
                for run in outside(part).iter().flat_map(|text| runs(text)) {
                    let is_own = |words: &str| own.contains(&format!(" {} ", words.to_lowercase()));
                    // In Markdown a reference has become a name, so words of two places stand side by side.
                    let is_known = is_own(&run) || ending == "md" && run.split(' ').all(is_own);
                    if run.chars().count() > 1 && !is_known {
                        leaks.insert(format!("{address}: {run}"));
                    }
                }
            }
            said.extend(parts);
        }
    }
    assert!(said.contains("⟦Close⟧") && said.contains("⟦The short answer⟧"), "the catalogue was not taken");
    let leaks: Vec<_> = leaks.into_iter().collect();
    assert!(leaks.is_empty(), "no message has these words:\n{}", leaks.join("\n"));
}

/// The code and the templates, by path.
fn sources(folder: &str) -> Vec<(String, String)> {
    let name = |path: &Path| path.strip_prefix(root()).expect("below").to_string_lossy().into_owned();
    let files = files(&root().join(folder));
    files.iter().filter_map(|path| Some((name(path), fs::read_to_string(path).ok()?))).collect()
}

/// Cuts every part of a text that begins and ends so, and gives the parts.
fn cut(text: &mut String, begin: &str, end: &str) -> Vec<String> {
    let mut parts = vec![];
    while let Some(start) = text.find(begin) {
        let rest = &text[start + begin.len()..];
        let length = rest.find(end).map_or(text.len() - start, |at| begin.len() + at + end.len());
        parts.push(text[start..start + length].to_owned());
        text.replace_range(start..start + length, "");
    }
    parts
}

#[test]
fn a_template_has_no_text_of_its_own() {
    let mut offences = vec![];
    for (name, mut text) in sources("templates") {
        // The protocol's own words.
        if name == "templates/robots.txt" {
            continue;
        }
        cut(&mut text, "{#", "#}");
        let mut code = cut(&mut text, "{%", "%}");
        code.extend(cut(&mut text, "{{", "}}"));
        for literal in code.iter().flat_map(|code| code.split('"').skip(1).step_by(2)) {
            let is_sentence = literal.contains(' ') && literal.chars().any(char::is_alphabetic);
            if is_sentence || literal.starts_with(char::is_uppercase) {
                offences.push(format!("{name}: \"{literal}\""));
            }
        }
        cut(&mut text, "<style", "</style>");
        for tag in cut(&mut text, "<", ">") {
            for attribute in READ {
                let value =
                    tag.split(&format!(" {attribute}=\"")).nth(1).and_then(|rest| rest.split('"').next());
                if let Some(value) = value.filter(|value| value.chars().any(char::is_alphabetic)) {
                    offences.push(format!("{name}: {attribute}=\"{value}\""));
                }
            }
        }
        offences.extend(runs(&text).into_iter().map(|run| format!("{name}: {run}")));
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn a_style_sheet_has_no_words() {
    for (name, text) in sources("static").into_iter().filter(|(name, _)| name.ends_with(".css")) {
        let words = text.lines().filter(|line| {
            let value = line.trim().strip_prefix("content:").unwrap_or("");
            value
                .split('"')
                .skip(1)
                .step_by(2)
                .any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
                && !value.contains('\\')
        });
        assert_eq!(words.collect::<Vec<_>>(), Vec::<&str>::new(), "{name}");
    }
}

/// The literals of a source, without those of its tests and of its comments.
fn literals(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n").replace("'\"'", "' '");
    let (mut literals, mut literal, mut letters) = (vec![], None::<String>, code.chars());
    while let Some(letter) = letters.next() {
        match (letter, &mut literal) {
            ('"', Some(_)) => literals.extend(literal.take()),
            ('"', None) => literal = Some(String::new()),
            // What is escaped is no word, and ends no literal.
            ('\\', _) => drop(letters.next()),
            (_, Some(literal)) => literal.push(letter),
            _ => {}
        }
    }
    literals
}

/// Files whose sentences are not for readers of the site, and why.
const NOT_FOR_READERS: [(&str, &str); 12] = [
    ("src/render/hosting.rs", "headers, and comments for who uploads the files"),
    ("src/render/json_ld.rs", "types and properties of schema.org"),
    ("src/render/view.rs", "types of schema.org"),
    ("src/render/theme.rs", "findings"),
    ("src/render/theme/translate.rs", "findings"),
    ("src/render/style.rs", "findings, and policies"),
    ("src/render/card/draw.rs", "findings"),
    ("src/render/style/bundle.rs", "findings"),
    ("src/render/card/faces.rs", "names of typefaces"),
    ("src/render/picture/metadata/exif.rs", "names of the format"),
    ("src/render/picture/metadata/xmp.rs", "names of the format"),
    ("src/render/cite/name.rs", "words by which a group's name is known"),
];

/// The parts of a block's source that are for authors: its description, its example and its findings.
const FOR_AUTHORS: [(&str, &str); 6] = [
    ("BlockType = BlockType {", "\n};"),
    ("r#\"", "\"#"),
    ("report_empty(", ");"),
    ("fields.tables(", ")"),
    ("let needs = ", ";"),
    ("Problem::", "}"),
];

#[test]
fn the_code_that_renders_has_no_sentences() {
    let mut offences = vec![];
    for (name, mut text) in sources("src/render")
        .into_iter()
        .chain(sources("src/blocks"))
        .filter(|(name, _)| name.ends_with(".rs") && !name.ends_with("tests.rs"))
    {
        if NOT_FOR_READERS.iter().any(|(known, _)| *known == name) || name.contains("template_schema") {
            continue;
        }
        // The reason for a lint's exception is for who reads the code.
        cut(&mut text, "#[expect(", ")]");
        if name.starts_with("src/blocks/") {
            for (begin, end) in FOR_AUTHORS {
                cut(&mut text, begin, end);
            }
        }
        for mut literal in literals(&text) {
            cut(&mut literal, "{", "}");
            cut(&mut literal, "<", ">");
            let words: Vec<_> = literal.split([' ', '\n']).filter(|word| is_word(word)).collect();
            let is_title = literal.chars().count() > 2
                && literal.starts_with(char::is_uppercase)
                && literal.chars().all(char::is_alphabetic);
            let is_class = name.starts_with("src/render/chart/") && literal == "halo strong";
            if (words.len() > 1 || is_title) && !is_class {
                offences.push(format!("{name}: \"{literal}\""));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

fn is_word(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| ",.:;!?()".contains(letter));
    word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
}

/// The calls of `t` in a text of a template: the id, and the names of the arguments.
fn calls(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut calls = vec![];
    for (start, _) in text.match_indices("t(id=\"") {
        let rest = &text[start + "t(id=\"".len()..];
        let (id, rest) = rest.split_once('"').expect("an id ends");
        let (mut depth, mut names, mut name, mut quoted) = (0i32, BTreeSet::new(), String::new(), false);
        for letter in rest.chars() {
            match letter {
                '"' => quoted = !quoted,
                _ if quoted => {}
                '(' | '{' | '[' => depth += 1,
                // A component's attributes are its own.
                '<' => depth += 1,
                '>' => depth -= 1,
                ')' if depth == 0 => break,
                ')' | '}' | ']' => depth -= 1,
                '=' if depth == 0 => {
                    names.insert(std::mem::take(&mut name));
                }
                _ if depth == 0 && (letter.is_alphanumeric() || letter == '_') => name.push(letter),
                _ if depth == 0 => name.clear(),
                _ => {}
            }
        }
        calls.push((id.to_owned(), names));
    }
    calls
}

fn variables(pattern: &Pattern<String>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                inline(selector, found);
                variants.iter().for_each(|variant| variables(&variant.value, found));
            }
            PatternElement::Placeable { expression: Expression::Inline(expression) } => {
                inline(expression, found);
            }
        }
    }
}

fn inline(expression: &InlineExpression<String>, found: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = expression {
        found.insert(id.name.clone());
    }
}

#[test]
fn a_template_asks_for_messages_that_there_are_and_gives_them_their_variables() {
    let catalogue = catalogue();
    let known: BTreeMap<String, BTreeSet<String>> = messages(&catalogue)
        .map(|message| {
            let mut found = BTreeSet::new();
            variables(message.value.as_ref().expect("a value"), &mut found);
            (message.id.name.clone(), found)
        })
        .collect();
    let mut count = 0;
    for (name, text) in sources("templates") {
        for (id, given) in calls(&text) {
            assert_eq!(known.get(&id), Some(&given), "{name}: {id}");
            count += 1;
        }
    }
    assert!(count > 100, "the calls were not found");
}

#[test]
fn every_message_is_asked_for() {
    let catalogue = catalogue();
    let templates = sources("templates").into_iter().flat_map(|(_, text)| calls(&text));
    let templates: BTreeSet<String> = templates.map(|(id, _)| id).collect();
    let code: Vec<_> = sources("src").into_iter().filter(|(name, _)| name.ends_with(".rs")).collect();
    let code: BTreeSet<String> = code.iter().flat_map(|(_, text)| literals(text)).collect();
    let is_month = |id: &str| id.strip_prefix("month-").is_some_and(|number| number.parse::<u8>().is_ok());
    let unused: Vec<_> = messages(&catalogue)
        .map(|message| &message.id.name)
        .filter(|id| !templates.contains(*id) && !code.contains(*id) && !is_month(id))
        .collect();
    assert_eq!(unused, Vec::<&String>::new());
    let asked = [".text(\"", ".format(\"", ".html(\"", ".translated(\"", ".dated(\""];
    let code = ["src/base", "src/blocks", "src/model", "src/render"];
    for (name, mut text) in code.iter().flat_map(|folder| sources(folder)) {
        // A key of a block, not a message.
        cut(&mut text, "fields.text(", ")");
        for id in asked.iter().flat_map(|call| text.split(call).skip(1)) {
            let id = id.split('"').next().unwrap_or("");
            let there = messages(&catalogue).any(|message| message.id.name == id);
            let is_id = id
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '-' || letter.is_ascii_digit());
            assert!(there || !is_id || name.contains("catalogue/tests"), "{name} asks for `{id}`");
        }
    }
}
