//! Whatever happens to a site's folder, the hints alone name all that has changed.

use proptest::prelude::*;

use super::followed::Followed;
use crate::shell::scan::tests::steps::step;

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hints_name_all_that_has_changed(steps in prop::collection::vec(step(), 1..80)) {
        let site = Followed::new();
        for step in &steps {
            let before = site.cold();
            step.take(&site.path(""));
            if site.cold() != before {
                site.catches_up();
            }
        }
    }
}
