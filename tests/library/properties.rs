//! What holds for any input: nothing panics, every finding can be drawn, and the memory of an earlier run
//! changes nothing.
//!
//! Sites are made of the syntax's own pieces: a mix of those goes deeper than random characters.

use std::collections::BTreeMap;

use nutgraf::test_support::{Colour, human, short};
use nutgraf::{Compiled, Env, Memo, Snapshot, UrlPath, compile};
use proptest::prelude::*;

mod html;
mod import;

/// Pieces of Markdown.
const MARKDOWN: &[&str] = &[
    "[",
    "]",
    "(",
    ")",
    "![",
    "[@",
    "[^",
    "[^a]: ",
    "[a]: b.md\n",
    "@a",
    "; @b",
    ", p. 1",
    "a",
    "b",
    "SCO",
    "sco",
    "\\",
    "`",
    "```",
    "```timeline\n",
    "```aside\n",
    "```chart\n",
    "```compare\n",
    "```map\n",
    "```table\n",
    "```known\n",
    "```own\n",
    "```quote\n",
    "~~~people\n",
    "```figure\n",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "# ",
    "## ",
    "### ",
    " {#a}",
    "{.x a=b}",
    "---\n",
    "===\n",
    "> ",
    ">>>>",
    "> [!NOTE]\n",
    "* ",
    "1. ",
    "|",
    "|---|---|\n",
    "*",
    "**",
    "_",
    "~~",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<div>\n",
    "&#1;",
    "javascript:",
    "https://x.y",
    "../",
    "b.md",
    "#a",
    "?",
    "%C3",
    "%",
    "é",
    "中",
    "e\u{301}",
    "👩‍👧",
    "\u{feff}",
    "\u{202e}",
    "\0",
    " ",
    "[[event]]\n",
    "date = 2022-01-01\n",
    "text = \"",
    "\"\n",
    "known = [\"",
    "\"]\n",
    "who = [\"sco\"]\n",
    "+++\n",
];

/// Pieces of TOML, for front matter, data, settings and blocks.
const TOML: &[&str] = &[
    "title = \"",
    "\"\n",
    "\"\"\"",
    "'''",
    "'",
    "[a]\n",
    "[[a]]\n",
    "[sco]\n",
    "[check]\n",
    "[[change]]\n",
    "[lead_image]\n",
    "[limits]\n",
    "kind = \"term\"\n",
    "kind = \"page\"\n",
    "name = \"SCO\"\n",
    "text = \"",
    "key_points = [\"",
    "\", \"",
    "\"]\n",
    "note = \"x\"\n",
    "aliases = [\"/a/\", \"",
    "topics = [\"T\"]\n",
    "draft = true\n",
    "published = 2022-02-30\n",
    "updated = \"2022-13\"\n",
    "date = 2022~\n",
    "as_of = \"2022/..\"\n",
    "src = \"x.png\"\n",
    "alt = \"x\"\n",
    "home = 0\n",
    "raw_html = true\n",
    "base_url = \"https://x.y\"\n",
    "time_zone = \"Mars\"\n",
    "=",
    "\n",
    "\r\n",
    "{",
    "}",
    "[",
    "]",
    "#",
    "\\u4e2d",
    "\\\"",
    "\\q",
    "\\\n  ",
    "é",
    "中",
    "[@a; @b]",
    "[SCO]",
    "# x\\n",
    "```known\n",
    "[^1]",
    "[x](y.md)",
    "0x7f",
    "nan",
    "\u{feff}",
    "\0",
    "+++\n",
];

/// Pieces of templates.
const TEMPLATE: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " page.title.html ",
    " | safe",
    " | upper",
    "if page.dek",
    "endif",
    "for s in html.sections",
    "endfor",
    "extends \"page.html\"",
    "include \"base.html\"",
    "block x",
    "endblock",
    "\"",
    "é",
    "\n",
    " a.b.c ",
    " 1 / 0 ",
    " <time date={x} /> ",
];

/// Pieces of style sheets.
const STYLE: &[&str] = &[
    "a",
    "{",
    "}",
    ":",
    ";",
    "@import \"x.css\";",
    "@import \"style.css\";",
    "@media print",
    "color: red",
    "/*",
    "*/",
    "é",
    "</style>",
    "\\",
    "\"",
    "\n",
    "(",
    "url(",
];

