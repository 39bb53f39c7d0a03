//! What a deploy is asked on the command line.

use super::super::folder::{NUTGRAF, Run, Site, TODAY, assert_same};
use super::{built, served, to_folder};

fn run(site: &Site, arguments: &[&str]) -> Run {
    site.end(site.around(NUTGRAF).arg(arguments[0]).arg(TODAY).args(&arguments[1..]))
}

#[test]
fn what_a_baseline_lists_holds_no_deploy_back_and_what_is_new_does() {
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
fn what_is_dead_in_a_baseline_holds_no_deploy_back() {
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
fn a_baseline_that_is_none_is_refused_before_anything_is_touched() {
    let site = Site::small();
    site.write("base.toml", "[[finding]]\nrule = 7\n");
    to_folder(&site, &["--baseline=base.toml"]).expect_status(2).expect_messages(&["this is no baseline"]);
    to_folder(&site, &["--baseline=gone.toml"])
        .expect_status(2)
        .expect_messages(&["`gone.toml` cannot be read"]);
    assert!(!site.home().join("www").exists() && !site.public().exists());
}
