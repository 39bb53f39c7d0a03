//! What a build does to a folder, told by the whole tree before and after.

mod any;
mod killed;
mod refused;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::super::manifest::{MANIFEST, STATE};
use super::error::Refusal;
use super::*;

/// A site's root with its sources, and `public` in it.
struct Fixture {
    site: TempDir,
    stamp: RefCell<Option<Digest>>,
}

/// Name and text of each page. The text `error` does not render; `@name` copies `static/name`.
type Pages<'a> = &'a [(&'a str, &'a str)];
type Outcome = Result<Published, PublishError<String>>;

impl Fixture {
    fn new() -> Self {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir(site.path().join("content")).unwrap();
        fs::create_dir(site.path().join("static")).unwrap();
        fs::write(site.path().join("static/logo.svg"), "<svg/>").unwrap();
        Self { site, stamp: RefCell::new(None) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.site.path().join(name)
    }

    fn public(&self, name: &str) -> PathBuf {
        self.path("public").join(name)
    }

    fn build(&self, pages: Pages<'_>) -> Outcome {
        self.build_by(&Disk::default(), &self.path("public"), pages)
    }

    fn build_by(&self, disk: &Disk, folder: &Path, pages: Pages<'_>) -> Outcome {
        let target = Target { stamp: *self.stamp.borrow(), ..Target::new(folder, self.site.path()) };
        build(disk, &target, pages)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.public(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.public(name)).unwrap()
    }

    fn tree(&self) -> Tree {
        tree(&self.path("public"))
    }
}

fn build(disk: &Disk, target: &Target<'_>, pages: Pages<'_>) -> Outcome {
    let output = |(at, (file, text)): (usize, &(&str, &str))| Output {
        file: (*file).to_owned(),
        key: Digest::of(text.as_bytes()),
        group: at / 2,
        content: match text.strip_prefix('@') {
            Some(name) => Content::Copied(target.site.join("static").join(name)),
            None => Content::Rendered,
        },
    };
    let outputs: Vec<_> = pages.iter().enumerate().map(output).collect();
    let render = |at: usize| match pages[at].1 {
        "error" => Err(format!("{} has an error", pages[at].0)),
        // The key of `text # comment` differs from that of `text`, its page does not.
        text => Ok(text.split(" #").next().unwrap_or(text).into()),
    };
    publish_on(disk, target, &outputs, &|| Box::new(render))
}

/// All that is in a folder, and what it looks like.
type Tree = BTreeMap<String, Looks>;

#[derive(Debug, PartialEq, Eq)]
enum Looks {
    Folder,
    File { text: String, modified: (i64, i64) },
    Link(PathBuf),
}

fn tree(folder: &Path) -> Tree {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().filter_map(Result::ok);
    let looks = |path: &Path, kind: fs::FileType| {
        if kind.is_dir() {
            Looks::Folder
        } else if kind.is_symlink() {
            Looks::Link(fs::read_link(path).unwrap())
        } else {
            let metadata = fs::metadata(path).unwrap();
            let text = fs::read_to_string(path).unwrap();
            Looks::File { text, modified: (metadata.mtime(), metadata.mtime_nsec()) }
        }
    };
    entries
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (name, looks(entry.path(), entry.file_type()))
        })
        .collect()
}

/// The files that readers of the site get, and the manifest.
fn bytes(tree: Tree) -> BTreeMap<String, Option<String>> {
    tree.into_iter()
        .filter(|(name, _)| name != STATE)
        .map(|(name, looks)| match looks {
            Looks::File { text, .. } => (name, Some(text)),
            _ => (name, None),
        })
        .collect()
}

fn done(rendered: usize, written: usize, removed: usize, kept: usize) -> Published {
    Published { rendered, written, removed, kept }
}

const SITE: Pages<'_> = &[("index.html", "home"), ("a/index.html", "a"), ("logo.svg", "@logo.svg")];

#[test]
fn a_first_build_makes_the_folder_and_leaves_no_stage() {
    let fixture = Fixture::new();
    assert_eq!(fixture.build(SITE).unwrap(), done(2, 3, 0, 0));
    let names: Vec<_> = fixture.tree().into_keys().collect();
    assert_eq!(names, [MANIFEST, STATE, "a", "a/index.html", "index.html", "logo.svg"]);
    assert_eq!(fixture.read("logo.svg"), "<svg/>");
}

#[test]
fn a_folder_far_below_is_made_with_those_above_it() {
    let fixture = Fixture::new();
    let folder = fixture.path("x/y/public");
    fixture.build_by(&Disk::default(), &folder, SITE).unwrap();
    assert!(folder.join("a/index.html").exists());
}

