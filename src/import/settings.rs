//! The settings of the old site: its generator, and all that decides about addresses, languages and visibility.
//!
//! Settings that only a theme reads are ignored. Must not know: pages.

mod generators;

use globset::GlobSet;

use super::value::{DataFormat, KeyValue, Node, SyntaxError, Value, find_key, find_path, parse_table};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::source::Snapshot;
use generators::{read_hugo, read_jekyll, read_zola};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Generator {
    #[default]
    Zola,
    Hugo,
    Jekyll,
}

impl Generator {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Zola => "Zola",
            Self::Hugo => "Hugo",
            Self::Jekyll => "Jekyll",
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) generator: Generator,
    /// The settings file, or the main one of several.
    pub(super) path: Option<SitePath>,
    pub(super) title: Option<SpannedText>,
    pub(super) base_url: Option<SpannedText>,
    pub(super) language: Option<SpannedText>,
    pub(super) time_zone: Option<SpannedText>,
    pub(super) description: Option<SpannedText>,
    pub(super) author: Option<SpannedText>,
    /// Entries in the feed.
    pub(super) feed_limit: Option<usize>,
    /// Folders of pages. The longest paths come first.
    pub(super) content_dirs: Vec<ContentDir>,
    /// Codes of other languages, which are part of file names: `a.fr.md`.
    pub(super) other_languages: Vec<String>,
    /// Kinds of topics, as front matter calls them: `tags`.
    pub(super) taxonomies: Vec<String>,
    pub(super) permalinks: Vec<Permalink>,
    /// Addresses end in `.html`.
    pub(super) ugly_urls: bool,
    /// File names become addresses without a change of letters.
    pub(super) literal_paths: bool,
    /// File names become addresses without characters that Windows forbids (Zola's `safe`).
    pub(super) safe_paths: bool,
    /// Dates in file names are part of addresses.
    pub(super) keep_path_dates: bool,
    /// Ids of headings keep their letters.
    pub(super) literal_anchors: bool,
    /// `:name:` is an emoji.
    pub(super) emoji: bool,
    /// `: text` below a line is a definition.
    pub(super) definition_lists: bool,
    /// Formulas between dollar signs are rendered.
    pub(super) math: bool,
    /// File names of feeds, at the root and below lists.
    pub(super) feed_names: Vec<String>,
    /// Taxonomies with feeds. With Hugo all have them.
    pub(super) taxonomies_with_feeds: Vec<String>,
    /// Code of the default language, if its pages are in a folder of that name.
    pub(super) language_subdir: Option<String>,
    /// Pages are shown before their date.
    pub(super) show_future: bool,
    /// Pages are shown after their expiry date.
    pub(super) show_expired: bool,
    /// Files in `content` that are not part of the site.
    pub(super) ignored_content: GlobSet,
    pub(super) invalid_values: Vec<InvalidValue>,
    pub(super) theme: Option<String>,
}

/// A folder of pages.
#[derive(Debug)]
pub(super) struct ContentDir {
    pub(super) path: String,
    /// Language of its pages; `None` for the site's.
    pub(super) language: Option<String>,
}

/// The pattern of addresses in a section, as in Hugo's and Jekyll's `permalink` settings.
#[derive(Debug)]
pub(super) struct Permalink {
    /// First folder of the pages; empty with Jekyll, which has one pattern for all.
    pub(super) section: String,
    pub(super) pattern: String,
}

/// A value of a known key that cannot be used.
#[derive(Debug)]
pub(super) struct InvalidValue {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) reason: &'static str,
}

#[derive(Clone, Debug)]
pub(super) struct SpannedText {
    pub(super) text: String,
    pub(super) span: Span,
}

impl SpannedText {
    pub(super) fn of_node(node: &Node) -> Option<Self> {
        Some(Self { text: node.as_text()?.to_owned(), span: node.span })
    }

    fn find(table: &[KeyValue], path: &[&str]) -> Option<Self> {
        Self::of_node(find_path(table, path)?)
    }
}

const ZOLA_FILES: [&str; 2] = ["zola.toml", "config.toml"];
const JEKYLL_FILES: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];
const HUGO_FILES: [&str; 8] = [
    "hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml",
    "config.json",
];

