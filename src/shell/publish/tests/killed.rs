//! A build that dies after any of its steps leaves whole files, and the next one completes it.

use super::super::super::manifest::{STAGE, is_idle};
use super::*;

const OLD: Pages<'_> = &[
    ("index.html", "old home"),
    ("same.html", "same"),
    ("swap", "old file"),
    ("turn/deep/x.html", "old x"),
    ("turn/y.html", "old y"),
    ("lone/deep/x.html", "old lone"),
    ("gone/z.html", "old z"),
    ("gone/deep/er/z.html", "old deep z"),
    ("logo.svg", "@logo.svg"),
];
const NEW: Pages<'_> = &[
    ("index.html", "new home"),
    ("same.html", "same"),
    ("swap/index.html", "new swap"),
    ("swap/more/index.html", "new more"),
    ("turn", "new turn"),
    ("lone", "new lone"),
    ("fresh/a/b.html", "new b"),
    ("fresh/logo.svg", "@logo.svg"),
    ("loose.html", "new loose"),
];
const OTHER: Pages<'_> = &[("index.html", "other home"), ("fresh", "other fresh"), ("swap", "other swap")];

/// With what somebody else keeps there.
fn fixture() -> Fixture {
    let fixture = Fixture::new();
    fixture.write("gone/foreign.txt", "mine");
    fixture
}

fn clean(pages: Pages<'_>) -> BTreeMap<String, Option<String>> {
    let fixture = fixture();
    fixture.build(pages).unwrap();
    bytes(fixture.tree())
}

