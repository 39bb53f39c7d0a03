//! What a deploy is asked on the command line.

use std::collections::BTreeMap;
use std::fs;

use super::super::folder::{NUTGRAF, Run, Site, TODAY, assert_same, bytes};
use super::{built, served, to, to_folder};

fn run(site: &Site, arguments: &[&str]) -> Run {
    site.end(site.around(NUTGRAF).arg(arguments[0]).arg(TODAY).args(&arguments[1..]))
}

#[test]
fn a_finding_in_the_baseline_does_not_stop_a_deploy_and_a_new_one_does() {
    let site = Site::small();
    site.write(
        "site.toml",
        site.read("site.toml") + "\n[check.levels]\nall = \"allow\"\ndoubled-word = \"deny\"\n",
    );
    site.write("content/about.md", super::page("About", "We are are here."));
    run(&site, &["check", "--baseline=base.toml", "--write-baseline", "--accept"]).expect_status(0);
    let denied = ["error[C006]", "1 error: nothing was deployed"];
    to_folder(&site, &[]).expect_status(1).expect_messages(&denied);
    to_folder(&site, &["--baseline=base.toml"]).expect_status(0);
    assert_same(&served(&site), &built(&site));
    // The list is of one of them.
    site.write("content/us.md", super::page("Us", "We were were there."));
    let run = to_folder(&site, &["--baseline=base.toml"]).expect_status(1).expect_messages(&denied);
    assert!(run.messages.contains("content/us.md") && !run.messages.contains("content/about.md"), "{run:?}");
}

#[test]
fn a_stale_entry_of_the_baseline_does_not_stop_a_deploy() {
    let site = Site::small();
    site.write(
        "site.toml",
        site.read("site.toml")
            + "\n[check]\nfail_on = \"warn\"\n[check.levels]\nall = \"allow\"\n\
            doubled-word = \"deny\"\nstale-baseline-entry = \"warn\"\n",
    );
    let draft = "+++\nkind = \"page\"\ntitle = \"Draft\"\ndraft = true\n+++\n\nIt is is not done.\n";
    site.write("content/draft.md", draft);
    run(&site, &["check", "--baseline=base.toml", "--write-baseline", "--accept"]).expect_status(0);
    run(&site, &["check", "--baseline=base.toml"]).expect_status(0);
    to_folder(&site, &["--baseline=base.toml"]).expect_status(0);
}

#[test]
fn an_invalid_baseline_is_rejected_before_anything_is_changed() {
    let site = Site::small();
    site.write("base.toml", "[[finding]]\nrule = 7\n");
    to_folder(&site, &["--baseline=base.toml"]).expect_status(2).expect_messages(&["this is not a baseline"]);
    to_folder(&site, &["--baseline=gone.toml"])
        .expect_status(2)
        .expect_messages(&["`gone.toml` cannot be read"]);
    assert!(!site.home().join("www").exists() && !site.public().exists());
}

#[test]
fn a_folder_gets_compressed_copies_with_compress_and_loses_them_without() {
    let site = Site::small();
    let plan = to_folder(&site, &["--compress", "--dry-run"]).expect_status(0).output;
    let at = |file: &str| plan.find(&format!("  {file}  (")).unwrap_or_else(|| panic!("{file}:\n{plan}"));
    assert!(at("about/index.html") < at("index.html.br") && at("feed.xml") < at("index.html.gz"), "{plan}");
    to_folder(&site, &["--compress"]).expect_status(0);
    run(&site, &["build", "--compress"]).expect_status(0);
    let packed = |files: &BTreeMap<String, Vec<u8>>, end: &str| -> usize {
        files.keys().filter(|name| name.ends_with(end)).count()
    };
    let mut expected = bytes(&site.public());
    expected.retain(|name, _| !name.starts_with(".nutgraf-"));
    assert!(packed(&expected, ".br") > 5 && packed(&expected, ".gz") > 5);
    assert_same(&served(&site), &expected);
    to_folder(&site, &["--compress"]).expect_status(0).expect_messages(&["is up to date"]);
    to_folder(&site, &[]).expect_status(0);
    assert_same(&served(&site), &built(&site));
    assert_eq!(packed(&served(&site), ".br"), 0);
}

#[test]
fn encoding_is_rejected_for_a_folder_and_compress_for_a_bucket() {
    let site = Site::small();
    to_folder(&site, &["--encoding=br"])
        .expect_status(2)
        .expect_messages(&["--encoding", "help: use --compress"]);
    let run = to(&site, "s3://why/site", &["--compress"]).expect_status(2);
    run.expect_messages(&["--compress is for folders", "help: use --encoding br"]);
    assert!(!site.home().join("www").exists() && !site.public().exists());
}

#[test]
fn a_folder_may_be_given_by_its_path() {
    let site = Site::small();
    let expected = built(&site);
    let www = site.home().join("www");
    let absolute = www.to_str().unwrap().to_owned();
    for target in [absolute.as_str(), "../../home/www"] {
        to(&site, target, &[]).expect_status(0).expect_messages(&[target]);
        assert_same(&served(&site), &expected);
        fs::remove_dir_all(&www).unwrap();
    }
    to(&site, "./www", &[]).expect_status(0);
    assert!(site.path("www/index.html").is_file());
    to(&site, "www", &[]).expect_status(0).expect_messages(&["www is up to date"]);
    to(&site, ".", &[]).expect_status(2).expect_messages(&["is part of the site"]);
    to(&site, "./gone/../public", &[]).expect_status(2).expect_messages(&["is part of the site"]);
}

#[test]
fn the_error_for_a_bare_word_lists_the_forms_of_addresses() {
    let site = Site::small();
    let forms = ["cannot deploy to this address", "s3://bucket/folder", "the path of a folder", "`./`"];
    to(&site, "www", &[]).expect_status(2).expect_messages(&forms);
    assert!(!site.path("www").exists());
}
