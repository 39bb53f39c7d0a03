//! Whose tree it is, and what its settings say of the whole site.
//!
//! What only a theme asks for is not read. Must not know: any page.

mod hugo;

use globset::{Glob, GlobMatcher};

use super::value::{Entry, Fault, Form, Node, Value, at, get, read};
use crate::base::{SitePath, Span};
use crate::source::{File, Snapshot};

/// The generator that a tree was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generator {
    Zola,
    Hugo,
    Jekyll,
}

/// The settings of the old site.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) generator: Generator,
    /// The file that has most of them.
    pub(super) path: Option<SitePath>,
    pub(super) title: Option<Said>,
    pub(super) base_url: Option<Said>,
    pub(super) language: Option<Said>,
    pub(super) time_zone: Option<Said>,
    pub(super) description: Option<Said>,
    pub(super) author: Option<Said>,
    /// Entries in the feed.
    pub(super) feed: Option<usize>,
    /// Folders of pages, each with the language of its pages where it is another than the site's.
    pub(super) folders: Vec<(String, Option<String>)>,
    /// Other languages of pages, which stand in their names, `a.fr.md`.
    pub(super) languages: Vec<String>,
    /// The kinds of topics, as front matter calls them.
    pub(super) taxonomies: Vec<String>,
    /// Hugo's `permalinks`: a section and the form of its pages' addresses.
    pub(super) permalinks: Vec<(String, String)>,
    /// Addresses end in `.html`.
    pub(super) ugly: bool,
    /// Names of files become addresses as they are.
    pub(super) literal: bool,
    /// Names of files become addresses but for what a file's name cannot have.
    pub(super) safe: bool,
    /// Days in names of files are part of addresses.
    pub(super) dated: bool,
    /// Ids of headings have their letters as they are written.
    pub(super) literal_ids: bool,
    /// `:word:` is a picture.
    pub(super) emoji: bool,
    /// `: words` below a line is a definition.
    pub(super) definitions: bool,
    /// Formulas between dollars are set.
    pub(super) math: bool,
    /// The names of feeds, at the root and below lists.
    pub(super) feeds: Vec<String>,
    /// The kinds of topics that have feeds; with Hugo all have.
    pub(super) fed: Vec<String>,
    /// The name of the main language, where its pages stand below it.
    pub(super) below: Option<String>,
    /// Pages are shown before the day that they name.
    pub(super) future: bool,
    /// Pages are shown after the last day that they name.
    pub(super) expired: bool,
    /// Files below `content` that are no part of the site.
    pub(super) ignored: Vec<GlobMatcher>,
    /// Values that cannot be read: the key, where it is, and why.
    pub(super) faults: Vec<(&'static str, Span, &'static str)>,
    /// The names of templates for single pieces of text that the old site has.
    pub(super) theme: Option<String>,
}

/// A text and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) span: Span,
}

impl Said {
    fn of(node: Option<&Node>) -> Option<Self> {
        let node = node?;
        node.text().map(|text| Self { text: text.to_owned(), span: node.span })
    }
}

/// Settings that cannot be read: the file, the place and why.
pub(super) type Unread = (SitePath, Fault);

const ZOLA: [&str; 2] = ["zola.toml", "config.toml"];
const JEKYLL: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];
const HUGO: [&str; 8] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
];

/// The settings of a tree; nothing, if it is no generator's that we know.
pub(super) fn settings(old: &Snapshot) -> Result<Option<Settings>, Unread> {
    if let Some(name) = ZOLA.into_iter().find(|name| is_zola(old, name)) {
        return Ok(Some(zola(&SitePath::new(name), &keys(old, name)?)));
    }
    let hugo = HUGO.into_iter().find(|name| has(old, name));
    let parted = old.below("config/_default").next().is_some();
    if hugo.is_some() || parted {
        let mut table = hugo.map_or(Ok(vec![]), |name| keys(old, name))?;
        table.extend(parts(old)?);
        return Ok(Some(hugo::settings(hugo.map(SitePath::new), &table)));
    }
    if let Some(name) = JEKYLL.into_iter().find(|name| has(old, name)) {
        return Ok(Some(jekyll(Some(SitePath::new(name)), &keys(old, name)?)));
    }
    let content = old.below("content").any(|(path, _, _)| is_page(path));
    let posts = old.below("_posts").next().is_some();
    Ok(match (content, posts) {
        (true, _) if has_zola_pages(old) => Some(zola(&SitePath::new("zola.toml"), &[])),
        (true, _) => Some(hugo::settings(None, &[])),
        (false, true) => Some(jekyll(None, &[])),
        (false, false) => None,
    })
}

