//! What `nutgraf watch` says, serves and writes. What it makes of a site is proved in memory, what the watcher
//! hears with real files, and what a browser shows in `tests/browser`.

use std::fs;
use std::time::SystemTime;

use super::folder::Site;
use super::running::{Running, ended};

fn small() -> Site {
    let site = Site::empty();
    site.write("site.toml", "title = \"Why\"\nbase_url = \"https://why.example/\"\n");
    site.write("content/why.md", "+++\ntitle = \"Why?\"\n+++\nBecause.\n");
    site.write("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\nUs.\n");
    site
}

fn modified(site: &Site, name: &str) -> SystemTime {
    fs::metadata(site.path(name)).unwrap().modified().unwrap()
}

#[test]
fn the_site_is_served_and_an_edit_is_told_on_one_line() {
    let site = small();
    let watch = Running::serve(&site, &[]);
    assert!(watch.get("/why/").contains("Because."));
    site.write("content/why.md", "+++\ntitle = \"Why?\"\n+++\nTherefore.\n");
    let line = watch.line_about("content/why.md");
    assert!(line.ends_with(" ms"), "{line}");
    assert!(line.contains("no open page needs reloading"), "{line}");
    assert!(watch.get("/why/").contains("Therefore."));
    assert!(!site.path("public").exists(), "a preview is not on disk");
}

#[test]
fn a_mistake_is_drawn_and_the_last_good_page_stays_until_it_is_mended() {
    let site = small();
    let watch = Running::serve(&site, &[]);
    site.write("content/why.md", "+++\ntitel = \"Why?\"\n+++\nTherefore.\n");
    watch.line_about("help: did you mean `title`?");
    watch.line_about("1 error: nothing new is shown until this is fixed");
    watch.line_about("content/why.md: ");
    assert!(watch.get("/why/").contains("Because."));
    site.write("content/why.md", "+++\ntitle = \"Why?\"\n+++\nTherefore.\n");
    watch.line_about("content/why.md: ");
    assert!(watch.get("/why/").contains("Therefore."));
}

#[test]
fn a_template_that_cannot_be_rendered_is_drawn_before_anybody_looks() {
    let site = small();
    let watch = Running::serve(&site, &[]);
    site.write("templates/page.html", "{{ page.nothing.deeper }}");
    watch.line_about("error[H002]");
    watch.line_about(" --> templates/page.html:1:");
}

#[test]
fn without_a_server_what_changed_is_written_and_nothing_else() {
    let site = small();
    let watch = Running::start(&site, &["--no-serve"]);
    watch.line_about("written");
    let kept = modified(&site, "public/about/index.html");
    site.write("content/why.md", "+++\ntitle = \"Why?\"\n+++\nTherefore.\n");
    let line = watch.line_about("content/why.md: ");
    assert!(line.contains("3 files written, 0 removed"), "{line}");
    assert!(site.read("public/why/index.html").contains("Therefore."));
    assert_eq!(modified(&site, "public/about/index.html"), kept);
    site.write("content/why.md", "+++\ntitle = \"Why\n+++\nNo.\n");
    watch.line_about("content/why.md: nothing written");
    assert!(site.read("public/why/index.html").contains("Therefore."));
    site.remove("content/why.md");
    let line = watch.line_about("content/why.md: ");
    // The page, its Markdown, its data and its card.
    assert!(line.contains("4 removed"), "{line}");
    assert!(!site.path("public/why/index.html").exists());
}

#[test]
fn a_preview_on_this_machine_shows_drafts_and_marks_them() {
    let site = small();
    site.write("content/soon.md", "+++\ntitle = \"Soon?\"\ndraft = true\n+++\nNot yet.\n");
    assert!(Running::serve(&site, &[]).get("/soon/").contains("Draft"));
    assert!(!Running::serve(&site, &["--drafts=false"]).get("/soon/").contains("Not yet."));
}

#[test]
fn drafts_are_written_only_when_they_are_asked_for() {
    let site = small();
    site.write("content/soon.md", "+++\ntitle = \"Soon?\"\ndraft = true\n+++\nNot yet.\n");
    Running::start(&site, &["--no-serve"]).line_about("written");
    assert!(!site.path("public/soon/index.html").exists());
    Running::start(&site, &["--no-serve", "--drafts"]).line_about("written");
    assert!(site.path("public/soon/index.html").exists());
}

#[test]
fn other_machines_never_see_drafts() {
    let site = small();
    site.write("content/soon.md", "+++\ntitle = \"Soon?\"\ndraft = true\n+++\nNot yet.\n");
    let watch = Running::serve(&site, &["--host=0.0.0.0"]);
    watch.line_about("others on this network can see the site, without its drafts");
    assert!(!watch.get("/soon/").contains("Not yet."));
    let (status, said) = ended(&site, &["--host=0.0.0.0", "--drafts"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("drafts are not shown to other machines"), "{said}");
}

#[test]
fn a_port_asked_for_by_name_must_be_free_and_any_other_is_looked_for() {
    let site = small();
    let first = Running::serve(&site, &[]);
    let taken = format!("--port={}", first.port());
    let (status, said) = ended(&site, &[&taken]);
    assert_eq!(status, Some(2));
    assert!(said.contains("is taken by another program"), "{said}");
    assert_ne!(Running::serve(&site, &[]).port(), first.port());
}

#[test]
fn verified_each_change_is_what_a_clean_build_makes() {
    let site = small();
    let watch = Running::serve(&site, &["--verify"]);
    watch.line_about("verify: the same as a clean build");
    site.write("content/why.md", "+++\ntitle = \"Why?\"\n+++\nTherefore.\n");
    watch.line_about("content/why.md: ");
    watch.line_about("verify: the same as a clean build");
}

#[test]
fn polling_finds_what_changed_too() {
    let site = small();
    let watch = Running::serve(&site, &["--poll"]);
    site.write("content/new.md", "+++\ntitle = \"New?\"\n+++\nNews.\n");
    watch.line_about("content/new.md: ");
    assert!(watch.get("/new/").contains("News."));
}

#[test]
fn an_interrupt_ends_it_at_once() {
    let site = small();
    let watch = Running::serve(&site, &[]);
    assert_eq!(watch.interrupted(), Some(2), "it ends by the signal, as shells expect");
}

#[test]
fn a_folder_that_is_not_there_is_an_error_with_its_name() {
    let (status, said) = ended(&small(), &["--root=nowhere"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("there is no folder"), "{said}");
}
