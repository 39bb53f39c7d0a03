//! Changes behind symbolic links are followed too.

use std::fs;

use super::followed::{Followed, PAGE, write};

#[test]
fn a_linked_content_folder_is_edited_through_its_target() {
    let site = Followed::made(|root| {
        fs::rename(root.join("content"), root.join("writers")).unwrap();
        std::os::unix::fs::symlink("writers", root.join("content")).unwrap();
    });
    let target = site.path("writers");
    write(&target, "a.md", "new");
    site.catches_up();
    write(&target, "deep/er/a.md", "new");
    site.catches_up();
    site.rename("writers", "aside");
    site.catches_up();
    site.rename("aside", "writers");
    site.catches_up();
    write(&target, "a.md", "newer");
    site.catches_up();
}

#[test]
fn the_target_of_a_linked_file_is_edited() {
    let site = Followed::made(|root| write(root, "shared/deep/m.md", "old"));
    site.link("content/m.md", "../shared/deep/m.md");
    site.catches_up();
    for text in ["new", "newer"] {
        site.write("shared/deep/m.md", text);
        site.catches_up();
    }
    site.rename("shared", "aside");
    site.catches_up();
    site.rename("aside", "shared");
    site.catches_up();
    site.write("shared/deep/m.md", "newest");
    site.catches_up();
}

#[test]
fn a_dead_link_comes_to_life() {
    let site = Followed::made(|root| write(root, "shared/a.md", "old"));
    site.link("content/m.md", "../shared/m.md");
    site.link("content/l", "../shared/l");
    site.catches_up();
    site.write("shared/m.md", "new");
    site.catches_up();
    site.write("shared/l/m.md", "new");
    site.catches_up();
    site.write("shared/l/m.md", "newer");
    site.catches_up();
}

#[test]
fn a_folder_with_two_names_has_news_under_both() {
    let site = Followed::new();
    site.link("content/k", "d");
    site.catches_up();
    site.write("content/d/c.md", "new");
    site.catches_up();
    site.write("content/k/deep/c.md", "new");
    site.catches_up();
    site.remove("content/k");
    site.catches_up();
    site.write("content/d/c.md", "newer");
    site.catches_up();
}

#[test]
fn a_link_is_led_elsewhere() {
    let site = Followed::made(|root| {
        write(root, "shared/one/m.md", "old");
        write(root, "shared/two/m.md", "other");
    });
    site.link("content/l", "../shared/current");
    site.link("shared/current", "one");
    site.catches_up();
    site.link("shared/next", "two");
    site.rename("shared/next", "shared/current");
    site.catches_up();
    site.write("shared/two/m.md", "new");
    site.catches_up();
    site.write("shared/one/m.md", "new");
    site.is_quiet();
}

#[test]
fn what_a_link_once_led_to_is_removed_and_the_link_is_still_followed() {
    let site = Followed::new();
    site.link("content/k", "a.md");
    site.catches_up();
    site.remove("content/k");
    site.link("content/k", "d");
    site.catches_up();
    site.remove(PAGE);
    site.catches_up();
    site.write("content/d/c.md", "new");
    site.catches_up();
}

#[test]
fn loops_and_ways_out_are_survived() {
    let site = Followed::new();
    site.link("content/d/up", "..");
    site.catches_up();
    site.link("content/out", "/");
    site.catches_up();
    site.link("content/self.md", "self.md");
    site.catches_up();
    site.write(PAGE, "new");
    site.catches_up();
}
