//! Hugo's settings.
//!
//! Must not know: which of its files says what.

use super::super::value::{Entry, Node, at, get};
use super::{Generator, Said, Settings, flag, flags, number, text};
use crate::base::SitePath;

/// The settings of a site of Hugo's; parts of them may lie in other files than `path`.
pub(super) fn settings(path: Option<SitePath>, table: &[Entry]) -> Settings {
    let said = |keys: &[&str]| Said::of(at(table, keys));
    let language = said(&["defaultContentLanguage"]);
    let own = language.as_ref().map_or("en", |said| said.text.as_str());
    let tag = said(&["locale"]).or_else(|| said(&["languageCode"]));
    let others: Vec<_> = get(table, "languages").map(Node::table).unwrap_or_default().iter().collect();
    let title = said(&["title"]).or_else(|| said(&["languages", own, "title"]));
    let author = [&["params", "author", "name"][..], &["params", "author"], &["author", "name"], &["author"]];
    Settings {
        generator: Generator::Hugo,
        path,
        title,
        base_url: said(&["baseURL"]),
        language: tag.or_else(|| language.clone()),
        time_zone: said(&["timeZone"]),
        description: said(&["params", "description"])
            .or_else(|| said(&["languages", own, "params", "description"])),
        author: author.into_iter().find_map(said),
        feed: number(at(table, &["services", "rss", "limit"])).or_else(|| number(get(table, "rssLimit"))),
        folders: folders(table, own),
        languages: others.iter().map(|entry| entry.key.clone()).filter(|key| key != own).collect(),
        taxonomies: taxonomies(table),
        permalinks: permalinks(table),
        ugly: flag(table, "uglyURLs"),
        literal: flag(table, "disablePathToLower"),
        safe: false,
        dated: false,
        literal_ids: false,
        emoji: flag(table, "enableEmoji"),
        definitions: at(table, &["markup", "goldmark", "extensions", "definitionList"]).and_then(Node::flag)
            != Some(false),
        math: flags(table, &["params"]),
        feeds: feeds(table),
        fed: vec![],
        below: flag(table, "defaultContentLanguageInSubdir").then(|| own.to_owned()),
        future: flag(table, "buildFuture"),
        expired: flag(table, "buildExpired"),
        ignored: vec![],
        faults: vec![],
        theme: text(table, &["theme"]),
    }
}

/// Where the pages lie: each language in the folder that it names, and in the one folder for all where it names
/// none. The deeper ones go first, since they may lie in others.
fn folders(table: &[Entry], own: &str) -> Vec<(String, Option<String>)> {
    let shared = text(table, &["contentDir"]).unwrap_or_else(|| "content".to_owned());
    let languages = get(table, "languages").map(Node::table).unwrap_or_default();
    let folder = |entry: &Entry| text(entry.node.table(), &["contentDir"]);
    let trimmed = |folder: &str| folder.trim_start_matches("./").trim_matches('/').to_owned();
    let mut folders: Vec<_> = languages
        .iter()
        .filter_map(|entry| Some((trimmed(&folder(entry)?), (entry.key != own).then(|| entry.key.clone()))))
        .collect();
    let all_have = languages.iter().all(|entry| folder(entry).is_some());
    let own_has = languages.iter().any(|entry| entry.key == own && folder(entry).is_some());
    if !all_have || !own_has {
        folders.push((trimmed(&shared), None));
    }
    folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
    folders
}

/// Hugo makes a feed of every list, unless it is told not to.
fn feeds(table: &[Entry]) -> Vec<String> {
    let off = get(table, "disableKinds").map(Node::texts).unwrap_or_default();
    let off = off.iter().any(|kind| kind.eq_ignore_ascii_case("rss"));
    if off { vec![] } else { vec!["index.xml".to_owned()] }
}

/// The plurals, which front matter uses; `tags` and `categories` where nothing is said.
fn taxonomies(table: &[Entry]) -> Vec<String> {
    let said = get(table, "taxonomies").map(Node::table).unwrap_or_default();
    if said.is_empty() {
        return vec!["tags".to_owned(), "categories".to_owned()];
    }
    said.iter().filter_map(|entry| entry.node.text().map(str::to_owned)).collect()
}

fn permalinks(table: &[Entry]) -> Vec<(String, String)> {
    let said = get(table, "permalinks").map(Node::table).unwrap_or_default();
    let pages = get(said, "page").map(Node::table).unwrap_or_default();
    let form = |entry: &Entry| Some((entry.key.clone(), entry.node.text()?.to_owned()));
    said.iter().chain(pages).filter_map(form).collect()
}