/// Recognizes the generator of a site and reads its settings. Returns a finding if it is of no generator that we know,
/// or if the settings cannot be parsed.
pub(super) fn read_settings(old: &Snapshot) -> Result<Settings, Finding> {
    if let Some(name) = ZOLA_FILES.into_iter().find(|name| is_zola_file(old, name)) {
        return Ok(read_zola(&SitePath::new(name), &parse_file(old, name)?));
    }
    let hugo_file = HUGO_FILES.into_iter().find(|name| has_file(old, name));
    if hugo_file.is_some() || old.below("config/_default").next().is_some() {
        let mut table = hugo_file.map_or(Ok(vec![]), |name| parse_file(old, name))?;
        table.extend(parse_hugo_parts(old)?);
        return Ok(read_hugo(hugo_file.map(SitePath::new), &table));
    }
    if let Some(name) = JEKYLL_FILES.into_iter().find(|name| has_file(old, name)) {
        return Ok(read_jekyll(Some(SitePath::new(name)), &parse_file(old, name)?));
    }
    // Without settings, folders and front matter have to tell.
    let has_content = old.below("content").any(|(path, _, _)| is_page(path));
    match has_content {
        true if has_zola_pages(old) => Ok(read_zola(&SitePath::new("zola.toml"), &[])),
        true => Ok(read_hugo(None, &[])),
        false if old.below("_posts").next().is_some() => Ok(read_jekyll(None, &[])),
        false => Err(Finding::new(&SitePath::new("."), Span::default(), Problem::NoTree {})),
    }
}

fn has_file(old: &Snapshot, name: &str) -> bool {
    old.text(&SitePath::new(name)).is_some()
}

/// Returns whether a file is Markdown.
pub(super) fn is_page(path: &SitePath) -> bool {
    matches!(path.extension(), Some("md" | "markdown" | "mkd"))
}

/// Returns whether a settings file is Zola's. Hugo too has a `config.toml`, but no `base_url` in it.
fn is_zola_file(old: &Snapshot, name: &str) -> bool {
    let Some(text) = old.text(&SitePath::new(name)) else { return false };
    let mut keys = text.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim());
    name == "zola.toml" || keys.any(|key| key == "base_url")
}

/// Returns whether a page has front matter as only Zola has it.
fn has_zola_pages(old: &Snapshot) -> bool {
    old.below("content").any(|(path, _, _)| {
        let text = old.text(path).unwrap_or_default();
        is_page(path)
            && text.starts_with("+++")
            && (text.contains("[extra]") || text.contains("[taxonomies]"))
    })
}

fn parse_file(old: &Snapshot, name: &str) -> Result<Vec<KeyValue>, Finding> {
    let path = SitePath::new(name);
    let text = old.text(&path).unwrap_or_default();
    let format = if name.ends_with(".toml") { DataFormat::Toml } else { DataFormat::Yaml };
    parse_table(text, 0..text.len(), format).map_err(|SyntaxError { span, message }| {
        Finding::new(&path, span, Problem::UnreadSettings { message })
    })
}

/// Parses the files of Hugo's `config/_default`: `params.toml` there is the table `params`, `languages.fr.toml` the
/// table `languages.fr`.
fn parse_hugo_parts(old: &Snapshot) -> Result<Vec<KeyValue>, Finding> {
    let mut table = Vec::new();
    for (path, _, name) in old.below("config/_default") {
        if !matches!(path.extension(), Some("toml" | "yaml" | "yml" | "json")) {
            continue;
        }
        let entries = parse_file(old, path.as_str())?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        match stem.split_once('.') {
            _ if matches!(stem, "hugo" | "config") => table.extend(entries),
            Some((parent, child)) => table.push(table_entry(parent, vec![table_entry(child, entries)])),
            None => table.push(table_entry(stem, entries)),
        }
    }
    Ok(table)
}

fn table_entry(key: &str, entries: Vec<KeyValue>) -> KeyValue {
    let node = Node { span: Span::default(), value: Value::Table(entries) };
    KeyValue { key: key.to_owned(), span: Span::default(), node }
}

fn find_text(table: &[KeyValue], path: &[&str]) -> Option<String> {
    find_path(table, path)?.as_text().map(str::to_owned)
}

/// Returns whether the value at a path is `true`.
fn is_true(table: &[KeyValue], path: &[&str]) -> bool {
    find_path(table, path).and_then(Node::as_bool) == Some(true)
}

fn find_number(table: &[KeyValue], path: &[&str]) -> Option<usize> {
    find_path(table, path)?.as_text()?.parse().ok().filter(|number| *number > 0)
}

/// Returns whether a table has a setting by which themes render formulas.
fn enables_math(table: &[KeyValue], parent: &str) -> bool {
    let parent = find_key(table, parent).map(Node::as_table).unwrap_or_default();
    MATH_KEYS.iter().any(|key| find_key(parent, key).is_some_and(|node| !node.is_empty()))
}

const MATH_KEYS: [&str; 5] = ["math", "katex", "mathjax", "latex", "use_math"];
