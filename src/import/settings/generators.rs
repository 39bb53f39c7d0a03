//! The settings of each generator, out of its table of keys.
//!
//! Must not know: in which of its files a setting is.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::super::value::{KeyValue, Node, find_key, find_path};
use super::{
    ContentDir, Generator, InvalidValue, Permalink, Settings, SpannedText, enables_math, find_number,
    find_text, is_true,
};
use crate::base::SitePath;
use crate::diagnostics::import_reasons;

/// Reads Hugo's settings. `path` is the main file; some may be in others.
pub(super) fn read_hugo(path: Option<SitePath>, table: &[KeyValue]) -> Settings {
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
        content_dirs: hugo_content_dirs(table, languages, language),
        other_languages: languages
            .iter()
            .map(|entry| &entry.key)
            .filter(|key| *key != language)
            .cloned()
            .collect(),
        taxonomies: hugo_taxonomies(table),
        permalinks: hugo_permalinks(table),
        ugly_urls: is_true(table, &["uglyURLs"]),
        literal_paths: is_true(table, &["disablePathToLower"]),
        emoji: is_true(table, &["enableEmoji"]),
        definition_lists: definition_lists.and_then(Node::as_bool) != Some(false),
        math: enables_math(table, "params"),
        feed_names: hugo_feed_names(table),
        language_subdir: is_true(table, &["defaultContentLanguageInSubdir"]).then(|| language.to_owned()),
        show_future: is_true(table, &["buildFuture"]),
        show_expired: is_true(table, &["buildExpired"]),
        theme: find_text(table, &["theme"]),
        ..Settings::default()
    }
}

