//! Shows what one edit renders again, and what it leaves as it was.

mod every_key;

use jiff::civil::date;

use super::{Compiled, Memo, compile};
use crate::base::UrlPath;
use crate::model::Env;
use crate::parse::markdown::events::counter;
use crate::render::LastPageTexts;
use crate::source::Snapshot;

/// A site of two explainers that print a figure, each in its way, and others that do not.
const SITE: [(&str, &str); 9] = [
    ("site.toml", "title = \"S\"\nbase_url = \"https://example.org/\"\n"),
    ("content/sources.toml", "[ap]\nkind = \"article\"\ntitle = \"A\"\n"),
    (
        "content/facts.toml",
        "[members]\nlabel = \"M\"\nvalue = 8\nsource = \"ap\"\n[other]\nlabel = \"O\"\nvalue = 1\nsource = \"ap\"\n",
    ),
    (
        "content/printed.md",
        "+++\ntitle = \"Printed?\"\npublished = 2022-01-01\ntopics = [\"T\"]\n+++\nThere are [=members].\n\n```chart\nkind = \"bar\"\ndescription = \"D.\"\nfacts = [\"members\"]\n```\n",
    ),
    (
        "content/shared.md",
        "+++\ntitle = \"Shared?\"\ndek = \"Of [=members].\"\npublished = 2022-01-02\ntopics = [\"U\"]\n+++\nWords.\n",
    ),
    ("content/another.md", "+++\ntitle = \"Another?\"\npublished = 2022-01-03\n+++\nIt is [=other].\n"),
    ("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\nWords.\n"),
    ("content/cited.md", "+++\ntitle = \"Cited?\"\npublished = 2022-01-04\n+++\nAs Xi said [@ap].\n"),
    ("content/entities.toml", "[xi]\nkind = \"person\"\nname = \"Xi\"\n"),
];

fn site(changed: (&str, &str)) -> Snapshot {
    SITE.into_iter().map(|(path, text)| (path, if path == changed.0 { changed.1 } else { text })).collect()
}

fn compiled(snapshot: &Snapshot, memo: &mut Memo) -> Compiled {
    let env = Env { today: date(2022, 9, 15), base_url: None, drafts: false };
    let compiled = compile(snapshot, &env, memo);
    assert!(!compiled.has_errors(), "{:?}", compiled.findings());
    compiled
}

/// The addresses whose bytes a change of one file concerns.
fn anew(changed: (&str, &str)) -> Vec<String> {
    let mut memo = Memo::default();
    let before = compiled(&site(("", "")), &mut memo);
    let after = compiled(&site(changed), &mut memo);
    let urls = after.urls().filter(|url| before.key(url) != after.key(url));
    urls.map(ToString::to_string).collect()
}

#[test]
fn another_number_renders_what_shows_it_and_nothing_else() {
    let facts = SITE[2].1.replace("value = 8", "value = 9");
    let shown = [
        "/",
        "/404.html",
        "/feed.json",
        "/feed.xml",
        "/printed/",
        "/printed/chart-1.svg",
        "/printed/index.json",
        "/printed/index.md",
        "/shared/",
        "/shared/index.json",
        "/shared/index.md",
        "/topics/u/",
    ];
    assert_eq!(anew((SITE[2].0, &facts)), shown);
}

#[test]
fn a_comment_in_the_facts_renders_nothing() {
    let facts = format!("{}# checked\n", SITE[2].1);
    assert_eq!(anew((SITE[2].0, &facts)), Vec::<String>::new());
}

#[test]
fn a_word_more_on_a_page_renders_that_page() {
    let page = format!("{}More.\n", SITE[5].1);
    assert_eq!(anew((SITE[5].0, &page)), ["/another/", "/another/index.json", "/another/index.md"]);
}

#[test]
fn a_name_on_a_second_page_gives_it_a_page_of_its_own_to_which_both_lead() {
    let page = format!("{}So said Xi.\n", SITE[5].1);
    let named = [
        "/_headers",
        "/another/",
        "/another/index.json",
        "/another/index.md",
        "/cited/",
        "/cited/index.json",
        "/cited/index.md",
        "/sitemap.xml",
        "/whos-who/",
        "/whos-who/xi/",
    ];
    assert_eq!(anew((SITE[5].0, &page)), named);
}

