//! What all connections share: what is shown, which pages are open, what was served.
//!
//! Must not know: HTTP.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::guard::Hosts;
use super::kept::{Good, Kept};
use super::showing::Showing;
use crate::base::UrlPath;
use crate::shell::image_cache::ImageCache;

/// How long somebody waits for the first showing.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) type Stage = watch::Receiver<Option<Arc<Showing>>>;

pub(super) struct Room {
    pub(super) stage: Stage,
    pub(super) hosts: Hosts,
    /// Tells this run of the server from others, whose showings are numbered alike.
    run: String,
    open: Mutex<BTreeMap<UrlPath, usize>>,
    kept: Mutex<Kept>,
    pub(super) darkroom: ImageCache,
}

impl Room {
    pub(super) fn new(stage: Stage, hosts: Hosts) -> Self {
        let run = format!("{:x}", RandomState::new().hash_one(()));
        Self {
            stage,
            hosts,
            run,
            open: Mutex::default(),
            kept: Mutex::default(),
            darkroom: ImageCache::default(),
        }
    }

    /// What is shown now; before there is anything, what will be shown first.
    pub(super) async fn showing(&self) -> Option<Arc<Showing>> {
        let mut stage = self.stage.clone();
        let first = timeout(PATIENCE, stage.wait_for(Option::is_some)).await.ok()?.ok()?;
        first.clone()
    }

    /// What browsers call a showing.
    pub(super) fn id(&self, showing: &Showing) -> String {
        format!("{}-{}", self.run, showing.serial)
    }

    /// The serial of a showing of this run of the server.
    pub(super) fn serial(&self, id: &str) -> Option<u64> {
        id.strip_prefix(&self.run)?.strip_prefix('-')?.parse().ok()
    }

    /// The pages that browsers listen for.
    pub(super) fn open_pages(&self) -> Vec<UrlPath> {
        locked(&self.open).keys().cloned().collect()
    }

    pub(super) fn keep(&self, url: &UrlPath, good: Arc<Good>) {
        locked(&self.kept).keep(url, good);
    }

    pub(super) fn kept(&self, url: &UrlPath) -> Option<Arc<Good>> {
        locked(&self.kept).get(url)
    }
}

/// Somebody who listens for a page, for as long as this lives.
pub(super) struct Listener {
    pub(super) room: Arc<Room>,
    pub(super) page: UrlPath,
}

impl Listener {
    pub(super) fn new(room: Arc<Room>, page: UrlPath) -> Self {
        *locked(&room.open).entry(page.clone()).or_default() += 1;
        Self { room, page }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut open = locked(&self.room.open);
        if let Some(listeners) = open.get_mut(&self.page) {
            *listeners -= 1;
            if *listeners == 0 {
                open.remove(&self.page);
            }
        }
    }
}

/// The server goes on after a request that panicked.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
