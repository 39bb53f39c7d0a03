//! What each open page is told.

use super::{Fixture, SITE, Tag};

const OTHER_A: &str = "+++\ntitle = \"A\"\n+++\nAnother text.\n";
const OTHER_B: &str = "+++\ntitle = \"B\"\n+++\nAnother text.\n";

#[test]
fn only_the_page_that_changed_is_told() {
    let fixture = Fixture::new();
    let (mut a, mut b) = (fixture.listen("/a/"), fixture.listen("/b/"));
    a.findings();
    b.findings();
    assert_eq!(fixture.edit("content/a.md", OTHER_A), 1);
    assert_eq!(a.next(), ("page".to_owned(), fixture.get("/a/").tag().key));
    assert_eq!(fixture.edit("content/b.md", OTHER_B), 1);
    assert_eq!(b.next(), ("page".to_owned(), fixture.get("/b/").tag().key));
}

#[test]
fn what_was_saved_without_a_change_is_no_news() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/a/");
    events.findings();
    assert_eq!(fixture.edit(SITE[1].0, SITE[1].1), 0);
    assert_eq!(fixture.edit("content/a.md", OTHER_A), 1);
    assert_eq!(events.next().0, "page");
}

#[test]
fn whoever_is_late_is_told_at_once() {
    let fixture = Fixture::new();
    let tag = fixture.get("/a/").tag();
    assert_eq!(fixture.edit("content/a.md", OTHER_A), 0, "nobody listens");
    assert_eq!(fixture.listen_as(&tag).next().0, "page");
    assert_eq!(fixture.listen("/a/").findings()["errors"], 0, "whoever has the new page hears nothing of it");
}

#[test]
fn a_changed_style_sheet_is_told_as_a_style() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/a/");
    events.findings();
    let late = fixture.get("/b/").tag();
    assert_eq!(fixture.edit("static/style.css", "p { color: blue }"), 1);
    let (name, data) = events.next();
    let style: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!((name.as_str(), style["css"].as_str()), ("style", Some("p{color:blue}")));
    assert_eq!(style["style"].as_str(), Some(fixture.get("/a/").tag().style.as_str()));
    let mut late = fixture.listen_as(&late);
    late.findings();
    assert_eq!(late.next(), ("style".to_owned(), data));
}

#[test]
fn a_page_and_its_style_changed_together_is_another_page() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/a/");
    events.findings();
    fixture.write("static/style.css", "p { color: blue }");
    fixture.edit("content/a.md", OTHER_A);
    assert_eq!(events.next().0, "page");
}

#[test]
fn changed_new_and_removed_files_are_named_to_all() {
    let fixture = Fixture::new();
    let mut ears = ["/a/", "/nothing/"].map(|path| fixture.listen(path));
    ears.iter_mut().for_each(|events| drop(events.findings()));
    let mut told = |files: &str| {
        ears.iter_mut().for_each(|events| assert_eq!(events.next(), ("assets".to_owned(), files.to_owned())));
    };
    fixture.edit("static/film.mp4", "another");
    told("[\"film.mp4\"]");
    fixture.write("static/a b.png", "picture");
    fixture.edit("static/c.txt", "text");
    told("[\"a b.png\",\"c.txt\"]");
    fixture.remove("static/c.txt");
    fixture.show();
    told("[\"c.txt\"]");
}

#[test]
fn a_page_that_vanishes_and_comes_back_is_told_of() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/b/");
    events.findings();
    fixture.remove("content/b.md");
    assert_eq!(fixture.show(), 1);
    assert_eq!(events.next().0, "page");
    assert_eq!(fixture.get("/b/").status, 404);
    let mut events = fixture.listen("/b/");
    events.findings();
    assert_eq!(fixture.edit("content/b.md", OTHER_B), 1);
    assert_eq!(events.next().0, "page");
}

#[test]
fn warnings_are_told_and_do_not_hold_a_page_back() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/b/");
    events.findings();
    fixture.edit("content/a.md", "+++\ntitle = \"A\"\n+++\nNew <b>text</b>.\n");
    let told = events.findings();
    assert_eq!((&told["errors"], &told["findings"][0]["level"]), (&0.into(), &"warning".into()), "{told}");
    assert!(fixture.get("/a/").body.contains("New"));
}

#[test]
fn of_very_many_findings_the_first_are_told_and_all_are_counted() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/b/");
    events.findings();
    fixture.write("content/a.md", &format!("+++\ntitle = \"A\"\n+++\n{}\n", "<b>text</b>\n\n".repeat(150)));
    fixture.edit("content/b.md", "+++\n+++\n");
    let told = events.findings();
    let findings = told["findings"].as_array().unwrap();
    assert!(told["warnings"].as_u64().unwrap() >= 150 && findings.len() == 100);
    assert_eq!(findings[0]["level"], "error", "errors come first");
}

#[test]
fn a_browser_that_comes_back_is_told_of_files_since_its_last_news() {
    let fixture = Fixture::new();
    let tag = fixture.get("/a/").tag();
    fixture.edit("static/film.mp4", "another");
    let mut events = fixture.listen_as(&tag);
    events.findings();
    assert_eq!(events.next(), ("assets".to_owned(), "[\"film.mp4\"]".to_owned()));
    let mut stranger = fixture.listen_as(&Tag { version: "of-another-run-1".to_owned(), ..tag });
    stranger.findings();
    fixture.edit("static/x.txt", "x");
    assert_eq!(
        stranger.next(),
        ("assets".to_owned(), "[\"x.txt\"]".to_owned()),
        "and hears of new ones only"
    );
}

#[test]
fn a_stream_without_its_questions_is_refused() {
    let fixture = Fixture::new();
    assert_eq!(fixture.get("/_nutgraf/events").status, 400);
    let long = "x".repeat(5000);
    assert_eq!(fixture.get(&format!("/_nutgraf/events?page={long}&key=&style=&showing=")).status, 400);
}
