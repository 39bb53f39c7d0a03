//! One deploy at a time to a place.
//!
//! In a bucket it is an object that only one can make, renewed while a deploy is at work. One that has not been renewed
//! for a while is of a deploy that was killed, and may be taken over. How long that is, the server says: by its own
//! clock for both ends, since nobody knows what ours shows. In a folder it is a lock of the system's on a file, which
//! ends with its process. Must not know: what is deployed.

use std::fs::{File, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::time::Duration;

use jiff::Timestamp;
use object_store::path::Path as Key;
use object_store::{
    Attribute, Attributes, Error, GetResult, ObjectStoreExt, PutMode, PutOptions, PutPayload, UpdateVersion,
};
use serde::{Deserialize, Serialize};

use super::heard::{Heard, listening, persisting};
use super::place::Place;
use super::trouble::{Doing, Holder, Lapse, LocalError, Trouble};

pub(super) const LOCK: &str = ".nutgraf-deploy.lock";

/// How often it is renewed.
const RENEWED: Duration = Duration::from_secs(20);

/// How old it is when nobody holds it any more.
const STALE: Duration = Duration::from_mins(2);

/// Held until it is released.
pub(super) enum Lock {
    Object(ObjectLock),
    Folder(#[expect(dead_code, reason = "the open file is the lock")] File),
}

pub(super) struct ObjectLock {
    key: Key,
    note: Note,
    version: tokio::sync::Mutex<UpdateVersion>,
}

/// What is written in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// What tells one deploy from another.
    token: String,
    who: String,
}

impl Note {
    fn new(who: &str) -> Self {
        let random = [RandomState::new().hash_one(std::process::id()), RandomState::new().hash_one(who)];
        Self { token: format!("{:016x}{:016x}", random[0], random[1]), who: who.to_owned() }
    }

    fn payload(&self) -> PutPayload {
        serde_json::to_vec(self).unwrap_or_default().into()
    }
}

/// Who deploys, and whether it takes the place from anybody who does already.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) who: String,
    pub(crate) by_force: bool,
}

impl Lock {
    pub(super) async fn take(place: &Place, claim: &Claim) -> Result<Self, Trouble> {
        let Some(folder) = &place.folder else {
            return ObjectLock::take(place, claim).await.map(Self::Object);
        };
        let path = folder.join(LOCK);
        let file = File::options().write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(LocalError::on(Doing::Write, &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self::Folder(file)),
            // Some network disks have no locks. To deploy without one is better than not at all.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(Self::Folder(file))
            }
            Err(TryLockError::WouldBlock) => Err(Trouble::Busy(Holder::default())),
            Err(TryLockError::Error(error)) => Err(LocalError::on(Doing::Write, &path)(error).into()),
        }
    }

    /// Renews it for as long as it is asked to. Ends only when it is no longer ours.
    pub(super) async fn keep(&self, place: &Place) -> Trouble {
        loop {
            tokio::time::sleep(RENEWED).await;
            if let Err(trouble) = self.renew(place).await {
                return trouble;
            }
        }
    }

    /// Says to the server that we are still here, and learns whether it still thinks so.
    pub(super) async fn renew(&self, place: &Place) -> Result<(), Trouble> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::Object(lock) => lock.renew(place).await,
        }
    }

    /// Gives it back. When that fails, it lapses by itself.
    pub(super) async fn release(self, place: &Place) {
        let Self::Object(lock) = self else {
            // The file stays: who removes a file that others may have opened lets two in.
            return;
        };
        let _ = tokio::time::timeout(RENEWED, async {
            let is_ours = holder(place, &lock.key).await.is_ok_and(|(note, _)| note.token == lock.note.token);
            if is_ours {
                let _ = place.store.delete(&lock.key).await;
            }
        })
        .await;
    }
}

