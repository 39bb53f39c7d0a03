//! What makes an entry of the feeds, and what does not: told by a reader that comes back after an edit.

use std::collections::BTreeMap;

use jiff::Timestamp;
use nutgraf::{Env, Memo, Snapshot, UrlPath, compile};
use serde_json::Value;

const FRONT: &str =
    "title = \"Why?\"\ndek = \"The reason.\"\npublished = 2022-09-01\nreviewed = 2022-09-01\n";
const BODY: &str = "+++\nThere are [=members].\n";

/// A site's files by their paths.
type Site = BTreeMap<&'static str, String>;

fn site() -> Site {
    let texts = [
        ("site.toml", "title = \"S\"\nbase_url = \"https://example.org/sub/\"\n".to_owned()),
        ("content/why/index.md", format!("+++\n{FRONT}{BODY}")),
        ("content/why/01-part.md", "+++\ntitle = \"What?\"\n+++\nThat.\n".to_owned()),
        ("content/facts.toml", "[members]\nlabel = \"M\"\nvalue = 8\nsource = \"ap\"\n".to_owned()),
        ("content/sources.toml", "[ap]\nkind = \"article\"\ntitle = \"A\"\n".to_owned()),
    ];
    texts.into_iter().collect()
}

fn front(more: &str) -> Site {
    with("content/why/index.md", format!("+++\n{FRONT}{more}{BODY}"))
}

fn with(path: &'static str, text: String) -> Site {
    let mut site = site();
    site.insert(path, text);
    site
}

fn text(site: &Site, name: &str) -> String {
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
    let snapshot: Snapshot = site.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    assert!(!compiled.has_errors(), "{:?}", compiled.findings());
    compiled.render(&UrlPath::new(name)).expect("is there").expect("can be made")
}

/// The ids of a site's entries, with the time at which each was last changed: what tells a reader of news.
fn news(site: &Site) -> Vec<(String, Timestamp)> {
    let feed = atom_syndication::Feed::read_from(text(site, "feed.xml").as_bytes()).expect("an Atom feed");
    let time = |text: String| text.parse().expect("a time");
    let entries = feed.entries().iter();
    entries.map(|entry| (entry.id().to_owned(), time(entry.updated().to_rfc3339()))).collect()
}

#[test]
fn a_review_a_typo_and_a_new_number_are_no_news() {
    let known = news(&site());
    assert_eq!(known.len(), 1);
    let reviewed = FRONT.replace("reviewed = 2022-09-01", "reviewed = 2023-01-01\nreview_by = 2024-01-01");
    let renamed = FRONT.replace("Why?", "Why so?").replace("The reason.", "The reasons.");
    let quiet = [
        with("content/why/index.md", format!("+++\n{reviewed}{BODY}")),
        with("content/why/index.md", format!("+++\n{renamed}{BODY}")),
        front("key_points = [\"One.\"]\ntopics = [\"T\"]\nauthors = [\"A B\"]\nupdated = 2022-09-01\n"),
        with("content/why/index.md", format!("+++\n{FRONT}+++\nThere are still [=members].\n")),
        with("content/why/01-part.md", "+++\ntitle = \"What then?\"\n+++\nThat, now.\n".to_owned()),
        with("content/facts.toml", site()["content/facts.toml"].replace('8', "9")),
        with(
            "content/us.md",
            "+++\nkind = \"page\"\ntitle = \"Us\"\nupdated = 2022-10-01\n+++\nWe.\n".to_owned(),
        ),
        with(
            "content/draft.md",
            "+++\ntitle = \"Draft?\"\npublished = 2022-10-01\ndraft = true\n+++\nW.\n".to_owned(),
        ),
    ];
    for site in quiet {
        assert_eq!(news(&site), known, "{site:?}");
    }
}

#[test]
fn a_page_an_update_a_change_and_a_correction_are_one_entry_more_each() {
    let known = news(&site());
    let loud = [
        (front("updated = 2022-09-20\n"), "why/#updated-2022-09-20"),
        (front("[[change]]\ndate = 2022-09-20\nnote = \"N.\"\n"), "why/#updated-2022-09-20"),
        (
            front("updated = 2022-09-20\n[[change]]\ndate = 2022-09-20\nnote = \"N.\"\n"),
            "why/#updated-2022-09-20",
        ),
        (front("[[correction]]\ndate = 2022-09-20\nnote = \"N.\"\n"), "why/#k:2022-09-20"),
        (with("content/b.md", "+++\ntitle = \"B?\"\npublished = 2022-09-20\n+++\nW.\n".to_owned()), "b/"),
    ];
    for (site, id) in loud {
        let now = news(&site);
        assert_eq!(now[1..], known[..], "what was known stays as it was: {now:?}");
        let time = "2022-09-20T00:00:00Z".parse().expect("a time");
        assert_eq!(now[0], (format!("https://example.org/sub/{id}"), time));
    }
}

