//! An explainer's Markdown and data stand by themselves: whoever has them needs neither the site nor nutgraf.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use nutgraf::{Compiled, Env, File, Memo, SitePath, Snapshot, UrlPath, compile};
use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag};
use serde_json::Value;

/// The repository's own site, and the one that has everything in it.
fn sites() -> [Compiled; 2] {
    [".", "tests/browser/everything"].map(|folder| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = ["site.toml", "content", "static"].map(|name| walkdir::WalkDir::new(root.join(name)));
        let files = files.into_iter().flatten().flatten().filter(|entry| entry.file_type().is_file());
        let read = files.map(|entry| {
            let name = entry.path().strip_prefix(&root).expect("below").to_str().expect("UTF-8");
            let path = SitePath::new(name);
            (path.clone(), File::new(&path, &fs::read(entry.path()).expect("a file")))
        });
        let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
        // The browser's tests draw this one.
        let drawn = SitePath::new("content/what-holds-the-bridge/bridge.png");
        let drawn = (drawn.clone(), File::new(&drawn, b"GIF89a\x28\0\x1e\0\0\0\0"));
        let read = read.chain([drawn].into_iter().filter(|_| folder != "."));
        let compiled = compile(&Snapshot::new(read.collect()), &env, &mut Memo::default());
        assert!(!compiled.has_errors(), "{:?}", compiled.findings());
        compiled
    })
}

/// The texts of all files of a name, with their addresses.
fn all(name: &str) -> Vec<(String, String)> {
    let texts = sites().into_iter().flat_map(|site| {
        let urls: Vec<UrlPath> = site.urls().filter(|url| url.as_str().ends_with(name)).cloned().collect();
        urls.into_iter().map(move |url| (url.to_string(), site.render(&url).expect("there").expect("made")))
    });
    let texts: Vec<_> = texts.collect();
    assert!(texts.len() >= 3, "{}", texts.len());
    texts
}

const GFM: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_GFM);

#[test]
fn every_link_of_a_manuscript_leads_somewhere_from_anywhere() {
    for (url, text) in all("/index.md") {
        let mut broken = Vec::new();
        let note = |link: BrokenLink<'_>| {
            broken.push(link.reference.to_string());
            None
        };
        let events: Vec<_> = Parser::new_with_broken_link_callback(&text, GFM, Some(note)).collect();
        let (mut used, mut defined) = (BTreeSet::new(), BTreeSet::new());
        for event in events {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    let is_whole =
                        ["https://", "http://", "mailto:", "tel:"].iter().any(|it| dest_url.starts_with(it));
                    assert!(is_whole, "{url}: {dest_url}");
                }
                Event::FootnoteReference(label) => drop(used.insert(label.to_string())),
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    assert!(defined.insert(label.to_string()), "{url}: two notes are called {label}");
                }
                Event::Html(html) | Event::InlineHtml(html) => panic!("{url}: {html}"),
                _ => {}
            }
        }
        assert!(!used.is_empty() && used.is_subset(&defined), "{url}: {:?}", used.difference(&defined));
        assert!(broken.iter().all(|label| !label.starts_with(['@', '='])), "{url}: {broken:?}");
    }
}

#[test]
fn the_data_of_an_explainer_names_only_what_is_in_it() {
    for (url, text) in all("/index.json") {
        let data: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(data["schema"], 1);
        assert!(
            data["url"].as_str().is_some_and(|address| address.ends_with(url.trim_end_matches("index.json")))
        );
        let ids = |list: &str| -> BTreeSet<String> {
            let items = data[list].as_array().expect("a list").iter();
            items.map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
        };
        let sources = ids("sources");
        let named = ["entities", "facts"].iter().flat_map(|list| data[*list].as_array().expect("a list"));
        let named = named.flat_map(|item| item["sources"].as_array().expect("a list"));
        let named = named.chain(data["based_on"].as_array().expect("a list"));
        for id in named.map(|id| id.as_str().expect("an id")) {
            assert!(sources.contains(id), "{url}: {id}");
        }
        let numbers =
            data["sources"].as_array().expect("a list").iter().map(|source| source["number"].as_u64());
        assert!(numbers.eq((1..=sources.len() as u64).map(Some)));
        let asked = data["sections"].as_array().expect("a list");
        assert!(
            !asked.is_empty()
                && asked.iter().all(|part| part["question"].is_string() && part["text"].is_string())
        );
    }
}