fn has(old: &Snapshot, name: &str) -> bool {
    old.text(&SitePath::new(name)).is_some()
}

/// Whether a file has the ending of a page's.
pub(super) fn is_page(path: &SitePath) -> bool {
    matches!(path.extension(), Some("md" | "markdown" | "mkd"))
}

/// Zola and Hugo both call it `config.toml`; only one of them writes `base_url`.
fn is_zola(old: &Snapshot, name: &str) -> bool {
    let said = old.text(&SitePath::new(name)).is_some_and(|text| {
        text.lines().any(|line| {
            line.trim_start().strip_prefix("base_url").is_some_and(|rest| rest.trim_start().starts_with('='))
        })
    });
    said || name == "zola.toml" && has(old, name)
}

fn has_zola_pages(old: &Snapshot) -> bool {
    old.below("content").any(|(path, file, _)| {
        let text = if let File::Text(text) = file { &*text.text } else { "" };
        is_page(path)
            && text.starts_with("+++")
            && (text.contains("[extra]") || text.contains("[taxonomies]"))
    })
}

fn form(name: &str) -> Form {
    if name.ends_with(".toml") { Form::Toml } else { Form::Yaml }
}

fn keys(old: &Snapshot, name: &str) -> Result<Vec<Entry>, Unread> {
    let path = SitePath::new(name);
    let text = old.text(&path).unwrap_or_default();
    read(text, 0..text.len(), form(name)).map_err(|fault| (path, fault))
}

/// Hugo's settings in parts: `config/_default/params.toml` is what `[params]` is elsewhere.
fn parts(old: &Snapshot) -> Result<Vec<Entry>, Unread> {
    let mut table = Vec::new();
    for (path, _, name) in old.below("config/_default") {
        if !matches!(path.extension(), Some("toml" | "yaml" | "yml" | "json")) {
            continue;
        }
        let entries = keys(old, path.as_str())?;
        let whole = Node { span: Span::default(), value: Value::Table(entries) };
        let entry = |key: &str, node| Entry { key: key.to_owned(), span: Span::default(), node };
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        match (stem, whole.value) {
            ("hugo" | "config", Value::Table(entries)) => table.extend(entries),
            (stem, value) => {
                let node = Node { span: Span::default(), value };
                table.push(match stem.split_once('.') {
                    Some((above, below)) => {
                        let below = Value::Table(vec![entry(below, node)]);
                        entry(above, Node { span: Span::default(), value: below })
                    }
                    None => entry(stem, node),
                });
            }
        }
    }
    Ok(table)
}

fn zola(path: &SitePath, table: &[Entry]) -> Settings {
    let names = |node: &Node| match &node.value {
        Value::List(items) => {
            items.iter().filter_map(|item| Some(get(item.table(), "name")?.text()?.to_owned())).collect()
        }
        _ => vec![],
    };
    let languages = get(table, "languages").map(Node::table).unwrap_or_default();
    let said = |key| Said::of(get(table, key));
    let slugify = |key| at(table, &["slugify", key]).and_then(Node::text);
    let (ignored, faults) = ignored(get(table, "ignored_content"));
    Settings {
        generator: Generator::Zola,
        path: Some(path.clone()),
        title: said("title"),
        base_url: said("base_url"),
        language: said("default_language"),
        time_zone: None,
        description: said("description"),
        author: said("author").or_else(|| Said::of(at(table, &["extra", "author"]))),
        feed: number(get(table, "feed_limit")),
        folders: vec![("content".to_owned(), None)],
        languages: languages.iter().map(|entry| entry.key.clone()).collect(),
        taxonomies: get(table, "taxonomies").map(names).unwrap_or_default(),
        permalinks: vec![],
        ugly: false,
        literal: slugify("paths") == Some("off"),
        safe: slugify("paths") == Some("safe"),
        dated: at(table, &["slugify", "paths_keep_dates"]).and_then(Node::flag) == Some(true),
        literal_ids: matches!(slugify("anchors"), Some("off" | "safe")),
        emoji: at(table, &["markdown", "render_emoji"]).and_then(Node::flag) == Some(true),
        definitions: at(table, &["markdown", "definition_list"]).and_then(Node::flag) == Some(true),
        math: flags(table, &["extra"]),
        feeds: zola_feeds(table),
        fed: get(table, "taxonomies").map(fed).unwrap_or_default(),
        below: None,
        future: true,
        expired: true,
        ignored,
        faults,
        theme: text(table, &["theme"]),
    }
}

