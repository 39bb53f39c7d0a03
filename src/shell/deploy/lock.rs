//! A lock: one deploy at a time to a destination.
//!
//! In a bucket it is an object that only one deploy can create, and that it renews while it runs. A lock that was not
//! renewed for a while belongs to a killed deploy and may be taken over; its age is measured by the server's clock
//! alone, since ours may be wrong. In a folder it is a lock of the operating system on a file, which ends with its
//! process. Must not know: what is deployed.

use std::fs::{File, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use object_store::path::Path as Key;
use object_store::{Error, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};
use serde::{Deserialize, Serialize};

use super::destination::Destination;
use super::error::{DeployError, LockExpiry, LockHolder};
use super::headers::internal_headers;
use super::http::{ResponseInfo, record_response, retry_lost_responses};
use crate::shell::FileError;

pub(super) const LOCK_FILE: &str = ".nutgraf-deploy.lock";

const RENEWAL_INTERVAL: Duration = Duration::from_secs(20);

/// The age at which a lock expires.
const LIFETIME: Duration = Duration::from_mins(2);

/// A lock that is held until it is released.
pub(super) enum Lock {
    Object(ObjectLock),
    File {
        #[expect(dead_code, reason = "the open file is the lock")]
        file: File,
        /// True if we created the file.
        is_new: bool,
    },
}

pub(super) struct ObjectLock {
    key: Key,
    owner: LockOwner,
    version: tokio::sync::Mutex<UpdateVersion>,
}

/// The content of a lock object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LockOwner {
    /// Identifies the deploy.
    token: String,
    /// The user, for messages.
    who: String,
}

impl LockOwner {
    fn new(user: &str) -> Self {
        // `RandomState` is seeded by the operating system, and nothing here has to be secret.
        let high = RandomState::new().hash_one(std::process::id());
        let low = RandomState::new().hash_one(user);
        Self { token: format!("{high:016x}{low:016x}"), who: user.to_owned() }
    }
}

/// A wish for the lock.
#[derive(Clone, Debug)]
pub(crate) struct LockRequest {
    /// Name of the user, which other deploys show.
    pub(crate) user: String,
    /// Takes the lock even if another deploy holds it.
    pub(crate) force: bool,
}

impl Lock {
    pub(super) async fn acquire(
        destination: &Destination,
        request: &LockRequest,
    ) -> Result<Self, DeployError> {
        match &destination.folder {
            Some(folder) => lock_file(&folder.join(LOCK_FILE)),
            None => ObjectLock::acquire(destination, request).await.map(Self::Object),
        }
    }

    /// Returns whether this is the first deploy that has ever locked the folder.
    pub(super) fn is_new_file(&self) -> bool {
        matches!(self, Self::File { is_new: true, .. })
    }

    /// Renews the lock until that fails, and returns why.
    pub(super) async fn keep_alive(&self, destination: &Destination) -> DeployError {
        loop {
            tokio::time::sleep(RENEWAL_INTERVAL).await;
            if let Self::Object(lock) = self
                && let Err(error) = lock.renew(destination).await
            {
                return error;
            }
        }
    }

    /// Releases the lock. If that fails, it expires.
    pub(super) async fn release(self, destination: &Destination) {
        // The file of a folder's lock stays: another deploy may have it open, and a third would create a new one.
        let Self::Object(lock) = self else { return };
        let _ = tokio::time::timeout(RENEWAL_INTERVAL, async {
            let held = read_lock(destination, &lock.key).await;
            if held.is_ok_and(|held| held.owner.token == lock.owner.token) {
                let _ = destination.store.delete(&lock.key).await;
            }
        })
        .await;
    }
}

fn lock_file(path: &Path) -> Result<Lock, DeployError> {
    let mut file = File::options().write(true).create_new(true).open(path);
    let is_new = !file.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists);
    if !is_new {
        file = File::options().write(true).open(path);
    }
    let file = file.map_err(FileError::on("write", path))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(DeployError::Locked(LockHolder::default())),
        Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
            Err(FileError::on("write", path)(error).into())
        }
        // Some network disks do not support locks. To deploy without one is better than not at all.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Lock::File { file, is_new }),
    }
}

