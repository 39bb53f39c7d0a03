//! Every way of saving, moving and removing.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use super::super::pending::{REMOVAL_DELAY, WRITE_PAUSE};
use super::followed::{By, Followed, PAGE, assert_passed, elsewhere, page, skip, write};

#[test]
fn truncate_and_write() {
    let site = Followed::new();
    site.write(PAGE, "new");
    site.catches_up();
}

#[test]
fn write_beside_and_rename_over() {
    let site = Followed::new();
    site.write("content/.a.md.tmp", "new");
    site.rename("content/.a.md.tmp", PAGE);
    assert_eq!(site.catches_up().len(), 1);
}

#[test]
fn write_beside_with_a_name_of_the_site_and_rename_over() {
    let site = Followed::new();
    site.write("content/a.md.tmp", "new");
    site.rename("content/a.md.tmp", PAGE);
    site.catches_up();
}

#[test]
fn backup_and_rename_never_shows_the_page_gone() {
    let site = Followed::new();
    for round in 0..20 {
        let begun = Instant::now();
        site.rename(PAGE, "content/a.md~");
        site.write(PAGE, &format!("new {round}"));
        let took = begun.elapsed();
        site.remove("content/a.md~");
        let seen = site.catches_up();
        assert!(took > REMOVAL_DELAY || seen.iter().all(|snapshot| page(snapshot).is_some()), "{took:?}");
    }
}

#[test]
fn delete_and_create() {
    let site = Followed::new();
    site.remove(PAGE);
    site.write(PAGE, "new");
    site.catches_up();
}

#[test]
fn delete() {
    let site = Followed::new();
    site.remove(PAGE);
    assert!(page(site.catches_up().last().unwrap()).is_none());
}

#[test]
fn a_touch_without_change_is_no_news() {
    let site = Followed::new();
    File::open(site.path(PAGE)).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    site.write("content/b.md", "old");
    site.is_quiet();
}

#[test]
fn what_is_of_no_concern_is_no_news() {
    let site = Followed::new();
    site.write("public/index.html", "new");
    site.write("notes.txt", "new");
    site.write("content/.a.md.swp", "new");
    site.write(".git/index", "new");
    site.is_quiet();
}

#[test]
fn a_write_in_two_halves_never_shows_the_half() {
    let site = Followed::new();
    let mut last = "old".to_owned();
    for round in 0..20 {
        let new = format!("new {round} and whole");
        let mut file = File::create(site.path(PAGE)).unwrap();
        let begun = Instant::now();
        file.write_all(&new.as_bytes()[..5]).unwrap();
        sleep(Duration::from_millis(5));
        file.write_all(&new.as_bytes()[5..]).unwrap();
        drop(file);
        let took = begun.elapsed();
        let seen = site.catches_up();
        // A machine that lets a writer wait so long may see the half.
        let is_whole = |text: Option<&str>| text == Some(new.as_str()) || text == Some(last.as_str());
        assert!(took > WRITE_PAUSE / 2 || seen.iter().all(|snapshot| is_whole(page(snapshot))), "{seen:?}");
        last = new;
    }
}

#[test]
fn a_file_that_is_never_closed_is_read_all_the_same() {
    let site = Followed::new();
    let mut file = File::create(site.path(PAGE)).unwrap();
    file.write_all(b"new").unwrap();
    site.catches_up();
    file.write_all(b" and more").unwrap();
    site.catches_up();
}

#[test]
fn a_file_is_emptied_and_believed() {
    let site = Followed::new();
    site.write(PAGE, "");
    assert_eq!(page(site.catches_up().last().unwrap()), Some(""));
}

#[test]
fn a_folder_made_together_with_its_files() {
    let site = Followed::new();
    for round in 0..20 {
        site.write(&format!("content/new/{round}/deep/er/a.md"), "new");
        site.catches_up();
        site.write(&format!("content/new/{round}/deep/er/a.md"), "newer");
        site.catches_up();
    }
}

#[test]
fn a_folder_is_moved_edited_and_moved_back() {
    let site = Followed::new();
    site.rename("content/d", "content/e");
    site.catches_up();
    site.write("content/e/c.md", "new");
    site.catches_up();
    site.rename("content/e", "content/d");
    site.catches_up();
    site.write("content/d/c.md", "newer");
    site.catches_up();
    site.rename("content/d", "d");
    site.catches_up();
    site.write("d/c.md", "elsewhere");
    site.is_quiet();
}

