//! One object at a time: put, removed, or all of them listed.
//!
//! Must not know: why.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use futures_util::StreamExt;
use object_store::{Error, MultipartUpload, ObjectStoreExt, PutMultipartOptions, PutOptions, PutResult};

use super::Order;
use super::encoding::{Encoding, attributes};
use super::heard::{Heard, listening, persisting};
use super::lock::LOCK;
use super::memory::MEMORY;
use super::place::Place;
use super::trouble::{Doing, LocalError, Trouble};
use crate::base::Digest;
use crate::deploy_plan::{Found, Present, Wanted};
use crate::shell::manifest::digest_of_stream;

/// A larger file goes up in parts, so that it need not fit in memory.
const WHOLE: u64 = 16 << 20;

/// Each of the same size, and of at least 5 MiB, as S3 and R2 ask.
const PART: usize = 8 << 20;

/// What the place calls an object's bytes; some makers put it in quotes, and some do so only at times.
pub(super) fn tag(tag: Option<String>) -> Option<String> {
    tag.map(|tag| tag.trim_start_matches("W/").trim_matches('"').to_owned())
}

/// All that is there, but our own notes.
pub(super) async fn list(place: &Place) -> Result<Present, Trouble> {
    let (listed, heard) = listening(async {
        let mut listed = place.store.list(place.prefix());
        let mut present = Present::new();
        while let Some(meta) = listed.next().await {
            let meta = meta?;
            if let Some(file) = place.file(&meta.location) {
                present.insert(file, Found { size: meta.size, tag: tag(meta.e_tag) });
            }
        }
        Ok::<_, Error>(present)
    })
    .await;
    let mut present = listed.map_err(|error| Trouble::store(Doing::List, "", (&error, heard)))?;
    present.remove(LOCK);
    present.remove(MEMORY);
    Ok(present)
}

/// Removes a file. That it is gone already is well.
pub(super) async fn remove(place: &Place, file: &str) -> Result<(), Trouble> {
    let key = place.key(file)?;
    match persisting(place.patience, || place.store.delete(&key)).await {
        (Ok(()) | Err(Error::NotFound { .. }), _) => Ok(()),
        (Err(error), heard) => Err(Trouble::store(Doing::Remove, file, (&error, heard))),
    }
}

/// Puts a file there, if it is still what the build made. Gives how many bytes it has there, and what they are called.
pub(super) async fn put(
    place: &Place,
    order: &Order<'_>,
    (file, wanted): (&str, &Wanted),
) -> Result<(u64, Option<String>), Trouble> {
    let path = order.folder.join(file);
    let (put, heard, stored) = if wanted.size > WHOLE {
        put_in_parts(place, order, (file, wanted)).await?
    } else {
        let bytes = std::fs::read(&path).map_err(LocalError::on(Doing::Read, &path))?;
        if Digest::of(&bytes).to_string() != wanted.digest {
            return Err(Trouble::Altered(file.to_owned()));
        }
        put_whole(place, order, (file, bytes)).await?
    };
    let put = put.map_err(|error| Trouble::store(Doing::Write, file, (&error, heard)))?;
    Ok((stored, tag(put.e_tag)))
}

type Sent = (Result<PutResult, Error>, Heard, u64);

async fn put_whole(
    place: &Place,
    order: &Order<'_>,
    (file, bytes): (&str, Vec<u8>),
) -> Result<Sent, Trouble> {
    let key = place.key(file)?;
    let mut options = PutOptions::default();
    let mut bytes = bytes;
    if place.folder.is_none() {
        options.attributes = attributes(file, order.encoding);
        let encoding = order.encoding.of(file);
        if encoding != Encoding::Identity {
            // The other files go on meanwhile, and the lock is renewed.
            let packed = tokio::task::spawn_blocking(move || encoding.pack(bytes)).await;
            bytes = packed.map_err(|error| Trouble::Runtime(error.into()))?;
        }
    }
    let stored = bytes.len() as u64;
    let (put, heard) = listening(place.store.put_opts(&key, bytes.into(), options)).await;
    Ok((put, heard, stored))
}

/// A file of this size is no text, so it is not packed. Its bytes are held against the manifest as they are sent, and
/// nothing of it is seen before its end.
async fn put_in_parts(
    place: &Place,
    order: &Order<'_>,
    (file, wanted): (&str, &Wanted),
) -> Result<Sent, Trouble> {
    let (key, path) = (place.key(file)?, order.folder.join(file));
    let mut options = PutMultipartOptions::default();
    if place.folder.is_none() {
        options.attributes = attributes(file, Encoding::Identity);
    }
    let (begun, heard) = listening(place.store.put_multipart_opts(&key, options)).await;
    let mut upload = match begun {
        Ok(upload) => upload,
        Err(error) => return Ok((Err(error), heard, 0)),
    };
    let sent = send_parts(upload.as_mut(), (&path, file), wanted).await;
    if !matches!(sent, Ok((Ok(_), ..))) {
        let _ = upload.abort().await;
    }
    sent
}

async fn send_parts(
    upload: &mut dyn MultipartUpload,
    (path, file): (&Path, &str),
    wanted: &Wanted,
) -> Result<Sent, Trouble> {
    let read_error = |error| LocalError::on(Doing::Read, path)(error);
    let mut source = File::open(path).map_err(read_error)?;
    // Read twice: what the build made is known by the digest of the whole, and a part once sent is sent.
    let digest = digest_of_stream(&source, |_| Ok(())).map_err(read_error)?;
    if digest != wanted.digest {
        return Err(Trouble::Altered(file.to_owned()));
    }
    std::io::Seek::rewind(&mut source).map_err(read_error)?;
    let mut stored = 0;
    loop {
        let mut part = Vec::with_capacity(PART);
        (&mut source).take(PART as u64).read_to_end(&mut part).map_err(read_error)?;
        if part.is_empty() {
            break;
        }
        stored += part.len() as u64;
        let (sent, heard) = listening(upload.put_part(part.into())).await;
        if let Err(error) = sent {
            return Ok((Err(error), heard, stored));
        }
    }
    if stored != wanted.size {
        return Err(Trouble::Altered(file.to_owned()));
    }
    let (put, heard) = listening(upload.complete()).await;
    Ok((put, heard, stored))
}
