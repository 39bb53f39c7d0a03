//! Hugo's settings.
//!
//! Must not know: in which of its files a setting is.

use super::super::value::{KeyValue, Node, find_key, find_path};
use super::{
    ContentDir, Generator, Permalink, Settings, SpannedText, enables_math, find_number, find_text, is_true,
};
use crate::base::SitePath;

/// Reads the settings. `path` is the main file; some may be in others.
pub(super) fn read_settings(path: Option<SitePath>, table: &[KeyValue]) -> Settings {
    let find = |path: &[&str]| SpannedText::find(table, path);
    let default_language = find(&["defaultContentLanguage"]);
    let language = default_language.as_ref().map_or("en", |language| language.text.as_str());
    let languages = find_key(table, "languages").map(Node::as_table).unwrap_or_default();
    let definition_lists = find_path(table, &["markup", "goldmark", "extensions", "definitionList"]);
    Settings {
        generator: Generator::Hugo,
        path,
        title: find(&["title"]).or_else(|| find(&["languages", language, "title"])),
        base_url: find(&["baseURL"]),
        language: find(&["locale"]).or_else(|| find(&["languageCode"])).or_else(|| default_language.clone()),
        time_zone: find(&["timeZone"]),
        description: find(&["params", "description"])
            .or_else(|| find(&["languages", language, "params", "description"])),
        author: find(&["params", "author", "name"])
            .or_else(|| find(&["params", "author"]))
            .or_else(|| find(&["author", "name"]))
            .or_else(|| find(&["author"])),
        feed_limit: find_number(table, &["services", "rss", "limit"])
            .or_else(|| find_number(table, &["rssLimit"])),
        content_dirs: content_dirs(table, languages, language),
        other_languages: languages
            .iter()
            .map(|entry| &entry.key)
            .filter(|key| *key != language)
            .cloned()
            .collect(),
        taxonomies: taxonomies(table),
        permalinks: permalinks(table),
        ugly_urls: is_true(table, &["uglyURLs"]),
        literal_paths: is_true(table, &["disablePathToLower"]),
        emoji: is_true(table, &["enableEmoji"]),
        definition_lists: definition_lists.and_then(Node::as_bool) != Some(false),
        math: enables_math(table, "params"),
        feed_names: feed_names(table),
        language_subdir: is_true(table, &["defaultContentLanguageInSubdir"]).then(|| language.to_owned()),
        show_future: is_true(table, &["buildFuture"]),
        show_expired: is_true(table, &["buildExpired"]),
        theme: find_text(table, &["theme"]),
        ..Settings::default()
    }
}

/// Returns the folders of pages: one for each language that has its own, and the common one if a language has none.
fn content_dirs(table: &[KeyValue], languages: &[KeyValue], default_language: &str) -> Vec<ContentDir> {
    let mut dirs = Vec::new();
    let mut needs_common = !languages.iter().any(|entry| entry.key == default_language);
    for entry in languages {
        match find_text(entry.node.as_table(), &["contentDir"]) {
            Some(dir) => dirs.push(ContentDir {
                path: trim_dir(&dir),
                language: (entry.key != default_language).then(|| entry.key.clone()),
            }),
            None => needs_common = true,
        }
    }
    if needs_common {
        let dir = find_text(table, &["contentDir"]).unwrap_or_else(|| "content".to_owned());
        dirs.push(ContentDir { path: trim_dir(&dir), language: None });
    }
    dirs.sort_by_key(|dir| std::cmp::Reverse(dir.path.len()));
    dirs
}

fn trim_dir(dir: &str) -> String {
    dir.trim_start_matches("./").trim_matches('/').to_owned()
}

/// Returns the names of feeds: Hugo makes one for each list, unless that is disabled.
fn feed_names(table: &[KeyValue]) -> Vec<String> {
    let disabled = find_key(table, "disableKinds").map(Node::as_texts).unwrap_or_default();
    let is_disabled = disabled.iter().any(|kind| kind.eq_ignore_ascii_case("rss"));
    if is_disabled { vec![] } else { vec!["index.xml".to_owned()] }
}

/// Returns the plural names, which front matter uses.
fn taxonomies(table: &[KeyValue]) -> Vec<String> {
    let plurals = find_key(table, "taxonomies").map(Node::as_table).unwrap_or_default();
    if plurals.is_empty() {
        return vec!["tags".to_owned(), "categories".to_owned()];
    }
    plurals.iter().filter_map(|entry| entry.node.as_text().map(str::to_owned)).collect()
}

fn permalinks(table: &[KeyValue]) -> Vec<Permalink> {
    let sections = find_key(table, "permalinks").map(Node::as_table).unwrap_or_default();
    let pages = find_key(sections, "page").map(Node::as_table).unwrap_or_default();
    let mut permalinks = Vec::new();
    for entry in sections.iter().chain(pages) {
        if let Some(pattern) = entry.node.as_text() {
            permalinks.push(Permalink { section: entry.key.clone(), pattern: pattern.to_owned() });
        }
    }
    permalinks
}
