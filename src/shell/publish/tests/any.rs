//! Whatever was built before, and however it ended, a build makes what it makes in an empty folder.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;

/// Names that get in each other's way, and some that do not.
const NAMES: [&str; 10] =
    ["a", "a/b", "a/b/c", "a/b/d/e", "a/f/g", "b/index.html", "b/c/d", "b/c", "c.html", "b"];

type Site = Vec<(&'static str, &'static str)>;

/// Some of the names with a text each: of two that cannot stand side by side the first.
fn site() -> impl Strategy<Value = Site> {
    let texts = vec(select(&["one", "two", "two # again", "@logo.svg"][..]), NAMES.len());
    let names = subsequence(&NAMES[..], 0..=NAMES.len()).prop_shuffle();
    (names, texts).prop_map(|(names, texts)| {
        let mut site = Site::new();
        for page in names.into_iter().zip(texts) {
            let hinders = |(name, _): &(&str, &str)| is_above(name, page.0) || is_above(page.0, name);
            if !site.iter().any(hinders) {
                site.push(page);
            }
        }
        site
    })
}

fn is_above(folder: &str, file: &str) -> bool {
    file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A disk that dies or fails after some steps, or does neither.
fn disk() -> impl Strategy<Value = Disk> {
    (0..50_usize, any::<bool>()).prop_map(|(steps, recovers)| {
        if recovers { Disk::failing_after(steps) } else { Disk::dying_after(steps) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(100)
    })]

    #[test]
    fn a_build_after_any_others_is_a_clean_build(
        before in vec((site(), disk()), 0..4),
        last in site(),
    ) {
        let (warm, cold) = (Fixture::new(), Fixture::new());
        for (site, disk) in before {
            let _ = warm.build_by(&disk, &warm.path("public"), &site);
        }
        warm.build(&last).unwrap();
        cold.build(&last).unwrap();
        prop_assert_eq!(bytes(warm.tree()), bytes(cold.tree()));
    }
}