/// Feeds of Zola's, if it makes them.
fn zola_feeds(table: &[Entry]) -> Vec<String> {
    let names = get(table, "feed_filenames").or_else(|| get(table, "feed_filename"));
    let names = names.map(Node::texts).filter(|names| !names.is_empty());
    let names = names.unwrap_or_else(|| vec!["atom.xml"]).into_iter().map(str::to_owned);
    let made = flag(table, "generate_feeds") || flag(table, "generate_feed");
    // What is no XML comes out of a template of the site's own.
    names.filter(|name| made && name.ends_with(".xml")).collect()
}

/// Kinds of topics that have feeds.
fn fed(node: &Node) -> Vec<String> {
    let Value::List(items) = &node.value else { return vec![] };
    let fed = items.iter().filter(|item| flag(item.table(), "feed"));
    fed.filter_map(|item| Some(get(item.table(), "name")?.text()?.to_owned())).collect()
}

/// Patterns of files that are no part of a site of Zola's, and those that cannot be read.
fn ignored(node: Option<&Node>) -> (Vec<GlobMatcher>, Vec<(&'static str, Span, &'static str)>) {
    let patterns = match node.map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().collect(),
        _ => node.into_iter().collect::<Vec<_>>(),
    };
    let (mut globs, mut faults) = (vec![], vec![]);
    for node in patterns {
        match node.text().map(|text| Glob::new(text).ok()) {
            Some(Some(glob)) => globs.push(glob.compile_matcher()),
            Some(None) => faults.push((
                "ignored_content",
                node.span,
                "is a pattern that cannot be read: files that it names are carried over",
            )),
            None => {}
        }
    }
    (globs, faults)
}

fn jekyll(path: Option<SitePath>, table: &[Entry]) -> Settings {
    let said = |keys: &[&str]| Said::of(at(table, keys));
    // The folder below a host is said apart.
    let base = text(table, &["baseurl"]).unwrap_or_default();
    let base_url =
        said(&["url"]).map(|url| Said { text: url.text.trim_end_matches('/').to_owned() + &base, ..url });
    let plugins = get(table, "plugins").or_else(|| get(table, "gems"));
    let permalink = text(table, &["permalink"]).unwrap_or_else(|| "date".to_owned());
    Settings {
        generator: Generator::Jekyll,
        path,
        title: said(&["title"]).or_else(|| said(&["name"])),
        base_url,
        language: said(&["lang"]).or_else(|| said(&["locale"])),
        time_zone: said(&["timezone"]),
        description: said(&["description"]),
        author: said(&["author", "name"]).or_else(|| said(&["author"])),
        feed: None,
        folders: vec![],
        languages: vec![],
        taxonomies: vec!["tags".to_owned(), "categories".to_owned()],
        permalinks: vec![(String::new(), permalink)],
        ugly: false,
        literal: true,
        safe: false,
        dated: false,
        literal_ids: false,
        emoji: plugins.is_some_and(|node| node.texts().contains(&"jemoji")),
        definitions: true,
        math: false,
        feeds: vec![],
        fed: vec![],
        below: None,
        future: flag(table, "future"),
        expired: true,
        ignored: vec![],
        faults: vec![],
        theme: text(table, &["theme"]).or_else(|| text(table, &["remote_theme"])),
    }
}

fn text(table: &[Entry], keys: &[&str]) -> Option<String> {
    at(table, keys)?.text().map(str::to_owned)
}

fn flag(table: &[Entry], key: &str) -> bool {
    get(table, key).and_then(Node::flag) == Some(true)
}

fn number(node: Option<&Node>) -> Option<usize> {
    node?.text()?.parse().ok().filter(|number| *number > 0)
}

/// Whether a site says that it sets formulas.
fn flags(table: &[Entry], above: &[&str]) -> bool {
    MATH.iter().any(|key| {
        let keys: Vec<&str> = above.iter().copied().chain([*key]).collect();
        at(table, &keys).is_some_and(|node| !node.is_empty())
    })
}

/// What themes call it when formulas are set.
pub(super) const MATH: [&str; 5] = ["math", "katex", "mathjax", "latex", "use_math"];