/// Returns the folders of pages: one for each language that has its own, and the common one if a language has none.
fn hugo_content_dirs(table: &[KeyValue], languages: &[KeyValue], default_language: &str) -> Vec<ContentDir> {
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
fn hugo_feed_names(table: &[KeyValue]) -> Vec<String> {
    let disabled = find_key(table, "disableKinds").map(Node::as_texts).unwrap_or_default();
    let is_disabled = disabled.iter().any(|kind| kind.eq_ignore_ascii_case("rss"));
    if is_disabled { vec![] } else { vec!["index.xml".to_owned()] }
}

/// Returns the plural names, which front matter uses.
fn hugo_taxonomies(table: &[KeyValue]) -> Vec<String> {
    let plurals = find_key(table, "taxonomies").map(Node::as_table).unwrap_or_default();
    if plurals.is_empty() {
        return vec!["tags".to_owned(), "categories".to_owned()];
    }
    plurals.iter().filter_map(|entry| entry.node.as_text().map(str::to_owned)).collect()
}

fn hugo_permalinks(table: &[KeyValue]) -> Vec<Permalink> {
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

/// Reads Jekyll's settings.
pub(super) fn read_jekyll(path: Option<SitePath>, table: &[KeyValue]) -> Settings {
    let find = |key: &str| SpannedText::find(table, &[key]);
    // The folder below the host is a setting of its own.
    let folder = find_text(table, &["baseurl"]).unwrap_or_default();
    let base_url = find("url")
        .map(|url| SpannedText { text: url.text.trim_end_matches('/').to_owned() + &folder, ..url });
    let plugins = find_key(table, "plugins").or_else(|| find_key(table, "gems"));
    let pattern = find_text(table, &["permalink"]).unwrap_or_else(|| "date".to_owned());
    Settings {
        generator: Generator::Jekyll,
        path,
        title: find("title").or_else(|| find("name")),
        base_url,
        language: find("lang").or_else(|| find("locale")),
        time_zone: find("timezone"),
        description: find("description"),
        author: SpannedText::find(table, &["author", "name"]).or_else(|| find("author")),
        taxonomies: vec!["tags".to_owned(), "categories".to_owned()],
        permalinks: vec![Permalink { section: String::new(), pattern }],
        literal_paths: true,
        emoji: plugins.map(Node::as_texts).is_some_and(|plugins| plugins.contains(&"jemoji")),
        definition_lists: true,
        show_future: is_true(table, &["future"]),
        show_expired: true,
        theme: find_text(table, &["theme"]).or_else(|| find_text(table, &["remote_theme"])),
        ..Settings::default()
    }
}

/// Reads Zola's settings.
pub(super) fn read_zola(path: &SitePath, table: &[KeyValue]) -> Settings {
    let languages = find_key(table, "languages").map(Node::as_table).unwrap_or_default();
    let taxonomies = find_key(table, "taxonomies").map(Node::items).unwrap_or_default();
    let slugify_paths = find_text(table, &["slugify", "paths"]);
    let slugify_anchors = find_text(table, &["slugify", "anchors"]);
    let mut settings = Settings {
        generator: Generator::Zola,
        path: Some(path.clone()),
        title: SpannedText::find(table, &["title"]),
        base_url: SpannedText::find(table, &["base_url"]),
        language: SpannedText::find(table, &["default_language"]),
        description: SpannedText::find(table, &["description"]),
        author: SpannedText::find(table, &["author"])
            .or_else(|| SpannedText::find(table, &["extra", "author"])),
        feed_limit: find_number(table, &["feed_limit"]),
        content_dirs: vec![ContentDir { path: "content".to_owned(), language: None }],
        other_languages: languages.iter().map(|entry| entry.key.clone()).collect(),
        taxonomies: taxonomies.iter().filter_map(taxonomy_name).collect(),
        literal_paths: slugify_paths.as_deref() == Some("off"),
        safe_paths: slugify_paths.as_deref() == Some("safe"),
        keep_path_dates: is_true(table, &["slugify", "paths_keep_dates"]),
        literal_anchors: matches!(slugify_anchors.as_deref(), Some("off" | "safe")),
        emoji: is_true(table, &["markdown", "render_emoji"]),
        definition_lists: is_true(table, &["markdown", "definition_list"]),
        math: enables_math(table, "extra"),
        feed_names: zola_feed_names(table),
        taxonomies_with_feeds: taxonomies
            .iter()
            .filter(|item| is_true(item.as_table(), &["feed"]))
            .filter_map(taxonomy_name)
            .collect(),
        show_future: true,
        show_expired: true,
        theme: find_text(table, &["theme"]),
        ..Settings::default()
    };
    if let Some(node) = find_key(table, "ignored_content") {
        settings.ignored_content = compile_globs(node, &mut settings.invalid_values);
    }
    settings
}

fn taxonomy_name(item: &Node) -> Option<String> {
    find_text(item.as_table(), &["name"])
}

fn zola_feed_names(table: &[KeyValue]) -> Vec<String> {
    if !is_true(table, &["generate_feeds"]) && !is_true(table, &["generate_feed"]) {
        return vec![];
    }
    let names = find_key(table, "feed_filenames").or_else(|| find_key(table, "feed_filename"));
    let names = names.map(Node::as_texts).filter(|names| !names.is_empty());
    // Other files than XML are made by templates of the site's own.
    let names = names.unwrap_or_else(|| vec!["atom.xml"]).into_iter().filter(|name| name.ends_with(".xml"));
    names.map(str::to_owned).collect()
}

/// Compiles the patterns of `ignored_content` as Zola does, with the same crate.
fn compile_globs(node: &Node, invalid_values: &mut Vec<InvalidValue>) -> GlobSet {
    let mut globs = GlobSetBuilder::new();
    for pattern in node.items() {
        match pattern.as_text().map(Glob::new) {
            Some(Ok(glob)) => drop(globs.add(glob)),
            Some(Err(_)) => invalid_values.push(InvalidValue {
                key: "ignored_content".to_owned(),
                span: pattern.span,
                reason: import_reasons::NO_PATTERN,
            }),
            None => {}
        }
    }
    // Fails only on a set that is too large to compile.
    globs.build().unwrap_or_else(|_| GlobSet::empty())
}
