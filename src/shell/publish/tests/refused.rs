//! Folders and places that we do not touch.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::super::super::manifest::{MANIFEST, STAGE};
use super::super::trouble::{Conflict, Found, Unfit};
use super::*;

/// Builds, and says why that was refused and that nothing in the whole site has changed.
fn refusal(room: &Room, folder: &Path, pages: Pages<'_>) -> Refusal {
    let before = tree(room.site.path());
    let outcome = room.build_by(&Disk::default(), folder, pages);
    assert_eq!(tree(room.site.path()), before);
    match outcome {
        Err(PublishError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn conflicts(room: &Room, pages: Pages<'_>) -> Vec<(String, Found)> {
    match refusal(room, &room.path("public"), pages) {
        Refusal::Occupied { conflicts, .. } => {
            conflicts.into_iter().map(|Conflict { place, found }| (place, found)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn unfit(room: &Room, folder: &Path) -> Unfit {
    match refusal(room, folder, SITE) {
        Refusal::Unfit(_, unfit) => unfit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_site_and_what_it_is_made_from_are_no_output_folder() {
    let room = Room::new();
    let root = room.site.path();
    assert_eq!(unfit(&room, Path::new("/")), Unfit::Root);
    assert_eq!(unfit(&room, root), Unfit::HoldsSite);
    assert_eq!(unfit(&room, root.parent().unwrap()), Unfit::HoldsSite);
    assert_eq!(unfit(&room, &root.join("content/../content")), Unfit::Source("content"));
    assert_eq!(unfit(&room, &root.join("static/new/deep")), Unfit::Source("static"));
    assert_eq!(unfit(&room, &root.join("templates")), Unfit::Source("templates"));
    assert_eq!(unfit(&room, &root.join(".git/x")), Unfit::Source(".git"));
}

#[test]
fn a_home_is_no_output_folder() {
    let home = std::env::home_dir().unwrap();
    if home.is_dir() && home.parent().is_some() {
        assert_eq!(unfit(&Room::new(), &home), Unfit::Home);
    }
}

#[test]
fn a_link_to_a_source_is_no_output_folder() {
    let room = Room::new();
    symlink(room.path("content"), room.path("public")).unwrap();
    assert_eq!(unfit(&room, &room.path("public")), Unfit::Source("content"));
    assert_eq!(unfit(&room, &room.path("public/x")), Unfit::Source("content"));
}

#[test]
fn a_folder_that_a_source_is_linked_into_is_no_output_folder() {
    let room = Room::new();
    fs::create_dir_all(room.public("words")).unwrap();
    symlink(room.public("words"), room.path("templates")).unwrap();
    assert_eq!(unfit(&room, &room.path("public")), Unfit::Source("templates"));
}

#[test]
fn a_file_or_a_dead_link_is_no_output_folder() {
    let room = Room::new();
    fs::write(room.path("public"), "").unwrap();
    assert_eq!(unfit(&room, &room.path("public")), Unfit::NotAFolder);
    symlink(room.path("nowhere"), room.path("dead")).unwrap();
    assert_eq!(unfit(&room, &room.path("dead")), Unfit::NotAFolder);
    assert_eq!(unfit(&room, &room.path("public/below")), Unfit::NotAFolder);
}

#[test]
fn a_link_to_a_folder_elsewhere_is_an_output_folder() {
    let (room, elsewhere) = (Room::new(), tempfile::tempdir().unwrap());
    symlink(elsewhere.path(), room.path("public")).unwrap();
    room.build(SITE).unwrap();
    assert!(elsewhere.path().join("a/index.html").exists());
}

#[test]
fn all_foreign_things_at_wanted_places_are_told_at_once() {
    let room = Room::new();
    room.write("index.html", "mine");
    room.write("a", "mine");
    room.write("logo.svg/x", "mine");
    symlink("/etc", room.public("link")).unwrap();
    symlink("/etc/passwd", room.public("passwd")).unwrap();
    let wanted = [("link/passwd", "x"), ("passwd", "x"), SITE[0], SITE[1], SITE[2]];
    assert_eq!(
        conflicts(&room, &wanted),
        [
            ("a".into(), Found::FileForFolder),
            ("link".into(), Found::Link),
            ("passwd".into(), Found::Link),
            ("index.html".into(), Found::File),
            ("logo.svg".into(), Found::FolderForFile),
        ]
    );
}

#[test]
fn a_folder_of_ours_that_became_a_link_is_refused_and_not_followed() {
    let (room, elsewhere) = (Room::new(), tempfile::tempdir().unwrap());
    room.build(SITE).unwrap();
    fs::rename(room.public("a"), elsewhere.path().join("a")).unwrap();
    symlink(elsewhere.path().join("a"), room.public("a")).unwrap();
    assert_eq!(conflicts(&room, SITE), [("a".into(), Found::Link)]);
    // When the page is gone from the site, what is behind the link stays all the same.
    room.build(&SITE[..1]).unwrap();
    assert!(elsewhere.path().join("a/index.html").exists());
    assert!(room.public("a").is_symlink());
}

#[test]
fn a_folder_of_ours_with_something_foreign_does_not_become_a_file() {
    let room = Room::new();
    room.build(SITE).unwrap();
    room.write("a/mine.txt", "mine");
    assert_eq!(conflicts(&room, &[("a", "a")]), [("a".into(), Found::FolderForFile)]);
    fs::remove_file(room.public("a/mine.txt")).unwrap();
    fs::create_dir(room.public("a/empty")).unwrap();
    assert_eq!(conflicts(&room, &[("a", "a")]), [("a".into(), Found::FolderForFile)]);
}

#[test]
fn with_a_corrupt_manifest_nothing_is_ours_and_the_remedy_is_told() {
    let room = Room::new();
    room.build(SITE).unwrap();
    room.write(MANIFEST, "{\"version\":1,");
    let refusal = refusal(&room, &room.path("public"), SITE).to_string();
    assert!(refusal.contains("`index.html`: a file"), "{refusal}");
    assert!(refusal.contains("delete it and build again"), "{refusal}");
}

#[test]
fn what_stands_where_we_keep_our_memory_is_refused() {
    let room = Room::new();
    fs::create_dir_all(room.public(MANIFEST)).unwrap();
    symlink("/tmp", room.public(STAGE)).unwrap();
    assert_eq!(conflicts(&room, SITE).len(), 2);
}

#[test]
fn names_that_cannot_stand_in_one_folder_are_refused() {
    let room = Room::new();
    let names: Vec<_> =
        ["../x", "/x", "a//b", ".nutgraf-x", "a", "a/b", "c", "c"].map(|name| (name, "")).into();
    match refusal(&room, &room.path("public"), &names) {
        Refusal::Names(names) => assert_eq!(names, ["../x", "/x", "a//b", ".nutgraf-x", "c", "a"]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_second_build_at_the_same_time_is_refused() {
    let room = Room::new();
    room.build(SITE).unwrap();
    let folder = room.path("public").canonicalize().unwrap();
    let past = Past::read(&folder);
    let disk = Disk::default();
    let stage = Stage::open(&disk, &folder, &past).unwrap_or_else(|_| panic!());
    let pages = [("index.html", "other")];
    assert!(matches!(refusal(&room, &folder, &pages), Refusal::Busy(_)));
    stage.close();
    drop(stage);
    room.build(&pages).unwrap();
}

#[test]
fn a_build_that_was_overtaken_by_another_is_refused() {
    let room = Room::new();
    room.build(SITE).unwrap();
    let folder = room.path("public").canonicalize().unwrap();
    let past = Past::read(&folder);
    room.build(&[("index.html", "other")]).unwrap();
    let before = room.tree();
    assert!(Stage::open(&Disk::default(), &folder, &past).is_err());
    assert_eq!(room.tree(), before);
}

#[test]
fn of_builds_that_run_against_each_other_each_is_done_or_refused() {
    let room = Room::new();
    let (one, two) = (SITE, [("index.html", "two"), ("a", "two"), ("b/index.html", "b")]);
    let folder = room.path("public");
    let target = Target::new(&folder, room.site.path());
    std::thread::scope(|scope| {
        for pages in [one, &two] {
            let target = &target;
            scope.spawn(move || {
                for _ in 0..100 {
                    match build(&Disk::default(), target, pages) {
                        Ok(_) | Err(PublishError::Refused(Refusal::Busy(_))) => {}
                        other => panic!("{other:?}"),
                    }
                }
            });
        }
    });
    room.build(one).unwrap();
    let alone = Room::new();
    alone.build(one).unwrap();
    assert_eq!(bytes(room.tree()), bytes(alone.tree()));
}
