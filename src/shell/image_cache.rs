//! Makes smaller copies of pictures, all of a picture at once: decoding it is what takes time.
//!
//! Copies are cached up to a limit, so that a picture is not decoded again for the next copy. Many threads may use the
//! cache. Must not know: who shows a picture, or where it is.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};

use super::lock;
use crate::base::{Digest, SitePath};
use crate::model::Rendition;
use crate::render::picture::copies;

/// How many bytes of copies are cached.
const CAPACITY: usize = 64 << 20;

/// How many pixels may be decoded at once, at four bytes each: five photographs of 12 megapixels.
const PIXEL_LIMIT: u64 = 64_000_000;

/// The copies of one picture, by width, or why there are none.
type Resized = OnceLock<Result<BTreeMap<u32, Vec<u8>>, String>>;

struct CachedPicture {
    path: SitePath,
    original: Digest,
    resized: Arc<Resized>,
}

#[derive(Default)]
pub(crate) struct ImageCache {
    /// The one used last is the last.
    pictures: Mutex<Vec<CachedPicture>>,
    /// The number of pixels that are being decoded.
    decoding: Mutex<u64>,
    freed: Condvar,
}

impl ImageCache {
    /// Makes a copy, or takes it from the cache. `read` gives the bytes of the original, which have that digest.
    pub(crate) fn resized(
        &self,
        rendition: &Rendition,
        original: Digest,
        read: impl FnOnce() -> Result<Vec<u8>, String>,
    ) -> Result<Vec<u8>, String> {
        let resized = self.entry(&rendition.path, original);
        let result = resized.get_or_init(|| {
            let _permit = self.wait_for_pixels(rendition.picture.pixel_count());
            let bytes = read()?;
            if Digest::of(&bytes) != original {
                return Err("it has just changed".to_owned());
            }
            copies(&bytes, rendition)
        });
        self.evict();
        let copies = result.as_ref().map_err(Clone::clone)?;
        copies.get(&rendition.width).cloned().ok_or_else(|| "it is not as wide as its header says".to_owned())
    }

    /// Waits until so many pixels may be decoded. A picture above the limit is decoded alone.
    fn wait_for_pixels(&self, pixels: u64) -> PixelPermit<'_> {
        let decoding = lock(&self.decoding);
        let wait =
            self.freed.wait_while(decoding, |decoding| *decoding > 0 && *decoding + pixels > PIXEL_LIMIT);
        *wait.unwrap_or_else(PoisonError::into_inner) += pixels;
        PixelPermit { cache: self, pixels }
    }

    /// Finds or adds a picture, which is then the last.
    fn entry(&self, path: &SitePath, original: Digest) -> Arc<Resized> {
        let mut pictures = lock(&self.pictures);
        let known = pictures.iter().position(|picture| picture.path == *path && picture.original == original);
        let picture = match known {
            Some(index) => pictures.remove(index),
            None => CachedPicture { path: path.clone(), original, resized: Arc::default() },
        };
        let resized = picture.resized.clone();
        pictures.push(picture);
        resized
    }

    /// Drops the pictures that were used longest ago, until the rest is within the capacity. Drops failures too, since
    /// a file that could not be read may be readable the next time.
    fn evict(&self) {
        let mut pictures = lock(&self.pictures);
        let mut capacity = CAPACITY;
        let mut kept = Vec::with_capacity(pictures.len());
        for picture in pictures.drain(..).rev() {
            let bytes = match picture.resized.get() {
                Some(Ok(copies)) => copies.values().map(Vec::len).sum(),
                Some(Err(_)) => continue,
                None => 0,
            };
            if bytes <= capacity {
                capacity -= bytes;
                kept.push(picture);
            }
        }
        kept.reverse();
        *pictures = kept;
    }
}

/// The permission to decode so many pixels, until it is dropped.
struct PixelPermit<'a> {
    cache: &'a ImageCache,
    pixels: u64,
}

impl Drop for PixelPermit<'_> {
    fn drop(&mut self) {
        *lock(&self.cache.decoding) -= self.pixels;
        self.cache.freed.notify_all();
    }
}