fn text(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

/// Markdown below front matter that is right, or a mix.
fn page() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => text(MARKDOWN, 40).prop_map(|body| format!("+++\ntitle = \"A\"\n+++\n{body}")),
        1 => text(MARKDOWN, 40).prop_map(|body| format!("+++\nkind = \"page\"\ntitle = \"A\"\n+++\n{body}")),
        2 => (text(TOML, 20), text(MARKDOWN, 20)).prop_map(|(front, body)| format!("+++\n{front}\n+++\n{body}")),
        1 => text(MARKDOWN, 40),
        1 => any::<String>(),
    ]
}

fn data(right: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![3 => Just(right.to_owned()), 1 => text(TOML, 20), 1 => text(TOML, 12).prop_map(move |mix| format!("{right}{mix}"))]
}

/// What a `sources.bib` may hold.
const BIB: &[&str] = &[
    "@book{",
    "@string{",
    "@comment{",
    "@misc",
    "x",
    "xÄ",
    "y,",
    "{",
    "}",
    "\"",
    ",",
    "=",
    "#",
    "%",
    "$",
    "~",
    "--",
    "\\",
    "\\'",
    "\\o{}",
    "\\'\\i",
    "\\emph{",
    "\\v c",
    "title = ",
    "author = ",
    " and ",
    "year = 2022,",
    "month = sep,",
    "month = ",
    "date = {",
    "2022-09",
    "/",
    "url = {",
    "https://",
    "javascript:",
    "crossref = {x},",
    "ids = {x},",
    "xdata = {x},",
    "family=",
    "van ",
    "Berg, ",
    "中",
    "\u{3000}",
    "\n",
    " ",
];

fn bib() -> impl Strategy<Value = String> {
    let field = || {
        text(BIB, 8).prop_map(|mix| {
            format!("@book{{b, title = {{B}}, author = {{{mix}}}, date = {{{mix}}},\nurl = {mix} }}\n")
        })
    };
    prop_oneof![text(BIB, 30), field(), (text(BIB, 10), field()).prop_map(|(mix, field)| mix + "\n" + &field)]
}

const SOURCES: &str = "[a]\nkind = \"article\"\ntitle = \"A\"\n[b]\nkind = \"book\"\ntitle = \"B\"\n";
const ENTITIES: &str =
    "[sco]\nkind = \"term\"\nname = \"SCO\"\ntext = \"One [@a], [it][sco] and [x](b.md).\"\n";
const SETTINGS: &str = "title = \"S\"\nbase_url = \"https://x.y/\"\n";

/// A file's path, and what may stand in it.
fn file() -> impl Strategy<Value = (&'static str, String)> {
    prop_oneof![
        6 => (proptest::sample::select(&["content/b.md", "content/a/index.md", "content/a/01-s.md", "content/a/02-t.md", "content/index.md"][..]), page()),
        1 => (proptest::sample::select(&["content/sources.toml", "content/a/sources.toml"][..]), data(SOURCES)),
        1 => (proptest::sample::select(&["content/sources.bib", "content/a/sources.bib"][..]), bib()),
        1 => (proptest::sample::select(&["content/entities.toml", "content/a/entities.toml"][..]), data(ENTITIES)),
        1 => (Just("site.toml"), data(SETTINGS)),
        1 => (proptest::sample::select(&["templates/page.html", "templates/blocks/own.html", "templates/x.html"][..]), text(TEMPLATE, 12)),
        1 => (proptest::sample::select(&["static/style.css", "static/x.css"][..]), text(STYLE, 15)),
    ]
}

type Files = BTreeMap<&'static str, String>;

fn site() -> impl Strategy<Value = Files> {
    let fixed = [
        ("site.toml", SETTINGS),
        ("content/sources.toml", SOURCES),
        ("content/entities.toml", ENTITIES),
        ("static/style.css", ""),
    ];
    proptest::collection::vec(file(), 1..5).prop_map(move |files| {
        let fixed = fixed.iter().map(|(path, text)| (*path, (*text).to_owned()));
        fixed.chain(files).collect()
    })
}

fn compiled(files: &Files, memo: &mut Memo) -> Compiled {
    let snapshot: Snapshot = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
    compile(&snapshot, &env, memo)
}

