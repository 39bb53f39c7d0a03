//! CommonMark 0.31.2: all examples of the specification, in `commonmark/spec.txt`.
//!
//! Without our extensions every one must hold. With them, as on a site's pages, some change: those are
//! listed in `commonmark/changed.txt`, a line each, with the reason.

use std::collections::BTreeMap;

use nutgraf::test_support::commonmark;
use nutgraf::{Env, Memo, Snapshot, UrlPath, compile};

const SPEC: &str = include_str!("../commonmark/spec.txt");
const CHANGED: &str = include_str!("../commonmark/changed.txt");
const FENCE: &str = "````````````````````````````````";

/// Markdown and HTML of every example, the first being number 1.
fn examples() -> Vec<(String, String)> {
    let mut examples = Vec::new();
    let mut rest = SPEC;
    let open = format!("\n{FENCE} example\n");
    while let Some(at) = rest.find(&open) {
        rest = &rest[at + open.len() - 1..];
        let end = rest.find(&format!("\n{FENCE}\n")).expect("an example ends");
        let (markdown, html) = rest[..=end].split_once("\n.\n").expect("an example has two parts");
        let text = |part: &str| part.replace('→', "\t");
        examples.push((text(&format!("{markdown}\n"))[1..].to_owned(), text(html)));
        rest = &rest[end + 1..];
    }
    examples
}

/// The specification's own test tool compares HTML after parsing it: in text, `&quot;` is a quotation mark,
/// and white space at a block's start is nothing.
fn normal(html: &str) -> String {
    html.replace("&quot;", "\"").replace("<li>\n", "<li>")
}

#[test]
fn every_example_holds_with_the_extensions_off() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    for (number, (markdown, html)) in (1..).zip(&examples) {
        assert_eq!(normal(&commonmark(markdown)), normal(html), "example {number}:\n{markdown}");
    }
}

#[test]
fn what_the_extensions_change_is_listed_with_its_reason() {
    let examples = examples();
    let page = |(number, (markdown, _)): (usize, &(String, String))| {
        (format!("content/e{number}.md"), format!("+++\nkind = \"page\"\ntitle = \"E\"\n+++\n{markdown}"))
    };
    let mut files: BTreeMap<String, String> = (1..).zip(&examples).map(page).collect();
    let settings = "title = \"S\"\nbase_url = \"https://example.org/\"\n[markdown]\nraw_html = true\n";
    files.insert("site.toml".to_owned(), settings.to_owned());
    files.insert("templates/page.html".to_owned(), "{{ html.body | safe }}".to_owned());
    let snapshot: Snapshot = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    let mut changed = String::new();
    for (number, (_, html)) in (1..).zip(&examples) {
        let url = UrlPath::new(&format!("e{number}/"));
        let ours = compiled.render(&url).expect("the page is planned").expect("it renders");
        let (ours, html) = (normal(&ours), normal(html));
        if ours != html {
            changed.push_str(&format!("{number} {}\n", reason(&ours, &html)));
        }
    }
    assert!(!changed.contains("UNEXPLAINED"), "{changed}");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/commonmark/changed.txt"), &changed)
            .expect("written");
        return;
    }
    assert_eq!(changed, CHANGED, "bless with BLESS=1 and read the difference");
}

/// Why an example may differ: undoing what an extension did must give the specification's HTML back.
fn reason(ours: &str, html: &str) -> String {
    type Undo = fn(&str) -> String;
    let undo: [(&str, Undo); 3] = [
        ("headings have ids", without_ids),
        ("smart punctuation", straight),
        ("headings have ids, smart punctuation", |text| straight(&without_ids(text))),
    ];
    let straightened = straight(html);
    for (reason, undo) in undo {
        let undone = undo(ours);
        if undone == html || undone == straightened {
            return reason.to_owned();
        }
    }
    "UNEXPLAINED".to_owned()
}

fn without_ids(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" id=\"") {
        let end = rest[at + 5..].find('"').map_or(rest.len(), |end| at + 5 + end + 1);
        out.push_str(&rest[..at]);
        rest = &rest[end..];
    }
    out + rest
}

fn straight(html: &str) -> String {
    html.replace(['“', '”'], "\"")
        .replace(['‘', '’'], "'")
        .replace('…', "...")
        .replace('—', "---")
        .replace('–', "--")
}
