//! Readers reach every page of a site by links, beginning at the home page.

use std::collections::{BTreeMap, BTreeSet};

use nutgraf::{Compiled, Env, Memo, Snapshot, UrlPath, compile};
use proptest::prelude::*;
use url::Url;

const BASE: &str = "https://example.org/sub/";

/// A page of a site, by what decides where it is listed.
#[derive(Clone, Debug)]
struct Page {
    is_explainer: bool,
    folder: &'static str,
    published: Option<&'static str>,
    topic: Option<&'static str>,
    is_draft: bool,
    text: &'static str,
}

fn page() -> impl Strategy<Value = Page> {
    let folder = prop::sample::select(vec!["", "help/", "help/more/", "topics/"]);
    let published =
        prop::sample::select(vec!["2024-02-29", "\"2024\"", "2026-11-01", "\"-0043-03\"", "2027-01-01"]);
    let topic = proptest::option::of(prop::sample::select(vec!["China", "Über", "…"]));
    let text = prop::sample::select(vec![
        "Text.",
        "The [SCO] and [Xi].",
        "Xi met the SCO in [Samarkand].",
        "+++ is no end here.",
    ]);
    let dates = (proptest::option::of(published), topic, prop::bool::weighted(0.2));
    (any::<bool>(), folder, dates, text).prop_map(
        |(is_explainer, folder, (published, topic, is_draft), text)| Page {
            is_explainer,
            folder,
            published,
            topic,
            is_draft,
            text,
        },
    )
}

impl Page {
    fn source(&self, at: usize) -> String {
        let kind = if self.is_explainer { "" } else { "kind = \"page\"\n" };
        let draft = if self.is_draft { "draft = true\n" } else { "" };
        let mut front = format!("{kind}title = \"Page {at}\"\n{draft}");
        if self.is_explainer {
            let lines = [
                ("published", self.published.map(str::to_owned)),
                ("topics", self.topic.map(|t| format!("[\"{t}\"]"))),
            ];
            for (key, value) in lines {
                front.extend(value.map(|value| format!("{key} = {value}\n")));
            }
            if at.is_multiple_of(3) {
                front += "[[correction]]\ndate = 2027-02-01\nnote = \"It was nine.\"\n";
            }
        }
        format!("+++\n{front}+++\n{}\n", self.text)
    }
}

const ENTITIES: &str = "[xi]\nkind = \"person\"\nname = \"Xi\"\n[sco]\nkind = \"organization\"\nname = \"SCO\"\n\
    [samarkand]\nkind = \"place\"\nname = \"Samarkand\"\n";

fn site(pages: &[Page], limit: usize, drafts: bool) -> Compiled {
    let mut files = BTreeMap::from([
        ("site.toml".to_owned(), format!("title = \"S\"\nbase_url = \"{BASE}\"\n[limits]\nhome = {limit}\n")),
        ("content/entities.toml".to_owned(), ENTITIES.to_owned()),
        ("content/index.md".to_owned(), "+++\n+++\nWelcome.\n".to_owned()),
    ]);
    for (at, page) in pages.iter().enumerate() {
        files.insert(format!("content/{}page-{at}.md", page.folder), page.source(at));
    }
    let snapshot: Snapshot = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts };
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    assert!(!compiled.has_errors(), "{:?}", compiled.findings());
    compiled
}

/// The addresses of the pages that a page links to, relative to the site's.
fn links(html: &str, from: &UrlPath) -> BTreeSet<String> {
    let here = Url::parse(BASE).and_then(|base| base.join(from.as_str())).expect("an address");
    let anchors = html.split("<a ").skip(1).filter_map(|rest| rest.split('>').next());
    let links = anchors.filter_map(|tag| tag.split("href=\"").nth(1)?.split('"').next());
    let targets = links.filter_map(|href| here.join(href).ok());
    let paths = targets.filter_map(|target| {
        let path = target.path().strip_prefix("/sub/")?.to_owned();
        Some(path.strip_suffix("index.html").map_or(path.clone(), str::to_owned))
    });
    let decoded =
        paths.map(|path| percent_encoding::percent_decode_str(&path).decode_utf8_lossy().into_owned());
    decoded.collect()
}

/// The pages that a reader reaches from the home page.
fn reached(compiled: &Compiled) -> BTreeSet<String> {
    let mut reached = BTreeSet::from([String::new()]);
    let mut queue = vec![String::new()];
    while let Some(at) = queue.pop() {
        let url = UrlPath::new(&at);
        let Some(Ok(html)) = compiled.render(&url) else { continue };
        for next in links(&html, &url) {
            if reached.insert(next.clone()) {
                queue.push(next);
            }
        }
    }
    reached
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_page_is_reached_from_the_home_page(
        pages in proptest::collection::vec(page(), 1..9),
        limit in 1_usize..5,
        drafts in any::<bool>(),
    ) {
        let compiled = site(&pages, limit, drafts);
        let reached = reached(&compiled);
        let pages = compiled.urls().filter(|url| url.as_str().is_empty() || url.as_str().ends_with('/'));
        for url in pages {
            prop_assert!(reached.contains(url.as_str()), "{} is not among {:?}", url, reached);
        }
    }
}

#[test]
fn a_site_whose_home_page_and_navigation_list_all_has_no_list_of_all_pages() {
    let page = |is_explainer| Page {
        is_explainer,
        folder: "",
        published: None,
        topic: None,
        is_draft: false,
        text: "Text.",
    };
    let has_index = |pages: &[Page]| {
        let compiled = site(pages, 2, false);
        compiled.urls().any(|url| url.as_str() == "all-pages/")
    };
    assert!(!has_index(&[page(true), page(true), page(false)]));
    assert!(has_index(&[page(true), page(true), page(true)]));
    assert!(has_index(&[page(true), Page { folder: "help/", ..page(false) }]));
    let draft = Page { is_draft: true, ..page(true) };
    assert!(!has_index(&[page(true), page(true), draft]));
}