/// All that comes of a site: its findings, drawn in both ways, and what stands at each address.
fn outcome(compiled: &Compiled) -> String {
    let snapshot = compiled.snapshot();
    let draw =
        |finding: &nutgraf::Finding| human(finding, snapshot, Colour::None) + &short(finding, snapshot);
    let mut outcome: String = compiled.findings().iter().map(draw).collect();
    for url in compiled.urls() {
        outcome += &format!("\n== {url}\n");
        match compiled.render(url) {
            None => {}
            Some(Ok(text)) => outcome += &text,
            Some(Err(findings)) => outcome.extend(findings.iter().map(draw)),
        }
    }
    outcome
}

/// Names that pages and files may want, and addresses that nutgraf makes by itself.
const WANTED: &[&str] = &[
    "a", "A", "b/c", "topics/t", "topics", "whos-who/xi", "whos-who", "glossary", "corrections", "feed.xml",
    "404.html", "_headers", "immutable/a", "immutable",
];

/// Pages and files of an author's own that want each other's addresses, or those of nutgraf's own pages.
fn crowded_site() -> impl Strategy<Value = BTreeMap<String, String>> {
    let name = || proptest::sample::select(WANTED);
    let page =
        (name(), name(), any::<bool>(), any::<bool>()).prop_map(|(name, alias, is_plain, is_folder)| {
            let path = format!("content/{name}{}.md", if is_folder { "/index" } else { "" });
            let kind = if is_plain { "kind = \"page\"\n" } else { "topics = [\"T\"]\n" };
            let correction = "[[correction]]\ndate = 2026-11-01\nnote = \"It was wrong.\"\n";
            let correction = if alias == "corrections" && !is_plain { correction } else { "" };
            let front = format!("title = \"A\"\naliases = [\"/{alias}/\"]\n{kind}{correction}");
            (path.clone(), format!("+++\n{front}+++\nXi was here: {path}\n"))
        });
    let endings = &["", ".md", "/index.html", "/index.md", "/index.json", "/chart-1.svg"][..];
    let file = (name(), proptest::sample::select(endings))
        .prop_map(|(name, ending)| (format!("static/{name}{ending}"), "mine".to_owned()));
    let entities =
        || ("content/entities.toml".to_owned(), "[xi]\nkind = \"person\"\nname = \"Xi\"\n".to_owned());
    let files = prop_oneof![3 => page, 1 => file, 1 => Just(entities())];
    proptest::collection::vec(files, 1..6).prop_map(|files| {
        let fixed = [
            ("site.toml", SETTINGS),
            ("static/style.css", ""),
            ("templates/page.html", "{{ html.body | safe }}"),
            ("templates/explainer.html", "{{ html.lead | safe }}"),
        ];
        let fixed = fixed.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        fixed.chain(files).collect()
    })
}

