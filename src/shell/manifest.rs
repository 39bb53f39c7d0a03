//! What the output folder remembers of its last build, in two files.
//!
//! `.nutgraf-manifest.json` says which files are ours and what is in them: the same site gives the
//! same bytes, but for addresses that earlier builds lost. `.nutgraf-state` says how we left them, so that one `lstat` a file tells whether
//! anybody has touched it since; times differ from build to build, so they stand apart, and when
//! the state is lost the files are read instead. Must not know: how a file gets into the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::Digest;
use crate::model::history::{LostUrls, PreviousUrls};

/// The names that we take for ourselves in the folder. No output may begin like them.
pub(crate) const MANIFEST: &str = ".nutgraf-manifest.json";
pub(crate) const STATE: &str = ".nutgraf-state";
pub(crate) const STAGE: &str = ".nutgraf-tmp";
const RESERVED: &str = ".nutgraf-";

const VERSION: u32 = 1;
const TOOL: &str = concat!("nutgraf ", env!("CARGO_PKG_VERSION"));

/// Which files of the folder are ours.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    version: u32,
    tool: String,
    /// Outputs that turned out to be none, by the keys with which they did.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) without: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub(crate) notes: Notes,
    pub(crate) files: BTreeMap<String, Entry>,
}

/// What the next build must know of this one besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Notes {
    /// Files of earlier builds whose addresses nobody has answered for yet: only of these the history tells.
    pub(crate) lost: LostUrls,
    /// Files that are drafts.
    pub(crate) drafts: BTreeSet<String>,
}

impl Notes {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What one file of ours was made from, and what is in it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) digest: String,
    pub(crate) size: u64,
}

impl Manifest {
    pub(crate) fn new(files: BTreeMap<String, Entry>, notes: Notes) -> Self {
        Self { version: VERSION, tool: TOOL.into(), without: BTreeMap::new(), notes, files }
    }

    /// The site as the last build left it in a folder.
    pub(crate) fn former(folder: &Path) -> PreviousUrls {
        let manifest = fs::read(folder.join(MANIFEST)).ok().and_then(|bytes| Self::parse(&bytes));
        let Some(Self { files, notes, .. }) = manifest else { return PreviousUrls::default() };
        let files = files.into_keys().filter(|file| !notes.drafts.contains(file)).collect();
        PreviousUrls { files, lost: notes.lost }
    }

    /// The manifest in a file's bytes. One that we cannot read, or that names what no build of ours
    /// can have written (`../.profile`), makes nothing ours.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let ours = manifest.version == VERSION && manifest.files.keys().all(|file| is_sound(file));
        ours.then_some(manifest)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        json(self)
    }

    /// Whether this tool would write the same, its name and version included.
    pub(crate) fn is_current(&self) -> bool {
        self.tool == TOOL
    }
}

impl Entry {
    /// Whether the file still holds what we wrote. Its bytes are read only when its looks have
    /// changed: a folder that a CI cache or `cp -r` brought back has new times and the same bytes.
    pub(crate) fn is_intact(&self, path: &Path, now: Seen, left: Option<&Seen>) -> bool {
        if left == Some(&now) {
            return true;
        }
        now.size == self.size && digest_of_file(path).is_ok_and(|digest| digest == self.digest)
    }
}

/// How we left the folder: not the same from build to build, and never needed.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    version: u32,
    pub(crate) stamp: Option<String>,
    /// The manifest too is among them.
    pub(crate) files: BTreeMap<String, Seen>,
}

impl State {
    pub(crate) fn new(stamp: Option<&Digest>, files: BTreeMap<String, Seen>) -> Self {
        Self { version: VERSION, stamp: stamp.map(Digest::to_string), files }
    }

    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let state: Self = serde_json::from_slice(&fs::read(folder.join(STATE)).ok()?).ok()?;
        (state.version == VERSION).then_some(state)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        json(self)
    }
}

/// What a file looks like without being read: its size, and when it was last written, in
/// nanoseconds. An inode number would tell no more, and a restored folder has new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, i64)", into = "(u64, i64)")]
pub(crate) struct Seen {
    pub(crate) size: u64,
    modified: i64,
}

impl Seen {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let seconds = metadata.mtime().saturating_mul(1_000_000_000);
        Self { size: metadata.len(), modified: seconds.saturating_add(metadata.mtime_nsec()) }
    }

    /// Of the regular file at the path; a symbolic link is none.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        let metadata = fs::symlink_metadata(path).ok()?;
        metadata.is_file().then(|| Self::of(&metadata))
    }
}

impl From<(u64, i64)> for Seen {
    fn from((size, modified): (u64, i64)) -> Self {
        Self { size, modified }
    }
}

impl From<Seen> for (u64, i64) {
    fn from(seen: Seen) -> Self {
        (seen.size, seen.modified)
    }
}

/// True when the folder still holds exactly what a build with this stamp wrote: one `lstat` a file,
/// nothing read. Files that are not ours are no matter.
pub(crate) fn is_unchanged(folder: &Path, stamp: &Digest) -> bool {
    let Some(state) = State::read(folder) else { return false };
    state.stamp == Some(stamp.to_string())
        && is_at_rest(folder)
        && state.files.par_iter().all(|(file, left)| Seen::at(&folder.join(file)) == Some(*left))
}

/// Whether no build is at work in the folder, nor was killed there. One that was may have left
/// files beyond those that we remember.
pub(crate) fn is_at_rest(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(STAGE)).is_err()
}

/// Whether an output may be called so: a relative path of plain names, none of them ours.
pub(crate) fn is_sound(file: &str) -> bool {
    !file.starts_with(RESERVED) && file.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

/// The digest of a stream, as [`Digest`] writes that of bytes: a film need not fit in memory.
pub(crate) fn digest_of_stream(
    mut source: impl Read,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => &buffer[..read],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(read);
        each(read)?;
    }
    Ok(hasher.finalize().to_hex()[..32].to_owned())
}

fn digest_of_file(path: &Path) -> io::Result<String> {
    digest_of_stream(File::open(path)?, |_| Ok(()))
}

/// Compact, and a line for the reader's `cat`. Maps with text keys cannot fail to serialize.
fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_that_reaches_out_of_its_folder_makes_nothing_ours() {
        for file in ["../a", "/etc/passwd", "a/../../b", "a//b", "", ".", ".nutgraf-state"] {
            let entry = Entry { key: String::new(), digest: String::new(), size: 0 };
            let manifest = Manifest::new(BTreeMap::from([(file.into(), entry)]), Notes::default());
            assert!(Manifest::parse(&manifest.bytes()).is_none(), "{file}");
        }
    }

    #[test]
    fn a_manifest_of_another_version_makes_nothing_ours() {
        let newer = br#"{"version":2,"tool":"nutgraf 9","files":{}}"#;
        assert!(Manifest::parse(newer).is_none());
    }

    #[test]
    fn a_stream_digests_as_its_bytes_do() {
        let bytes = vec![7; 200_000];
        let digest = digest_of_stream(&bytes[..], |_| Ok(())).unwrap();
        assert_eq!(digest, Digest::of(&bytes).to_string());
    }
}