impl ObjectLock {
    async fn acquire(destination: &Destination, request: &LockRequest) -> Result<Self, DeployError> {
        let key = destination.key(LOCK_FILE)?;
        let owner = LockOwner::new(&request.user);
        let mode = if request.force { PutMode::Overwrite } else { PutMode::Create };
        let (written, response) = write_lock(destination, &key, &owner, mode).await;
        match written {
            Ok(version) => return Ok(Self { key, owner, version: version.into() }),
            Err(error) if request.force => return Err(lock_error(&error, response)),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => {}
            Err(Error::NotImplemented { .. }) => return Err(DeployError::NoConditionalWrites),
            Err(error) => {
                return Err(DeployError::from_conditional_write("lock", LOCK_FILE, &error, response));
            }
        }
        let held = read_lock(destination, &key).await?;
        if held.owner.token == owner.token {
            // We have created it: only the response was lost.
            return Ok(Self { key, owner, version: held.version.into() });
        }
        let expiry = match held.age {
            None => LockExpiry::Never,
            Some(age) if age < LIFETIME => LockExpiry::In(LIFETIME.saturating_sub(age)),
            Some(_) => {
                // The lock has expired, and is replaced unless another deploy is faster.
                let mode = PutMode::Update(held.version);
                let (written, response) = write_lock(destination, &key, &owner, mode).await;
                return match written {
                    Ok(version) => Ok(Self { key, owner, version: version.into() }),
                    Err(Error::Precondition { .. } | Error::AlreadyExists { .. }) => {
                        Err(DeployError::Locked(LockHolder::default()))
                    }
                    Err(error) => Err(lock_error(&error, response)),
                };
            }
        };
        Err(DeployError::Locked(LockHolder { name: Some(held.owner.who), expiry }))
    }

    async fn renew(&self, destination: &Destination) -> Result<(), DeployError> {
        let mut version = self.version.lock().await;
        let mode = PutMode::Update(version.clone());
        let (written, response) = write_lock(destination, &self.key, &self.owner, mode).await;
        *version = match written {
            Ok(renewed) => renewed,
            Err(Error::Precondition { .. } | Error::NotFound { .. } | Error::AlreadyExists { .. }) => {
                // An earlier renewal may have succeeded although its response was lost.
                let held = read_lock(destination, &self.key).await.map_err(|_| DeployError::LockLost)?;
                if held.owner != self.owner {
                    return Err(DeployError::LockLost);
                }
                held.version
            }
            Err(error) => return Err(lock_error(&error, response)),
        };
        Ok(())
    }
}

fn lock_error(error: &Error, response: ResponseInfo) -> DeployError {
    DeployError::from_store("lock", LOCK_FILE, error, response)
}

async fn write_lock(
    destination: &Destination,
    key: &Key,
    owner: &LockOwner,
    mode: PutMode,
) -> (object_store::Result<UpdateVersion>, ResponseInfo) {
    let bytes = serde_json::to_vec(owner).unwrap_or_default();
    let options = PutOptions { mode, attributes: internal_headers(), ..PutOptions::default() };
    retry_lost_responses(destination.retry_timeout, || async {
        let put = destination.store.put_opts(key, bytes.clone().into(), options.clone()).await?;
        Ok(UpdateVersion { e_tag: put.e_tag, version: put.version })
    })
    .await
}

/// A lock that some deploy holds.
struct HeldLock {
    owner: LockOwner,
    version: UpdateVersion,
    /// By the server's clock; `None` if it does not send the date.
    age: Option<Duration>,
}

/// Reads the lock. If it was released meanwhile, the error says that it is held: the next deploy will get it.
async fn read_lock(destination: &Destination, key: &Key) -> Result<HeldLock, DeployError> {
    let (found, response) = record_response(async {
        let found = destination.store.get(key).await?;
        Ok::<_, Error>((found.meta.clone(), found.bytes().await?))
    })
    .await;
    let (meta, bytes) = match found {
        Ok(found) => found,
        Err(Error::NotFound { .. }) => return Err(DeployError::Locked(LockHolder::default())),
        Err(error) => return Err(lock_error(&error, response)),
    };
    let owner = serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| LockOwner { token: String::new(), who: "somebody".to_owned() });
    let version = UpdateVersion { e_tag: meta.e_tag, version: meta.version };
    Ok(HeldLock { owner, version, age: lock_age(meta.last_modified.timestamp(), &response) })
}

fn lock_age(renewed: i64, response: &ResponseInfo) -> Option<Duration> {
    let renewed = Timestamp::from_second(renewed).ok()?;
    let age = response.clocks?.server.duration_since(renewed);
    // Negative if the lock was renewed within the second of the date.
    Some(Duration::try_from(age).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_lock_of_a_folder_creates_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(LOCK_FILE);
        let is_new = || lock_file(&path).map(|lock| lock.is_new_file()).expect("a lock");
        assert!(is_new());
        assert!(!is_new());
    }
}
