//! The state that all connections share: the current version, the pages that are open, the pages last served.
//!
//! Must not know: HTTP.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::guard::Hosts;
use super::version::Version;
use crate::base::UrlPath;
use crate::render::Key;
use crate::shell::image_cache::ImageCache;
use crate::shell::lock;

/// How long a request waits for the first version.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) type VersionReceiver = watch::Receiver<Option<Arc<Version>>>;

pub(super) struct ServerState {
    pub(super) versions: VersionReceiver,
    pub(super) hosts: Hosts,
    /// Differs from run to run, in each of which the versions are numbered from 1.
    run: String,
    /// The number of browsers that listen for each page.
    open: Mutex<BTreeMap<UrlPath, usize>>,
    pub(super) served: Mutex<ServedPages>,
    pub(super) images: ImageCache,
}

impl ServerState {
    pub(super) fn new(versions: VersionReceiver, hosts: Hosts) -> Self {
        let run = format!("{:x}", RandomState::new().hash_one(()));
        Self {
            versions,
            hosts,
            run,
            open: Mutex::default(),
            served: Mutex::default(),
            images: ImageCache::default(),
        }
    }

    /// The current version; waits for the first.
    pub(super) async fn version(&self) -> Option<Arc<Version>> {
        let mut versions = self.versions.clone();
        let first = timeout(PATIENCE, versions.wait_for(Option::is_some)).await.ok()?.ok()?;
        first.clone()
    }

    /// The id of a version, which browsers send back.
    pub(super) fn id(&self, version: &Version) -> String {
        format!("{}-{}", self.run, version.serial)
    }

    /// The serial of a version by its id; `None` if another run of the server has made it.
    pub(super) fn serial(&self, id: &str) -> Option<u64> {
        id.strip_prefix(&self.run)?.strip_prefix('-')?.parse().ok()
    }

    /// The pages that browsers listen for.
    pub(super) fn open_pages(&self) -> Vec<UrlPath> {
        lock(&self.open).keys().cloned().collect()
    }
}

/// A browser that listens for a page, until this is dropped.
pub(super) struct Listener {
    pub(super) state: Arc<ServerState>,
    pub(super) page: UrlPath,
}

impl Listener {
    pub(super) fn new(state: Arc<ServerState>, page: UrlPath) -> Self {
        *lock(&state.open).entry(page.clone()).or_default() += 1;
        Self { state, page }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut open = lock(&self.state.open);
        if let Some(listeners) = open.get_mut(&self.page) {
            *listeners -= 1;
            if *listeners == 0 {
                open.remove(&self.page);
            }
        }
    }
}

/// As many pages as a user may have open.
const CAPACITY: usize = 64;

/// A page as it was served.
pub(super) struct ServedPage {
    pub(super) key: Key,
    pub(super) text: String,
}

/// The pages that were served last, for when one of them can no longer be rendered. The newest is the last.
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
