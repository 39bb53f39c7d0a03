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
use super::served_pages::{ServedPage, ServedPages};
use super::version::Version;
use crate::base::UrlPath;
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
    served: Mutex<ServedPages>,
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

    pub(super) fn remember_page(&self, url: &UrlPath, page: Arc<ServedPage>) {
        lock(&self.served).insert(url, page);
    }

    pub(super) fn last_served(&self, url: &UrlPath) -> Option<Arc<ServedPage>> {
        lock(&self.served).get(url)
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
