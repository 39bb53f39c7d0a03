//! A build that dies after any of its steps leaves whole files, and the next one completes it.

use super::super::super::manifest::is_at_rest;
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
fn room() -> Room {
    let room = Room::new();
    room.write("gone/foreign.txt", "mine");
    room
}

fn clean(pages: Pages<'_>) -> BTreeMap<String, Option<String>> {
    let room = room();
    room.build(pages).unwrap();
    bytes(room.tree())
}

/// Every site in the folder before and during the build that was killed.
fn assert_whole(room: &Room, sites: &[Pages<'_>]) {
    for (name, text) in bytes(room.tree()) {
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
    before: impl Fn() -> Room,
    pages: Pages<'_>,
    after: impl Fn(Room, usize),
) {
    for steps in 0.. {
        let (room, disk) = (before(), disk(steps));
        let _ = room.build_by(&disk, &room.path("public"), pages);
        after(room, steps);
        if disk.is_fresh() {
            return;
        }
    }
}

fn built(pages: Pages<'_>) -> impl Fn() -> Room {
    move || {
        let room = room();
        room.build(pages).unwrap();
        room
    }
}

#[test]
fn the_next_build_completes_a_build_killed_at_any_step() {
    let clean = clean(NEW);
    at_every_step(Disk::dying_after, built(OLD), NEW, |room, steps| {
        assert_whole(&room, &[OLD, NEW]);
        room.build(NEW).unwrap();
        assert_eq!(bytes(room.tree()), clean, "after {steps} steps");
    });
}

#[test]
fn the_next_build_completes_a_build_that_failed_at_any_step() {
    for next in [NEW, OTHER] {
        let clean = clean(next);
        at_every_step(Disk::failing_after, built(OLD), NEW, |room, steps| {
            assert_whole(&room, &[OLD, NEW]);
            room.build(next).unwrap();
            assert_eq!(bytes(room.tree()), clean, "after {steps} steps");
        });
    }
}

#[test]
fn the_next_build_completes_a_first_build_killed_at_any_step() {
    let clean = clean(NEW);
    at_every_step(Disk::dying_after, room, NEW, |room, steps| {
        assert_whole(&room, &[NEW]);
        room.build(NEW).unwrap();
        assert_eq!(bytes(room.tree()), clean, "after {steps} steps");
    });
}

#[test]
fn another_site_can_follow_a_build_killed_at_any_step() {
    for next in [OLD, OTHER, &[]] {
        let clean = clean(next);
        at_every_step(Disk::dying_after, built(OLD), NEW, |room, steps| {
            room.build(next).unwrap();
            assert_eq!(bytes(room.tree()), clean, "after {steps} steps");
        });
    }
}

#[test]
fn a_build_can_be_killed_while_it_mends_what_a_killed_one_left() {
    let clean = clean(OTHER);
    for first in (1..60).step_by(7) {
        let killed = || {
            let room = built(OLD)();
            let _ = room.build_by(&Disk::dying_after(first), &room.path("public"), NEW);
            room
        };
        at_every_step(Disk::dying_after, killed, OTHER, |room, steps| {
            assert_whole(&room, &[OLD, NEW, OTHER]);
            room.build(OTHER).unwrap();
            assert_eq!(bytes(room.tree()), clean, "after {first} and {steps} steps");
        });
    }
}

#[test]
fn a_stamp_never_holds_for_a_folder_that_a_killed_build_has_changed() {
    let (stamp, clean) = (Digest::of(b"old"), clean(OLD));
    let stamped = || {
        let room = room();
        room.stamp.replace(Some(stamp));
        room.build(OLD).unwrap();
        room.stamp.replace(None);
        room
    };
    at_every_step(Disk::dying_after, stamped, NEW, |room, steps| {
        let holds = is_unchanged(&room.path("public"), &stamp);
        assert!(!holds || bytes(room.tree()) == clean, "after {steps} steps");
    });
}

fn is_cut_short(room: &Room) -> bool {
    !is_at_rest(&room.path("public"))
}

#[test]
fn a_file_that_somebody_put_where_a_killed_build_would_have_is_not_ours() {
    at_every_step(Disk::dying_after, built(OLD), NEW, |room, steps| {
        if is_cut_short(&room) && !room.public("loose.html").exists() {
            room.write("loose.html", "mine");
            assert!(room.build(NEW).is_err(), "after {steps} steps");
            assert_eq!(room.read("loose.html"), "mine");
        }
    });
}
