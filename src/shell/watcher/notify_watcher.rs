//! Waits for the system's events about a site's folder.
//!
//! The first event is acted upon at once, with all that are queued behind it. Some time later everything is rescanned
//! once, for changes whose events were lost. The kind of an event decides only how soon to rescan. Must not know: what
//! a rescan finds.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Event, EventKind};

use super::super::scan::ScanScope;
use super::WatchError;
use super::pending::{Pending, REMOVAL_DELAY, WRITE_PAUSE};
use super::watched_folders::WatchedFolders;

/// How long after the last event everything is rescanned.
const FULL_RESCAN_DELAY: Duration = Duration::from_millis(250);

/// The shortest time between two rescans after lost events. A rescan opens every folder, and with ten thousand folders
/// that alone may cause more events than the system queues.
const LOSS_INTERVAL: Duration = Duration::from_secs(2);

pub(super) struct NotifyWatcher {
    folders: WatchedFolders,
    events: Receiver<notify::Result<Event>>,
    pending: Pending,
    /// The places of the last file or folder that was moved away, until the event that says where to. Both events have
    /// this number.
    move_source: Option<(usize, Vec<PathBuf>)>,
    /// When the rescan is due that makes up for lost events.
    recovery: Option<Instant>,
    last_recovery: Option<Instant>,
    full_rescan: Option<Instant>,
}

impl NotifyWatcher {
    /// Sets the watches.
    pub(super) fn start(root: &Path) -> Result<Self, WatchError> {
        let (sender, events) = channel();
        let forward = move |event: notify::Result<Event>| {
            // Our own scans open and close files.
            if !event.as_ref().is_ok_and(is_read_access) {
                let _ = sender.send(event);
            }
        };
        let mut folders = WatchedFolders::new(root, forward)?;
        folders.rewatch_all()?;
        Ok(Self {
            folders,
            events,
            pending: Pending::default(),
            move_source: None,
            recovery: None,
            last_recovery: None,
            full_rescan: None,
        })
    }

    /// Blocks until something may have changed.
    pub(super) fn wait(&mut self) -> Result<ScanScope, WatchError> {
        loop {
            while let Ok(event) = self.events.try_recv() {
                self.handle_event(event)?;
            }
            let now = Instant::now();
            if let Some(scope) = self.due_scope(now)? {
                return Ok(scope);
            }
            if let Some(event) = self.next_event(now)? {
                self.handle_event(event)?;
            }
        }
    }

    /// Waits for the next event; `None` if something else is due before it comes.
    fn next_event(&self, now: Instant) -> Result<Option<notify::Result<Event>>, WatchError> {
        let due = [self.pending.next_due(), self.full_rescan, self.recovery].into_iter().flatten().min();
        let far = Duration::from_secs(3600);
        match self.events.recv_timeout(due.map_or(far, |due| due.saturating_duration_since(now))) {
            Ok(event) => Ok(Some(event)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => {
                Err(WatchError::System("the reports have ended".to_owned()))
            }
        }
    }

    fn due_scope(&mut self, now: Instant) -> Result<Option<ScanScope>, WatchError> {
        let places = self.pending.take_due(now);
        if !places.is_empty() {
            self.full_rescan = Some(now + FULL_RESCAN_DELAY);
            return Ok(Some(ScanScope::Places(places)));
        }
        if self.recovery.is_some_and(|recovery| recovery <= now) {
            self.recovery = None;
            self.last_recovery = Some(now);
            self.folders.rewatch_all()?;
            return Ok(Some(ScanScope::Everything));
        }
        if !self.pending.has_held() && self.full_rescan.is_some_and(|due| due <= now) {
            self.full_rescan = None;
            return Ok(Some(ScanScope::Everything));
        }
        Ok(None)
    }

    fn handle_event(&mut self, event: notify::Result<Event>) -> Result<(), WatchError> {
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
                return Err(WatchError::WatchLimit);
            }
            Ok(_) | Err(_) => {
                let now = Instant::now();
                self.recovery
                    .get_or_insert(self.last_recovery.map_or(now, |last| now.max(last + LOSS_INTERVAL)));
                return Ok(());
            }
        };
        for path in &event.paths {
            if self.folders.is_root(path) && is_removal(&event.kind) {
                return Err(WatchError::Gone);
            }
            // A watched folder reports its own move too, after the folder above it has.
            let is_moved = event.kind == EventKind::Modify(ModifyKind::Name(RenameMode::From));
            if is_moved && event.tracker().is_none() {
                continue;
            }
            let places = self.folders.places_at(path);
            self.match_move(&event, &places);
            for place in places {
                self.handle_change(place, &event.kind)?;
            }
        }
        Ok(())
    }

    /// Releases the places that something was moved away from, if it was moved within the site: it will not come back.
    fn match_move(&mut self, event: &Event, places: &[PathBuf]) {
        match event.kind {
            EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                self.move_source = event.tracker().map(|tracker| (tracker, places.to_owned()));
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::To)) if !places.is_empty() => {
                let source = self.move_source.take_if(|(tracker, _)| event.tracker() == Some(*tracker));
                for place in source.into_iter().flat_map(|(_, places)| places) {
                    if self.pending.is_held(&place) {
                        self.pending.release(place);
                    }
                }
            }
            _ => {}
        }
    }

    fn handle_change(&mut self, place: PathBuf, kind: &EventKind) -> Result<(), WatchError> {
        let now = Instant::now();
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => self.pending.release(place),
            // A second event of a move, with both names.
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => {}
            kind if is_removal(kind) => {
                // Something else may be there already, or only a link's path may have changed.
                self.folders.rewatch(&place)?;
                self.pending.hold(place, now, REMOVAL_DELAY);
            }
            EventKind::Modify(ModifyKind::Metadata(_)) if !self.folders.on_disk(&place).is_dir() => {
                self.pending.mark_touched(place);
            }
            EventKind::Modify(ModifyKind::Data(_)) => self.pending.hold(place, now, WRITE_PAUSE),
            EventKind::Create(CreateKind::File) if self.is_new_file(&place) => {
                self.pending.hold(place, now, WRITE_PAUSE);
            }
            _ => {
                self.folders.rewatch(&place)?;
                self.pending.release(place);
            }
        }
        Ok(())
    }

    /// Returns whether something new is a file that is being written, and not a link or a second name of a file.
    fn is_new_file(&self, place: &Path) -> bool {
        let meta = fs::symlink_metadata(self.folders.on_disk(place));
        meta.map_or(true, |meta| meta.is_file() && meta.nlink() == 1)
    }
}

fn is_read_access(event: &Event) -> bool {
    let EventKind::Access(kind) = event.kind else { return false };
    !matches!(kind, AccessKind::Close(AccessMode::Write)) && !event.need_rescan()
}

/// Returns whether something was removed or moved away.
fn is_removal(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)))
}