/// Every site in the folder before and during the build that was killed.
fn assert_whole(fixture: &Fixture, sites: &[Pages<'_>]) {
    for (name, text) in bytes(fixture.tree()) {
        let Some(text) = text else { continue };
        let text = if text == "<svg/>" { "@logo.svg" } else { &text };
        let is_page = sites.iter().any(|site| site.contains(&(&name, text)));
        let is_foreign = name == "gone/foreign.txt" && text == "mine";
        assert!(name.starts_with(".nutgraf-") || is_page || is_foreign, "{name}: {text}");
    }
}

/// Runs the build with disks that die, or fail, after no step, after one, and so on until one lives
/// to the end, each time in a new room that `before` prepared.
fn at_every_step(
    disk: fn(usize) -> Disk,
    before: impl Fn() -> Fixture,
    pages: Pages<'_>,
    after: impl Fn(Fixture, usize),
) {
    for steps in 0.. {
        let (fixture, disk) = (before(), disk(steps));
        let _ = fixture.build_by(&disk, &fixture.path("public"), pages);
        after(fixture, steps);
        if disk.is_fresh() {
            return;
        }
    }
}

fn built(pages: Pages<'_>) -> impl Fn() -> Fixture {
    move || {
        let fixture = fixture();
        fixture.build(pages).unwrap();
        fixture
    }
}

#[test]
fn the_next_build_completes_a_build_killed_at_any_step() {
    let clean = clean(NEW);
    at_every_step(Disk::dying_after, built(OLD), NEW, |fixture, steps| {
        assert_whole(&fixture, &[OLD, NEW]);
        fixture.build(NEW).unwrap();
        assert_eq!(bytes(fixture.tree()), clean, "after {steps} steps");
    });
}

#[test]
fn the_next_build_completes_a_build_that_failed_at_any_step() {
    for next in [NEW, OTHER] {
        let clean = clean(next);
        at_every_step(Disk::failing_after, built(OLD), NEW, |fixture, steps| {
            assert_whole(&fixture, &[OLD, NEW]);
            fixture.build(next).unwrap();
            assert_eq!(bytes(fixture.tree()), clean, "after {steps} steps");
        });
    }
}

#[test]
fn the_next_build_completes_a_first_build_killed_at_any_step() {
    let clean = clean(NEW);
    at_every_step(Disk::dying_after, fixture, NEW, |fixture, steps| {
        assert_whole(&fixture, &[NEW]);
        fixture.build(NEW).unwrap();
        assert_eq!(bytes(fixture.tree()), clean, "after {steps} steps");
    });
}

#[test]
fn another_site_can_follow_a_build_killed_at_any_step() {
    for next in [OLD, OTHER, &[]] {
        let clean = clean(next);
        at_every_step(Disk::dying_after, built(OLD), NEW, |fixture, steps| {
            fixture.build(next).unwrap();
            assert_eq!(bytes(fixture.tree()), clean, "after {steps} steps");
        });
    }
}

#[test]
fn a_build_can_be_killed_while_it_mends_what_a_killed_one_left() {
    let clean = clean(OTHER);
    for first in (1..60).step_by(7) {
        let killed = || {
            let fixture = built(OLD)();
            let _ = fixture.build_by(&Disk::dying_after(first), &fixture.path("public"), NEW);
            fixture
        };
        at_every_step(Disk::dying_after, killed, OTHER, |fixture, steps| {
            assert_whole(&fixture, &[OLD, NEW, OTHER]);
            fixture.build(OTHER).unwrap();
            assert_eq!(bytes(fixture.tree()), clean, "after {first} and {steps} steps");
        });
    }
}

#[test]
fn a_stamp_never_holds_for_a_folder_that_a_killed_build_has_changed() {
    let (stamp, clean) = (Digest::of(b"old"), clean(OLD));
    let stamped = || {
        let fixture = fixture();
        fixture.stamp.replace(Some(stamp));
        fixture.build(OLD).unwrap();
        fixture.stamp.replace(None);
        fixture
    };
    at_every_step(Disk::dying_after, stamped, NEW, |fixture, steps| {
        let holds = is_unchanged(&fixture.path("public"), &stamp);
        assert!(!holds || bytes(fixture.tree()) == clean, "after {steps} steps");
    });
}

fn is_cut_short(fixture: &Fixture) -> bool {
    !is_idle(&fixture.path("public"))
}

#[test]
fn a_file_that_somebody_put_where_a_killed_build_would_have_is_not_ours() {
    at_every_step(Disk::dying_after, built(OLD), NEW, |fixture, steps| {
        if is_cut_short(&fixture) && !fixture.public("loose.html").exists() {
            fixture.write("loose.html", "mine");
            assert!(fixture.build(NEW).is_err(), "after {steps} steps");
            assert_eq!(fixture.read("loose.html"), "mine");
        }
    });
}

#[test]
fn the_next_build_completes_a_build_that_a_power_cut_ended_at_any_step() {
    for (before, next) in [(Some(OLD), NEW), (Some(OLD), OTHER), (None, NEW)] {
        let clean = clean(next);
        let old = || before.map_or_else(fixture, |pages| built(pages)());
        at_every_step(Disk::cut_off_after, old, NEW, |fixture, steps| {
            assert_whole(&fixture, &[OLD, NEW]);
            fixture.build(next).unwrap();
            assert_eq!(bytes(fixture.tree()), clean, "after {steps} steps");
        });
    }
}

#[test]
fn the_power_can_be_cut_while_a_build_mends_what_the_last_cut_left() {
    let clean = clean(OTHER);
    for first in (30..60).step_by(9) {
        let cut = || {
            let fixture = built(OLD)();
            let _ = fixture.build_by(&Disk::cut_off_after(first), &fixture.path("public"), NEW);
            fixture
        };
        at_every_step(Disk::cut_off_after, cut, OTHER, |fixture, steps| {
            fixture.build(OTHER).unwrap();
            assert_eq!(bytes(fixture.tree()), clean, "after {first} and {steps} steps");
        });
    }
}

#[test]
fn an_error_while_files_move_says_that_the_folder_is_half_new_and_one_before_that_it_is_as_it_was() {
    let mut seen = [false; 2];
    for steps in 0.. {
        let (fixture, disk) = (built(OLD)(), Disk::dying_after(steps));
        let before = fixture.tree();
        let Err(error) = fixture.build_by(&disk, &fixture.path("public"), NEW) else { break };
        let PublishError::Folder(error) = error else { panic!("{error:?}") };
        let is_in_commit = matches!(error, FolderError::Commit(_));
        seen[usize::from(is_in_commit)] = true;
        let text = error.to_string();
        assert_eq!(
            is_in_commit,
            text.contains("half new") && text.contains("The next build completes it"),
            "{text}"
        );
        let visible =
            |tree: Tree| tree.into_iter().filter(|(name, _)| !name.starts_with(STAGE)).collect::<Tree>();
        if !is_in_commit {
            assert_eq!(visible(fixture.tree()), visible(before), "after {steps} steps");
        }
    }
    assert_eq!(seen, [true, true]);
}
