//! The changes that rules on links out of the site offer.

use super::*;
use crate::diagnostics::{Applicability, Fix};
use crate::lint::Selection;
use crate::model::Env;
use crate::pipeline::{Memo, compile};
use crate::source::Snapshot;

const LOCK: &str = r#"
["https://a.example/old"]
last_ok = 2026-11-20T10:00:00Z
final_url = "https://www.a.example/new"
moved_since = 2026-11-01T10:00:00Z
moved_seen = 3

["http://b.example/"]
last_ok = 2026-11-20T10:00:00Z
final_url = "https://other.example/"
moved_since = 2026-11-01T10:00:00Z
moved_seen = 3

["https://c.example/old"]
last_ok = 2026-11-20T10:00:00Z
final_url = "https://c.example/(new)"
moved_since = 2026-11-01T10:00:00Z
moved_seen = 3

["https://d.example/"]
archive_url = 'https://web.archive.org/web/2022/https://d.example/"\'
"#;

fn fixes(name: &str, text: &str) -> Vec<Option<Fix>> {
    fixes_with(LOCK, name, text)
}

fn fixes_with(lock: &str, name: &str, text: &str) -> Vec<Option<Fix>> {
    let page = "+++\ntitle = \"A?\"\n+++\nText.\n";
    let files = [("content/a.md", page), ("links.lock", lock), (name, text)];
    let site = "title = \"A\"\nbase_url = \"https://site.example/\"\n";
    let snapshot: Snapshot = files.into_iter().chain([("site.toml", site)]).collect();
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    assert!(compiled.findings().is_empty(), "{:?}", compiled.findings());
    let only = vec!["L002".to_owned(), "S009".to_owned()];
    let found = compiled.check(&Selection { only, ..Selection::default() });
    found.iter().filter_map(|finding| finding.lint_message().map(|_| finding.fix.clone())).collect()
}

fn page(body: &str) -> Vec<Option<Fix>> {
    fixes("content/b.md", &format!("+++\ntitle = \"B?\"\n+++\n{body}\n"))
}

/// What a fix writes in the place of what.
fn changes(fix: Option<Fix>) -> Vec<(String, String)> {
    fix.into_iter().flat_map(|fix| fix.edits).map(|edit| (edit.old, edit.new)).collect()
}

#[test]
fn an_address_that_has_moved_on_its_host_is_changed_and_its_fragment_kept() {
    let fix = page("[a](https://a.example/old#part)").remove(0);
    assert_eq!(fix.as_ref().map(|fix| fix.applicability), Some(Applicability::Safe));
    let change = ("https://a.example/old#part".to_owned(), "https://www.a.example/new#part".to_owned());
    assert_eq!(changes(fix), [change]);
}

#[test]
fn an_address_that_has_moved_to_another_host_is_for_its_author_to_judge() {
    let fix = page("<http://b.example/>").remove(0);
    assert_eq!(fix.as_ref().map(|fix| fix.applicability), Some(Applicability::Unsafe));
    assert_eq!(changes(fix), [("http://b.example/".to_owned(), "https://other.example/".to_owned())]);
}

#[test]
fn a_new_address_is_safe_only_on_the_same_server_and_no_less_encrypted() {
    for (old, new) in [
        ("https://e.example/old", "https://e.example/new"),
        ("http://e.example/old", "https://www.e.example/old"),
        ("https://www.e.example:8443/old", "https://e.example:8443/new"),
        ("https://e.example:443/old", "https://e.example/new"),
        ("https://e.example/login/old", "https://e.example/login/new"),
    ] {
        assert!(is_same_server(old, new), "{old} {new}");
    }
    for (old, new) in [
        ("https://e.example/old", "http://e.example/old"),
        ("https://e.example/old", "http://e.example:443/old"),
        ("https://e.example/old", "https://e.example:8443/old"),
        ("http://e.example:8080/old", "https://e.example/old"),
        ("https://e.example/old", "https://anna@e.example/old"),
        ("https://e.example/old", "https://e.example./old"),
        ("https://e.example/old", "https://f.example/old"),
        ("https://e.example/old", "https://e.example/sign-in?next=/old"),
        ("https://e.example/old", "https://e.example/Login.aspx"),
        ("https://e.example/old", "//e.example/old"),
    ] {
        assert!(!is_same_server(old, new), "{old} {new}");
    }
    for new in ["http://g.example/old", "https://g.example:8443/old"] {
        let lock = LOCK.replace("c.example", "g.example").replace("https://g.example/(new)", new);
        let text = "+++\ntitle = \"B?\"\n+++\n[g](https://g.example/old)\n";
        let fix = fixes_with(&lock, "content/b.md", text).remove(0);
        assert_eq!(fix.map(|fix| fix.applicability), Some(Applicability::Unsafe), "{new}");
    }
}

#[test]
fn what_cannot_be_written_as_it_is_is_not_changed() {
    assert_eq!(page("[c](https://c.example/old)"), [None]);
    assert_eq!(page("[a][b]\n\n[b]: https://a.example/old"), [None]);
    assert_eq!(page("[a](https://a.example/old 'title')"), [None]);
    assert_eq!(page("[a](https://a.example/&#111;ld)"), [None]);
}

#[test]
fn a_known_copy_is_written_below_the_address_on_a_line_of_its_own() {
    let source = "[d]\nkind = \"article\"\ntitle = \"D\"\nurl = 'https://d.example/'";
    let copy = "\narchived = \"https://web.archive.org/web/2022/https://d.example/\\\"\\\\\"";
    for (text, expected) in [
        (source.to_owned(), vec![(String::new(), copy.to_owned())]),
        (format!("{source}  \r\n"), vec![(String::new(), copy.to_owned())]),
        (format!("{source} # a copy is wanted\n"), vec![]),
        ("d = { kind = \"article\", title = \"D\", url = \"https://d.example/\" }\n".to_owned(), vec![]),
    ] {
        let mut found = fixes("content/sources.toml", &text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(changes(found.remove(0)), expected, "{text}");
    }
}

#[test]
fn a_host_is_named_without_what_stands_around_it() {
    assert_eq!(host("https://user@WWW.a.example:8080/b?c"), "a.example");
    assert!(is_front_page("https://a.example") && is_front_page("https://a.example/?b"));
    assert!(!is_front_page("https://a.example/b"));
}
