//! What all connections share: what is shown, which pages are open, what was served.
//!
//! Must not know: HTTP.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::guard::Hosts;
use super::kept::{Good, Kept};
use super::showing::Showing;
use crate::base::UrlPath;

/// How long somebody waits for the first showing.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) type Stage = watch::Receiver<Option<Arc<Showing>>>;

pub(super) struct Room {
    pub(super) stage: Stage,
    pub(super) hosts: Hosts,
    /// Tells this run of the server from others, whose showings are numbered alike.
    pub(super) run: String,
    open: Mutex<BTreeMap<UrlPath, usize>>,
    kept: Mutex<Kept>,
}

impl Room {
    pub(super) fn new(stage: Stage, hosts: Hosts) -> Self {
        let run = format!("{:x}", RandomState::new().hash_one(()));
        Self { stage, hosts, run, open: Mutex::default(), kept: Mutex::default() }
    }

    /// What is shown now; before there is anything, what will be shown first.
    pub(super) async fn showing(&self) -> Option<Arc<Showing>> {
        let mut stage = self.stage.clone();
        let first = timeout(PATIENCE, stage.wait_for(Option::is_some)).await.ok()?.ok()?;
        first.clone()
    }

    /// The pages that browsers listen for.
    pub(super) fn open_pages(&self) -> Vec<UrlPath> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    pub(super) fn keep(&self, url: &UrlPath, good: Arc<Good>) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).keep(url, good);
    }

    pub(super) fn kept(&self, url: &UrlPath) -> Option<Arc<Good>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(url)
    }
}

/// Somebody who listens for a page, for as long as this lives.
pub(super) struct Listener {
    pub(super) room: Arc<Room>,
    pub(super) page: UrlPath,
}

impl Listener {
    pub(super) fn new(room: Arc<Room>, page: UrlPath) -> Self {
        *room.open.lock().unwrap_or_else(PoisonError::into_inner).entry(page.clone()).or_default() += 1;
        Self { room, page }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut open = self.room.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listeners) = open.get_mut(&self.page) {
            *listeners -= 1;
            if *listeners == 0 {
                open.remove(&self.page);
            }
        }
    }
}
