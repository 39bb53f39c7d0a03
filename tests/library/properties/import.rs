//! Of any tree of another generator's `import` makes a site that builds, and every finding has its place.

use std::collections::BTreeMap;

use nutgraf::test_support::{ImportedFile, human, import, old_file};
use nutgraf::{Env, File, Memo, SitePath, Snapshot, compile};
use proptest::prelude::*;

use super::{MARKDOWN, cases, text};

/// Pieces of what other generators read.
const CALLS: &[&str] = &[
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{{< ",
    " >}}",
    "{{% ",
    "youtube(id=\"a\")",
    "figure src=\"p.svg\" alt=\"a\" caption=\"",
    "\"",
    "quote()",
    "end",
    "ref \"b.md\"",
    "highlight rust",
    "raw",
    "endraw",
    "/*",
    "*/",
    "(@/b.md)",
    "(@/b.md#a)",
    "[a](",
    ")",
    "![a](p.svg)",
    "![a](",
    "p.svg",
    "/b/",
    "<img src=\"p.svg\" alt=\"",
    "\">",
    "<br>",
    "<b>a</b>",
    "<!-- more -->",
    "<a href=\"/b/\">",
    "</a>",
    "$$",
    "$",
    "{: .a}",
    "{.a}\n",
    "# A",
    "\n# ",
    "\n===\n",
    "\n## ",
    "\n## [a](b.md)\n",
    "[a]: @/b.md\n",
    "```map\n",
    "    ",
    "> ",
    "- ",
    "| a | b |\n| - | - |\n",
    "{#a}",
    "\n",
    "\n\n",
    "a",
    "é",
    "[x][a]",
    "1. ",
    "~~~\n",
];

/// Pieces of front matter.
const FRONT: &[&str] = &[
    "title = \"A [b] *c*\"\n",
    "title: \"[@a]\"\n",
    "date = 2022-09-14\n",
    "date: 2022-09-14\n",
    "date: soon\n",
    "draft = true\n",
    "draft: true\n",
    "slug = \"b\"\n",
    "url: /b/\n",
    "path = \"a/b/01-c\"\n",
    "aliases = [\"b\", \"a/b.html\", \"?\"]\n",
    "aliases: [b, /topics/x/]\n",
    "tags: [x, y]\n",
    "[taxonomies]\ntags = [\"x\"]\n",
    "[extra]\na = 1\n",
    "image: p.svg\n",
    "cover: {image: p.svg, caption: \"[=a]\"}\n",
    "description: \"1. \\n b\"\n",
    "updated = 2021-01-01\n",
    "lastmod: 2023-01-01\n",
    "authors: [{name: A}, B]\n",
    "weight = 1\n",
    "permalink: /:year/:title\n",
    "\"",
    "[",
    "{",
    ": ",
];

const NAMES: [&str; 9] = [
    "content/a.md",
    "content/b.md",
    "content/_index.md",
    "content/a/_index.md",
    "content/a/index.md",
    "content/a/01-b.md",
    "content/a/b.fr.md",
    "content/a/2022-09-14-c.md",
    "_posts/2022-09-14-d.md",
];

const SETTINGS: [(&str, &str); 3] = [
    (
        "config.toml",
        "base_url = \"https://o.example\"\ntitle = \"*\"\ntaxonomies = [{ name = \"tags\" }]\n[languages.fr]\n",
    ),
    (
        "hugo.toml",
        "baseURL = \"https://o.example/s/\"\ntitle = \"T\"\n[permalinks]\na = \"/:year/:slug\"\n[params]\nmath = true\n[languages.fr]\n",
    ),
    ("_config.yml", "title: T\nurl: https://o.example\npermalink: pretty\n"),
];

fn page() -> impl Strategy<Value = String> {
    let marks = prop_oneof![Just(("+++\n", "+++\n")), Just(("---\n", "---\n")), Just(("", ""))];
    let body = prop_oneof![text(CALLS, 24), text(MARKDOWN, 24)];
    (marks, text(FRONT, 4), body)
        .prop_map(|((open, close), front, body)| format!("{open}{front}{close}{body}"))
}

fn tree() -> impl Strategy<Value = Snapshot> {
    let pages = proptest::collection::btree_map(prop::sample::select(&NAMES[..]), page(), 1..6);
    (prop::sample::select(&SETTINGS[..]), pages).prop_map(|((name, settings), pages)| {
        let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";
        let others = [
            (name, settings.to_owned()),
            ("static/p.svg", picture.to_owned()),
            ("content/a/p.svg", picture.to_owned()),
        ];
        let file = |(path, text): (&str, String)| {
            let path = SitePath::new(path);
            let file = old_file(&path, text.as_bytes());
            (path, file)
        };
        Snapshot::new(pages.into_iter().chain(others).map(file).collect())
    })
}

/// The new site on which nothing but an SVG was copied.
fn moved(files: &BTreeMap<SitePath, ImportedFile>) -> Snapshot {
    let picture = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";
    let file = |(path, made): (&SitePath, &ImportedFile)| {
        let bytes = if let ImportedFile::Written(text) = made { text.as_bytes() } else { &picture[..] };
        (path.clone(), File::new(path, bytes))
    };
    Snapshot::new(files.iter().map(file).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() * 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_an_import_makes_builds_and_what_it_finds_has_its_place(old in tree()) {
        let today = "2026-11-24".parse().expect("a date");
        let imported = import(&old, today);
        for finding in &imported.findings {
            prop_assert!(finding.is_inside(&old), "{finding:?}");
            human(finding, &old, nutgraf::test_support::Colour::None);
        }
        prop_assert_eq!(&import(&old, today).files, &imported.files);
        if imported.files.len() < 2 || !imported.files.keys().any(|path| path.as_str().ends_with(".md")) {
            return Ok(());
        }
        let new = moved(&imported.files);
        let env = Env { today, base_url: None, drafts: true };
        let compiled = compile(&new, &env, &mut Memo::default());
        let drawn: Vec<_> = compiled.findings().iter().filter(|finding| finding.level() == nutgraf::Level::Error)
            .map(|finding| human(finding, compiled.snapshot(), nutgraf::test_support::Colour::None)).collect();
        prop_assert!(drawn.is_empty(), "{}\n{}", drawn.join("\n"), imported.files.iter().map(|file| format!("{file:?}\n")).collect::<String>());
    }
}
