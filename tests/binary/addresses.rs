//! An address that was published leads somewhere, leads on, or is said to be gone: the last build is remembered.

use super::bytes::settle;
use super::folder::{NUTGRAF, Run, Site, TODAY};

const NEW: &str = "+++\nkind = \"page\"\ntitle = \"About\"\n+++\n\nUs.\n";
const LINK: &str = "+++\ntitle = \"What came first?\"\n+++\n\nAn egg.\n";

/// A site that was built, with a page that can go.
fn built() -> Site {
    let site = Site::small();
    site.write("content/why/01-first.md", LINK);
    site.build().expect_status(0);
    site
}

fn renamed() -> Site {
    let site = built();
    site.remove("content/about.md");
    site.write("content/who-we-are.md", NEW);
    site
}

#[track_caller]
fn warns(run: Run, words: &[&str]) {
    run.expect_status(0).expect_messages(&["warning[L007]", "1 warning"]).expect_messages(words);
}

#[track_caller]
fn is_quiet(site: &Site) {
    settle();
    let run = site.build().expect_status(0);
    assert!(!run.messages.contains("L007"), "{}", run.messages);
    site.build().expect_messages(&["nothing changed"]);
}

#[test]
fn a_renamed_page_is_told_to_lead_on_until_it_does() {
    let site = renamed();
    let at_the_page = ["`/about/` was an address", "content/who-we-are.md:3:10", "`aliases = [\"/about/\"]`"];
    for _ in 0..3 {
        warns(site.build(), &at_the_page);
    }
    site.write("content/who-we-are.md", NEW.replace("+++\n\n", "aliases = [\"/about/\"]\n+++\n\n"));
    is_quiet(&site);
    site.write("content/who-we-are.md", NEW);
    warns(site.build(), &["`/about/`", "site.toml"]);
}

#[test]
fn a_check_compares_with_the_last_build_too() {
    let site = renamed();
    let run = site.end(site.around(NUTGRAF).args(["check", "--format", "short", TODAY]));
    assert!(run.output.contains("content/who-we-are.md:3:10: warning[L007]"), "{}", run.output);
}

#[test]
fn an_explainer_that_moves_is_told_how_to_stay_known_to_feeds() {
    let site = built();
    std::fs::remove_dir_all(site.path("content/why")).expect("a folder to remove");
    site.write("content/why-so.md", "+++\ntitle = \"Why so?\"\n+++\n\nSo.\n");
    site.build().expect_messages(&["`aliases = [\"/why/\"]`, and `feed_id = \"/why/\"`"]);
}

#[test]
fn an_explainer_may_move_on_its_first_day() {
    let site = built();
    let text = "+++\ntitle = \"Why now?\"\npublished = 2026-11-24\n+++\n\nSo.\n";
    site.write("content/now/index.md", text);
    site.write("content/now/report.pdf", "%PDF");
    is_quiet(&site);
    for (old, new) in [("now", "why-now"), ("why-now", "now"), ("now", "so")] {
        std::fs::rename(site.path("content").join(old), site.path("content").join(new)).expect("a rename");
        is_quiet(&site);
    }
    // The next day it has been seen.
    std::fs::rename(site.path("content/so"), site.path("content/late")).expect("a rename");
    let run = site.end(site.around(NUTGRAF).args(["build", "--today", "2026-11-25"])).expect_status(0);
    run.expect_messages(&["warning[L007]", "`/so/`", "`/so/report.pdf`"]);
}

#[test]
fn what_lies_beside_a_draft_is_the_drafts() {
    let site = built();
    site.write("content/secret/index.md", "+++\ntitle = \"Why?\"\ndraft = true\n+++\n\nSo.\n");
    site.write("content/secret/report.pdf", "%PDF");
    site.build_with(&["--drafts"]).expect_status(0);
    assert!(site.public().join("secret/report.pdf").exists());
    let run = site.build().expect_status(0);
    assert!(!run.messages.contains("L007"), "{}", run.messages);
    assert!(!site.public().join("secret").exists());
}

#[test]
fn a_page_that_goes_is_lost_until_the_site_says_so() {
    let site = built();
    site.remove("content/about.md");
    warns(site.build(), &["`/about/` was an address", "site.toml:1:1", "`gone = [\"/about/\"]`"]);
    site.remove("content/why/02-then.md");
    warns(site.build(), &["`/about/`"]);
    let settings = site.read("site.toml");
    site.write("site.toml", format!("gone = [\"/about/\"]\n{settings}"));
    is_quiet(&site);
    site.write("site.toml", settings);
    is_quiet(&site);
}

#[test]
fn a_line_of_the_sites_own_redirects_answers_for_an_address() {
    let site = renamed();
    site.write("static/_redirects", "/about  https://other.example/us/ 301\n");
    is_quiet(&site);
    let site = renamed();
    site.write("static/_redirects", "/abo* /why/ 301\n");
    is_quiet(&site);
}

#[test]
fn what_a_page_shows_or_is_written_in_as_well_is_nobodys_address() {
    let site = built();
    site.remove("static/logo.svg");
    is_quiet(&site);
}

#[test]
fn a_folder_that_is_a_file_of_static_is_still_there() {
    let site = Site::small();
    site.write("static/old/index.html", "<!doctype html><title>Old</title>");
    site.build().expect_status(0);
    is_quiet(&site);
}

#[test]
fn a_document_is_held_as_a_page_is() {
    let site = Site::small();
    site.write("static/report.pdf", "%PDF");
    site.build().expect_status(0);
    site.remove("static/report.pdf");
    warns(site.build(), &["`/report.pdf`", "site.toml"]);
}

#[test]
fn a_draft_that_somebody_looked_at_was_never_published() {
    let site = Site::small();
    site.write("content/new.md", "+++\ntitle = \"New?\"\ndraft = true\n+++\n\nWords.\n");
    site.build_with(&["--drafts"]).expect_status(0);
    let run = site.build().expect_status(0);
    assert!(!run.messages.contains("L007"), "{}", run.messages);
}

#[test]
fn a_build_that_fails_forgets_nothing() {
    let site = renamed();
    site.write("content/why/01-first.md", "no front matter");
    site.build().expect_status(1).expect_messages(&["warning[L007]"]);
    site.write("content/why/01-first.md", LINK);
    warns(site.build(), &["`/about/`", "content/who-we-are.md"]);
}

#[test]
fn a_change_of_settings_alone_is_remembered() {
    let site = renamed();
    warns(site.build(), &["`/about/`"]);
    let manifest = || site.read("public/.nutgraf-manifest.json");
    assert!(
        manifest().contains("\"lost\":{\"about/index.html\":\"who-we-are/index.html\"}"),
        "{}",
        manifest()
    );
    site.write("site.toml", format!("gone = [\"/about/\"]\n{}", site.read("site.toml")));
    is_quiet(&site);
    assert!(!manifest().contains("lost"), "{}", manifest());
}
