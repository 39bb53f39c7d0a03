//! Addresses in HTML: those of a clean page lead somewhere, and what is remembered of a site changes none.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};
use nutgraf::{Compiled, Memo};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use url::Url;

use super::{Files, cases, compiled, outcome};

/// Addresses as authors write them. Which of them lead somewhere depends on the file, and on the others.
const ADDRESSES: &[&str] = &[
    "b.md",
    "../b.md",
    "a/index.md",
    "index.md",
    "a",
    "../a/",
    "/a/",
    "/b/",
    "/",
    "b/index.html",
    "../b/index.html",
    "p.png",
    "../p.png",
    "a/p.png",
    "%70.png?x=1&y#z",
    "/i.svg",
    "/folder/i.svg",
    "#z",
    "#h",
    "b.md#z",
    "../b.md#h",
    "a/index.md#h",
    "b.md#own",
    "#own",
    "",
    "https://x.y/p.png",
    "//x.y/",
    "mailto:a@x.y",
    "file:///p.png",
    "c.md",
    "?q",
];

/// Ways to write an address, each with `@` in its place.
const FORMS: &[&str] = &[
    "<a href=\"@\">x</a>\n\n",
    "Text <img src='@'> text.\n\n",
    "> <video\n> poster=\"@\"\n> src=\"/i.svg\">\n\n",
    "<img srcset=\"@ 1x, /i.svg 2x\">\n\n",
    "<p style=\"background:url('@')\">\n\n",
    "[<b title='@'>x](b.md)\n\n",
    "```link\nx = \"@\"\n```\n\n",
    "```picture\nx = \"@\"\n```\n\n",
    "```link\nx = \"/b/\"\ny = \"[x](@)\"\n```\n\n",
    "```link\nx = \"/b/\"\ny = \"<a href=@ id=own>\"\n```\n\n",
    "```aside\ntext = \"[x](@)\"\n```\n\n",
    "### H\n\n",
    "<i id=z></i>\n\n",
];

fn page() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(FORMS), prop::sample::select(ADDRESSES));
    let piece = piece.prop_map(|(form, address)| form.replace('@', address));
    prop::collection::vec(piece, 0..3)
        .prop_map(|pieces| format!("+++\ntitle = \"A\"\n+++\nx\n\n{}", pieces.concat()))
}

/// A file, and its text; an empty one is not there.
fn file() -> impl Strategy<Value = (&'static str, String)> {
    prop_oneof![
        6 => (prop::sample::select(&["content/b.md", "content/a/index.md", "content/index.md"][..]), page()),
        2 => (prop::sample::select(&["content/p.png", "content/a/p.png", "static/i.svg"][..]), prop_oneof![Just(String::new()), Just("x".to_owned())]),
        1 => (Just("templates/blocks/aside.html"), prop_oneof![Just(String::new()), Just("<a href='/b/'>{{ block.text | safe }}</a>".to_owned())]),
        1 => (Just("site.toml"), prop_oneof![Just(SETTINGS.to_owned()), Just(SETTINGS.replace("true", "false"))]),
    ]
}

const SETTINGS: &str = "title = \"S\"\nbase_url = \"https://why.example/folder/\"\ncards = \"none\"\n[markdown]\nraw_html = true\n";

fn site() -> impl Strategy<Value = Files> {
    let page = "+++\ntitle = \"A\"\n+++\nx\n\n### H\n\n<i id=z></i>\n";
    let fixed = [
        ("site.toml", SETTINGS),
        ("static/style.css", ""),
        ("content/a/index.md", page),
        ("content/b.md", page),
        ("content/p.png", "x"),
        ("content/a/p.png", "x"),
        ("static/i.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("templates/explainer.html", "{{ html.lead | safe }}"),
        ("templates/home.html", "{{ html.body | safe }}"),
        (
            "templates/blocks/link.html",
            "<a href=\"{{ block.data.x }}\" id=own>{% if block.html.y %}{{ block.html.y | safe }}{% endif %}</a>",
        ),
        ("templates/blocks/picture.html", "<img src='{{ block.data.x }}'>"),
    ];
    let fixed = fixed.map(|(path, text)| (path, text.to_owned()));
    prop::collection::vec(file(), 0..4).prop_map(move |files| {
        let mut site = Files::from(fixed.clone());
        site.extend(files);
        site.retain(|path, text| !text.is_empty() || *path == "static/style.css");
        site
    })
}

/// The addresses on pages at which there is nothing.
fn dead(compiled: &Compiled) -> Vec<String> {
    let base = Url::parse("https://why.example/folder/").expect("an address");
    let files: BTreeSet<_> = compiled.urls().map(nutgraf::UrlPath::file).collect();
    let mut dead = Vec::new();
    for page in compiled.urls().filter(|url| url.as_str().is_empty() || url.as_str().ends_with('/')) {
        let html = compiled.render(page).expect("a page").expect("a site without errors");
        let page_url = base.join(page.as_str()).expect("an address");
        for token in Tokenizer::new(&html).flatten() {
            let Token::StartTag(tag) = token else { continue };
            for name in ["href", "src", "poster"] {
                let Some(value) = tag.attributes.get(name.as_bytes()) else { continue };
                let url = page_url.join(&String::from_utf8_lossy(value)).expect("an address");
                let is_elsewhere = url.host() != base.host() || value.is_empty();
                let path = url.path().strip_prefix(base.path()).unwrap_or("outside the site");
                let path = percent_decode_str(path).decode_utf8_lossy();
                let file = nutgraf::UrlPath::new(&path).file();
                if !is_elsewhere && !files.contains(&file) {
                    dead.push(format!("{page}: {}", String::from_utf8_lossy(value)));
                }
            }
        }
    }
    dead
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_address_in_html_of_a_clean_site_leads_somewhere(site in site()) {
        let compiled = compiled(&site, &mut Memo::default());
        if !compiled.has_errors() {
            prop_assert_eq!(dead(&compiled), Vec::<String>::new());
        }
    }

    #[test]
    fn html_is_resolved_the_same_from_scratch_and_after_edits(before in site(), edits in prop::collection::vec(file(), 1..4)) {
        let mut memo = Memo::default();
        compiled(&before, &mut memo);
        let mut after = before;
        for (path, text) in edits {
            if text.is_empty() { after.remove(path); } else { after.insert(path, text); }
            let warm = outcome(&compiled(&after, &mut memo));
            let cold = outcome(&compiled(&after, &mut Memo::default()));
            prop_assert_eq!(warm, cold);
        }
    }
}
