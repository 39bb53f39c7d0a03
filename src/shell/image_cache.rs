//! Where smaller copies of pictures are made, all of a picture at once: decoding it is what takes time.
//!
//! Many threads may ask at once. What was made is kept up to a limit, so that nothing is decoded twice while
//! one after the other copy is asked for. Must not know: who shows a picture, or where it lies.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::base::{Digest, SitePath};
use crate::model::Rendition;
use crate::render::picture::copies;

/// How many bytes of copies are kept.
const KEPT: usize = 64 << 20;

/// How many pixels may be decoded at once, four bytes each: five photographs of 12 megapixels.
const LIGHT: u64 = 64_000_000;

/// The copies of one picture, by width, or why there are none.
type Resized = OnceLock<Result<BTreeMap<u32, Vec<u8>>, String>>;

#[derive(Default)]
pub(super) struct Shelf(Vec<((SitePath, Digest), Arc<Resized>)>);

#[derive(Default)]
pub(crate) struct ImageCache {
    shelf: Mutex<Shelf>,
    /// The pixels that are being decoded.
    lit: Mutex<u64>,
    free: Condvar,
}

impl ImageCache {
    /// The bytes of a copy. `read` gives those of the original, whose digest is known.
    pub(crate) fn resized(
        &self,
        of: &Rendition,
        original: Digest,
        read: impl FnOnce() -> Result<Vec<u8>, String>,
    ) -> Result<Vec<u8>, String> {
        let prints = locked(&self.shelf).prints(&of.path, original);
        let made = prints.get_or_init(|| self.develop(of, original, read));
        locked(&self.shelf).clear();
        let copies = made.as_ref().map_err(Clone::clone)?;
        copies.get(&of.width).cloned().ok_or_else(|| "it is not as wide as it said".to_owned())
    }

    fn develop(
        &self,
        of: &Rendition,
        original: Digest,
        read: impl FnOnce() -> Result<Vec<u8>, String>,
    ) -> Result<BTreeMap<u32, Vec<u8>>, String> {
        let _light = self.light(of.picture.count());
        let bytes = read()?;
        if Digest::of(&bytes) != original {
            return Err("it was changed at this very moment".to_owned());
        }
        copies(&bytes, of)
    }

    /// Waits until so many pixels may be decoded. A picture of more than all that may be has its turn alone.
    fn light(&self, pixels: u64) -> Light<'_> {
        let lit = locked(&self.lit);
        let wait = self.free.wait_while(lit, |lit| *lit > 0 && *lit + pixels > LIGHT);
        *wait.unwrap_or_else(PoisonError::into_inner) += pixels;
        Light { room: self, pixels }
    }
}

/// Leave to decode so many pixels, for as long as this lives.
struct Light<'a> {
    room: &'a ImageCache,
    pixels: u64,
}

impl Drop for Light<'_> {
    fn drop(&mut self) {
        *locked(&self.room.lit) -= self.pixels;
        self.room.free.notify_all();
    }
}

impl Shelf {
    /// The place of a picture's copies, which is then the last.
    fn prints(&mut self, path: &SitePath, original: Digest) -> Arc<Resized> {
        let known = self.0.iter().position(|((of, digest), _)| of == path && *digest == original);
        let place = match known {
            Some(at) => self.0.remove(at),
            None => ((path.clone(), original), Arc::default()),
        };
        let prints = place.1.clone();
        self.0.push(place);
        prints
    }

    /// Drops what was asked for longest ago, until the rest is little enough; and failures, since what could
    /// not be read may be read the next time.
    fn clear(&mut self) {
        self.0.retain(|(_, prints)| !matches!(prints.get(), Some(Err(_))));
        let mut room = KEPT;
        let mut kept = Vec::with_capacity(self.0.len());
        for (of, prints) in self.0.drain(..).rev() {
            let bytes = prints.get().map_or(0, size);
            if bytes <= room {
                room -= bytes;
                kept.push((of, prints));
            }
        }
        kept.reverse();
        self.0 = kept;
    }
}

fn size(made: &Result<BTreeMap<u32, Vec<u8>>, String>) -> usize {
    made.as_ref().map_or(0, |copies| copies.values().map(Vec::len).sum())
}

/// A thread that panicked left nothing half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
