//! Lists, uploads and removes single objects.
//!
//! Must not know: why.

use std::fs::{self, File};
use std::io::{Read, Seek};

use futures_util::StreamExt;
use object_store::{Error, MultipartUpload, ObjectMeta, ObjectStoreExt, PutMultipartOptions, PutOptions};

use super::DeployRequest;
use super::destination::Destination;
use super::error::DeployError;
use super::folder::files_without_links;
use super::headers::{coding_of, response_headers};
use super::http::{retry_lost_responses, run_on_file};
use super::lock::LOCK_FILE;
use super::state_file::STATE_FILE;
use crate::base::Digest;
use crate::deploy_plan::{Listing, SiteFile, StoredObject};
use crate::shell::FileError;
use crate::shell::manifest::digest_of_stream;

/// Larger files are uploaded in parts, so that they need not fit in memory.
const MAX_WHOLE_SIZE: u64 = 16 << 20;

/// S3 asks for parts of at least 5 MiB, R2 for parts of the same size.
const PART_SIZE: usize = 8 << 20;

/// Lists all objects at the destination but nutgraf's own, and those behind symbolic links in a folder: they are in
/// another place.
pub(super) async fn list_objects(destination: &Destination) -> Result<Listing, DeployError> {
    let in_folder = match &destination.folder {
        Some(folder) => Some(files_without_links(folder)?),
        None => None,
    };
    let mut listing = run_on_file("list", "", async {
        let mut listing = Listing::new();
        let mut add = |meta: ObjectMeta| {
            if let Some(file) = destination.file(&meta.location) {
                listing.insert(file, StoredObject { size: meta.size, etag: normalize_etag(meta.e_tag) });
            }
        };
        match in_folder {
            // The store's own list follows links.
            Some(files) => {
                // What cannot be a key is not ours.
                for key in files.iter().filter_map(|file| destination.key(file).ok()) {
                    match destination.store.head(&key).await {
                        Ok(meta) => add(meta),
                        Err(Error::NotFound { .. }) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            None => {
                let mut objects = destination.store.list(destination.prefix());
                while let Some(meta) = objects.next().await {
                    add(meta?);
                }
            }
        }
        Ok(listing)
    })
    .await?;
    listing.remove(LOCK_FILE);
    listing.remove(STATE_FILE);
    Ok(listing)
}

/// Strips quotes and the mark of weak ETags: some providers send them in responses, but not in lists.
fn normalize_etag(etag: Option<String>) -> Option<String> {
    etag.map(|etag| etag.trim_start_matches("W/").trim_matches('"').to_owned())
}

/// Removes a file. It is no error if it does not exist.
pub(super) async fn remove_file(destination: &Destination, file: &str) -> Result<(), DeployError> {
    let key = destination.key(file)?;
    let delete = || destination.store.delete(&key);
    match retry_lost_responses(destination.retry_timeout, delete).await {
        (Ok(()) | Err(Error::NotFound { .. }), _) => Ok(()),
        (Err(error), response) => Err(DeployError::from_store("remove", file, &error, response)),
    }
}

/// Uploads a file, if it still has the bytes that the build wrote.
pub(super) async fn upload_file(
    destination: &Destination,
    request: &DeployRequest<'_>,
    path: &str,
    file: &SiteFile,
) -> Result<StoredObject, DeployError> {
    if file.size > MAX_WHOLE_SIZE {
        return upload_in_parts(destination, request, path, file).await;
    }
    let source = request.output_dir.join(path);
    let mut bytes = fs::read(&source).map_err(FileError::on("read", &source))?;
    if Digest::of(&bytes).to_string() != file.digest {
        return Err(DeployError::OutputChanged(path.to_owned()));
    }
    let mut options = PutOptions::default();
    if destination.is_bucket() {
        options.attributes = response_headers(path, request.coding);
        if let Some(coding) = coding_of(path, request.coding) {
            // Not on this thread: other uploads continue, and the lock is renewed.
            let compressed = tokio::task::spawn_blocking(move || coding.encode(&bytes)).await;
            bytes = compressed.map_err(|error| DeployError::Runtime(error.into()))?;
        }
    }
    let size = bytes.len() as u64;
    let key = destination.key(path)?;
    let put = run_on_file("write", path, destination.store.put_opts(&key, bytes.into(), options)).await?;
    Ok(StoredObject { size, etag: normalize_etag(put.e_tag) })
}

/// Uploads a large file, which is never text and so not compressed. It is visible only when it is complete.
async fn upload_in_parts(
    destination: &Destination,
    request: &DeployRequest<'_>,
    path: &str,
    file: &SiteFile,
) -> Result<StoredObject, DeployError> {
    let key = destination.key(path)?;
    let mut options = PutMultipartOptions::default();
    if destination.is_bucket() {
        options.attributes = response_headers(path, None);
    }
    let mut upload = run_on_file("write", path, destination.store.put_multipart_opts(&key, options)).await?;
    let object = send_parts(upload.as_mut(), request, path, file).await;
    if object.is_err() {
        let _ = upload.abort().await;
    }
    object
}

async fn send_parts(
    upload: &mut dyn MultipartUpload,
    request: &DeployRequest<'_>,
    path: &str,
    file: &SiteFile,
) -> Result<StoredObject, DeployError> {
    let source = request.output_dir.join(path);
    let read_error = |error| FileError::on("read", &source)(error);
    let mut input = File::open(&source).map_err(read_error)?;
    // The file is read twice: its digest is known only at its end, and a part cannot be taken back.
    let digest = digest_of_stream(&input, |_| Ok(())).map_err(read_error)?;
    if digest != file.digest {
        return Err(DeployError::OutputChanged(path.to_owned()));
    }
    input.rewind().map_err(read_error)?;
    let mut size = 0;
    loop {
        let mut part = Vec::with_capacity(PART_SIZE);
        (&mut input).take(PART_SIZE as u64).read_to_end(&mut part).map_err(read_error)?;
        if part.is_empty() {
            break;
        }
        size += part.len() as u64;
        run_on_file("write", path, upload.put_part(part.into())).await?;
    }
    if size != file.size {
        return Err(DeployError::OutputChanged(path.to_owned()));
    }
    let put = run_on_file("write", path, upload.complete()).await?;
    Ok(StoredObject { size, etag: normalize_etag(put.e_tag) })
}
