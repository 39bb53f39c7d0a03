//! Builds that do not reach their end, and builds that meet.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::folder::{Site, assert_same, bytes};

const PAGES: usize = 300;
const KILLS: u32 = 12;

/// Gives every page another text, and one of them another name: its address before is said to be gone, since the
/// folder would remember it.
fn rewrite(site: &Site, edition: &str, other: &str) {
    // Hundreds of share cards would be nearly all that such a build does.
    let settings = "base_url = \"https://why.example/\"\ncards = \"none\"\n";
    site.write("site.toml", format!("title = \"{edition}\"\ngone = [\"/{other}/\"]\n{settings}"));
    for page in 0..PAGES {
        let text = format!("{edition} ").repeat(40);
        let front = format!("+++\nkind = \"page\"\ntitle = \"{edition} {page}\"\n+++");
        site.write(&format!("content/page-{page}.md"), format!("{front}\n\n{text}\n"));
    }
    site.write(&format!("content/{edition}.md"), "+++\nkind = \"page\"\ntitle = \"Only\"\n+++\n\nHere.\n");
}

fn edition(name: &str, other: &str) -> impl Fn(&Site) {
    move |site| {
        let _ = std::fs::remove_file(site.path(&format!("content/{other}.md")));
        rewrite(site, name, other);
    }
}

fn clean(make: &dyn Fn(&Site)) -> BTreeMap<String, Vec<u8>> {
    let site = Site::small();
    make(&site);
    site.built()
}

#[test]
fn a_build_killed_at_any_moment_leaves_whole_files_and_the_next_completes_it() {
    let (old, new) = (edition("old", "new"), edition("new", "old"));
    let editions: [&dyn Fn(&Site); 2] = [&old, &new];
    let clean = editions.map(clean);
    let site = Site::small();
    old(&site);
    assert_same(&site.built(), &clean[0]);
    let (mut cut, mut last) = (0, 0);
    for round in 0..KILLS {
        let wanted = 1 - last;
        editions[wanted](&site);
        kill_at_a_random_moment(&site, round % 3 > 0);
        assert_whole(&site, &clean);
        cut += usize::from(stage(&site).exists());
        // Every fourth time the next build is of the other edition.
        last = if round % 4 == 3 { 1 - wanted } else { wanted };
        editions[last](&site);
        assert_same(&site.built(), &clean[last]);
        assert!(!stage(&site).exists(), "the stage of the killed build is still there");
    }
    assert!(cut >= 2, "of {KILLS} builds only {cut} were killed while they wrote");
}

fn stage(site: &Site) -> PathBuf {
    site.path("public/.nutgraf-tmp")
}

/// Kills a build at any time, or at any time after it has begun to write.
fn kill_at_a_random_moment(site: &Site, while_writing: bool) {
    let begun = Instant::now();
    let running = site.start(&mut site.command());
    while while_writing && !stage(site).exists() && begun.elapsed() < Duration::from_secs(5) {
        sleep(Duration::from_micros(200));
    }
    let longest = if while_writing { 60_000 } else { 400_000 };
    let delay = Duration::from_micros(RandomState::new().hash_one("moment") % longest);
    sleep(delay);
    running.kill();
}

/// That every file is of one edition or the other, and that none which both have is missing.
#[track_caller]
fn assert_whole(site: &Site, clean: &[BTreeMap<String, Vec<u8>>; 2]) {
    let is_ours = |name: &str| name.starts_with(".nutgraf-");
    let served = bytes(&site.public());
    let torn = served
        .iter()
        .filter(|(name, bytes)| !is_ours(name) && clean.iter().all(|clean| clean.get(*name) != Some(bytes)));
    let both = clean[0].keys().filter(|name| clean[1].contains_key(*name));
    let missing = both.filter(|name| !is_ours(name) && !served.contains_key(*name));
    let faults: Vec<_> = torn.map(|(name, _)| name).chain(missing).collect();
    assert!(faults.is_empty(), "after a kill these are torn or missing: {faults:?}");
}

#[test]
fn two_builds_at_once_end_well_or_one_is_refused() {
    let (old, new) = (edition("old", "new"), edition("new", "old"));
    let editions: [&dyn Fn(&Site); 2] = [&old, &new];
    let clean = editions.map(clean);
    let site = Site::small();
    for round in 0..4 {
        let turn = round % 2;
        editions[turn](&site);
        let mut runs = vec![site.start(&mut site.command())];
        sleep(Duration::from_millis(20) * u32::try_from(round).unwrap());
        runs.push(site.start(&mut site.command()));
        let runs: Vec<_> = runs.into_iter().map(super::folder::Started::end).collect();
        for run in &runs {
            let refused = run.status == Some(2) && run.messages.contains("another nutgraf is building into");
            assert!(run.status == Some(0) || refused, "{run:?}");
        }
        assert!(runs.iter().any(|run| run.status == Some(0)), "{runs:?}");
        assert_same(&bytes(&site.public()), &clean[turn]);
    }
}
