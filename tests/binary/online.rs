//! `check --online` asks nobody on this machine or near it, and keeps what it learned.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::folder::{NUTGRAF, Run, Site, skip};

/// A site with links into this machine, and no other.
fn site(links: &str) -> Site {
    let site = Site::empty();
    site.write("site.toml", "title = \"Why\"\nbase_url = \"https://why.example/\"\n");
    site.write("content/a.md", format!("+++\ntitle = \"A?\"\n+++\nSee {links}.\n"));
    site
}

fn check(site: &Site, arguments: &[&str]) -> Run {
    site.end(site.around(NUTGRAF).arg("check").args(arguments))
}

/// Counts who comes to a port of the web on this machine.
fn listener() -> Option<(u16, Arc<AtomicUsize>)> {
    let bound = [8443, 8080, 8008, 8000]
        .into_iter()
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())?;
    let port = bound.local_addr().unwrap().port();
    let seen = Arc::new(AtomicUsize::new(0));
    let count = seen.clone();
    thread::spawn(move || {
        for _ in bound.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    Some((port, seen))
}

#[test]
fn this_machine_is_not_asked_under_any_of_its_names() {
    let Some((port, seen)) = listener() else {
        return skip("all ports of the web are taken");
    };
    let hosts = ["127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]"];
    let links = hosts.map(|host| format!("[it](http://{host}:{port}/)")).join(" ");
    let site = site(&links);
    let run = check(&site, &["--online"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let lock = site.read("links.lock");
    assert_eq!(lock.matches("trouble = \"not-asked\"").count(), hosts.len(), "{lock}");
    assert_eq!(seen.load(Ordering::SeqCst), 0);
}

#[test]
fn without_the_word_nothing_is_asked_or_written() {
    let site = site("[it](http://127.0.0.1:8080/)");
    let run = check(&site, &[]);
    assert_eq!((run.status, site.path("links.lock").exists()), (Some(0), false), "{run:?}");
}

#[test]
fn what_the_site_has_no_more_is_forgotten_and_what_it_has_is_kept() {
    let site = site("[it](http://127.0.0.1/kept)");
    let entry = |path: &str| format!("[\"http://127.0.0.1/{path}\"]\nstatus = 404\nfails = 1\n");
    site.write("links.lock", entry("kept") + &entry("gone"));
    let run = check(&site, &["--online", "--only=L002"]);
    assert!(run.output.contains("warning[L002]") && run.status == Some(0), "{run:?}");
    let lock = site.read("links.lock");
    assert!(lock.ends_with(&format!("\n{}", entry("kept"))) && !lock.contains("gone"), "{lock}");
}

#[test]
fn a_mistake_in_what_is_known_is_mended_before_anybody_is_asked() {
    let site = site("[it](http://127.0.0.1/)");
    site.write("links.lock", "<<<<<<< ours\n");
    let run = check(&site, &["--online"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.messages.contains("`links.lock` has an error in it"), "{run:?}");
    assert_eq!(site.read("links.lock"), "<<<<<<< ours\n");
}
