//! What the place remembers of our deploys: one object, read before anything else and written before each wave.
//!
//! It is written only over what was read, so that of two deploys which both believe to be alone one finds out. Must
//! not know: what stands in it.

use object_store::{Attribute, Attributes, Error, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};

use super::heard::{listening, persisting};
use super::lock::Claim;
use super::place::Place;
use super::trouble::{Doing, Trouble};
use crate::deploy_plan::Standing;

pub(super) const MEMORY: &str = ".nutgraf-deploy.json";

pub(super) struct Memory {
    pub(super) standing: Standing,
    mode: Mode,
}

/// Over what it is written.
enum Mode {
    Nothing,
    This(UpdateVersion),
    /// Over anything: a folder has a lock of the system's, and who came by force looks at nobody.
    Anything,
}

impl Memory {
    pub(super) async fn read(place: &Place, claim: &Claim) -> Result<Self, Trouble> {
        let unwatched = place.folder.is_some() || claim.by_force;
        let mode = |mode| if unwatched { Mode::Anything } else { mode };
        match get(place).await? {
            Some((bytes, version)) => {
                let standing = Standing::parse(&bytes).ok_or(Trouble::Memory)?;
                Ok(Self { standing, mode: mode(Mode::This(version)) })
            }
            None => Ok(Self { standing: Standing::default(), mode: mode(Mode::Nothing) }),
        }
    }

    pub(super) async fn write(&mut self, place: &Place) -> Result<(), Trouble> {
        let bytes = self.standing.bytes();
        let key = place.key(MEMORY)?;
        let mode = match &self.mode {
            Mode::Nothing => PutMode::Create,
            Mode::This(version) => PutMode::Update(version.clone()),
            Mode::Anything => PutMode::Overwrite,
        };
        let options = PutOptions { mode, attributes: attributes(place), ..PutOptions::default() };
        let put = || place.store.put_opts(&key, bytes.clone().into(), options.clone());
        let (put, heard) = persisting(place.patience, put).await;
        let version = match put {
            Ok(put) => UpdateVersion { e_tag: put.e_tag, version: put.version },
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotFound { .. }) => {
                // An answer may have been lost on its way: then it stands there as we wanted it.
                match get(place).await? {
                    Some((there, version)) if there == bytes => version,
                    _ => return Err(Trouble::Lost),
                }
            }
            Err(error) => return Err(Trouble::store(Doing::Write, MEMORY, (&error, heard)).unconditional()),
        };
        if !matches!(self.mode, Mode::Anything) {
            self.mode = Mode::This(version);
        }
        Ok(())
    }
}

fn attributes(place: &Place) -> Attributes {
    let mut attributes = Attributes::new();
    if place.folder.is_none() {
        attributes.insert(Attribute::ContentType, "application/json".into());
        attributes.insert(Attribute::CacheControl, "no-store".into());
    }
    attributes
}

async fn get(place: &Place) -> Result<Option<(Vec<u8>, UpdateVersion)>, Trouble> {
    let key = place.key(MEMORY)?;
    let (found, heard) = listening(async {
        let found = place.store.get(&key).await?;
        let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        Ok::<_, Error>((found.bytes().await?.to_vec(), version))
    })
    .await;
    match found {
        Ok(found) => Ok(Some(found)),
        // There is no such bucket either: that must not be taken for an empty one.
        Err(Error::NotFound { .. }) if heard.code.as_deref() != Some("NoSuchBucket") => Ok(None),
        Err(error) => Err(Trouble::store(Doing::Read, MEMORY, (&error, heard))),
    }
}