#[test]
fn a_page_with_an_own_block_is_rendered_again_when_a_link_may_lead_elsewhere_and_no_other_is() {
    let files = |other: &'static str| -> Snapshot {
        let own = [
            ("content/own.md", "+++\ntitle = \"Own?\"\n+++\n```link\nto = \"another.md\"\n```\n"),
            ("templates/blocks/link.html", "<a href=\"{{ block.data.to }}\">x</a>"),
            // The same words as the built-in one.
            ("templates/blocks/aside.html", include_str!("../../templates/blocks/aside.html")),
            ("content/cited.md", "+++\ntitle = \"Cited?\"\n+++\n```aside\ntext = \"Aside.\"\n```\n"),
        ];
        SITE.into_iter().chain([(SITE[5].0, other)]).chain(own).collect()
    };
    let mut memo = Memo::default();
    let before = compiled(&files(SITE[5].1), &mut memo);
    let word = compiled(&files("+++\ntitle = \"Another?\"\npublished = 2022-01-03\n+++\nMore.\n"), &mut memo);
    let anew = |one: &Compiled, other: &Compiled| -> Vec<_> {
        let urls = one.urls().filter(|url| url.as_str().ends_with('/'));
        urls.filter(|url| one.key(url) != other.key(url)).map(ToString::to_string).collect()
    };
    assert_eq!(anew(&before, &word), ["/another/"]);
    let id = compiled(
        &files("+++\ntitle = \"Another?\"\npublished = 2022-01-03\n+++\nMore.\n\n### Id\n"),
        &mut memo,
    );
    assert_eq!(anew(&word, &id), ["/another/", "/own/"]);
}

#[test]
fn one_drawing_of_each_kind_is_tried_before_anything_is_made() {
    let map = "+++\ntitle = \"Where?\"\n+++\n```map\nalt = \"A.\"\n[[group]]\nlabel = \"G\"\ncountries = [\"KZ\"]\n```\n";
    let files =
        SITE.into_iter().chain([("content/where.md", map), ("templates/blocks/map.svg", "{{ map.no }}")]);
    let compiled = compiled(&files.collect(), &mut Memo::default());
    let codes: Vec<_> = compiled.trial().iter().map(|finding| finding.code().code).collect();
    assert_eq!(codes, ["H002"]);
}

/// Every kind of text that a page shows, each with a word that no other test has.
const TEXTS: [(&str, &str); 4] = [
    ("content/sources.toml", "[ap]\nkind = \"article\"\ntitle = \"A\"\n"),
    (
        "content/entities.toml",
        "[xi]\nkind = \"person\"\nname = \"Xi\"\ntext = \"An okapi [@ap].\"\nsources = [\"ap\"]\n",
    ),
    (
        "content/facts.toml",
        "[members]\nlabel = \"M\"\nvalue = 8\nsource = \"ap\"\ncomparison = \"More than one okapi.\"\n",
    ),
    (
        "content/texts.md",
        "+++\ntitle = \"Texts?\"\npublished = 2022-01-01\nkey_points = [\"One okapi [@ap].\"]\n\
         [[correction]]\ndate = 2022-02-01\nnote = \"Not an okapi.\"\n\
         [[change]]\ndate = 2022-03-01\nnote = \"A new okapi.\"\n+++\n\
         Xi has an okapi [@ap], one of [=members][^a].\n\n[^a]: Or [so](about.md).\n\n## Which?\n\nThat [one].\n\n\
         ```quote\ntext = \"My okapi!\"\nspeaker = \"Xi\"\nsource = \"ap\"\n```\n\n\
         ```table\nsource = \"ap\"\n---\nname,number\nokapi [Xi],1\n```\n",
    ),
];

#[test]
fn a_text_is_parsed_for_its_outline_and_once_for_all_that_is_made_of_its_page() {
    let files = SITE.into_iter().filter(|(path, _)| TEXTS.iter().all(|(other, _)| other != path));
    let files = files.filter(|(path, _)| {
        !["content/printed.md", "content/shared.md", "content/another.md"].contains(path)
    });
    let compiled = compiled(&files.chain(TEXTS).collect(), &mut Memo::default());
    let mut texts = LastPageTexts::default();
    for url in ["texts/", "texts/index.json", "texts/index.md"] {
        let text = compiled.render_next(&UrlPath::new(url), &mut texts).unwrap().unwrap();
        assert!(text.matches("okapi").count() >= 8, "{text}");
    }
    let parsed = counter::texts_with("okapi");
    assert_eq!(parsed.len(), 8, "{parsed:#?}");
    assert!(parsed.iter().all(|(_, times)| *times == 2), "{parsed:#?}");
}
