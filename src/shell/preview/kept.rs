//! The last good text of pages that were looked at, for when they fail.
//!
//! As many as somebody can have on screen, and no more. Must not know: what good is.

use std::sync::Arc;

use super::key::Key;
use crate::base::UrlPath;

/// How many pages are kept.
const MOST: usize = 64;

/// A page as it was served.
pub(super) struct Good {
    pub(super) key: Key,
    pub(super) text: String,
}

/// The page looked at last is the last.
#[derive(Default)]
pub(super) struct Kept(Vec<(UrlPath, Arc<Good>)>);

impl Kept {
    pub(super) fn keep(&mut self, url: &UrlPath, good: Arc<Good>) {
        self.0.retain(|(kept, _)| kept != url);
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push((url.clone(), good));
    }

    pub(super) fn get(&self, url: &UrlPath) -> Option<Arc<Good>> {
        self.0.iter().find(|(kept, _)| kept == url).map(|(_, good)| good.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Digest;

    #[test]
    fn what_was_looked_at_long_ago_is_forgotten() {
        let mut kept = Kept::default();
        let url = |n: usize| UrlPath::new(&n.to_string());
        let key = Key { page: Digest::of(b""), style: Digest::of(b"") };
        for n in (0..MOST).chain([0, MOST]) {
            kept.keep(&url(n), Arc::new(Good { key, text: n.to_string() }));
        }
        assert!(kept.get(&url(0)).is_some() && kept.get(&url(MOST)).is_some());
        assert!(kept.get(&url(1)).is_none());
        assert_eq!(kept.0.len(), MOST);
    }
}