#[test]
fn a_second_build_renders_nothing_and_writes_nothing() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let before = fixture.tree();
    assert_eq!(fixture.build(SITE).unwrap(), done(0, 0, 0, 3));
    assert_eq!(fixture.tree(), before);
}

#[test]
fn the_manifest_is_the_same_from_an_empty_folder_and_from_an_old_one() {
    let (warm, cold) = (Fixture::new(), Fixture::new());
    warm.build(&[("index.html", "old"), ("b.html", "b")]).unwrap();
    warm.build(SITE).unwrap();
    cold.build(SITE).unwrap();
    assert_eq!(bytes(warm.tree()), bytes(cold.tree()));
}

#[test]
fn a_changed_page_is_written_and_the_others_are_left_alone() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let mut before = fixture.tree();
    let changed: Pages<'_> = &[("index.html", "home"), ("a/index.html", "A"), SITE[2]];
    assert_eq!(fixture.build(changed).unwrap(), done(1, 1, 0, 2));
    assert_eq!(fixture.read("a/index.html"), "A");
    let mut after = fixture.tree();
    for name in ["a/index.html", MANIFEST, STATE] {
        before.remove(name);
        after.remove(name);
    }
    assert_eq!(before, after);
}

#[test]
fn a_page_with_a_new_key_and_the_same_bytes_is_not_written() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let changed: Pages<'_> = &[("index.html", "home # why"), SITE[1], SITE[2]];
    assert_eq!(fixture.build(changed).unwrap(), done(1, 0, 0, 3));
    assert_eq!(fixture.build(changed).unwrap(), done(0, 0, 0, 3));
}

#[test]
fn a_removed_page_goes_with_the_folders_that_it_leaves_empty() {
    let fixture = Fixture::new();
    fixture.build(&[SITE[0], ("a/b/c/index.html", "c"), ("a/d.html", "d")]).unwrap();
    assert_eq!(fixture.build(&[SITE[0], ("a/d.html", "d")]).unwrap(), done(0, 0, 1, 2));
    assert!(!fixture.public("a/b").exists());
    assert_eq!(fixture.build(&[SITE[0]]).unwrap(), done(0, 0, 1, 1));
    assert!(!fixture.public("a").exists());
}

#[test]
fn a_foreign_file_stays_and_so_does_its_folder() {
    let fixture = Fixture::new();
    fixture.write(".well-known/security.txt", "mine");
    fixture.build(SITE).unwrap();
    fixture.write("a/notes.txt", "mine too");
    fixture.build(&[]).unwrap();
    let names: Vec<_> = fixture.tree().into_keys().collect();
    let mine = [".well-known", ".well-known/security.txt", "a", "a/notes.txt"];
    assert_eq!(names, [&[MANIFEST, STATE], &mine[..]].concat());
}

#[test]
fn a_page_edited_by_hand_is_restored() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    fixture.write("index.html", "HOME");
    assert_eq!(fixture.build(SITE).unwrap(), done(1, 1, 0, 2));
    assert_eq!(fixture.read("index.html"), "home");
}

#[test]
fn a_deleted_page_is_restored() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    fs::remove_dir_all(fixture.public("a")).unwrap();
    assert_eq!(fixture.build(SITE).unwrap(), done(1, 1, 0, 2));
    assert_eq!(fixture.read("a/index.html"), "a");
}

#[test]
fn a_folder_brought_back_with_new_times_is_read_and_not_rendered() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    for name in ["index.html", "a/index.html", MANIFEST] {
        let text = fixture.read(name);
        fs::remove_file(fixture.public(name)).unwrap();
        fixture.write(name, &text);
    }
    assert_eq!(fixture.build(SITE).unwrap(), done(0, 0, 0, 3));
    fs::remove_file(fixture.public(STATE)).unwrap();
    assert_eq!(fixture.build(SITE).unwrap(), done(0, 0, 0, 3));
}

#[test]
fn a_state_beside_another_manifest_vouches_for_nothing() {
    let fixture = Fixture::new();
    fixture.build(&[("index.html", "one!")]).unwrap();
    let manifest = fixture.read(MANIFEST);
    fixture.build(&[("index.html", "two!")]).unwrap();
    fixture.write(MANIFEST, &manifest);
    fixture.build(&[("index.html", "one!")]).unwrap();
    assert_eq!(fixture.read("index.html"), "one!");
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let fixture = Fixture::new();
    let one: Pages<'_> = &[("a", "file a"), ("b/c/index.html", "c"), ("b/d.html", "d")];
    let two: Pages<'_> = &[("a/index.html", "a"), ("b", "file b")];
    fixture.build(one).unwrap();
    assert_eq!(fixture.build(two).unwrap(), done(2, 2, 3, 0));
    assert_eq!((fixture.read("a/index.html"), fixture.read("b")), ("a".into(), "file b".into()));
    assert_eq!(fixture.build(one).unwrap(), done(3, 3, 2, 0));
}

