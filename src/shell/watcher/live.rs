//! The news that the system gives of a site's folder.
//!
//! The first news is acted upon at once, and what else is queued is taken with it. Some time after it, one
//! look everywhere finds what lost news hid. What kind of news it is says only how soon to look. Must not
//! know: what a look finds.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Event, EventKind};

use super::super::scan::ScanScope;
use super::Trouble;
use super::pending::{GONE, Pending, QUIET};
use super::watches::Watches;

/// How long after the last news everything is looked at once.
const AFTERWARDS: Duration = Duration::from_millis(250);

/// How long after one loss of news the next is believed. A look everywhere opens every folder, and of ten
/// thousand folders even that may be more news than the system keeps.
const LOSS: Duration = Duration::from_secs(2);

pub(super) struct Live {
    watches: Watches,
    news: Receiver<notify::Result<Event>>,
    pending: Pending,
    /// Where something was moved away from, and the number that tells where to.
    moved: (Option<usize>, Vec<PathBuf>),
    /// When the look is due that makes up for lost news.
    lost: Option<Instant>,
    last_loss: Option<Instant>,
    afterwards: Option<Instant>,
}

impl Live {
    /// Sets the watches.
    pub(super) fn start(root: &Path) -> Result<Self, Trouble> {
        let (sender, news) = channel();
        let pass_on = move |event: notify::Result<Event>| {
            // Our own looks open and close files.
            if !event.as_ref().is_ok_and(is_reading) {
                let _ = sender.send(event);
            }
        };
        let mut watches = Watches::new(root, pass_on)?;
        watches.renew_all()?;
        Ok(Self {
            watches,
            news,
            pending: Pending::default(),
            moved: (None, vec![]),
            lost: None,
            last_loss: None,
            afterwards: None,
        })
    }

    /// Blocks until there is reason to look.
    pub(super) fn wait(&mut self) -> Result<ScanScope, Trouble> {
        loop {
            while let Ok(news) = self.news.try_recv() {
                self.take(news)?;
            }
            let now = Instant::now();
            if let Some(look) = self.due(now)? {
                return Ok(look);
            }
            if let Some(news) = self.next(now)? {
                self.take(news)?;
            }
        }
    }

    /// The next news; none when something else is due before.
    fn next(&self, now: Instant) -> Result<Option<notify::Result<Event>>, Trouble> {
        let due = [self.pending.next(), self.afterwards, self.lost].into_iter().flatten().min();
        let far = Duration::from_secs(3600);
        match self.news.recv_timeout(due.map_or(far, |due| due.saturating_duration_since(now))) {
            Ok(news) => Ok(Some(news)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Trouble::System("they have ended".to_owned())),
        }
    }

    fn due(&mut self, now: Instant) -> Result<Option<ScanScope>, Trouble> {
        let places = self.pending.due(now);
        if !places.is_empty() {
            self.afterwards = Some(now + AFTERWARDS);
            return Ok(Some(ScanScope::Places(places)));
        }
        if self.lost.is_some_and(|lost| lost <= now) {
            (self.lost, self.last_loss) = (None, Some(now));
            self.watches.renew_all()?;
            return Ok(Some(ScanScope::Everything));
        }
        let is_time = self.pending.is_calm() && self.afterwards.is_some_and(|afterwards| afterwards <= now);
        Ok(is_time.then(|| {
            self.afterwards = None;
            ScanScope::Everything
        }))
    }

    fn take(&mut self, news: notify::Result<Event>) -> Result<(), Trouble> {
        let event = match news {
            Ok(event) if !event.need_rescan() => event,
            Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
                return Err(Trouble::Watches);
            }
            Ok(_) | Err(_) => {
                let now = Instant::now();
                self.lost.get_or_insert(self.last_loss.map_or(now, |last| now.max(last + LOSS)));
                return Ok(());
            }
        };
        for path in &event.paths {
            if self.watches.is_root(path) && is_going(&event.kind) {
                return Err(Trouble::Gone);
            }
            // A watched folder says itself that it was moved, after the one above it has said so.
            let again = EventKind::Modify(ModifyKind::Name(RenameMode::From));
            if event.kind == again && event.tracker().is_none() {
                continue;
            }
            let places = self.watches.places(path);
            self.pair(&event, &places);
            places.into_iter().try_for_each(|place| self.happened(place, &event.kind))?;
        }
        Ok(())
    }

    /// What was moved within the site is gone at once from where it was.
    fn pair(&mut self, event: &Event, places: &[PathBuf]) {
        match event.kind {
            EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                self.moved = (event.tracker(), places.to_owned());
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::To))
                if event.tracker().is_some() && event.tracker() == self.moved.0 && !places.is_empty() =>
            {
                for place in std::mem::take(&mut self.moved.1) {
                    if self.pending.is_held(&place) {
                        self.pending.ready(place);
                    }
                }
            }
            _ => {}
        }
    }

    fn happened(&mut self, place: PathBuf, kind: &EventKind) -> Result<(), Trouble> {
        let now = Instant::now();
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => self.pending.ready(place),
            // Told a second time, with both names.
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => {}
            kind if is_going(kind) => {
                // Something else may stand there already, or only a link's way have changed.
                self.watches.renew(&place)?;
                self.pending.hold(place, now, GONE);
            }
            EventKind::Modify(ModifyKind::Metadata(_)) if !self.watches.on_disk(&place).is_dir() => {
                self.pending.touched(place);
            }
            EventKind::Modify(ModifyKind::Data(_)) => self.pending.hold(place, now, QUIET),
            EventKind::Create(CreateKind::File) if self.is_written(&place) => {
                self.pending.hold(place, now, QUIET);
            }
            _ => {
                self.watches.renew(&place)?;
                self.pending.ready(place);
            }
        }
        Ok(())
    }

    /// Whether something new is a file that somebody opened to write it; not a link nor a second name.
    fn is_written(&self, place: &Path) -> bool {
        let meta = fs::symlink_metadata(self.watches.on_disk(place));
        meta.map_or(true, |meta| meta.is_file() && meta.nlink() == 1)
    }
}

fn is_reading(event: &Event) -> bool {
    let is_written = |kind| matches!(kind, AccessKind::Close(AccessMode::Write));
    matches!(event.kind, EventKind::Access(kind) if !is_written(kind)) && !event.need_rescan()
}

/// Whether something has left its place.
fn is_going(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)))
}
