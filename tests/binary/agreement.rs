//! `build`, `check`, `watch` and `deploy` see one site: the same bytes, the same findings.

#[cfg(feature = "deploy")]
use std::collections::BTreeSet;
use std::path::Path;

use super::folder::{NUTGRAF, Run, Site, TODAY, assert_same, bytes};
use super::running::Running;

/// A site whose share card needs the machine's typefaces: ours have no Georgian, and no machine has Ol Onal.
fn site() -> Site {
    let site = Site::small();
    site.write("content/georgian.md", "+++\ntitle = \"რატომ? \u{1E5D0}\"\n+++\n\nBecause.\n");
    site
}

fn run(site: &Site, command: &[&str], options: &[&str]) -> Run {
    site.end(site.around(NUTGRAF).args(command).args(options).arg(TODAY))
}

/// The first lines of the findings that a command has drawn.
#[cfg(feature = "deploy")]
fn findings(run: &Run) -> BTreeSet<String> {
    let lines = run.output.lines().chain(run.messages.lines());
    lines
        .filter(|line| line.starts_with("warning[") || line.starts_with("error["))
        .map(str::to_owned)
        .collect()
}

fn published(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = bytes(folder);
    files.retain(|name, _| !name.starts_with(".nutgraf-"));
    files
}

#[cfg(feature = "deploy")]
#[test]
fn a_deploy_publishes_the_bytes_of_a_build() {
    let site = site();
    let live = site.home().join("live");
    let target = format!("file://{}", live.display());
    for (at, options) in
        [&[][..], &["--base-url=https://new.example/below/"], &["--compress"]].into_iter().enumerate()
    {
        let out = site.home().join(format!("built-{at}"));
        run(&site, &["build", "--out", out.to_str().unwrap()], options).expect_status(0);
        run(&site, &["deploy", &target, "--adopt"], options).expect_status(0);
        assert_same(&published(&live), &published(&out));
    }
}

#[cfg(feature = "deploy")]
#[test]
fn a_build_a_deploy_and_a_check_find_the_same() {
    let site = site();
    let live = format!("file://{}", site.home().join("live").display());
    let built = findings(&run(&site, &["build"], &[]).expect_status(0));
    assert!(built.iter().any(|line| line.contains("G001")), "{built:?}");
    assert_eq!(findings(&run(&site, &["deploy", &live], &[]).expect_status(0)), built);
    // A check has the editor's rules as well.
    let checked = findings(&run(&site, &["check", "--no-drafts"], &[]));
    assert!(built.is_subset(&checked), "{built:?}\n{checked:?}");
}

#[test]
fn a_watch_writes_the_bytes_of_a_build() {
    let site = site();
    let out = site.home().join("built");
    run(&site, &["build", "--out", out.to_str().unwrap()], &[]).expect_status(0);
    let watch = Running::start(&site, &[TODAY, "--no-serve"]);
    watch.line_about(" written");
    assert_same(&published(&site.public()), &published(&out));
}
