//! What is ours at a place, and what is another's.

use std::fs;

use super::super::folder::{Site, assert_same, tree};
use super::{built, deployed, page, served, to, to_folder};

/// A site that has nothing in common with the small one but its home page's address.
fn other() -> Site {
    let site = Site::empty();
    site.write("site.toml", "title = \"Other\"\nbase_url = \"https://other.example/\"\n");
    site.write("content/index.md", "+++\ntitle = \"Other\"\n+++\n\nAnswers.\n");
    site
}

#[test]
fn another_sites_place_is_refused_before_anything_is_touched() {
    let (site, other) = (Site::small(), other());
    to_folder(&site, &[]).expect_status(0);
    let www = site.home().join("www");
    let (target, before) = (format!("file://{}", www.display()), tree(&www));
    let sites = ["https://why.example/", "https://other.example/", "nothing was touched", "--adopt"];
    to(&other, &target, &[]).expect_status(2).expect_messages(&sites);
    to(&other, &target, &["--dry-run"]).expect_status(2).expect_messages(&sites);
    assert_eq!(tree(&www), before);
    to_folder(&site, &[]).expect_status(0).expect_messages(&["is as it should be"]);
    to(&other, &target, &["--adopt"]).expect_status(0);
    assert_same(&served(&site), &built(&other));
    to(&other, &target, &[]).expect_status(0).expect_messages(&["is as it should be"]);
    to_folder(&site, &[]).expect_status(2).expect_messages(&["the site https://other.example/ stands there"]);
}

#[test]
fn another_sites_bucket_is_refused_before_anything_is_touched() {
    let (bucket, site) = deployed();
    let before = bucket.objects("");
    let run = bucket.deploy(&other(), &[]).expect_status(2);
    run.expect_messages(&["the site https://why.example/ stands there"]);
    assert_eq!(bucket.written(), Vec::<String>::new());
    assert_same(&bucket.objects(""), &before);
    bucket.deploy(&site, &["--base-url=https://new.example/", "--adopt"]).expect_status(0);
}

#[test]
fn a_memory_of_before_sites_were_remembered_is_read_and_learns_the_site() {
    let (bucket, site) = deployed();
    let memory = bucket.path("site/.nutgraf-deploy.json");
    let text = fs::read_to_string(&memory).unwrap();
    let old = text.replace("\"site\":\"https://why.example/\",", "");
    assert!(old.len() < text.len(), "{text}");
    fs::write(&memory, old).unwrap();
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["is as it should be"]);
    assert_eq!(fs::read_to_string(&memory).unwrap(), text);
    site.write("content/about.md", page("About", "Others."));
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["1 file uploaded"]);
}
