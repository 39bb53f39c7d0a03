//! What is shown while a site has mistakes.

use super::{Fixture, NO_TITLE};

/// A template that fails for one page only, while it is rendered.
const FAILS_FOR_B: &str =
    "{{ html.body | safe }}{% if page.title.plain == \"B\" %}{{ page.nothing.at.all }}{% endif %}";

#[test]
fn whoever_comes_early_waits_for_the_first_revision() {
    let fixture = Fixture::empty();
    std::thread::scope(|scope| {
        let early = scope.spawn(|| fixture.get("/a/"));
        fixture.show();
        assert_eq!(early.join().unwrap().status, 200);
    });
}

#[test]
fn an_error_keeps_the_last_good_pages_and_is_told() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/b/");
    assert_eq!(events.findings()["errors"], 0);
    assert_eq!(fixture.edit("content/a.md", NO_TITLE), 0);
    let told = events.findings();
    assert_eq!(told["errors"], 1);
    let finding = &told["findings"][0];
    assert_eq!((finding["level"].as_str(), finding["file"].as_str()), (Some("error"), Some("content/a.md")));
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(1), Some(1)));
    assert_eq!((finding["code"].as_str(), finding["name"].as_str()), (Some("F012"), Some("missing-key")));
    assert!(finding["message"].as_str().unwrap().contains("no `title`"));
    assert!(finding["snippet"].as_str().unwrap().starts_with("1 | +++\n  | ^"), "{finding}");
    assert_eq!(finding["remedy"], "add `title = \"…\"`");
    assert!(fixture.get("/a/").body.contains("Text of a."));
}

#[test]
fn what_fails_on_an_open_page_alone_is_given_to_the_terminal_too() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/b/");
    events.findings();
    for template in ["templates/explainer.html", "templates/page.html"] {
        fixture.write(template, FAILS_FOR_B);
    }
    let told = fixture.preview.show(fixture.revision());
    let codes: Vec<_> = told.failed.iter().map(|finding| finding.code().code).collect();
    assert_eq!(codes, ["H002"]);
    assert_eq!(events.findings()["errors"], 1);
}

#[test]
fn mended_the_findings_go_and_the_page_is_the_new_one() {
    let fixture = Fixture::new();
    let (mut a, mut b) = (fixture.listen("/a/"), fixture.listen("/b/"));
    a.findings();
    b.findings();
    fixture.edit("content/a.md", NO_TITLE);
    assert_eq!((&a.findings()["errors"], &b.findings()["errors"]), (&1.into(), &1.into()));
    assert_eq!(fixture.edit("content/a.md", "+++\ntitle = \"A\"\n+++\nAnother text.\n"), 1);
    assert_eq!(a.next().0, "page");
    assert_eq!(b.findings()["errors"], 0);
    assert!(fixture.get("/a/").body.contains("Another text."));
}

#[test]
fn without_a_good_revision_the_findings_are_the_page() {
    let fixture = Fixture::empty();
    fixture.edit("content/a.md", NO_TITLE);
    let page = fixture.get("/b/");
    assert_eq!((page.status, page.header("content-type")), (500, Some("text/html; charset=utf-8")));
    assert!(page.body.contains("<code>content/a.md:1:1</code>"), "{}", page.body);
    assert!(page.body.contains("This page cannot be shown yet."));
    let mut events = fixture.listen("/b/");
    assert_eq!(events.findings()["errors"], 1);
    fixture.edit("content/b.md", NO_TITLE);
    assert_eq!(events.next().0, "page", "the page of findings is another");
    fixture.write("content/a.md", "+++\ntitle = \"A\"\n+++\n");
    fixture.edit("content/b.md", "+++\ntitle = \"B\"\n+++\n");
    assert_eq!(events.next().0, "page");
    assert_eq!(fixture.get("/b/").status, 200);
}

#[test]
fn a_page_that_cannot_be_rendered_stays_as_it_was_and_says_why() {
    let fixture = Fixture::new();
    let before = fixture.get("/b/");
    let mut events = fixture.listen("/b/");
    events.findings();
    fixture.edit("templates/explainer.html", FAILS_FOR_B);
    let told = events.findings();
    assert_eq!((&told["errors"], &told["findings"][0]["code"]), (&1.into(), &"H002".into()), "{told}");
    let after = fixture.get("/b/");
    assert_eq!((after.status, after.without_script()), (200, before.without_script()));
    assert!(!fixture.get("/a/").body.contains("<head>"), "the other page has the new template");
    assert_eq!(
        fixture.listen("/b/").findings()["errors"],
        1,
        "it is not told to load again what cannot be had"
    );
    fixture.remove("templates/explainer.html");
    fixture.show();
    assert_eq!(events.findings()["errors"], 0);
}

#[test]
fn a_page_that_never_could_be_rendered_says_why() {
    let fixture = Fixture::empty();
    fixture.edit("templates/explainer.html", FAILS_FOR_B);
    assert_eq!(fixture.get("/a/").status, 200);
    let page = fixture.get("/b/");
    assert_eq!(page.status, 500);
    assert!(page.body.contains("templates/explainer.html:1:"), "{}", page.body);
    let mut events = fixture.listen("/b/");
    assert_eq!(events.findings()["errors"], 1);
    fixture.remove("templates/explainer.html");
    fixture.show();
    assert_eq!(events.next().0, "page");
}

#[test]
fn a_page_for_what_is_not_there_that_fails_does_not_load_forever() {
    let fixture = Fixture::empty();
    fixture.edit("templates/404.html", "{{ page.nothing.at.all }}");
    assert_eq!(fixture.get("/nothing").status, 500);
    assert_eq!(fixture.listen("/nothing").findings()["errors"], 1);
}

#[test]
fn a_site_that_lost_all_its_content_is_recovered_from() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/a/");
    events.findings();
    for (path, _) in super::SITE.iter().filter(|(path, _)| path.ends_with(".md")) {
        fixture.remove(path);
    }
    fixture.show();
    assert_eq!(events.findings()["errors"], 1);
    assert_eq!(fixture.get("/a/").status, 200);
    for (path, text) in super::SITE {
        fixture.write(path, text);
    }
    fixture.show();
    assert_eq!(events.findings()["errors"], 0);
}