/// A name with something in it that a terminal or a log would obey.
fn odd_name() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(
        &[
            "\n::error file=x::injected\n",
            "\r",
            "\u{1b}[31m",
            "\u{1b}]0;x\u{7}",
            "\u{7f}",
            "\u{85}",
            "\u{9b}31m",
            "\u{202e}gpj",
            "\u{2066}",
            "\u{2028}",
        ][..],
    );
    ("[a-z]{0,3}", odd, "[a-z]{0,3}").prop_map(|(before, odd, after)| format!("{before}{odd}{after}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_finding_on_a_line_is_one_line_whatever_its_file_is_called(name in odd_name(), other in odd_name()) {
        let text = format!("+++\ntitle = \"T\"\n\"{}\" = 1\n+++\n[x]({other}.md) ![]({name}.png) [@{other}]\n", other.escape_default());
        let paths = [format!("content/{name}.md"), format!("content/{name}/index.md"), format!("static/{other}")];
        let snapshot: Snapshot = paths.iter().map(|path| (path.as_str(), text.as_str())).collect();
        let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
        let compiled = compile(&snapshot, &env, &mut Memo::default());
        prop_assert!(compiled.has_errors());
        for finding in compiled.findings() {
            let line = short(finding, compiled.snapshot());
            let is_bad = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!line.trim_end_matches('\n').contains(is_bad), "{:?}", line);
            let drawn = human(finding, compiled.snapshot(), Colour::None);
            prop_assert!(!drawn.contains("\n::error"), "{}", drawn);
        }
    }

    #[test]
    fn nothing_panics_and_every_finding_has_its_place(files in site()) {
        let compiled = compiled(&files, &mut Memo::default());
        for finding in compiled.findings() {
            prop_assert!(finding.is_inside(compiled.snapshot()), "{finding:?}");
        }
        outcome(&compiled);
    }

    #[test]
    fn every_page_is_in_the_output_or_in_a_finding(files in crowded_site()) {
        let snapshot: Snapshot = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
        let compiled = compile(&snapshot, &env, &mut Memo::default());
        let findings: String = compiled.findings().iter().map(|it| human(it, compiled.snapshot(), Colour::None)).collect();
        let pages: Vec<_> = compiled.urls().filter_map(|url| compiled.render(url)?.ok()).collect();
        for path in files.keys().filter(|path| path.starts_with("content/") && path.ends_with(".md")) {
            let is_out = pages.iter().any(|page| page.contains(&format!("was here: {path}")));
            prop_assert!(is_out || findings.contains(&format!("{path}:")), "{path} is lost\n{findings}");
        }
        let mut names: Vec<_> = compiled.urls().map(|url| url.file().to_lowercase()).collect();
        names.sort();
        names.dedup();
        prop_assert_eq!(names.len(), compiled.urls().count());
    }

    #[test]
    fn no_link_of_a_clean_page_can_run_code(body in text(MARKDOWN, 40)) {
        let files = Files::from([("site.toml", SETTINGS.to_owned()), ("content/sources.toml", SOURCES.to_owned()),
            ("content/entities.toml", ENTITIES.to_owned()), ("static/style.css", String::new()),
            ("templates/page.html", "{{ html.body | safe }}".to_owned()),
            ("content/a.md", format!("+++\nkind = \"page\"\ntitle = \"A\"\n+++\n[a [sic] b](javascript:x) {body}"))]);
        let compiled = compiled(&files, &mut Memo::default());
        if !compiled.has_errors() {
            let html = compiled.render(&UrlPath::new("a/")).expect("the page is planned").unwrap_or_default();
            prop_assert!(!html.contains("=\"javascript:"), "{html}");
            prop_assert!(!html.contains("<b>"), "{html}");
        }
    }

    #[test]
    fn what_is_remembered_changes_nothing(before in site(), edits in proptest::collection::vec(file(), 1..3)) {
        let mut memo = Memo::default();
        compiled(&before, &mut memo);
        let mut after = before;
        for (path, text) in edits {
            // An empty text stands for a file that was removed.
            if text.is_empty() { after.remove(path); } else { after.insert(path, text); }
            let warm = outcome(&compiled(&after, &mut memo));
            let cold = outcome(&compiled(&after, &mut Memo::default()));
            prop_assert_eq!(warm, cold);
        }
    }
}

/// `PROPTEST_CASES` may ask for more.
#[expect(clippy::disallowed_methods, reason = "a test may be told how long to look")]
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96)
}

/// Renders a page with this text, and gives back the number of its findings.
fn survive(body: &str) -> usize {
    let files = Files::from([
        ("site.toml", SETTINGS.to_owned()),
        ("content/entities.toml", ENTITIES.to_owned()),
        ("content/index.md", body.to_owned()),
        ("content/a.md", format!("+++\ntitle = \"A\"\n+++\n{body}")),
    ]);
    let compiled = compiled(&files, &mut Memo::default());
    outcome(&compiled);
    compiled.findings().len()
}

#[test]
fn depth_is_no_danger() {
    for piece in [
        ">", "> ", "* ", "[", "![", "*", "**", "_a ", "`", "<", "<b>", "[^a]: ", "[a](", "[SCO] [", "~~",
        "\\", "&", "(", "|", "1. ", "> [!NOTE]\n> ",
    ] {
        survive(&piece.repeat(10_000));
    }
    survive(&("[".repeat(10_000) + "SCO" + &"]".repeat(10_000)));
    survive(&("*a ".repeat(5_000) + &"b* ".repeat(5_000)));
    let toml = |open: &str, close: &str| {
        format!("```own\na = {}1{}\n```\n", open.repeat(5_000), close.repeat(5_000))
    };
    survive(&toml("[", "]"));
    survive(&toml("{a=", "}"));
}

#[test]
fn a_block_in_a_blocks_own_string_is_no_block() {
    assert_eq!(survive("~~~~known\nknown = [\"\"\"```known\n```\"\"\"]\n~~~~\n"), 0);
}
