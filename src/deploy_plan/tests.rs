//! A reader's view of a rollout, step by step: random sites, one after the other, in random order within each wave,
//! some of them cut short.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// What a site may have: pages, a feed, pictures; and the places of the names that each may name.
const POOL: [&str; 9] =
    ["index.html", "a.html", "b.html", "c.html", "d.html", "feed.xml", "e.svg", "p.png", "q.png"];

/// What lies at the place and is nobody's concern.
const FOREIGN: &str = "shop/index.html";

type Site = BTreeMap<String, Object>;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Object {
    text: u8,
    names: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
struct Place {
    objects: Site,
    memory: Standing,
}

fn site() -> impl Strategy<Value = Site> {
    let one = proptest::option::weighted(0.7, (0..2_u8, 0..512_u16));
    vec(one, POOL.len()).prop_map(|parts| {
        let there = |at: usize| parts[at].is_some();
        let object = |(at, part): (usize, &Option<(u8, u16)>)| {
            let (text, mask) = (*part)?;
            let named = |other: &usize| mask >> other & 1 == 1 && *other != at && there(*other);
            let names = (0..POOL.len()).filter(named).filter(|_| !POOL[at].ends_with("png"));
            Some((POOL[at].to_owned(), Object { text, names: names.map(|at| POOL[at].to_owned()).collect() }))
        };
        parts.iter().enumerate().filter_map(object).collect()
    })
}

fn wanted(site: &Site) -> BTreeMap<String, Wanted> {
    let wanted = |object: &Object| {
        let size = u64::try_from(object.names.len()).expect("few");
        Wanted { digest: format!("{object:?}"), size, served: String::new() }
    };
    site.iter().map(|(file, object)| (file.clone(), wanted(object))).collect()
}

impl Place {
    fn with_foreign() -> Self {
        let object = Object { text: 9, names: BTreeSet::new() };
        Self { objects: [(FOREIGN.to_owned(), object)].into(), memory: Standing::default() }
    }

    fn present(&self) -> Present {
        let found = |object: &Object| Found {
            size: u64::try_from(object.names.len()).expect("few"),
            tag: Some(format!("{object:?}")),
        };
        self.objects.iter().map(|(file, object)| (file.clone(), found(object))).collect()
    }

    /// Rolls a site out as the shell does, up to some step. `look` sees the place after each.
    fn roll(&mut self, site: &Site, (steps, turn): (usize, usize), mut look: impl FnMut(&Self, bool)) {
        let (wanted, present) = (wanted(site), self.present());
        let diff = diff(&self.memory, &present, &wanted);
        assert_eq!(diff.occupied, Vec::<String>::new());
        let names: BTreeMap<_, _> =
            site.iter().map(|(file, object)| (file.clone(), object.names.clone())).collect();
        let goal = Goal { wanted: &wanted, names: &names };
        let waves = waves(&diff, &self.memory, &present, &names);
        let mut left = steps;
        diff.gone.iter().for_each(|file| self.memory.forget(file));
        for wave in waves {
            self.memory.begin(&wave, &goal);
            // What is kept is what is written and read again.
            self.memory = Standing::parse(&self.memory.bytes()).expect("a memory");
            let mut memory = self.memory.clone();
            let mut files = wave.files.clone();
            files.rotate_left(turn % wave.files.len());
            if turn % 2 == 1 {
                files.reverse();
            }
            for file in files {
                if left == 0 {
                    return;
                }
                left -= 1;
                if wave.is_removal {
                    self.objects.remove(&file);
                    memory.forget(&file);
                } else {
                    self.objects.insert(file.clone(), site[&file].clone());
                    let found = self.present().remove(&file).expect("just put");
                    memory.stands(&file, (found.size, found.tag), &goal);
                }
                look(self, wave.is_removal);
            }
            self.memory = memory;
        }
    }

    /// All that a reader comes to from some files, and who leads to what is not there.
    fn walk(&self, from: impl Iterator<Item = String>) -> Result<BTreeSet<String>, String> {
        let (mut seen, mut open): (BTreeSet<String>, Vec<String>) = (BTreeSet::new(), from.collect());
        while let Some(file) = open.pop() {
            for name in &self.objects[&file].names {
                if !self.objects.contains_key(name) {
                    return Err(format!("{file} leads to {name}"));
                }
                if seen.insert(name.clone()) {
                    open.push(name.clone());
                }
            }
        }
        Ok(seen)
    }

    /// Files from which a reader comes to nothing that is not there, or in doubt.
    fn whole(&self) -> BTreeSet<String> {
        let is_sure = |file: &String| self.memory.files.get(file).is_some_and(|entry| entry.sure);
        let is_whole = |file: &&String| {
            let walk = self.walk(std::iter::once((*file).clone()));
            is_sure(file) && walk.is_ok_and(|seen| seen.iter().all(is_sure))
        };
        self.objects.keys().filter(is_whole).cloned().collect()
    }
}

/// Whether two files come to each other by files of some set.
fn in_circle(a: &str, b: &str, objects: &Site, within: &dyn Fn(&str) -> bool) -> bool {
    let reaches = |from: &str, to: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(file) = open.pop() {
            for name in objects[&file].names.iter().filter(|name| within(name)) {
                if seen.insert(name.clone()) {
                    open.push(name.clone());
                }
            }
        }
        seen.contains(to)
    };
    reaches(a, b) && reaches(b, a)
}

