//! Folders and places that we do not touch.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::super::super::manifest::{MANIFEST, STAGE};
use super::super::error::{Conflict, Occupant, Unsuitable};
use super::*;

/// Builds, and says why that was refused and that nothing in the whole site has changed.
fn refusal(fixture: &Fixture, folder: &Path, pages: Pages<'_>) -> Refusal {
    let before = tree(fixture.site.path());
    let outcome = fixture.build_by(&Disk::default(), folder, pages);
    assert_eq!(tree(fixture.site.path()), before);
    match outcome {
        Err(PublishError::Folder(FolderError::Refused(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

fn conflicts(fixture: &Fixture, pages: Pages<'_>) -> Vec<(String, Occupant)> {
    match refusal(fixture, &fixture.path("public"), pages) {
        Refusal::Occupied { conflicts, .. } => {
            conflicts.into_iter().map(|Conflict { place, occupant }| (place, occupant)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn unfit(fixture: &Fixture, folder: &Path) -> Unsuitable {
    match refusal(fixture, folder, SITE) {
        Refusal::Unsuitable(_, unfit) => unfit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_site_and_what_it_is_made_from_are_no_output_folder() {
    let fixture = Fixture::new();
    let root = fixture.site.path();
    assert_eq!(unfit(&fixture, Path::new("/")), Unsuitable::Root);
    assert_eq!(unfit(&fixture, root), Unsuitable::HoldsSite);
    assert_eq!(unfit(&fixture, root.parent().unwrap()), Unsuitable::HoldsSite);
    assert_eq!(unfit(&fixture, &root.join("content/../content")), Unsuitable::Source("content"));
    assert_eq!(unfit(&fixture, &root.join("static/new/deep")), Unsuitable::Source("static"));
    assert_eq!(unfit(&fixture, &root.join("templates")), Unsuitable::Source("templates"));
    assert_eq!(unfit(&fixture, &root.join(".git/x")), Unsuitable::Source(".git"));
}

#[test]
fn a_home_is_no_output_folder() {
    let home = std::env::home_dir().unwrap();
    if home.is_dir() && home.parent().is_some() {
        assert_eq!(unfit(&Fixture::new(), &home), Unsuitable::Home);
    }
}

#[test]
fn a_link_to_a_source_is_no_output_folder() {
    let fixture = Fixture::new();
    symlink(fixture.path("content"), fixture.path("public")).unwrap();
    assert_eq!(unfit(&fixture, &fixture.path("public")), Unsuitable::Source("content"));
    assert_eq!(unfit(&fixture, &fixture.path("public/x")), Unsuitable::Source("content"));
}

#[test]
fn a_folder_that_a_source_is_linked_into_is_no_output_folder() {
    let fixture = Fixture::new();
    fs::create_dir_all(fixture.public("words")).unwrap();
    symlink(fixture.public("words"), fixture.path("templates")).unwrap();
    assert_eq!(unfit(&fixture, &fixture.path("public")), Unsuitable::Source("templates"));
}

#[test]
fn a_file_or_a_dead_link_is_no_output_folder() {
    let fixture = Fixture::new();
    fs::write(fixture.path("public"), "").unwrap();
    assert_eq!(unfit(&fixture, &fixture.path("public")), Unsuitable::NotAFolder);
    symlink(fixture.path("nowhere"), fixture.path("dead")).unwrap();
    assert_eq!(unfit(&fixture, &fixture.path("dead")), Unsuitable::NotAFolder);
    assert_eq!(unfit(&fixture, &fixture.path("public/below")), Unsuitable::NotAFolder);
}

#[test]
fn a_link_to_a_folder_elsewhere_is_an_output_folder() {
    let (fixture, elsewhere) = (Fixture::new(), tempfile::tempdir().unwrap());
    symlink(elsewhere.path(), fixture.path("public")).unwrap();
    fixture.build(SITE).unwrap();
    assert!(elsewhere.path().join("a/index.html").exists());
}

#[test]
fn all_foreign_things_at_wanted_places_are_told_at_once() {
    let fixture = Fixture::new();
    fixture.write("index.html", "mine");
    fixture.write("a", "mine");
    fixture.write("logo.svg/x", "mine");
    symlink("/etc", fixture.public("link")).unwrap();
    symlink("/etc/passwd", fixture.public("passwd")).unwrap();
    let names = [("link/passwd", "x"), ("passwd", "x"), SITE[0], SITE[1], SITE[2]];
    assert_eq!(
        conflicts(&fixture, &names),
        [
            ("a".into(), Occupant::FileForFolder),
            ("link".into(), Occupant::Link),
            ("passwd".into(), Occupant::Link),
            ("index.html".into(), Occupant::File),
            ("logo.svg".into(), Occupant::FolderForFile),
        ]
    );
}

#[test]
fn a_folder_of_ours_that_became_a_link_is_refused_and_not_followed() {
    let (fixture, elsewhere) = (Fixture::new(), tempfile::tempdir().unwrap());
    fixture.build(SITE).unwrap();
    fs::rename(fixture.public("a"), elsewhere.path().join("a")).unwrap();
    symlink(elsewhere.path().join("a"), fixture.public("a")).unwrap();
    assert_eq!(conflicts(&fixture, SITE), [("a".into(), Occupant::Link)]);
    // When the page is gone from the site, what is behind the link stays all the same.
    fixture.build(&SITE[..1]).unwrap();
    assert!(elsewhere.path().join("a/index.html").exists());
    assert!(fixture.public("a").is_symlink());
}

#[test]
fn a_folder_of_ours_with_something_foreign_does_not_become_a_file() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    fixture.write("a/mine.txt", "mine");
    assert_eq!(conflicts(&fixture, &[("a", "a")]), [("a".into(), Occupant::FolderForFile)]);
    fs::remove_file(fixture.public("a/mine.txt")).unwrap();
    fs::create_dir(fixture.public("a/empty")).unwrap();
    assert_eq!(conflicts(&fixture, &[("a", "a")]), [("a".into(), Occupant::FolderForFile)]);
}

#[test]
fn with_a_corrupt_manifest_nothing_is_ours_and_the_remedy_is_told() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    fixture.write(MANIFEST, "{\"version\":1,");
    let refusal = refusal(&fixture, &fixture.path("public"), SITE).to_string();
    assert!(refusal.contains("`index.html`: a file"), "{refusal}");
    assert!(refusal.contains("delete it and build again"), "{refusal}");
}

#[test]
fn what_stands_where_we_keep_our_memory_is_refused() {
    let fixture = Fixture::new();
    fs::create_dir_all(fixture.public(MANIFEST)).unwrap();
    symlink("/tmp", fixture.public(STAGE)).unwrap();
    assert_eq!(conflicts(&fixture, SITE).len(), 2);
}

#[test]
fn names_that_cannot_stand_in_one_folder_are_refused() {
    let fixture = Fixture::new();
    let names: Vec<_> =
        ["../x", "/x", "a//b", ".nutgraf-x", "a", "a/b", "c", "c"].map(|name| (name, "")).into();
    match refusal(&fixture, &fixture.path("public"), &names) {
        Refusal::Names(names) => assert_eq!(names, ["../x", "/x", "a//b", ".nutgraf-x", "c", "a"]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_second_build_at_the_same_time_is_refused() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let folder = fixture.path("public").canonicalize().unwrap();
    let previous = PreviousBuild::read(&folder).unwrap();
    let disk = Disk::default();
    let stage = Stage::open(&disk, &folder, &previous).unwrap_or_else(|_| panic!());
    let pages = [("index.html", "other")];
    assert!(matches!(refusal(&fixture, &folder, &pages), Refusal::Busy(_)));
    stage.close();
    drop(stage);
    fixture.build(&pages).unwrap();
}

#[test]
fn a_build_that_was_overtaken_by_another_is_refused() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let folder = fixture.path("public").canonicalize().unwrap();
    let previous = PreviousBuild::read(&folder).unwrap();
    fixture.build(&[("index.html", "other")]).unwrap();
    let before = fixture.tree();
    assert!(Stage::open(&Disk::default(), &folder, &previous).is_err());
    assert_eq!(fixture.tree(), before);
}

#[test]
fn of_builds_that_run_against_each_other_each_is_done_or_refused() {
    let fixture = Fixture::new();
    let (one, two) = (SITE, [("index.html", "two"), ("a", "two"), ("b/index.html", "b")]);
    let folder = fixture.path("public");
    let target = Target::new(&folder, fixture.site.path());
    std::thread::scope(|scope| {
        for pages in [one, &two] {
            let target = &target;
            scope.spawn(move || {
                for _ in 0..100 {
                    match build(&Disk::default(), target, pages) {
                        Ok(_) | Err(PublishError::Folder(FolderError::Refused(Refusal::Busy(_)))) => {}
                        other => panic!("{other:?}"),
                    }
                }
            });
        }
    });
    fixture.build(one).unwrap();
    let alone = Fixture::new();
    alone.build(one).unwrap();
    assert_eq!(bytes(fixture.tree()), bytes(alone.tree()));
}

#[test]
fn a_manifest_that_is_damaged_is_told_as_such_and_its_folder_can_be_adopted() {
    for damage in
        ["", "{\"version\":1,\"tool\":\"nut", "{\"version\":9,\"tool\":\"nutgraf 9\",\"files\":{}}", "\0\0\0"]
    {
        let fixture = Fixture::new();
        fixture.build(SITE).unwrap();
        fixture.write(MANIFEST, damage);
        fixture.write("a/index.html", "");
        fixture.write("notes.txt", "mine");
        let told = refusal(&fixture, &fixture.path("public"), SITE).to_string();
        assert!(told.contains("is empty, damaged or of another") && told.contains("--adopt"), "{told}");
        let folder = fixture.path("public");
        let target = Target { adopt: true, ..Target::new(&folder, fixture.site.path()) };
        assert_eq!(build(&Disk::default(), &target, SITE).unwrap(), done(2, 3, 0, 0));
        assert_eq!(fixture.build(SITE).unwrap(), done(0, 0, 0, 3));
        assert_eq!((fixture.read("a/index.html"), fixture.read("notes.txt")), ("a".into(), "mine".into()));
    }
}

#[test]
fn only_files_can_be_adopted() {
    let fixture = Fixture::new();
    fixture.write("index.html", "theirs");
    fixture.write("logo.svg/x", "theirs");
    symlink("/etc", fixture.public("a")).unwrap();
    let folder = fixture.path("public");
    let target = Target { adopt: true, ..Target::new(&folder, fixture.site.path()) };
    let Err(PublishError::Folder(FolderError::Refused(told))) = build(&Disk::default(), &target, SITE) else {
        panic!("links and folders were adopted")
    };
    let told = told.to_string();
    assert!(told.contains("2 items") && told.contains("symbolic link"), "{told}");
}

/// A file system that gives an error for a place: a name longer than it allows, which is neither there nor absent.
#[test]
fn an_error_of_the_disk_is_not_taken_for_absence() {
    use super::super::super::manifest::{FileStamp, Manifest};
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let long = fixture.public(&"n".repeat(300));
    assert!(FileStamp::at(&long).is_err() && Manifest::read_bytes(&long).is_err());
    assert_eq!(FileStamp::at(&fixture.public("index.html/x")).unwrap(), None);
    assert_eq!(Manifest::read_bytes(&fixture.public("none")).unwrap(), None);
    // A left-over file that cannot be looked at: the manifest names one whose name is too long for the disk.
    let manifest = fixture.read(MANIFEST).replace("\"logo.svg\"", &format!("\"{}\"", "n".repeat(300)));
    fixture.write(MANIFEST, &manifest);
    let before = tree(fixture.site.path());
    let Err(PublishError::Folder(error)) = fixture.build(&SITE[..2]) else { panic!("it was forgotten") };
    assert!(error.to_string().contains("nothing in the output folder has changed"), "{error}");
    assert_eq!(tree(fixture.site.path()), before);
    // A manifest that is a link to itself cannot be read, and is not an empty one.
    fs::remove_file(fixture.public(MANIFEST)).unwrap();
    symlink(MANIFEST, fixture.public(MANIFEST)).unwrap();
    assert!(matches!(fixture.build(SITE), Err(PublishError::Folder(FolderError::Disk(_)))));
}
