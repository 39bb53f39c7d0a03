//! Zola's settings.
//!
//! Must not know: where the file is.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::super::value::{KeyValue, Node, find_key};
use super::{
    ContentDir, Generator, InvalidValue, Settings, SpannedText, enables_math, find_number, find_text, is_true,
};
use crate::base::SitePath;
use crate::diagnostics::import_reasons;

pub(super) fn read_settings(path: &SitePath, table: &[KeyValue]) -> Settings {
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
        feed_names: feed_names(table),
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

fn feed_names(table: &[KeyValue]) -> Vec<String> {
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
