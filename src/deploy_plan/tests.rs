//! A deploy as readers see it, step by step: random sites, one after the other, in random order within each batch, some
//! deploys interrupted.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Files that a site may have, which may refer to each other: pages, a feed, pictures.
const POOL: [&str; 9] =
    ["index.html", "a.html", "b.html", "c.html", "d.html", "feed.xml", "e.svg", "p.png", "q.png"];

/// A file at the destination that is not ours.
const FOREIGN: &str = "shop/index.html";

type Site = BTreeMap<String, Object>;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Object {
    text: u8,
    references: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
struct FakeDestination {
    objects: Site,
    state: DeployState,
}

fn any_site() -> impl Strategy<Value = Site> {
    let part = proptest::option::weighted(0.7, (0..2_u8, 0..512_u16));
    vec(part, POOL.len()).prop_map(|parts| {
        let mut site = Site::new();
        for (at, part) in parts.iter().enumerate() {
            let Some((text, mask)) = *part else { continue };
            let references = (0..POOL.len())
                .filter(|other| mask >> other & 1 == 1 && *other != at && parts[*other].is_some())
                .filter(|_| !POOL[at].ends_with("png"))
                .map(|other| POOL[other].to_owned());
            site.insert(POOL[at].to_owned(), Object { text, references: references.collect() });
        }
        site
    })
}

fn site_files(site: &Site) -> BTreeMap<String, SiteFile> {
    let mut files = BTreeMap::new();
    for (path, object) in site {
        let size = u64::try_from(object.references.len()).expect("few");
        let file = SiteFile { digest: format!("{object:?}"), size, headers: String::new() };
        files.insert(path.clone(), file);
    }
    files
}

fn references(site: &Site) -> References {
    site.iter().map(|(file, object)| (file.clone(), object.references.clone())).collect()
}

impl FakeDestination {
    fn with_foreign() -> Self {
        let object = Object { text: 9, references: BTreeSet::new() };
        Self { objects: [(FOREIGN.to_owned(), object)].into(), state: DeployState::default() }
    }

    fn listing(&self) -> Listing {
        let mut listing = Listing::new();
        for (file, object) in &self.objects {
            let size = u64::try_from(object.references.len()).expect("few");
            listing.insert(file.clone(), StoredObject { size, etag: Some(format!("{object:?}")) });
        }
        listing
    }

    fn diff(&self, site: &Site) -> Diff {
        Diff::compute(&self.state, &self.listing(), &site_files(site))
    }

    fn deploy_all(&mut self, site: &Site) {
        self.deploy(site, usize::MAX, 0, |_, _| {});
    }

    /// Deploys a site as the shell does, and stops after `steps` changes. `turn` varies the order within batches;
    /// `observe` sees the destination after each change, and whether it was a removal.
    fn deploy(&mut self, site: &Site, steps: usize, turn: usize, mut observe: impl FnMut(&Self, bool)) {
        let files = site_files(site);
        let diff = self.diff(site);
        assert_eq!(diff.conflicts, Vec::<String>::new());
        let references = references(site);
        let batches = plan_batches(&diff, &self.state, &self.listing(), &references);
        let mut left = steps;
        for file in &diff.already_removed {
            self.state.files.remove(file);
        }
        for batch in batches {
            self.state.start_batch(&batch, &files, &references);
            // The next deploy knows only what was written.
            self.state = DeployState::parse(&self.state.to_json()).expect("a state");
            let mut state = self.state.clone();
            let mut batch_files = batch.files.clone();
            batch_files.rotate_left(turn % batch.files.len());
            if turn % 2 == 1 {
                batch_files.reverse();
            }
            for file in batch_files {
                if left == 0 {
                    return;
                }
                left -= 1;
                if batch.is_removal {
                    self.objects.remove(&file);
                    state.files.remove(&file);
                } else {
                    self.objects.insert(file.clone(), site[&file].clone());
                    let object = self.listing().remove(&file).expect("just uploaded");
                    state.confirm_upload(&file, object, &references);
                }
                observe(self, batch.is_removal);
            }
            self.state = state;
        }
    }

    /// Follows all references from some files; an error names the first that is broken.
    fn follow(&self, files: impl IntoIterator<Item = String>) -> Result<BTreeSet<String>, String> {
        let mut seen = BTreeSet::new();
        let mut queue: Vec<String> = files.into_iter().collect();
        while let Some(file) = queue.pop() {
            for reference in &self.objects[&file].references {
                if !self.objects.contains_key(reference) {
                    return Err(format!("{file} refers to {reference}, which is missing"));
                }
                if seen.insert(reference.clone()) {
                    queue.push(reference.clone());
                }
            }
        }
        Ok(seen)
    }

    /// Files from which readers come only to confirmed files.
    fn intact_files(&self) -> BTreeSet<String> {
        let is_confirmed =
            |file: &String| self.state.files.get(file).is_some_and(|deployed| deployed.confirmed);
        let mut intact = BTreeSet::new();
        for file in self.objects.keys().filter(|file| is_confirmed(file)) {
            if self.follow([file.clone()]).is_ok_and(|seen| seen.iter().all(is_confirmed)) {
                intact.insert(file.clone());
            }
        }
        intact
    }
}

/// Returns whether two files refer to each other, directly or through files that satisfy `is_within`.
fn in_cycle(a: &str, b: &str, objects: &Site, is_within: &dyn Fn(&str) -> bool) -> bool {
    reaches(a, b, objects, is_within) && reaches(b, a, objects, is_within)
}

fn reaches(from: &str, to: &str, objects: &Site, is_within: &dyn Fn(&str) -> bool) -> bool {
    let mut seen = BTreeSet::new();
    let mut queue = vec![from.to_owned()];
    while let Some(file) = queue.pop() {
        for reference in objects[&file].references.iter().filter(|file| is_within(file)) {
            if seen.insert(reference.clone()) {
                queue.push(reference.clone());
            }
        }
    }
    seen.contains(to)
}

/// Asserts that every file refers only to files that exist; except for cycles of new files that nothing else links to
/// yet, and cycles of files to remove that nothing else links to any more.
#[track_caller]
fn assert_no_broken_references(now: &FakeDestination, is_removal: bool, old: &Site, new: &Site) {
    let site = if is_removal { old } else { new };
    let is_changing = |file: &str| {
        let other = if is_removal { new } else { old };
        site.contains_key(file) && !other.contains_key(file)
    };
    for (file, object) in &now.objects {
        for reference in object.references.iter().filter(|name| !now.objects.contains_key(*name)) {
            let is_cycle =
                is_changing(file) && is_changing(reference) && in_cycle(file, reference, site, &is_changing);
            let referrer = now.objects.iter().find(|(other, object)| {
                object.references.contains(file)
                    && !(is_changing(other) && in_cycle(other, file, site, &is_changing))
            });
            assert!(
                is_cycle && referrer.is_none(),
                "{file} refers to {reference}, which is missing; referrer: {referrer:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn at_no_moment_does_a_file_refer_to_a_missing_one(old in any_site(), new in any_site(), turn in 0..9_usize) {
        let mut destination = FakeDestination::with_foreign();
        let foreign = destination.objects.clone();
        destination.deploy(&old, usize::MAX, turn, |now, is_removal| {
            assert_no_broken_references(now, is_removal, &Site::new(), &old);
        });
        destination.deploy(&new, usize::MAX, turn, |now, is_removal| {
            assert_no_broken_references(now, is_removal, &old, &new);
            assert_eq!(now.objects[FOREIGN], foreign[FOREIGN], "a file of others was changed");
        });
    }

    #[test]
    fn a_deploy_completes_whatever_was_interrupted_before(
        interrupted in vec((any_site(), 0..12_usize, 0..9_usize), 0..4),
        last in any_site(),
        turn in 0..9_usize,
    ) {
        let mut destination = FakeDestination::with_foreign();
        for (site, steps, turn) in interrupted {
            // A page that was intact and stays never has broken references.
            let mut intact = destination.intact_files();
            intact.retain(|file| site.contains_key(file));
            destination.deploy(&site, steps, turn, |now, _| {
                let followed = now.follow(intact.iter().cloned());
                assert!(followed.is_ok(), "{followed:?}");
            });
        }
        destination.deploy(&last, usize::MAX, turn, |_, _| {});
        let mut expected = last.clone();
        expected.extend(FakeDestination::with_foreign().objects);
        prop_assert_eq!(&destination.objects, &expected);
        prop_assert!(destination.state.files.keys().eq(last.keys()));
        prop_assert_eq!(destination.diff(&last), Diff { unchanged: last.len(), ..Diff::default() });
    }
}

fn object(references: &[&str]) -> Object {
    Object { text: 0, references: references.iter().map(|name| (*name).to_owned()).collect() }
}

fn site(files: &[(&str, &[&str])]) -> Site {
    files.iter().map(|(file, references)| ((*file).to_owned(), object(references))).collect()
}

/// The batches of a deploy of `new` over `old`, a line each.
fn planned(old: &[(&str, &[&str])], new: &[(&str, &[&str])]) -> Vec<String> {
    let mut destination = FakeDestination::default();
    destination.deploy_all(&site(old));
    let new = site(new);
    let diff = destination.diff(&new);
    let batches = plan_batches(&diff, &destination.state, &destination.listing(), &references(&new));
    let mut lines = Vec::new();
    for batch in batches {
        let sign = if batch.is_removal { "- " } else { "+ " };
        lines.push(sign.to_owned() + &batch.files.join(" "));
    }
    lines
}

#[test]
fn a_first_deploy_ends_with_the_home_page() {
    let site: &[(&str, &[&str])] = &[
        ("index.html", &["a.html", "feed.xml"]),
        ("a.html", &["index.html", "feed.xml", "p.png"]),
        ("feed.xml", &["a.html"]),
        ("p.png", &[]),
    ];
    assert_eq!(planned(&[], site), ["+ p.png", "+ a.html", "+ feed.xml", "+ index.html"]);
}

#[test]
fn a_compressed_copy_is_uploaded_and_removed_with_its_original() {
    let old: &[(&str, &[&str])] =
        &[("index.html", &["a.html"]), ("index.html.br", &["a.html"]), ("a.html", &[])];
    let new: &[(&str, &[&str])] =
        &[("index.html", &["b.html"]), ("index.html.br", &["b.html"]), ("b.html", &[]), ("p.png", &[])];
    assert_eq!(planned(old, new), ["+ p.png", "+ b.html", "+ index.html index.html.br", "- a.html"]);
    assert_eq!(planned(old, &[]), ["- index.html index.html.br", "- a.html"]);
}

#[test]
fn a_new_page_comes_before_pages_that_link_to_it_and_a_changed_picture_before_pages() {
    let old: &[(&str, &[&str])] = &[("index.html", &[]), ("topic.html", &["index.html"]), ("p.svg", &[])];
    let new: &[(&str, &[&str])] = &[
        ("index.html", &["topic.html"]),
        ("topic.html", &["index.html", "new.html"]),
        ("new.html", &["index.html", "topic.html", "p.svg"]),
        ("p.svg", &["p.png"]),
        ("p.png", &[]),
    ];
    assert_eq!(planned(old, new), ["+ p.png", "+ p.svg", "+ new.html", "+ topic.html", "+ index.html"]);
}

#[test]
fn a_page_is_removed_before_the_files_that_it_needs_and_removals_come_last() {
    let old: &[(&str, &[&str])] =
        &[("index.html", &["old.html"]), ("old.html", &["p.png", "index.html"]), ("p.png", &[])];
    let new: &[(&str, &[&str])] = &[("index.html", &["b.html"]), ("b.html", &[])];
    assert_eq!(planned(old, new), ["+ b.html", "+ index.html", "- old.html", "- p.png"]);
}

#[test]
fn a_chain_as_long_as_a_large_site_is_ordered() {
    let file = |at: u32| format!("{at}.html");
    let site: Site = (0..20_000).map(|at| (file(at), object(&[&file(at + 1)]))).collect();
    let destination = FakeDestination::default();
    let diff = destination.diff(&site);
    let batches = plan_batches(&diff, &destination.state, &Listing::new(), &references(&site));
    assert_eq!((batches.len(), batches[0].files.as_slice()), (20_000, [file(19_999)].as_slice()));
}

#[test]
fn the_state_is_written_no_more_often_for_a_larger_site() {
    let batches = |files: u32| {
        let site: Site = (0..files).map(|at| (format!("{at}.html"), object(&[]))).collect();
        let (files, references) = (site_files(&site), references(&site));
        let mut destination = FakeDestination::default();
        let uploads =
            plan_batches(&destination.diff(&site), &destination.state, &Listing::new(), &references);
        uploads.iter().for_each(|batch| destination.state.start_batch(batch, &files, &references));
        destination.objects = site;
        let diff = destination.diff(&Site::new());
        let removals = plan_batches(&diff, &destination.state, &destination.listing(), &References::new());
        [uploads.len(), removals.len()]
    };
    assert_eq!(batches(1_000), [2, 2]);
    assert_eq!([batches(40_000), batches(80_000)], [[64, 64]; 2]);
}

#[test]
fn files_of_others_are_overwritten_only_when_adopted() {
    let diff = FakeDestination::with_foreign().diff(&site(&[(FOREIGN, &[])]));
    assert_eq!(diff.conflicts, [FOREIGN]);
    assert_eq!(diff.changes[FOREIGN], Change::Upload(UploadReason::Adopted));
}

#[test]
fn a_file_that_the_site_no_longer_has_is_removed_unless_somebody_overwrote_it() {
    let mut destination = FakeDestination::default();
    destination.deploy_all(&site(&[("a.html", &[]), ("b.html", &[])]));
    destination.objects.insert("b.html".to_owned(), Object { text: 7, references: BTreeSet::new() });
    let mut diff = destination.diff(&Site::new());
    assert_eq!(diff.overwritten, ["b.html"]);
    assert_eq!(diff.changes, BTreeMap::from([("a.html".to_owned(), Change::Remove)]));
    diff.remove_if_ours(|_| true);
    assert_eq!((diff.overwritten.len(), diff.changes["b.html"]), (0, Change::Remove));
    // A deploy was interrupted while it removed the file, and the file was overwritten after that.
    let batch = Batch { files: vec!["b.html".to_owned()], is_removal: true };
    destination.state.start_batch(&batch, &BTreeMap::new(), &References::new());
    assert_eq!(destination.diff(&Site::new()).overwritten, ["b.html"]);
}

#[test]
fn a_file_that_somebody_overwrote_or_removed_is_uploaded_again() {
    let site = site(&[("a.html", &[]), ("b.html", &[])]);
    let mut destination = FakeDestination::default();
    destination.deploy_all(&site);
    destination.objects.remove("a.html");
    destination.objects.insert("b.html".to_owned(), Object { text: 7, references: BTreeSet::new() });
    let diff = destination.diff(&site);
    assert_eq!(diff.changes["a.html"], Change::Upload(UploadReason::ModifiedRemotely));
    assert_eq!(diff.changes["b.html"], Change::Upload(UploadReason::ModifiedRemotely));
}