impl ObjectLock {
    async fn take(place: &Place, claim: &Claim) -> Result<Self, Trouble> {
        let (key, note) = (place.key(LOCK)?, Note::new(&claim.who));
        if claim.by_force {
            return Self::put(place, (key, note), PutMode::Overwrite).await.map_err(|(_, trouble)| trouble);
        }
        match Self::put(place, (key.clone(), note.clone()), PutMode::Create).await {
            Ok(lock) => return Ok(lock),
            Err((Error::AlreadyExists { .. } | Error::Precondition { .. }, _)) => {}
            Err((Error::NotImplemented { .. }, _)) => return Err(Trouble::Unconditional),
            Err((_, trouble)) => return Err(trouble.unconditional()),
        }
        let (held, found) = holder(place, &key).await?;
        if held.token == note.token {
            // Our own, whose answer was lost on its way.
            return Ok(Self { key, note, version: found.version.into() });
        }
        if found.age.is_none_or(|age| age < STALE) {
            let lapse = found.age.map_or(Lapse::Never, |age| Lapse::In(STALE.saturating_sub(age)));
            return Err(Trouble::Busy(Holder { who: Some(held.who), lapse }));
        }
        match Self::put(place, (key, note), PutMode::Update(found.version)).await {
            Ok(lock) => Ok(lock),
            Err((Error::Precondition { .. } | Error::AlreadyExists { .. }, _)) => {
                Err(Trouble::Busy(Holder::default()))
            }
            Err((_, trouble)) => Err(trouble),
        }
    }

    async fn put(place: &Place, (key, note): (Key, Note), mode: PutMode) -> Result<Self, (Error, Trouble)> {
        let (put, heard) = persisting(place.patience, || put(place, &key, &note, mode.clone())).await;
        match put {
            Ok(version) => Ok(Self { key, note, version: version.into() }),
            Err(error) => {
                let trouble = Trouble::store(Doing::Lock, LOCK, (&error, heard));
                Err((error, trouble))
            }
        }
    }

    async fn renew(&self, place: &Place) -> Result<(), Trouble> {
        let mut version = self.version.lock().await;
        let known = version.clone();
        let renew = || put(place, &self.key, &self.note, PutMode::Update(known.clone()));
        let (renewed, heard) = persisting(place.patience, renew).await;
        match renewed {
            Ok(new) => *version = new,
            Err(Error::Precondition { .. } | Error::NotFound { .. } | Error::AlreadyExists { .. }) => {
                // An answer may have been lost on its way: then the lock is as we wanted it.
                let (held, found) = holder(place, &self.key).await.map_err(|_| Trouble::Lost)?;
                if held != self.note {
                    return Err(Trouble::Lost);
                }
                *version = found.version;
            }
            Err(error) => return Err(Trouble::store(Doing::Lock, LOCK, (&error, heard))),
        }
        Ok(())
    }
}

async fn put(place: &Place, key: &Key, note: &Note, mode: PutMode) -> Result<UpdateVersion, Error> {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, "application/json".into());
    attributes.insert(Attribute::CacheControl, "no-store".into());
    let options = PutOptions { mode, attributes, ..PutOptions::default() };
    let put = place.store.put_opts(key, note.payload(), options).await?;
    Ok(UpdateVersion { e_tag: put.e_tag, version: put.version })
}

/// A lock of somebody's, as the server has it.
struct Held {
    version: UpdateVersion,
    /// By the server's clock; nothing, where it does not tell the time.
    age: Option<Duration>,
}

/// Who holds the lock. It may have been released since we were refused: then the next try will be let in.
async fn holder(place: &Place, key: &Key) -> Result<(Note, Held), Trouble> {
    let (found, heard) = listening(async {
        let found: GetResult = place.store.get(key).await?;
        let meta = found.meta.clone();
        Ok::<_, Error>((meta, found.bytes().await?))
    })
    .await;
    let (meta, bytes) = match found {
        Ok(found) => found,
        Err(Error::NotFound { .. }) => return Err(Trouble::Busy(Holder::default())),
        Err(error) => return Err(Trouble::store(Doing::Lock, LOCK, (&error, heard))),
    };
    let unknown = Note { token: String::new(), who: "somebody".to_owned() };
    let note = serde_json::from_slice(&bytes).unwrap_or(unknown);
    let age = age(meta.last_modified.timestamp(), &heard);
    Ok((note, Held { version: UpdateVersion { e_tag: meta.e_tag, version: meta.version }, age }))
}

fn age(renewed: i64, heard: &Heard) -> Option<Duration> {
    let renewed = Timestamp::from_second(renewed).ok()?;
    let age = heard.server_now()?.duration_since(renewed);
    Some(Duration::try_from(age).unwrap_or_default())
}