#[test]
fn a_page_that_moves_is_no_news() {
    let more = "[[correction]]\ndate = 2022-09-20\nnote = \"N.\"\n";
    let before = news(&front(more));
    let mut moved = site();
    moved.retain(|path, _| !path.starts_with("content/why"));
    let at = |keys: &str| format!("+++\n{FRONT}{keys}{more}{BODY}");
    moved.insert("content/now.md", at("aliases = [\"/why/\"]\nfeed_id = \"/why/\"\n"));
    assert_eq!(news(&moved), before);
}

#[test]
fn an_old_address_more_is_no_news() {
    let before = news(&front(""));
    assert_eq!(news(&front("aliases = [\"/short/\", \"/other/\"]\n")), before);
}

#[test]
fn what_is_told_of_the_day_of_publication_is_no_update() {
    let before = news(&front(""));
    assert_eq!(news(&front("[[change]]\ndate = 2022-09-01\nnote = \"First published.\"\n")), before);
}

#[test]
fn the_json_feed_keeps_to_its_rules_and_says_what_the_atom_feed_says() {
    let more = "key_points = [\"One & [two](https://two.example/).\"]\ntopics = [\"T\"]\nauthors = [\"A B\"]\n\
        [[change]]\ndate = 2022-09-20\nnote = \"N.\"\n[[correction]]\ndate = 2022-09-21\nnote = \"O.\"\n";
    let site = front(more);
    let feed: Value = serde_json::from_str(&text(&site, "feed.json")).expect("JSON");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://example.org/sub/feed.json");
    assert_eq!(feed["home_page_url"], "https://example.org/sub/");
    assert!(feed["title"].is_string() && feed["language"] == "en" && feed["authors"][0]["name"].is_string());
    let items = feed["items"].as_array().expect("a list");
    let known = "id url title summary content_html content_text date_published date_modified authors tags";
    let mut told = Vec::new();
    for item in items {
        let fields = item.as_object().expect("an object");
        assert!(fields.keys().all(|key| known.split(' ').any(|known| known == key)), "{item}");
        let id = item["id"].as_str().expect("an id is a text");
        assert!(item["content_html"].is_string() || item["content_text"].is_string(), "{item}");
        assert!(item["url"].as_str().is_some_and(|url| url.starts_with("https://example.org/sub/why/")));
        let times =
            ["date_published", "date_modified"].map(|key| item[key].as_str().expect("a text").parse());
        let [_, modified] = times.map(|time: Result<Timestamp, _>| time.expect("RFC 3339"));
        told.push((id.to_owned(), modified));
    }
    assert_eq!(told, news(&site));
    let ids: std::collections::BTreeSet<_> = told.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 3, "no id is another's: {told:?}");
    let new = items.last().expect("the page itself");
    assert_eq!((&new["tags"][0], &new["authors"][0]["name"]), (&"T".into(), &"A B".into()));
    assert_eq!(new["summary"], "The reason.");
}

#[test]
fn each_page_leads_to_both_feeds() {
    let page = text(&site(), "why/");
    for link in [
        "href=\"../feed.xml\" type=\"application/atom+xml\"",
        "href=\"../feed.json\" type=\"application/feed+json\"",
    ] {
        assert!(page.contains(&format!("<link rel=\"alternate\" {link}")), "{page}");
    }
}

#[test]
fn a_draft_has_no_address_that_others_may_name() {
    let mut files = site();
    files.insert("content/draft.md", "+++\ntitle = \"Draft?\"\ndraft = true\n+++\nW.\n".to_owned());
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: true };
    let snapshot: Snapshot = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    let text = |name| compiled.render(&UrlPath::new(name)).expect("is there").expect("can be made");
    assert!(text("why/").contains("<link rel=\"canonical\" href=\"https://example.org/sub/why/\">"));
    assert!(!text("draft/").contains("canonical") && text("draft/").contains("noindex"));
    assert!(!text("sitemap.xml").contains("draft") && !text("feed.xml").contains("draft"));
}
