//! Jekyll's settings.
//!
//! Must not know: where the file is.

use super::super::value::{KeyValue, Node, find_key};
use super::{Generator, Permalink, Settings, SpannedText, find_text, is_true};
use crate::base::SitePath;

pub(super) fn read_settings(path: Option<SitePath>, table: &[KeyValue]) -> Settings {
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
