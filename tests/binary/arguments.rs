//! What can be told to `nutgraf build`, and what it says when that makes no sense.

use super::folder::{NUTGRAF, Site, bytes, tree};

#[test]
fn arguments_that_make_no_sense_are_status_2_and_change_nothing() {
    let site = Site::small();
    let before = tree(&site.root());
    let senseless: [&[&str]; 9] = [
        &[],
        &["bake"],
        &["build", "--no-such"],
        &["build", "--today", "yesterday"],
        &["build", "--today", "2026-02-30"],
        &["build", "--base-url", "example"],
        &["build", "--base-url", "file:///tmp/"],
        &["build", "--color", "blue"],
        &["build", "--root", "nowhere"],
    ];
    for arguments in senseless {
        let run = site.end(site.around(NUTGRAF).args(arguments)).expect_status(2);
        assert!(run.output.is_empty() && !run.messages.is_empty(), "{arguments:?}");
    }
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn help_and_version_are_results_and_go_to_standard_output() {
    let site = Site::empty();
    for argument in ["--help", "--version"] {
        let run = site.end(site.around(NUTGRAF).arg(argument)).expect_status(0);
        assert!(run.output.contains("nutgraf") && run.messages.is_empty(), "{run:?}");
    }
}

#[test]
fn a_root_that_is_a_file_is_refused_by_name() {
    let site = Site::small();
    site.build_with(&["--root", "site.toml"]).expect_status(2).expect_messages(&["site.toml", "--root"]);
}

#[test]
fn a_base_url_stands_in_every_absolute_address() {
    let site = Site::small();
    site.build_with(&["--base-url", "https://other.example/sub"]).expect_status(0);
    let page = site.read("public/why/index.html");
    assert!(page.contains("href=\"https://other.example/sub/why/\""), "{page}");
    let files = bytes(&site.public());
    let old = files.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("why.example"));
    assert_eq!(old.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn an_address_without_a_scheme_is_completed_and_that_is_said() {
    let site = Site::small();
    let said = "`Other.example/sub` is taken for https://other.example/sub/";
    site.build_with(&["--base-url", "Other.example/sub"]).expect_status(0).expect_messages(&[said]);
    assert!(site.read("public/why/index.html").contains("href=\"https://other.example/sub/why/\""));
}

#[test]
fn out_is_where_the_site_goes_however_deep() {
    let site = Site::small();
    site.build_with(&["--out", "a/b/c"]).expect_status(0);
    assert!(site.path("a/b/c/why/index.html").is_file());
    assert!(!site.public().exists());
}

#[test]
fn drafts_are_built_only_when_asked_for_and_go_again() {
    let site = Site::small();
    site.write("content/soon.md", "+++\nkind = \"page\"\ntitle = \"Soon\"\ndraft = true\n+++\n\nSoon.\n");
    site.build().expect_status(0);
    assert!(!site.path("public/soon").exists());
    site.build_with(&["--drafts"]).expect_status(0);
    assert!(site.path("public/soon/index.html").is_file());
    site.build().expect_status(0);
    assert!(!site.path("public/soon").exists());
}

#[test]
fn colours_stand_only_where_they_are_wanted() {
    let site = Site::small();
    site.write("content/about.md", "+++\nkind = \"page\"\n+++\n");
    let coloured = |arguments: &[&str]| {
        let run = site.build_with(arguments).expect_status(1);
        run.messages.contains('\u{1b}')
    };
    assert!(coloured(&["--color", "always"]));
    assert!(!coloured(&["--color", "never"]));
    assert!(!coloured(&[]), "standard error is no terminal here");
}