#[test]
fn content_is_moved_away_and_back_and_removed_and_made_again() {
    let site = Followed::new();
    for _ in 0..5 {
        site.rename("content", "aside");
        site.catches_up();
        site.rename("aside", "content");
        site.catches_up();
        site.write("content/d/c.md", "new");
        site.catches_up();
        site.remove("content");
        site.catches_up();
        site.write("content/d/c.md", "again");
        site.catches_up();
    }
}

#[test]
fn a_move_within_the_site_is_one_piece_of_news() {
    let site = Followed::new();
    site.rename("content/b.md", "content/d/b.md");
    assert_eq!(site.catches_up().len(), 1);
}

#[test]
fn a_folder_moved_within_the_site_is_one_piece_of_news_and_is_followed() {
    let site = Followed::new();
    site.rename("content/d", "content/e");
    assert_eq!(site.catches_up().len(), 1);
    site.write("content/e/c.md", "new");
    site.catches_up();
}

#[test]
fn a_rename_that_differs_only_in_case() {
    let site = Followed::new();
    site.rename(PAGE, "content/A.md");
    site.catches_up();
    site.write("content/A.md", "new");
    site.catches_up();
}

#[test]
fn settings_go_and_come_back() {
    let site = Followed::new();
    site.remove("site.toml");
    site.catches_up();
    site.write("site.toml", "new");
    site.catches_up();
}

#[test]
fn a_file_becomes_a_folder_and_a_file_again() {
    let site = Followed::new();
    site.remove(PAGE);
    site.write("content/a.md/x.md", "new");
    site.catches_up();
    site.remove(PAGE);
    site.write(PAGE, "new");
    site.catches_up();
}

#[test]
fn another_branch_is_checked_out() {
    let site = Followed::made(|root| {
        git(root, &["init", "--quiet", "--initial-branch=one"]);
        commit(root);
        git(root, &["checkout", "--quiet", "-b", "two"]);
        fs::remove_dir_all(root.join("content/d")).unwrap();
        (0..200).for_each(|page| write(root, &format!("content/{}/{page}.md", page % 20), "two"));
        write(root, PAGE, "two");
        commit(root);
    });
    if !site.path(".git/HEAD").exists() {
        return skip("no `git`");
    }
    for branch in ["one", "two", "one", "two"] {
        git(&site.path(""), &["checkout", "--quiet", branch]);
        site.catches_up();
    }
}

fn commit(root: &Path) {
    git(root, &["add", "."]);
    git(root, &["-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "--quiet", "-m", "one"]);
}

fn git(root: &Path, arguments: &[&str]) {
    let _ = Command::new("git").current_dir(root).args(arguments).status();
}

#[test]
fn ten_thousand_files_are_changed_at_once() {
    let all = |text: &'static str| {
        move |root: &Path| {
            for page in 0..10_000 {
                write(root, &format!("content/{}/{page}.md", page % 100), text);
            }
        }
    };
    let site = Followed::by(By::AllLooks, all("old"));
    all("new")(&site.path(""));
    site.catches_up();
}

#[test]
fn polling_follows_too() {
    let site = Followed::by(By::Polling, |_| {});
    site.write(PAGE, "new");
    site.catches_up();
    site.remove("content");
    site.catches_up();
}

#[test]
fn what_may_not_be_read_is_read_when_it_may() {
    if may_read_anything() {
        let mut powerless = Command::new("setpriv");
        powerless.args(["--bounding-set=-all", "--inh-caps=-all"]);
        return match elsewhere(powerless, "saving::closed") {
            Ok(output) => assert_passed(&output),
            Err(_) => skip("root, and no `setpriv`"),
        };
    }
    closed();
}

#[test]
#[ignore = "run by the test before it, with no more powers than a file's permissions give"]
fn closed() {
    assert!(!may_read_anything());
    let site = Followed::new();
    let permit =
        |place: &str, mode| fs::set_permissions(site.path(place), fs::Permissions::from_mode(mode)).unwrap();
    for place in [PAGE, "site.toml", "content/d", "content"] {
        permit(place, 0o000);
        site.catches_up();
        permit(place, 0o755);
        site.catches_up();
        site.write("content/d/c.md", &format!("after {place}"));
        site.catches_up();
    }
    permit("content/d", 0o000);
    site.catches_up();
    site.write("content/b.md", "beside it");
    site.catches_up();
    permit("content/d", 0o755);
    site.catches_up();
}

fn may_read_anything() -> bool {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o000)).unwrap();
    File::open(file.path()).is_ok()
}
