//! The state file: one object at the destination with the [`DeployState`], read first and written before each batch.
//!
//! It is written only over the version that was read, so if two deploys run although each holds the lock, one of them
//! notices. Must not know: what the state means.

use object_store::{Attributes, Error, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};

use super::destination::Destination;
use super::error::DeployError;
use super::headers::internal_headers;
use super::http::{record_response, retry_lost_responses};
use super::lock::LockRequest;
use crate::deploy_plan::DeployState;

pub(super) const STATE_FILE: &str = ".nutgraf-deploy.json";

pub(super) struct StateFile {
    pub(super) state: DeployState,
    mode: PutMode,
}

impl StateFile {
    pub(super) async fn read(destination: &Destination, request: &LockRequest) -> Result<Self, DeployError> {
        let (state, mode) = match read_object(destination).await? {
            Some((bytes, version)) => {
                let state = DeployState::parse(&bytes).ok_or(DeployError::UnreadableState)?;
                (state, PutMode::Update(version))
            }
            None => (DeployState::default(), PutMode::Create),
        };
        // A folder has a lock of the operating system, and `--break-lock` ignores other deploys.
        let is_unconditional = !destination.is_bucket() || request.force;
        Ok(Self { state, mode: if is_unconditional { PutMode::Overwrite } else { mode } })
    }

    pub(super) async fn write(&mut self, destination: &Destination) -> Result<(), DeployError> {
        let bytes = self.state.to_json();
        let key = destination.key(STATE_FILE)?;
        let attributes = if destination.is_bucket() { internal_headers() } else { Attributes::new() };
        let options = PutOptions { mode: self.mode.clone(), attributes, ..PutOptions::default() };
        let put = || destination.store.put_opts(&key, bytes.clone().into(), options.clone());
        let (put, response) = retry_lost_responses(destination.retry_timeout, put).await;
        let version = match put {
            Ok(put) => UpdateVersion { e_tag: put.e_tag, version: put.version },
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotFound { .. }) => {
                // An earlier attempt may have succeeded although its response was lost.
                match read_object(destination).await? {
                    Some((found, version)) if found == bytes => version,
                    _ => return Err(DeployError::LockLost),
                }
            }
            Err(error) => {
                return Err(DeployError::from_conditional_write("write", STATE_FILE, &error, response));
            }
        };
        if !matches!(self.mode, PutMode::Overwrite) {
            self.mode = PutMode::Update(version);
        }
        Ok(())
    }
}

async fn read_object(destination: &Destination) -> Result<Option<(Vec<u8>, UpdateVersion)>, DeployError> {
    let key = destination.key(STATE_FILE)?;
    let (found, response) = record_response(async {
        let found = destination.store.get(&key).await?;
        let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        Ok::<_, Error>((found.bytes().await?.to_vec(), version))
    })
    .await;
    match found {
        Ok(found) => Ok(Some(found)),
        // A missing bucket is `NotFound` too, and must not be taken for an empty one.
        Err(Error::NotFound { .. }) if response.code.as_deref() != Some("NoSuchBucket") => Ok(None),
        Err(error) => Err(DeployError::from_store("read", STATE_FILE, &error, response)),
    }
}