#[test]
fn a_render_error_tells_of_every_page_and_changes_nothing() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let before = fixture.tree();
    let broken = [("index.html", "error"), ("z.html", "new"), ("a/index.html", "error")];
    match fixture.build(&broken) {
        Err(PublishError::Pages(errors)) => {
            assert_eq!(errors, ["index.html has an error", "a/index.html has an error"]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(fixture.tree(), before);
}

#[test]
fn a_render_error_in_a_first_build_leaves_no_folder() {
    let fixture = Fixture::new();
    let folder = fixture.path("x/y");
    fixture.build_by(&Disk::default(), &folder, &[("index.html", "error")]).unwrap_err();
    assert!(!fixture.path("x").exists());
}

#[test]
fn a_source_that_cannot_be_read_is_named_and_changes_nothing() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let before = fixture.tree();
    let error = fixture.build(&[("index.html", "new"), ("b.svg", "@gone.svg")]).unwrap_err();
    let source = fixture.path("static/gone.svg").display().to_string();
    let PublishError::Folder(error) = error else { panic!("{error:?}") };
    assert!(error.to_string().starts_with(&format!("cannot read `{source}`")), "{error}");
    assert_eq!(fixture.tree(), before);
}

#[test]
fn a_folder_that_nobody_may_write_is_an_error_and_stays() {
    let fixture = Fixture::new();
    fixture.build(SITE).unwrap();
    let before = fixture.tree();
    fs::set_permissions(fixture.path("public"), fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write anywhere: then there is nothing to see.
    let is_root = fs::write(fixture.public("probe"), "").is_ok();
    let result = if is_root { None } else { Some(fixture.build(&[("index.html", "new")])) };
    fs::set_permissions(fixture.path("public"), fs::Permissions::from_mode(0o755)).unwrap();
    if let Some(result) = result {
        let Err(PublishError::Folder(error)) = result else { panic!("{result:?}") };
        let error = error.to_string();
        assert!(error.contains("check who may write there"), "{error}");
        assert_eq!(fixture.tree(), before);
    }
}

#[test]
fn a_copy_is_readable_whatever_its_source_is() {
    let fixture = Fixture::new();
    let source = fixture.path("static/logo.svg");
    fs::set_permissions(&source, fs::Permissions::from_mode(0o400)).unwrap();
    fixture.build(SITE).unwrap();
    let mode = |name| fs::metadata(fixture.public(name)).unwrap().mode();
    assert_eq!(mode("logo.svg"), mode("index.html"));
}

#[test]
fn a_stamp_holds_until_a_file_of_ours_changes() {
    let fixture = Fixture::new();
    let stamp = Digest::of(b"inputs");
    let holds = || is_unchanged(&fixture.path("public"), &stamp);
    assert!(!holds());
    fixture.build(SITE).unwrap();
    assert!(!holds());
    fixture.stamp.replace(Some(stamp));
    assert_eq!(fixture.build(SITE).unwrap(), done(0, 0, 0, 3));
    assert!(holds());
    assert!(!is_unchanged(&fixture.path("public"), &Digest::of(b"other inputs")));
    fixture.write("foreign.txt", "");
    assert!(holds());
    for name in ["a/index.html", MANIFEST] {
        fixture.build(SITE).unwrap();
        assert!(holds());
        fs::rename(fixture.public(name), fixture.path("away")).unwrap();
        assert!(!holds(), "{name}");
        fs::rename(fixture.path("away"), fixture.public(name)).unwrap();
    }
}

#[test]
fn pages_are_asked_for_once_each_and_only_when_needed() {
    let fixture = Fixture::new();
    let asked = AtomicUsize::new(0);
    let outputs = [("index.html", 1), ("b.html", 2)].map(|(file, key)| Output {
        file: file.into(),
        key: Digest::of(&[key]),
        group: 0,
        content: Content::Rendered,
    });
    let folder = fixture.path("public");
    let target = Target::new(&folder, fixture.site.path());
    let render = |_: usize| {
        asked.fetch_add(1, Ordering::SeqCst);
        Ok::<_, String>(vec![0xff])
    };
    publish(&target, &outputs, &|| Box::new(render)).unwrap();
    publish(&target, &outputs, &|| Box::new(render)).unwrap();
    assert_eq!(asked.into_inner(), 2);
}