/// That every file which stands names only what stands; but for circles of new files that nothing else leads to yet,
/// and circles of going ones that nothing else leads to any more.
#[track_caller]
fn assert_no_holes(now: &Place, is_removal: bool, old: &Site, new: &Site) {
    for (file, object) in &now.objects {
        for name in object.names.iter().filter(|name| !now.objects.contains_key(*name)) {
            let moving = |file: &str| match is_removal {
                true => old.contains_key(file) && !new.contains_key(file),
                false => new.contains_key(file) && !old.contains_key(file),
            };
            let site = if is_removal { old } else { new };
            let circle = moving(file) && moving(name) && in_circle(file, name, site, &moving);
            let led = now.objects.iter().find(|(other, object)| {
                object.names.contains(file) && !(moving(other) && in_circle(other, file, site, &moving))
            });
            assert!(circle && led.is_none(), "{file} names {name}, which is not there; led by {led:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn at_no_moment_does_a_file_name_one_that_is_not_there(old in site(), new in site(), turn in 0..9_usize) {
        let mut place = Place::with_foreign();
        let foreign = place.objects.clone();
        place.roll(&old, (usize::MAX, turn), |now, removal| assert_no_holes(now, removal, &Site::new(), &old));
        place.roll(&new, (usize::MAX, turn), |now, removal| {
            assert_no_holes(now, removal, &old, &new);
            assert_eq!(now.objects[FOREIGN], foreign[FOREIGN], "what is not ours was touched");
        });
    }

    #[test]
    fn whatever_was_cut_short_before_the_next_rollout_completes(
        cuts in vec((site(), 0..12_usize, 0..9_usize), 0..4),
        last in site(),
        turn in 0..9_usize,
    ) {
        let mut place = Place::with_foreign();
        for (site, steps, turn) in cuts {
            // A reader of a page that surely was well, and stays, is led to nothing that is not there.
            let well: BTreeSet<_> = place.whole().into_iter().filter(|file| site.contains_key(file)).collect();
            place.roll(&site, (steps, turn), |now, _| {
                let led = now.walk(well.iter().cloned());
                assert!(led.is_ok(), "{led:?}");
            });
        }
        place.roll(&last, (usize::MAX, turn), |_, _| {});
        let mut expected = last.clone();
        expected.extend(Place::with_foreign().objects);
        prop_assert_eq!(&place.objects, &expected);
        prop_assert!(place.memory.files.keys().eq(last.keys()));
        let again = diff(&place.memory, &place.present(), &wanted(&last));
        prop_assert_eq!(again, Diff { kept: last.len(), ..Diff::default() });
    }
}

fn object(names: &[&str]) -> Object {
    Object { text: 0, names: names.iter().map(|name| (*name).to_owned()).collect() }
}

fn order(old: &[(&str, &[&str])], new: &[(&str, &[&str])]) -> Vec<String> {
    let site = |files: &[(&str, &[&str])]| -> Site {
        files.iter().map(|(file, names)| ((*file).to_owned(), object(names))).collect()
    };
    let (old, new) = (site(old), site(new));
    let mut place = Place::default();
    place.roll(&old, (usize::MAX, 0), |_, _| {});
    let present = place.present();
    let names = new.iter().map(|(file, object)| (file.clone(), object.names.clone())).collect();
    let diff = diff(&place.memory, &present, &wanted(&new));
    let waves = waves(&diff, &place.memory, &present, &names);
    let sign = |wave: &Wave| if wave.is_removal { "- " } else { "+ " };
    waves.iter().map(|wave| sign(wave).to_owned() + &wave.files.join(" ")).collect()
}

#[test]
fn a_first_rollout_ends_with_the_home_page() {
    let site: &[(&str, &[&str])] = &[
        ("index.html", &["a.html", "feed.xml"]),
        ("a.html", &["index.html", "feed.xml", "p.png"]),
        ("feed.xml", &["a.html"]),
        ("p.png", &[]),
    ];
    assert_eq!(order(&[], site), ["+ p.png", "+ a.html", "+ feed.xml", "+ index.html"]);
}

#[test]
fn a_packed_text_goes_up_and_comes_down_when_its_text_does() {
    let old: &[(&str, &[&str])] =
        &[("index.html", &["a.html"]), ("index.html.br", &["a.html"]), ("a.html", &[])];
    let new: &[(&str, &[&str])] =
        &[("index.html", &["b.html"]), ("index.html.br", &["b.html"]), ("b.html", &[]), ("p.png", &[])];
    assert_eq!(order(old, new), ["+ p.png", "+ b.html", "+ index.html index.html.br", "- a.html"]);
    assert_eq!(order(old, &[]), ["- index.html index.html.br", "- a.html"]);
}

#[test]
fn a_new_page_comes_before_what_leads_to_it_and_a_changed_picture_before_pages() {
    let old: &[(&str, &[&str])] = &[("index.html", &[]), ("topic.html", &["index.html"]), ("p.svg", &[])];
    let new: &[(&str, &[&str])] = &[
        ("index.html", &["topic.html"]),
        ("topic.html", &["index.html", "new.html"]),
        ("new.html", &["index.html", "topic.html", "p.svg"]),
        ("p.svg", &["p.png"]),
        ("p.png", &[]),
    ];
    assert_eq!(order(old, new), ["+ p.png", "+ p.svg", "+ new.html", "+ topic.html", "+ index.html"]);
}

#[test]
fn a_page_goes_before_the_files_that_it_needs_and_all_go_last() {
    let old: &[(&str, &[&str])] =
        &[("index.html", &["old.html"]), ("old.html", &["p.png", "index.html"]), ("p.png", &[])];
    let new: &[(&str, &[&str])] = &[("index.html", &["b.html"]), ("b.html", &[])];
    assert_eq!(order(old, new), ["+ b.html", "+ index.html", "- old.html", "- p.png"]);
}

#[test]
fn a_chain_as_long_as_a_large_site_is_put_in_order() {
    let file = |at: u32| format!("{at}.html");
    let site: Site = (0..20_000).map(|at| (file(at), object(&[&file(at + 1)]))).collect();
    let names = site.iter().map(|(file, object)| (file.clone(), object.names.clone())).collect();
    let (standing, present) = (Standing::default(), Present::new());
    let diff = diff(&standing, &present, &wanted(&site));
    let waves = waves(&diff, &standing, &present, &names);
    assert_eq!((waves.len(), waves[0].files.as_slice()), (20_000, [file(19_999)].as_slice()));
}

#[test]
fn what_is_not_ours_is_not_written_over_unless_it_is_made_ours() {
    let place = Place::with_foreign();
    let site: Site = [(FOREIGN.to_owned(), object(&[]))].into();
    let found = diff(&place.memory, &place.present(), &wanted(&site));
    assert_eq!(found.occupied, [FOREIGN]);
    assert_eq!(found.changes[FOREIGN], Change::Put(Reason::Adopted));
}

#[test]
fn what_somebody_has_written_over_and_the_site_has_no_more_is_left_and_what_is_ours_goes() {
    let site: Site = ["a.html", "b.html"].map(|file| (file.to_owned(), object(&[]))).into();
    let mut place = Place::default();
    place.roll(&site, (usize::MAX, 0), |_, _| {});
    place.objects.insert("b.html".to_owned(), Object { text: 7, names: BTreeSet::new() });
    let none = wanted(&Site::new());
    let mut found = diff(&place.memory, &place.present(), &none);
    assert_eq!(found.altered, ["b.html"]);
    assert_eq!(found.changes, BTreeMap::from([("a.html".to_owned(), Change::Remove)]));
    found.reclaim(|_| true);
    assert_eq!((found.altered.len(), found.changes["b.html"]), (0, Change::Remove));
    // It was being removed when the rollout was cut short, and was written over after that.
    let goal = Goal { wanted: &none, names: &BTreeMap::new() };
    place.memory.begin(&Wave { files: vec!["b.html".to_owned()], is_removal: true }, &goal);
    assert_eq!(diff(&place.memory, &place.present(), &none).altered, ["b.html"]);
}

#[test]
fn what_somebody_has_written_over_or_taken_away_is_put_there_again() {
    let site: Site = [("a.html".to_owned(), object(&[])), ("b.html".to_owned(), object(&[]))].into();
    let mut place = Place::default();
    place.roll(&site, (usize::MAX, 0), |_, _| {});
    place.objects.remove("a.html");
    place.objects.insert("b.html".to_owned(), Object { text: 7, names: BTreeSet::new() });
    let found = diff(&place.memory, &place.present(), &wanted(&site));
    assert_eq!(found.changes["a.html"], Change::Put(Reason::Touched));
    assert_eq!(found.changes["b.html"], Change::Put(Reason::Touched));
}
