//! A cache of the pages that were served last, for when one of them can no longer be rendered.
//!
//! Must not know: when that is.

use std::sync::Arc;

use super::key::Key;
use crate::base::UrlPath;

/// As many pages as somebody may have open.
const CAPACITY: usize = 64;

/// A page as it was served.
pub(super) struct ServedPage {
    pub(super) key: Key,
    pub(super) text: String,
}

/// The page served last is the last.
#[derive(Default)]
pub(super) struct ServedPages(Vec<(UrlPath, Arc<ServedPage>)>);

impl ServedPages {
    pub(super) fn insert(&mut self, url: &UrlPath, page: Arc<ServedPage>) {
        self.0.retain(|(known, _)| known != url);
        if self.0.len() == CAPACITY {
            self.0.remove(0);
        }
        self.0.push((url.clone(), page));
    }

    pub(super) fn get(&self, url: &UrlPath) -> Option<Arc<ServedPage>> {
        self.0.iter().find(|(known, _)| known == url).map(|(_, page)| page.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Digest;

    #[test]
    fn a_page_that_was_served_long_ago_is_dropped() {
        let mut pages = ServedPages::default();
        let url = |n: usize| UrlPath::new(&n.to_string());
        let key = Key { page: Digest::of(b""), style: Digest::of(b"") };
        for n in (0..CAPACITY).chain([0, CAPACITY]) {
            pages.insert(&url(n), Arc::new(ServedPage { key, text: n.to_string() }));
        }
        assert!(pages.get(&url(0)).is_some() && pages.get(&url(CAPACITY)).is_some());
        assert!(pages.get(&url(1)).is_none());
        assert_eq!(pages.0.len(), CAPACITY);
    }
}
